"""The measures of the front door worked out again in plain Python, from the words of their definitions."""

from collections import Counter
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from holdfast.facts.cohorts import CollectionYear
from holdfast.facts.store import Facts
from holdfast.kernel.working_days import Calendar
from tests.property.plain_measures import a_year_after

Row = dict[str, Any]
LONDON = ZoneInfo("Europe/London")
KINDS = [
    "children_services", "police", "health", "school", "gp_practice", "mental_health", "housing", "charity",
    "council_other",
]  # fmt: skip


class PlainFrontDoor:
    """The front door's rows of one authority, asked about one year."""

    def __init__(self, facts: Facts, authority: str, year: CollectionYear, calendar: Calendar) -> None:
        self.year, self.calendar, self.facts, self.authority = year, calendar, facts, authority
        self.counts: Counter[str] = Counter()
        for part in (self.contacts, self.enquiries, self.checks, self.help, self.challenges, self.looks, self.reasons):
            part()

    def rows(self, table: str) -> list[Row]:
        return [row for row in self.facts.rows(table) if row["authority"] == self.authority]

    def share(self, code: str, held: bool, slug: str = "") -> None:
        """One more in the denominator, and perhaps in the numerator."""
        self.counts[f"{code}/"] += 1
        self.counts[code] += held
        if slug:
            self.counts[f"{code}:{slug}"] += held

    def contacts(self) -> None:
        every = self.rows("contact")
        for row in every:
            day = day_of(row["received_at"])
            if day not in self.year:
                continue
            kind = agency(row["agency_kind"], row["by_public"])
            self.counts["CON-01"] += 1
            self.counts[f"CON-01:{kind}"] += 1
            self.share("CON-02", row["outcome"] == "referral")
            earlier = [day_of(o["received_at"]) for o in every if o["child"] == row["child"]]
            self.share("CON-03", any(e < day <= a_year_after(e) for e in earlier))
            self.share("CON-04", row["matched_on"] is not None)
            self.time("CON-05", day, row["opened_at"])
            self.time("CON-07", day, row["answered_at"])
            if row["danger"] is not None and not row["anonymous"]:
                self.share("CON-06", row["answered_at"] is not None)
            if row["anonymous"]:
                self.share("CON-08", row["outcome"] in ("referral", "early_help", "open_case"))

    def time(self, code: str, start: date, at: datetime | None, limit: int = 1) -> None:
        end = day_of(at) if isinstance(at, datetime) else at
        if end is None or start > end or not (self.calendar.covers(start) and self.calendar.covers(end)):
            return
        passed = sum(self.calendar.is_working_day(start + timedelta(days=n)) for n in range(1, (end - start).days + 1))
        self.share(code, passed <= limit)

    def enquiries(self) -> None:
        for row in self.rows("mash_enquiry"):
            if day_of(row["started_at"]) not in self.year:
                continue
            colour = f"colour:{row['colour'] if row['colour'] in ('red', 'amber', 'green') else 'unknown'}"
            self.counts["MASH-01"] += 1
            self.counts[f"MASH-01:{colour}"] += 1
            due, done = row["due_at"], row["completed_at"]
            if due and (done or day_of(due) <= self.year.end_on):
                self.share("MASH-02", bool(done and done <= due), colour)

    def checks(self) -> None:
        began = {(row["child"], row["mash_enquiry"]): row["started_at"] for row in self.rows("mash_enquiry")}
        for row in self.rows("agency_check"):
            at = row["asked_at"] or began.get((row["child"], row["mash_enquiry"]))
            if at is None or day_of(at) not in self.year:
                continue
            kind = agency(row["agency_kind"], None)
            self.counts["MASH-03"] += 1
            self.counts[f"MASH-03:{kind}"] += 1
            if row["asked_at"] is None:
                continue
            answered, due = row["answered_at"], row["due_at"]
            over = bool(due and day_of(due) <= self.year.end_on)
            if answered or over:
                self.share("MASH-04", answered is not None, kind)
                self.share("MASH-05", bool(answered and due and answered <= due))
            if not answered:
                self.counts["MASH-06"] += over
                self.counts[f"MASH-06:{kind}"] += over
                self.counts["MASH-07"] += row["waived_at"] is not None
                self.counts[f"MASH-07:{kind}"] += row["waived_at"] is not None

    def help(self) -> None:
        for row in self.rows("early_help"):
            if row["referred_on"] not in self.year:
                continue
            level = f"level:{row['level'] if row['level'] in (1, 2, 3, 4) else 'unknown'}"
            self.counts["EH-01"] += 1
            self.counts[f"EH-01:{level}"] += 1
            self.share("EH-03", row["refused_on"] is not None)
            due, started = row["start_due_on"], row["started_on"]
            if due is None or (row["refused_on"] and row["refused_on"] <= due):
                continue
            if started is None and row["ended_on"] and row["ended_on"] <= due:
                continue
            if started or due <= self.year.end_on:
                self.share("EH-02", bool(started and started <= due), level)

    def challenges(self) -> None:
        for row in self.rows("challenge"):
            if row["raised_on"] in self.year:
                self.counts["CHA-01"] += 1
                self.counts[f"CHA-01:{agency(row['raised_by_kind'], None)}"] += 1
                self.counts["CHA-02"] += row["closed_on"] is None or row["closed_on"] > self.year.end_on
        for row in self.rows("challenge_stage"):
            stage = f"stage:{row['stage'] if row['stage'] in (1, 2, 3) else 'later'}"
            due, done = row["due_on"], row["answered_on"]
            if row["started_on"] in self.year and due and (done or due < self.year.end_on):
                self.share("CHA-03", bool(done and done <= due), stage)

    def looks(self) -> None:
        for row in self.rows("management_look"):
            if row["asked_on"] not in self.year or row["decision"] == "withdrawn":
                continue
            self.counts["LOOK-01"] += 1
            self.share("LOOK-02", row["looked_on"] is not None)
            self.time("LOOK-03", row["asked_on"], row["looked_on"], limit=5)

    def reasons(self) -> None:
        for row in self.rows("episode"):
            told = [
                factor
                for factor in self.rows("referral_factor")
                if (factor["child"], factor["episode"]) == (row["child"], row["episode"])
            ]
            if row["referred_on"] in self.year and told:
                abuse = [factor for factor in told if factor["code"] in ("3A", "3B", "3C")]
                self.share("DA-01", any(factor["main"] for factor in abuse))
                self.share("DA-02", bool(abuse))


def agency(kind: str | None, by_public: bool | None) -> str:
    return f"agency:{kind if kind in KINDS else 'public' if by_public else 'unknown'}"


def day_of(at: datetime | date) -> date:
    return at.astimezone(LONDON).date() if isinstance(at, datetime) else at
