"""Early help ends with an outcome, and somebody looks again afterwards; a young person's offer is answered."""

from datetime import date, datetime
from uuid import UUID

from holdfast.access import Purpose
from holdfast.kernel.refused import Refused
from holdfast.records.earlyhelp.actions._rows import changed, once, open_or_refused
from holdfast.records.earlyhelp.actions.team import close_to_team
from holdfast.records.earlyhelp.codes import Diverted, Flag, HelpOutcome, Risk
from holdfast.records.earlyhelp.models import Diversion, Help
from holdfast.records.earlyhelp.queries.local import divert_by
from holdfast.wall.acting import Actor
from holdfast.wall.deeds import deed
from holdfast.wall.holding import refuse_while_held

_WITHOUT_HELP = frozenset({HelpOutcome.refused, HelpOutcome.withdrawn, HelpOutcome.disengaged})


def end_help(
    *,
    family: Help,
    ended_on: date,
    outcome: HelpOutcome,
    why: str,
    check_due_on: date | None = None,
    raises_risk: Risk | None = None,
    risk_words: str = "",
    expected_version: int,
    by: Actor,
    purpose: Purpose,
    at: datetime,
) -> Help:
    """End early help with its outcome; refused while something stands, or a child would be left at more risk.

    A family that cannot be reached, that refuses or withdraws, leaves only after somebody said whether that raises the
    risk; where it does, it is stepped up first.
    """
    if not why.strip():
        raise Refused("Say why it ends, and who will notice if things get worse.")
    if ended_on < family.referred_on:
        raise Refused("That is before help was asked for. Check the day.")
    with deed("end_early_help", children=[family.child_id], by=by, purpose=purpose, at=at, label=outcome.label):
        standing = Help.objects.select_for_update().get(pk=family.pk)
        risk = raises_risk or (Risk(standing.risk_if_refused) if standing.risk_if_refused else None)
        _refuse_leaving_at_risk(standing, outcome, risk)
        refuse_while_held("early_help", child_id=standing.child_id, subject_id=standing.pk)
        said = {"ended_on": ended_on, "outcome": outcome, "ending_words": why.strip(), "check_due_on": check_due_on}
        if raises_risk:
            said |= {"risk_if_refused": raises_risk, "risk_words": risk_words.strip() or standing.risk_words}
        ended = changed(family, expected_version=expected_version, changes=said)
        close_to_team(family=ended, by=by, at=at)
        return ended


def _refuse_leaving_at_risk(family: Help, outcome: HelpOutcome, risk: Risk | None) -> None:
    if outcome == HelpOutcome.stepped_up and not family.stepped_up_reference:
        raise Refused("Step it up first: the front door must have it before it ends here.")
    if outcome not in _WITHOUT_HELP or family.stepped_up_reference:
        return
    if risk is None:
        raise Refused("Say whether going without this help raises the risk to the child.")
    if risk is not Risk.no:
        raise Refused("Going without this help may raise the risk to the child. Step it up before you end it.")


def record_check(
    *, family: Help, checked_on: date, words: str, expected_version: int, by: Actor, purpose: Purpose, at: datetime
) -> Help:
    """Record how the family is some time after help ended."""
    if not words.strip():
        raise Refused("Say how the family is, and who told you.")
    with deed("check_after_early_help", children=[family.child_id], by=by, purpose=purpose, at=at):
        if family.is_open:
            raise Refused("Early help has not ended: there is nothing to look back on yet.")
        changes = {"checked_on": checked_on, "check_words": words.strip()}
        return changed(family, expected_version=expected_version, changes=changes)


def note_diversion(
    *,
    family: Help,
    flag: Flag,
    noted_on: date,
    offered: str = "",
    record_id: UUID | None = None,
    by: Actor,
    purpose: Purpose,
    at: datetime,
) -> Diversion:
    """Note a sign of harm outside the home: an offer is to be made, and answered by the partnership's own day."""
    with deed("note_diversion", children=[family.child_id], by=by, purpose=purpose, at=at):
        standing = open_or_refused(family)
        told = {"flag": flag, "noted_on": noted_on, "offered": offered, "due_on": divert_by(noted_on)}
        offer, _ = once(Diversion, standing, record_id=record_id, **told)
        return offer


def answer_diversion(
    *,
    diversion: Diversion,
    answer: Diverted,
    answered_on: date,
    words: str = "",
    expected_version: int,
    by: Actor,
    purpose: Purpose,
    at: datetime,
) -> Diversion:
    """Record what became of the offer."""
    with deed("answer_diversion", children=[diversion.child_id], by=by, purpose=purpose, at=at, label=answer.label):
        changes = {"answer": answer, "answered_on": answered_on, "words": words}
        return changed(diversion, expected_version=expected_version, changes=changes)
