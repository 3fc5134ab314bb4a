"""From facts to findings: the census is written, read back and checked, and each finding leads to the row it is about.

The same way as the return that is sent, so that what is found at night is what would be found in it.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache
from io import BytesIO

from holdfast.facts.cohorts import CollectionYear
from holdfast.facts.schema import Row
from holdfast.returns.cin._structure import CHILD, Block, Leaf
from holdfast.returns.cin.checking import Checked, Finding, Result, check
from holdfast.returns.cin.scan import scan
from holdfast.returns.cin.writer import Place, header_for, write_children

Children = Iterable[tuple[str, Mapping[str, list[Row]]]]
"""Children by number, each with the rows that the census of the year tells of it (`cohort.children_of_year`)."""


@dataclass(frozen=True)
class Placed:
    """A finding, with the row of facts that it is about and the column; of no row where it is about the file."""

    finding: Finding
    place: Place
    column: str


@dataclass(frozen=True)
class CheckedFacts:
    """What the rules say of these facts."""

    checked: Checked
    where: list[Place]

    @property
    def results(self) -> list[Result]:
        """What became of every rule."""
        return list(self.checked.results)

    def findings(self) -> Iterator[Placed]:
        """Every finding with its place in the facts."""
        for finding in self.checked.findings():
            yield Placed(finding, self.where[finding.line], column_of(finding.element)[1])


def check_facts(
    children: Children, *, authority: str, year: CollectionYear, as_of: date, whole: bool = True
) -> CheckedFacts:
    """Ask the rules of these children's facts; of one child by itself, `whole=False` leaves out rules about the file.

    Before the year is over, nothing has waited for longer than until `as_of`. Raises ValueError where a child's facts
    are more than the reader takes of one child: who comes after it would be passed over.
    """
    file, where = BytesIO(), list[Place]()
    made_at = datetime.combine(as_of, time())
    header = header_for(authority=authority, year=year.end_on.year, made_at=made_at)
    write_children(children, file, header=header, where=where)
    file.seek(0)
    rows = scan(file, year=year.end_on.year)
    if rows.stopped:
        raise ValueError("What was written from the facts cannot be read: line {}: {}".format(*rows.stopped))
    return CheckedFacts(check(rows.on(as_of), whole=whole), where)


@cache
def column_of(element: str) -> tuple[str, str]:
    """The fact table and the column that tell an element of the census; both empty for one that facts do not tell."""
    return next((told for name, told in _columns(CHILD, "child") if name == element), ("", ""))


def _columns(block: Block, table: str) -> Iterator[tuple[str, tuple[str, str]]]:
    for part in block.parts:
        if isinstance(part, Leaf):
            yield part.name, (part.table or table, part.column)
        else:
            yield from _columns(part, part.table or table)
