"""Small census files about children who never were: the rows that a rule passes and fails, as it declares them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from html import escape
from itertools import groupby
from typing import Any

from holdfast.kernel.identifiers import upn_check_letter
from holdfast.returns.cin._structure import CHILD, HEADER, Block

YEAR = 2026
"""The census year of an example that says no other: 1 April 2025 to 31 March 2026."""

Value = str | tuple[str, ...] | None


@dataclass(frozen=True)
class Piece:
    """A block with its elements and the blocks within; None takes an element away, a tuple repeats it."""

    name: str
    elements: Mapping[str, Value]
    within: tuple["Piece", ...] = ()


@dataclass(frozen=True, kw_only=True)
class Example:
    """A file of a few children, in words; `also` are the other rules that it rightly trips."""

    words: str
    children: tuple[Piece, ...]
    also: tuple[str, ...] = ()
    year: int = YEAR
    header: Mapping[str, Value] = field(default_factory=dict)

    def xml(self, *, first: int = 1) -> bytes:
        """The example as a census file; children get numbers and pupil numbers from `first` on."""
        told = {
            "Collection": "CIN", "Year": str(self.year), "ReferenceDate": f"{self.year}-03-31", "SourceLevel": "L",
            "LEA": "399", "SerialNo": "001", "DateTime": f"{self.year}-05-01T09:00:00", **self.header,
        }  # fmt: skip
        lines = ["<Message>", *_block(HEADER, Piece("Header", told)), "<Children>"]
        for number, child in enumerate(self.children, start=first):
            lines += _block(CHILD, _numbered(child, number))
        return "\n".join([*lines, "</Children>", "</Message>", ""]).encode()

    def children_xml(self, *, first: int) -> str:
        """Its children alone, to be put into another file."""
        return "\n".join(
            line
            for number, child in enumerate(self.children, first)
            for line in _block(CHILD, _numbered(child, number))
        )


def of(words: str, *children: Piece, also: Iterable[str] = (), year: int = YEAR, **header: Value) -> Example:
    """An example in words."""
    return Example(words=words, children=children, also=tuple(also), year=year, header=header)


def child(*parts: Piece, **identifiers: Value) -> Piece:
    """A child; blocks of an episode that stand alone are put into one, and a child without any has a plain one."""
    loose = tuple(part for part in parts if part.name in _IN_EPISODE)
    standing = tuple(part for part in parts if part.name not in _IN_EPISODE)
    if loose or not any(part.name == "CINdetails" for part in standing):
        standing = (*standing, episode(*loose))
    own = {"PersonBirthDate": "2014-05-20", "Sex": "F", **identifiers}
    kept = tuple(part for part in standing if part.name != "CINdetails" or part.elements != {"none": None})
    if not any(part.name == "ChildCharacteristics" for part in kept):
        kept = (characteristics(), *kept)
    return Piece("Child", {}, (Piece("ChildIdentifiers", own), *kept))


def unborn(*parts: Piece, expected: str = "2026-05-01", referred: str = "2025-10-01", **identifiers: Value) -> Piece:
    """A child who is not born yet."""
    own: dict[str, Value] = {"PersonBirthDate": None, "ExpectedPersonBirthDate": expected, "Sex": "U"}
    return child(*parts, episode(CINreferralDate=referred), **(own | identifiers))


def characteristics(*disabilities: str, ethnicity: Value = "WBRI", none: bool = False) -> Piece:
    """Ethnicity and disabilities: NONE where no code is given, no code at all where `none` says so."""
    told = () if none else (Piece("Disabilities", {"Disability": disabilities or ("NONE",)}),)
    return Piece("ChildCharacteristics", {"Ethnicity": ethnicity}, told)


def episode(*parts: Piece, **elements: Value) -> Piece:
    """A CINdetails: referred on Monday 12 May 2025 by the police, and taken forward."""
    own = {
        "CINreferralDate": "2025-05-12", "ReferralSource": "6", "PrimaryNeedCode": "N1", "ReferralNFA": "false",
    }  # fmt: skip
    return Piece("CINdetails", own | elements, parts)


NO_EPISODE = Piece("CINdetails", {"none": None})
"""Stands for a child whom the file tells no CINdetails of."""


def no_further_action(*parts: Piece, **elements: Value) -> Piece:
    """A referral that ended without further action."""
    return episode(*parts, **{"PrimaryNeedCode": None, "ReferralNFA": "true", **elements})


def assessment(
    started: Value = "2025-05-14", authorised: Value = "2025-06-20", factors: tuple[str, ...] | None = None
) -> Piece:
    """An assessment; one that is authorised found domestic abuse of a parent where no factor is given."""
    told = factors if factors is not None else (("3B",) if authorised else ())
    within = (Piece("FactorsIdentifiedAtAssessment", {"AssessmentFactors": told}),) if told else ()
    days = {"AssessmentActualStartDate": started, "AssessmentAuthorisationDate": authorised}
    return Piece("Assessments", days, within)


def section47(
    started: Value = "2025-05-15", conference: Value = "2025-05-28", not_required: Value = "false",
    target: Value = None,
) -> Piece:  # fmt: skip
    """An enquiry under section 47, with its conference on Wednesday 28 May 2025."""
    return Piece(
        "Section47",
        {"S47ActualStartDate": started, "InitialCPCtarget": target, "DateOfInitialCPC": conference,
         "ICPCnotRequired": not_required},
    )  # fmt: skip


def protection_plan(
    started: Value = "2025-05-28", ended: Value = None, *, reviews: tuple[str, ...] = (), **elements: Value
) -> Piece:
    """A child protection plan for neglect, the child's first."""
    own = {
        "CPPstartDate": started, "CPPendDate": ended, "InitialCategoryOfAbuse": "NEG",
        "LatestCategoryOfAbuse": "NEG", "NumberOfPreviousCPP": "0",
    }  # fmt: skip
    within = (Piece("Reviews", {"CPPreviewDate": reviews}),) if reviews else ()
    return Piece("ChildProtectionPlans", own | elements, within)


def need_plan(started: Value = "2025-06-23", ended: Value = None) -> Piece:
    """A child in need plan."""
    return Piece("CINPlanDates", {"CINPlanStartDate": started, "CINPlanEndDate": ended})


def pre_proceedings(**elements: Value) -> Piece:
    """A pre-proceedings block of the census of 2026-27."""
    own: dict[str, Value] = {"PPStartDate": "2026-09-01"}
    return Piece("PreProceedingsandFGDM", own | elements)


def planned(*plans: Piece, started: str = "2025-05-28", **elements: Value) -> Piece:
    """An episode whose assessment and enquiry led to a conference on that day, and to these plans."""
    return episode(assessment(), section47(conference=started), *plans, **elements)


def _numbered(child: Piece, number: int) -> Piece:
    """The child with a number of its own, unless the example says one."""
    identifiers, *rest = child.within
    told = dict(identifiers.elements)
    told.setdefault("LAchildID", f"X{number:06}")
    if "UPN" not in told and "UPNunknown" not in told:
        told["UPN"] = _upn(number) if told.get("PersonBirthDate") else None
        told["UPNunknown"] = None if told.get("PersonBirthDate") else "UN1"
    return replace(child, within=(replace(identifiers, elements=told), *rest))


def _upn(number: int) -> str:
    rest = f"310{number:09}"
    return upn_check_letter(rest) + rest


def _block(block: Block, piece: Piece) -> Iterator[str]:
    yield f"<{piece.name}>"
    by_name = {name: list(each) for name, each in groupby(sorted(piece.within, key=_name), key=_name)}
    for part in block.parts:
        if isinstance(part, Block):
            told = by_name.get(part.name, [])
            if part.name in ("CollectionDetails", "Source"):
                told = [Piece(part.name, piece.elements)]
            for each in told:
                yield from _block(part, each)
        else:
            yield from _leaf(part.name, piece.elements.get(part.name))
    yield f"</{piece.name}>"


def _name(piece: Piece) -> str:
    return piece.name


def _leaf(name: str, value: Any) -> Iterator[str]:
    for told in value if isinstance(value, tuple) else (value,):
        if told is not None:
            yield f"<{name}>{escape(told, quote=False)}</{name}>"


_IN_EPISODE = frozenset({"Assessments", "Section47", "ChildProtectionPlans", "CINPlanDates", "PreProceedingsandFGDM"})
