"""The borough while it is being imagined: its families, its calendar, its stream of chance, and what is still owed."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from holdfast.borough.families import Registrar
from holdfast.borough.published import Month
from holdfast.borough.skeleton import Case, Child, Family, Plan
from holdfast.kernel.working_days import Calendar


@dataclass(eq=False, slots=True)
class World:
    """All that a month of the story needs to know."""

    rng: Random
    calendar: Calendar
    as_of: date
    registrar: Registrar
    families: list[Family] = field(default_factory=list)
    open_cases: list[tuple[Family, Case]] = field(default_factory=list)
    """Cases of children in need that nobody closed yet."""
    short_cases: list[tuple[Family, Case]] = field(default_factory=list)
    """Cases that close, or closed, right after their assessment."""
    fresh: list[tuple[Family, Case]] = field(default_factory=list)
    """This month's cases."""
    open_plans: list[tuple[Case, Plan]] = field(default_factory=list)
    owed: Counter[str] = field(default_factory=Counter)
    """How many of each thing the months so far should have had and have not: see `published.Month`."""

    def owe(self, month: Month, *names: str) -> None:
        """Add the month's share to what is owed."""
        for name in names:
            self.owed[name] += getattr(month, name)

    def happens(self, name: str, count: int, *, out_of: int) -> bool:
        """Whether it happens to these children, of those who may still come; if so it is no longer owed."""
        if self.owed[name] <= 0 or self.rng.random() * max(out_of, 1) >= self.owed[name]:
            return False
        self.owed[name] -= count
        return True

    def day_in(self, first: date, last: date, *, working: bool = True) -> date:
        """A day between two; a working one wherever there is one."""
        days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
        wanted = [day for day in days if self.calendar.is_working_day(day)] if working else days
        return self.rng.choice(wanted or days)

    def after(self, day: date, fewest: int, most: int) -> date:
        """The day so many working days later, from fewest to most."""
        return self.calendar.add(day, self.rng.randint(fewest, most))


def active(children: list[Child], day: date) -> int:
    """How many of them are still children on that day."""
    return sum(child.until > day for child in children)


def young(family: Family, day: date, *, for_days: int = 150) -> list[Child]:
    """The family's children who will still be children for a while, unborn ones soon to come among them."""
    later = day + timedelta(days=for_days)
    return [child for child in family.children if child.until > later and (child.born_on - day).days < 200]


def free(family: Family, day: date) -> bool:
    """Whether every case of the family's was over before that day."""
    return all(_over(case, day) for case in family.cases)


def _over(case: Case, day: date) -> bool:
    if case.no_further_action:
        return max(case.decided_on, case.referred_on) < day
    return case.closed_on is not None and case.closed_on < day
