"""Census files in which nothing is wrong: to plant a defect in, and to time a check on."""

from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import BinaryIO

from holdfast.facts.cohorts import CollectionYear
from holdfast.facts.schema import Row, Value
from holdfast.kernel import codes
from holdfast.kernel.identifiers import upn_check_letter
from holdfast.kernel.working_days import england_and_wales
from holdfast.returns.cin import Written, header_for, write_children

_WAYS = ("ended", "assessed", "in_need", "enquired", "conferenced", "protected", "unborn")
_HOW_OFTEN = (15, 30, 25, 9, 3, 15, 3)
_SCHOOL_AGE = (5, 15)


def write_clean_census(
    to: Path | BinaryIO, *, children: int = 10_000, seed: int = 1, year: int = 2026, authority: str = "310"
) -> Written:
    """Write a census of that many invented children in which no rule finds anything; the same seed, the same bytes."""
    chance = Random(f"{seed} clean")
    told = (_Child(chance, number, authority=authority, year=year).tell() for number in range(children))
    header = header_for(authority=authority, year=year, made_at=datetime(year, 5, 1, 9, 0))
    if not isinstance(to, Path):
        return write_children(told, to, header=header)
    with to.open("wb") as sink:
        return write_children(told, sink, header=header)


class _Child:
    """What happened to one child who never was, all of it as it should be."""

    def __init__(self, chance: Random, number: int, *, authority: str, year: int) -> None:
        self._chance, self._number = chance, number
        self._child, self._authority = f"K{number:07}", authority
        self._year, self._census_year = CollectionYear.ending(year), year
        self._rows: dict[str, list[Row]] = {}

    def tell(self) -> tuple[str, dict[str, list[Row]]]:
        """The child's number and rows."""
        way = self._chance.choices(_WAYS, _HOW_OFTEN)[0]
        self._who(is_born=way != "unborn")
        referred = self._working(self._year.start_on + timedelta(days=self._chance.randrange(150, 230)))
        episode = str(referred)
        closed, reason = self._go(way, episode, referred)
        forward = way != "ended"
        self._add(
            "episode", episode=episode, referred_on=referred, referral_source=self._code("ReferralSource"),
            no_further_action=not forward, primary_need=self._code("PrimaryNeedCode") if forward else None,
            closed_on=closed, closure_reason=reason,
        )  # fmt: skip
        return self._child, self._rows

    def _go(self, way: str, episode: str, referred: date) -> tuple[date | None, str | None]:
        """What followed the referral; the day and the reason of closing."""
        if way == "ended":
            return None, None
        started = self._working(referred + timedelta(days=1))
        authorised = self._assess(episode, started)
        if way == "assessed":
            return self._working(authorised), self._chance.choice(("RC8", "RC9"))
        if way == "in_need":
            self._help(episode, authorised)
        elif way != "unborn":
            held = self._enquire(episode, started, to_conference=way != "enquired")
            if held and way == "protected":
                self._protect(episode, held)
        return None, None

    def _who(self, *, is_born: bool) -> None:
        born = self._year.end_on - timedelta(days=self._chance.randrange(300, 17 * 365)) if is_born else None
        age = (self._year.end_on - born).days // 365.25 if born else -1
        schooled = _SCHOOL_AGE[0] - 1 <= age <= _SCHOOL_AGE[1] + 1
        expected = None if is_born else self._year.end_on + timedelta(days=self._chance.randrange(0, 60))
        self._add(
            "child", birth_on=born, expected_birth_on=expected, sex=self._chance.choice("MF") if is_born else "U",
            ethnicity=self._code("Ethnicity"), upn_unknown=None if schooled else "UN1",
        )  # fmt: skip
        if schooled:
            rest = f"{self._authority}{self._number:09}"
            self._add("identifier", kind="upn", value=upn_check_letter(rest) + rest)
        for code in self._disabilities():
            self._add("disability", code=code)

    def _disabilities(self) -> list[str]:
        kinds = [code for code, _ in codes.choices("Disability", self._census_year) if code != "NONE"]
        return self._chance.sample(kinds, self._chance.randint(1, 3)) if self._chance.random() < 0.15 else ["NONE"]

    def _assess(self, episode: str, started: date) -> date:
        authorised = self._working(started + timedelta(days=self._chance.randint(15, 55)))
        assessment = f"{episode}/a{started}"
        self._add("assessment", assessment=assessment, episode=episode, started_on=started, authorised_on=authorised)
        factors = [code for code, _ in codes.choices("AssessmentFactors", self._census_year) if code != "21"]
        for code in self._chance.sample(factors, self._chance.randint(1, 4)):
            self._add("assessment_factor", assessment=assessment, code=code)
        return authorised

    def _help(self, episode: str, authorised: date) -> None:
        begun = self._working(authorised + timedelta(days=3))
        self._add("need_plan", need_plan=f"{episode}/n{begun}", episode=episode, started_on=begun)

    def _enquire(self, episode: str, started: date, *, to_conference: bool) -> date | None:
        """An enquiry; the day of its conference, if it led to one."""
        begun = self._working(started + timedelta(days=self._chance.randint(1, 5)))
        enquiry, target = f"{episode}/s{begun}", england_and_wales().add(begun, 15)
        self._add(
            "section47", section47=enquiry, episode=episode, started_on=begun, conference_target_on=target,
            conference_not_required=not to_conference,
        )  # fmt: skip
        if not to_conference:
            return None
        held = england_and_wales().add(begun, self._chance.randint(5, 15))
        key = f"{enquiry}/c{held}"
        self._add("conference", conference=key, episode=episode, section47=enquiry, kind="initial", held_on=held)
        return held

    def _protect(self, episode: str, held: date) -> None:
        plan, category = f"{episode}/p{held}", self._code("CategoryOfAbuse")
        review = held + timedelta(days=self._chance.randint(60, 90))
        self._add(
            "protection_plan", protection_plan=plan, episode=episode, started_on=held, initial_category=category,
            latest_category=category, previous_plans=self._chance.choices((0, 1, 2), (78, 18, 4))[0],
        )  # fmt: skip
        if review <= self._year.end_on:
            self._add("plan_review", plan_review=f"{plan}/r{review}", protection_plan=plan, held_on=review)

    def _working(self, day: date) -> date:
        """The day itself, or the next working day."""
        calendar = england_and_wales()
        return day if calendar.is_working_day(day) else calendar.add(day, 1)

    def _code(self, list_name: str) -> str:
        return self._chance.choice(codes.choices(list_name, self._census_year))[0]

    def _add(self, table: str, **columns: Value) -> None:
        row: Row = {"authority": self._authority, "child": self._child, **columns}
        self._rows.setdefault(table, []).append(row)
