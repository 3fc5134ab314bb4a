"""Words by which a child may be in danger now: a plain list, looked for as they are, so that it errs high.

They only ever raise what was answered. No words found never reads as "no danger".
"""

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from django.conf import settings

from holdfast.records.frontdoor.codes import Danger

WRITTEN = ("what_happened", "child_said", "household", "parents_know_because", "parents_agree_because", "safe_contact")
"""Where somebody may write that a child is in danger."""

_OURS = Path(__file__).with_name("danger_words.txt")
_LONGEST = 60
_ANY_ENDING, _A_FEW_WORDS = r"\w*", r"(?: \w+){0,3}"


def danger_words_in(*texts: str) -> list[str]:
    """The words of danger that stand in any of these texts, as they were written but for signs and capitals."""
    said = [_plain(text) for text in texts if text]
    found = (wanted.search(text) for wanted in _phrases().values() for text in said)
    return list(dict.fromkeys(each[0][:_LONGEST] for each in found if each))


def as_taken(answered: str, found: Iterable[str]) -> Danger:
    """Danger as the queue takes it: as answered (not sure where nothing was), and never "no" where words were found."""
    danger = Danger(answered) if answered in Danger.values else Danger.not_sure
    return Danger.not_sure if danger == Danger.no and any(found) else danger


@cache
def _phrases() -> dict[str, re.Pattern[str]]:
    listed = _OURS.read_text(encoding="utf-8").splitlines()
    own = Path(settings.HOLDFAST.local) / "danger_words.txt"
    if own.exists():
        listed += own.read_text(encoding="utf-8").splitlines()
    phrases = dict.fromkeys(line.strip().casefold() for line in listed)
    return {phrase: _wanted(phrase) for phrase in phrases if phrase and not phrase.startswith("#")}


def _wanted(phrase: str) -> re.Pattern[str]:
    pattern = ""
    for word in phrase.split():
        if word == "**":
            pattern += _A_FEW_WORDS
            continue
        stem, star, _ = word.partition("*")
        pattern += (" " if pattern else "") + re.escape(_plain(stem)) + (_ANY_ENDING if star else "")
    return re.compile(rf"\b{pattern}\b")


def _plain(text: str) -> str:
    """Small letters, one blank between words, no apostrophes, and a hyphen as a blank."""
    text = re.sub(r"['’‘`´]", "", text.casefold())
    return re.sub(r"[\W_]+", " ", text).strip()
