"""Families that never were: how many children, how old, called what."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from random import Random
from typing import Literal, TypeVar

from holdfast.borough.skeleton import Child, Family

T = TypeVar("T")

_AGES = ((-0.5, 0.0, 4), (0.0, 1.0, 8), (1.0, 5.0, 22), (5.0, 10.0, 27), (10.0, 16.0, 31), (16.0, 17.6, 8))
"""Years of age between, and how many of a hundred children: roughly those in need in England."""

_CHILDREN = ((1, 44), (2, 33), (3, 16), (4, 7))


@dataclass(frozen=True, kw_only=True)
class Community:
    """Where a family's names come from; `language` where an interpreter may be needed."""

    name: str
    weight: int
    ethnicities: tuple[str, ...]
    language: str
    women: tuple[str, ...]
    men: tuple[str, ...]
    families: tuple[str, ...]


@cache
def communities() -> dict[str, Community]:
    """Every community by name; a family name may be empty, for people who have but one name."""
    sheet = (files("holdfast.borough") / "data" / "communities.csv").read_text("utf-8")
    return {row["community"]: _community(row) for row in csv.DictReader(sheet.splitlines())}


class Registrar:
    """Makes families and children, each with a number of their own, from one stream of chance."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self._families = 0
        self._children = 0

    def family(self, day: date) -> Family:
        """A family whose children are of an age to be told of on that day."""
        community = chosen(self._rng, [(each, each.weight) for each in communities().values()])
        family = self.named_family(community.name, self._rng.choice(community.families))
        family.known_on = day
        self._bear(family, day)
        return family

    def named_family(self, community: str, name: str) -> Family:
        """A family of that name, so far without children."""
        self._families += 1
        return Family(self._families, community, name, [])

    def child(
        self, family: Family, born_on: date, *, told_on: date, given: str = "", sex: Literal["M", "F"] | None = None
    ) -> Child:
        """A child of the family, who joins it; unborn where first told of before birth."""
        self._children += 1
        community = communities()[family.community]
        sex = sex or ("F" if self._rng.random() < 0.49 else "M")
        child = Child(
            local_id=str(310000 + 7 * self._children + self._rng.randrange(7)),
            given=given or self._new_name(family, community.women if sex == "F" else community.men),
            family_name=family.name,
            sex=sex,
            born_on=born_on,
            community=community.name,
            ethnicity=self._rng.choice(community.ethnicities) if self._rng.random() < 0.96 else "NOBT",
            disabled=self._rng.random() < 0.11,
            expected_on=born_on + timedelta(days=self._rng.randint(-9, 9)) if born_on > told_on else None,
        )
        family.grows(child)
        return child

    def baby(self, family: Family, day: date) -> Child:
        """A brother or sister to come, or newly come."""
        born_on = day + timedelta(days=self._rng.randint(-40, 140))
        return self.child(family, born_on, told_on=day)

    def _bear(self, family: Family, day: date) -> None:
        youngest = self._birthday(day)
        self.child(family, youngest, told_on=day)
        for _ in range(chosen(self._rng, _CHILDREN) - 1):
            eldest = min(each.born_on for each in family.children)
            self._elder(family, eldest, day)

    def _elder(self, family: Family, eldest: date, day: date) -> None:
        if self._rng.random() < 0.035:
            self.child(family, eldest, told_on=day)
            return
        born_on = eldest - timedelta(days=self._rng.randint(400, 1700))
        if (day - born_on).days < 17.6 * 365.25:
            self.child(family, born_on, told_on=day)

    def _birthday(self, day: date) -> date:
        low, high = chosen(self._rng, [((low, high), weight) for low, high, weight in _AGES])
        born_on = day - timedelta(days=round(self._rng.uniform(low, high) * 365.25))
        leap = born_on.year % 4 == 0 and born_on.month in (2, 3) and born_on < day
        return date(born_on.year, 2, 29) if leap and self._rng.random() < 0.15 else born_on

    def _new_name(self, family: Family, names: Sequence[str]) -> str:
        taken = {child.given for child in family.children}
        return self._rng.choice([name for name in names if name not in taken] or list(names))


def chosen(rng: Random, weighed: Sequence[tuple[T, float]]) -> T:
    """One of the things, as often as it weighs."""
    return rng.choices([thing for thing, _ in weighed], [weight for _, weight in weighed])[0]


def _community(row: dict[str, str]) -> Community:
    return Community(
        name=row["community"],
        weight=int(row["weight"]),
        ethnicities=tuple(row["ethnicities"].split()),
        language=row["language"],
        women=_names(row["women"]),
        men=_names(row["men"]),
        families=_names(row["families"]),
    )


def _names(told: str) -> tuple[str, ...]:
    return tuple("" if name == "-" else name.replace("~", " ") for name in told.split())
