"""Telling child protection plans, their reviews, core groups and visits, and the visits to children in need."""

from collections.abc import Iterable
from datetime import date, timedelta

from holdfast.borough.lateness import TWO_YEARS, Span, chain, rhythms
from holdfast.borough.ledger import Ledger, case_end, episode_key, plan_end, plan_key
from holdfast.borough.skeleton import FOREVER, Case, Child, Plan
from holdfast.facts.schema import Row

_TOLD_FROM = timedelta(days=365)
"""Visits to children in need without a child protection plan are told for the last year only."""

_BEFORE_COURT_AFTER = timedelta(days=270)
_BEFORE_COURT_SINCE = date(2026, 4, 1)
"""The census asks about work before going to court from 2026-27 on."""


def tell_plan(ledger: Ledger, case: Case, plan: Plan, before: Iterable[Plan]) -> None:
    """A child protection plan for each of its children; `before` are the family's earlier ones."""
    told = {
        name: chain(
            rhythm, plan, rng=ledger.rng, calendar=ledger.calendar, as_of=ledger.as_of, overdue=name in plan.overdue
        )
        for name, rhythm in rhythms(ledger.calendar).items()
    }
    earlier = list(before)
    missed = _missed(ledger, told["visit"], plan.started_on)
    for child in plan.children:
        if plan.started_on > min(ledger.as_of, case_end(case, child)):
            continue
        _tell_plan(ledger, case, plan, child, sum(child in each.children for each in earlier))
        _tell_reviews(ledger, case, plan, child, told["plan_review"])
        _tell_core_groups(ledger, case, plan, child, told["core_group"])
        _tell_visits(ledger, case, plan, child, told["visit"], missed)
        _tell_before_court(ledger, case, plan, child)


def tell_visits_in_need(ledger: Ledger, case: Case) -> None:
    """Visits of the last year to the children of an open case, while none of them had a child protection plan."""
    begins_on = case.started_on or FOREVER
    day = max(begins_on, ledger.as_of - _TOLD_FROM) + timedelta(days=ledger.rng.randint(1, 9))
    while day <= ledger.as_of:
        if ledger.calendar.is_working_day(day):
            _tell_visit_in_need(ledger, case, day)
        day += timedelta(days=ledger.rng.randint(18, 38))


def _tell_plan(ledger: Ledger, case: Case, plan: Plan, child: Child, before: int) -> None:
    ended_on = plan_end(case, plan, child)
    ledger.tell(
        "protection_plan",
        child,
        protection_plan=plan_key(case, plan),
        episode=episode_key(case),
        started_on=plan.started_on,
        ended_on=ledger.known(ended_on),
        initial_category=plan.category,
        latest_category=plan.latest_category,
        previous_plans=child.earlier_plans + before,
    )
    span = Span(plan.started_on + TWO_YEARS, ended_on)
    ledger.plant("plan_two_years", child, plan_key(case, plan), span)


def _tell_reviews(ledger: Ledger, case: Case, plan: Plan, child: Child, spans: list[Span]) -> None:
    key, until = plan_key(case, plan), plan_end(case, plan, child)
    for link, span in enumerate(spans):
        clock = "later_review" if link else "first_review"
        ledger.plant(clock, child, key, span, until=until, link=max(link, 1))
    held = [span.happens_on for span in spans if ledger.known(span.happens_on, until)]
    if plan.ended_on == until <= ledger.as_of:
        held.append(until)
    for day in held:
        ledger.tell("plan_review", child, plan_review=f"{key}/r{day}", protection_plan=key, held_on=day)


def _tell_core_groups(ledger: Ledger, case: Case, plan: Plan, child: Child, spans: list[Span]) -> None:
    key, until = plan_key(case, plan), plan_end(case, plan, child)
    for link, span in enumerate(spans, start=1):
        ledger.plant("core_group", child, key, span, until=until, link=link)
        day = ledger.known(span.happens_on, until)
        if day:
            ledger.tell("core_group", child, core_group=f"{key}/g{day}", protection_plan=key, held_on=day)


def _tell_visits(ledger: Ledger, case: Case, plan: Plan, child: Child, spans: list[Span], missed: list[date]) -> None:
    key, until = plan_key(case, plan), plan_end(case, plan, child)
    for link, span in enumerate(spans, start=1):
        ledger.plant("child_protection_visit", child, key, span, until=until, link=link)
    days = [(span.happens_on, True) for span in spans] + [(day, False) for day in missed]
    for day, seen in sorted(each for each in days if each[0] <= min(ledger.as_of, until)):
        alone = _seen_alone(ledger, child, day) if seen else None
        told: Row = {"visit": f"v{day}", "protection_plan": key, "visited_on": day}
        ledger.tell("visit", child, child_seen=seen, seen_alone=alone, **told)


def _tell_before_court(ledger: Ledger, case: Case, plan: Plan, child: Child) -> None:
    """A plan for neglect that still stands after nine months: the letter, and a family meeting."""
    started_on, until = ledger.calendar.add(plan.started_on + _BEFORE_COURT_AFTER, 1), plan_end(case, plan, child)
    if plan.category != "NEG" or started_on < _BEFORE_COURT_SINCE or not ledger.known(started_on, until):
        return
    letter_on = ledger.known(ledger.calendar.add(started_on, 8), until)
    meeting_on = ledger.known(ledger.calendar.add(started_on, 18), until)
    ledger.tell(
        "pre_proceedings",
        child,
        pre_proceedings=f"{episode_key(case)}/q{started_on}",
        episode=episode_key(case),
        started_on=started_on,
        letter_sent_on=letter_on,
        family_meeting_offered=True if letter_on else None,
        family_meeting_held=bool(meeting_on) if letter_on else None,
        first_meeting_on=meeting_on,
        review_meetings=0 if meeting_on else None,
    )


def _missed(ledger: Ledger, spans: list[Span], started_on: date) -> list[date]:
    """Days on which somebody called and found nobody in: the working day before one in ten of the visits."""
    days = [ledger.calendar.add(span.happens_on, -1) for span in spans if ledger.rng.random() < 0.1]
    made = {span.happens_on for span in spans}
    return [day for day in days if day > started_on and day not in made]


def _seen_alone(ledger: Ledger, child: Child, day: date) -> bool | None:
    """Whether the child was seen alone; nobody sees a baby, or one not born, alone."""
    years = (day - child.born_on).days / 365.25
    if years < 0:
        return None
    return years >= 3 and ledger.rng.random() < 0.82


def _tell_visit_in_need(ledger: Ledger, case: Case, day: date) -> None:
    seen = ledger.rng.random() < 0.93
    for child in case.children:
        on_plan = any(
            plan.started_on <= day <= plan_end(case, plan, child) for plan in case.plans if child in plan.children
        )
        if day <= case_end(case, child) and not on_plan:
            alone = _seen_alone(ledger, child, day) if seen else None
            ledger.tell("visit", child, visit=f"v{day}", visited_on=day, child_seen=seen, seen_alone=alone)
