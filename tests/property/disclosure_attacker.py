"""A reader who wants to know: has every published page, knows every definition and rule, and can do sums.

Knows nothing of how Holdfast chooses what to withhold, and shares no code with it.
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from itertools import groupby

from holdfast.measures.disclosure import Published

MOST = 5000
Bounds = dict[str, tuple[int, int]]
Equation = tuple[str, tuple[str, ...]]


class Contradiction(Exception):  # noqa: N818 - a finding, not a fault
    """No numbers fit."""


class Attacker:
    """All that can be worked out from what was published together."""

    def __init__(self, published: Iterable[Published]) -> None:
        self.bounds: Bounds = {}
        self.equations: list[Equation] = []
        figures = [figure for figure in published if figure.because is None]
        for figure in figures:
            self._read(figure)
        self._add_up([figure for figure in figures if figure.unit == "count"])

    def possible(self, name: str) -> list[int]:
        """Every number up to 12 that may stand behind a name, as far as anyone can tell; stops at two."""
        found = []
        for number in range(13):
            if len(found) < 2 and self._fits(name, number):
                found.append(number)
        return found

    def _read(self, figure: Published) -> None:
        counted = name_of(figure, "cell")
        self._learn(counted, figure.numerator)
        if figure.unit == "per_10000" and figure.value is not None:
            slack = figure.denominator / 200_000
            middle = figure.value * figure.denominator / 10_000
            self._between(counted, int(middle - slack), int(middle + slack) + 1)
        if figure.out_of is not None:
            among, rest = name_of(figure, "out_of"), f"not {counted}"
            self._learn(among, figure.denominator)
            self._between(rest, 0, MOST)
            self.equations.append((among, (counted, rest)))
            self._put_back(figure, among)

    def _put_back(self, figure: Published, among: str) -> None:
        """Those judged and those that the figure says were left out make up all."""
        everyone = replace(figure, out_of=replace(figure.out_of, flags=frozenset()))
        if figure.out_of != everyone.out_of:
            said = re.search(r"Left out: [^.]*", figure.caution or "")
            number = sum(int(told) for told in re.findall(r"\d+", said[0])) if said else 0
            left_out = f"left out of {among}"
            self.bounds[left_out] = (number, number)
            self.equations.append((name_of(everyone, "out_of"), (among, left_out)))

    def _learn(self, name: str, number: int | None) -> None:
        """A number that is not shown is at least 1: zeros are always shown."""
        self._between(name, *((1, MOST) if number is None else (number, number)))

    def _between(self, name: str, low: int, high: int) -> None:
        known = self.bounds.get(name, (0, MOST))
        self.bounds[name] = (max(low, known[0]), min(high, known[1]))

    def _add_up(self, figures: list[Published]) -> None:
        parts = sorted((f for f in figures if f.breakdown), key=_whole_and_breakdown)
        for (whole, _), group in groupby(parts, key=_whole_and_breakdown):
            if whole in self.bounds:
                self.equations.append((whole, tuple(name_of(f, "cell") for f in group)))

    def _fits(self, name: str, number: int) -> bool:
        low, high = self.bounds[name]
        return low <= number <= high and self._search(self.bounds | {name: (number, number)})

    def _search(self, bounds: Bounds) -> bool:
        try:
            bounds = self._narrowed(bounds)
        except Contradiction:
            return False
        loose = [(high - low, name) for name, (low, high) in bounds.items() if low < high]
        if not loose:
            return True
        _, name = min(loose)
        low, high = bounds[name]
        return any(self._search(bounds | {name: (number, number)}) for number in range(low, high + 1))

    def _narrowed(self, bounds: Bounds) -> Bounds:
        bounds, before = dict(bounds), None
        while before != bounds:
            before = dict(bounds)
            for whole, parts in self.equations:
                _narrow(bounds, whole, parts)
        return bounds


def name_of(figure: Published, side: str) -> str:
    """What a number counts."""
    cell = getattr(figure, side)
    return f"{figure.start_on}-{figure.as_at} {cell.cohort} {sorted(cell.flags)} {cell.part}"


def _whole_and_breakdown(figure: Published) -> tuple[str, str]:
    cell = figure.cell
    assert figure.breakdown is not None
    return f"{figure.start_on}-{figure.as_at} {cell.cohort} {sorted(cell.flags)} None", figure.breakdown.by


def _narrow(bounds: Bounds, whole: str, parts: tuple[str, ...]) -> None:
    low, high = sum(bounds[p][0] for p in parts), sum(bounds[p][1] for p in parts)
    _meet(bounds, whole, low, high)
    least, most = bounds[whole]
    for part in parts:
        own_low, own_high = bounds[part]
        _meet(bounds, part, least - (high - own_high), most - (low - own_low))
        low, high = low - own_low + bounds[part][0], high - own_high + bounds[part][1]


def _meet(bounds: Bounds, name: str, low: int, high: int) -> None:
    bounds[name] = (max(low, bounds[name][0]), min(high, bounds[name][1]))
    if bounds[name][0] > bounds[name][1]:
        raise Contradiction
