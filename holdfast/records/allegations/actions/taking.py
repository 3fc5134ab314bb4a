"""An allegation is written down or taken up, and it is said who is accused, of what, and how grave it is."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from holdfast.access import Purpose, Role
from holdfast.kernel.keys import key_of_sending
from holdfast.kernel.refused import Refused
from holdfast.records.allegations.actions._rows import changed, children_of, once
from holdfast.records.allegations.actions.shutting import let_in_again, shut_out
from holdfast.records.allegations.codes import Threshold, Work
from holdfast.records.allegations.models import Allegation, Place
from holdfast.records.allegations.queries import one_working_day_after
from holdfast.records.frontdoor.actions import reference_of
from holdfast.records.frontdoor.actions.queueing import ALLEGATION, queue_against_officer, queue_allegation
from holdfast.records.frontdoor.models import AllegedWorker, Match
from holdfast.records.people.models import Person
from holdfast.wall.acting import Actor
from holdfast.wall.deeds import day_of, deed
from holdfast.wall.models import User
from holdfast.wall.versions import amend, inserted
from holdfast.wall.waiting import acknowledge as picked_up


def record_allegation(
    *,
    accused_name: str,
    what: str,
    received_at: datetime,
    child: Person | None = None,
    accused_user: User | None = None,
    accused_telephone: str = "",
    record_id: UUID | None = None,
    by: Actor,
    purpose: Purpose,
    at: datetime,
) -> Allegation:
    """Write an allegation down by hand; it stands before the designated officer at once.

    `received_at` is when somebody first knew of it: told later than a working day after, it says so for good.
    """
    if not accused_name.strip() or not what.strip():
        raise Refused("Say who is accused, as far as you know, and of what.")
    if received_at > at:
        raise Refused("That lies ahead. Check when it was first known.")
    own_id = key_of_sending(record_id or uuid4(), "allegation", accused_name, what)
    children: list[UUID] = [child.id] if child else []
    with deed("record_allegation", children=children, by=by, purpose=purpose, at=at):
        standing = Allegation.objects.filter(pk=own_id).first()
        if standing:
            return standing
        allegation = Allegation(
            id=own_id, child=child, reference=reference_of(own_id), sent_by=by.id, accused_name=accused_name.strip(),
            accused_user=accused_user, accused_telephone=accused_telephone.strip(), what=what.strip(),
            received_at=received_at, told_at=at, **_limits(received_at, at),
        )  # fmt: skip
        inserted(allegation)
        if purpose is not Purpose.allegations:  # else the officer has it in hand
            against_officer = accused_user is not None and accused_user.role == Role.designated_officer
            wait = queue_against_officer if against_officer else queue_allegation
            wait(subject=own_id, reference=allegation.reference, at=at)
        return shut_out(allegation, at=at)


def take_up(*, alleged: AllegedWorker, by: Actor, purpose: Purpose, at: datetime) -> Allegation:
    """Take up what was told of somebody who works with children, with their own words; taken up twice, it stands once.

    It stood before the officer since the moment at which it was told.
    """
    envelope = alleged.envelope
    children: list[UUID] = []
    with deed("take_up_allegation", children=children, by=by, purpose=purpose, at=at):
        matched = Match.objects.filter(named__envelope=envelope, undone_at=None).select_related("child").first()
        children += [matched.child_id] if matched else []
        standing = Allegation.objects.filter(alleged=alleged).first()
        picked_up(kind=ALLEGATION, subject=alleged.pk, at=at)
        if standing:
            return standing
        sent_at = envelope.sent_at
        allegation = Allegation(
            child=matched.child if matched else None, reference=envelope.reference, alleged=alleged, envelope=envelope,
            sent_by=by.id, accused_name=alleged.name or "Not named", what=envelope.what_happened, received_at=sent_at,
            told_at=sent_at, taken_up_at=at, **_limits(sent_at, sent_at),
        )  # fmt: skip
        taken = inserted(allegation)
        if alleged.employer.strip():
            title = alleged.roles.strip()[:150]
            once(Place, taken, None, work=Work.job, employer=alleged.employer.strip(), title=title)
        return taken


def acknowledge(*, allegation: Allegation, by: Actor, purpose: Purpose, at: datetime) -> Allegation:
    """Say that the officer has taken up what somebody wrote down by hand; the first who says so stands."""
    with deed("acknowledge_allegation", children=children_of(allegation), by=by, purpose=purpose, at=at):
        standing = Allegation.objects.select_for_update().get(pk=allegation.pk)
        if standing.taken_up_at:
            return standing
        picked_up(kind=ALLEGATION, subject=allegation.pk, at=at)
        return amend(standing, expected_version=standing.version, changes={"taken_up_at": at})


def say_who(
    *,
    allegation: Allegation,
    accused_name: str,
    accused_aliases: str = "",
    accused_birth_on: date | None = None,
    accused_telephone: str = "",
    accused_user: User | None = None,
    child: Person | None = None,
    expected_version: int,
    by: Actor,
    purpose: Purpose,
    at: datetime,
) -> Allegation:
    """Say who the accused and the child are; an account of the accused is shut out of both at once."""
    children = [*children_of(allegation), *([child.id] if child else [])]
    with deed("say_who_is_accused", children=children, by=by, purpose=purpose, at=at):
        changes: dict[str, Any] = {
            "accused_name": accused_name.strip() or allegation.accused_name,
            "accused_aliases": accused_aliases.strip(),
            "accused_birth_on": accused_birth_on,
            "accused_telephone": accused_telephone.strip(),
            "accused_user_id": accused_user.pk if accused_user else None,
        }
        if child and allegation.child_id is None:
            changes["child_id"] = child.pk
        said = changed(allegation, expected_version, changes)
        let_in_again(said, formerly=allegation.accused_user_id, at=at)
        return shut_out(said, at=at)


def weigh(
    *,
    allegation: Allegation,
    thresholds: Collection[Threshold],
    words: str,
    expected_version: int,
    by: Actor,
    purpose: Purpose,
    at: datetime,
) -> Allegation:
    """Weigh it against the threshold; none met needs its reasons, as advice is all that follows."""
    if not thresholds and not words.strip():
        raise Refused("Say why it meets no threshold, and what advice you gave.")
    with deed("weigh_allegation", children=children_of(allegation), by=by, purpose=purpose, at=at):
        changes = {"thresholds": sorted(thresholds), "threshold_words": words.strip()}
        return changed(allegation, expected_version, changes)


def _limits(received_at: datetime, told_at: datetime) -> dict[str, Any]:
    return {
        "tell_by_on": one_working_day_after(day_of(received_at)),
        "discuss_by_on": one_working_day_after(day_of(told_at)),
    }
