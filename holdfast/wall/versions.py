"""Writing and correcting a record: what stood before is kept, and a stale form loses nothing."""

from collections.abc import Mapping
from typing import Any, TypeVar

from holdfast.kernel.refused import StaleEdit
from holdfast.wall.acting import current
from holdfast.wall.guarded import Guarded
from holdfast.wall.models import Version

Record = TypeVar("Record", bound=Guarded)


def amend(record: Record, *, expected_version: int, changes: Mapping[str, Any]) -> Record:
    """Change these fields of the record, keeping what stood before; answers the new version.

    Raises StaleEdit where somebody changed it since `expected_version` was read. Nothing is written where
    nothing would change. Why it is done comes from `acting(reason=...)`.
    """
    model = type(record)
    current()
    standing = model.objects.select_for_update().get(pk=record.pk)
    if standing.version != expected_version:
        raise StaleEdit(
            "Somebody changed this record while you were writing. Both versions are below; nothing you typed is lost.",
            theirs={name: _text(getattr(standing, name)) for name in changes},
            yours={name: _text(value) for name, value in changes.items()},
            version=standing.version,
        )
    changed = [name for name, value in changes.items() if getattr(standing, name) != value]
    if not changed:
        return standing
    for name in changed:
        setattr(standing, name, changes[name])
    standing.save(update_fields=changed)
    standing.refresh_from_db()
    return standing


def inserted(record: Record) -> Record:
    """Save a new record, and answer it; a key that stands already is an error, never overwritten."""
    record.save(force_insert=True)
    return record


def history(record: Guarded) -> list[Version]:
    """What the record was before, newest first."""
    rows = Version.objects.filter(table_name=type(record)._meta.db_table, row_id=record.pk)
    return list(rows.order_by("-id"))


def _text(value: Any) -> str:
    return "" if value is None else str(value)
