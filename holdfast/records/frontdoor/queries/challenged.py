"""Which decisions of the front door can be challenged, and by whom they were made."""

from uuid import UUID

from django.urls import reverse

from holdfast.access import Purpose
from holdfast.records.challenges.codes import DecisionKind
from holdfast.records.challenges.queries import Subject, can_be_challenged
from holdfast.records.frontdoor.codes import ReceiptStatus
from holdfast.records.frontdoor.models import NamedChild, Referral
from holdfast.web import words
from holdfast.web.pages import WORK


def register_challenged() -> None:
    """Say that a referral's decision can be challenged by whoever sees it, and an answer by whoever was answered."""
    can_be_challenged(DecisionKind.referral, under=WORK, find=_referral)
    can_be_challenged(DecisionKind.answer, under=(Purpose.referring,), find=_answer)


def _referral(referral_id: UUID) -> Subject | None:
    row = Referral.objects.filter(pk=referral_id).first()
    if row is None or not row.is_decided:
        return None
    said = row.get_decision_display() if row.decision else "decision"
    about = f"{said}, decided {words.day(row.decided_on)}" if row.decided_on else said
    return Subject(
        kind=DecisionKind.referral, id=row.id, about=about, child_id=row.child_id, decided_by=row.decided_by,
        back_url=reverse("desk:child", args=[row.child_id]),
    )  # fmt: skip


def _answer(named_id: UUID) -> Subject | None:
    """What a sender was answered: the same whether or not we know the child, who is left out here."""
    named = NamedChild.objects.select_related("envelope").filter(pk=named_id).first()
    if named is None or named.status != ReceiptStatus.decided:
        return None
    envelope = named.envelope
    about = f"The answer to {envelope.reference}, told on {words.plain(envelope.sent_at)}"
    return Subject(
        kind=DecisionKind.answer, id=named.id, about=about, child_id=None, decided_by=None,
        back_url=reverse("frontdoor:receipt", args=[envelope.id]),
    )  # fmt: skip
