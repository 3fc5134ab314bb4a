"""What moved in a census, in words for whoever sends it and as data for other programs."""

from collections.abc import Iterator
from typing import Any

from holdfast.measures._measure import Unit
from holdfast.measures.chance import MORE, WITHIN
from holdfast.measures.comparison import Beside
from holdfast.measures.moved import Amount, Line

SHEET = (
    "code", "title", "part", "unit", "now", "now_number", "now_out_of", "last_year", "last_year_number",
    "last_year_out_of", "since_last_year", "published", "published_year", "published_basis", "published_source",
    "since_published", "neighbours_lowest", "neighbours_middle", "neighbours_highest", "neighbours", "neighbours_year",
    "neighbours_model", "from_neighbours", "beyond_all_neighbours",
)  # fmt: skip
"""The columns of the sheet."""

_CHANCE = {MORE: "more than chance usually gives", WITHIN: "chance may give as much", "": "too few to say"}


def in_words(line: Line) -> str:
    """The whole line: what it is now, and how far from each of the others."""
    told = [_sentence(line.now), *_since_before(line), *_since_published(line), *_from_neighbours(line)]
    return f"{name_of(line)}: {'; '.join(told)}."


def beside_in_words(line: Line) -> tuple[str, str, str]:
    """For a table: last year's, the published and the neighbours' values; empty where there is none."""
    before = said(line.before) if line.before else ""
    published = f"{said(line.published.amount)} in {line.published.year}" if line.published else ""
    return before, published, _span(line.others, line.now.unit)


def remarks(line: Line) -> list[str]:
    """What is more than chance usually gives; nothing where chance may give as much."""
    told = {
        "Moved since last year": line.since_before == MORE,
        "Far from what was published": line.since_published == MORE,
        "Beyond every neighbour": line.is_beyond_all,
    }
    return [words for words, holds in told.items() if holds]


def name_of(line: Line) -> str:
    """What is counted."""
    return f"{line.title}: {line.part}" if line.part else line.title


def said(amount: Amount) -> str:
    """A number as it is written: 1,234 or 45.2 or 81.3%."""
    if amount.value is None:
        return "not told"
    return _number(amount.value, amount.unit)


def line_as_data(line: Line) -> dict[str, Any]:
    """The line for another program: numbers, and what may be said of each difference."""
    return dict(zip(SHEET, _cells(line), strict=True)) | {"because": line.now.because}


def as_sheet(lines: list[Line]) -> Iterator[tuple[Any, ...]]:
    """The lines for a spreadsheet, the names of the columns first."""
    yield SHEET
    for line in lines:
        yield tuple("" if cell is None else cell for cell in _cells(line))


def _cells(line: Line) -> tuple[Any, ...]:
    return (
        line.code, line.title, line.part, line.now.unit, *_numbers(line.now), *_numbers(line.before), line.since_before,
        *_publication(line), line.since_published, *_around(line.others), line.from_neighbours, line.is_beyond_all,
    )  # fmt: skip


def _numbers(amount: Amount | None) -> tuple[Any, ...]:
    return (amount.value, amount.numerator, amount.denominator) if amount else (None, None, None)


def _publication(line: Line) -> tuple[Any, ...]:
    told = line.published
    return (told.amount.value, told.year, told.basis, told.source) if told else (None, None, None, None)


def _around(others: Beside | None) -> tuple[Any, ...]:
    if others is None:
        return (None, None, None, 0, None, None)
    return (
        others.lowest, others.middle, others.highest, len(others.neighbours), others.year.label, others.model,
    )  # fmt: skip


def _sentence(amount: Amount) -> str:
    if amount.value is None:
        return f"cannot be told. {amount.because}".rstrip(".")
    if amount.unit == "count" or amount.denominator is None:
        return said(amount)
    return f"{said(amount)} ({amount.numerator:,} of {amount.denominator:,})"


def _since_before(line: Line) -> Iterator[str]:
    if line.before is not None:
        yield f"last year {said(line.before)}{_by_chance(line.since_before, line.before)}"


def _since_published(line: Line) -> Iterator[str]:
    if line.published is not None:
        told = line.published
        yield f"{told.basis} for {told.year} {said(told.amount)}{_by_chance(line.since_published, line.now)}"


def _from_neighbours(line: Line) -> Iterator[str]:
    span = _span(line.others, line.now.unit)
    if line.others is not None and span:
        yield f"{len(line.others.neighbours)} neighbours {span}{_by_chance(line.from_neighbours, line.now)}"
    if line.is_beyond_all:
        yield "beyond every one of them"


def _span(others: Beside | None, unit: Unit) -> str:
    """From the lowest to the highest of the neighbours, and their middle."""
    if others is None or others.lowest is None or others.highest is None or others.middle is None:
        return ""
    span = f"{_number(others.lowest, unit)} to {_number(others.highest, unit)}"
    return f"{span} in {others.year.label}, their middle {_number(others.middle, unit)}"


def _by_chance(told: str, amount: Amount) -> str:
    return "" if amount.value is None else f" ({_CHANCE[told]})"


def _number(value: float, unit: Unit) -> str:
    if unit == "count":
        return f"{value:,.0f}"
    return f"{value:,.1f}%" if unit == "percent" else f"{value:,.1f}"
