"""The shape of a CIN census file, declared once: the reader and the writer both follow it.

Parts stand in the order of the department's xs:sequence. Source: DfE CIN census guide 2023-24 v1.0 and the
public schemas for 2017 to 2024; the pre-proceedings block from the public 2026-27 rules. `Reviews` is 0..1
holding many dates in one of them and 0..n in the other, so we read both and write the first.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

Kind = Literal["text", "code", "date", "flag", "count"]


@dataclass(frozen=True, kw_only=True)
class Leaf:
    """An element with a value: where it goes, as a column of the row around it or as a row of its own."""

    name: str
    kind: Kind
    column: str
    table: str = ""
    letter: str = ""
    fixed: Mapping[str, str] = field(default_factory=dict)
    codes: str = ""
    required: bool = False
    many: bool = False
    first_year: int | None = None
    last_year: int | None = None
    gives_way_to: str = ""


@dataclass(frozen=True, kw_only=True)
class Block:
    """An element that holds others; with a table, each one is a row, keyed by the day in its key leaf."""

    name: str
    parts: "tuple[Leaf | Block, ...]"
    table: str = ""
    letter: str = ""
    key_leaf: str = ""
    key_needed: str = ""
    many: bool = False
    required: bool = False
    first_year: int | None = None
    last_year: int | None = None
    one_of: tuple[tuple[str, ...], ...] = ()

    @cached_property
    def by_name(self) -> "dict[str, Leaf | Block]":
        """The parts by element name."""
        return {part.name: part for part in self.parts}


def _text(name: str, column: str, table: str = "", **more: Any) -> Leaf:
    return Leaf(name=name, kind="text", column=column, table=table, **more)


def _date(name: str, column: str, **more: Any) -> Leaf:
    return Leaf(name=name, kind="date", column=column, **more)


def _code(name: str, column: str, codes: str = "", **more: Any) -> Leaf:
    return Leaf(name=name, kind="code", column=column, codes=codes or name, **more)


def _flag(name: str, column: str, **more: Any) -> Leaf:
    return Leaf(name=name, kind="flag", column=column, **more)


def _count(name: str, column: str, **more: Any) -> Leaf:
    return Leaf(name=name, kind="count", column=column, **more)


HEADER = Block(
    name="Header",
    parts=(
        Block(
            name="CollectionDetails",
            required=True,
            parts=(
                _text("Collection", "collection", required=True),
                _count("Year", "year", required=True),
                _date("ReferenceDate", "reference_on", required=True),
            ),
        ),
        Block(
            name="Source",
            required=True,
            parts=(
                _text("SourceLevel", "source_level"),
                _text("LEA", "authority", required=True),
                _text("SoftwareCode", "software"),
                _text("Release", "release"),
                _text("SerialNo", "serial"),
                _text("DateTime", "made_at"),
            ),
        ),
    ),
)

_IDENTIFIERS = Block(
    name="ChildIdentifiers",
    required=True,
    parts=(
        _text("LAchildID", "child", required=True),
        _text("UPN", "value", "identifier", fixed={"kind": "upn"}),
        _text("FormerUPN", "value", "identifier", fixed={"kind": "former_upn"}),
        _code("UPNunknown", "upn_unknown"),
        _date("PersonBirthDate", "birth_on"),
        _date("ExpectedPersonBirthDate", "expected_birth_on"),
        _code("Sex", "sex", first_year=2025),
        _code("GenderCurrent", "sex", last_year=2024, gives_way_to="Sex"),
        _date("PersonDeathDate", "died_on"),
    ),
    one_of=(("PersonBirthDate", "ExpectedPersonBirthDate"), ("Sex", "GenderCurrent"), ("UPN", "UPNunknown")),
)

_CHARACTERISTICS = Block(
    name="ChildCharacteristics",
    required=True,
    parts=(
        _code("Ethnicity", "ethnicity", required=True),
        Block(name="Disabilities", many=True, parts=(_code("Disability", "code", table="disability", many=True),)),
    ),
)

_ASSESSMENT = Block(
    name="Assessments",
    table="assessment",
    letter="a",
    key_leaf="AssessmentActualStartDate",
    many=True,
    parts=(
        _date("AssessmentActualStartDate", "started_on", required=True),
        _date("AssessmentInternalReviewDate", "review_point_on"),
        _date("AssessmentAuthorisationDate", "authorised_on"),
        Block(
            name="FactorsIdentifiedAtAssessment",
            many=True,
            parts=(_code("AssessmentFactors", "code", table="assessment_factor", many=True),),
        ),
    ),
)

_NEED_PLAN = Block(
    name="CINPlanDates",
    table="need_plan",
    letter="n",
    key_leaf="CINPlanStartDate",
    many=True,
    parts=(_date("CINPlanStartDate", "started_on", required=True), _date("CINPlanEndDate", "ended_on")),
)

_SECTION47 = Block(
    name="Section47",
    table="section47",
    letter="s",
    key_leaf="S47ActualStartDate",
    many=True,
    parts=(
        _date("S47ActualStartDate", "started_on", required=True),
        _date("InitialCPCtarget", "conference_target_on"),
        _date("DateOfInitialCPC", "held_on", table="conference", letter="c", fixed={"kind": "initial"}),
        _flag("ICPCnotRequired", "conference_not_required", required=True),
    ),
)

_PROTECTION_PLAN = Block(
    name="ChildProtectionPlans",
    table="protection_plan",
    letter="p",
    key_leaf="CPPstartDate",
    many=True,
    parts=(
        _date("CPPstartDate", "started_on", required=True),
        _date("CPPendDate", "ended_on"),
        _code("InitialCategoryOfAbuse", "initial_category", "CategoryOfAbuse", required=True),
        _code("LatestCategoryOfAbuse", "latest_category", "CategoryOfAbuse", required=True),
        _count("NumberOfPreviousCPP", "previous_plans", required=True),
        Block(
            name="Reviews",
            many=True,
            parts=(_date("CPPreviewDate", "held_on", table="plan_review", letter="r", many=True),),
        ),
    ),
)

_PRE_PROCEEDINGS = Block(
    name="PreProceedingsandFGDM",
    table="pre_proceedings",
    letter="q",
    key_leaf="PPStartDate",
    many=True,
    first_year=2027,
    parts=(
        _date("PPStartDate", "started_on"),
        _date("LBPSentDate", "letter_sent_on"),
        _flag("FGDMMeetingOffer", "family_meeting_offered"),
        _flag("FGDMMeetingFac", "family_meeting_held"),
        _date("InitialPPMeetingDate", "first_meeting_on"),
        _count("ReviewMeetingsCount", "review_meetings"),
        _date("StepDecisionDate", "stepped_on"),
        _code("PPOutcome", "outcome"),
        _date("CourtAppDate", "court_applied_on"),
        _date("LetterInitCPDate", "court_letter_on"),
    ),
)

_EPISODE = Block(
    name="CINdetails",
    table="episode",
    key_leaf="CINreferralDate",
    key_needed="An episode is known by its referral date, and this one has none that can be read.",
    many=True,
    required=True,
    parts=(
        _date("CINreferralDate", "referred_on", required=True),
        _code("ReferralSource", "referral_source", required=True),
        _code("PrimaryNeedCode", "primary_need"),
        _date("CINclosureDate", "closed_on"),
        _code("ReasonForClosure", "closure_reason"),
        _date("DateOfInitialCPC", "held_on", table="conference", letter="c", fixed={"kind": "transfer_in"}),
        _ASSESSMENT,
        _NEED_PLAN,
        _SECTION47,
        _flag("ReferralNFA", "no_further_action", required=True),
        _PROTECTION_PLAN,
        _PRE_PROCEEDINGS,
    ),
)

CHILD = Block(name="Child", table="child", parts=(_IDENTIFIERS, _CHARACTERISTICS, _EPISODE))

CENSUS_TABLES = (
    "child",
    "identifier",
    "disability",
    "episode",
    "assessment",
    "assessment_factor",
    "section47",
    "conference",
    "protection_plan",
    "plan_review",
    "need_plan",
    "pre_proceedings",
)
"""The fact tables that a census tells, at least in part."""

ONCE = ("ChildIdentifiers", "ChildCharacteristics")
"""The blocks that a child has once."""

SEX_OF_GENDER = {"1": "M", "2": "F", "0": "U", "9": "I"}
"""What a pre-2024 GenderCurrent says, in the codes of today."""
