"""What is done with the family once it agreed: assess, plan, meet, do, review."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from uuid import UUID

from holdfast.access import Purpose
from holdfast.kernel.refused import Refused
from holdfast.records.earlyhelp.actions._rows import agreed_or_refused, changed, noted, once, open_or_refused
from holdfast.records.earlyhelp.codes import Result
from holdfast.records.earlyhelp.models import (
    Assessment,
    Attendance,
    Help,
    HelpedChild,
    Meeting,
    Member,
    Outcome,
    Review,
    Service,
    Task,
)
from holdfast.wall.acting import Actor
from holdfast.wall.deeds import deed
from holdfast.wall.versions import amend, inserted


def record_assessment(
    *,
    family: Help,
    completed_on: date,
    family_words: str = "",
    strengths: str = "",
    worries: str = "",
    what_we_know: str = "",
    what_we_do_not_know: str = "",
    childs_words: Mapping[UUID, str] | None = None,
    record_id: UUID | None = None,
    by: Actor,
    purpose: Purpose,
    at: datetime,
) -> Assessment:
    """Record an assessment of the whole family; `childs_words` are each child's own, by the child's id."""
    with deed("record_early_help_assessment", children=[family.child_id], by=by, purpose=purpose, at=at):
        standing = agreed_or_refused(family)
        told = {
            "completed_on": completed_on,
            "family_words": family_words,
            "strengths": strengths,
            "worries": worries,
            "what_we_know": what_we_know,
            "what_we_do_not_know": what_we_do_not_know,
        }
        assessment, is_new = once(Assessment, standing, record_id=record_id, **told)
        if is_new:
            noted(standing, assessed_on=max(filter(None, (standing.assessed_on, completed_on))))
            _heard(standing, childs_words or {}, on=completed_on)
        return assessment


def _heard(family: Help, words: Mapping[UUID, str], *, on: date) -> None:
    for helped in HelpedChild.objects.filter(help=family, child_id__in=list(words)):
        said = words[helped.child_id].strip()
        if said:
            amend(helped, expected_version=helped.version, changes={"words": said, "words_on": on})


def add_outcome(
    *,
    family: Help,
    wanted: str,
    measure: str = "",
    baseline: str = "",
    target: str = "",
    due_on: date | None = None,
    who: str,
    service: Service | None = None,
    record_id: UUID | None = None,
    by: Actor,
    purpose: Purpose,
    at: datetime,
) -> Outcome:
    """Add what should be different; a service that has closed cannot be chosen for it."""
    if service and not service.can_be_chosen:
        raise Refused(f"“{service.name}” is not to be had at present. Choose another, or none.")
    with deed("add_early_help_outcome", children=[family.child_id], by=by, purpose=purpose, at=at):
        standing = agreed_or_refused(family)
        told = {"wanted": wanted, "measure": measure, "baseline": baseline, "target": target, "due_on": due_on}
        outcome, _ = once(Outcome, standing, record_id=record_id, who=who, service=service, **told)
        return outcome


def make_plan(
    *,
    family: Help,
    planned_on: date,
    review_due_on: date | None,
    started_on: date | None = None,
    expected_version: int,
    by: Actor,
    purpose: Purpose,
    at: datetime,
) -> Help:
    """Say that the plan stands: it has an outcome and a lead professional, and a day for its first review."""
    with deed("make_early_help_plan", children=[family.child_id], by=by, purpose=purpose, at=at):
        standing = agreed_or_refused(family)
        if not Outcome.objects.filter(help=standing).exists():
            raise Refused("Add what should be different for the family first: a plan without an outcome is none.")
        if not Member.objects.filter(help=standing, is_lead=True, until_on=None).exists():
            raise Refused("Name the lead professional first: the family must know whom to ring.")
        changes = {
            "planned_on": planned_on,
            "review_due_on": review_due_on,
            "started_on": standing.started_on or started_on or planned_on,
        }
        return changed(family, expected_version=expected_version, changes=changes)


def begin_help(
    *, family: Help, started_on: date, expected_version: int, by: Actor, purpose: Purpose, at: datetime
) -> Help:
    """Record that help began, which may be before the plan is written."""
    with deed("begin_early_help", children=[family.child_id], by=by, purpose=purpose, at=at):
        standing = agreed_or_refused(family)
        if started_on < standing.referred_on:
            raise Refused("That is before help was asked for. Check the day.")
        return changed(family, expected_version=expected_version, changes={"started_on": started_on})


def hold_meeting(
    *,
    family: Help,
    held_on: date,
    came: Collection[UUID],
    discussion: str = "",
    next_on: date | None = None,
    record_id: UUID | None = None,
    by: Actor,
    purpose: Purpose,
    at: datetime,
) -> Meeting:
    """Record a meeting of the team around the family: who of its members came, and so who did not."""
    with deed("hold_team_meeting", children=[family.child_id], by=by, purpose=purpose, at=at):
        standing = agreed_or_refused(family)
        told = {"held_on": held_on, "discussion": discussion, "next_on": next_on}
        meeting, is_new = once(Meeting, standing, record_id=record_id, **told)
        members = Member.objects.filter(help=standing, from_on__lte=held_on, until_on=None) if is_new else ()
        for member in members:
            row = Attendance(child_id=family.child_id, help=standing, meeting=meeting, member=member)
            row.came = member.pk in came
            inserted(row)
        return meeting


def add_task(
    *,
    family: Help,
    what: str,
    who: str,
    due_on: date,
    record_id: UUID | None = None,
    by: Actor,
    purpose: Purpose,
    at: datetime,
) -> Task:
    """Add something that somebody does by a day."""
    with deed("add_early_help_task", children=[family.child_id], by=by, purpose=purpose, at=at):
        task, _ = once(Task, open_or_refused(family), record_id=record_id, what=what, who=who, due_on=due_on)
        return task


def finish_task(
    *, task: Task, done_on: date, words: str = "", expected_version: int, by: Actor, purpose: Purpose, at: datetime
) -> Task:
    """Record that it was done."""
    with deed("finish_early_help_task", children=[task.child_id], by=by, purpose=purpose, at=at):
        return changed(task, expected_version=expected_version, changes={"done_on": done_on, "done_words": words})


def hold_review(
    *,
    family: Help,
    held_on: date,
    words: str,
    family_words: str = "",
    next_on: date | None = None,
    readings: Mapping[UUID, tuple[str, Result]] | None = None,
    record_id: UUID | None = None,
    by: Actor,
    purpose: Purpose,
    at: datetime,
) -> Review:
    """Record a review of the plan; `readings` say of each outcome what its measure shows now, and how far it is."""
    with deed("hold_early_help_review", children=[family.child_id], by=by, purpose=purpose, at=at):
        standing = agreed_or_refused(family)
        if standing.planned_on is None:
            raise Refused("There is no plan to review yet.")
        told = {"held_on": held_on, "words": words, "family_words": family_words, "next_on": next_on}
        review, is_new = once(Review, standing, record_id=record_id, **told)
        if is_new:
            latest = max(filter(None, (standing.reviewed_on, held_on)))
            noted(standing, reviewed_on=latest, review_due_on=next_on)
            _read(standing, readings or {}, on=held_on)
        return review


def _read(family: Help, readings: Mapping[UUID, tuple[str, Result]], *, on: date) -> None:
    for outcome in Outcome.objects.filter(help=family, pk__in=list(readings)):
        reading, result = readings[outcome.pk]
        changes = {"reading": reading, "result": result, "read_on": on}
        amend(outcome, expected_version=outcome.version, changes=changes)
