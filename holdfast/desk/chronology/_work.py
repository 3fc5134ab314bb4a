"""What children's social care did: assessments, enquiries, conferences, plans."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import Prefetch

from holdfast.desk.chronology._line import Lines, coded, lines, of, quoted
from holdfast.records.casework.models import (
    Assessment,
    AssessmentFactor,
    Conference,
    CoreGroup,
    NeedPlan,
    PlanReview,
    PreProceedings,
    ProtectionPlan,
    Section47,
    StrategyDiscussion,
)


def assessments(children: Collection[UUID]) -> Lines:
    """Child and family assessments, begun and done."""
    found_in = Prefetch("factors", AssessmentFactor.objects.filter(withdrawn_at=None))
    for row in Assessment.objects.filter(child_id__in=children).prefetch_related(found_in):
        if row.started_on:
            yield of(row, on=row.started_on, title="Assessment started", kind="assessed")
        if row.authorised_on:
            found = "; ".join(coded("AssessmentFactors", factor.code) for factor in row.factors.all())
            text = lines(f"Found: {found}" if found else "", quoted(row.childs_words))
            yield of(
                row,
                again=True,
                on=row.authorised_on,
                title="Assessment done",
                text=text,
                kind="assessed",
                significant=True,
            )


def strategy_discussions(children: Collection[UUID]) -> Lines:
    """Strategy discussions."""
    for row in StrategyDiscussion.objects.filter(child_id__in=children):
        yield of(
            row, on=row.held_on, title="Strategy discussion", text=row.decision, kind="protected", significant=True
        )


def enquiries(children: Collection[UUID]) -> Lines:
    """Enquiries under section 47."""
    for row in Section47.objects.filter(child_id__in=children):
        tag = "No conference needed" if row.conference_not_required else ""
        yield of(
            row, on=row.started_on, title="Section 47 enquiry started", text=row.outcome, kind="protected",
            significant=True, tag=tag,
        )  # fmt: skip


def conferences(children: Collection[UUID]) -> Lines:
    """Initial and transfer-in conferences."""
    for row in Conference.objects.filter(child_id__in=children):
        yield of(
            row, on=row.held_on, title=row.get_kind_display(), text=row.decision, kind="protected", significant=True
        )


def protection_plans(children: Collection[UUID]) -> Lines:
    """Child protection plans, begun and ended."""
    for row in ProtectionPlan.objects.filter(child_id__in=children):
        category = coded("CategoryOfAbuse", row.initial_category)
        title = f"Child protection plan began: {category}" if category else "Child protection plan began"
        yield of(
            row, on=row.started_on, title=title, text=row.worries, kind="protected", significant=True, meaning="danger",
            tag="Plan",
        )  # fmt: skip
        if row.ended_on:
            ended = "Child protection plan ended"
            yield of(
                row, again=True, on=row.ended_on, title=ended, text=row.ending_words, kind="protected", significant=True
            )


def reviews(children: Collection[UUID]) -> Lines:
    """Review conferences."""
    for row in PlanReview.objects.filter(child_id__in=children):
        yield of(row, on=row.held_on, title="Review conference", text=row.decision, kind="protected", significant=True)


def core_groups(children: Collection[UUID]) -> Lines:
    """Core groups."""
    for row in CoreGroup.objects.filter(child_id__in=children):
        yield of(row, on=row.held_on, title="Core group", text=row.decision, kind="protected")


def need_plans(children: Collection[UUID]) -> Lines:
    """Child in need plans, begun and ended."""
    for row in NeedPlan.objects.filter(child_id__in=children):
        yield of(
            row, on=row.started_on, title="Child in need plan began", text=row.aims, kind="planned", significant=True
        )
        if row.ended_on:
            yield of(
                row, again=True, on=row.ended_on, title="Child in need plan ended", kind="planned", significant=True
            )


def pre_proceedings(children: Collection[UUID]) -> Lines:
    """What came before court, step by step."""
    said = {
        "started_on": "Work before court began (pre-proceedings)",
        "letter_sent_on": "Letter before proceedings sent",
        "first_meeting_on": "First meeting before proceedings",
        "court_applied_on": "Applied to the court",
    }
    for row in PreProceedings.objects.filter(child_id__in=children):
        for name, title in said.items():
            if getattr(row, name):
                yield of(row, again=True, on=getattr(row, name), title=title, kind="protected", significant=True)
