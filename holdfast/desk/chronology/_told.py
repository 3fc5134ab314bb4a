"""What somebody told us: contacts, referrals and how they ended, and what agencies answered when they were asked."""

from collections.abc import Collection
from uuid import UUID

from holdfast.desk.chronology._line import Lines, coded, lines, of
from holdfast.records.casework.models import Episode
from holdfast.records.frontdoor.models import Contact, Referral
from holdfast.records.mash.codes import ReplyKind
from holdfast.records.mash.models import Reply, SensitivePart
from holdfast.wall.deeds import day_of


def contacts(children: Collection[UUID]) -> Lines:
    """Everything that anyone told."""
    for row in Contact.objects.filter(child_id__in=children):
        who = row.from_agency or coded("ReferralSource", row.source) or "somebody"
        tag = row.get_outcome_display() if row.outcome else ""
        yield of(
            row, on=day_of(row.received_at), title=f"Contact from {who}", text=row.concern, kind="told", tag=tag,
            agency=who, counts=True,
        )  # fmt: skip


def referrals(children: Collection[UUID]) -> Lines:
    """Each referral, and what was decided; one that came without a contact is somebody's contact too."""
    for row in Referral.objects.filter(child_id__in=children):
        source = coded("ReferralSource", row.source)
        waiting = row.decided_on is None and row.no_further_action is None
        yield of(
            row, on=row.referred_on, title=f"Referral: {source}" if source else "Referral", kind="told",
            significant=True, tag="Not decided yet" if waiting else "", meaning="waiting" if waiting else "",
            agency=source, counts=row.contact_id is None,
        )  # fmt: skip
        if row.decision:
            said = f"Decided: {row.get_decision_display()}"
            yield of(row, again=True, on=row.decided_on, title=said, text=row.reasons, kind="told", significant=True)
        elif row.no_further_action:
            said = "Decided: no further action (NFA)"
            yield of(row, again=True, on=row.decided_on, title=said, kind="told", significant=True)


def closures(children: Collection[UUID]) -> Lines:
    """Cases that closed."""
    for row in Episode.objects.filter(child_id__in=children, closed_on__isnull=False):
        why = coded("ReasonForClosure", row.closure_reason)
        yield of(
            row, again=True, on=row.closed_on, title=f"Case closed: {why}" if why else "Case closed",
            text=row.closing_words, kind="told", significant=True,
        )  # fmt: skip


def replies(children: Collection[UUID]) -> Lines:
    """What agencies answered when the front door asked; "nothing known" is an answer."""
    for row in Reply.objects.filter(child_id__in=children).select_related("request__agency"):
        searched = f"Searched: {row.searched_where}" if row.searched_where else ""
        who = row.request.agency.name if row.request.agency else row.request.agency_name
        yield of(
            row, on=day_of(row.replied_at), title=f"Answer: {row.get_kind_display().lower()}", kind="told", agency=who,
            text=lines(row.words, searched), significant=row.kind == ReplyKind.known,
        )  # fmt: skip


def sensitive_answers(children: Collection[UUID]) -> Lines:
    """What only whoever decides may read of an answer."""
    for row in SensitivePart.objects.filter(child_id__in=children).select_related("reply__request__agency"):
        request = row.reply.request
        yield of(
            row, on=day_of(row.reply.replied_at), title="Answer: for the decision-maker alone", text=row.words,
            kind="told", agency=request.agency.name if request.agency else request.agency_name, significant=True,
            tag="Sensitive", meaning="restricted",
        )  # fmt: skip
