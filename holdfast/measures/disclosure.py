"""The gate through which numbers leave: small counts are withheld, and so is whatever would give them back.

The rule is the department's for its Children in need release: counts of 1 to 5 are withheld and 0 is shown; a percent
or rate goes with its counts; a region or England is rounded to the nearest 10. Holdfast adds that no sum, and no other
period already released, gives a withheld count back. How many rows were left out of a figure for want of a date is
told in full: it is a fact about records.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from holdfast.measures._measure import Part, Unit
from holdfast.measures._suppression import Sum, Table, withheld
from holdfast.measures.engine import Cell, Figure
from holdfast.measures.releases import Ledger, name_of

Area = Literal["borough", "region", "england"]

WHY = "Withheld, so that no child can be picked out."
"""Said alike of a small number and of one that would give a small number back."""


@dataclass(frozen=True, kw_only=True)
class Published:
    """A figure as it may be shown to anyone. Numbers are None where withheld, or where there were none to tell."""

    code: str
    title: str
    unit: Unit
    authority: str
    start_on: date
    as_at: date
    breakdown: Part | None = None
    value: float | None = None
    numerator: int | None = None
    denominator: int | None = None
    because: str | None = None
    caution: str | None = None
    withheld: bool = False
    why: str | None = None
    cell: Cell
    out_of: Cell | None = None


@dataclass(frozen=True, kw_only=True)
class Rules:
    """What to withhold and how to round. Below a threshold of 3 there is nothing for a small count to hide among."""

    threshold: int = 6
    area: Area = "borough"

    def __post_init__(self) -> None:
        if self.threshold < 3:
            raise ValueError(f"A threshold of {self.threshold} withholds nothing that could not be guessed.")

    def shown(self, number: int | None) -> int | None:
        """The number as printed: a borough's as it is, others to the nearest 10."""
        if number is None or self.area == "borough":
            return number
        return (number + 5) // 10 * 10


def publish(
    figures: Iterable[Figure], *, rules: Rules | None = None, ledger: Ledger[Published] | None = None
) -> list[Published]:
    """The figures as they may leave, in the order given.

    Give all the figures of a release at once: what is not among them cannot be guarded against. A figure that the
    `ledger` holds comes out as it was released. The ledger is read, not written: `ledger.freeze` does that.
    """
    asked, rules, ledger = list(figures), rules or Rules(), ledger or Ledger()
    table = table_of(asked)
    told_before = ledger.differences(asked, threshold=rules.threshold)
    hidden = withheld(table, threshold=rules.threshold, also=told_before)
    return [ledger.released(figure) or _shown(figure, hidden, rules, ledger) for figure in asked]


def table_of(figures: list[Figure]) -> Table:
    """All the numbers in the figures, and every sum that ties them."""
    told = [figure for figure in figures if figure.numerator is not None]
    values: dict[str, int] = {}
    sums: set[Sum] = set()
    for figure in told:
        values |= _numbers(figure)
        sums |= _sums(figure)
    sums |= _breakdowns(told, values)
    unprinted = frozenset(name for name in values if name.endswith(" (rest)"))
    plain = frozenset(name for name in values if name.endswith(" (left out)"))
    ordered = tuple(sorted(sums, key=lambda each: each.names))
    return Table(values=values, sums=ordered, unprinted=unprinted, plain=plain)


def _numbers(figure: Figure) -> dict[str, int]:
    counted, among = figure.numerator, figure.denominator
    assert counted is not None
    numbers = {name_of(figure, figure.cell): counted}
    if figure.out_of is not None and among is not None:
        numbers[name_of(figure, figure.out_of)] = among
        numbers[_rest(figure)] = among - counted
        if figure.whole is not None:
            numbers[name_of(figure, figure.whole)] = among + figure.left_out
            numbers[_left_out(figure)] = figure.left_out
    return numbers


def _sums(figure: Figure) -> set[Sum]:
    if figure.out_of is None or figure.denominator is None:
        return set()
    among = name_of(figure, figure.out_of)
    sums = {Sum(among, (name_of(figure, figure.cell), _rest(figure)))}
    if figure.whole is not None:
        sums.add(Sum(name_of(figure, figure.whole), (among, _left_out(figure))))
    return sums


def _rest(figure: Figure) -> str:
    return f"{name_of(figure, figure.cell)} (rest)"


def _left_out(figure: Figure) -> str:
    assert figure.out_of is not None
    return f"{name_of(figure, figure.out_of)} (left out)"


def _breakdowns(told: list[Figure], values: dict[str, int]) -> set[Sum]:
    """The parts of each whole; what the parts given do not make up is a part that is not printed."""
    found: dict[tuple[str, str], dict[str, None]] = {}
    for figure in told:
        whole = name_of(figure, replace(figure.cell, part=None))
        if figure.breakdown is not None and whole in values:
            found.setdefault((whole, figure.breakdown.by), {})[name_of(figure, figure.cell)] = None
    return {Sum(whole, (*parts, *_others(whole, by, parts, values))) for (whole, by), parts in found.items()}


def _others(whole: str, by: str, parts: Iterable[str], values: dict[str, int]) -> list[str]:
    """Parts that were not given, if they hold anyone: else a reader knows that those given are all."""
    remaining = values[whole] - sum(values[part] for part in parts)
    if not remaining:
        return []
    name = f"{whole} {by} (rest)"
    values[name] = remaining
    return [name]


def _shown(figure: Figure, hidden: frozenset[str], rules: Rules, ledger: Ledger[Published]) -> Published:
    refused = ledger.refuses(figure)
    shown = {
        "numerator": None if refused or name_of(figure, figure.cell) in hidden else figure.numerator,
        "denominator": None if refused or _out_of_hidden(figure, hidden) else figure.denominator,
    }
    whole = all(getattr(figure, side) == number for side, number in shown.items())
    return _published(figure, shown, rules, because_withheld=None if whole else refused or WHY)


def _out_of_hidden(figure: Figure, hidden: frozenset[str]) -> bool:
    return figure.out_of is not None and name_of(figure, figure.out_of) in hidden


def _published(
    figure: Figure, shown: Mapping[str, int | None], rules: Rules, *, because_withheld: str | None
) -> Published:
    value = rules.shown(figure.numerator) if figure.unit == "count" else figure.value
    return Published(
        code=figure.code,
        title=figure.title,
        unit=figure.unit,
        authority=figure.authority,
        start_on=figure.start_on,
        as_at=figure.as_at,
        breakdown=figure.breakdown,
        value=None if because_withheld or figure.because else value,
        numerator=rules.shown(shown["numerator"]),
        denominator=shown["denominator"] if figure.unit == "per_10000" else rules.shown(shown["denominator"]),
        because=figure.because,
        caution=figure.caution,
        withheld=because_withheld is not None,
        why=because_withheld,
        cell=figure.cell,
        out_of=figure.out_of,
    )
