"""Where a challenge stands at a moment: which stage, who hears it, whom it waits for, and whether that is late."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet

from holdfast.kernel.refused import NotFound
from holdfast.records.challenges.models import Challenge, Hearing, Said
from holdfast.wall.models import User

Waits = Literal["answer", "raiser", "nobody"]


@dataclass(frozen=True, kw_only=True)
class Standing:
    """A challenge at a moment. It waits for an answer, for whoever raised it to agree or not, or it has ended."""

    challenge: Challenge
    hearing: Hearing
    waits_for: Waits
    late: bool
    """Unanswered at the last stage beyond its time: no stage is above, so it stays here and is said to be late."""

    @property
    def due_at(self) -> datetime | None:
        """Until when this stage may take; None where nothing is waited for."""
        return self.hearing.due_at if self.waits_for == "answer" else None


def standing(challenge: Challenge, hearings: Iterable[Hearing], *, at: datetime) -> Standing:
    """Where it stands at that moment: the latest stage that has begun by then."""
    until = min(challenge.closed_at, at) if challenge.closed_at else at
    begun = [each for each in hearings if each.from_at is not None and each.from_at <= until]
    hearing = max(begun, key=lambda each: each.number)
    if challenge.closed_at and challenge.closed_at <= at:
        return Standing(challenge=challenge, hearing=hearing, waits_for="nobody", late=False)
    if hearing.answered_at:
        return Standing(challenge=challenge, hearing=hearing, waits_for="raiser", late=False)
    late = hearing.is_last and hearing.due_at is not None and hearing.due_at <= at
    return Standing(challenge=challenge, hearing=hearing, waits_for="answer", late=late)


def standings(challenges: Collection[Challenge], *, at: datetime) -> list[Standing]:
    """Where each of these stands, in the order given."""
    found: dict[UUID, list[Hearing]] = defaultdict(list)
    for hearing in Hearing.objects.filter(challenge__in=[each.id for each in challenges]).order_by("number"):
        found[hearing.challenge_id].append(hearing)
    return [standing(each, found[each.id], at=at) for each in challenges if found[each.id]]


def challenge_or_not_found(challenge_id: UUID) -> Challenge:
    """The challenge, for somebody who may see it; NotFound says the same where there is none."""
    challenge = Challenge.objects.filter(pk=challenge_id).first()
    if challenge is None:
        raise NotFound("There is no challenge here that you may see.")
    return challenge


def open_challenges(children: Collection[UUID] | None = None) -> QuerySet[Challenge]:
    """Challenges that have not ended, the oldest first: about these children, or all that the actor may see."""
    rows = Challenge.objects.filter(closed_at=None).order_by("-immediate", "raised_at", "id")
    return rows if children is None else rows.filter(child_id__in=children)


def challenges_of(child_id: UUID) -> QuerySet[Challenge]:
    """Every challenge about this child, the latest first."""
    return Challenge.objects.filter(child_id=child_id).order_by("-raised_at", "id")


def challenges_to(subjects: Collection[UUID]) -> QuerySet[Challenge]:
    """Every challenge to these decisions that the actor may see, the latest first."""
    return Challenge.objects.filter(subject_id__in=subjects).order_by("-raised_at", "id")


def own_challenges(user_id: UUID) -> QuerySet[Challenge]:
    """What this person raised, the latest first."""
    return Challenge.objects.filter(raised_by=user_id).order_by("-raised_at", "id")


def challenged(user_id: UUID) -> QuerySet[Challenge]:
    """Challenges to what this person decided, the latest first."""
    return Challenge.objects.filter(decided_by=user_id).order_by("-raised_at", "id")


def to_hear(user: User, *, at: datetime) -> list[Standing]:
    """Challenges that this person may answer now, those of a child at risk first, then the oldest."""
    now = standings(list(open_challenges()), at=at)
    return [each for each in now if may_hear(each, user_id=user.id, role=user.role)]


def may_hear(now: Standing, *, user_id: UUID, role: str) -> bool:
    """Whether somebody answers at this stage: in one of its roles or named for it, and not a side themself."""
    hearing = now.hearing
    is_side = user_id in (now.challenge.decided_by, now.challenge.raised_by)
    named = role in hearing.roles or user_id in hearing.people
    return now.waits_for == "answer" and named and not is_side


def hearers(roles: Collection[str], people: Collection[UUID], *, but: Collection[UUID | None]) -> list[User]:
    """The people who hear a stage, without those who are a side of it."""
    rows = User.objects.filter(Q(role__in=list(roles)) | Q(pk__in=list(people)), is_active=True)
    return list(rows.exclude(pk__in=[each for each in but if each]).order_by("display_name"))


def said_in(challenge: Challenge) -> list[Said]:
    """What both sides wrote, in order."""
    return list(Said.objects.filter(challenge=challenge).order_by("said_at", "number"))


def why_held(child_id: UUID, subject_id: UUID | None) -> list[str]:
    """What an open challenge says to whoever would end something of this child's, whether or not they may read it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT challenges_open(%s)", [child_id])
        (count,) = cursor.fetchone()
    if not count:
        return []
    many: Sequence[str] = ("A challenge is", "it is") if count == 1 else (f"{count} challenges are", "they are")
    return [f"{many[0]} still open. Nothing is closed until {many[1]} answered, and agreed or ruled on."]
