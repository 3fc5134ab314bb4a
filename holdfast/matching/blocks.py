"""Keys of which two descriptions must share one to be compared at all, where millions of pairs are possible."""

from collections.abc import Iterator

from holdfast.matching.described import Described, Ready, swapped
from holdfast.matching.spelling import near_keys


def blocks(told: Described, ready: Ready) -> list[str]:
    """A number; a birth with one name; two names in a year; a home; a telephone; a mother with a first name."""
    return sorted({*_of_the_household(ready), *_of_the_birth(told, ready), *_of_the_year(ready)})


def _of_the_household(ready: Ready) -> Iterator[str]:
    yield from (f"n:{each}" for each in ready.numbers)
    yield from (f"h:{each}" for each in ready.homes)
    yield from (f"t:{each}" for each in ready.telephones)
    yield from (f"m:{mother}:{form}" for mother in ready.mothers for form in ready.given_forms)
    yield from (f"p:{postcode}:{form}" for postcode in ready.postcodes for form in ready.given_forms)


def _of_the_birth(told: Described, ready: Ready) -> Iterator[str]:
    births = [on for on in (told.birth_on, swapped(told.birth_on) if told.birth_on else None) if on]
    names = ready.given_forms | _sounds(ready.given) | _sounds(ready.family)
    yield from (f"b:{on:%Y%m%d}:{name}" for on in births for name in names)


def _of_the_year(ready: Ready) -> Iterator[str]:
    """Either name first, since the two change places."""
    years = range(ready.born_from.year, ready.born_until.year + 1) if ready.born_from and ready.born_until else ()
    for given in _sounds(ready.given):
        for family in _sounds(ready.family):
            yield from (f"y:{year}:{min(given, family)}{max(given, family)}" for year in years)


def _sounds(words: frozenset[str]) -> set[str]:
    return {key for word in words if len(word) > 1 for key in near_keys(word) if key[0] in "~%"}
