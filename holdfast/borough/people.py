"""The people of the story: children and the adults in their lives, where they live, who is not known and why."""

import csv
from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from random import Random
from typing import Any

from holdfast.borough.families import chosen, communities
from holdfast.borough.model import Absence, Address, Name, Person, Relationship
from holdfast.borough.skeleton import Child, Family
from holdfast.borough.stories import stories

_LETTERS = "ABDEFGHJLNPQRSTUWXYZ"
_MOTHERS = (("lives", 91), ("absent", 9))
_FATHERS = (("lives", 38), ("elsewhere", 36), ("unknown", 26))
_BECAUSE = (
    ("asked_no_reply", 3), ("asked_not_known", 5), ("asked_refused", 4), ("not_asked", 5), ("unsafe_to_ask", 2)
)  # fmt: skip


def people_of(family: Family, *, as_of: date, seed: int) -> list[Person]:
    """The family's children and adults."""
    rng = Random(f"{seed} people {family.number}")
    adults = _written_adults(family, as_of, rng) if family.hero else _adults(family, as_of, rng)
    homes = _homes(family, as_of, rng)
    absences = _written_absences(family) if family.hero else _absences(family, adults, rng)
    people = [_child(family, child, adults, homes, absences, as_of, rng) for child in family.children]
    return people + [_adult(adult, homes, family) for adult in adults]


class _Adult:
    """An adult while the family is put together."""

    def __init__(self, family: Family, told: Mapping[str, Any], birth_on: date) -> None:
        self.kind = str(told["kind"])
        self.key = f"family-{family.number}-{self.kind}"
        self.name = Name(given=told["given"], family=told["family"])
        self.birth_on = birth_on
        self.lives_with = bool(told["lives_with"])
        self.responsibility = bool(told["responsibility"])
        self.interpreter = str(told.get("interpreter", ""))
        self.telephone = str(told.get("telephone", ""))
        self.address = str(told.get("address", ""))
        self.only: tuple[str, ...] = tuple(told.get("only", ()))
        self.father_of: tuple[str, ...] = tuple(told.get("father_of", ()))

    def to(self, child: Child) -> str | None:
        """What the adult is to the child: nothing to a half-brother or half-sister of their own child."""
        if self.only and child.given not in self.only:
            return None
        return "father" if child.given in self.father_of else self.kind


def _written_adults(family: Family, as_of: date, rng: Random) -> list[_Adult]:
    adults = stories()[family.hero].written["adults"]
    return [_Adult(family, told, _birthday(as_of, told["age"], rng)) for told in adults]


def _adults(family: Family, as_of: date, rng: Random) -> list[_Adult]:
    """A mother and a father, as far as they are known, and perhaps somebody's new partner."""
    kinds: list[tuple[str, bool, bool]] = []
    if chosen(rng, _MOTHERS) == "lives":
        kinds.append(("mother", True, True))
    father = chosen(rng, _FATHERS) if kinds else "lives"
    if father != "unknown":
        kinds.append(("father", father == "lives", rng.random() < 0.85))
    if father != "lives" and rng.random() < 0.28:
        kinds.append(("step_parent", rng.random() < 0.8, False))
    eldest = min(child.born_on for child in family.children)
    return [_Adult(family, _invented(family, *kind, rng), _parents_birthday(eldest, as_of, rng)) for kind in kinds]


def _invented(family: Family, kind: str, lives_with: bool, responsibility: bool, rng: Random) -> Mapping[str, Any]:
    own = communities()[family.community]
    community = own if kind == "mother" or rng.random() < 0.8 else rng.choice(list(communities().values()))
    woman = kind == "mother"
    shares = rng.random() < (0.6 if woman else 0.75) and kind != "step_parent"
    speaks = own.language if rng.random() < 0.3 else ""
    return {
        "kind": kind,
        "given": rng.choice(community.women if woman else community.men),
        "family": family.name if shares else rng.choice(community.families),
        "lives_with": lives_with,
        "responsibility": responsibility,
        "interpreter": speaks if woman or lives_with else "",
        "telephone": f"07700 900{rng.randrange(200, 1000):03}" if rng.random() < 0.85 else "",
        "address": "" if lives_with else _somewhere(rng),
    }


def _absences(family: Family, adults: list[_Adult], rng: Random) -> tuple[Absence, ...]:
    known = {adult.kind for adult in adults}
    found = [Absence(what=what, because=chosen(rng, _BECAUSE)) for what in ("mother", "father") if what not in known]
    if rng.random() < 0.06:
        found.append(Absence(what=rng.choice(("gp", "school")), because=rng.choice(("asked_no_reply", "not_asked"))))
    return tuple(found)


def _written_absences(family: Family) -> tuple[Absence, ...]:
    return tuple(Absence(**told) for told in stories()[family.hero].written.get("absences", ()))


def _homes(family: Family, as_of: date, rng: Random) -> tuple[Address, ...]:
    """Where the children live, the present one last; a refuge is protected."""
    written: Mapping[str, Any] = stories()[family.hero].written if family.hero else {}
    protected = bool(written.get("protected")) if family.hero else rng.random() < 0.015
    moves = sorted(_moves(family, as_of, rng))
    starts = [None, *moves]
    ends = [*moves, None]
    homes = [
        Address(lines=_somewhere(rng), postcode=_postcode(rng), from_on=start, until_on=end)
        for start, end in zip(starts[:-1], ends[:-1], strict=True)
    ]
    lines = str(written.get("address") or ("Refuge, address withheld" if protected else _somewhere(rng)))
    postcode = "" if protected else str(written.get("postcode") or _postcode(rng))
    return (*homes, Address(lines=lines, postcode=postcode, protected=protected, from_on=starts[-1]))


def _moves(family: Family, as_of: date, rng: Random) -> set[date]:
    if family.hero == "refuge":
        return {max(case.referred_on for case in family.cases)}
    known_days = (as_of - family.known_on).days
    times = rng.choice((0, 0, 0, 0, 0, 1, 1, 2)) if known_days > 60 else 0
    return {family.known_on + timedelta(days=rng.randint(20, known_days - 5)) for _ in range(times)}


def _child(
    family: Family, child: Child, adults: list[_Adult], homes: tuple[Address, ...], absences: tuple[Absence, ...],
    as_of: date, rng: Random,
) -> Person:  # fmt: skip
    born = child.born_on <= as_of
    names = [Name(given=child.given if born else "Unborn baby", family=child.family_name)]
    if born and child.given and rng.random() < 0.05 and not family.hero:
        names.append(Name(given=child.given[:3], family="", kind="preferred"))
    return Person(
        key=child.local_id,
        is_child=True,
        sex=child.sex if born else "U",
        known_on=family.known_on,
        birth_on=child.born_on if born else None,
        names=tuple(names),
        relationships=(*_parents(child, adults), *_siblings(family, child)),
        addresses=homes,
        absences=absences,
        needs_interpreter="Dari" if family.hero == "one_name" else "",
    )


def _parents(child: Child, adults: list[_Adult]) -> list[Relationship]:
    return [
        Relationship(
            other=adult.key,
            kind=kind,
            parental_responsibility=adult.responsibility,
            lives_with=adult.lives_with,
        )
        for adult in adults
        if (kind := adult.to(child))
    ]


def _siblings(family: Family, child: Child) -> list[Relationship]:
    """Each pair once, told by the elder."""
    later = family.children[family.children.index(child) + 1 :]
    return [
        Relationship(
            other=other.local_id,
            kind="sibling" if other.family_name == child.family_name else "half_sibling",
            lives_with=True,
        )
        for other in later
    ]


def _adult(adult: _Adult, homes: tuple[Address, ...], family: Family) -> Person:
    own = Address(lines=adult.address, postcode="ZZ9 9ZZ", telephone=adult.telephone)
    lived = [
        Address(
            lines=home.lines, postcode=home.postcode, telephone=adult.telephone if home.until_on is None else "",
            protected=home.protected, from_on=home.from_on, until_on=home.until_on,
        )
        for home in homes
    ]  # fmt: skip
    return Person(
        key=adult.key,
        is_child=False,
        sex="F" if adult.kind == "mother" else "M",
        known_on=family.known_on,
        birth_on=adult.birth_on,
        names=(adult.name,) if adult.name.given or adult.name.family else (),
        addresses=tuple(lived) if adult.lives_with else ((own,) if adult.address else ()),
        needs_interpreter=adult.interpreter,
    )


def _parents_birthday(eldest: date, as_of: date, rng: Random) -> date:
    return min(eldest, as_of) - timedelta(days=rng.randint(18 * 366, 38 * 365))


def _birthday(as_of: date, age: int, rng: Random) -> date:
    return as_of - timedelta(days=age * 365 + rng.randint(20, 300))


def _somewhere(rng: Random) -> str:
    return f"{rng.randint(1, 140)} {rng.choice(_streets())}"


def _postcode(rng: Random) -> str:
    """A postcode in an area, ZZ, that the Royal Mail has not made."""
    return f"ZZ{rng.randint(1, 9)} {rng.randint(1, 9)}{rng.choice(_LETTERS)}{rng.choice(_LETTERS)}"


@cache
def _streets() -> tuple[str, ...]:
    sheet = (files("holdfast.borough") / "data" / "streets.csv").read_text("utf-8")
    return tuple(row["street"] for row in csv.DictReader(sheet.splitlines()))
