"""Checks over what was asked and never came: replies, help, answers to a challenge."""

from datetime import UTC, date, datetime

from holdfast.access import Stage
from holdfast.checks._check import Check, Example, Missed, Setting, Where, months
from holdfast.checks._sources import LOWER_LEVEL, SILENCE, UNRESOLVED
from holdfast.facts.schema import Row, Value
from holdfast.kernel.source import Dated


def _at(day: int, hour: int) -> datetime:
    return datetime(2026, 3, day, hour, tzinfo=UTC)


_ENQUIRY: Row = {"mash_enquiry": "e1", "started_at": _at(2, 9), "completed_at": _at(3, 12), "colour": "amber"}


def _asked(**columns: Value) -> Row:
    return {
        "agency_check": "e1/gp",
        "mash_enquiry": "e1",
        "agency_kind": "gp_practice",
        "asked_at": _at(2, 9),
        **columns,
    }


def _help(**columns: Value) -> Row:
    return {"early_help": "h1", "referred_on": date(2026, 3, 2), "start_due_on": date(2026, 3, 16), **columns}


SILENT_AGENCY = Check(
    id="silent_agency",
    title="No reply, yet the enquiry was closed",
    question="Was an enquiry completed although an agency that was asked had not answered, and nobody waived it?",
    why="Silence was read as no concern. What the agency knew came out in the review.",
    taught_by=(SILENCE,),
    to_do="Ring the agency. If its answer changes anything, look at the decision again; if it is not needed, say why.",
    table="agency_check",
    marks=Missed(due="completed_at", by=("answered_at", "waived_at"), under="mash_enquiry", event=True),
    where=(Where("closed_not_asked", True, holds=False),),
    kind="agency_kind",
    settings=(Dated(value=Setting(at_least=1, within=months(6)), valid_from=date.min),),
    said="No reply to {count} question{s} when the enquiry was closed, from {kinds}.",
    stage=Stage.child_in_need,
    examples=(
        Example(
            words="Closed at noon, answered an hour later",
            as_of=date(2026, 3, 3),
            rows={"mash_enquiry": (_ENQUIRY,), "agency_check": (_asked(answered_at=_at(3, 13), answer="known"),)},
            said="No reply to 1 question when the enquiry was closed, from GP practice.",
            evidence=("agency_check:e1/gp",),
        ),
        Example(
            words="Answered at the very minute",
            as_of=date(2026, 3, 3),
            rows={"mash_enquiry": (_ENQUIRY,), "agency_check": (_asked(answered_at=_at(3, 12), answer="known"),)},
            said=None,
        ),
        Example(
            words="Waived by a manager before it was closed",
            as_of=date(2026, 3, 3),
            rows={"mash_enquiry": (_ENQUIRY,), "agency_check": (_asked(waived_at=_at(3, 11)),)},
            said=None,
        ),
        Example(
            words="A school in August: closed, not asked",
            as_of=date(2026, 3, 3),
            rows={"mash_enquiry": (_ENQUIRY,), "agency_check": (_asked(asked_at=None, closed_not_asked=True),)},
            said=None,
        ),
        Example(
            words="The day before it was closed",
            as_of=date(2026, 3, 2),
            rows={"mash_enquiry": (_ENQUIRY,), "agency_check": (_asked(),)},
            said=None,
        ),
    ),
)

EARLY_HELP_LATE = Check(
    id="early_help_late",
    title="Early help that did not begin",
    question="Was early help asked for and not begun, refused or ended by the last day for it?",
    why="Need below the threshold has no statutory clock, so nobody saw that the help never came.",
    taught_by=(LOWER_LEVEL,),
    to_do="Ring the family and the service today. Say when the help begins, or why it is not the right help.",
    table="early_help",
    marks=Missed(due="start_due_on", by=("started_on", "refused_on", "ended_on")),
    settings=(Dated(value=Setting(at_least=1, within=months(6)), valid_from=date.min),),
    said="Early help did not begin by the last day for it ({count} time{s} within {within}).",
    stage=Stage.early_help,
    examples=(
        Example(
            words="The day after the last day",
            as_of=date(2026, 3, 17),
            rows={"early_help": (_help(),)},
            said="Early help did not begin by the last day for it (1 time within 6 months).",
            evidence=("early_help:h1",),
        ),
        Example(words="On the last day", as_of=date(2026, 3, 16), rows={"early_help": (_help(),)}, said=None),
        Example(
            words="Begun on the last day",
            as_of=date(2026, 3, 17),
            rows={"early_help": (_help(started_on=date(2026, 3, 16)),)},
            said=None,
        ),
        Example(
            words="Begun a day late",
            as_of=date(2026, 3, 17),
            rows={"early_help": (_help(started_on=date(2026, 3, 17)),)},
            said="Early help did not begin by the last day for it (1 time within 6 months).",
            evidence=("early_help:h1",),
        ),
        Example(
            words="The family said no in time",
            as_of=date(2026, 3, 17),
            rows={"early_help": (_help(refused_on=date(2026, 3, 9)),)},
            said=None,
        ),
    ),
)

CHALLENGE_UNANSWERED = Check(
    id="challenge_unanswered",
    title="A challenge nobody answered in time",
    question="Did a professional's challenge to a decision about this child stand unanswered past its last day?",
    why="Those who disagreed were right, and the disagreement was left to lie.",
    taught_by=(UNRESOLVED,),
    to_do="Answer it today. Look at the decision that it is about as if it were new.",
    table="challenge_stage",
    marks=Missed(due="due_on", by=("answered_on",)),
    settings=(Dated(value=Setting(at_least=1, within=months(6)), valid_from=date.min),),
    said="{count} stage{s} of a challenge went unanswered past the last day.",
    stage=Stage.child_in_need,
    examples=(
        Example(
            words="The day after the last day",
            as_of=date(2026, 3, 10),
            rows={
                "challenge_stage": (
                    {"challenge": "c1", "stage": 1, "started_on": date(2026, 3, 2), "due_on": date(2026, 3, 9)},
                )
            },
            said="1 stage of a challenge went unanswered past the last day.",
            evidence=("challenge_stage:c1/1",),
        ),
        Example(
            words="Answered on the last day",
            as_of=date(2026, 3, 10),
            rows={
                "challenge_stage": (
                    {
                        "challenge": "c1",
                        "stage": 1,
                        "started_on": date(2026, 3, 2),
                        "due_on": date(2026, 3, 9),
                        "answered_on": date(2026, 3, 9),
                    },
                )
            },
            said=None,
        ),
    ),
)

CHECKS = (SILENT_AGENCY, EARLY_HELP_LATE, CHALLENGE_UNANSWERED)
