"""Numbers that other services know a child by: is one well formed, and does its check digit fit.

A wrong number is shown to a person and kept; it is never a reason to refuse a child.
"""

import re

_CHECK_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
_UPN = re.compile(r"[A-Z][0-9]{11}[0-9A-Z]")


def upn_fault(value: str) -> str | None:
    """What is wrong with a unique pupil number, in a sentence; None where nothing is.

    A letter and twelve digits, the last of which is a letter too in a temporary number; the first letter is
    the weighted sum of the others modulo 23 (DfE, unique pupil numbers: a guide for schools and authorities).
    """
    number = value.strip().upper()
    if not _UPN.fullmatch(number) or not set(number) <= set(_CHECK_LETTERS + "0123456789"):
        return "A unique pupil number is a letter followed by twelve digits, or by eleven digits and a letter."
    if number[0] != upn_check_letter(number[1:]):
        return "The check letter does not fit the unique pupil number: a figure may be mistyped."
    return None


def upn_check_letter(rest: str) -> str:
    """The letter that a unique pupil number with these twelve other characters begins with."""
    weighed = sum(weight * _worth(character) for weight, character in enumerate(rest, start=2))
    return _CHECK_LETTERS[weighed % 23]


def nhs_number_fault(value: str) -> str | None:
    """What is wrong with an NHS number, in a sentence; None where nothing is."""
    from stdnum.gb import nhs  # slow to load, and most of what asks for a pupil number asks for no other

    number = nhs.compact(value)
    if not re.fullmatch(r"[0-9]{10}", number):
        return "An NHS number is ten digits."
    if not nhs.is_valid(number):
        return "The last digit does not fit the NHS number: a figure may be mistyped."
    return None


def _worth(character: str) -> int:
    return int(character) if character.isdigit() else _CHECK_LETTERS.index(character)
