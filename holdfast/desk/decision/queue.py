"""A manager's queue: what waits for a decision and how long, what is still open after one, and who carries how much."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from holdfast.access import Stage
from holdfast.desk.decision import DECIDING
from holdfast.desk.decision.round import is_to_be_chased
from holdfast.records.casework.models import ProtectionPlan
from holdfast.records.frontdoor.codes import ReferralDecision
from holdfast.records.frontdoor.models import PowerUsed, Proposal, Referral, TransferStep
from holdfast.records.frontdoor.queries import a_year_before, decide_by, to_rate, undecided_referrals, user_names
from holdfast.records.people.codes import InvolvementKind
from holdfast.records.people.models import Involvement
from holdfast.records.people.queries import display_names
from holdfast.wall.acting import current
from holdfast.wall.deeds import day_of
from holdfast.wall.reading import note
from holdfast.web.pages import page

_CHASED_FOR = timedelta(days=90)


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """A referral that waits: since when, until when, and what was prepared for it."""

    referral: Referral
    name: str
    since: date
    due_on: date | None
    danger: bool
    """A child may be in danger now: a manager decides on the day."""
    prepared_by: str
    returned: bool


@dataclass(frozen=True, kw_only=True)
class Load:
    """What one worker carries."""

    worker: str
    children: int
    on_plans: int


@page(
    key="desk.deciding", words="What waits for a manager", purposes=DECIDING, needs=Stage.child_in_need,
)  # fmt: skip
def deciding(request: HttpRequest) -> HttpResponse:
    """Everything that waits for a manager's decision, the gravest first; and each worker's load."""
    rows = Paginator(_waiting(), 50).get_page(request.GET.get("page"))
    proposals = _proposals([row.id for row in rows])
    people = user_names({each.prepared_by for each in proposals.values()})
    names = display_names([row.child for row in rows], as_of=request.today)
    context = {
        "waiting": [_line(row, names[row.child_id], proposals.get(row.id), people) for row in rows],
        "pages": rows,
        "count": rows.paginator.count,
        "nights": _named(_decided_at_night(), request.today),
        "transfers": _named(_not_taken_on(request.today), request.today),
        "powers": _powers_with_gaps(request.today),
        "to_rate": to_rate(current().actor, as_of=request.today),
        "loads": _loads(request.today),
        "powers_used": _powers_used(request.today),
    }
    return render(request, "desk/deciding.html", context)


def _waiting() -> list[Referral]:
    """The undecided, those of a child who may be in danger first, then the longest wait."""
    return sorted(undecided_referrals(), key=lambda row: (not _in_danger(row), row.referred_on, row.key))


def _in_danger(referral: Referral) -> bool:
    return bool(referral.contact and referral.contact.told and referral.contact.told.envelope.maybe_danger)


def _line(referral: Referral, name: str, proposal: Proposal | None, people: dict[UUID, str]) -> Waiting:
    danger = _in_danger(referral)
    return Waiting(
        referral=referral,
        name=name,
        since=day_of(referral.contact.received_at) if referral.contact else referral.referred_on,
        due_on=referral.referred_on if danger else decide_by(referral.referred_on),
        danger=danger,
        prepared_by=people.get(proposal.prepared_by, "somebody") if proposal else "",
        returned=bool(proposal and proposal.returned_at),
    )


def _proposals(referrals: list[UUID]) -> dict[UUID, Proposal]:
    rows = Proposal.objects.filter(referral_id__in=referrals, settled_at=None).order_by("prepared_at")
    return {row.referral_id: row for row in rows}


def _decided_at_night() -> list[Referral]:
    rows = Referral.objects.filter(decided_at__isnull=False, agreed_at=None).exclude(decision="")
    return list(rows.select_related("child").order_by("decided_at"))


def _not_taken_on(as_of: date) -> list[Referral]:
    """Children handed to another authority who has not said that it took them on."""
    passed = Referral.objects.filter(
        decision=ReferralDecision.another_authority, decided_on__gte=as_of - _CHASED_FOR
    ).exclude(passed_to="")
    rows = list(passed.select_related("child").order_by("decided_on"))
    steps = list(TransferStep.objects.filter(referral__in=rows))
    return [row for row in rows if is_to_be_chased(row, [step for step in steps if step.referral_id == row.id])]


def _powers_with_gaps(as_of: date) -> list[PowerUsed]:
    if current().reach.ceiling < Stage.decision_maker:
        return []
    rows = PowerUsed.objects.filter(used_at__date__gte=as_of - _CHASED_FOR).select_related("child").order_by("used_at")
    return [row for row in rows if row.gaps]


def _powers_used(as_of: date) -> list[tuple[str, int, int]]:
    """Each power used in twelve months: how often, and of how many it is written down what came of it."""
    if current().reach.ceiling < Stage.decision_maker:
        return []
    rows = PowerUsed.objects.filter(used_at__date__gte=a_year_before(as_of))
    used = Counter(row.get_power_display() for row in rows)
    known = Counter(row.get_power_display() for row in rows if row.outcome.strip())
    return [(said, count, known[said]) for said, count in used.most_common()]


def _named(referrals: list[Referral], as_of: date) -> list[tuple[Referral, str, date]]:
    names = display_names([row.child for row in referrals], as_of=as_of)
    return [(row, names[row.child_id], day_of(row.decided_at) if row.decided_at else as_of) for row in referrals]


def _loads(as_of: date) -> list[Load]:
    """How many children each social worker carries, and how many of them are on a child protection plan."""
    allocated = InvolvementKind.allocated_worker
    rows = Involvement.objects.filter(kind=allocated, until_on=None, from_on__lte=as_of)
    carried = list(rows.values_list("worker__display_name", "person_id"))
    note(child for _, child in carried)
    plans = ProtectionPlan.objects.filter(ended_on=None, child_id__in=[child for _, child in carried])
    on_plan = set(plans.values_list("child_id", flat=True))
    children, heavy = Counter(worker for worker, _ in carried), Counter(w for w, child in carried if child in on_plan)
    return [Load(worker=who, children=children[who], on_plans=heavy[who]) for who in sorted(children)]
