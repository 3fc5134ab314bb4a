"""The clocks of a population, as one SQL expression over Arrow tables, run by DuckDB.

The same rules as `_one_child`, told the other way: a property test holds the two equal. Every name in the SQL comes
from a clock's definition, every value from a definition, the calendar or `as_of`; nothing comes from a person.
"""

from datetime import date, timedelta

import duckdb
import pyarrow as pa

from holdfast.clocks import _sentences
from holdfast.clocks._clock import Before, Clock, Condition, Every, Point
from holdfast.clocks._limits import Days, Limit, Limits, Months, WorkingDays
from holdfast.facts.schema import Value
from holdfast.facts.store import Facts
from holdfast.kernel.working_days import Calendar

DUE_SCHEMA = pa.schema(
    [
        ("clock", pa.string()),
        ("authority", pa.string()),
        ("child", pa.string()),
        ("subject", pa.string()),
        ("link", pa.int64()),
        ("started_on", pa.date32()),
        ("due_on", pa.date32()),
        ("met_on", pa.date32()),
        ("stopped_on", pa.date32()),
        ("state", pa.string()),
        ("because", pa.string()),
    ]
)
"""One row a span, as in `Due`; the first five columns make it unique."""


def due_table(facts: Facts, clock: Clock, *, as_of: date, calendar: Calendar) -> pa.Table:
    """How the clock stands on the day for everyone in the facts, with DUE_SCHEMA, in the order of its key."""
    with duckdb.connect() as engine:
        for table in _tables_read(clock):
            engine.register(table, facts.table(table))
        engine.register("calendar_day", _calendar_days(calendar))
        engine.register("nth_working_day", _working_days(calendar))
        dues: pa.Table = engine.sql(due_sql(clock, as_of=as_of, calendar=calendar)).to_arrow_table()
    return dues.cast(DUE_SCHEMA).combine_chunks()


def due_sql(clock: Clock, *, as_of: date, calendar: Calendar) -> str:
    """The expression itself, over the fact tables, `calendar_day` and `nth_working_day`."""
    steps = {
        "subject": _subjects(clock),
        "alive": _alive(clock, as_of),
        "stop": _stops(clock, as_of),
        "span": _spans(clock),
        "allowed": _allowed(clock),
        "counted": _counted(),
        "judged": _judged(clock, as_of, calendar),
    }
    told = ",\n".join(f"{name} AS (\n{sql}\n)" for name, sql in steps.items())
    columns = ", ".join(DUE_SCHEMA.names)
    return f"WITH {told}\nSELECT DISTINCT {columns} FROM judged ORDER BY authority, child, subject, link, started_on"


def _tables_read(clock: Clock) -> set[str]:
    points = [clock.start.table, clock.shape.stop.table, *(end.at.table for end in clock.ends)]
    return {clock.table, *points}


def _calendar_days(calendar: Calendar) -> pa.Table:
    """Each day that is known: how many working days passed by its end, and before it."""
    days = [calendar.covers_from + timedelta(days=n) for n in range(len(calendar.passed))]
    before = [0, *calendar.passed[:-1]]
    return pa.table({"day": pa.array(days, pa.date32()), "passed": calendar.passed, "passed_before": before})


def _working_days(calendar: Calendar) -> pa.Table:
    """Each working day by its number, from 1."""
    numbers = range(1, len(calendar.working_days) + 1)
    return pa.table({"number": list(numbers), "day": pa.array(calendar.working_days, pa.date32())})


def _subjects(clock: Clock) -> str:
    """Each row that the clock runs for, with its days; numbered, so that a row told twice stays two."""
    ends = [f"{_at(end.at, clock.table)} AS end_{n}" for n, end in enumerate(clock.ends)]
    stop = clock.shape.stop
    stop_on = [f"{_at(stop, clock.table)} AS stop_on"] if isinstance(stop, Point) else []
    tie = clock.table if isinstance(stop, Point) else stop.by
    done = f"own.{clock.undated.column} IS NOT NULL" if clock.undated else "false"
    days = ", ".join([f"{_at(clock.start, clock.table)} AS began_on", f"{done} AS done", *ends, *stop_on])
    where = " AND ".join(["true", *(_condition("own", condition) for condition in clock.where)])
    return (
        f"SELECT row_number() OVER () AS nr, authority, child, own.{clock.table} AS subject, own.{tie} AS tie,\n"
        f"  {days}\nFROM {clock.table} AS own WHERE {where}"
    )


def _at(point: Point, table: str) -> str:
    if point.table == table:
        return f"own.{point.column}"
    return (
        f"(SELECT min(up.{point.column}) FROM {point.table} AS up WHERE up.authority = own.authority"
        f" AND up.child = own.child AND up.{point.table} = own.{point.table})"
    )


def _alive(clock: Clock, as_of: date) -> str:
    """The subjects whose clock had begun by `as_of`, and when it all ended."""
    ends = [f"CASE WHEN end_{n} <= {_day(as_of)} THEN end_{n} END" for n in range(len(clock.ends))]
    ended_on = f"least({', '.join(ends)})" if ends else "NULL::DATE"
    words = " ".join(f"WHEN ended_on = end_{n} THEN {_text(end.words)}" for n, end in enumerate(clock.ends))
    ended = f"CASE {words} END" if ends else "NULL::VARCHAR"
    back = isinstance(clock.shape, Before)
    begun = "true" if back else f"began_on IS NULL OR began_on <= {_day(as_of)}"
    broken = "began_on IS NULL" if back else "began_on IS NULL OR coalesce(ended_on < began_on, false)"
    return f"SELECT *, {ended_on} AS ended_on, {ended} AS ended, {broken} AS broken\nFROM subject WHERE {begun}"


def _stops(clock: Clock, as_of: date) -> str:
    """The days on which what the clock waits for happened, for each subject."""
    stop = clock.shape.stop
    if isinstance(stop, Point):
        source, day, same_day = "alive", "alive.stop_on", True
    else:
        where = "".join(f" AND {_condition('event', condition)}" for condition in stop.where)
        source = (
            f"alive JOIN {stop.table} AS event ON event.authority = alive.authority"
            f" AND event.child = alive.child AND event.{stop.by} = alive.tie{where}"
        )
        day, same_day = f"event.{stop.column}", stop.same_day
    after = "true" if isinstance(clock.shape, Before) else f"{day} {'>=' if same_day else '>'} began_on"
    known = f"{day} <= {_day(as_of)} AND (ended_on IS NULL OR {day} <= ended_on)"
    return f"SELECT DISTINCT nr, {day} AS day FROM {source}\nWHERE NOT broken AND {after} AND {known}"


def _spans(clock: Clock) -> str:
    shape = clock.shape
    if not isinstance(shape, Every):
        first_stop = "(SELECT min(day) FROM stop WHERE stop.nr = alive.nr)"
        return f"SELECT nr, 1 AS link, true AS is_first, began_on AS started_on, {first_stop} AS met_on FROM alive"
    from_start = "true" if shape.first is not None else "broken"
    points = (
        f"SELECT nr, true AS is_first, began_on AS started_on FROM alive WHERE {from_start}\n"
        "UNION ALL SELECT nr, false, day FROM stop"
    )
    return (
        "SELECT nr, row_number() OVER chain AS link, is_first, started_on, lead(started_on) OVER chain AS met_on\n"
        f"FROM ({points}) WINDOW chain AS (PARTITION BY nr ORDER BY started_on, is_first DESC)"
    )


def _allowed(clock: Clock) -> str:
    """Each span with the limit that held on the day it started."""
    shape = clock.shape
    if isinstance(shape, Every):
        choices = [*_choices("is_first", shape.first or ()), *_choices("NOT is_first", shape.then)]
    else:
        choices = _choices("true", shape.limit)
    back = isinstance(shape, Before)
    numbered = [(when, _working_day_number(limit, back)) for when, limit in choices]
    plain = [(when, _plain_day(limit, back)) for when, limit in choices]
    words = [(when, _text(limit.words)) for when, limit in choices]
    by_calendar = [(when, str(isinstance(limit, WorkingDays)).lower()) for when, limit in choices]
    return (
        f"SELECT span.*, alive.* EXCLUDE (nr), {_cases(words, 'VARCHAR')} AS words,\n"
        f"  {_cases(by_calendar, 'BOOLEAN')} AS by_calendar, {_cases(numbered, 'BIGINT')} AS number,\n"
        f"  {_cases(plain, 'DATE')} AS plain_on\n"
        "FROM span JOIN alive USING (nr) LEFT JOIN calendar_day ON calendar_day.day = started_on\n"
        "WHERE is_first OR ended_on IS NULL OR started_on < ended_on"
    )


def _choices(which: str, limits: Limits) -> list[tuple[str, Limit]]:
    choices = []
    for dated in limits:
        until = f" AND started_on < {_day(dated.valid_until)}" if dated.valid_until else ""
        choices.append((f"{which} AND started_on >= {_day(dated.valid_from)}{until}", dated.value))
    return choices


def _cases(choices: list[tuple[str, str]], kind: str) -> str:
    cases = " ".join(f"WHEN {when} THEN {then}" for when, then in choices)
    return f"CAST(CASE {cases} END AS {kind})" if cases else f"CAST(NULL AS {kind})"


def _working_day_number(limit: Limit, back: bool) -> str:
    if not isinstance(limit, WorkingDays):
        return "NULL"
    return f"passed_before + 1 - {limit.count}" if back else f"passed + {limit.count}"


def _plain_day(limit: Limit, back: bool) -> str:
    sign = "-" if back else "+"
    if isinstance(limit, Months):
        return f"(started_on {sign} INTERVAL {limit.count} MONTH)"
    return f"(started_on {sign} {limit.days})" if isinstance(limit, Days) else "NULL"


def _counted() -> str:
    """Each span with its last day in time; empty where it cannot be counted or written."""
    writable = f"plain_on BETWEEN {_day(date.min)} AND {_day(date.max)}"
    return (
        f"SELECT allowed.*, coalesce(nth.day, CASE WHEN {writable} THEN plain_on END) AS due\n"
        "FROM allowed LEFT JOIN nth_working_day AS nth USING (number)"
    )


def _judged(clock: Clock, as_of: date, calendar: Calendar) -> str:
    broken = "broken OR due IS NULL"
    late = "false" if clock.window else "met_on IS NOT NULL"
    over = f"{_day(as_of)} > due"
    open_state = [(over, "'stopped'")] if clock.window else [(over, "'overdue'")]
    state = [
        (broken, "'not_computable'"), ("met_on <= due", "'met'"), (late, "'met_late'"), ("done", "'not_computable'"),
        ("ended_on IS NOT NULL", "'stopped'"), *open_state, ("true", "'running'"),
    ]  # fmt: skip
    met = f"{broken} OR met_on <= due OR {late}"
    stopped = f"CASE WHEN {met} OR done THEN NULL WHEN ended_on IS NOT NULL THEN ended_on"
    closed = f" WHEN {over} THEN due" if clock.window else ""
    return (
        f"SELECT {_text(clock.id)} AS clock, authority, child, subject, link, started_on,\n"
        f"  CASE WHEN NOT broken THEN due END AS due_on, CASE WHEN {met} THEN met_on END AS met_on,\n"
        f"  {stopped}{closed} END AS stopped_on,\n"
        f"  {_cases(state, 'VARCHAR')} AS state,\n"
        f"  {_because(clock, calendar, met, over)} AS because\n"
        "FROM counted"
    )


def _because(clock: Clock, calendar: Calendar, met: str, over: str) -> str:
    say = _sentences
    side = _text("before" if isinstance(clock.shape, Before) else "after")
    not_counted = {"limit": "words", "side": side, "start": _words("started_on"), "calendar": _text(calendar.words)}
    contradiction = {"words": "ended", "end": _words("ended_on"), "start": _words("began_on")}
    cases = [
        ("began_on IS NULL", _text(say.no_start(clock))),
        ("broken", _sentence(say.CONTRADICTION, contradiction)),
        ("words IS NULL", _sentence(say.NO_LIMIT, {"start": _words("started_on")})),
        ("due IS NULL AND by_calendar", _sentence(say.NOT_IN_CALENDAR, not_counted)),
        ("due IS NULL", _sentence(say.NOT_IN_TIME, not_counted)),
        (met, "NULL"),
        ("done", _text(clock.undated.words if clock.undated else "")),
        ("ended_on IS NOT NULL", _sentence(say.STOPPED, {"words": "ended", "end": _words("ended_on")})),
    ]
    if clock.window:
        cases.append((over, _sentence(say.WINDOW_CLOSED, {"end": _words("due")})))
    return _cases(cases, "VARCHAR")


def _sentence(sentence: str, parts: dict[str, str]) -> str:
    """The sentence as SQL, its {blanks} filled with expressions."""
    pieces = []
    for piece in sentence.replace("{", "}").split("}"):
        pieces.append(parts.get(piece) or _text(piece))
    return f"concat({', '.join(pieces)})"


def _condition(row: str, condition: Condition) -> str:
    same = "IS NOT DISTINCT FROM" if condition.holds else "IS DISTINCT FROM"
    return f"{row}.{condition.column} {same} {_literal(condition.value)}"


def _literal(value: Value) -> str:
    if value is None:
        return "NULL"
    if isinstance(value, str):
        return _text(value)
    return str(value) if isinstance(value, int) else _day(value)


def _text(words: str) -> str:
    return "'" + words.replace("'", "''") + "'"


def _day(day: date) -> str:
    return f"DATE '{day.isoformat()}'"


def _words(column: str) -> str:
    """The day in words, as `in_words` says it."""
    return f"strftime({column}, '%-d %B %Y')"
