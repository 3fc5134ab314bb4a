"""What the clocks should say, found by walking through the days one at a time.

Slow and plain on purpose, and written without the clocks' definitions, their limits or the calendar's arithmetic:
from the bank holiday file and the words of the reference rules alone.
"""

import csv
from dataclasses import dataclass, field
from datetime import date, timedelta
from importlib.resources import files

ONE_DAY = timedelta(days=1)
_LIST = list(csv.DictReader((files("holdfast.kernel") / "bank_holidays.csv").read_text().splitlines()))
BANK_HOLIDAYS = {row["day"] for row in _LIST if row["kind"] == "holiday"}
[FIRST_KNOWN] = [row["day"] for row in _LIST if row["kind"] == "covers_from"]
[FIRST_UNKNOWN] = [row["day"] for row in _LIST if row["kind"] == "covers_until"]


EARLY_HELP = (
    ("early_help_contact", "referred_on", "offered_on", (5, "working")),
    ("early_help_start", "referred_on", "started_on", (20, "working")),
    ("early_help_plan", "agreed_on", "planned_on", (30, "working")),
    ("early_help_review", "planned_on", "reviewed_on", (84, "day")),
)


@dataclass
class Story:
    """One subject of one clock: what a person would write on a card before walking."""

    clock: str
    subject: str
    began_on: date | None
    allow: tuple[int, str] | None
    happened: list[date | None]
    ends: list[date | None] = field(default_factory=list)
    allow_next: tuple[int, str] | None = None
    chain: bool = False
    since: date = date.min
    since_next: date = date.min
    not_on_the_first_day: bool = False
    done_undated: bool = False
    window: bool = False


def expected(rows, as_of):
    """(clock, subject, link, started, due, met, stopped, state) of every span that should be told."""
    told = set()
    for story in stories(rows):
        told |= set(walked(story, as_of))
    return told


def early_help_stories(rows, died):
    for h in rows:
        for clock, began, stop, allow in EARLY_HELP:
            if h[began]:  # not agreed or not planned yet: nothing has begun
                ends = [h["ended_on"], h["refused_on"], died]
                yield Story(clock, h["early_help"], h[began], allow, [h[stop]], ends)


def stories(rows):
    def table(name):
        return rows.get(name, [])

    died = min((c["died_on"] for c in table("child") if c["died_on"]), default=None)
    yield from early_help_stories(table("early_help"), died)
    for e in table("episode"):

        def mine(name, e=e):
            return [r for r in table(name) if r["episode"] == e["episode"]]

        yield Story(
            "referral_decision", e["episode"], e["referred_on"], (1, "working"), [e["decided_on"]],
            since=date(2013, 4, 15), done_undated=e["no_further_action"] is not None,
        )  # fmt: skip
        yield Story(
            "re_referral", e["episode"], e["referred_on"], (12, "month"), [o["referred_on"] for o in table("episode")],
            since=date(2010, 4, 1), not_on_the_first_day=True, window=True,
        )  # fmt: skip
        if e["no_further_action"] is not True:
            authorised = [a["authorised_on"] for a in mine("assessment")]
            yield Story(
                "assessment_45", e["episode"], e["referred_on"], (45, "working"), authorised,
                [e["closed_on"], died], since=date(2013, 4, 15),
            )  # fmt: skip
        for enquiry in mine("section47"):
            if enquiry["conference_not_required"] is not True:
                held = [
                    c["held_on"] for c in table("conference")
                    if c["section47"] == enquiry["section47"] and c["kind"] == "initial"
                ]  # fmt: skip
                yield Story(
                    "initial_conference", enquiry["section47"], enquiry["started_on"], (15, "working"), held,
                    [e["closed_on"], died], since=date(2006, 4, 1),
                )  # fmt: skip
        for conference in mine("conference"):
            if conference["kind"] == "transfer_in":
                yield Story(
                    "transfer_in_conference", conference["conference"], e["referred_on"], (15, "working"),
                    [conference["held_on"]], [e["closed_on"], died], since=date(2006, 4, 1),
                )  # fmt: skip
        for plan in mine("protection_plan"):
            yield from plan_stories(plan, e, died, table)


def plan_stories(plan, episode, died, table):
    key, began, ended = plan["protection_plan"], plan["started_on"], plan["ended_on"]

    def under(name):
        return [r for r in table(name) if r["protection_plan"] == key]

    reviews = [r["held_on"] for r in under("plan_review")]
    ends = [ended, episode["closed_on"], died]
    y1999 = date(1999, 12, 1)
    yield Story(
        "first_review", key, began, (3, "month"), reviews, ends, since=y1999, not_on_the_first_day=True
    )  # fmt: skip
    yield Story(
        "later_review", key, began, None, reviews, ends, (6, "month"), chain=True, since_next=y1999,
        not_on_the_first_day=True,
    )  # fmt: skip
    yield Story(
        "core_group", key, began, (10, "working"), [g["held_on"] for g in under("core_group")], ends, (42, "day"),
        chain=True, since=date(2006, 4, 1), since_next=date(2007, 1, 1),
    )  # fmt: skip
    seen = [v["visited_on"] for v in under("visit") if v["child_seen"]]
    yield Story("child_protection_visit", key, began, (10, "working"), seen, ends, (10, "working"), chain=True)
    yield Story("plan_two_years", key, began, (729, "day"), [ended], ends[1:], since=date(2009, 4, 1))


def walked(story, as_of):
    """Walk from the start to `as_of`, one day at a time, noting what happens on each."""
    started = story.began_on
    ended = sorted(day for day in story.ends if day and day <= as_of)
    if started is None or (ended and ended[0] < started <= as_of):
        yield told(story, 1, started, None, None, None, "not_computable")
        return
    link, allow, since = 1, story.allow, story.since
    waiting = allow is not None
    today = started
    while today <= as_of:
        counts = today in story.happened and not (today == story.began_on and story.not_on_the_first_day)
        over = bool(ended) and today == ended[0]
        if counts:
            if waiting:
                yield closed(story, link, started, allow, since, today, as_of)
                link += 1
            waiting = story.chain and not over
            started, allow, since = today, story.allow_next, story.since_next
            if not waiting:
                return
        if over:
            if waiting:
                yield closed(story, link, started, allow, since, None, as_of, stopped=today)
            return
        today += ONE_DAY
    if waiting and started <= as_of:
        yield closed(story, link, started, allow, since, None, as_of)


def closed(story, link, started, allow, since, met, as_of, *, stopped=None):
    due = last_day(started, *allow) if started >= since else None
    if due is None:
        return told(story, link, started, None, met, None, "not_computable")
    if met and met <= due:
        return told(story, link, started, due, met, None, "met")
    if met and not story.window:
        return told(story, link, started, due, met, None, "met_late")
    if story.done_undated:
        return told(story, link, started, due, None, None, "not_computable")
    if stopped:
        return told(story, link, started, due, None, stopped, "stopped")
    if as_of > due and story.window:
        return told(story, link, started, due, None, due, "stopped")
    return told(story, link, started, due, None, None, "overdue" if as_of > due else "running")


def told(story, link, started, due, met, stopped, state):
    return story.clock, story.subject, link, started, due, met, stopped, state


def last_day(start, count, unit):
    """The last day in time, or None where the bank holidays are not known all the way."""
    if unit == "month":
        return after_months(start, count)
    day, left = start, count
    if unit == "working" and not FIRST_KNOWN <= day.isoformat() < FIRST_UNKNOWN:
        return None
    while left:
        day += ONE_DAY
        if unit == "working" and not FIRST_KNOWN <= day.isoformat() < FIRST_UNKNOWN:
            return None
        left -= unit == "day" or is_working(day)
    return day


def is_working(day):
    return day.strftime("%a") not in ("Sat", "Sun") and day.isoformat() not in BANK_HOLIDAYS


def after_months(start, count):
    """Walk until the month has changed `count` times, then on to the same day of the month, if it has one."""
    day, changes = start, 0
    while changes < count:
        day += ONE_DAY
        changes += day.day == 1
    while day.day < start.day and (day + ONE_DAY).day != 1:
        day += ONE_DAY
    return day
