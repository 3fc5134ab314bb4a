"""Rules about the header of the file."""

import numpy as np

from holdfast.returns.cin._example import child, of
from holdfast.returns.cin._rule import Found, Rule, where
from holdfast.returns.cin.rows import Rows


def _not_its_last_day(rows: Rows) -> Found:
    header = rows["Header"]
    years = header["Year"].values.astype(np.int64)
    last = np.array([np.datetime64(f"{max(int(year), 1)}-03-31", "D") for year in years], dtype="datetime64[D]")
    right = header.given("Year") & (header.day("ReferenceDate") == last)
    return where("Header", ~right, "ReferenceDate")


RULES = (
    Rule(
        code="100",
        table="Header",
        elements=("ReferenceDate", "Year"),
        per="file",
        title="The reference date is not 31 March of the census year",
        said="The header tells the year as {Year} and the reference date as {ReferenceDate}; 31 March of it is wanted.",
        why="Every date in the file is judged against it: with the wrong one, right dates look wrong.",
        mend="Set the reference date to 31 March of the year in the header, or correct the year.",
        finds=_not_its_last_day,
        passes=(
            of("31 March of its year", child()),
            of("31 March of a leap year", child(), year=2024),
        ),
        fails=(
            of("The day before", child(), ReferenceDate="2026-03-30"),
            of("The day after", child(), ReferenceDate="2026-04-01"),
            of("The right day of the year before", child(), ReferenceDate="2025-03-31"),
            of("No reference date", child(), ReferenceDate=None),
        ),
    ),
)
