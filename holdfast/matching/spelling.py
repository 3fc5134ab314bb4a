"""How a name sounds and how it is spelt, as keys that an index finds, and how near two spellings are.

Keys, by their first sign: `=` the word itself, `~` and `%` how it sounds, `-` the word and the word with any one
letter left out (two spellings one slip apart share such a key), `^` how it begins.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

import jellyfish
from rapidfuzz.distance import JaroWinkler

_LONGEST = 40
_SLIPS_FROM = 4
"""Shorter words have too many neighbours one slip away."""
_LATIN = str.maketrans({"ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"})
_SOUNDS_ALIKE = 0.93
_BEGINS_ALIKE = 0.88


def words_of(text: str) -> list[str]:
    """The words of a name as compared: no capitals, accents, apostrophes; a hyphen parts two words.

    >>> words_of("Zoë O'Hanlon-Mbeki")
    ['zoe', 'ohanlon', 'mbeki']
    """
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_LATIN))
    bare = "".join(sign for sign in plain if not unicodedata.combining(sign) and sign not in "'’‘`´.")
    return [word[:_LONGEST] for word in re.findall(r"[^\W\d_]+", bare)]


def search_keys(given: str, family: str) -> list[str]:
    """Every key under which this name is found; also the parts of a double name run together."""
    words = set(words_of(given)) | set(words_of(family))
    words |= {"".join(words_of(part))[:_LONGEST] for part in (given, family)} - {""}
    return sorted({key for word in words for key in (*_exact(word), *_alike(word), *_beginning(word))})


def near_keys(word: str) -> list[str]:
    """The keys of how one word sounds and of its slips: two words that share one are spelt alike or sound alike."""
    return _alike(word)


@dataclass(frozen=True)
class Wanted:
    """The keys of one asked word, from the narrowest to the widest."""

    exact: list[str]
    alike: list[str]
    beginning: list[str]


def wanted(word: str) -> Wanted:
    """What to look for where somebody asked for this word."""
    exact, alike = _exact(word), _alike(word)
    return Wanted(exact=exact, alike=[*exact, *alike], beginning=[*exact, *alike, *_beginning(word)])


@dataclass(frozen=True)
class Likeness:
    """How near an asked word is to a recorded one (0 to 1), and how so: same, sounds, spelt, begins."""

    near: float
    how: str
    asked: str
    found: str


def likeness(asked: Iterable[str], name: str) -> list[Likeness]:
    """For each asked word, the nearest word of the name."""
    words = words_of(name)
    words += ["".join(words)] if len(words) > 1 else []
    return [max((_compared(word, other) for other in words), key=lambda each: each.near) for word in asked if words]


def nearness(likenesses: list[Likeness]) -> float:
    """How near a whole name is: the mean over its asked words, 0 where there are none."""
    return sum(each.near for each in likenesses) / len(likenesses) if likenesses else 0.0


def _exact(word: str) -> list[str]:
    return [f"={word}"]


def _alike(word: str) -> list[str]:
    slips = {word} | ({word[:at] + word[at + 1 :] for at in range(len(word))} if len(word) >= _SLIPS_FROM else set())
    sounds = [f"{sign}{sound}" for sign, sound in zip("~%", _sounds(word), strict=True) if sound]
    return [*sounds, *sorted(f"-{each}" for each in slips)]


def _beginning(word: str) -> list[str]:
    return [f"^{word[:3]}"] if len(word) >= 3 else []


def _sounds(word: str) -> tuple[str, str]:
    ascii_only = word.encode("ascii", "ignore").decode()
    return (jellyfish.metaphone(ascii_only), jellyfish.nysiis(ascii_only)) if ascii_only else ("", "")


def _compared(asked: str, found: str) -> Likeness:
    if asked == found:
        return Likeness(1.0, "same", asked, found)
    near = JaroWinkler.normalized_similarity(asked, found)
    if set(filter(None, _sounds(asked))) & set(_sounds(found)):
        return Likeness(max(near, _SOUNDS_ALIKE), "sounds", asked, found)
    if len(asked) >= 3 and found.startswith(asked):
        return Likeness(max(near, _BEGINS_ALIKE), "begins", asked, found)
    return Likeness(min(near, _SOUNDS_ALIKE), "spelt", asked, found)
