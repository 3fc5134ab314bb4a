"""Numbers that fit their check digits and that nobody was ever given."""

from datetime import date

from holdfast.kernel.identifiers import upn_check_letter

OUTSIDE_ANY_AUTHORITY = "001"
"""One of the department's own numbers for pupil numbers that no authority gave."""

_YEARS_EARLIER = 36
"""So much before a child's birth the number is dated: nobody was given one before 1998."""


def nhs_number(number: int) -> str:
    """The nth NHS number that begins with 999, which are kept for tests: its last digit fits.

    Of two stems that differ by one in an even last digit, at least one has a check digit.
    """
    stem = 999_000_000 + 2 * number
    check = _check(stem)
    if check == 10:
        stem, check = stem + 1, _check(stem + 1)
    return f"{stem}{check}"


def unique_pupil_number(number: int, born_on: date) -> str:
    """The nth unique pupil number: its check letter fits, and it is dated before there were any."""
    school, serial = divmod(number, 1000)
    rest = f"{OUTSIDE_ANY_AUTHORITY}{2000 + school:04}{(born_on.year - _YEARS_EARLIER) % 100:02}{serial:03}"
    return upn_check_letter(rest) + rest


def _check(stem: int) -> int:
    """The check digit modulo 11; 10 for a stem that has none."""
    weighed = sum(weight * int(digit) for weight, digit in zip(range(10, 1, -1), str(stem), strict=True))
    return (11 - weighed % 11) % 11
