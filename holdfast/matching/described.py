"""Somebody as described: by a person who told us, in a partner's feed, or on a record; made ready for comparing.

A `Described` keeps everything that was said, also what is no longer so (a former address, another name): each is a
list. Made ready (`made_ready`), it is columns of plain keys, the same for our own comparing and for Splink's.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from holdfast.matching.nicknames import forms_of
from holdfast.matching.spelling import near_keys, words_of

Keys = frozenset[str]
NOBODY: Keys = frozenset()
EARLY, LATE = timedelta(days=100), timedelta(days=21)
"""How long before and after its expected day a child may be born."""


@dataclass(frozen=True, kw_only=True)
class Described:
    """Somebody, in the words and numbers that were told; whatever was not told is empty."""

    names: tuple[tuple[str, str], ...] = ()
    """Given and family name, of every name they go or went by."""
    birth_on: date | None = None
    born_between: tuple[date, date] | None = None
    """Where only an age or an expected day is known: the first and the last day that fit."""
    homes: tuple[tuple[str, str], ...] = ()
    """Address and postcode, present and former."""
    telephones: tuple[str, ...] = ()
    numbers: tuple[tuple[str, str], ...] = ()
    """Kind and value: ("nhs_number", "943 476 5919")."""
    mothers: tuple[tuple[str, str], ...] = ()
    """Given and family name of the mother, or of whoever stands in her place."""
    siblings: tuple[str, ...] = ()
    """Given names of brothers and sisters."""
    sex: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Ready:
    """The same as keys. Two descriptions agree in something where they share one of its keys."""

    given: Keys = NOBODY
    """The first word of each given name; `given_more` are the others, by which some people go."""
    given_more: Keys = NOBODY
    given_forms: Keys = NOBODY
    given_near: Keys = NOBODY
    given_initials: Keys = NOBODY
    given_single: Keys = NOBODY
    family: Keys = NOBODY
    family_near: Keys = NOBODY
    birth: Keys = NOBODY
    birth_swapped: Keys = NOBODY
    birth_slips: Keys = NOBODY
    birth_day: Keys = NOBODY
    born_from: date | None = None
    born_until: date | None = None
    homes: Keys = NOBODY
    postcodes: Keys = NOBODY
    telephones: Keys = NOBODY
    numbers: Keys = NOBODY
    number_kinds: Keys = NOBODY
    mothers: Keys = NOBODY
    siblings: Keys = NOBODY
    sex: Keys = NOBODY


KEY_COLUMNS = tuple(name for name in Ready.__dataclass_fields__ if name not in ("born_from", "born_until"))
"""Every column that holds keys; the two others hold days."""


def made_ready(told: Described) -> Ready:
    """The description as keys."""
    given, more = _first_and_more(name[0] for name in told.names)
    family = _words(name[1] for name in told.names) | _run_together(name[1] for name in told.names)
    born = told.born_between or ((told.birth_on, told.birth_on) if told.birth_on else (None, None))
    return Ready(
        given=given,
        given_more=more,
        given_forms=_forms(given),
        given_near=_near(given),
        given_initials=frozenset(word[0] for word in given),
        given_single=frozenset(word for word in given if len(word) == 1),
        family=family,
        family_near=_near(family),
        **_birth_keys(told.birth_on),
        born_from=born[0],
        born_until=born[1],
        homes=frozenset(key for home in told.homes for key in _home_keys(*home)),
        postcodes=frozenset(bare for _, postcode in told.homes if (bare := _bare(postcode))),
        telephones=frozenset(key for each in told.telephones if (key := _telephone_key(each))),
        numbers=frozenset(f"{kind}:{bare}" for kind, value in told.numbers if (bare := _bare(value))),
        number_kinds=frozenset(kind for kind, value in told.numbers if _bare(value)),
        mothers=frozenset(key for mother in told.mothers for key in _mother_keys(*mother)),
        siblings=_forms(_words(told.siblings)),
        sex=frozenset({told.sex} if told.sex in ("M", "F") else ()),
    )


def of_age(years: int, *, on: date) -> tuple[date, date]:
    """The days between which somebody said to be so old was born, give or take a year: ages are guessed."""
    return on - timedelta(days=round((years + 2) * 365.25)), on - timedelta(days=round((years - 1) * 365.25))


def of_expected(expected_on: date) -> tuple[date, date]:
    """The days on which a child expected on that day may be born."""
    return expected_on - EARLY, expected_on + LATE


def swapped(on: date) -> date | None:
    """The day with day and month the other way round, where that is another day."""
    return on.replace(month=on.day, day=on.month) if on.day <= 12 and on.day != on.month else None


def _words(texts: Iterable[str]) -> Keys:
    return frozenset(word for text in texts for word in words_of(text))


def _first_and_more(texts: Iterable[str]) -> tuple[Keys, Keys]:
    each = [words for text in texts if (words := words_of(text))]
    first = frozenset(words[0] for words in each)
    return first, frozenset(word for words in each for word in words[1:]) - first


def _run_together(texts: Iterable[str]) -> Keys:
    return frozenset("".join(words) for text in texts if len(words := words_of(text)) > 1)


def _forms(words: Keys) -> Keys:
    return frozenset(key for word in words for key in forms_of(word))


def _near(words: Keys) -> Keys:
    return frozenset(key for word in words if len(word) > 1 for key in near_keys(word))


def _birth_keys(on: date | None) -> dict[str, Keys]:
    if on is None:
        return {}
    digits = f"{on:%Y%m%d}"
    other = swapped(on)
    return {
        "birth": frozenset({digits}),
        "birth_swapped": frozenset({f"{other:%Y%m%d}"} if other else ()),
        "birth_slips": frozenset(f"{digits[:at]}*{digits[at + 1 :]}" for at in range(8)),
        "birth_day": frozenset({digits[4:]}),
    }


def _home_keys(lines: str, postcode: str) -> Iterable[str]:
    """A house number with its postcode, and with the first word of its street."""
    found = re.search(r"\b(\d+)[a-z]?\b[\s,]*([a-z]+)?", lines.casefold())
    if not found:
        return
    if bare := _bare(postcode):
        yield f"{found[1]}@{bare}"
    if found[2] and len(found[2]) > 2:
        yield f"{found[1]} {found[2]}"


def _telephone_key(text: str) -> str:
    digits = re.sub(r"\D", "", text)
    return digits[-9:] if len(digits) >= 9 else ""


def _mother_keys(given: str, family: str) -> Iterable[str]:
    """Each form of her first name with each sound of her last: both must be told for it to say anything."""
    sounds = [key for word in words_of(family) for key in near_keys(word) if key[0] in "~%"]
    for form in _forms(_words([given])):
        yield from (f"{form}{sound}" for sound in sounds)


def _bare(text: str) -> str:
    return re.sub(r"[^A-Z0-9]", "", text.upper())
