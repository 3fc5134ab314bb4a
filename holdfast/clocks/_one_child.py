"""The clocks of one child, in plain Python: clear before fast. `_population` says the same in SQL."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from holdfast.clocks import _sentences
from holdfast.clocks._clock import Before, Clock, Due, Event, Every, Point, State
from holdfast.clocks._limits import Limit, Limits, WorkingDays, in_force
from holdfast.facts.schema import Row
from holdfast.kernel.days import CannotCount, in_words
from holdfast.kernel.working_days import Calendar


class Told:
    """The rows told of a child, found by what they lie under."""

    def __init__(self, rows: Mapping[str, Iterable[Row]]) -> None:
        self._rows = {name: list(told) for name, told in rows.items()}
        self._under: dict[tuple[str, str], dict[tuple[object, ...], list[Row]]] = {}

    def rows(self, table: str) -> list[Row]:
        """All rows of a table."""
        return self._rows.get(table, [])

    def under(self, table: str, by: str, row: Row) -> list[Row]:
        """The rows of a table that share the child, and the key `by`, with this row."""
        if row.get(by) is None:
            return []
        if (table, by) not in self._under:
            index = defaultdict(list)
            for other in self.rows(table):
                index[_key(by, other)].append(other)
            self._under[table, by] = index
        return self._under[table, by].get(_key(by, row), [])

    def day(self, point: Point, table: str, row: Row) -> date | None:
        """The day at a point, seen from a row of `table`."""
        if point.table == table:
            return _day(row, point.column)
        days = [_day(parent, point.column) for parent in self.under(point.table, point.table, row)]
        return min((day for day in days if day), default=None)


@dataclass(frozen=True, kw_only=True)
class _Subject:
    """A row that a clock runs for."""

    clock: Clock
    row: Row
    began_on: date | None
    stops: list[date]
    ended_on: date | None
    ended: str
    contradiction: bool


@dataclass(frozen=True)
class _Span:
    """One span of the clock of a subject."""

    link: int
    limits: Limits
    started_on: date
    met_on: date | None


@dataclass(frozen=True)
class _Verdict:
    """How a span stands."""

    state: State
    due_on: date | None = None
    met_on: date | None = None
    stopped_on: date | None = None
    because: str | None = None


def due_dates_of(
    clocks: Iterable[Clock], rows: Mapping[str, Iterable[Row]], *, as_of: date, calendar: Calendar
) -> list[Due]:
    """How these clocks stand for a child on the day, each span once, in the order of clocks and rows.

    `rows` are the child's facts by table name; rows of several children do no harm.
    """
    told = Told(rows)
    dues = [due for clock in clocks for due in _dues(clock, told, as_of, calendar)]
    return list(dict.fromkeys(dues))


def _dues(clock: Clock, told: Told, as_of: date, calendar: Calendar) -> Iterator[Due]:
    for row in told.rows(clock.table):
        if not all(condition.met_by(row) for condition in clock.where):
            continue
        subject = _subject(clock, told, row, as_of)
        if subject is None:
            continue
        if subject.began_on is None or subject.contradiction:
            yield _told(subject, 1, subject.began_on, _broken(subject))
            continue
        for span in _spans(subject, subject.began_on):
            yield _told(subject, span.link, span.started_on, _verdict(subject, span, as_of, calendar))


def _subject(clock: Clock, told: Told, row: Row, as_of: date) -> _Subject | None:
    """The row as a subject; None where its clock had not begun by then."""
    began_on = told.day(clock.start, clock.table, row)
    looks_back = isinstance(clock.shape, Before)
    if began_on and began_on > as_of and not looks_back:
        return None
    ends = [(day, end.words) for end in clock.ends if (day := told.day(end.at, clock.table, row)) and day <= as_of]
    ended_on, ended = min(ends, key=lambda end: end[0], default=(None, ""))
    return _Subject(
        clock=clock,
        row=row,
        began_on=began_on,
        stops=_stops(clock, told, row, None if looks_back else began_on, min(as_of, ended_on or as_of)),
        ended_on=ended_on,
        ended=ended,
        contradiction=not looks_back and bool(began_on and ended_on and ended_on < began_on),
    )


def _stops(clock: Clock, told: Told, row: Row, began_on: date | None, until: date) -> list[date]:
    """The days, in order, on which what the clock waits for happened."""
    stop = clock.shape.stop
    if isinstance(stop, Point):
        days = [told.day(stop, clock.table, row)]
        same_day = True
    else:
        days = [_day(event, stop.column) for event in _events(stop, told, row)]
        same_day = stop.same_day
    after_start = {day for day in days if day and _counts(day, began_on, same_day)}
    return sorted(day for day in after_start if day <= until)


def _events(stop: Event, told: Told, row: Row) -> list[Row]:
    return [event for event in told.under(stop.table, stop.by, row) if all(c.met_by(event) for c in stop.where)]


def _counts(day: date, began_on: date | None, same_day: bool) -> bool:
    return began_on is None or began_on < day or (same_day and began_on == day)


def _spans(subject: _Subject, began_on: date) -> Iterator[_Span]:
    shape = subject.clock.shape
    if isinstance(shape, Every):
        yield from _chain(shape, subject, began_on)
    else:
        yield _Span(1, shape.limit, began_on, subject.stops[0] if subject.stops else None)


def _chain(shape: Every, subject: _Subject, began_on: date) -> Iterator[_Span]:
    """A span from the start, then one from each stop; none from a stop on the day that all ended."""
    starts = [(shape.then, day) for day in subject.stops if day != subject.ended_on]
    nexts = subject.stops[1:]
    if shape.first is not None:
        starts, nexts = [(shape.first, began_on), *starts], subject.stops
    for link, ((limits, started_on), met_on) in enumerate(zip(starts, [*nexts, None], strict=False), start=1):
        yield _Span(link, limits, started_on, met_on)


def _verdict(subject: _Subject, span: _Span, as_of: date, calendar: Calendar) -> _Verdict:
    clock = subject.clock
    due_on, cannot = _due_on(clock, span, calendar)
    if due_on is None:
        return _Verdict("not_computable", met_on=span.met_on, because=cannot)
    if span.met_on and span.met_on <= due_on:
        return _Verdict("met", due_on=due_on, met_on=span.met_on)
    if span.met_on and not clock.window:
        return _Verdict("met_late", due_on=due_on, met_on=span.met_on)
    if clock.undated and subject.row.get(clock.undated.column) is not None:
        return _Verdict("not_computable", due_on=due_on, because=clock.undated.words)
    if subject.ended_on:
        because = _sentences.STOPPED.format(words=subject.ended, end=in_words(subject.ended_on))
        return _Verdict("stopped", due_on=due_on, stopped_on=subject.ended_on, because=because)
    return _still_open(clock, due_on, as_of)


def _still_open(clock: Clock, due_on: date, as_of: date) -> _Verdict:
    if as_of <= due_on:
        return _Verdict("running", due_on=due_on)
    if not clock.window:
        return _Verdict("overdue", due_on=due_on)
    because = _sentences.WINDOW_CLOSED.format(end=in_words(due_on))
    return _Verdict("stopped", due_on=due_on, stopped_on=due_on, because=because)


def _due_on(clock: Clock, span: _Span, calendar: Calendar) -> tuple[date | None, str | None]:
    """The last day in time, or why there is none."""
    limit = in_force(span.limits, span.started_on)
    if limit is None:
        return None, _sentences.NO_LIMIT.format(start=in_words(span.started_on))
    back = isinstance(clock.shape, Before)
    try:
        day = limit.before(span.started_on, calendar) if back else limit.after(span.started_on, calendar)
    except CannotCount:
        return None, _cannot_count(limit, span.started_on, back, calendar)
    return day, None


def _cannot_count(limit: Limit, day: date, back: bool, calendar: Calendar) -> str:
    sentence = _sentences.NOT_IN_CALENDAR if isinstance(limit, WorkingDays) else _sentences.NOT_IN_TIME
    side = "before" if back else "after"
    return sentence.format(limit=limit.words, side=side, start=in_words(day), calendar=calendar.words)


def _broken(subject: _Subject) -> _Verdict:
    """The one answer for a subject whose days are missing or contradict each other."""
    began_on, ended_on = subject.began_on, subject.ended_on
    if began_on is None or ended_on is None:
        return _Verdict("not_computable", because=_sentences.no_start(subject.clock))
    because = _sentences.CONTRADICTION.format(words=subject.ended, end=in_words(ended_on), start=in_words(began_on))
    return _Verdict("not_computable", because=because)


def _told(subject: _Subject, link: int, started_on: date | None, verdict: _Verdict) -> Due:
    return Due(
        clock=subject.clock.id,
        authority=str(subject.row["authority"]),
        child=str(subject.row["child"]),
        subject=str(subject.row[subject.clock.table]),
        link=link,
        started_on=started_on,
        **vars(verdict),
    )


def _key(by: str, row: Row) -> tuple[object, ...]:
    return row.get("authority"), row.get("child"), row.get(by)


def _day(row: Row, column: str) -> date | None:
    day = row.get(column)
    return day if isinstance(day, date) else None
