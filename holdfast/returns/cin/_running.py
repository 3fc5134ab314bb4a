"""What runs from one day to another: when it ends, what begins meanwhile, what is open twice or for too long."""

from collections.abc import Callable

import numpy as np

from holdfast.returns.cin._rule import Finds, Found, NotRun, where
from holdfast.returns.cin._working_days import working_days_until
from holdfast.returns.cin.rows import Days, Mask, Rows, Whole, any_of, pairs

_STILL_RUNS = "It is asked of what is still open on 31 March, which has not come."


def ends(rows: Rows, table: str, element: str) -> Days:
    """The day on which each ends; the day after the census year where it is open."""
    ended = rows[table].day(element)
    return np.where(np.isnat(ended), rows.reference_on + np.timedelta64(1, "D"), ended)


def begun_during_another(begins: Days, until: Days, keys: Whole) -> Mask:
    """Rows that begin while another with the same key runs, its last day left out; of two of one day, the second."""
    one, other = pairs(keys, keys)
    later = (begins[one] > begins[other]) | ((begins[one] == begins[other]) & (one > other))
    return any_of(one.astype(np.int32), later & (begins[one] < until[other]), len(keys))


def open_twice(is_open: Mask, keys: Whole) -> Mask:
    """Rows that are open beside another with the same key."""
    many = np.bincount(keys[is_open], minlength=keys.max(initial=-1) + 1) > 1
    return is_open & many[keys]


def open_too_long(
    table: str, started: str, element: str, *, is_open: Callable[[Rows], Mask], working_days: int
) -> Finds:
    """Rows that are open more than so many working days after they started, at the end of the year or today."""

    def finds(rows: Rows) -> Found:
        waited = working_days_until(rows[table].day(started), rows.waits_to)
        return where(table, is_open(rows) & (waited > working_days), element, waited=waited)

    return finds


def open_from_another_year(table: str, started: str, *, is_open: Callable[[Rows], Mask]) -> Finds:
    """Rows that are open when the year has ended, and did not start in it."""

    def finds(rows: Rows) -> Found:
        if rows.still_runs:
            raise NotRun(_STILL_RUNS)
        return where(table, is_open(rows) & ~rows.in_year(rows[table].day(started)), started)

    return finds
