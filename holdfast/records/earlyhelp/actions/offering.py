"""Early help is asked for, and somebody speaks with the family: nobody who asks is lost on the way."""

from datetime import date, datetime
from typing import TypeVar
from uuid import UUID, uuid4

from holdfast.access import Purpose, Role, Stage
from holdfast.clocks import last_day
from holdfast.kernel.keys import key_of_sending
from holdfast.kernel.refused import Refused
from holdfast.records.earlyhelp.actions._rows import changed, noted, once, open_or_refused
from holdfast.records.earlyhelp.actions.sent import taken_in
from holdfast.records.earlyhelp.actions.team import open_to_team
from holdfast.records.earlyhelp.codes import HelpSource, Reached
from holdfast.records.earlyhelp.models import Asking, Attempt, Help, HelpedChild
from holdfast.records.earlyhelp.queries.standing import Sent, open_help
from holdfast.records.frontdoor.models import Contact, Referral
from holdfast.records.frontdoor.queries import next_key
from holdfast.records.people.models import Person
from holdfast.wall.acting import Actor, current
from holdfast.wall.audit import how_far
from holdfast.wall.deeds import day_of, deed
from holdfast.wall.due import calendar
from holdfast.wall.models import User
from holdfast.wall.versions import inserted

Record = TypeVar("Record", Referral, Contact)


def offer_early_help(
    *,
    child: Person,
    source: HelpSource,
    wanted: str,
    level: int | None = None,
    referred_on: date | None = None,
    asked_by: str = "",
    how_to_reach: str = "",
    worked_on: str = "",
    referral: Referral | None = None,
    contact: Contact | None = None,
    record_id: UUID | None = None,
    by: Actor,
    purpose: Purpose,
    at: datetime,
) -> Help:
    """Have early help offered to the child's family; asked for again while it is open, it stands once.

    `referral` is the one that the front door decided, or on which the case was that steps down; `contact` one that
    asked for nothing more. The clock runs from `referred_on`, by default the day of `at`.
    """
    asked_on = referred_on or day_of(at)
    if asked_on > day_of(at):
        raise Refused("The day on which help was asked for is still to come.")
    with deed("offer_early_help", children=[child.id], by=by, purpose=purpose, at=at, label=source.label):
        standing = open_help(child_id=child.id).first()
        if standing:
            return _asked_again(standing, wanted, referral, contact)
        own_id = key_of_sending(record_id or uuid4(), "earlyhelp", child.id, wanted, asked_on)
        earlier = Help.objects.filter(pk=own_id).first()
        if earlier:
            return earlier
        family = Help(
            id=own_id, child=child, source=source, referral=referral, contact_id=_contact_key(contact, referral),
            referred_on=asked_on, wanted=wanted.strip(), worked_on=worked_on.strip(), owner=coordinator(by=by),
            level=level or (referral.threshold_level if referral else None),
        )  # fmt: skip
        return taken_in(_begun(family, asked_by=asked_by, how_to_reach=how_to_reach), at=at)


def _begun(family: Help, *, asked_by: str, how_to_reach: str) -> Help:
    asked_on = family.referred_on
    family.key = next_key(Help, child_id=family.child_id, stem=f"h{asked_on}")
    family.start_due_on = last_day("early_help_start", started_on=asked_on, calendar=calendar())
    inserted(family)
    inserted(HelpedChild(child_id=family.child_id, help=family))
    if asked_by.strip() or how_to_reach.strip():
        told = {"asked_by": asked_by.strip()[:150], "how_to_reach": how_to_reach.strip()}
        inserted(Asking(child_id=family.child_id, help=family, **told))
    return family


def take_in(*, sent: Sent, by: Actor, purpose: Purpose, at: datetime) -> Help:
    """Take in a family whom the front door sent; its clock has run since the day on which it was sent."""
    source = HelpSource.family if sent.source in _FAMILY else HelpSource.front_door
    return offer_early_help(
        child=Person(pk=sent.child_id), source=source, wanted=sent.wanted, level=sent.level,
        referred_on=sent.sent_on, referral=_key_only(Referral, sent.referral_id),
        contact=_key_only(Contact, sent.contact_id), by=by, purpose=purpose, at=at,
    )  # fmt: skip


_FAMILY = frozenset({"1A", "1C"})
"""The DfE's codes for a source of referral that is the family, or the child."""


def _key_only(model: type[Record], key: UUID | None) -> Record | None:
    """The record by its key alone: the coordinator links to what the front door holds, and does not read it."""
    return model(pk=key) if key else None


def coordinator(*, by: Actor) -> User:
    """Who owns what was just asked for: the coordinator with the fewest families, or whoever writes it down."""
    coordinators = User.objects.filter(role=Role.early_help_coordinator.value, is_active=True)
    carried = {user.pk: Help.objects.filter(owner=user, ended_on=None).count() for user in coordinators}
    chosen = min(coordinators, key=lambda user: (carried[user.pk], user.username), default=None)
    owner = chosen or User.objects.filter(pk=by.id).first()
    if owner is None:
        raise Refused("Nobody coordinates early help. Have an account made for somebody who does.")
    return owner


def record_attempt(
    *,
    family: Help,
    tried_on: date,
    how: Reached,
    reached: bool,
    words: str = "",
    record_id: UUID | None = None,
    by: Actor,
    purpose: Purpose,
    at: datetime,
) -> Attempt:
    """Record that somebody tried to speak with the family; reached, help counts as offered from that day."""
    with deed("record_attempt", children=[family.child_id], by=by, purpose=purpose, at=at):
        standing = open_or_refused(family)
        if tried_on < standing.referred_on:
            raise Refused("That is before help was asked for. Check the day.")
        told = {"tried_on": tried_on, "how": how, "reached": reached, "words": words}
        attempt, is_new = once(Attempt, standing, record_id=record_id, **told)
        if is_new and reached:
            noted(standing, offered_on=min(filter(None, (standing.offered_on, tried_on))))
        return attempt


def hand_over(
    *, family: Help, owner: User, why: str, expected_version: int, by: Actor, purpose: Purpose, at: datetime
) -> Help:
    """Make somebody else answer for the next step; there is always somebody."""
    if not owner.is_active:
        raise Refused("This person has left. Choose somebody who is here.")
    if not why.strip():
        raise Refused("Say why, so that whoever takes it on knows.")
    with deed("hand_over_early_help", children=[family.child_id], by=by, purpose=purpose, at=at, reason=why):
        open_or_refused(family)
        return changed(family, expected_version=expected_version, changes={"owner_id": owner.pk})


def add_helped_child(*, family: Help, child: Person, by: Actor, purpose: Purpose, at: datetime) -> HelpedChild:
    """Say that another child of the family is helped too; whoever works with the family then reaches this child."""
    with deed("add_helped_child", children=[family.child_id, child.id], by=by, purpose=purpose, at=at):
        open_or_refused(family)
        standing = HelpedChild.objects.filter(help=family, child=child).first()
        if standing:
            return standing
        if current().reach.children != "all" and how_far([child.id]).get(child.id, 0) < Stage.early_help:
            raise Refused(
                "This child is not open to you yet. Ask the early help hub to add them: the team then sees both."
            )
        added = inserted(HelpedChild(help=family, child=child))
        open_to_team(family, at=at)
        return added


def _asked_again(standing: Help, wanted: str, referral: Referral | None, contact: Contact | None) -> Help:
    """Asked for again while it is open: what was told now is kept beside what was told before."""
    changes: dict[str, object] = {}
    said = wanted.strip()
    if said and said not in standing.wanted:
        changes["wanted"] = f"{standing.wanted}\n\n{said}".strip()
    if referral and not standing.referral_id:
        changes["referral_id"] = referral.pk
    told = _contact_key(contact, referral)
    if told and not standing.contact_id:
        changes["contact_id"] = told
    return noted(standing, **changes) if changes else standing


def _contact_key(contact: Contact | None, referral: Referral | None) -> UUID | None:
    return contact.pk if contact else (referral.contact_id if referral else None)
