"""Whether a change is more than chance would give: said only where it can be defended.

Two years' numbers are held against each other as if each child came by chance. A change of more than three standard
errors is rare by chance alone (3 in 1,000, the limits of statistical process control). Brothers and sisters are
counted together, so chance is larger than this supposes: the words claim no more than they must.
"""

from math import sqrt

from holdfast.measures.disclosure import Published

_LIMIT = 3.0
_FEWEST = 10
"""Below this a standard error is no guide."""

MORE = "More than chance usually gives"
WITHIN = "Within what chance gives"


def chance(now: Published, before: Published) -> str:
    """`MORE`, `WITHIN`, or nothing where the two cannot be held against each other."""
    if None in (now.value, before.value, now.numerator, before.numerator) or now.caution or before.caution:
        return ""
    errors = _shares(now, before) if now.unit == "percent" else _counts(now, before)
    if errors is None:
        return ""
    return MORE if errors > _LIMIT else WITHIN


def _counts(now: Published, before: Published) -> float | None:
    """Counts of rare things: the difference of two rates, in standard errors of their difference."""
    one, other = now.numerator or 0, before.numerator or 0
    if min(one, other) < _FEWEST:
        return None
    here, there = now.denominator or 1, before.denominator or 1
    expected = (one + other) * here / (here + there)
    return abs(one - expected) / sqrt((one + other) * here * there) * (here + there)


def _shares(now: Published, before: Published) -> float | None:
    here, there = now.denominator, before.denominator
    if not here or not there:
        return None
    one, other = now.numerator or 0, before.numerator or 0
    pooled = (one + other) / (here + there)
    if min(here, there) * min(pooled, 1 - pooled) < _FEWEST:
        return None
    return abs(one / here - other / there) / sqrt(pooled * (1 - pooled) * (1 / here + 1 / there))
