"""How somebody is described: by us on a record, by an agency or a neighbour at the front door, errors and all."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random
from uuid import UUID

from holdfast.matching.described import Described, of_age, swapped
from holdfast.matching.nicknames import sharing_a_form
from holdfast.matching.spelling import words_of
from tests.bench.matching.people import AS_OF, Household, Somebody, household
from tests.bench.matching.rates import AGENCIES, ANYWHERE, RECORDS, TOLD_BY, UNKNOWN_SHARE, Errors

_BESIDE = {"a": "sq", "e": "wr", "i": "uo", "o": "ip", "u": "yi", "s": "ad", "t": "ry", "n": "bm", "r": "et", "l": "k"}
_SOUNDS = (("ph", "f"), ("ck", "k"), ("y", "i"), ("ee", "ea"), ("sh", "ch"), ("c", "k"), ("oo", "u"), ("ie", "y"),
           ("ai", "ay"), ("kh", "k"), ("ou", "u"), ("ss", "s"), ("th", "t"), ("w", "v"), ("ll", "l"))  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Told:
    """What was told of a child, by whom, and who the child truly is; `known` says whether we hold a record of them."""

    by: str
    described: Described
    truth: UUID
    household: int
    known: bool


def record_of(who: Somebody, home: Household, *, seed: int) -> Described:
    """What stands of somebody on our records."""
    return _described(Random(f"{seed}:{who.key}"), who, home, RECORDS, moved_in=True)


def told(number: int, *, seed: int, households: int, by: str = "") -> Told:
    """One report, of a child of some household, by some agency or a neighbour."""
    chance = Random(f"{seed}:told:{number}")
    wants_known = chance.random() >= UNKNOWN_SHARE
    while True:
        home = household(chance.randrange(households), seed=seed, households=households)
        of = [child for child in home.children if (child.key not in home.unknown) == wants_known]
        if of:
            break
    who = chance.choice(of)
    by = by or chance.choices([name for name, _ in TOLD_BY], [share for _, share in TOLD_BY])[0]
    described = _described(chance, who, home, AGENCIES[by], moved_in=False)
    return Told(by=by, described=described, truth=who.key, household=home.number, known=wants_known)


def _described(chance: Random, who: Somebody, home: Household, errors: Errors, *, moved_in: bool) -> Described:
    given, family = _names(chance, who, home, errors)
    birth_on = _birth(chance, who.birth_on, errors)
    span = None
    if birth_on is None and chance.random() < errors.age_only:
        span = of_age((AS_OF - who.birth_on).days // 365, on=AS_OF)
    siblings = _siblings(chance, who, home) if chance.random() < errors.siblings_told else ()
    return Described(
        names=((given, family),) if given or family else (),
        birth_on=birth_on,
        born_between=span,
        homes=_where(chance, home, errors, moved_in=moved_in),
        telephones=(home.telephone,) if home.telephone and chance.random() < errors.telephone_told else (),
        numbers=_number(chance, who, errors),
        mothers=_mother(chance, home, errors) if who.is_child and chance.random() < errors.mother_told else (),
        siblings=siblings,
        sex="" if _is(chance, "sex not told") else ("MF"[who.sex == "M"] if _is(chance, "sex told wrong") else who.sex),
    )


def _names(chance: Random, who: Somebody, home: Household, errors: Errors) -> tuple[str, str]:
    given = _first(chance, who.given, errors)
    if who.more and chance.random() < errors.second_name_told:
        given = f"{given} {who.more}"
    family = who.family
    if chance.random() < errors.family_other:
        family = family.split("-")[-1] if "-" in family else home.mother.family
    family = _as_heard(chance, family) if chance.random() < errors.family_sound else family
    family = _typed_wrong(chance, family) if chance.random() < errors.family_typed_wrong else family
    family = "" if chance.random() < errors.family_missing else family
    given = "" if chance.random() < errors.given_missing else given
    return (family, given) if chance.random() < errors.names_crossed else (given, family)


def _first(chance: Random, given: str, errors: Errors) -> str:
    if chance.random() < errors.nickname:
        given = chance.choice(sharing_a_form(words_of(given)[0]) or (given,)).capitalize()
    return _typed_wrong(chance, given) if chance.random() < errors.given_typed_wrong else given


def _typed_wrong(chance: Random, word: str) -> str:
    """A letter missed, doubled, beside the right one, or two of them the other way round."""
    if len(word) < 3:
        return word
    at = chance.randrange(1, len(word) - 1)
    kind = chance.randrange(4)
    if kind == 0:
        return word[:at] + word[at + 1 :]
    if kind == 1:
        return word[:at] + word[at] + word[at:]
    if kind == 2:
        return word[:at] + chance.choice(_BESIDE.get(word[at], "eaoi")) + word[at + 1 :]
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def _as_heard(chance: Random, word: str) -> str:
    fitting = [(old, new) for old, new in _SOUNDS if old in word.casefold()[1:]]
    if not fitting:
        return _typed_wrong(chance, word)
    old, new = chance.choice(fitting)
    return word[0] + word[1:].replace(old, new, 1)


def _birth(chance: Random, on: date, errors: Errors) -> date | None:
    if chance.random() < errors.birth_missing:
        return None
    if chance.random() < errors.birth_swapped:
        return swapped(on) or on
    if chance.random() < errors.birth_slip:
        return on + timedelta(days=chance.choice((-10, -1, 1, 10)))
    if chance.random() < errors.birth_other_year and (on.month, on.day) != (2, 29):
        return on.replace(year=on.year + chance.choice((-1, 1)))
    return on


def _where(chance: Random, home: Household, errors: Errors, *, moved_in: bool) -> tuple[tuple[str, str], ...]:
    """Our record keeps every address that it ever had; who tells us knows one. Some know only the former one."""
    if chance.random() < errors.address_missing:
        return ()
    old = len(home.homes) > 1 and chance.random() < errors.address_former
    homes = home.homes[:1] if old else (home.homes if moved_in else home.homes[-1:])
    blank = chance.random() < errors.postcode_missing
    return tuple((_house(chance, lines), "" if blank else postcode) for lines, postcode in homes)


def _house(chance: Random, lines: str) -> str:
    number, _, street = lines.partition(" ")
    if _is(chance, "a house without its number"):
        return street
    return f"{chance.randrange(1, 90)} {street}" if _is(chance, "another house number") else f"{number} {street}"


def _mother(chance: Random, home: Household, errors: Errors) -> tuple[tuple[str, str], ...]:
    if _is(chance, "somebody else named as mother"):
        other = household(chance.randrange(10**6), seed=chance.randrange(99), households=10**6).mother
        return ((other.given, other.family),)
    return ((_first(chance, home.mother.given, errors), home.mother.family),)


def _siblings(chance: Random, who: Somebody, home: Household) -> tuple[str, ...]:
    if not who.is_child:
        return ()
    if _is(chance, "other children named as brothers and sisters"):
        home = household(chance.randrange(10**6), seed=chance.randrange(99), households=10**6)
    return tuple(each.given for each in home.children if each.key != who.key)


def _is(chance: Random, what: str) -> bool:
    return chance.random() < ANYWHERE[what].share


def _number(chance: Random, who: Somebody, errors: Errors) -> tuple[tuple[str, str], ...]:
    if chance.random() >= errors.number_told:
        return ()
    kind, value = who.number
    if chance.random() < errors.number_wrong:
        at = chance.randrange(1, len(value))
        value = value[:at] + str((int(value[at]) + 1) % 10) + value[at + 1 :]
    return ((kind, value),)


def without_numbers(each: Told) -> Told:
    """The same report, had nobody told a number."""
    return replace(each, described=replace(each.described, numbers=()))
