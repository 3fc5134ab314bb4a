"""Which census must be sent next, and by when."""

from datetime import date

from holdfast.records.census.queries.local import nightly, years_worked_on
from holdfast.records.census.queries.runs import years_checked


def year_to_send(*, as_of: date) -> int:
    """The census that must be sent next, by the year in which its year ends: last year's until it is due."""
    worked_on = [year.end_on.year for year in years_worked_on(as_of)]
    checked = years_checked()
    return next((year for year in reversed(worked_on) if year in checked), checked[0] if checked else worked_on[-1])


def due_on(year: int) -> date:
    """The day by which the census of that year must be with the department."""
    return date(year, *nightly().last_year_until)
