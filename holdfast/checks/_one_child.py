"""The checks of one child, in plain Python: clear before fast. `_population` says the same in SQL."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from holdfast.checks._check import CHILDHOOD, Check, Finding, Missed, On, Setting
from holdfast.checks._sentences import reference, sentence
from holdfast.facts.schema import Row, Value

LONDON = ZoneInfo("Europe/London")

_Rows = Mapping[str, Iterable[Row]]
_Whose = tuple[str, str]


@dataclass(frozen=True, order=True)
class Mark:
    """One row that counts: its day, its name as evidence, and its kind where the check asks for kinds."""

    day: date
    reference: str
    kind: str | None


def findings_of(checks: Iterable[Check], rows: _Rows, *, as_of: date, however_old: bool = False) -> list[Finding]:
    """What these checks find for each child in the rows, on the day; in the order of checks and children.

    `however_old` asks also about what happened longer ago than a check keeps.
    """
    told = {name: list(each) for name, each in rows.items()}
    grown = _grown_up(told, as_of)
    return [found for check in checks for found in _findings(check, told, as_of, however_old, grown)]


def marks_of(check: Check, rows: _Rows, *, as_of: date) -> set[str]:
    """Every row that is a mark, as evidence names it, enough or not."""
    grown = _grown_up(rows, as_of)
    return {mark.reference for whose, mark in _marks(check, rows) if mark.day <= as_of and whose not in grown}


def _grown_up(rows: _Rows, as_of: date) -> set[_Whose]:
    """Whoever is 18 on the day. Two records of one person may tell two days of birth: the later one holds."""
    born: dict[_Whose, date] = {}
    for row in rows.get("child", ()):
        told, whose = row.get("birth_on"), _whose(row)
        if isinstance(told, date):
            born[whose] = max(told, born.get(whose, told))
    return {whose for whose, day in born.items() if day <= CHILDHOOD.back_from(as_of)}


def _whose(row: Row) -> _Whose:
    return str(row["authority"]), str(row["child"])


def _findings(
    check: Check, rows: _Rows, as_of: date, however_old: bool, grown: Collection[_Whose]
) -> Iterator[Finding]:
    setting = check.setting(as_of)
    if setting is None:
        return
    children = defaultdict(list)
    for whose, mark in _marks(check, rows):
        if mark.day <= as_of and whose not in grown:
            children[whose].append(mark)
    since = date.min if however_old else setting.keep.back_from(as_of)
    for (authority, child), marks in sorted(children.items()):
        if full := _full(check, setting, sorted(marks), since):
            yield _finding(check, setting, authority, child, full)


def _full(check: Check, setting: Setting, marks: list[Mark], since: date) -> list[list[Mark]]:
    """The marks of each time that had enough of them, by the day that it ended, from `since` on."""
    ends = sorted({mark.day for mark in marks if mark.day >= since})
    times = ([mark for mark in marks if setting.within.back_from(end) <= mark.day <= end] for end in ends)
    return [time for time in times if _is_enough(check, setting, time, marks)]


def _is_enough(check: Check, setting: Setting, time: list[Mark], marks: list[Mark]) -> bool:
    if len(time) < setting.at_least or len(_kinds(time)) < setting.kinds:
        return False
    if not check.rising:
        return True
    first = setting.within.back_from(max(mark.day for mark in time))
    before = [mark for mark in marks if setting.within.back_from(first) <= mark.day < first]
    return len(time) > len(before)


def _finding(check: Check, setting: Setting, authority: str, child: str, full: list[list[Mark]]) -> Finding:
    latest = full[-1]
    evidence = sorted({mark for time in full for mark in time})
    return Finding(
        check=check.id,
        authority=authority,
        child=child,
        fired_on=latest[-1].day,
        said=sentence(check, setting, count=len(latest), kinds=_kinds(latest)),
        evidence=tuple(mark.reference for mark in evidence),
    )


def _kinds(marks: list[Mark]) -> list[str]:
    return sorted({mark.kind for mark in marks if mark.kind is not None})


def _marks(check: Check, rows: _Rows) -> Iterator[tuple[_Whose, Mark]]:
    under = _rows_under(check, rows)
    for row in rows.get(check.table, ()):
        if not all(condition.met_by(row) for condition in check.where):
            continue
        day = _day(check, row, under)
        if day is not None:
            kind = row.get(check.kind) if check.kind else None
            mark = Mark(day, reference(check.table, row), None if kind is None else str(kind))
            yield _whose(row), mark


def _rows_under(check: Check, rows: _Rows) -> Mapping[tuple[Value, ...], Row]:
    """The rows that marks may lie under, by child and key."""
    table = check.marks.under if isinstance(check.marks, Missed) else None
    if table is None:
        return {}
    return {(row["authority"], row["child"], row[table]): row for row in rows.get(table, ())}


def _day(check: Check, row: Row, under: Mapping[tuple[Value, ...], Row]) -> date | None:
    marks = check.marks
    if isinstance(marks, On):
        return _as_day(row.get(marks.column))
    holder = row if marks.under is None else under.get((row["authority"], row["child"], row.get(marks.under)), {})
    due = holder.get(marks.due)
    if due is None or any(_in_time(row.get(column), due) for column in marks.by):
        return None
    day = _as_day(due)
    return day if marks.event or day is None or day == date.max else day + timedelta(days=1)


def _in_time(done: Value, due: Value) -> bool:
    if isinstance(done, datetime) and isinstance(due, datetime):
        return done <= due
    done_on, due_on = _as_day(done), _as_day(due)
    return done_on is not None and due_on is not None and done_on <= due_on


def _as_day(told: Value) -> date | None:
    """The day told, or the day in London of the instant told."""
    if isinstance(told, datetime):
        return told.astimezone(LONDON).date()
    return told if isinstance(told, date) else None
