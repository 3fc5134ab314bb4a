"""Users, grants, what bars a grant, the audit log, versions, and stored due dates."""

from typing import ClassVar
from uuid import uuid4

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Lower

from holdfast.access import Role, Stage
from holdfast.wall.acting import Actor
from holdfast.wall.guarded import GuardedManager
from holdfast.wall.waiting.models import Beat as Beat
from holdfast.wall.waiting.models import Duty as Duty
from holdfast.wall.waiting.models import Escalation as Escalation
from holdfast.wall.waiting.models import Notice as Notice
from holdfast.wall.waiting.models import QueueItem as QueueItem

ROLES = [(role.value, role.label) for role in Role]
STAGES = [(int(stage), stage.label) for stage in Stage]


class UserManager(BaseUserManager["User"]):
    """Makes people who sign in."""

    def create_user(
        self, *, username: str, role: Role, display_name: str, password: str | None = None, **more: str
    ) -> "User":
        """A person who may sign in; without a password they cannot until they set one."""
        user = self.model(username=username, role=role.value, display_name=display_name, **more)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        """The person with that username, however it is capitalised."""
        return self.get(username__iexact=username)


class User(AbstractBaseUser):
    """A person, or a practice's shared inbox, that signs in; one role each."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    username = models.CharField(max_length=150, unique=True)
    email = models.EmailField(blank=True)
    display_name = models.CharField(max_length=150)
    role = models.CharField(max_length=40, choices=ROLES)
    agency_name = models.CharField(max_length=150, blank=True)
    telephone = models.CharField(max_length=40, blank=True)
    is_active = models.BooleanField(default=True)
    made_at = models.DateTimeField(auto_now_add=True)

    objects = UserManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["display_name", "role"]

    class Meta:
        constraints = [models.UniqueConstraint(Lower("username"), name="wall_user_one_username")]

    def __str__(self) -> str:
        return self.display_name

    @property
    def is_staff(self) -> bool:
        """Never: Holdfast has no database console for anybody."""
        return False

    @property
    def actor(self) -> Actor:
        """This person as an actor."""
        return Actor(id=self.id, role=Role(self.role), name=self.display_name)


class Grant(models.Model):
    """One person's way to one child: why, how far, and until when. Every grant ends."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="grants")
    child_id = models.UUIDField()
    kind = models.CharField(max_length=40)
    ceiling = models.PositiveSmallIntegerField(choices=STAGES)
    opens_seal = models.BooleanField(default=False)
    reason = models.CharField(max_length=300)
    from_at = models.DateTimeField()
    until_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1, editable=False)
    recorded_at = models.DateTimeField(null=True, editable=False)
    recorded_by = models.UUIDField(null=True, editable=False)
    recorded_for = models.CharField(max_length=40, null=True, editable=False)

    objects = GuardedManager()

    class Meta:
        base_manager_name = "objects"
        indexes = [
            models.Index(fields=["user", "until_at"], name="wall_grant_by_user"),
            models.Index(fields=["child_id"], name="wall_grant_by_child"),
        ]
        constraints = [
            models.CheckConstraint(condition=models.Q(until_at__gt=models.F("from_at")), name="wall_grant_ends_later")
        ]

    def __str__(self) -> str:
        return f"{self.kind} grant {self.id}"


class Seal(models.Model):
    """A child's record closed to all but those with a grant of their own."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    child_id = models.UUIDField()
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    recorded_at = models.DateTimeField(null=True, editable=False)
    recorded_by = models.UUIDField(null=True, editable=False)
    recorded_for = models.CharField(max_length=40, null=True, editable=False)

    objects = GuardedManager()

    class Meta:
        base_manager_name = "objects"
        indexes = [models.Index(fields=["child_id"], name="wall_seal_by_child")]

    def __str__(self) -> str:
        return f"seal {self.id}"


class Exclusion(models.Model):
    """One person shut out of one child's record, such as a worker's own family."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="exclusions")
    child_id = models.UUIDField()
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    recorded_at = models.DateTimeField(null=True, editable=False)
    recorded_by = models.UUIDField(null=True, editable=False)
    recorded_for = models.CharField(max_length=40, null=True, editable=False)

    objects = GuardedManager()

    class Meta:
        base_manager_name = "objects"
        indexes = [models.Index(fields=["user", "child_id"], name="wall_exclusion_by_user")]

    def __str__(self) -> str:
        return f"exclusion {self.id}"


class Version(models.Model):
    """What a row was before it changed, who changed it, when, why and for what; a trigger writes it."""

    id = models.BigAutoField(primary_key=True)
    table_name = models.CharField(max_length=63)
    row_id = models.UUIDField()
    child_id = models.UUIDField(null=True)
    stage = models.PositiveSmallIntegerField()
    holds = models.CharField(max_length=12)
    was = models.JSONField()
    replaced_at = models.DateTimeField()
    replaced_by = models.UUIDField(null=True)
    replaced_for = models.CharField(max_length=40)
    reason = models.TextField()

    objects = GuardedManager()

    class Meta:
        base_manager_name = "objects"
        indexes = [
            models.Index(fields=["row_id", "id"], name="wall_version_by_row"),
            models.Index(fields=["child_id", "id"], name="wall_version_by_child"),
        ]

    def __str__(self) -> str:
        return f"version of {self.table_name} {self.row_id}"


class AuditEvent(models.Model):
    """Something that somebody did, saw, or was refused; nobody can change or remove it."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    happened_at = models.DateTimeField()
    actor_id = models.UUIDField()
    role = models.CharField(max_length=40)
    purpose = models.CharField(max_length=40)
    what = models.CharField(max_length=100)
    children = ArrayField(models.UUIDField(), default=list)
    allowed = models.BooleanField()
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["actor_id", "happened_at"], name="wall_audit_by_actor"),
            models.Index(fields=["happened_at"], name="wall_audit_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.what} {self.id}"


class Due(models.Model):
    """A running clock's stored due date: always recomputed from the child's facts, never typed."""

    id = models.BigAutoField(primary_key=True)
    child_id = models.UUIDField()
    clock = models.CharField(max_length=60)
    stage = models.PositiveSmallIntegerField(choices=STAGES)
    subject = models.CharField(max_length=200)
    link = models.PositiveIntegerField(default=1)
    started_on = models.DateField(null=True)
    due_on = models.DateField(null=True)
    because = models.CharField(max_length=300, blank=True)

    objects = GuardedManager()

    class Meta:
        base_manager_name = "objects"
        constraints = [models.UniqueConstraint(fields=["child_id", "clock", "subject", "link"], name="wall_due_once")]
        indexes = [models.Index(fields=["due_on", "child_id"], name="wall_due_by_day")]

    def __str__(self) -> str:
        return f"{self.clock} due {self.due_on}"
