"""What would be asked otherwise with what somebody is typing: what is new, what stays, and what would be settled."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal
from uuid import UUID

from holdfast.records.census.models import CensusFinding
from holdfast.records.census.queries.child import Typed, before_and_after, field_of

Identity = tuple[str, str, str, str]


@dataclass(frozen=True)
class Said:
    """One thing to say of what is typed."""

    kind: Literal["asks", "still", "settles"]
    """Whether it would be asked anew, still (in other words), or no more."""
    finding: CensusFinding


def said_of_typed(
    child_id: UUID, *, typed: Typed, fields: Iterable[str], about: Collection[tuple[str, str]], as_of: date
) -> dict[str, list[Said]]:
    """What differs from what stands, by the field that says it; under no name what is asked elsewhere on the record.

    `about` are the rows (table and key) that the form tells, besides those that are typed.
    """
    before, after = (_by_identity(found) for found in before_and_after(child_id, typed=typed, as_of=as_of))
    names, rows = set(fields), {*about, *typed}
    said: dict[str, list[Said]] = defaultdict(list)
    for each in _differences(before, after):
        of_form = (each.finding.table, each.finding.key) in rows
        said[field_of(each.finding, names) if of_form else ""].append(each)
    return said


def _by_identity(found: Iterable[CensusFinding]) -> dict[Identity, CensusFinding]:
    """What is to mend or to explain; asked of two years' censuses, it is said once."""
    return {(each.rule, each.table, each.key, each.element): each for each in found if each.explanation is None}


def _differences(before: dict[Identity, CensusFinding], after: dict[Identity, CensusFinding]) -> list[Said]:
    new = [Said("asks", each) for key, each in after.items() if key not in before]
    still = [
        Said("still", each) for key, each in after.items() if key in before and before[key].message != each.message
    ]
    return new + still + [Said("settles", each) for key, each in before.items() if key not in after]
