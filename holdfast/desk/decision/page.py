"""A referral, decided: all that a manager weighs on one page, and what each decision leads to."""

from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from holdfast.access import Role, Stage
from holdfast.clocks import last_day
from holdfast.desk.decision import DECIDING
from holdfast.desk.decision.form import DecisionForm, told_of
from holdfast.desk.decision.round import standing_round
from holdfast.desk.due import due_lines
from holdfast.desk.panels import decision_panels
from holdfast.desk.status import statuses
from holdfast.kernel import codes
from holdfast.kernel.refused import NotFound, Refused
from holdfast.records.casework.actions import open_episode
from holdfast.records.casework.queries import open_episodes
from holdfast.records.earlyhelp.actions import offer_early_help, record_refusal
from holdfast.records.earlyhelp.codes import HelpSource, Risk
from holdfast.records.frontdoor.actions import decide_referral, prepare_decision
from holdfast.records.frontdoor.codes import DECIDES, GOES_ON, WORDS_FOR_SENDER, Answer, ReferralDecision
from holdfast.records.frontdoor.models import Proposal, Referral
from holdfast.records.frontdoor.queries import (
    a_year_before,
    contacts_of,
    earlier_referrals,
    of_the_same_matter,
    past_of_referral,
    suggested,
)
from holdfast.records.frontdoor.queries.following import not_yet_followed
from holdfast.records.people.actions import allocate
from holdfast.records.people.models import Person
from holdfast.records.people.queries import addresses, allocated_workers, born_words, display_names, family_of
from holdfast.wall.acting import Acting, current
from holdfast.wall.due import calendar
from holdfast.web import words
from holdfast.web.deeds import is_done
from holdfast.web.pages import page


@page(
    key="desk.decision", words="Decide a referral", purposes=DECIDING, needs=Stage.child_in_need,
    methods=("GET", "POST"), about_child=True, writes=True,
)  # fmt: skip
def decision(request: HttpRequest, referral_id: UUID) -> HttpResponse:
    """The referral with all that is known beside it, and the decision."""
    referral = referral_or_not_found(referral_id)
    proposal = Proposal.objects.filter(referral=referral, settled_at=None).order_by("-prepared_at").first()
    if request.method != "POST":
        form = _form(request, referral, initial=_standing(referral, proposal, request.now, request.today))
        return _shown(request, referral, form, proposal)
    form = _form(request, referral, sent=request.POST)
    if request.POST.get("go") == "suggest":
        return _shown(request, referral, form, proposal)
    if form.is_valid() and _done(request, referral, form):
        return redirect("desk:decision", referral.id)
    return _shown(request, referral, form, proposal)


def referral_or_not_found(referral_id: UUID) -> Referral:
    """The referral with what was told; NotFound says the same where there is none."""
    rows = Referral.objects.select_related("child", "contact__told__envelope")
    referral = rows.filter(pk=referral_id).first()
    if referral is None:
        raise NotFound("There is no record here that you may see.")
    return referral


def consequences(referral: Referral) -> dict[str, str]:
    """What each decision leads to, in a sentence."""
    on = words.day(referral.referred_on)
    return {
        ReferralDecision.assessment: f"Opens the case. The 45 working days run from {on}{_assessed_by(referral)}.",
        ReferralDecision.strategy_discussion: "Opens the case. Bring police and health together now; an enquiry that "
        "follows is counted from the discussion. The assessment runs beside it.",
        ReferralDecision.early_help: "Ends the referral without a case. The family is offered help, if they agree.",
        ReferralDecision.another_authority: "Ends the referral here. Ring the other council, send what we hold, and "
        "write down who took it on: it is chased until they do.",
        ReferralDecision.no_further_action: "Ends the referral. It stands on the record, and counts when somebody "
        "tells us more.",
    }


def _assessed_by(referral: Referral) -> str:
    due_on = last_day("assessment_45", started_on=referral.referred_on, calendar=calendar())
    return f": it must be complete by {words.day(due_on)}" if due_on else ""


def _form(request: HttpRequest, referral: Referral, *, sent: Any = None, initial: Any = None) -> DecisionForm:
    return DecisionForm(
        referral, sent, initial=initial, as_of=request.today,
        past=past_of_referral(referral, as_of=request.today), same_matter=of_the_same_matter(referral),
        hints=consequences(referral), prepares=not may_decide(current().actor.role),
    )  # fmt: skip


def _done(request: HttpRequest, referral: Referral, form: DecisionForm) -> bool:
    """Whether all of it was done; where not, nothing of it was, and the form says why."""
    now = current()
    do = _decide if may_decide(now.actor.role) else _prepare

    def whole() -> None:
        with transaction.atomic():
            do(request, referral, form, now)

    if not is_done(form, whole):
        return False
    said = ReferralDecision(form.cleaned_data["decision"]).label
    messages.success(request, f"Decided: {said}." if do is _decide else f"Prepared for a manager: {said}.")
    return True


def may_decide(role: Role | None) -> bool:
    """Whether somebody in this role decides, or only prepares; at night whoever is on duty decides to protect."""
    return role is not None and (role.value in DECIDES or role is Role.out_of_hours_worker)


def _decide(request: HttpRequest, referral: Referral, form: DecisionForm, now: Acting) -> None:
    doing: dict[str, Any] = {"by": now.actor, "purpose": now.purpose, "at": request.now}
    chosen = form.cleaned_data
    what = ReferralDecision(chosen["decision"])
    is_open = open_episodes(child_id=referral.child_id).filter(referral=referral).exists()
    decided = decide_referral(
        referral=referral, decision=what, reasons=chosen["reasons"], decided_on=chosen["decided_on"],
        threshold_level=chosen["threshold_level"], weighed=form.weighed(), answer=chosen.get("answer", ""),
        expected_version=version_sent(request), **doing,
    )  # fmt: skip
    # Refused after deciding, so that whoever decided meanwhile is seen first; nothing of it stands.
    if what not in GOES_ON and is_open:
        raise Refused("The case is open on this referral. Close it on the child’s record, where its plans are seen.")
    if what in GOES_ON:
        open_episode(referral=decided, **doing)
    if what == ReferralDecision.early_help:
        _hand_to_early_help(decided, chosen, doing)
    if chosen["worker"]:
        child = Person.objects.get(pk=referral.child_id)
        allocate(child=child, worker=chosen["worker"], from_on=chosen["decided_on"], **doing)


def _hand_to_early_help(decided: Referral, chosen: dict[str, Any], doing: dict[str, Any]) -> None:
    """Let early help answer for the family from now on; a refusal goes with it, as it was told to us."""
    family = offer_early_help(
        child=decided.child, source=HelpSource.front_door, wanted=chosen.get("help_wanted", ""), referral=decided,
        record_id=decided.id, **doing,
    )  # fmt: skip
    if decided.family_agrees == Answer.no and family.refused_on is None:
        record_refusal(
            family=family, refused_on=decided.decided_on, why=decided.refusal_words, raises_risk=Risk.no,
            risk_words=decided.refusal_words, expected_version=family.version, record_id=decided.id, **doing,
        )  # fmt: skip


def _prepare(request: HttpRequest, referral: Referral, form: DecisionForm, now: Acting) -> None:
    chosen, weighed = form.cleaned_data, form.weighed()
    prepare_decision(
        referral=referral, decision=ReferralDecision(chosen["decision"]), reasons=chosen["reasons"],
        threshold_level=chosen["threshold_level"], indicators=weighed.indicators, main_reason=weighed.main_reason,
        factors=weighed.factors, record_id=_record_id(request), by=now.actor, purpose=now.purpose, at=request.now,
    )  # fmt: skip


def version_sent(request: HttpRequest) -> int:
    """The version of the record that was on the page; Refused where the form does not say."""
    try:
        return int(request.POST.get("expected_version", ""))
    except ValueError:
        raise Refused("This form is not complete. Open the referral again; copy what you wrote first.") from None


def _record_id(request: HttpRequest) -> UUID:
    try:
        return UUID(request.POST.get("record_id", ""))
    except ValueError:
        return uuid4()


_KEPT = (
    "decision", "threshold_level", "level_because", "reasons", "main_reason", "factors", "indicators", "culture",
    "culture_words", "danger_reasons", "told_to_whom", "family_agrees", "refusal_words", "refusing_raises_risk",
    "passed_to",
)  # fmt: skip
_PREPARED = ("decision", "threshold_level", "reasons", "main_reason", "factors", "indicators")


def _standing(referral: Referral, proposal: Proposal | None, at: datetime, as_of: date) -> dict[str, Any]:
    """What the form shows at first: what was decided, or what a worker prepared, or what the sender said."""
    stands = {name: getattr(referral, name) for name in _KEPT}
    if proposal and not referral.decision:
        stands |= {name: getattr(proposal, name) for name in _PREPARED}
    told = told_of(referral)
    if told and not stands["main_reason"] and not referral.decision:
        stands |= {"main_reason": told.envelope.main_worry, "factors": told.envelope.further_worries}
    also = [str(each.id) for each in of_the_same_matter(referral)]
    return stands | {"decided_on": referral.decided_on or as_of, "also_answer": also, "read_to_at": at.isoformat()}


def _weighed(referral: Referral, *, as_of: date) -> dict[str, Any]:
    """What a manager weighs: the child, the household, what was told before, what stands."""
    child, told = referral.child, told_of(referral)
    since = a_year_before(referral.referred_on)
    due = due_lines([child.id], as_of=as_of, stage=Stage.child_in_need)
    return {
        "child": child,
        "name": display_names([child], as_of=as_of)[child.id],
        "born": _born(child, as_of),
        "home": addresses(person_id=child.id).filter(until_on=None).first(),
        "family": family_of(person_id=child.id, as_of=as_of),
        "statuses": statuses([child.id])[child.id],
        "worker": allocated_workers([child.id], as_of=as_of).get(child.id),
        "due": [line for line in due if line.clock in _CLOCKS],
        "contacts": contacts_of([child.id], since=since, but=referral.contact_id),
        "referrals": earlier_referrals(child.id, since=since, but=referral.id),
        "told_child": told,
        "to_find_out": not_yet_followed(told) if told and not referral.is_decided else [],
        "envelope": told.envelope if told else None,
    }


_CLOCKS = ("referral_decision", "assessment_45")


def _born(child: Person, as_of: date) -> str:
    age = [words.age(child.birth_on, as_of=as_of)] if child.birth_on else []
    return ", ".join([*age, born_words(child)])


def _shown(request: HttpRequest, referral: Referral, form: DecisionForm, proposal: Proposal | None) -> HttpResponse:
    weighed = _weighed(referral, as_of=request.today)
    asks_only = request.POST.get("go") == "suggest"
    if asks_only:
        form.errors.clear()
    context = {
        "referral": referral,
        "form": form,
        "suggestion": suggested(form.edition, form.ticked),
        "source": codes.words("ReferralSource", referral.source) if referral.source else "",
        "gaps": _gaps(referral),
        "standard_words": [(each.label, WORDS_FOR_SENDER[each]) for each in ReferralDecision],
        "panels": decision_panels(request, referral),
        "decides": may_decide(current().actor.role),
        "proposal": proposal,
        "record_id": uuid4(),
        "opened": bool(form.errors),
        "asks_only": asks_only,
        **weighed,
        **standing_round(referral, proposal, as_of=request.today),
    }
    return render(request, "desk/decision.html", context, status=400 if form.errors and not asks_only else 200)


def _gaps(referral: Referral) -> list[str]:
    """What a decision that was made in haste still lacks."""
    if not referral.decision:
        return []
    lacking = {
        "the reasons": referral.reasons,
        "the level of need": referral.threshold_level,
        "the main reason": referral.main_reason,
    }
    if referral.suggested_level and referral.threshold_level not in (None, referral.suggested_level):
        lacking["why another level than the document suggests"] = referral.level_because
    return [what for what, given in lacking.items() if not given]
