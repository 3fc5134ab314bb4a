"""Imagining what the hub asked, what each agency answered, and what was seen and challenged."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from holdfast.borough.hub import Challenge, Enquiry, Hub, Hurt, Question, Seen
from holdfast.borough.ledger import Ledger, episode_key
from holdfast.borough.skeleton import Case, Child, Family
from holdfast.borough.staff import PRACTICES, SCHOOLS
from holdfast.borough.stories import stories

HOURS = {"red": 4, "amber": 24, "green": 72}
"""Of the demonstration's `local/mash.toml`; a closed day counts here as any other."""
CHALLENGE_DAYS = 5
"""Working days of each stage of the demonstration's `local/challenge.toml`."""

_SINCE = timedelta(days=420)
_COLOURS = ("red", "amber", "amber", "amber", "green", "green", "green", "amber")
_KNOWN = {
    "school": "On roll since last September. Attendance 88%. We have been worried about lunch money and lateness.",
    "gp_practice": "Registered with us. Last seen for an ear infection. One immunisation was missed.",
    "police": "Two calls to the address in twelve months, no arrest.",
    "health_visiting": "Seen at the two-year review. Speech was delayed, and a referral was made.",
}
_NOTHING = "Looked under both spellings and the address: no trace of the child or the adults."
_WAIVED = "Rang three times and left word. What the others told is enough to decide today; their answer will be read."


def hub_of(ledger: Ledger, families: Sequence[Family], *, seed: int) -> Hub:
    """What the hub's own records hold, for the last year."""
    rng = Random(f"{seed} hub")
    lately = sorted(_lately(ledger, families), key=lambda each: (each[1].referred_on, each[0].local_id))
    return Hub(
        enquiries=(*(_enquiry(rng, ledger, child, case) for child, case in lately), *_waiting(rng, ledger)),
        seen=tuple(_seen(ledger, families)),
        hurt=tuple(_hurt(ledger, families)),
        challenges=tuple(_challenges(ledger, lately)),
    )


def _lately(ledger: Ledger, families: Sequence[Family]) -> Iterator[tuple[Child, Case]]:
    since = ledger.as_of - _SINCE
    for family in families:
        for case in family.cases:
            child = case.children[0]
            if not family.hero and since < case.referred_on < case.decided_on <= ledger.as_of < child.until:
                yield child, case


def _enquiry(rng: Random, ledger: Ledger, child: Child, case: Case) -> Enquiry:
    colour = rng.choice(_COLOURS)
    started_at = datetime.combine(case.referred_on, time(10, rng.randrange(60)), UTC)
    due_at = started_at + timedelta(hours=HOURS[colour])
    late = rng.random() < 0.14
    completed_at = due_at + timedelta(hours=rng.randint(1, 20)) if late else started_at + _part(rng, HOURS[colour])
    end = min(completed_at, _evening(ledger.as_of))
    return Enquiry(
        child=child.local_id,
        episode=episode_key(case),
        contact=None,
        colour=colour,
        started_at=started_at,
        due_at=due_at,
        completed_at=end,
        questions=tuple(_questions(rng, child, started_at, end)),
    )


def _questions(rng: Random, child: Child, asked_at: datetime, end: datetime | None) -> Iterator[Question]:
    """What each agency answered before the end; a question that nobody answered was waived."""
    for source, agency in _agencies(rng, child, asked_at.date()):
        silent = rng.random() < (0.22 if source in ("gp_practice", "school") else 0.07)
        if silent:
            yield Question(
                source=source,
                agency=agency,
                asked_at=asked_at,
                waived_at=end,
                waived_because=_WAIVED if end else "",
            )
            continue
        known = rng.random() < 0.62
        until = end or asked_at + timedelta(hours=2)
        yield Question(
            source=source,
            agency=agency,
            asked_at=asked_at,
            answered_at=asked_at + (until - asked_at) * rng.uniform(0.1, 0.95),
            answer="known" if known else "nothing_known",
            words=_KNOWN[source] if known else _NOTHING,
        )


def _agencies(rng: Random, child: Child, day: date) -> Iterator[tuple[str, str]]:
    if child.born_on <= day - timedelta(days=4 * 365 + 180):
        yield "school", rng.choice(SCHOOLS)
    else:
        yield "health_visiting", "Community health services"
    yield "gp_practice", rng.choice(PRACTICES)
    yield "police", "Police"


def _waiting(rng: Random, ledger: Ledger) -> Iterator[Enquiry]:
    """Two enquiries that run now, on what came in and nobody has decided: one agency of each is still silent."""
    waiting = [row for row in ledger.rows["contact"] if row["outcome"] is None]
    for row, colour in zip(sorted(waiting, key=lambda row: str(row["child"])), ("red", "amber"), strict=False):
        received_at = row["received_at"]
        assert isinstance(received_at, datetime)
        started_at = received_at + timedelta(minutes=25)
        asked = (
            Question(source="police", agency="Police", asked_at=started_at),
            Question(source="gp_practice", agency=PRACTICES[0], asked_at=started_at),
            Question(
                source="school",
                agency=SCHOOLS[0],
                asked_at=started_at,
                answered_at=started_at + timedelta(minutes=rng.randint(10, 30)),
                answer="known",
                words=_KNOWN["school"],
            ),
        )
        yield Enquiry(
            child=str(row["child"]),
            episode=None,
            contact=str(row["contact"]),
            colour=colour,
            started_at=started_at,
            due_at=started_at + timedelta(hours=HOURS[colour]),
            completed_at=None,
            questions=asked,
        )


def _seen(ledger: Ledger, families: Sequence[Family]) -> Iterator[Seen]:
    for child, told, day in _written(ledger, families, "seen"):
        yield Seen(
            child=child.local_id,
            agency=told["agency"],
            by=told["by"],
            seen_on=day,
            what=told["what"],
            setting=told["setting"],
            saw=told["saw"],
        )


def _hurt(ledger: Ledger, families: Sequence[Family]) -> Iterator[Hurt]:
    for child, told, day in _written(ledger, families, "hurt"):
        yield Hurt(
            child=child.local_id,
            agency=told["agency"],
            by=told["by"],
            seen_on=day,
            site=told["site"],
            kind=told["kind"],
            explanation=told["explanation"],
            explained_by=told["explained_by"],
            words=told["words"],
        )


def _written(ledger: Ledger, families: Sequence[Family], name: str) -> Iterator[tuple[Child, dict[str, str], date]]:
    """What a hand-written story says was seen, of the first child of its family, on its day."""
    for family in families:
        written = stories()[family.hero].written.get(name, ()) if family.hero else ()
        for told in written:
            day = ledger.as_of - timedelta(days=told["days"])
            if family.children[0].born_on <= day:
                yield family.children[0], told, day


_CHALLENGES = (
    ("helen", "health", "Community health services", "threshold", 300, 3, "changed"),
    ("farah", "school", SCHOOLS[0], "voice", 210, 5, "stood"),
    ("erin", "police", "Police", "information", 120, 8, "partly"),
    ("gpshared", "gp_practice", PRACTICES[0], "pace", 60, 4, "changed"),
    ("helen", "health", "Community health services", "safety", 8, None, ""),
    ("farah", "school", SCHOOLS[0], "closing", 2, None, ""),
)
_WORDS = {
    "threshold": "Three visits in a month, and each time I was kept in the hall. Level 2 does not fit what I saw.",
    "voice": "Nobody spoke with her. She asked me on Tuesday whether anybody was coming.",
    "information": "We hold two calls to the address that the decision does not mention.",
    "pace": "Three weeks, and nobody has rung us or the family.",
    "safety": "He is not safe at home this week. The decision rests on a promise that was broken before.",
    "closing": "It was ended before anybody had seen the younger one.",
}


def _challenges(ledger: Ledger, lately: Sequence[tuple[Child, Case]]) -> Iterator[Challenge]:
    """Four that were settled, one of them late; one that nobody answered at its first stage; one of this week."""
    free = list(lately)
    for by, kind, agency, theme, days, answered, outcome in _CHALLENGES:
        raised_on = ledger.as_of - timedelta(days=days)
        before = [pair for pair in free if pair[1].decided_on < raised_on]
        if not before:
            continue
        child, case = before[-1]
        free.remove(before[-1])
        raised_at = datetime.combine(raised_on, time(11, 20), UTC)
        ends = _stage_ends(ledger, raised_on)
        answered_at = raised_at + timedelta(days=answered) if answered else None
        yield Challenge(
            child=child.local_id,
            episode=episode_key(case),
            by=by,
            agency_kind=kind,
            agency=agency,
            theme=theme,
            words=_WORDS[theme],
            raised_at=raised_at,
            due_at=ends,
            answered_at=answered_at,
            answer="We looked again with everything in front of us, and with you on the telephone." if answered else "",
            outcome=outcome,
            closed_at=answered_at + timedelta(days=1) if answered_at else None,
        )


def _stage_ends(ledger: Ledger, raised_on: date) -> tuple[datetime, ...]:
    """The midnight after the last day of each of three stages."""
    ends, day = [], raised_on
    for _ in range(3):
        day = ledger.calendar.add(day, CHALLENGE_DAYS)
        ends.append(datetime.combine(day + timedelta(days=1), time(), UTC))
    return tuple(ends)


def _part(rng: Random, hours: int) -> timedelta:
    return timedelta(minutes=rng.randint(hours * 20, hours * 57))


def _evening(day: date) -> datetime:
    return datetime.combine(day, time(7), UTC)
