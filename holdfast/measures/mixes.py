"""What a census year is made of: of its children, referrals, assessments and endings, how many are of each kind."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from holdfast.facts.cohorts import CollectionYear, is_open_on
from holdfast.facts.schema import Row
from holdfast.facts.store import Facts
from holdfast.kernel.codes import lists
from holdfast.kernel.days import months_from

_NOT_TOLD = "not_told"
_ETHNICITIES = {
    "W": "White",
    "M": "Mixed",
    "A": "Asian",
    "B": "Black",
    "C": "Chinese or another",
    "O": "Chinese or another",
}
_BANDS = ((3, "Under 3 months"), (6, "3 to 6 months"), (12, "6 to 12 months"), (24, "1 to 2 years"))
_LONGEST = "2 years or longer"


@dataclass(frozen=True)
class Told:
    """The facts of one authority, as one year's census tells them."""

    facts: Facts
    authority: str
    year: CollectionYear

    def rows(self, table: str) -> Iterator[Row]:
        """The authority's rows of a fact table."""
        return (row for row in self.facts.rows(table) if row["authority"] == self.authority)

    def within(self, table: str, column: str) -> Iterator[Row]:
        """Those of which that day lies in the year."""
        return (row for row in self.rows(table) if _day(row, column) in self.year)

    @cached_property
    def in_need(self) -> Mapping[str, Row]:
        """The children in need at the end of 31 March, each with the episode begun last."""
        found: dict[str, Row] = {}
        for row in sorted(self.rows("episode"), key=lambda row: str(row["referred_on"])):
            if is_open_on(
                self.year.end_on, referred_on=_day(row, "referred_on"), closed_on=_day(row, "closed_on"),
                no_further_action=bool(row["no_further_action"]), decided_on=_day(row, "decided_on"),
            ):  # fmt: skip
                found[str(row["child"])] = row
        return found


@dataclass(frozen=True, kw_only=True)
class Mix:
    """Something counted, and the kinds that it falls into; one may be of several kinds, or of none that is named."""

    code: str
    title: str
    kinds: Mapping[str, str]
    """Code and words of each kind."""
    counted: Callable[[Told], Iterable[tuple[str, ...]]]
    """Of each one counted, the kinds that it is of."""

    def of(self, told: Told) -> tuple[Counter[str], int]:
        """How many are of each kind, and how many there are."""
        every = list(self.counted(told))
        return Counter(kind for kinds in every for kind in kinds), len(every)


def _ended_at_once(told: Told) -> Iterator[tuple[str, ...]]:
    return (("ended",) if row["no_further_action"] else () for row in told.within("episode", "referred_on"))


def _need(told: Told) -> Iterator[tuple[str, ...]]:
    return ((str(row["primary_need"] or _NOT_TOLD),) for row in told.in_need.values())


def _ethnicity(told: Told) -> Iterator[tuple[str, ...]]:
    return ((_group(row["ethnicity"]),) for row in told.rows("child") if row["child"] in told.in_need)


def _group(code: object) -> str:
    return _NOT_TOLD if code in (None, "REFU", "NOBT") else _ETHNICITIES.get(str(code)[:1], _NOT_TOLD)


def _disability(told: Told) -> Iterator[tuple[str, ...]]:
    codes: dict[str, set[str]] = {child: set() for child in told.in_need}
    for row in told.rows("disability"):
        codes.get(str(row["child"]), set()).add(str(row["code"]))
    return ((_disabled(each),) for each in codes.values())


def _disabled(codes: set[str]) -> str:
    return "disabled" if codes - {"NONE"} else "none" if codes else _NOT_TOLD


def _factors(told: Told) -> Iterator[tuple[str, ...]]:
    found: dict[tuple[str, str], set[str]] = {
        (str(row["child"]), str(row["assessment"])): set() for row in told.within("assessment", "authorised_on")
    }
    for row in told.rows("assessment_factor"):
        found.get((str(row["child"]), str(row["assessment"])), set()).add(str(row["code"]))
    return (tuple(codes) for codes in found.values())


def _closed(told: Told) -> Iterator[Row]:
    return (row for row in told.within("episode", "closed_on") if not row["no_further_action"])


def _closure(told: Told) -> Iterator[tuple[str, ...]]:
    return ((str(row["closure_reason"] or _NOT_TOLD),) for row in _closed(told))


def _open_for(told: Told) -> Iterator[tuple[str, ...]]:
    return ((_band(row, "referred_on", "closed_on"),) for row in _closed(told))


def _on_plan_for(told: Told) -> Iterator[tuple[str, ...]]:
    return ((_band(row, "started_on", "ended_on"),) for row in told.within("protection_plan", "ended_on"))


def _band(row: Row, begins: str, ends: str) -> str:
    """How long it took, in the department's bands of whole months."""
    began, ended = _day(row, begins), _day(row, ends)
    if began is None or ended is None:
        return _NOT_TOLD
    return next((words for months, words in _BANDS if ended < months_from(began, months)), _LONGEST)


def _day(row: Row, column: str) -> date | None:
    value = row.get(column)
    return value if isinstance(value, date) else None


def _words(list_name: str) -> dict[str, str]:
    return {code: told.words for code, told in lists()[list_name].items()}


_LONG = {words: words for words in [*(words for _, words in _BANDS), _LONGEST]}
_OR_NOT = {_NOT_TOLD: "Not told"}

MIXES: tuple[Mix, ...] = (
    Mix(code="ended", title="Referrals", kinds={"ended": "Ended without further action"}, counted=_ended_at_once),
    Mix(
        code="need", title="Children in need at 31 March, by main need", kinds=_words("PrimaryNeedCode") | _OR_NOT,
        counted=_need,
    ),
    Mix(
        code="ethnicity", title="Children in need at 31 March, by ethnic group",
        kinds={words: words for words in dict.fromkeys(_ETHNICITIES.values())} | {_NOT_TOLD: "Refused or not obtained"},
        counted=_ethnicity,
    ),
    Mix(
        code="disability", title="Children in need at 31 March, by disability",
        kinds={"disabled": "Disabled", "none": "Not disabled"} | _OR_NOT, counted=_disability,
    ),
    Mix(
        code="factor", title="Assessments finished, by what they found", kinds=_words("AssessmentFactors"),
        counted=_factors,
    ),
    Mix(
        code="closure", title="Cases closed, by reason", kinds=_words("ReasonForClosure") | _OR_NOT, counted=_closure,
    ),
    Mix(code="open_for", title="Cases closed, by how long they were open", kinds=_LONG | _OR_NOT, counted=_open_for),
    Mix(
        code="on_plan_for", title="Child protection plans ended, by how long they lasted", kinds=_LONG | _OR_NOT,
        counted=_on_plan_for,
    ),
)  # fmt: skip
"""Of no measure: told beside the figures where two years of a census are held against each other."""
