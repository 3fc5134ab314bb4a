"""The team around the family: the lead professional, the others, and how far each reaches the children."""

from datetime import date, datetime, timedelta
from uuid import UUID, uuid5

from holdfast.access import Purpose, Role, Stage, may_use
from holdfast.kernel.refused import Refused
from holdfast.records.earlyhelp.actions._rows import (
    agreed_or_refused,
    changed,
    children_of,
    family_deed,
    once,
    open_or_refused,
)
from holdfast.records.earlyhelp.models import Help, Member
from holdfast.wall.acting import Actor
from holdfast.wall.deeds import day_of, midnight
from holdfast.wall.models import Grant, User
from holdfast.wall.versions import amend

LASTS = timedelta(days=366)
"""How long a place in the team opens the children's early help before somebody must say again that it goes on."""


def name_lead(
    *,
    family: Help,
    user: User,
    from_on: date,
    telephone: str = "",
    record_id: UUID | None = None,
    by: Actor,
    purpose: Purpose,
    at: datetime,
) -> Member:
    """Make somebody, of any agency, the family's lead professional; whoever was so before stays in the team."""
    with family_deed("name_lead", family, by=by, purpose=purpose, at=at):
        standing = agreed_or_refused(family)
        former = Member.objects.select_for_update().filter(help=standing, is_lead=True, until_on=None).first()
        if former and former.user_id == user.pk:
            return former
        if former:
            _end(former, until_on=max(from_on, former.from_on), at=at)
            _added(family, former.user, former.name, former.agency, former.telephone, from_on=from_on, is_lead=False)
        for already in Member.objects.filter(help=standing, user=user, until_on=None):
            _end(already, until_on=max(from_on, already.from_on), at=at)
        told = {"name": user.display_name, "agency": user.agency_name, "telephone": telephone or user.telephone}
        lead, _ = once(Member, standing, record_id=record_id, user=user, is_lead=True, from_on=from_on, **told)
        open_to_team(standing, at=at)
        return lead


def add_member(
    *,
    family: Help,
    user: User | None,
    name: str = "",
    agency: str = "",
    telephone: str = "",
    from_on: date,
    record_id: UUID | None = None,
    by: Actor,
    purpose: Purpose,
    at: datetime,
) -> Member:
    """Add somebody to the team, with an account or without one: a grandmother belongs as much as a nurse."""
    if user is None and not name.strip():
        raise Refused("Say who it is.")
    with family_deed("add_member", family, by=by, purpose=purpose, at=at):
        standing = agreed_or_refused(family)
        already = Member.objects.filter(help=standing, user=user, until_on=None).first() if user else None
        if already:
            return already
        told = {
            "name": user.display_name if user else name.strip(),
            "agency": user.agency_name if user else agency.strip(),
            "telephone": telephone.strip() or (user.telephone if user else ""),
        }
        member, _ = once(Member, standing, record_id=record_id, user=user, is_lead=False, from_on=from_on, **told)
        open_to_team(standing, at=at)
        return member


def leave_team(
    *, member: Member, until_on: date, expected_version: int, by: Actor, purpose: Purpose, at: datetime
) -> Member:
    """Record that somebody is no longer in the team; with it ends their way to the children."""
    if until_on < member.from_on:
        raise Refused("That is before they joined. Check the day.")
    with family_deed("leave_team", member.help, by=by, purpose=purpose, at=at):
        open_or_refused(member.help)
        left = changed(member, expected_version=expected_version, changes={"until_on": until_on})
        _close(left, until_at=midnight(until_on))
        return left


def open_to_team(family: Help, *, at: datetime) -> None:
    """Open each of the family's children, as far as early help goes, to everybody in the team with an account."""
    for member in Member.objects.filter(help=family, until_on=None, user__isnull=False).select_related("user"):
        if not may_use(role=Role(member.user.role), purpose=Purpose.early_help).allowed:
            continue
        for child_id in [family.child_id, *children_of(family)]:
            _open(member, child_id, at=at)


def close_to_team(*, family: Help, by: Actor, at: datetime) -> None:
    """Close the family's early help to the team: it ended, or the family took its agreement back.

    Whoever writes it down keeps their way in until midnight, to see that it was written.
    """
    tonight = midnight(day_of(at) + timedelta(days=1))
    for member in Member.objects.filter(help=family, user__isnull=False):
        _close(member, until_at=tonight if member.user_id == by.id else at)


def _open(member: Member, child_id: UUID, *, at: datetime) -> None:
    own_id = uuid5(member.id, str(child_id))
    standing = Grant.objects.filter(pk=own_id).first()
    if standing is None:
        Grant(
            id=own_id, user_id=member.user_id, child_id=child_id, kind="early_help", ceiling=int(Stage.early_help),
            reason="Lead professional" if member.is_lead else "Team around the family",
            from_at=min(midnight(member.from_on), at), until_at=at + LASTS,
        ).save(force_insert=True)  # fmt: skip
    elif standing.until_at <= at:
        standing.until_at = at + LASTS
        standing.save(update_fields=["until_at"])


def _close(member: Member, *, until_at: datetime) -> None:
    own = [uuid5(member.id, str(child_id)) for child_id in [member.help.child_id, *children_of(member.help)]]
    for grant in Grant.objects.filter(pk__in=own):
        if grant.until_at > until_at:
            grant.until_at = max(until_at, grant.from_at + timedelta(seconds=1))
            grant.save(update_fields=["until_at"])


def _end(member: Member, *, until_on: date, at: datetime) -> None:
    amend(member, expected_version=member.version, changes={"until_on": until_on})
    _close(member, until_at=at)


def _added(
    family: Help, user: User | None, name: str, agency: str, telephone: str, *, from_on: date, is_lead: bool
) -> Member:
    told = {"user": user, "name": name, "agency": agency, "telephone": telephone}
    member, _ = once(Member, family, record_id=None, is_lead=is_lead, from_on=from_on, **told)
    return member
