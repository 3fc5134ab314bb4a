"""How early help's records are written: once a sending, and with the family's standing agreement where it is needed."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID, uuid4

from holdfast.access import Purpose
from holdfast.kernel.keys import key_of_sending
from holdfast.kernel.refused import Refused, StaleEdit
from holdfast.records.earlyhelp.models import Help, HelpedChild
from holdfast.records.earlyhelp.models.helping import OfHelp
from holdfast.wall.acting import Actor
from holdfast.wall.deeds import deed
from holdfast.wall.guarded import Guarded
from holdfast.wall.versions import amend, inserted

Record = TypeVar("Record", bound=Guarded)
Row = TypeVar("Row", bound=OfHelp)

NOT_AGREED = (
    "The family has not agreed to early help, and it needs their agreement. Ask them. If they refuse, write it down, "
    "and say whether refusing raises the risk to the child."
)


@contextmanager
def family_deed(
    what: str, family: Help, *, by: Actor, purpose: Purpose, at: datetime, reason: str = ""
) -> Iterator[list[UUID]]:
    """A deed about every child of the family, whose ids it answers."""
    children = [family.child_id]
    with deed(what, children=children, by=by, purpose=purpose, at=at, reason=reason):
        children += children_of(family)
        yield children


def children_of(family: Help) -> list[UUID]:
    """The family's other children in this early help, as far as the actor reaches them."""
    rows = HelpedChild.objects.filter(help=family).exclude(child_id=family.child_id)
    return list(rows.values_list("child_id", flat=True))


def once(model: type[Row], family: Help, *, record_id: UUID | None, **fields: Any) -> tuple[Row, bool]:
    """The row, and whether it is new: the same words sent twice from one form are kept once."""
    said = {name: getattr(value, "pk", value) for name, value in fields.items()}
    own_id = key_of_sending(record_id or uuid4(), model._meta.db_table, family.pk, said)
    standing = model.objects.filter(pk=own_id).first()
    if standing:
        return standing, False
    return inserted(model(id=own_id, child_id=family.child_id, help=family, **fields)), True


def changed(record: Record, *, expected_version: int, changes: dict[str, Any]) -> Record:
    """The record with these changes; sent twice, they are made once."""
    try:
        return amend(record, expected_version=expected_version, changes=changes)
    except StaleEdit as stale:
        if stale.theirs == stale.yours:
            return type(record).objects.get(pk=record.pk)
        raise


def noted(family: Help, **days: Any) -> Help:
    """What follows for the family's early help from a row that was just written."""
    standing = Help.objects.select_for_update().get(pk=family.pk)
    return amend(standing, expected_version=standing.version, changes=days)


def open_or_refused(family: Help) -> Help:
    """The early help as it stands, held until the transaction ends; Refused where it has ended."""
    standing = Help.objects.select_for_update().get(pk=family.pk)
    if not standing.is_open:
        raise Refused("This early help has ended. If the family needs help again, offer it anew.")
    return standing


def agreed_or_refused(family: Help) -> Help:
    """The same, with the family's agreement standing."""
    standing = open_or_refused(family)
    if standing.agreed_on is None:
        raise Refused(NOT_AGREED)
    return standing
