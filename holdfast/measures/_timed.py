"""Whether something was done within so many working days, row by row, and where nobody can say."""

from collections.abc import Mapping

import pyarrow as pa

from holdfast.kernel.working_days import Calendar
from holdfast.measures._ibis import Rows, beside, days


def day_index(calendar: Calendar) -> pa.Table:
    """Each day that the calendar covers, and how many of its working days have passed by that day's end."""
    first = calendar.covers_from.toordinal() - _EPOCH
    numbers = range(first, first + len(calendar.passed))
    return pa.table(
        {"day": pa.array(numbers, pa.int32()).cast(pa.date32()), "index": pa.array(calendar.passed, pa.int64())}
    )


def timed(rows: Rows, name: str, *, start: str, end: str, limit: int) -> Rows:
    """The rows with five flags more: `<name>_timed`, `_in_time`, and where not timed, why.

    In time is no more than `limit` working days after the day of `start`, which is day 0.
    """
    placed = _with_index(_with_index(rows, start, "_from"), end, "_to")
    undated = placed[start].isnull() | placed[end].isnull()
    backwards = (placed[start] > placed[end]).fill_null(False)
    unknown = placed["_from"].isnull() | placed["_to"].isnull()
    can_tell = ~(undated | backwards | unknown)
    in_time = (placed["_to"] - placed["_from"] <= limit).fill_null(False)
    flags = {
        "timed": can_tell,
        "in_time": can_tell & in_time,
        "undated": undated,
        "backwards": backwards,
        "off_calendar": unknown & ~undated & ~backwards,
    }
    marked = placed.mutate(**{f"{name}_{flag}": holds for flag, holds in flags.items()})
    return marked.select(*rows.columns, *flags_of(name))


def flags_of(name: str) -> tuple[str, ...]:
    """The names of the flags that `timed` gives."""
    return tuple(f"{name}_{flag}" for flag in ("timed", "in_time", "undated", "backwards", "off_calendar"))


def left_out(name: str, *, start: str, end: str) -> Mapping[str, str]:
    """Why rows were not timed, by flag, in words that follow a number; `start` and `end` say what the days are."""
    return {
        f"{name}_undated": f"without the day of {start}",
        f"{name}_backwards": f"where {end} came before {start}",
        f"{name}_off_calendar": "outside the days whose bank holidays are known",
    }


def _with_index(rows: Rows, day: str, name: str) -> Rows:
    return beside(rows, days(), on={day: "day"}, take={name: "index"})


_EPOCH = 719163  # 1 January 1970, from which Arrow counts days
