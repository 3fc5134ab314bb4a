"""The family agrees, refuses, or takes its agreement back; and what is too much for early help is stepped up."""

from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from holdfast.access import Purpose
from holdfast.kernel.refused import Refused
from holdfast.records.earlyhelp.actions._rows import changed, family_deed, noted, once, open_or_refused
from holdfast.records.earlyhelp.actions.team import close_to_team, open_to_team
from holdfast.records.earlyhelp.codes import Risk
from holdfast.records.earlyhelp.models import Agreement, Help
from holdfast.records.earlyhelp.queries.telling import told_of
from holdfast.records.frontdoor.actions import Receipt, receive_envelope
from holdfast.wall.acting import Actor
from holdfast.wall.deeds import day_of, deed
from holdfast.wall.versions import amend


def record_agreement(
    *,
    family: Help,
    given_by: str,
    agreed_on: date,
    to_what: str,
    not_to_what: str = "",
    record_id: UUID | None = None,
    by: Actor,
    purpose: Purpose,
    at: datetime,
) -> Agreement:
    """Record who in the family agreed, and to what; agreeing after a refusal counts from that day."""
    if not given_by.strip() or not to_what.strip():
        raise Refused("Say who agreed, and to what: it is their agreement, and they may take it back.")
    with family_deed("record_agreement", family, by=by, purpose=purpose, at=at):
        standing = open_or_refused(family)
        if agreed_on < standing.referred_on:
            raise Refused("That is before help was asked for. Check the day.")
        told = {"given_by": given_by, "agreed_on": agreed_on, "to_what": to_what, "not_to_what": not_to_what}
        agreement, is_new = once(Agreement, standing, record_id=record_id, **told)
        if is_new:
            offered = min(filter(None, (standing.offered_on, agreed_on)))
            open_now = noted(standing, agreed_on=standing.agreed_on or agreed_on, refused_on=None, offered_on=offered)
            open_to_team(open_now, at=at)
        return agreement


def record_refusal(
    *,
    family: Help,
    refused_on: date,
    why: str,
    raises_risk: Risk,
    risk_words: str,
    step_up_now: bool = False,
    expected_version: int,
    record_id: UUID | None = None,
    by: Actor,
    purpose: Purpose,
    at: datetime,
) -> Help:
    """Record that the family refused, and whether refusing raises the risk; it can be stepped up in the same breath.

    Refused without an answer to that question: a family may refuse help, and the child must not be forgotten for it.
    """
    if not risk_words.strip():
        raise Refused("Say why refusing raises the risk to the child, or why it does not.")
    with family_deed("record_refusal", family, by=by, purpose=purpose, at=at):
        standing = open_or_refused(family)
        said = {
            "refused_on": refused_on,
            "refusal_words": why.strip(),
            "risk_if_refused": raises_risk,
            "risk_words": risk_words.strip(),
        }
        follows = {"agreed_on": None, "offered_on": min(filter(None, (standing.offered_on, refused_on)))}
        refused = changed(standing, expected_version=expected_version, changes=said | follows)
        close_to_team(family=refused, by=by, at=at)
        if step_up_now:
            reason = f"The family refused early help: {why.strip()}\n{risk_words.strip()}"
            doing: Any = {"by": by, "purpose": purpose, "at": at}
            step_up(family=refused, reason=reason, danger="not_sure", record_id=record_id, **doing)
        return Help.objects.get(pk=family.pk)


def withdraw_agreement(
    *,
    agreement: Agreement,
    withdrawn_on: date,
    why: str,
    raises_risk: Risk,
    risk_words: str,
    expected_version: int,
    by: Actor,
    purpose: Purpose,
    at: datetime,
) -> Agreement:
    """Record that the family took its agreement back: sharing stops, and the same question is asked as of a refusal."""
    if not risk_words.strip():
        raise Refused("Say why withdrawing raises the risk to the child, or why it does not.")
    family = agreement.help
    with family_deed("withdraw_agreement", family, by=by, purpose=purpose, at=at):
        open_or_refused(family)
        changes = {"withdrawn_on": withdrawn_on, "withdrawn_because": why.strip()}
        withdrawn = changed(agreement, expected_version=expected_version, changes=changes)
        if not Agreement.objects.filter(help=family, withdrawn_on=None).exists():
            said = {"refusal_words": why.strip(), "risk_if_refused": raises_risk, "risk_words": risk_words.strip()}
            close_to_team(family=noted(family, agreed_on=None, refused_on=withdrawn_on, **said), by=by, at=at)
        return withdrawn


def step_up(
    *,
    family: Help,
    reason: str,
    danger: str = "no",
    record_id: UUID | None = None,
    by: Actor,
    purpose: Purpose,
    at: datetime,
) -> Receipt:
    """Tell the front door, with everything that early help knows: nobody types it again, and nothing holds it up.

    It arrives as any referral does. Early help stays open, with its owner, until somebody ends it or carries on.
    """
    with family_deed("step_up_early_help", family, by=by, purpose=purpose, at=at):
        told, children = told_of(family, reason=reason or "Stepped up from early help.", by=by, as_of=day_of(at))
        receipt = receive_envelope(
            form_key=record_id or uuid4(), told=told | {"danger": danger}, children=children,
            by=by, purpose=Purpose.referring, at=at,
        )  # fmt: skip
        standing = Help.objects.select_for_update().get(pk=family.pk)
        if standing.is_open:
            changes = {"stepped_up_on": day_of(at), "stepped_up_reference": receipt.reference}
            amend(standing, expected_version=standing.version, changes=changes)
        return receipt


def carry_on(*, family: Help, why: str, expected_version: int, by: Actor, purpose: Purpose, at: datetime) -> Help:
    """Go on with early help that was stepped up: the front door decided that it is enough."""
    if not why.strip():
        raise Refused("Say what the front door decided.")
    with deed("carry_on_early_help", children=[family.child_id], by=by, purpose=purpose, at=at, reason=why):
        open_or_refused(family)
        return changed(family, expected_version=expected_version, changes={"stepped_up_on": None})
