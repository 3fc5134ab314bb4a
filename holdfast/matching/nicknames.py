"""Short, pet and other forms of given names: Kate is a Catherine, and so is Kasia."""

from collections import defaultdict
from functools import cache
from importlib.resources import files


@cache
def forms_of(word: str) -> frozenset[str]:
    """Keys of the names of which this word is a form, and of the word itself; two forms of one name share a key.

    >>> bool(forms_of("kate") & forms_of("catherine"))
    True
    """
    return frozenset({f"={word}", *(f"#{line}" for line in _lines().get(word, ()))})


@cache
def sharing_a_form(word: str) -> tuple[str, ...]:
    """The other words by which somebody called this may go: `kate` answers catherine, kasia and more."""
    mine = set(_lines().get(word, ()))
    return tuple(other for other, lines in _lines().items() if other != word and mine.intersection(lines))


@cache
def _lines() -> dict[str, tuple[int, ...]]:
    sheet = (files("holdfast.matching") / "data" / "nicknames.txt").read_text("utf-8")
    lines: dict[str, list[int]] = defaultdict(list)
    for number, line in enumerate(sheet.splitlines()):
        for word in () if line.startswith("#") else dict.fromkeys(line.split()):
            lines[word].append(number)
    return {word: tuple(numbers) for word, numbers in lines.items()}
