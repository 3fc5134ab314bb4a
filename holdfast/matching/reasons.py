"""What speaks for two descriptions being of one person, and what against, in sentences for the person who decides.

Each sentence belongs to an answer of the model and stands on the side on which its weight lies, so that what is shown
and what was weighed cannot part.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from holdfast.kernel.days import in_words
from holdfast.matching.described import Described
from holdfast.matching.model import Judged, Weighed

_WORTH_SAYING = 0.7
"""Bits of evidence: less says nothing either way."""


@dataclass(frozen=True)
class Reasons:
    """Sentences for and against, the weightiest first."""

    speaks_for: tuple[str, ...]
    speaks_against: tuple[str, ...]

    @property
    def of_two_records(self) -> "Reasons":
        """The same where nobody told anything, and both are on record: one here, the other there."""
        return Reasons(_here_and_there(self.speaks_for), _here_and_there(self.speaks_against))


def reasons(told: Described, on_record: Described, judged: Judged) -> Reasons:
    """The sentences of this pair."""
    weighty = sorted(
        (each for each in judged.weighed if abs(each.bits) >= _WORTH_SAYING), key=lambda each: -abs(each.bits)
    )
    said = [(each.bits > 0, _sentence(each, told, on_record)) for each in weighty]
    return Reasons(tuple(text for is_for, text in said if is_for), tuple(text for is_for, text in said if not is_for))


def _here_and_there(said: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(text.replace(" told,", " here,").replace(" on the record", " there") for text in said)


def _sentence(weighed: Weighed, told: Described, on_record: Described) -> str:
    situation, _, answer = weighed.answer.rpartition(":")
    return _SAYING[weighed.comparison](answer, situation, told, on_record)


def _number(answer: str, situation: str, told: Described, on_record: Described) -> str:
    names = {"nhs_number": "NHS number", "upn": "unique pupil number", "local_id": "number here"}
    both = [kind for kind, _ in told.numbers if kind in {kind for kind, _ in on_record.numbers}]
    kind = names.get(both[0], "number") if both else "number"
    return f"the {kind} is the same" if answer == "same" else f"another {kind} is on the record"


def _home(answer: str, situation: str, told: Described, on_record: Described) -> str:
    return {
        "home_and_more": "the home is the same, and the telephone or the mother’s name too",
        "home": "the home is the same as one on the record, present or former",
        "telephone": "the telephone number is the same",
        "mother": f"the mother’s name is {_quoted(_full(on_record.mothers))} there too",
        "postcode": "a home on the record has the same postcode",
    }.get(answer, "another home, and nothing else of the household is the same")


def _birth(answer: str, situation: str, told: Described, on_record: Described) -> str:
    on = f": {in_words(on_record.birth_on)} on the record" if on_record.birth_on else ""
    return {
        "same": "the date of birth is the same",
        "swapped": f"the date of birth has day and month the other way round{on}",
        "slip": f"the date of birth is one figure away{on}",
        "fits": "the age or the expected day of birth fits",
        "other_year": f"the birthday is the same in another year{on}",
    }.get(answer, f"another date of birth{on or _span(on_record.born_between)}")


def _family(answer: str, situation: str, told: Described, on_record: Described) -> str:
    pair = _pair((name[1] for name in told.names), (name[1] for name in on_record.names))
    return {
        "same": "the family name is the same",
        "crossed": "first name and family name have changed places",
        "near": f"the family name sounds or is spelt alike: {pair}",
        "alike": f"the family name is spelt somewhat alike: {pair}",
    }.get(answer, f"another family name: {pair}")


def _given(answer: str, situation: str, told: Described, on_record: Described) -> str:
    pair = _pair((name[0] for name in told.names), (name[0] for name in on_record.names))
    said = {
        "same": "the first name is the same",
        "form": f"the first names are forms of one name: {pair}",
        "crossed": "first name and family name have changed places",
        "near": f"the first name sounds or is spelt alike: {pair}",
        "middle": f"the first name is the other’s second name: {pair}",
        "initial": f"the initial is the same: {pair}",
        "alike": f"the first name is spelt somewhat alike: {pair}",
    }.get(answer, f"another first name: {pair}")
    if answer in ("other", "middle", "alike", "initial") and situation:
        return said + {
            "twinned": ", born on the same day in one household: twins are like this",
            "together": ", in one household: brothers and sisters are like this",
        }.get(situation, "")
    return said


def _sex(answer: str, situation: str, told: Described, on_record: Described) -> str:
    return "the sex is the same" if answer == "same" else "another sex is recorded"


def _siblings(answer: str, situation: str, told: Described, on_record: Described) -> str:
    if answer == "same":
        return f"a brother or sister has the same name: on the record {_quoted(on_record.siblings)}"
    return f"the brothers and sisters on the record have other names: {_quoted(on_record.siblings)}"


_SAYING: dict[str, Callable[[str, str, Described, Described], str]] = {
    "number": _number,
    "home": _home,
    "birth": _birth,
    "family": _family,
    "given": _given,
    "sex": _sex,
    "siblings": _siblings,
}


def _pair(told: Iterable[str], on_record: Iterable[str]) -> str:
    return f"{_quoted(told)} told, {_quoted(on_record)} on the record"


def _quoted(texts: Iterable[str]) -> str:
    return ", ".join(f"“{text}”" for text in dict.fromkeys(texts) if text) or "none"


def _full(names: Iterable[tuple[str, str]]) -> list[str]:
    return [" ".join(filter(None, name)) for name in names]


def _span(span: tuple[date, date] | None) -> str:
    return f": between {in_words(span[0])} and {in_words(span[1])} on the record" if span else ""
