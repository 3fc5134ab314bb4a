"""What a sender quotes on the telephone: spelt so that it can be read aloud."""

from uuid import UUID

_SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""No I, L, O or U: what is read aloud on the telephone must not be mistaken."""


def reference_of(form_key: UUID) -> str:
    """What the sender quotes on the telephone, such as K7QF-92QD."""
    return spelt(form_key.int, signs=8)


def spelt(number: int, *, signs: int) -> str:
    """The last bits of a number in signs that can be read aloud, in fours."""
    told = "".join(_SIGNS[number >> (5 * at) & 31] for at in reversed(range(signs)))
    return "-".join(told[at : at + 4] for at in range(0, signs, 4))
