"""What a family's story is made of while the borough is being imagined: plain parts, changed month by month."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal

from holdfast.kernel.days import months_from

FOREVER = date(9999, 1, 1)


@dataclass(eq=False, slots=True)
class Child:
    """A child of a family; an unborn one has an expected day instead of a birthday until it is born."""

    local_id: str
    given: str
    family_name: str
    sex: Literal["M", "F", "U"]
    born_on: date
    """The day of birth, which for an unborn child lies after the build's `as_of`."""
    community: str
    ethnicity: str
    disabled: bool = False
    died_on: date | None = None
    expected_on: date | None = None
    earlier_plans: int = 0
    """Child protection plans from before the record begins."""

    @property
    def adult_on(self) -> date:
        """The eighteenth birthday; of a child born on 29 February, in a common year, the last of that month."""
        return months_from(self.born_on, 18 * 12)

    @property
    def until(self) -> date:
        """The day on which childhood, or the child's life, ended."""
        return min(self.adult_on, self.died_on or FOREVER)


@dataclass(eq=False, slots=True)
class Enquiry:
    """A section 47 enquiry into some of a family's children, and what it led to."""

    children: list[Child]
    started_on: date
    conference_on: date | None = None
    """Day of the initial conference; none where it was not required."""
    settled_on: date | None = None
    """Day on which a conference was found not to be required."""


@dataclass(eq=False, slots=True)
class Plan:
    """A child protection plan, for each of these children one of their own."""

    children: list[Child]
    started_on: date
    category: str
    latest_category: str
    wanted_days: int
    """How long it would last if nobody hurried it."""
    ended_on: date | None = None
    overdue: frozenset[str] = frozenset()
    """Fact tables of what, in a hand-written story, has not been done in time."""


@dataclass(eq=False, slots=True)
class Case:
    """A referral of some of a family's children on one day, and what followed until it closed."""

    children: list[Child]
    referred_on: date
    source: str
    decided_on: date
    primary_need: str = "N1"
    no_further_action: bool = False
    in_need: bool = False
    transfer: bool = False
    transfer_conference_on: date | None = None
    started_on: date | None = None
    authorised_on: date | None = None
    factors: tuple[str, ...] = ()
    enquiries: list[Enquiry] = field(default_factory=list)
    plans: list[Plan] = field(default_factory=list)
    wanted_days: int = 0
    closed_on: date | None = None
    closure_reason: str = "RC7"

    @property
    def ripe_on(self) -> date:
        """When it would close if nobody hurried it."""
        return self.referred_on + timedelta(days=self.wanted_days)

    @property
    def busy_until(self) -> date:
        """The last day already settled on: nothing may close before it."""
        days = [self.decided_on, self.authorised_on or self.decided_on, self.transfer_conference_on or self.decided_on]
        days += [each.conference_on or each.settled_on or each.started_on for each in self.enquiries]
        days += [each.ended_on or FOREVER for each in self.plans]
        return max(days)


@dataclass(eq=False, slots=True)
class Family:
    """Children who live together, in order of age, and the cases that they had."""

    number: int
    community: str
    name: str
    children: list[Child]
    cases: list[Case] = field(default_factory=list)
    known_on: date = FOREVER
    hero: str = ""
    """The id of its hand-written story, if it has one."""

    def grows(self, child: Child) -> None:
        """A child joins the family."""
        self.children.append(child)
        self.children.sort(key=lambda each: (each.born_on, each.local_id))
