"""The front door says who a named child is, and takes it back. No two records are ever joined by it.

A wrong match is undone whole: what was recorded on the wrong child's record goes back to its envelope, and that record
is as it was before. What others have added since is never swept away with it: it is listed, and they are asked first.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from holdfast.access import Purpose
from holdfast.kernel.refused import Refused
from holdfast.records.frontdoor.actions.following import matched
from holdfast.records.frontdoor.actions.hurting import take_back_injuries
from holdfast.records.frontdoor.actions.looking import change, held
from holdfast.records.frontdoor.actions.queueing import EARLY_HELP, REFERRAL, queue_outcome
from holdfast.records.frontdoor.codes import ReceiptStatus
from holdfast.records.frontdoor.models import Contact, Match, NamedChild, Referral
from holdfast.records.frontdoor.queries import front_door
from holdfast.records.frontdoor.queries.since import added_since
from holdfast.records.people.actions import add_child, change_details, record_address
from holdfast.records.people.models import Person
from holdfast.records.people.queries import split_address
from holdfast.wall.acting import Actor
from holdfast.wall.deeds import day_of, deed
from holdfast.wall.versions import amend, inserted
from holdfast.wall.waiting import acknowledge


def match_named_child(*, named: NamedChild, child: Person, by: Actor, purpose: Purpose, at: datetime) -> Match:
    """Confirm that the named child is this person; said twice, it stands once."""
    with deed("match_named_child", children=[child.id], by=by, purpose=purpose, at=at):
        standing = held(named)
        if standing and standing.child_id == child.id:
            return standing
        if standing:
            raise Refused("Somebody has already said who this child is. Undo that first, if it is wrong.")
        return matched(inserted(Match(child=child, named=named, matched_at=at)), at=at)


def add_named_child(*, named: NamedChild, by: Actor, purpose: Purpose, at: datetime) -> Match:
    """Add the named child as somebody new, with what was told of them."""
    children: list[UUID] = []
    with deed("add_named_child", children=children, by=by, purpose=purpose, at=at):
        standing = held(named)
        if standing:
            return standing
        child = _added(named, by=by, purpose=purpose, at=at)
        children.append(child.id)
        return matched(inserted(Match(child=child, named=named, matched_at=at, made_new=True)), at=at)


def undo_match(
    *, match: Match, because: str = "", expected_version: int, by: Actor, purpose: Purpose, at: datetime
) -> Match:
    """Take back who a named child is said to be. A contact or referral that stands on it goes back to the envelope.

    Refused, with a list, where others have added to that contact since. What was told stands in the inbox again, and
    its sender reads that we look at it.
    """
    with deed("undo_match", children=[match.child_id], by=by, purpose=purpose, at=at, reason=because):
        if Match.objects.filter(pk=match.pk, undone_at__isnull=False).exists():
            raise Refused("Somebody has just taken this back. Open it again to see who the child is now.")
        contact = Contact.objects.select_for_update(of=("self",)).filter(told_id=match.named_id).first()
        if contact:
            _take_back(contact, because=because, at=at)
            take_back_injuries(match=match, because=because, by=by, purpose=purpose, at=at)
        changes = {"undone_at": at, "undone_because": because}
        return matched(amend(match, expected_version=expected_version, changes=changes), at=at)


def _take_back(contact: Contact, *, because: str, at: datetime) -> None:
    if not because.strip():
        raise Refused("Say how you know that this is not the child: what was recorded goes back with it.")
    if since := added_since(contact):
        raise Refused(" ".join(("Others have added to what was recorded since, so it stays:", *since)))
    acknowledge(kind=EARLY_HELP, subject=contact.id, at=at)
    for referral in contact.referrals.all():
        acknowledge(kind=REFERRAL, subject=referral.id, at=at)
    # The two leave every list with their child, so they are changed where they stand; the wall keeps what they were.
    Referral.objects.filter(contact=contact).update(child=None)
    named = contact.told
    Contact.objects.filter(pk=contact.pk).update(child=None, told=None)
    change(named, {"status": ReceiptStatus.being_looked_at, "answer": "", "answered_at": None})
    queue_outcome(envelope=named.envelope, since=at, at=at)


def _added(named: NamedChild, *, by: Actor, purpose: Purpose, at: datetime) -> Person:
    doing: Mapping[str, Any] = {"by": by, "purpose": purpose, "at": at}
    child = add_child(
        authority=front_door().authority, given=named.given, family=named.family, birth_on=named.birth_on,
        expected_birth_on=named.expected_on, reason="Named in what somebody told us", **doing,
    )  # fmt: skip
    if named.address.strip():
        lines, postcode = split_address(named.address)
        record_address(person=child, lines=lines[:250], postcode=postcode, from_on=day_of(at), **doing)
    if named.language_needs.strip():
        changes = {"needs_interpreter": named.language_needs[:60]}
        child = change_details(person=child, changes=changes, expected_version=1, **doing)
    return child
