"""How an allegation's records are written: once a sending, and never telling the accused."""

from typing import Any, TypeVar
from uuid import UUID, uuid4

from holdfast.kernel.keys import key_of_sending
from holdfast.kernel.refused import Refused, StaleEdit
from holdfast.records.allegations.models import Allegation, OfAllegation
from holdfast.records.allegations.queries import because_not
from holdfast.wall.models import User
from holdfast.wall.versions import amend, inserted

Row = TypeVar("Row", bound=OfAllegation)


def refuse_contact(allegation: Allegation, name: str, telephone: str, user: User | None) -> None:
    """Refused where this person is, or may be, the accused, or is named as too close to them."""
    standing = Allegation.objects.get(pk=allegation.pk)
    because = because_not(standing, name=name, telephone=telephone, user_id=user.pk if user else None)
    if because:
        raise Refused(f"Choose somebody else. {because}")


def once(model: type[Row], allegation: Allegation, record_id: UUID | None, **fields: Any) -> Row:
    """The row: the same words sent twice from one form are kept once."""
    said = {name: getattr(value, "pk", value) for name, value in fields.items()}
    own_id = key_of_sending(record_id or uuid4(), model._meta.db_table, allegation.pk, said)
    standing = model.objects.filter(pk=own_id).first()
    return standing or inserted(model(id=own_id, child_id=allegation.child_id, allegation=allegation, **fields))


def changed(record: Any, version: int, changes: dict[str, Any]) -> Any:
    """The record with these changes; sent twice, they are made once."""
    try:
        return amend(record, expected_version=version, changes=changes)
    except StaleEdit as stale:
        if stale.theirs == stale.yours:
            return type(record).objects.get(pk=record.pk)  # a second click
        raise


def noted(allegation: Allegation, **changes: Any) -> Allegation:
    """What follows for the allegation from a row that was just written."""
    standing = Allegation.objects.select_for_update().get(pk=allegation.pk)
    return amend(standing, expected_version=standing.version, changes=changes)


def children_of(allegation: Allegation) -> list[UUID]:
    """The child of the allegation, where it is known who that is."""
    return [allegation.child_id] if allegation.child_id else []
