"""Telling the story as facts: children, referrals, assessments, enquiries, plans of children in need."""

from datetime import date, timedelta

from holdfast.borough.lateness import ASSESSMENT, CONFERENCE, DECISION, GUIDANCE_SINCE, TRANSFER, Span
from holdfast.borough.ledger import Ledger, case_end, episode_key, plan_end
from holdfast.borough.numbers import nhs_number, unique_pupil_number
from holdfast.borough.skeleton import FOREVER, Case, Child, Enquiry, Family
from holdfast.borough.telling_plans import tell_plan
from holdfast.facts.cohorts import CollectionYear
from holdfast.kernel.codes import lists

_DISABILITIES = ("AUT", "AUT", "LD", "LD", "COMM", "MOB", "BEH", "HEAR", "VIS", "PC", "HAND", "CON", "DDA")
_SCHOOL_AGE = timedelta(days=round(4.7 * 365.25))
_ASSESSED_ONLY = ("RC8", "RC9")
_NOTHING_FOUND, _SOMETHING_ELSE = "21", "20"
_IN_OTHER_YEARS = {"18A": "18C", "19A": "19C", "18B": "18A", "18C": "18A", "19B": "19A", "19C": "19A", "24A": "14A"}


def tell_child(ledger: Ledger, family: Family, child: Child, number: int) -> None:
    """Who the child is, and the numbers that others know them by; `number` is unlike any other child's."""
    born_on = ledger.known(child.born_on)
    at_school = bool(born_on) and child.born_on + _SCHOOL_AGE < ledger.as_of
    no_number = ledger.rng.random() < 0.05
    ledger.tell(
        "child",
        child,
        birth_on=born_on,
        expected_birth_on=child.expected_on,
        died_on=child.died_on,
        sex=child.sex if born_on else "U",
        ethnicity=child.ethnicity,
        upn_unknown=None if at_school and not no_number else ("UN4" if at_school else "UN1"),
    )
    if at_school and not no_number:
        ledger.tell("identifier", child, kind="upn", value=unique_pupil_number(number, child.born_on))
    if born_on and ledger.rng.random() < 0.93:
        ledger.tell("identifier", child, kind="nhs_number", value=nhs_number(number))
    _tell_disabilities(ledger, child, asked=_is_asked(family, child))


def tell_case(ledger: Ledger, family: Family, case: Case) -> None:
    """Everything that followed a referral, for each of its children."""
    for child in case.children:
        _tell_episode(ledger, case, child)
        if not case.no_further_action:
            _tell_assessment(ledger, case, child)
            _tell_need_plans(ledger, case, child)
        for enquiry in case.enquiries:
            if child in enquiry.children and enquiry.started_on <= min(ledger.as_of, case_end(case, child)):
                _tell_enquiry(ledger, case, enquiry, child)
                _tell_further_assessment(ledger, case, enquiry, child)
        _tell_transfer(ledger, case, child)
    for plan in case.plans:
        before = [each for told in family.cases for each in told.plans if each.started_on < plan.started_on]
        tell_plan(ledger, case, plan, before)


def _is_asked(family: Family, child: Child) -> bool:
    """Whether somebody had to ask about disability: not where every referral ended on the day it came."""
    cases = (case for case in family.cases if child in case.children)
    return any(not case.no_further_action or case.decided_on > case.referred_on for case in cases)


def _tell_disabilities(ledger: Ledger, child: Child, *, asked: bool) -> None:
    codes = {ledger.rng.choice(_DISABILITIES) for _ in range(ledger.rng.choice((1, 1, 2)))}
    if not child.disabled:
        codes = {"NONE"} if ledger.rng.random() < 0.9 or asked else set()
    for code in sorted(codes):
        ledger.tell("disability", child, code=code)


def _tell_episode(ledger: Ledger, case: Case, child: Child) -> None:
    key, decided_on = episode_key(case), ledger.known(case.decided_on)
    ended_on = None if case.no_further_action else ledger.known(case_end(case, child))
    ledger.tell(
        "episode",
        child,
        episode=key,
        referred_on=case.referred_on,
        referral_source=case.source,
        no_further_action=case.no_further_action if decided_on else None,
        decided_on=decided_on,
        primary_need=case.primary_need if decided_on and not case.no_further_action else None,
        closed_on=ended_on,
        closure_reason=_closure_reason(case, child) if ended_on else None,
    )
    if case.referred_on >= GUIDANCE_SINCE:
        due_on = ledger.calendar.add(case.referred_on, DECISION)
        ledger.plant("referral_decision", child, key, Span(due_on, case.decided_on))


def _closure_reason(case: Case, child: Child) -> str:
    if child.died_on and child.died_on <= (case.closed_on or FOREVER):
        return "RC2"
    if child.until < (case.closed_on or FOREVER):
        return "RC6" if child.disabled else "RC7"
    enquired = any(child in each.children for each in case.enquiries)
    return "RC7" if enquired and case.closure_reason in _ASSESSED_ONLY else case.closure_reason


def _tell_assessment(ledger: Ledger, case: Case, child: Child) -> None:
    key, until = episode_key(case), case_end(case, child)
    authorised_on = case.authorised_on or FOREVER
    if case.referred_on >= GUIDANCE_SINCE:
        due_on = ledger.calendar.add(case.referred_on, ASSESSMENT)
        ledger.plant("assessment_45", child, key, Span(due_on, authorised_on), until=until)
    _tell_one_assessment(ledger, case, child, _assessed_from(case), authorised_on)


def _assessed_from(case: Case) -> date:
    """The first day of the case's assessment; an enquiry before that began it."""
    return min([case.started_on or FOREVER, *(enquiry.started_on for enquiry in case.enquiries)])


def _tell_further_assessment(ledger: Ledger, case: Case, enquiry: Enquiry, child: Child) -> None:
    """An enquiry is made by way of an assessment: by another where the case's own ended before it."""
    ends_on, authorised_on = enquiry.conference_on or enquiry.settled_on, case.authorised_on
    if authorised_on and ends_on and ends_on > authorised_on:
        _tell_one_assessment(ledger, case, child, max(enquiry.started_on, authorised_on), ends_on)


def _tell_one_assessment(ledger: Ledger, case: Case, child: Child, started_on: date, authorised_on: date) -> None:
    key, until = episode_key(case), case_end(case, child)
    if ledger.known(started_on, until) is None:
        return
    assessment = f"{key}/a{started_on}"
    ledger.tell(
        "assessment",
        child,
        assessment=assessment,
        episode=key,
        started_on=started_on,
        review_point_on=ledger.known(min(ledger.calendar.add(started_on, 10), authorised_on), until),
        authorised_on=ledger.known(authorised_on, until),
    )
    for code in _factors(case, child, authorised_on) if ledger.known(authorised_on, until) else ():
        ledger.tell("assessment_factor", child, assessment=assessment, code=code)


def _factors(case: Case, child: Child, authorised_on: date) -> list[str]:
    """What an assessment found; that it found nothing is told only of a child whose case ended with it."""
    if _NOTHING_FOUND in case.factors and _closure_reason(case, child) not in _ASSESSED_ONLY:
        return [_SOMETHING_ELSE]
    year, known = CollectionYear.holding(authorised_on).end_on.year, lists()["AssessmentFactors"]
    return list(dict.fromkeys(code if known[code].is_valid(year) else _IN_OTHER_YEARS[code] for code in case.factors))


def _tell_enquiry(ledger: Ledger, case: Case, enquiry: Enquiry, child: Child) -> None:
    key, until = episode_key(case), case_end(case, child)
    section47 = f"{key}/s{enquiry.started_on}"
    held_on, settled_on = ledger.known(enquiry.conference_on, until), ledger.known(enquiry.settled_on, until)
    target_on = ledger.calendar.add(enquiry.started_on, CONFERENCE)
    ledger.tell(
        "strategy_discussion",
        child,
        strategy_discussion=f"{key}/d{enquiry.started_on}",
        episode=key,
        held_on=enquiry.started_on,
    )
    ledger.tell(
        "section47",
        child,
        section47=section47,
        episode=key,
        started_on=enquiry.started_on,
        conference_target_on=target_on,
        conference_not_required=True if settled_on else (False if held_on else None),
    )
    if held_on:
        conference = f"{section47}/c{held_on}"
        told = {"conference": conference, "episode": key, "kind": "initial", "section47": section47}
        ledger.tell("conference", child, held_on=held_on, **told)
    if enquiry.conference_on:
        ledger.plant("initial_conference", child, section47, Span(target_on, enquiry.conference_on), until=until)


def _tell_transfer(ledger: Ledger, case: Case, child: Child) -> None:
    until = case_end(case, child)
    held_on = ledger.known(case.transfer_conference_on, until)
    if held_on is None:
        return
    key = episode_key(case)
    conference = f"{key}/c{held_on}"
    ledger.tell("conference", child, conference=conference, episode=key, kind="transfer_in", held_on=held_on)
    due_on = ledger.calendar.add(case.referred_on, TRANSFER)
    ledger.plant("transfer_in_conference", child, conference, Span(due_on, held_on), until=until)


def _tell_need_plans(ledger: Ledger, case: Case, child: Child) -> None:
    """A plan as a child in need from the end of the assessment, but while there is a child protection plan."""
    if not case.in_need or case.authorised_on is None:
        return
    until = case_end(case, child)
    begins_on: date = ledger.calendar.add(case.authorised_on, 2)
    for plan in sorted((plan for plan in case.plans if child in plan.children), key=lambda plan: plan.started_on):
        _tell_need_plan(ledger, case, child, begins_on, plan.started_on)
        begins_on = max(begins_on, plan_end(case, plan, child))
    _tell_need_plan(ledger, case, child, begins_on, until)


def _tell_need_plan(ledger: Ledger, case: Case, child: Child, started_on: date, ended_on: date) -> None:
    key = episode_key(case)
    if started_on < ended_on and started_on <= ledger.as_of:
        told = {"need_plan": f"{key}/n{started_on}", "episode": key}
        ledger.tell("need_plan", child, started_on=started_on, ended_on=ledger.known(ended_on), **told)
