"""What was found last is held against what stands: new ones are kept, gone ones marked, the others stay as they are."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Value
from django.db.models.functions import Greatest

from holdfast.records.census.models import CensusFinding
from holdfast.records.census.queries.findings import explain_as_before
from holdfast.records.census.queries.mending import menders_of, records_of
from holdfast.wall.deeds import day_of

Identity = tuple[UUID, str, str, str, str]

_CHANGING = ("severity", "column", "value", "message", "record_id", "worker_id", "team_id", "explanation_id")
_AT_ONCE = 500


@dataclass(frozen=True, kw_only=True)
class Settled:
    """How many findings are new, and how many were mended."""

    new: int
    fixed: int


def settle(
    found: Collection[CensusFinding], *, year: int, at: datetime, rules: Collection[str], child_id: UUID | None = None
) -> Settled:
    """Make what stands for that census what was found: of everybody, or of one child alone.

    Findings of rules that were not among those asked stay as they are.
    """
    stands = CensusFinding.objects.filter(run=None, year=year, gone_at=None)
    asked = stands.filter(child_id=child_id, rule__in=rules) if child_id else stands
    standing = {_identity(each): each for each in asked}
    fresh = _fresh(found, at=at)
    gone = [each.pk for key, each in standing.items() if key not in fresh]
    CensusFinding.objects.filter(pk__in=gone).update(gone_at=Greatest(Value(at), "first_seen_at"))
    CensusFinding.objects.bulk_create((fresh[key] for key in fresh.keys() - standing.keys()), batch_size=_AT_ONCE)
    changed = defaultdict(list)
    for key in fresh.keys() & standing.keys():
        changed[_taken_over(standing[key], fresh[key])].append(standing[key])
    for names, rows in changed.items():
        # What did not change is not written: somebody may have explained it, or taken that back, since it was read.
        if names:
            CensusFinding.objects.bulk_update(rows, names, batch_size=_AT_ONCE)
    return Settled(new=len(fresh.keys() - standing.keys()), fixed=len(gone))


def _identity(finding: CensusFinding) -> Identity:
    return finding.child_id, finding.rule, finding.table, finding.key, finding.element


def _taken_over(standing: CensusFinding, fresh: CensusFinding) -> tuple[str, ...]:
    """Let the standing one say what was found now; the names of what that changed."""
    changed = tuple(name for name in _CHANGING if getattr(standing, name) != getattr(fresh, name))
    for name in changed:
        setattr(standing, name, getattr(fresh, name))
    return changed


def _fresh(found: Collection[CensusFinding], *, at: datetime) -> dict[Identity, CensusFinding]:
    """What was found, with the record that tells it, who can mend it, and why it is right where somebody explained."""
    by_identity = {_identity(each): each for each in found}
    children = {each.child_id for each in found}
    records = records_of(children, {each.table for each in found})
    menders = menders_of(children, as_of=day_of(at))
    for each in by_identity.values():
        mender = menders[each.child_id]
        each.first_seen_at, each.worker, each.team = at, mender.worker, mender.team
        each.record_id = records.get((each.child_id, each.table, each.key))
    explain_as_before(by_identity.values())
    return by_identity
