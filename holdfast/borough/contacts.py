"""Telling contacts: the ones that became referrals, and the ones that were only good to know."""

from datetime import UTC, date, datetime, timedelta

from holdfast.borough.ledger import Ledger
from holdfast.borough.skeleton import Case, Child, Family
from holdfast.facts.schema import Row
from holdfast.kernel.keys import numbered

_SOURCES = ("2A", "2A", "2A", "3A", "3B", "3B", "3E", "4", "5B", "6", "6", "6", "6", "1A", "1B", "8")
_HOURS = {"6": (0, 23), "3E": (0, 23), "1A": (8, 21), "1B": (8, 21), "9": (8, 22)}
_OFFICE = (8, 17)


def tell_referral_contacts(ledger: Ledger, case: Case) -> None:
    """Each referral began with somebody telling us."""
    received_at = _at(ledger, case.referred_on, case.source)
    for child in case.children:
        _tell(ledger, child, received_at, case.source, "referral")


def tell_information(ledger: Ledger, family: Family) -> None:
    """Now and then somebody told us of the family again, and it was kept as information; more often of late."""
    for case in family.cases:
        span = (min(case.closed_on or ledger.as_of, ledger.as_of) - case.referred_on).days
        recent = case.closed_on is None or (ledger.as_of - case.closed_on).days < 365
        times = ledger.rng.choice((0, 1, 1, 2, 3)) if recent and case.in_need else int(ledger.rng.random() < 0.22)
        for _ in range(times if span > 10 else 0):
            day = case.referred_on + timedelta(days=ledger.rng.randint(3, span - 1))
            _tell_of(ledger, case.children, day, "information_only")


def tell_undecided(ledger: Ledger, families: list[Family], count: int) -> None:
    """What came in yesterday and today about known children, and nobody has decided yet."""
    for family in ledger.rng.sample(families, min(count, len(families))):
        day = ledger.as_of - timedelta(days=ledger.rng.choice((0, 0, 1)))
        _tell_of(ledger, family.children, day, None)


def contacts_in_order(rows: list[Row]) -> list[Row]:
    """The contacts by child and time, each with its key: the day, numbered where a day had several."""
    ordered = sorted(rows, key=lambda row: (str(row["child"]), str(row["received_at"])))
    keys = numbered(f"{row['child']} k{str(row['received_at'])[:10]}" for row in ordered)
    return [row | {"contact": key.split(" ")[1]} for row, key in zip(ordered, keys, strict=True)]


def _tell_of(ledger: Ledger, children: list[Child], day: date, outcome: str | None) -> None:
    source = ledger.rng.choice(_SOURCES)
    received_at = _at(ledger, day, source)
    for child in children:
        if child.until > day and (child.born_on - day).days < 180:
            _tell(ledger, child, received_at, source, outcome)


def _tell(ledger: Ledger, child: Child, received_at: datetime, source: str, outcome: str | None) -> None:
    ledger.tell("contact", child, received_at=received_at, source=source, outcome=outcome)


def _at(ledger: Ledger, day: date, source: str) -> datetime:
    first, last = _HOURS.get(source, _OFFICE)
    hour = ledger.rng.randint(first, last if day < ledger.as_of else min(last, 8))
    return datetime(day.year, day.month, day.day, hour, ledger.rng.randrange(60), tzinfo=UTC)
