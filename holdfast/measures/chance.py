"""Whether a change is more than chance would give: said only where it can be defended.

Two years' numbers are held against each other as if each child came by chance. A change of more than three standard
errors is rare by chance alone (3 in 1,000, the limits of statistical process control). Brothers and sisters are
counted together, so chance is larger than this supposes: the words claim no more than they must.
"""

from math import sqrt
from typing import Protocol

from holdfast.measures._measure import Unit

_LIMIT = 3.0
_FEWEST = 10
"""Below this a standard error is no guide."""

MORE = "More than chance usually gives"
WITHIN = "Within what chance gives"


class Counted(Protocol):
    """A figure with the numbers that it is made of."""

    @property
    def unit(self) -> Unit: ...
    @property
    def value(self) -> float | None: ...
    @property
    def numerator(self) -> int | None: ...
    @property
    def denominator(self) -> int | None: ...
    @property
    def caution(self) -> str | None: ...


def chance(now: Counted, before: Counted) -> str:
    """`MORE`, `WITHIN`, or nothing where the two cannot be held against each other."""
    if None in (now.value, before.value, now.numerator, before.numerator) or now.caution or before.caution:
        return ""
    return _said(_shares(now, before) if now.unit == "percent" else _counts(now, before))


def chance_from(now: Counted, middle: float) -> str:
    """The same of one figure and a value taken as sure, such as the middle of many places, in the figure's unit."""
    if None in (now.value, now.numerator) or not now.denominator or now.caution:
        return ""
    return _said(_share_from(now, middle / 100) if now.unit == "percent" else _rate_from(now, middle))


def _said(errors: float | None) -> str:
    if errors is None:
        return ""
    return MORE if errors > _LIMIT else WITHIN


def _counts(now: Counted, before: Counted) -> float | None:
    """Counts of rare things: the difference of two rates, in standard errors of their difference."""
    one, other = now.numerator or 0, before.numerator or 0
    if min(one, other) < _FEWEST:
        return None
    here, there = now.denominator or 1, before.denominator or 1
    expected = (one + other) * here / (here + there)
    return abs(one - expected) / sqrt((one + other) * here * there) * (here + there)


def _shares(now: Counted, before: Counted) -> float | None:
    here, there = now.denominator, before.denominator
    if not here or not there:
        return None
    one, other = now.numerator or 0, before.numerator or 0
    pooled = (one + other) / (here + there)
    if min(here, there) * min(pooled, 1 - pooled) < _FEWEST:
        return None
    return abs(one / here - other / there) / sqrt(pooled * (1 - pooled) * (1 / here + 1 / there))


def _rate_from(now: Counted, rate: float) -> float | None:
    expected = rate * (now.denominator or 0) / 10_000
    return None if expected < _FEWEST else abs((now.numerator or 0) - expected) / sqrt(expected)


def _share_from(now: Counted, share: float) -> float | None:
    among = now.denominator or 0
    if among * min(share, 1 - share) < _FEWEST:
        return None
    return abs((now.numerator or 0) / among - share) / sqrt(share * (1 - share) / among)
