"""The child's story as it happened: each kind of record says its own line, nobody types it again.

What the reader may not see is not there: row-level security answers each query as far as the reader may go.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from holdfast.access import Stage
from holdfast.kernel.codes import words as code_words
from holdfast.records.casework.models import (
    Assessment,
    Conference,
    CoreGroup,
    Episode,
    NeedPlan,
    PlanReview,
    PreProceedings,
    ProtectionPlan,
    Section47,
    StrategyDiscussion,
    Visit,
)
from holdfast.records.frontdoor.models import Contact, Referral
from holdfast.records.people.codes import InvolvementKind
from holdfast.records.people.models import Address, Involvement
from holdfast.wall.deeds import day_of

KINDS = {
    "told": "What we were told",
    "assessed": "Assessments",
    "protected": "Child protection",
    "planned": "Plans",
    "visited": "Visits",
    "people": "People and places",
}
"""What a line is about, for the filter."""


@dataclass(frozen=True, kw_only=True)
class Line:
    """One thing that happened. `significant` says that the story in two minutes cannot do without it."""

    on: date | None
    title: str
    text: str = ""
    kind: str
    significant: bool = False
    tag: str = ""
    meaning: str = ""


Lines = Iterator[Line]


TOLD_FROM = {
    InvolvementKind.police: Stage.child_in_need,
    InvolvementKind.conference_chair: Stage.child_protection,
    InvolvementKind.mental_health: Stage.child_protection,
    InvolvementKind.quality_audit: Stage.decision_maker,
}
"""Whose involvement itself gives something away, and from which stage it is told: a conference, a parent's nurse."""


def chronology(child_id: UUID, *, stage: Stage) -> list[Line]:
    """Everything that happened, as far as the stage goes, the latest first; what has no day comes last."""
    lines = [line for told in _KINDS_OF_RECORD for line in told(child_id)] + list(_workers(child_id, stage))
    return sorted(lines, key=lambda line: (line.on is not None, line.on or date.min, line.significant), reverse=True)


def _contacts(child_id: UUID) -> Lines:
    for row in Contact.objects.filter(child_id=child_id):
        who = row.from_agency or _coded("ReferralSource", row.source) or "somebody"
        tag = row.get_outcome_display() if row.outcome else ""
        yield Line(on=day_of(row.received_at), title=f"Contact from {who}", text=row.concern, kind="told", tag=tag)


def _referrals(child_id: UUID) -> Lines:
    for row in Referral.objects.filter(child_id=child_id):
        source = _coded("ReferralSource", row.source)
        title = f"Referral: {source}" if source else "Referral"
        waiting = row.decided_on is None and row.no_further_action is None
        yield Line(
            on=row.referred_on, title=title, kind="told", significant=True,
            tag="Not decided yet" if waiting else "", meaning="waiting" if waiting else "",
        )  # fmt: skip
        if row.decision:
            said = f"Decided: {row.get_decision_display()}"
            yield Line(on=row.decided_on, title=said, text=row.reasons, kind="told", significant=True)
        elif row.no_further_action:
            yield Line(on=row.decided_on, title="Decided: no further action (NFA)", kind="told", significant=True)


def _closures(child_id: UUID) -> Lines:
    for row in Episode.objects.filter(child_id=child_id, closed_on__isnull=False):
        why = _coded("ReasonForClosure", row.closure_reason)
        title = f"Case closed: {why}" if why else "Case closed"
        yield Line(on=row.closed_on, title=title, text=row.closing_words, kind="told", significant=True)


def _assessments(child_id: UUID) -> Lines:
    for row in Assessment.objects.filter(child_id=child_id).prefetch_related("factors"):
        if row.started_on:
            yield Line(on=row.started_on, title="Assessment started", kind="assessed")
        if row.authorised_on:
            found = "; ".join(_coded("AssessmentFactors", factor.code) for factor in row.factors.all())
            text = "\n".join(filter(None, (f"Found: {found}" if found else "", _quoted(row.childs_words))))
            yield Line(on=row.authorised_on, title="Assessment done", text=text, kind="assessed", significant=True)


def _strategy_discussions(child_id: UUID) -> Lines:
    for row in StrategyDiscussion.objects.filter(child_id=child_id):
        yield Line(on=row.held_on, title="Strategy discussion", text=row.decision, kind="protected", significant=True)


def _enquiries(child_id: UUID) -> Lines:
    for row in Section47.objects.filter(child_id=child_id):
        tag = "No conference needed" if row.conference_not_required else ""
        yield Line(
            on=row.started_on, title="Section 47 enquiry started", text=row.outcome, kind="protected",
            significant=True, tag=tag,
        )  # fmt: skip


def _conferences(child_id: UUID) -> Lines:
    for row in Conference.objects.filter(child_id=child_id):
        yield Line(on=row.held_on, title=row.get_kind_display(), text=row.decision, kind="protected", significant=True)


def _protection_plans(child_id: UUID) -> Lines:
    for row in ProtectionPlan.objects.filter(child_id=child_id):
        category = _coded("CategoryOfAbuse", row.initial_category)
        title = f"Child protection plan began: {category}" if category else "Child protection plan began"
        yield Line(
            on=row.started_on, title=title, text=row.worries, kind="protected", significant=True, meaning="danger",
            tag="Plan",
        )  # fmt: skip
        if row.ended_on:
            ended = "Child protection plan ended"
            yield Line(on=row.ended_on, title=ended, text=row.ending_words, kind="protected", significant=True)


def _reviews(child_id: UUID) -> Lines:
    for row in PlanReview.objects.filter(child_id=child_id):
        yield Line(on=row.held_on, title="Review conference", text=row.decision, kind="protected", significant=True)


def _core_groups(child_id: UUID) -> Lines:
    for row in CoreGroup.objects.filter(child_id=child_id):
        yield Line(on=row.held_on, title="Core group", text=row.decision, kind="protected")


def _need_plans(child_id: UUID) -> Lines:
    for row in NeedPlan.objects.filter(child_id=child_id):
        yield Line(on=row.started_on, title="Child in need plan began", text=row.aims, kind="planned", significant=True)
        if row.ended_on:
            yield Line(on=row.ended_on, title="Child in need plan ended", kind="planned", significant=True)


def _pre_proceedings(child_id: UUID) -> Lines:
    said = {
        "started_on": "Work before court began (pre-proceedings)",
        "letter_sent_on": "Letter before proceedings sent",
        "first_meeting_on": "First meeting before proceedings",
        "court_applied_on": "Applied to the court",
    }
    for row in PreProceedings.objects.filter(child_id=child_id):
        for name, title in said.items():
            if getattr(row, name):
                yield Line(on=getattr(row, name), title=title, kind="protected", significant=True)


def _visits(child_id: UUID) -> Lines:
    for row in Visit.objects.filter(child_id=child_id):
        title, meaning = _seen(row)
        text = "\n".join(filter(None, (row.not_seen_because, _quoted(row.childs_words), row.what_happened)))
        yield Line(
            on=row.visited_on, title=title, text=text, kind="visited", significant=row.child_seen is False,
            tag="Not seen" if row.child_seen is False else "", meaning=meaning,
        )  # fmt: skip


def _seen(visit: Visit) -> tuple[str, str]:
    if visit.child_seen is False:
        return "Visit: the child was not seen", "late"
    if visit.seen_alone:
        return "Visit: seen alone", ""
    return ("Visit: seen with others there", "") if visit.child_seen else ("Visit", "")


def _workers(child_id: UUID, stage: Stage) -> Lines:
    untold = [kind for kind, told_from in TOLD_FROM.items() if stage < told_from]
    for row in Involvement.objects.filter(person_id=child_id).exclude(kind__in=untold).select_related("worker"):
        kind = InvolvementKind(row.kind).label
        allocated = row.kind == InvolvementKind.allocated_worker
        yield Line(on=row.from_on, title=f"{kind}: {row.worker.display_name}", kind="people", significant=allocated)
        if row.until_on and not allocated:
            yield Line(on=row.until_on, title=f"{kind} no longer: {row.worker.display_name}", kind="people")


def _moves(child_id: UUID) -> Lines:
    for row in Address.objects.filter(person_id=child_id, from_on__isnull=False):
        where = "a protected address" if row.protected else row.lines.split("\n")[0]
        yield Line(on=row.from_on, title=f"Moved to {where}", kind="people", significant=row.protected)


_KINDS_OF_RECORD: tuple[Callable[[UUID], Lines], ...] = (
    _contacts,
    _referrals,
    _closures,
    _assessments,
    _strategy_discussions,
    _enquiries,
    _conferences,
    _protection_plans,
    _reviews,
    _core_groups,
    _need_plans,
    _pre_proceedings,
    _visits,
    _moves,
)


def _coded(list_name: str, code: str) -> str:
    return code_words(list_name, code) if code else ""


def _quoted(said: str) -> str:
    return f"In the child’s words: “{said}”" if said else ""
