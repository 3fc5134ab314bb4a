"""The audit log: what was done, seen or refused, written before the page leaves."""

from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from django.db import connection

from holdfast.access import Purpose
from holdfast.kernel.refused import Refused
from holdfast.wall.acting import Actor, acting, current
from holdfast.wall.models import AuditEvent


class GrantEnded(Refused):
    """A grant ended between the reading and the sending; nothing was sent."""


def record(*, what: str, children: Iterable[UUID], at: datetime, reason: str = "") -> None:
    """Write what the actor did, in the same transaction as the deed."""
    now = current()
    _write(now.actor, now.purpose.value, what=what, children=children, at=at, allowed=True, reason=reason)


def record_refusal(*, actor: Actor, purpose: str, what: str, reason: str, at: datetime) -> None:
    """Write that the actor was refused; it needs no purpose that the role may use, and stands by itself."""
    _write(actor, purpose, what=what, children=(), at=at, allowed=False, reason=reason)


def reachable(children: Collection[UUID]) -> set[UUID]:
    """Those of the children that the actor reaches at this moment, by grant or by role."""
    if not children:
        return set()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c FROM unnest(%s::uuid[]) AS c WHERE (wall_sees_all(1) AND c <> ALL (ARRAY(SELECT wall_barred())))"
            " OR c = ANY (ARRAY(SELECT wall_granted(1)))",
            [list(children)],
        )
        return {row[0] for row in cursor.fetchall()}


def how_far(children: Collection[UUID]) -> dict[UUID, int]:
    """The stage to which the actor's grants that stand at this moment go, for those of the children who have one."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c, max(n) FROM generate_series(1, 5) AS n, LATERAL wall_granted(n) AS c WHERE c = ANY (%s::uuid[])"
            " GROUP BY c",
            [list(children)],
        )
        return dict(cursor.fetchall())


def commit_reading(
    *, actor: Actor, purpose: Purpose, what: str, children: Collection[UUID], reached: set[UUID], at: datetime
) -> None:
    """Commit that the actor read these children, asking once more whether they may.

    `reached` are those that a grant or role reached while the page was made. Raises GrantEnded where one is
    no longer reached: the page must then not be sent.
    """
    with acting(actor=actor, purpose=purpose):
        lost = reached - reachable(reached)
        if not lost:
            record(what=what, children=children, at=at)
    if lost:
        raise GrantEnded("Your access to this record ended while the page was being made. Nothing was shown.")


def _write(
    actor: Actor, purpose: str, *, what: str, children: Iterable[UUID], at: datetime, allowed: bool, reason: str
) -> None:
    event = AuditEvent(
        happened_at=at, actor_id=actor.id, role=actor.role_name, purpose=purpose, what=what,
        children=sorted(children), allowed=allowed, reason=reason.replace("\0", "")[:500],
    )  # fmt: skip
    event.save(force_insert=True)
