"""Who works with the child: each involvement opens the record to somebody, as far as their role goes, and ends."""

from datetime import date, datetime, timedelta
from uuid import UUID

from holdfast.access import Purpose, Role, Stage, reach
from holdfast.kernel.refused import Refused
from holdfast.records.agencies.models import Team
from holdfast.records.people.codes import InvolvementKind
from holdfast.records.people.models import Involvement, Person
from holdfast.wall.acting import Actor
from holdfast.wall.deeds import day_of, deed, midnight
from holdfast.wall.models import Grant, User
from holdfast.wall.versions import amend

LASTS = timedelta(days=366)
"""How long an involvement opens the record before somebody must say again that it goes on."""
ENDS_FIRST = "That is before it began. Check both days."


def ceiling_of(role: Role) -> Stage:
    """How far into a child's story this role may go with a child whom they are involved with.

    Early help is reached by a grant of its own, given when the family agreed to it.
    """
    reached = [reach(role=role, purpose=purpose) for purpose in Purpose if purpose is not Purpose.early_help]
    return max(
        (each.ceiling for each in reached if each.names and each.children in ("granted", "all")), default=Stage(0)
    )


def allocate(
    *,
    child: Person,
    worker: User,
    team: Team | None = None,
    from_on: date,
    reason: str = "",
    by: Actor,
    purpose: Purpose,
    at: datetime,
) -> Involvement:
    """Make somebody the child's allocated social worker; whoever was so before ends on that day."""
    if Role(worker.role) is not Role.social_worker:
        raise Refused("Only a social worker can be a child's allocated social worker.")
    with deed("allocate", children=[child.id], by=by, purpose=purpose, at=at, reason=reason):
        former = _standing(child, InvolvementKind.allocated_worker)
        if former and former.worker_id == worker.pk:
            return former
        if former:
            _end(former, until_on=max(from_on, former.from_on), at=at)
        return _begin(child, worker, InvolvementKind.allocated_worker, team, from_on, None, at=at, reason=reason)


def involve(
    *,
    person: Person,
    worker: User,
    kind: InvolvementKind,
    team: Team | None = None,
    from_on: date,
    until_on: date | None = None,
    reason: str = "",
    by: Actor,
    purpose: Purpose,
    at: datetime,
) -> Involvement:
    """Record that somebody works with the child, in which capacity; `allocate` is for the allocated social worker.

    The record opens to them as far as their role goes, until the involvement ends.
    """
    if until_on and until_on < from_on:
        raise Refused(ENDS_FIRST)
    if kind is InvolvementKind.allocated_worker:
        return allocate(
            child=person, worker=worker, team=team, from_on=from_on, reason=reason, by=by, purpose=purpose, at=at
        )
    with deed("involve", children=[person.id], by=by, purpose=purpose, at=at, reason=reason):
        standing = Involvement.objects.filter(person=person, worker=worker, kind=kind, until_on=None).first()
        return standing or _begin(person, worker, kind, team, from_on, until_on, at=at, reason=reason)


def end_involvement(
    *, involvement: Involvement, until_on: date, expected_version: int, reason: str = "",
    by: Actor, purpose: Purpose, at: datetime,
) -> Involvement:  # fmt: skip
    """End somebody's work with the child, and with it their way into the record."""
    if until_on < involvement.from_on:
        raise Refused(ENDS_FIRST)
    with deed("end_involvement", children=[involvement.person_id], by=by, purpose=purpose, at=at, reason=reason):
        return _end(involvement, until_on=until_on, at=at, expected_version=expected_version)


def _standing(child: Person, kind: InvolvementKind) -> Involvement | None:
    return Involvement.objects.select_for_update().filter(person=child, kind=kind, until_on=None).first()


def _begin(
    person: Person, worker: User, kind: InvolvementKind, team: Team | None, from_on: date, until_on: date | None,
    *, at: datetime, reason: str,
) -> Involvement:  # fmt: skip
    ceiling = ceiling_of(Role(worker.role))
    if ceiling is Stage.nothing:
        raise Refused(f"Somebody with this role works with no child: {Role(worker.role).label}.")
    involvement = Involvement(
        person=person, worker=worker, kind=kind, team=team or _team_of(worker, at), from_on=from_on, until_on=until_on
    )
    # The grant first: until it stands, a worker who adds a child may not write under it.
    _grant(involvement, ceiling, at=at, reason=reason or InvolvementKind(kind).label)
    involvement.save(force_insert=True)
    return involvement


def _end(involvement: Involvement, *, until_on: date, at: datetime, expected_version: int | None = None) -> Involvement:
    version = involvement.version if expected_version is None else expected_version
    ended = amend(involvement, expected_version=version, changes={"until_on": until_on})
    for grant in Grant.objects.filter(pk=grant_id(involvement)):
        grant.until_at = min(grant.until_at, max(midnight(until_on), grant.from_at + timedelta(seconds=1)))
        grant.save(update_fields=["until_at"])
    return ended


def _grant(involvement: Involvement, ceiling: Stage, *, at: datetime, reason: str) -> None:
    from_at = midnight(involvement.from_on)
    last_day = involvement.until_on or max(day_of(at), involvement.from_on) + LASTS
    Grant(
        id=grant_id(involvement), user_id=involvement.worker_id, child_id=involvement.person_id,
        kind=involvement.kind, ceiling=int(ceiling), reason=reason[:300],
        from_at=from_at, until_at=max(midnight(last_day), from_at + timedelta(seconds=1)),
    ).save(force_insert=True)  # fmt: skip


def grant_id(involvement: Involvement) -> UUID:
    """An involvement's grant goes by the involvement's own id."""
    return involvement.id


def _team_of(worker: User, at: datetime) -> Team | None:
    posts = worker.posts.select_related("team").order_by("-from_on")
    return next((post.team for post in posts if post.held_on(day_of(at))), None)
