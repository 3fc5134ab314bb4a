"""Telling contacts: the ones that became referrals, and the ones that were only good to know."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from holdfast.borough.ledger import AUTHORITY, Ledger
from holdfast.borough.skeleton import Case, Child, Family
from holdfast.borough.staff import kind_of
from holdfast.borough.stories import Contact, stories
from holdfast.borough.words import Texts, agency_of, sentence, theme_of
from holdfast.facts.agencies import KIND_OF_SOURCE, OF_THE_PUBLIC
from holdfast.facts.schema import Row
from holdfast.kernel.keys import numbered

_SOURCES = ("2A", "2A", "2A", "3A", "3B", "3B", "3E", "4", "5B", "6", "6", "6", "6", "1A", "1B", "8")
_HOURS = {"6": (0, 23), "3E": (0, 23), "1A": (8, 21), "1B": (8, 21), "9": (8, 22)}
_OFFICE = (8, 17)
_WORDS_FROM = timedelta(days=366)


@dataclass(frozen=True, kw_only=True)
class ToldContact:
    """A contact about one child, before it has its key."""

    child: Child
    received_at: datetime
    source: str
    outcome: str | None
    agency: str = ""
    words: str = ""


def contacts_of(ledger: Ledger, family: Family) -> list[ToldContact]:
    """Every contact about the family: its story's own where it has one, and the others' by chance."""
    found: list[ToldContact] = []
    written = stories()[family.hero].contacts if family.hero else ()
    for contact in written:
        found += _written(ledger, family, contact)
    for case in family.cases:
        if not any(each.outcome == "referral" and each.received_at.date() == case.referred_on for each in found):
            found += _by_chance(ledger, case, case.children, case.referred_on, "referral", source=case.source)
        if not family.hero:
            found += _information(ledger, case)
    return found


def undecided(ledger: Ledger, families: list[Family], count: int) -> list[ToldContact]:
    """What came in yesterday and today about known children, and nobody has decided yet."""
    found: list[ToldContact] = []
    for family in ledger.rng.sample(families, min(count, len(families))):
        day = ledger.as_of - timedelta(days=ledger.rng.choice((0, 0, 1)))
        found += _by_chance(ledger, family.cases[-1], family.children, day, None)
    return found


def as_rows(contacts: list[ToldContact]) -> tuple[list[Row], Texts]:
    """The contacts by child and time, each with its key: the day, numbered where a day had several; and their words."""
    ordered = sorted(contacts, key=lambda each: (each.child.local_id, each.received_at, each.source))
    stems = (f"{each.child.local_id} k{each.received_at.date()}" for each in ordered)
    keyed = [(each, key.split(" ")[1]) for each, key in zip(ordered, numbered(stems), strict=True)]
    texts = {
        ("contact", each.child.local_id, key): {"from_agency": each.agency, "concern": each.words}
        for each, key in keyed
        if each.words
    }
    return [_row(each, key) for each, key in keyed], texts


def _row(contact: ToldContact, key: str) -> Row:
    return {
        "authority": AUTHORITY,
        "child": contact.child.local_id,
        "contact": key,
        "received_at": contact.received_at,
        "source": contact.source,
        "outcome": contact.outcome,
        "agency_kind": kind_of(contact.agency if contact.words else "") or KIND_OF_SOURCE.get(contact.source),
        "by_public": contact.source in OF_THE_PUBLIC,
        "anonymous": contact.source == "9",
    }


def _written(ledger: Ledger, family: Family, contact: Contact) -> list[ToldContact]:
    told_on = ledger.as_of - timedelta(days=contact.days)
    if contact.outcome == "referral":
        told_on = max(case.referred_on for case in family.cases if case.referred_on <= told_on)
    received_at = datetime.combine(told_on, time(contact.hour, 12), UTC)
    return [
        ToldContact(
            child=child,
            received_at=received_at,
            source=contact.source,
            outcome=contact.outcome,
            agency=contact.agency,
            words=contact.words,
        )
        for child in _there(family.children, told_on)
    ]


def _information(ledger: Ledger, case: Case) -> list[ToldContact]:
    """Now and then somebody told us of the family again, and it was kept as information; more often of late."""
    span = (min(case.closed_on or ledger.as_of, ledger.as_of) - case.referred_on).days
    recent = case.closed_on is None or (ledger.as_of - case.closed_on).days < 365
    times = ledger.rng.choice((0, 1, 1, 2, 3)) if recent and case.in_need else int(ledger.rng.random() < 0.22)
    found: list[ToldContact] = []
    for _ in range(times if span > 10 else 0):
        day = case.referred_on + timedelta(days=ledger.rng.randint(3, span - 1))
        found += _by_chance(ledger, case, case.children, day, "information_only")
    return found


def _by_chance(
    ledger: Ledger, case: Case, children: list[Child], day: date, outcome: str | None, *, source: str = ""
) -> list[ToldContact]:
    source = source or ledger.rng.choice(_SOURCES)
    received_at = _at(ledger, day, source)
    recent, theme = day >= ledger.as_of - _WORDS_FROM, theme_of(case)
    return [
        ToldContact(
            child=child,
            received_at=received_at,
            source=source,
            outcome=outcome,
            agency=agency_of(source),
            words=sentence("contact", theme, child, rng=ledger.rng) if recent else "",
        )
        for child in _there(children, day)
    ]


def _there(children: list[Child], day: date) -> list[Child]:
    """Those who were children, or soon to be born, on that day."""
    return [child for child in children if child.until > day and (child.born_on - day).days < 200]


def _at(ledger: Ledger, day: date, source: str) -> datetime:
    """A time of day that fits who told us; on the last day early, so that it has come."""
    first, last = _HOURS.get(source, _OFFICE)
    hour = ledger.rng.randint(first, last) if day < ledger.as_of else min(first, 8)
    return datetime.combine(day, time(hour, ledger.rng.randrange(60)), UTC)
