"""A year of facts told by hand for the Board's figures, in which some numbers are too small to be shown."""

from datetime import date

from holdfast.facts.cohorts import CollectionYear
from holdfast.facts.store import Facts
from holdfast.measures import compute
from holdfast.measures.engine import Figure

YEAR = CollectionYear.named("2016-17")
AUTHORITY = "310"
_SOURCES = {"schools": "2A", "police": "6", "housing": "4"}


def told(*, schools: int = 40, police: int = 3, housing: int = 4, plans: int = 29, again: int = 2) -> Facts:
    """Referrals on 3 May 2016 by who made them, and plans that began on 2 June 2016, some of them a child's second."""
    counts = {"schools": schools, "police": police, "housing": housing}
    sources = [_SOURCES[name] for name, count in counts.items() for _ in range(count)]
    children = [f"K{number:06}" for number in range(max(len(sources), plans))]
    return Facts.of(
        {
            "child": [{"authority": AUTHORITY, "child": each, "birth_on": date(2010, 1, 5)} for each in children],
            "episode": [_episode(child, source) for child, source in zip(children, sources, strict=False)],
            "protection_plan": [_plan(child, again=at < again) for at, child in enumerate(children[:plans])],
        }
    )


def counted(facts: Facts, *, year: CollectionYear = YEAR, as_of: date = date(2017, 6, 1)) -> list[Figure]:
    """The exact figures of the year."""
    return compute(facts, authority=AUTHORITY, year=year, as_of=as_of, population=58_234)


def _episode(child: str, source: str) -> dict[str, object]:
    return {
        "authority": AUTHORITY,
        "child": child,
        "episode": "2016-05-03",
        "referred_on": date(2016, 5, 3),
        "referral_source": source,
        "no_further_action": False,
    }


def _plan(child: str, *, again: bool) -> dict[str, object]:
    return {
        "authority": AUTHORITY,
        "child": child,
        "protection_plan": "2016-05-03/p2016-06-02",
        "episode": "2016-05-03",
        "started_on": date(2016, 6, 2),
        "initial_category": "NEG",
        "latest_category": "NEG",
        "previous_plans": int(again),
    }
