"""A partner's whole feed by Splink, beside the look-up: the same people, reports and weights."""

import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from holdfast.matching.described import Described
from holdfast.matching.splinked import Pair, pairs
from tests.bench.matching.curve import NOTHING, Answer
from tests.bench.matching.people import household
from tests.bench.matching.telling import Told, record_of

_WORTH_LOOKING_AT = 0.001


def children_on_record(seed: int, households: int) -> Iterator[tuple[str, Described]]:
    """Every child on record, as described there."""
    for number in range(households):
        home = household(number, seed=seed, households=households)
        yield from ((str(who.key), record_of(who, home, seed=seed)) for who in home.known if who.is_child)


def answered(reports: Sequence[Told], *, seed: int, households: int) -> tuple[list[Answer], float]:
    """Each report's likeliest record, and the seconds that all of it took."""
    told = ((str(number), report.described) for number, report in enumerate(reports))
    began = time.perf_counter()
    with TemporaryDirectory() as folder:
        found = pairs(told, children_on_record(seed, households), above=_WORTH_LOOKING_AT, spill_to=Path(folder))
    best: dict[str, Pair] = {}
    for pair in found:
        best.setdefault(pair.told, pair)
    seconds = time.perf_counter() - began
    return [_answer(report, best.get(str(number))) for number, report in enumerate(reports)], seconds


def _answer(report: Told, best: Pair | None) -> Answer:
    if best is None:
        return Answer(report.by, NOTHING, False, report.known)
    return Answer(report.by, best.bits, best.on_record == str(report.truth), report.known)
