"""Persons first: a child, an unborn child, a parent and a carer are all persons, named and related by date."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q

from holdfast.records.agencies.models import Team
from holdfast.records.people.codes import (
    AbsenceBecause,
    AbsenceOf,
    IdentifierKind,
    InvolvementKind,
    NameKind,
    RelationshipKind,
)
from holdfast.wall.guarded import Guarded
from holdfast.wall.models import User


def ends_after_it_begins(name: str) -> models.CheckConstraint:
    """`until_on`, where there is one, is not before `from_on`."""
    return models.CheckConstraint(
        condition=Q(until_on__isnull=True) | Q(from_on__isnull=True) | Q(until_on__gte=F("from_on")), name=name
    )


class Person(Guarded):
    """Somebody: a child (born or not) of an authority, or an adult in a child's life."""

    child_field: ClassVar[str] = "id"

    authority = models.CharField(max_length=60)
    local_id = models.CharField(max_length=60, null=True, blank=True)
    is_child = models.BooleanField()
    birth_on = models.DateField(null=True, blank=True)
    expected_birth_on = models.DateField(null=True, blank=True)
    died_on = models.DateField(null=True, blank=True)
    sex = models.CharField(max_length=60, blank=True)
    ethnicity = models.CharField(max_length=60, blank=True)
    upn_unknown = models.CharField(max_length=60, blank=True)
    needs_interpreter = models.CharField(max_length=60, blank=True)

    class Meta(Guarded.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "local_id"], condition=Q(local_id__isnull=False), name="people_one_local_id"
            ),
            models.CheckConstraint(
                condition=Q(is_child=False) | Q(local_id__isnull=False), name="people_child_has_a_number"
            ),
        ]
        indexes = [
            models.Index(fields=["birth_on"], name="people_by_birth_day"),
            models.Index(fields=["recorded_at"], name="people_by_recorded"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        """How a message refers to this person without naming them."""
        return f"Child {self.local_id}" if self.is_child else f"Person {str(self.id)[:8]}"


class PersonName(Guarded):
    """A name somebody goes or went by. `search_keys` are how it sounds and is spelt, so that misspellings find it."""

    child_field: ClassVar[str] = "person_id"

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="names")
    kind = models.CharField(max_length=20, choices=NameKind.choices)
    given = models.CharField(max_length=150, blank=True)
    family = models.CharField(max_length=150, blank=True)
    from_on = models.DateField(null=True, blank=True)
    until_on = models.DateField(null=True, blank=True)
    search_keys = ArrayField(models.CharField(max_length=60), default=list, editable=False)

    class Meta(Guarded.Meta):
        constraints = [
            ends_after_it_begins("people_name_ends_later"),
            models.CheckConstraint(condition=~Q(given="", family=""), name="people_name_says_something"),
        ]
        indexes = [GinIndex(fields=["search_keys"], name="people_name_keys")]

    def __str__(self) -> str:
        return self.full

    @property
    def full(self) -> str:
        """Given and family name as written; either may be missing."""
        return " ".join(part for part in (self.given, self.family) if part)


class Identifier(Guarded):
    """A number by which another service knows the person, as sent, right or wrong."""

    child_field: ClassVar[str] = "person_id"

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="identifiers")
    kind = models.CharField(max_length=20, choices=IdentifierKind.choices)
    value = models.CharField(max_length=60)
    check_digit_ok = models.BooleanField()

    class Meta(Guarded.Meta):
        constraints = [models.UniqueConstraint(fields=["person", "kind", "value"], name="people_identifier_once")]
        indexes = [models.Index(fields=["value"], name="people_by_number")]

    def __str__(self) -> str:
        return f"{self.kind} of {self.person_id}"


class Disability(Guarded):
    """A disability recorded for a child; NONE is a recorded answer too."""

    child_field: ClassVar[str] = "person_id"

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="disabilities")
    code = models.CharField(max_length=60)
    withdrawn_at = models.DateTimeField("taken out", null=True, blank=True)
    """Since when it stands no more, where it was told by mistake; who took it out, and why, is with its version."""

    class Meta(Guarded.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["person", "code"], condition=Q(withdrawn_at__isnull=True), name="people_disability_once"
            )
        ]

    def __str__(self) -> str:
        return self.code


class Relationship(Guarded):
    """What `other` is to `person`. The other way round is a row of its own, made and ended with this one."""

    child_field: ClassVar[str] = "person_id"

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="relationships")
    other = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=RelationshipKind.choices)
    parental_responsibility = models.BooleanField(null=True)
    lives_with = models.BooleanField(null=True)
    from_on = models.DateField(null=True, blank=True)
    until_on = models.DateField(null=True, blank=True)

    class Meta(Guarded.Meta):
        constraints = [
            ends_after_it_begins("people_relationship_ends_later"),
            models.CheckConstraint(condition=~Q(person=F("other")), name="people_not_related_to_self"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.person_id}"


class Address(Guarded):
    """Where somebody lives or lived. A protected one is shown only to those who must know it."""

    child_field: ClassVar[str] = "person_id"

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="addresses")
    lines = models.CharField(max_length=250)
    postcode = models.CharField(max_length=10, blank=True)
    telephone = models.CharField(max_length=40, blank=True)
    protected = models.BooleanField(default=False)
    from_on = models.DateField(null=True, blank=True)
    until_on = models.DateField(null=True, blank=True)

    class Meta(Guarded.Meta):
        verbose_name_plural = "addresses"
        constraints = [ends_after_it_begins("people_address_ends_later")]
        indexes = [models.Index(fields=["postcode"], name="people_by_postcode")]

    def __str__(self) -> str:
        return f"address of {self.person_id}"


class Absence(Guarded):
    """Something that was asked for, or not, and is not known: a fact with its reason."""

    child_field: ClassVar[str] = "person_id"

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="absences")
    what = models.CharField(max_length=20, choices=AbsenceOf.choices)
    because = models.CharField(max_length=20, choices=AbsenceBecause.choices)
    note = models.CharField(max_length=300, blank=True)
    asked_on = models.DateField(null=True, blank=True)
    resolved_on = models.DateField(null=True, blank=True)

    class Meta(Guarded.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["person", "what"], condition=Q(resolved_on__isnull=True), name="people_absence_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.what} of {self.person_id} not known"


class Involvement(Guarded):
    """Who works with the child, in which capacity, until when; an allocation is one of these."""

    child_field: ClassVar[str] = "person_id"

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="involvements")
    worker = models.ForeignKey(User, on_delete=models.PROTECT, related_name="involvements")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    kind = models.CharField(max_length=30, choices=InvolvementKind.choices)
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)

    class Meta(Guarded.Meta):
        constraints = [
            ends_after_it_begins("people_involvement_ends_later"),
            models.UniqueConstraint(
                fields=["person"], condition=Q(kind="allocated_worker", until_on__isnull=True),
                name="people_one_allocated_worker",
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["worker", "until_on"], name="people_by_worker")]

    def __str__(self) -> str:
        return f"{self.kind} of {self.person_id}"


class SamePerson(Guarded):
    """Somebody's confirmation that two records are of one person. Both stay as they are; it can be undone."""

    child_field: ClassVar[str] = "person_id"

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    because = models.TextField()
    linked_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_because = models.TextField(blank=True)

    class Meta(Guarded.Meta):
        verbose_name_plural = "same persons"
        constraints = [
            models.CheckConstraint(condition=Q(person__lt=F("other")), name="people_same_person_in_order"),
            models.UniqueConstraint(
                fields=["person", "other"], condition=Q(undone_at__isnull=True), name="people_same_person_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} is {self.other_id}"
