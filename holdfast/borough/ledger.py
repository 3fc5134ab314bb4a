"""Where the story is written down as facts while it is told."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from random import Random

from holdfast.borough.lateness import Planted, Span, state_of
from holdfast.borough.skeleton import FOREVER, Case, Child, Plan
from holdfast.facts.schema import Row, Value
from holdfast.kernel.working_days import Calendar

AUTHORITY = "399"
"""The borough's number; no authority has it."""


@dataclass(eq=False, slots=True)
class Ledger:
    """Rows by table, and the lateness planted among them. Nothing after `as_of` is written down."""

    as_of: date
    calendar: Calendar
    rng: Random
    rows: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))
    planted: set[Planted] = field(default_factory=set)

    def tell(self, table: str, child: Child, **values: Value) -> None:
        """Write a row of the child's."""
        row: Row = {"authority": AUTHORITY, "child": child.local_id}
        row.update(values)
        self.rows[table].append(row)

    def known(self, day: date | None, until: date = FOREVER) -> date | None:
        """The day, if it has come, and came before all ended."""
        return day if day and day <= min(self.as_of, until) else None

    def plant(
        self, clock: str, child: Child, subject: str, span: Span, *, until: date = FOREVER, link: int = 1
    ) -> None:
        """Note that the span is late, if it is."""
        state = state_of(span, until=until, as_of=self.as_of)
        if state:
            self.planted.add(Planted(clock=clock, child=child.local_id, subject=subject, link=link, state=state))


def case_end(case: Case, child: Child) -> date:
    """When the case ended for the child: it closed, they grew up or died."""
    return min(case.closed_on or FOREVER, child.until)


def plan_end(case: Case, plan: Plan, child: Child) -> date:
    """When the plan ended for the child."""
    return min(plan.ended_on or FOREVER, case_end(case, child))


def episode_key(case: Case) -> str:
    """The case's key, alike for all of its children."""
    return case.referred_on.isoformat()


def plan_key(case: Case, plan: Plan) -> str:
    """The plan's key, alike for all of its children."""
    return f"{episode_key(case)}/p{plan.started_on}"
