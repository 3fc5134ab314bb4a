"""Count the model's probabilities on an invented population: `python -m tests.bench.matching.training`.

m is how often an answer comes where the two are one person, u where they are not, both within the comparison's
situation. Since brothers and sisters are few among all pairs, u of those who live together is counted among them,
never among pairs drawn at random.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from random import Random
from uuid import UUID

from holdfast.matching.comparisons import COMPARISONS, SILENT, TOGETHER, answers, splink_levels
from holdfast.matching.described import Ready, made_ready
from tests.bench.matching.people import household
from tests.bench.matching.rates import UNKNOWN_SHARE
from tests.bench.matching.telling import Told, record_of, told

SEED, HOUSEHOLDS, REPORTS, RANDOM_PAIRS = 20261, 60_000, 30_000, 600_000
CHILDREN_MEANT = 570_000
"""How many children are known where the model is used: about those among a million persons."""
DATA = Path(__file__).parents[3] / "holdfast" / "matching" / "data"
_SOURCES = ("homes", "telephones", "mothers", "postcodes")

Counted = dict[str, Counter[str]]


@dataclass(frozen=True)
class Known:
    """Every known child's record, and who shares a home, a telephone, a mother or a postcode."""

    records: dict[UUID, Ready]
    sharing: dict[str, list[UUID]]

    def beside(self, ready: Ready) -> set[UUID]:
        """Whoever shares one of those with this description."""
        return {key for column in _SOURCES for shared in getattr(ready, column) for key in self.sharing[shared]}


def main() -> None:
    """Count, and write the model and its card."""
    known = known_children(SEED, HOUSEHOLDS)
    reports = [told(number, seed=SEED, households=HOUSEHOLDS) for number in range(REPORTS)]
    ready = [(each, made_ready(each.described)) for each in reports]
    one, two = _pairs_of_one(known, ready), _pairs_of_two(known, ready)
    (DATA / "model.json").write_text(json.dumps(_settings(one, two, len(known.records)), indent=1) + "\n", "utf-8")
    (DATA / "model_card.toml").write_text(_card(len(known.records)), "utf-8")


def _card(children: int) -> str:
    """How it was trained; the rates of errors stand in `rates.py`, whose hash tells which they were."""
    rates = sha256((Path(__file__).parent / "rates.py").read_bytes()).hexdigest()[:12]
    return (
        "# How model.json was made. It holds shares of pairs and nothing about anybody: nobody in it ever lived.\n"
        f'made_on = {datetime.now():%Y-%m-%d}\nmade_by = "python -m tests.bench.matching.training"\n'
        'from = "an invented population: tests/bench/matching/people.py, telling.py and rates.py"\n'
        f"seed = {SEED}\nhouseholds = {HOUSEHOLDS}\nchildren_on_record = {children}\nreports = {REPORTS}\n"
        f'rates_sha256 = "{rates}"\nmeant_for_children_on_record = {CHILDREN_MEANT}\n'
        f"share_of_reports_about_a_known_child = {1 - UNKNOWN_SHARE}\n"
    )


def known_children(seed: int, households: int) -> Known:
    """The records of an invented place."""
    records, sharing = {}, defaultdict(list)
    for number in range(households):
        home = household(number, seed=seed, households=households)
        for child in home.known:
            if child.is_child:
                records[child.key] = ready = made_ready(record_of(child, home, seed=seed))
                for shared in (key for column in _SOURCES for key in getattr(ready, column)):
                    sharing[shared].append(child.key)
    return Known(records, sharing)


def _pairs_of_one(known: Known, reports: Iterable[tuple[Told, Ready]]) -> Counted:
    return _count((ready, known.records[each.truth]) for each, ready in reports if each.known)


def _pairs_of_two(known: Known, reports: list[tuple[Told, Ready]]) -> Counted:
    """People of one household and of one postcode counted whole; strangers by drawing."""
    beside = _count(
        (ready, known.records[key]) for each, ready in reports for key in known.beside(ready) if key != each.truth
    )
    strangers = _count(_strangers(known, reports))
    everybody = len(reports) * len(known.records)
    told = sum(1 for _, ready in reports if ready.homes or ready.postcodes or ready.telephones or ready.mothers)
    beside["home"]["other"] = everybody * told // len(reports) - beside["home"].total()
    for name, counted in strangers.items():
        if name != "home":
            for level, number in counted.items():
                beside[name][level] = number if not level.startswith(("together", "twinned")) else beside[name][level]
    return beside


def _strangers(known: Known, reports: list[tuple[Told, Ready]]) -> Iterator[tuple[Ready, Ready]]:
    chance, keys = Random(SEED), list(known.records)
    for _ in range(RANDOM_PAIRS):
        each, ready = chance.choice(reports)
        key = chance.choice(keys)
        if key != each.truth and not TOGETHER.holds(ready, known.records[key]):
            yield ready, known.records[key]


def _count(pairs: Iterable[tuple[Ready, Ready]]) -> Counted:
    counted: Counted = {each.name: Counter() for each in COMPARISONS}
    for a, b in pairs:
        for name, answer in answers(a, b).items():
            counted[name][answer] += 1
    return counted


def _settings(one: Counted, two: Counted, children: int) -> dict[str, object]:
    return {
        "link_type": "link_only",
        "sql_dialect": "duckdb",
        "unique_id_column_name": "key",
        "probability_two_random_records_match": (1 - UNKNOWN_SHARE) / CHILDREN_MEANT,
        "retain_intermediate_calculation_columns": False,
        "comparisons": [
            {
                "output_column_name": each.name,
                "comparison_levels": [
                    _level(each.name, label, sql, one, two, children) for label, sql in splink_levels(each)
                ],
            }
            for each in COMPARISONS
        ],
    }


def _level(name: str, label: str, sql: str, one: Counted, two: Counted, children: int) -> dict[str, object]:
    if label == SILENT:
        return {"sql_condition": sql, "label_for_charts": label, "is_null_level": True}
    m, u = _share(one[name], label), _share(two[name], label)
    if name == "home" and not label.endswith("other"):
        u *= children / CHILDREN_MEANT  # a household does not grow with the place
    return {"sql_condition": sql, "label_for_charts": label, "m_probability": m, "u_probability": u}


def _share(counted: Counter[str], label: str) -> float:
    """How often, among pairs in the same situation that say something; what never came counts as half a time."""
    situation = label.rpartition(":")[0]
    among = sum(n for other, n in counted.items() if other != SILENT and other.rpartition(":")[0] == situation)
    return (counted[label] or 0.5) / (among + 1)


if __name__ == "__main__":
    main()
