"""The checks of a population, as one SQL expression over Arrow tables, run by DuckDB.

The same rules as `_one_child`, told the other way: a property test holds the two equal. Every name in the SQL comes
from a check's definition, every value from a definition or `as_of`; nothing comes from a person.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import duckdb

from holdfast.checks._check import CHILDHOOD, Check, Finding, Missed, On, Setting, Span, Where
from holdfast.checks._sentences import own_key, sentence
from holdfast.facts import TABLES
from holdfast.facts.schema import Value
from holdfast.facts.store import Facts


def find(checks: Iterable[Check], facts: Facts, *, as_of: date) -> list[Finding]:
    """What these checks find for everyone in the facts, on the day; in the order of checks and children."""
    asked = list(checks)
    with duckdb.connect(config={"autoinstall_known_extensions": "false"}) as engine:
        for table in frozenset({"child"}).union(*(check.tables for check in asked)):
            engine.register(table, facts.table(table))
        return [found for check in asked for found in _findings(engine, check, as_of)]


def _findings(engine: Any, check: Check, as_of: date) -> list[Finding]:
    setting = check.setting(as_of)
    if setting is None:
        return []
    rows = engine.sql(check_sql(check, setting, as_of=as_of)).to_arrow_table().to_pylist()
    return [_finding(check, setting, row) for row in rows]


def _finding(check: Check, setting: Setting, row: Mapping[str, Any]) -> Finding:
    return Finding(
        check=check.id,
        authority=row["authority"],
        child=row["child"],
        fired_on=row["fired_on"],
        said=sentence(check, setting, count=row["n"], kinds=row["kinds"] or ()),
        evidence=tuple(row["evidence"]),
    )


def check_sql(check: Check, setting: Setting, *, as_of: date) -> str:
    """The expression itself, over the fact tables that the check reads."""
    steps = {
        "mark": _marks(check, as_of),
        "ending": _endings(setting, as_of),
        "whole": _wholes(check, setting),
        "latest": "SELECT authority, child, max(last_on) AS fired_on FROM whole GROUP BY ALL",
        "proof": (
            "SELECT DISTINCT mark.authority, mark.child, mark.day, mark.reference FROM whole JOIN mark\n"
            f"ON {_same_child('whole', 'mark')} AND mark.day BETWEEN whole.first_on AND whole.last_on"
        ),
        "proofs": (
            "SELECT authority, child, list(reference ORDER BY day, reference) AS evidence FROM proof GROUP BY ALL"
        ),
    }
    told = ",\n".join(f"{name} AS (\n{sql}\n)" for name, sql in steps.items())
    return (
        f"WITH {told}\nSELECT authority, child, fired_on, n, kinds, evidence\n"
        "FROM latest JOIN whole USING (authority, child) JOIN proofs USING (authority, child)\n"
        "WHERE whole.last_on = latest.fired_on ORDER BY authority, child"
    )


def _marks(check: Check, as_of: date) -> str:
    """Each row that counts, and its day."""
    source, day, missed = _day_of(check)
    key = ", ".join(f"own.{name}" for name in own_key(check.table))
    kind = f"CAST(own.{check.kind} AS VARCHAR)" if check.kind else "CAST(NULL AS VARCHAR)"
    where = " AND ".join([missed, _still_a_child(as_of), *(_condition(condition) for condition in check.where)])
    return (
        f"SELECT * FROM (SELECT own.authority, own.child, {day} AS day, {kind} AS kind,\n"
        f"  concat({_text(check.table + ':')}, concat_ws('/', {key})) AS reference\n"
        f"  FROM {source} WHERE {where}) WHERE day <= {_literal(as_of)}"
    )


def _still_a_child(as_of: date) -> str:
    born = f"whose.birth_on <= {_literal(CHILDHOOD.back_from(as_of))}"
    return f"NOT EXISTS (SELECT 1 FROM child AS whose WHERE {_same_child('whose', 'own')} AND {born})"


def _day_of(check: Check) -> tuple[str, str, str]:
    """Where marks are told, the day of each, and the condition that it is one."""
    marks = check.marks
    if isinstance(marks, On):
        return f"{check.table} AS own", _as_day("own", check.table, marks.column), "true"
    holder, table = ("up", marks.under) if marks.under else ("own", check.table)
    due = _as_day(holder, table, marks.due)
    day = due if marks.event else f"CASE WHEN {due} < {_literal(date.max)} THEN {due} + 1 ELSE {due} END"
    done = [_in_time(check, column, marks, holder, table) for column in marks.by]
    missed = f"{holder}.{marks.due} IS NOT NULL AND NOT ({' OR '.join(['false', *done])})"
    up = f" JOIN {table} AS up ON {_same_child('up', 'own')} AND up.{table} = own.{table}" if marks.under else ""
    return f"{check.table} AS own{up}", day, missed


def _in_time(check: Check, column: str, marks: Missed, holder: str, table: str) -> str:
    exact = {TABLES[check.table].column(column).kind, TABLES[table].column(marks.due).kind} == {"instant"}
    if exact:
        return f"coalesce(own.{column} <= {holder}.{marks.due}, false)"
    return f"coalesce({_as_day('own', check.table, column)} <= {_as_day(holder, table, marks.due)}, false)"


def _as_day(row: str, table: str, column: str) -> str:
    """The day told, or the day in London of the instant told."""
    if TABLES[table].column(column).kind == "instant":
        return f"CAST({row}.{column} AT TIME ZONE 'Europe/London' AS DATE)"
    return f"{row}.{column}"


def _endings(setting: Setting, as_of: date) -> str:
    """Each day on which a time may end that had enough, and the first day of that time."""
    since = _literal(setting.keep.back_from(as_of))
    first = _back(setting.within, "day")
    return f"SELECT DISTINCT authority, child, day AS last_on, {first} AS first_on FROM mark WHERE day >= {since}"


def _wholes(check: Check, setting: Setting) -> str:
    """The times that had enough, with what they held."""
    enough = [f"n >= {setting.at_least}", f"coalesce(len(kinds), 0) >= {setting.kinds}"]
    if check.rising:
        earlier = (
            f"SELECT count(*) FROM mark AS past WHERE {_same_child('past', 'held')}"
            f" AND past.day >= {_back(setting.within, 'held.first_on')} AND past.day < held.first_on"
        )
        enough.append(f"n > ({earlier})")
    held = (
        "SELECT ending.authority, ending.child, last_on, first_on, count(*) AS n,\n"
        "  list(DISTINCT kind ORDER BY kind) FILTER (WHERE kind IS NOT NULL) AS kinds\n"
        f"FROM ending JOIN mark ON {_same_child('ending', 'mark')} AND mark.day BETWEEN first_on AND last_on\n"
        "GROUP BY ALL"
    )
    return f"SELECT * FROM ({held}) AS held WHERE {' AND '.join(enough)}"


def _back(span: Span, day: str) -> str:
    return f"({day} - INTERVAL {span.count} {span.unit.upper()})"


def _same_child(one: str, other: str) -> str:
    return f"{one}.authority = {other}.authority AND {one}.child = {other}.child"


def _condition(condition: Where) -> str:
    same = "IS NOT DISTINCT FROM" if condition.holds else "IS DISTINCT FROM"
    return f"own.{condition.column} {same} {_literal(condition.value)}"


def _literal(value: Value) -> str:
    if value is None:
        return "NULL"
    if isinstance(value, str):
        return _text(value)
    return str(value) if isinstance(value, int) else f"DATE '{value.isoformat()}'"


def _text(words: str) -> str:
    return "'" + words.replace("'", "''") + "'"
