"""What is odd about a child's dates taken together. Implausible is not impossible: all of it is kept."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import NamedTuple

from holdfast.facts import TABLES
from holdfast.facts.row import Row
from holdfast.returns.cin._structure import CENSUS_TABLES
from holdfast.returns.cin.account import Flag

_LONGEST_PREGNANCY = timedelta(days=301)
_TOO_OLD = timedelta(days=26 * 366)


class _Order(NamedTuple):
    """Within a row of `table`, or between it and the row above it in `under`, `first` should not follow `then`."""

    table: str
    first: str
    then: str
    because: str
    under: str = ""


_ORDERS = (
    _Order("child", "birth_on", "died_on", "The child died before the day of birth."),
    _Order("episode", "referred_on", "closed_on", "The case closed before the referral."),
    _Order("assessment", "started_on", "authorised_on", "The assessment was authorised before it started."),
    _Order("assessment", "started_on", "review_point_on", "The assessment was reviewed before it started."),
    _Order("need_plan", "started_on", "ended_on", "The child in need plan ended before it began."),
    _Order("protection_plan", "started_on", "ended_on", "The child protection plan ended before it began."),
    _Order("assessment", "referred_on", "started_on", "The assessment started before the referral.", "episode"),
    _Order("section47", "referred_on", "started_on", "The enquiry started before the referral.", "episode"),
    _Order("need_plan", "referred_on", "started_on", "The child in need plan began before the referral.", "episode"),
    _Order("protection_plan", "referred_on", "started_on", "The protection plan began before the referral.", "episode"),
    _Order("conference", "referred_on", "held_on", "The conference was held before the referral.", "episode"),
    _Order("conference", "started_on", "held_on", "The conference was held before its enquiry began.", "section47"),
    _Order("plan_review", "started_on", "held_on", "The review was held before its plan began.", "protection_plan"),
)

_MAY_LIE_AHEAD = {"expected_birth_on", "conference_target_on"}
_DATES = {
    name: [each.name for each in TABLES[name].columns if each.kind == "date" and each.name not in _MAY_LIE_AHEAD]
    for name in CENSUS_TABLES
}


def oddities(
    rows: Mapping[str, list[Row]], *, reference_on: date | None, lines: Mapping[tuple[str, str], int]
) -> Iterator[Flag]:
    """Every pair of dates in the wrong order, every date after the census day, every age that cannot be."""
    by_key = {(table, row.get(table)): row for table, told in rows.items() for row in told}
    for order in _ORDERS:
        for row in rows.get(order.table, ()):
            first = by_key.get((order.under, row[order.under]), {}) if order.under else row
            if _after(first.get(order.first), row[order.then]):
                yield _flag("wrong_order", order.because, order.table, row, lines)
    yield from _ages(rows, lines)
    if reference_on is not None:
        yield from _ahead(rows, reference_on, lines)


def _ages(rows: Mapping[str, list[Row]], lines: Mapping[tuple[str, str], int]) -> Iterator[Flag]:
    for child in rows.get("child", ()):
        born, died = child["birth_on"], child["died_on"]
        for row in rows.get("episode", ()):
            referred = row["referred_on"]
            if _after(referred, died):
                yield _flag("wrong_order", "The referral came after the child's death.", "episode", row, lines)
            if not isinstance(born, date) or not isinstance(referred, date):
                continue
            if born - referred > _LONGEST_PREGNANCY:
                yield _flag("implausible_age", "The referral came long before the birth.", "episode", row, lines)
            if referred - born > _TOO_OLD:
                yield _flag("implausible_age", "The child was over 25 at the referral.", "episode", row, lines)


def _ahead(rows: Mapping[str, list[Row]], reference_on: date, lines: Mapping[tuple[str, str], int]) -> Iterator[Flag]:
    for table, told in rows.items():
        for row in told:
            for name in _DATES[table]:
                if _after(row[name], reference_on):
                    words = TABLES[table].column(name).words
                    yield _flag("after_census_day", f"{words}: lies after the census day.", table, row, lines)


def _after(first: object, then: object) -> bool:
    return isinstance(first, date) and isinstance(then, date) and first > then


def _flag(code: str, because: str, table: str, row: Row, lines: Mapping[tuple[str, str], int]) -> Flag:
    key = str(row[table])
    return Flag(code, because, lines[table, key], str(row["child"]), table, key)
