"""Numbers that fit their check digits and that nobody was ever given."""

from datetime import date

from holdfast.borough.ledger import AUTHORITY
from holdfast.kernel.identifiers import upn_check_letter


def nhs_number(number: int) -> str:
    """The nth NHS number that begins with 999, which are kept for tests: its last digit fits."""
    for stem in range(999_000_000 + number + number // 9, 1_000_000_000):
        check = 11 - sum(weight * int(digit) for weight, digit in zip(range(10, 1, -1), str(stem), strict=True)) % 11
        if check != 10:
            return f"{stem}{check % 11}"
    raise ValueError(f"There are not {number} numbers that begin with 999.")


def unique_pupil_number(number: int, born_on: date) -> str:
    """A unique pupil number of a school in an authority that does not exist: its check letter fits."""
    school, serial = divmod(number, 1000)
    rest = f"{AUTHORITY}{2000 + school:04}{(born_on.year + 4) % 100:02}{serial:03}"
    return upn_check_letter(rest) + rest
