"""Every measure worked out again in plain Python, from the words of its definition and nothing of the engine.

Deliberately slow and simple: lists, loops, one day at a time.
"""

from collections import Counter
from datetime import date, timedelta
from typing import Any

from holdfast.facts import TABLES
from holdfast.facts.cohorts import CollectionYear
from holdfast.facts.store import Facts
from holdfast.kernel.working_days import Calendar

Row = dict[str, Any]
Counts = dict[str, int]

GROUPS = {"1": "individual", "3": "health_services", "5": "la_services"}
SINGLE = {
    "2A": "schools",
    "2B": "education_services",
    "4": "housing",
    "6": "police",
    "7": "other_legal_agency",
    "8": "other",
    "9": "anonymous",
}


class Plain:
    """The rows of one authority, asked about one year."""

    def __init__(self, facts: Facts, authority: str, year: CollectionYear, calendar: Calendar) -> None:
        self.year, self.calendar = year, calendar
        self.told = {table: [row for row in facts.rows(table) if row["authority"] == authority] for table in TABLES}

    def rows(self, table: str) -> list[Row]:
        return self.told[table]

    def one(self, table: str, **of: Any) -> Row | None:
        return next((row for row in self.rows(table) if all(row[name] == told for name, told in of.items())), None)

    def counts(self) -> Counts:
        """Numerators and, after a slash, denominators that are not populations; parts after a colon."""
        counts: Counter[str] = Counter()
        for part in (self.referrals, self.assessments, self.enquiries, self.begun, self.standing, self.in_need):
            counts.update(part())
        return counts

    def referrals(self) -> Counts:
        counts: Counter[str] = Counter()
        seen = set()
        for row in self.rows("episode"):
            if row["referred_on"] not in self.year:
                continue
            counts["REF-01N"] += 1
            counts[f"REF-01N:source:{source(row['referral_source'])}"] += 1
            counts["REF-02N"] += self.came_back(row)
            if row["decided_on"]:
                self.time(counts, "REF-05", row["referred_on"], row["decided_on"], 1)
            seen.add(row["child"])
        return counts + Counter({"REF-03": len(seen), "REF-02/": counts["REF-01N"]})

    def came_back(self, row: Row) -> bool:
        day = row["referred_on"]
        before = [
            e["referred_on"] for e in self.rows("episode") if e["child"] == row["child"] and e["referred_on"] < day
        ]
        return any(day <= a_year_after(each) for each in before)

    def assessments(self) -> Counts:
        counts: Counter[str] = Counter()
        for row in self.rows("assessment"):
            if row["authorised_on"] not in self.year:
                continue
            counts["ASM-01N"] += 1
            episode = self.one("episode", child=row["child"], episode=row["episode"])
            self.time(counts, "ASM-02", row["started_on"], row["authorised_on"], 45)
            self.time(counts, "ASM-02G", episode and episode["referred_on"], row["authorised_on"], 45)
        return counts

    def enquiries(self) -> Counts:
        counts = Counter({"S47-01N": sum(row["started_on"] in self.year for row in self.rows("section47"))})
        for row in self.rows("conference"):
            if row["held_on"] in self.year:
                counts["ICPC-01N"] += 1
                self.time(counts, "ICPC-02", self.conference_since(row), row["held_on"], 15)
        return counts

    def conference_since(self, row: Row) -> date | None:
        if row["kind"] == "transfer_in":
            found = self.one("episode", child=row["child"], episode=row["episode"])
            return found["referred_on"] if found else None
        found = self.one("section47", child=row["child"], section47=row["section47"])
        return found["started_on"] if found else None

    def time(self, counts: Counter[str], code: str, start: date | None, end: date, limit: int) -> None:
        if start is None or start > end or not self.calendar.covers(start) or not self.calendar.covers(end):
            return
        counts[f"{code}/"] += 1
        passed, day = 0, start
        while day < end and passed <= limit:
            day += timedelta(days=1)
            passed += self.calendar.is_working_day(day)
        counts[code] += passed <= limit

    def begun(self) -> Counts:
        counts: Counter[str] = Counter()
        for row in self.rows("protection_plan"):
            if row["started_on"] not in self.year:
                continue
            earlier = [
                p for p in self.plans_of(row["child"]) if p["started_on"] and p["started_on"] < row["started_on"]
            ]
            counts["CPP-02N"] += 1
            counts[f"CPP-02N:category:{row['initial_category'] or 'unknown'}"] += 1
            counts[f"CPP-02N:age:{self.age_band(row['child'], row['started_on'])}"] += 1
            counts["CPP-03N"] += bool(earlier or (row["previous_plans"] or 0) > 0)
        return counts + Counter({"CPP-03/": counts["CPP-02N"]})

    def plans_of(self, child: str) -> list[Row]:
        return [row for row in self.rows("protection_plan") if row["child"] == child]

    def standing(self) -> Counts:
        counts: Counter[str] = Counter()
        last = self.year.end_on
        for child in {row["child"] for row in self.rows("protection_plan")}:
            plans = [
                p for p in self.plans_of(child) if p["started_on"] and stands(p["started_on"], p["ended_on"], last)
            ]
            if not plans:
                continue
            plans.sort(key=lambda p: p["protection_plan"])
            plan = max(plans, key=lambda p: p["started_on"])
            counts["CPP-01N"] += 1
            counts[f"CPP-01N:category:{plan['latest_category'] or 'unknown'}"] += 1
            counts[f"CPP-01N:age:{self.age_band(child, last)}"] += 1
            counts["CPP-07N"] += (last - plan["started_on"]).days > 729
        return counts + Counter({"CPP-07/": counts["CPP-01N"]})

    def in_need(self) -> Counts:
        counts: Counter[str] = Counter()
        last = self.year.end_on
        for child in {row["child"] for row in self.rows("episode") if self.is_need(row, last)}:
            counts["CIN-01N"] += 1
            counts[f"CIN-01N:age:{self.age_band(child, last)}"] += 1
        return counts

    def is_need(self, row: Row, last: date) -> bool:
        refused = row["no_further_action"] and (row["decided_on"] is None or row["decided_on"] <= last)
        return stands(row["referred_on"], row["closed_on"], last) and not refused

    def age_band(self, child: str, day: date) -> str:
        told = self.one("child", child=child) or {"birth_on": None, "expected_birth_on": None}
        born = told["birth_on"]
        if born is None:
            return "unborn" if told["expected_birth_on"] else "unknown"
        if born > day:
            return "unborn"
        years = sum(
            (born.month, born.day) <= (day.month, day.day) if y == day.year else True
            for y in range(born.year + 1, day.year + 1)
        )
        bands = ["under_1"] + ["1_to_4"] * 4 + ["5_to_9"] * 5 + ["10_to_15"] * 6
        return bands[years] if years < len(bands) else "16_and_over"


def stands(start: date, end: date | None, day: date) -> bool:
    return start <= day and (end is None or end > day)


def source(code: str | None) -> str:
    if code is None or code == "10":
        return "unknown"
    return SINGLE.get(code) or GROUPS.get(code[0], "unknown")


def a_year_after(day: date) -> date:
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return date(day.year + 1, 2, 28)
