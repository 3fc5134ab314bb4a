"""Census files of any size about children who never were: for benchmarks, and to try an import on."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import BinaryIO

from holdfast.facts.cohorts import CollectionYear
from holdfast.facts.schema import Row
from holdfast.kernel import codes
from holdfast.kernel.identifiers import upn_check_letter
from holdfast.returns.cin import Written, header_for, write_children

_ODDITIES = (
    "wrong_upn",
    "unknown_code",
    "retired_code",
    "closed_before_referral",
    "died_before_birth",
    "plan_before_referral",
)


def write_census(
    to: Path | BinaryIO,
    *,
    children: int = 10_000,
    seed: int = 1,
    year: int = 2024,
    authority: str = "310",
    oddities: float = 0.0,
) -> Written:
    """Write a census file of that many invented children; the same arguments give the same bytes.

    `oddities` is the share of children with something odd about them that an import must keep and flag.
    Plausible at a glance, not calibrated: that is the borough's work.
    """
    told = _children(Random(seed), children, year=year, authority=authority, oddities=oddities)
    header = header_for(authority=authority, year=year, made_at=datetime(year, 5, 1, 9, 0))
    if not isinstance(to, Path):
        return write_children(told, to, header=header)
    with to.open("wb") as sink:
        return write_children(told, sink, header=header)


def _children(
    chance: Random, children: int, *, year: int, authority: str, oddities: float
) -> Iterator[tuple[str, dict[str, list[Row]]]]:
    for number in range(children):
        story = _Story(chance, f"C{number:07}", authority=authority, year=year)
        rows = story.tell()
        if oddities and chance.random() < oddities:
            _make_odd(chance.choice(_ODDITIES), rows)
        yield story.child, rows


class _Story:
    """What happened to one child who never was."""

    def __init__(self, chance: Random, child: str, *, authority: str, year: int) -> None:
        self.child = child
        self._authority = authority
        self._chance = chance
        self._year = CollectionYear.ending(year)
        self._census_year = year
        self._rows: dict[str, list[Row]] = {}

    def tell(self) -> dict[str, list[Row]]:
        """The child's rows by table."""
        born = self._year.end_on - timedelta(days=self._chance.randrange(30, 17 * 365))
        self._who(born)
        first = max(born, self._year.start_on - timedelta(days=200))
        for _ in range(self._chance.choices((1, 2, 3), (85, 12, 3))[0]):
            first = self._episode(first)
        return self._rows

    def _add(self, table: str, **columns: str | date | bool | int | None) -> None:
        row: Row = {"authority": self._authority, "child": self.child, **columns}
        self._rows.setdefault(table, []).append(row)

    def _is(self, probability: float) -> bool:
        return self._chance.random() < probability

    def _code(self, list_name: str) -> str:
        return self._chance.choice(codes.choices(list_name, self._census_year))[0]

    def _later(self, day: date, least: int, most: int) -> date:
        return min(day + timedelta(days=self._chance.randint(least, most)), self._year.end_on)

    def _who(self, born: date) -> None:
        school_age = (self._year.end_on - born).days > 5 * 365
        self._add(
            "child",
            birth_on=born,
            sex=self._chance.choice("MF"),
            ethnicity=self._code("Ethnicity"),
            upn_unknown=None if school_age else "UN1",
        )
        if school_age:
            rest = f"{self._authority}{self._chance.randrange(10**9):09}"
            self._add("identifier", kind="upn", value=upn_check_letter(rest) + rest)
        for code in self._chance.sample(("MOB", "LD", "AUT", "BEH", "COMM"), 2) if self._is(0.12) else ("NONE",):
            self._add("disability", code=code)

    def _episode(self, first: date) -> date:
        """An episode that begins some time after `first`; the day on which another may follow."""
        referred = self._later(first, 0, 330)
        while any(row["episode"] == str(referred) for row in self._rows.get("episode", ())):
            referred -= timedelta(days=1)
        episode, ended = str(referred), self._later(referred, 20, 400)
        no_further_action, closed = self._is(0.08), ended < self._year.end_on
        if not no_further_action:
            self._assessment(episode, referred)
            self._enquiry(episode, referred)
        self._add(
            "episode",
            episode=episode,
            referred_on=referred,
            referral_source=self._code("ReferralSource"),
            no_further_action=no_further_action,
            primary_need=self._code("PrimaryNeedCode"),
            closed_on=ended if closed else None,
            closure_reason=self._code("ReasonForClosure") if closed else None,
        )
        return ended

    def _assessment(self, episode: str, referred: date) -> None:
        started = self._later(referred, 0, 3)
        assessment = f"{episode}/a{started}"
        authorised = self._later(started, 15, 80)
        self._add("assessment", assessment=assessment, episode=episode, started_on=started, authorised_on=authorised)
        factors = [code for code, _ in codes.choices("AssessmentFactors", self._census_year) if code != "21"]
        for code in self._chance.sample(factors, self._chance.randint(1, 5)):
            self._add("assessment_factor", assessment=assessment, code=code)
        if self._is(0.4):
            plan = self._later(authorised, 0, 10)
            self._add("need_plan", need_plan=f"{episode}/n{plan}", episode=episode, started_on=plan)

    def _enquiry(self, episode: str, referred: date) -> None:
        if not self._is(0.3):
            return
        started = self._later(referred, 0, 30)
        enquiry, held = f"{episode}/s{started}", self._later(started, 8, 25)
        to_conference = self._is(0.5)
        self._add(
            "section47",
            section47=enquiry,
            episode=episode,
            started_on=started,
            conference_target_on=started + timedelta(days=21),
            conference_not_required=not to_conference,
        )
        if to_conference:
            key = f"{enquiry}/c{held}"
            self._add("conference", conference=key, episode=episode, section47=enquiry, kind="initial", held_on=held)
            self._plan(episode, held)

    def _plan(self, episode: str, held: date) -> None:
        if not self._is(0.8):
            return
        plan, category, ended = f"{episode}/p{held}", self._code("CategoryOfAbuse"), self._later(held, 90, 700)
        self._add(
            "protection_plan",
            protection_plan=plan,
            episode=episode,
            started_on=held,
            ended_on=ended if ended < self._year.end_on else None,
            initial_category=category,
            latest_category=category,
            previous_plans=self._chance.choices((0, 1, 2), (78, 18, 4))[0],
        )
        review = held + timedelta(days=self._chance.randint(60, 95))
        while review < ended:
            self._add("plan_review", plan_review=f"{plan}/r{review}", protection_plan=plan, held_on=review)
            review += timedelta(days=self._chance.randint(150, 185))


def _make_odd(kind: str, rows: dict[str, list[Row]]) -> None:
    child, episode = rows["child"][0], rows["episode"][0]
    born, referred = child["birth_on"], episode["referred_on"]
    assert isinstance(born, date) and isinstance(referred, date)
    if kind == "wrong_upn":
        for number in rows.get("identifier", ()):
            number["value"] = f"I{str(number['value'])[1:]}"
    elif kind == "unknown_code":
        child["ethnicity"] = "ZZZZ"
    elif kind == "retired_code":
        for factor in rows.get("assessment_factor", ())[:1]:
            factor["code"] = "18A"
    elif kind == "closed_before_referral":
        episode["closed_on"] = referred - timedelta(days=10)
    elif kind == "died_before_birth":
        child["died_on"] = born - timedelta(days=30)
    else:
        for plan in rows.get("protection_plan", ()):
            plan["started_on"] = referred - timedelta(days=40)
