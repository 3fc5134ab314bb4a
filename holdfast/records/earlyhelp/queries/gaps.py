"""What is still missing from a family's early help: listed for whoever owns it, and holding nothing up."""

from datetime import date

from holdfast.records.agencies.queries import has_left
from holdfast.records.earlyhelp.codes import HelpStage
from holdfast.records.earlyhelp.models import Diversion, Help, HelpedChild, Meeting, Member, Outcome
from holdfast.web import words


def still_to_do(family: Help, *, as_of: date) -> list[str]:
    """What comes next, and what was left out, in sentences."""
    return [*_next_step(family), *_left_out(family, as_of), *_offers(family, as_of)]


_NEXT = {
    HelpStage.referred: "Speak with the family, and write down every attempt.",
    HelpStage.offered: "Ask whether the family agrees, and write down the answer.",
    HelpStage.refused: "The family refused: end it, or step it up if the child is more at risk without help.",
    HelpStage.agreed: "Assess what the whole family needs.",
    HelpStage.assessed: "Make the plan: outcomes, and a lead professional.",
    HelpStage.stepped_up: "The front door decides. End early help when they take it on, or carry on when they do not.",
}


def _next_step(family: Help) -> list[str]:
    return [_NEXT[family.stage]] if family.stage in _NEXT else []


def _left_out(family: Help, as_of: date) -> list[str]:
    if not family.is_open or family.agreed_on is None:
        return []
    gaps = []
    lead = Member.objects.filter(help=family, is_lead=True, until_on=None).first()
    if lead is None:
        gaps.append("The family has no lead professional: nobody knows whom to ring.")
    elif lead.user_id and has_left(lead.user_id, as_of=as_of):
        gaps.append(f"{lead.name} has left their post and leads nobody now: name another lead professional.")
    if family.assessed_on and HelpedChild.objects.filter(help=family, words="").exists():
        gaps.append("A child’s own words are not recorded.")
    if family.planned_on:
        gaps += _plan_gaps(family)
    return gaps


def _plan_gaps(family: Help) -> list[str]:
    gaps = []
    if Outcome.objects.filter(help=family, measure="").exists():
        gaps.append("An outcome has no measure: nobody will see whether it changed.")
    if Outcome.objects.filter(help=family, due_on=None).exists():
        gaps.append("An outcome has no day.")
    if not Meeting.objects.filter(help=family).exists():
        gaps.append("The team around the family has not met.")
    if family.review_due_on is None:
        gaps.append("No day is set for the next review.")
    return gaps


def _offers(family: Help, as_of: date) -> list[str]:
    rows = Diversion.objects.filter(help=family, answer="") if family.is_open else ()
    return [
        f"{each.get_flag_display()}: what was offered has no answer ({words.due(each.due_on, as_of=as_of)})."
        for each in rows
    ]
