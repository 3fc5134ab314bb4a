"""The reference of measures in Markdown, printed from their definitions."""

from collections.abc import Iterator, Mapping
from datetime import date

from holdfast.facts.schema import Value
from holdfast.kernel.days import in_words
from holdfast.measures._measure import Example, Measure, Unit
from holdfast.measures._registry import MEASURES

_UNITS: Mapping[Unit, str] = {
    "count": "a number",
    "percent": "percent, to one decimal place",
    "per_10000": "for every 10,000 children, to one decimal place",
}
_DIRECTIONS = {"higher": "higher is better", "lower": "lower is better", None: "neither higher nor lower is better"}


def markdown() -> str:
    """The whole reference."""
    head = "# Measures\n\nGenerated from the definitions; each example runs as a test.\n"
    return "\n".join([head, *(_chapter(measure) for measure in MEASURES.values())])


def _chapter(measure: Measure) -> str:
    lines = [f"## {measure.code} {measure.title}", "", *_table(measure)]
    if measure.note:
        lines += ["", measure.note]
    for example in measure.examples:
        lines += ["", *_example(measure, example)]
    return "\n".join(lines) + "\n"


def _table(measure: Measure) -> Iterator[str]:
    yield "| | |"
    yield "|---|---|"
    for name, said in _facts_of(measure):
        yield f"| {name} | {said} |"


def _facts_of(measure: Measure) -> Iterator[tuple[str, str]]:
    yield "Numerator", measure.numerator
    if measure.denominator:
        yield "Denominator", measure.denominator
    yield "Who counts", measure.cohort.words
    yield "Date that counts", measure.counted_by
    yield "Unit", f"{_UNITS[measure.unit]}; {_DIRECTIONS[measure.direction]}"
    if measure.clock:
        yield "Time limit", measure.clock
    if measure.left_out:
        yield "Left out, and counted", "; ".join(measure.left_out.values())
    if measure.breakdowns:
        yield "Split by", ", ".join(each.words.lower() for each in measure.breakdowns)
    if measure.looks_back_months:
        yield "Needs facts from", f"{measure.looks_back_months} months before the year"
    yield "Compared with", f"`{measure.series}`" if measure.series else measure.no_series
    yield "Holds from", in_words(measure.valid_from)
    source = measure.source
    sure = f"**in part {source.how_sure}**" if source.needs_checking else source.how_sure
    yield "Source", f"{source.title}: {source.place} ({sure})"


def _example(measure: Measure, example: Example) -> Iterator[str]:
    yield f"**Example, {example.year}.** {example.words}."
    for name, rows in example.facts.items():
        yield ""
        columns = list(dict.fromkeys(column for row in rows for column in row))
        yield f"| {name}: " + " | ".join(columns) + " |"
        yield "|---" * len(columns) + "|"
        for row in rows:
            yield "| " + " | ".join(_cell(row.get(column)) for column in columns) + " |"
    yield ""
    yield _answer(measure, example)


def _answer(measure: Measure, example: Example) -> str:
    part = f" (`{example.part}`)" if example.part else ""
    if example.denominator is None:
        return f"Figure{part}: **{example.numerator}**."
    return f"Figure{part}: {example.numerator} of {example.denominator}: **{example.value}**."


def _cell(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value.isoformat() if isinstance(value, date) else str(value)
