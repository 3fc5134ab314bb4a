"""What was already released: the same figure never changes, and two periods never give a third away."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Generic, Protocol, TypeVar

from holdfast.kernel.days import in_words
from holdfast.measures._measure import Part
from holdfast.measures.engine import Cell


class Told(Protocol):
    """A figure, exact or published."""

    @property
    def code(self) -> str: ...
    @property
    def authority(self) -> str: ...
    @property
    def start_on(self) -> date: ...
    @property
    def as_at(self) -> date: ...
    @property
    def breakdown(self) -> Part | None: ...
    @property
    def numerator(self) -> int | None: ...
    @property
    def denominator(self) -> int | None: ...
    @property
    def cell(self) -> Cell: ...
    @property
    def out_of(self) -> Cell | None: ...


P = TypeVar("P", bound=Told)


Key = tuple[str, date, date, str, str]


def name_of(told: Told, cell: Cell) -> str:
    """What a number counts, of whom and when: a name for it among several authorities and periods."""
    flags = "+".join(sorted(cell.flags))
    return f"{told.authority} {told.start_on}/{told.as_at} {cell.cohort} {flags} {cell.part or ''}".rstrip()


def numbers_in(told: Told) -> Mapping[Cell, int]:
    """The counts of records that a figure tells; a population is not one."""
    pairs = [(told.cell, told.numerator)] + ([(told.out_of, told.denominator)] if told.out_of else [])
    return {cell: number for cell, number in pairs if number is not None}


@dataclass(frozen=True)
class Ledger(Generic[P]):
    """Every figure released so far, and the day it was.

    What was released for a period stands, and nothing is added to it. A period that overlaps a released one is
    refused, unless both begin on the same day (a year so far, then the year): there, a count that differs from the
    released one by less than the threshold is withheld.
    """

    entries: dict[Key, tuple[date, P]] = field(default_factory=dict)

    def freeze(self, published: Iterable[P], *, on: date) -> None:
        """Note what was released; what already was stays as it was."""
        for each in published:
            self.entries.setdefault(_key(each), (on, each))

    def released(self, told: Told) -> P | None:
        """The figure as it was released, if it was."""
        entry = self.entries.get(_key(told))
        return entry[1] if entry else None

    def refuses(self, told: Told) -> str | None:
        """Why a figure may not join what was released, as a sentence; None where it may."""
        for on, each in self.entries.values():
            if each.authority != told.authority or not _overlap(each, told):
                continue
            if _period(each) == _period(told):
                return f"Not part of what was released for this period on {in_words(on)}."
            if each.cell.cohort == told.cell.cohort and each.start_on != told.start_on:
                return f"Withheld: it overlaps {_in_words(each)}, released on {in_words(on)}."
        return None

    def differences(self, asked: Iterable[Told], *, threshold: int) -> frozenset[str]:
        """Names of the numbers so near one released for a part of the same time that the rest would show."""
        return frozenset(
            name_of(told, cell)
            for told in asked
            for cell, number in numbers_in(told).items()
            if any(0 < abs(number - before) < threshold for before in self._before(told, cell))
        )

    def _before(self, told: Told, cell: Cell) -> Iterator[int]:
        for _, each in self.entries.values():
            same_start = (each.authority, each.start_on) == (told.authority, told.start_on)
            if same_start and each.as_at != told.as_at and cell in numbers_in(each):
                yield numbers_in(each)[cell]


def _key(told: Told) -> Key:
    return (told.authority, told.start_on, told.as_at, told.code, told.breakdown.slug if told.breakdown else "")


def _period(told: Told) -> tuple[date, date]:
    return told.start_on, told.as_at


def _overlap(one: Told, other: Told) -> bool:
    return one.start_on <= other.as_at and other.start_on <= one.as_at


def _in_words(told: Told) -> str:
    return f"{in_words(told.start_on)} to {in_words(told.as_at)}"
