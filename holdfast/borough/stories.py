"""Families written by hand (`data/stories.toml`), brought to the days before `as_of`."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Any

from holdfast.borough.families import Registrar
from holdfast.borough.published import FIRST_DAY
from holdfast.borough.skeleton import Case, Child, Enquiry, Family, Plan
from holdfast.facts.schema import Row
from holdfast.kernel.days import months_from
from holdfast.kernel.working_days import Calendar


@dataclass(frozen=True, kw_only=True)
class Contact:
    """Something that somebody told us about the family, in their words."""

    days: int
    hour: int
    source: str
    agency: str
    outcome: str
    words: str


@dataclass(frozen=True, kw_only=True)
class Story:
    """One family's story as written; `written` holds what the parts that make people and cases read from it."""

    id: str
    written: Mapping[str, Any]
    contacts: Sequence[Contact]

    @property
    def worker(self) -> str | None:
        """Username of the allocated social worker, if anybody is."""
        told = self.written.get("worker")
        return str(told) if told else None

    def words_of(self, table: str, row: Row) -> Mapping[str, str]:
        """What the story says in its own words in rows of that fact table, where it does and the row is settled."""
        told: Mapping[str, str] = self.written.get("words", {}).get(table, {})
        unsettled = table == "assessment" and row["authorised_on"] is None
        return {} if unsettled else told


@cache
def stories() -> dict[str, Story]:
    """Every story by its id."""
    told = tomllib.loads((files("holdfast.borough") / "data" / "stories.toml").read_text("utf-8"))
    return {written["id"]: _story(written) for written in told["family"]}


def families_of_stories(registrar: Registrar, *, as_of: date, calendar: Calendar) -> list[Family]:
    """The families, with their cases in order."""
    return [_family(story, registrar, as_of, calendar) for story in stories().values()]


def _story(written: Mapping[str, Any]) -> Story:
    contacts = [Contact(**told) for told in written.get("told", ())]
    return Story(id=written["id"], written=written, contacts=contacts)


def _family(story: Story, registrar: Registrar, as_of: date, calendar: Calendar) -> Family:
    told = story.written
    family = registrar.named_family(told["community"], told["name"])
    family.hero = story.id
    for child in told["children"]:
        _add_child(family, child, registrar, as_of)
    for case in told["case"]:
        if _days_ago(as_of, case["referred"]) < FIRST_DAY:
            continue
        family.cases.append(_case(case, family.children, as_of, calendar))
    family.known_on = min([case.referred_on for case in family.cases] + [_days_ago(as_of, each.days)
                                                                         for each in story.contacts])  # fmt: skip
    return family


def _add_child(family: Family, told: Mapping[str, Any], registrar: Registrar, as_of: date) -> None:
    born_on = months_from(as_of, -told["months"]) - timedelta(days=9)
    if told.get("leap_day"):
        born_on = date(born_on.year - born_on.year % 4, 2, 29)
    child = registrar.child(family, born_on, told_on=as_of, given=told["given"], sex=told["sex"])
    child.family_name = told["family"]
    child.disabled = bool(told.get("disabled"))


def _case(told: Mapping[str, Any], children: list[Child], as_of: date, calendar: Calendar) -> Case:
    referred_on = _working_day(calendar, _days_ago(as_of, told["referred"]))
    there = [child for child in children if (child.born_on - referred_on).days < 200]
    case = Case(there, referred_on, told["source"], referred_on, primary_need=told["need"], in_need=True)
    case.factors = tuple(told.get("factors", ()))
    if told.get("undecided"):
        case.decided_on = calendar.add(as_of, 1)
    case.started_on = case.decided_on
    case.authorised_on = calendar.add(case.decided_on, told.get("authorised", 30))
    if "closed" in told:
        case.closed_on = _working_day(calendar, _days_ago(as_of, told["closed"]))
    if "enquiry" in told:
        _enquire(case, told, as_of, calendar)
    return case


def _enquire(case: Case, told: Mapping[str, Any], as_of: date, calendar: Calendar) -> None:
    day = calendar.add(case.referred_on, told["enquiry"])
    enquiry = Enquiry(case.children, day)
    case.enquiries.append(enquiry)
    if "conference" not in told:
        enquiry.settled_on = calendar.add(day, 9)
        return
    enquiry.conference_on = calendar.add(day, told["conference"])
    plan = Plan(case.children, enquiry.conference_on, told["category"], told["category"], 0)
    plan.overdue = frozenset(told.get("overdue", ()))
    if "plan_ended" in told:
        plan.ended_on = _working_day(calendar, _days_ago(as_of, told["plan_ended"]))
    case.plans.append(plan)


def _days_ago(as_of: date, days: int) -> date:
    return as_of - timedelta(days=days)


def _working_day(calendar: Calendar, day: date) -> date:
    while not calendar.is_working_day(day):
        day -= timedelta(days=1)
    return day
