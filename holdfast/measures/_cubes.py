"""How a cohort is counted, as SQL written once: writing it takes far longer than asking it."""

import re
from datetime import date
from functools import lru_cache

from holdfast.measures._ibis import as_sql
from holdfast.measures._measure import Ask, Cohort

_STAND_INS = Ask(authority="the authority asked", start_on=date(1500, 1, 1), end_on=date(1700, 1, 1))
"""Days that no record has, far enough apart that a day reckoned from one is never taken for one from the other."""
_BETWEEN = date(1600, 1, 1)
_DAY = re.compile(r"MAKE_DATE\((1[4-7]\d\d), (\d+), (\d+)\)")


def cube(cohort: Cohort, ask: Ask) -> str:
    """SQL for how many rows, and how many of each flag, in each meeting of parts."""

    def asked(found: re.Match[str]) -> str:
        day = date(*(int(part) for part in found.groups()))
        stands_for, begins = (ask.start_on, _STAND_INS.start_on) if day < _BETWEEN else (ask.end_on, _STAND_INS.end_on)
        day = stands_for + (day - begins)
        return f"MAKE_DATE({day.year}, {day.month}, {day.day})"

    authority = ask.authority.replace("'", "''")
    return _DAY.sub(asked, _written(cohort)).replace(f"'{_STAND_INS.authority}'", f"'{authority}'")


@lru_cache(maxsize=64)
def _written(cohort: Cohort) -> str:
    return written_for(cohort, _STAND_INS)


def written_for(cohort: Cohort, ask: Ask) -> str:
    """The same, written from its definition for one question."""
    rows = cohort.rows(ask)
    sums = {"rows": rows.count()} | {flag: rows[flag].cast("int64").sum() for flag in cohort.flags}
    counted = rows.group_by(*(each.by for each in cohort.breakdowns)) if cohort.breakdowns else rows
    return as_sql(counted.aggregate(**sums))
