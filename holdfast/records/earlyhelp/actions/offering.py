"""Early help is asked for, and somebody speaks with the family: nobody who asks is lost on the way."""

from datetime import date, datetime
from uuid import UUID, uuid4

from holdfast.access import Purpose, Role
from holdfast.clocks import last_day
from holdfast.kernel.keys import key_of_sending
from holdfast.kernel.refused import Refused
from holdfast.records.earlyhelp.actions._rows import changed, noted, once, open_or_refused
from holdfast.records.earlyhelp.actions.team import open_to_team
from holdfast.records.earlyhelp.codes import HelpSource, Reached
from holdfast.records.earlyhelp.models import Asking, Attempt, Help, HelpedChild
from holdfast.records.earlyhelp.queries.standing import open_help
from holdfast.records.frontdoor.models import Contact, Referral
from holdfast.records.frontdoor.queries import next_key
from holdfast.records.people.models import Person
from holdfast.wall.acting import Actor
from holdfast.wall.deeds import day_of, deed
from holdfast.wall.due import calendar
from holdfast.wall.models import User
from holdfast.wall.versions import inserted


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
        help = inserted(
            Help(
                id=own_id,
                child=child,
                key=next_key(Help, child_id=child.id, stem=f"h{asked_on}"),
                source=source,
                referral=referral,
                contact=contact or (referral.contact if referral else None),
                referred_on=asked_on,
                wanted=wanted.strip(),
                worked_on=worked_on.strip(),
                level=level or (referral.threshold_level if referral else None),
                start_due_on=last_day("early_help_start", started_on=asked_on, calendar=calendar()),
                owner=coordinator(by),
            )
        )
        inserted(HelpedChild(child=child, help=help))
        if asked_by.strip() or how_to_reach.strip():
            told = {"asked_by": asked_by.strip()[:150], "how_to_reach": how_to_reach.strip()}
            inserted(Asking(child=child, help=help, **told))
        return help


def coordinator(by: Actor) -> User:
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
    help: Help,
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
    with deed("record_attempt", children=[help.child_id], by=by, purpose=purpose, at=at):
        standing = open_or_refused(help)
        if tried_on < standing.referred_on:
            raise Refused("That is before help was asked for. Check the day.")
        told = {"tried_on": tried_on, "how": how, "reached": reached, "words": words}
        attempt, is_new = once(Attempt, standing, record_id=record_id, **told)
        if is_new and reached:
            noted(standing, offered_on=min(filter(None, (standing.offered_on, tried_on))))
        return attempt


def hand_over(
    *, help: Help, owner: User, why: str, expected_version: int, by: Actor, purpose: Purpose, at: datetime
) -> Help:
    """Make somebody else answer for the next step; there is always somebody."""
    if not owner.is_active:
        raise Refused("This person has left. Choose somebody who is here.")
    if not why.strip():
        raise Refused("Say why, so that whoever takes it on knows.")
    with deed("hand_over_early_help", children=[help.child_id], by=by, purpose=purpose, at=at, reason=why):
        open_or_refused(help)
        return changed(help, expected_version=expected_version, changes={"owner_id": owner.pk})


def add_helped_child(
    *, help: Help, child: Person, by: Actor, purpose: Purpose, at: datetime
) -> HelpedChild:
    """Say that another child of the family is helped too; whoever works with the family then reaches this child."""
    with deed("add_helped_child", children=[help.child_id, child.id], by=by, purpose=purpose, at=at):
        open_or_refused(help)
        standing = HelpedChild.objects.filter(help=help, child=child).first()
        if standing:
            return standing
        added = inserted(HelpedChild(help=help, child=child))
        open_to_team(help, at=at)
        return added


def _asked_again(standing: Help, wanted: str, referral: Referral | None, contact: Contact | None) -> Help:
    """Asked for again while it is open: what was told now is kept beside what was told before."""
    changes: dict[str, object] = {}
    said = wanted.strip()
    if said and said not in standing.wanted:
        changes["wanted"] = f"{standing.wanted}\n\n{said}".strip()
    if referral and not standing.referral_id:
        changes["referral_id"] = referral.pk
    told = contact or (referral.contact if referral else None)
    if told and not standing.contact_id:
        changes["contact_id"] = told.pk
    return noted(standing, **changes) if changes else standing
