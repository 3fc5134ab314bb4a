"""The clocks as a page of the manual, printed from their definitions."""

from collections.abc import Iterable
from datetime import date, timedelta

from holdfast.clocks._clock import STATES, Before, Clock, Condition, Event, Every, Example, Point
from holdfast.clocks._limits import Limits
from holdfast.facts import TABLES
from holdfast.facts.schema import Value
from holdfast.kernel.days import in_words
from holdfast.kernel.source import Source
from holdfast.kernel.working_days import Calendar

_OPENING = """# Clocks

What must happen by when, for whom, on what authority. This page is printed from the definitions in `holdfast/clocks`;
its examples run as tests.

The day a clock counts from is day 0, and the due day is the last one in time. What ended stops its clocks.

*Working Together* was issued anew on 18 March 2026. That text has not been read for this page: the limits of 2023 are
carried forward until a person has checked them against it.
"""


def clocks_manual(clocks: Iterable[Clock], *, calendar: Calendar) -> str:
    """The reference page of these clocks, as Markdown."""
    told = list(clocks)
    days = calendar.words
    parts = [_OPENING, f"Working days: {days} (list of {calendar.version}).\n", _states(), _contents(told)]
    return "\n".join([*parts, *(_clock(clock) for clock in told)])


def _states() -> str:
    rows = "\n".join(f"| `{state}` | {words} |" for state, words in STATES.items())
    return f"| State | Meaning |\n|---|---|\n{rows}\n"


def _contents(clocks: list[Clock]) -> str:
    rows = "\n".join(f"| {clock.title} | `{clock.id}` | {_limit(clock)} | {clock.force} |" for clock in clocks)
    return f"| What | Clock | How long | Force |\n|---|---|---|---|\n{rows}\n"


def _clock(clock: Clock) -> str:
    facts = {
        "Clock": f"`{clock.id}`, rule {clock.rule}",
        "How long": _limit(clock),
        "Counts back from" if isinstance(clock.shape, Before) else "Counts from": _point(clock.start),
        "Done by": _stop(clock.shape.stop),
        "Only where": "; ".join(_condition(clock.table, condition) for condition in clock.where),
        "No longer runs after": "; ".join(end.words for end in clock.ends),
        "Who": clock.responsible,
        "Force": clock.force + (" (a window, not a duty)" if clock.window else ""),
        "Source": "; ".join(_source(source) for source in (clock.source, *clock.further_sources)),
    }
    told = "\n".join(f"- {name}: {words}" for name, words in facts.items() if words)
    notes = "".join(f"\n> {note}\n" for note in clock.notes)
    examples = "\n".join(_example(clock, example) for example in clock.examples)
    return f"## {clock.title}\n\n{told}\n{notes}\n{examples}"


def _limit(clock: Clock) -> str:
    shape = clock.shape
    if not isinstance(shape, Every):
        return _lengths(shape.limit)
    later = _lengths(shape.then)
    if shape.first is None or shape.first == shape.then:
        return f"every {later}"
    return f"first {_lengths(shape.first)}; then every {later}"


def _lengths(limits: Limits) -> str:
    return "; ".join(f"{d.value.words}{_validity(d.valid_from, d.valid_until)}" for d in limits) or "not set"


def _validity(valid_from: date, valid_until: date | None) -> str:
    since = f" from {in_words(valid_from)}" if valid_from > date.min else ""
    until = f" to {in_words(valid_until - timedelta(days=1))}" if valid_until else ""
    return f" ({(since + until).strip()})" if since or until else ""


def _point(point: Point) -> str:
    return f"{TABLES[point.table].column(point.column).words} (`{point.table}.{point.column}`)"


def _stop(stop: Point | Event) -> str:
    if isinstance(stop, Point):
        return _point(stop)
    words = f"{TABLES[stop.table].words}: `{stop.table}.{stop.column}`, same `{stop.by}`"
    where = "".join(f", {_condition(stop.table, condition)}" for condition in stop.where)
    return words + where + ("" if stop.same_day else ", not on the day of the start itself")


def _condition(table: str, condition: Condition) -> str:
    return f"`{table}.{condition.column}` is {'' if condition.holds else 'not '}{_value(condition.value)}"


def _source(source: Source) -> str:
    place = f", {source.place}" if source.place else ""
    sure = f"**{source.how_sure}**" if source.needs_checking else source.how_sure
    return f"{source.title}{place} ({sure})"


def _example(clock: Clock, example: Example) -> str:
    told = "\n".join(
        f"    {table}: {', '.join(f'{name} {_value(value)}' for name, value in row.items() if value is not None)}"
        for table, rows in example.rows.items()
        for row in rows
    )
    answers = "\n".join(
        f"| {_value(answer.due_on)} | {_value(answer.met_on)} | `{answer.state}` |" for answer in example.answers
    )
    if not answers:
        return f"*{example.words}.* As of {in_words(example.as_of)}: no such clock.\n\n{told}\n"
    table = f"| Due | Done | State |\n|---|---|---|\n{answers}\n"
    return f"*{example.words}.* As of {in_words(example.as_of)}:\n\n{told}\n\n{table}"


def _value(value: Value) -> str:
    if value is None:
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return in_words(value) if isinstance(value, date) else str(value)
