"""What a manager has still to say before a referral ends here. Nothing of it is asked of a decision that protects."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from holdfast.records.frontdoor.codes import GOES_ON, Answer, ReferralDecision
from holdfast.records.frontdoor.models import Contact, PanelLook, Referral
from holdfast.records.frontdoor.queries.following import not_yet_followed
from holdfast.records.frontdoor.queries.history import past_of_referral
from holdfast.records.frontdoor.queries.levels import document, edition_on, suggested
from holdfast.records.frontdoor.queries.standing import a_year_before

SAME_MATTER = timedelta(days=28)
"""Contacts no older than this before the referral are of the same matter, unless somebody says otherwise."""


@dataclass(frozen=True, kw_only=True)
class Weighed:
    """What a decision rests on besides its reasons. Protecting needs none of it."""

    main_reason: str = ""
    factors: tuple[str, ...] = ()
    indicators: tuple[str, ...] = ()
    level_because: str = ""
    culture: str = ""
    culture_words: str = ""
    danger_reasons: str = ""
    told_to_whom: str = ""
    family_agrees: str = ""
    refusal_words: str = ""
    refusing_raises_risk: str = ""
    passed_to: str = ""
    read_to_at: datetime | None = None
    """Up to when the chronology was that the decider had on the page."""
    past: Mapping[str, str] = field(default_factory=dict)
    """A note on each thing that came before, by its item."""
    also_answer: tuple[UUID, ...] = ()
    """Other contacts of the same matter, whose senders are answered too."""


@dataclass(frozen=True)
class Wanted:
    """Something that is still to be said, and the field in which to say it."""

    field: str
    sentence: str


def wanted_before(
    referral: Referral, *, decision: str, reasons: str, level: int | None, decided_on: date, weighed: Weighed
) -> list[Wanted]:
    """What must still be said before this decision, in the order of the page; nothing where it protects."""
    if decision in GOES_ON:
        return []
    return [
        *_level(level, decided_on, weighed),
        *_reasons(referral, reasons, weighed),
        *_past(referral, decided_on, weighed),
        *_enquiry(referral),
        *_of_the_route(decision, weighed),
    ]


def _level(level: int | None, decided_on: date, weighed: Weighed) -> Iterator[Wanted]:
    suggestion = suggested(edition_on(decided_on), weighed.indicators).level
    if suggestion and level and level != suggestion and not weighed.level_because.strip():
        said = f"What you ticked suggests level {suggestion}. Say why you choose level {level}."
        yield Wanted("level_because", said)


def _reasons(referral: Referral, reasons: str, weighed: Weighed) -> Iterator[Wanted]:
    if not reasons.strip():
        yield Wanted("reasons", "Give your reasons: the family, the person who told us and the next manager will ask.")
    told = referral.contact.told if referral.contact else None
    if told and told.envelope.maybe_danger and not weighed.danger_reasons.strip():
        yield Wanted(
            "danger_reasons", "Somebody said that a child may be in danger now. Say why nothing more is needed."
        )


def _past(referral: Referral, decided_on: date, weighed: Weighed) -> Iterator[Wanted]:
    notes = {item for item, note in weighed.past.items() if note.strip()}
    left = [each for each in past_of_referral(referral, as_of=decided_on) if each.item not in notes and not each.note]
    if left:
        many = "one thing" if len(left) == 1 else f"{len(left)} things"
        yield Wanted("past", f"Read what came before, and say of each what it means now: {many} not read yet.")


def _enquiry(referral: Referral) -> Iterator[Wanted]:
    told = referral.contact.told if referral.contact else None
    for sentence in not_yet_followed(told) if told else ():
        yield Wanted("decision", sentence)


def _of_the_route(decision: str, weighed: Weighed) -> Iterator[Wanted]:
    if decision == ReferralDecision.no_further_action and not weighed.told_to_whom.strip():
        yield Wanted("told_to_whom", "Say who was told, and what: the family, the school, the person who told us.")
    if decision == ReferralDecision.another_authority and not weighed.passed_to.strip():
        yield Wanted("passed_to", "Say which authority takes the child on.")
    if decision == ReferralDecision.early_help:
        yield from _agreement(weighed)


def _agreement(weighed: Weighed) -> Iterator[Wanted]:
    if weighed.family_agrees not in (Answer.yes, Answer.no):
        yield Wanted(
            "family_agrees", "Early help needs the family’s agreement. Say whether they agree; ask them first."
        )
        return
    if weighed.family_agrees == Answer.yes:
        return
    if not weighed.refusal_words.strip() or not weighed.refusing_raises_risk:
        yield Wanted("refusal_words", "Say why the family refuses, and whether refusing raises the risk for the child.")
    elif weighed.refusing_raises_risk != Answer.no:
        yield Wanted(
            "refusing_raises_risk",
            "Refusing may raise the risk. Choose an assessment or a strategy discussion, or say why it does not.",
        )


def told_again(referral: Referral) -> int:
    """How often the child was told of in the twelve months up to this referral, this time counted."""
    since = a_year_before(referral.referred_on)
    rows = Contact.objects.filter(child_id=referral.child_id, received_at__date__gte=since)
    return rows.count()


def decided_last_by(referral: Referral) -> UUID | None:
    """Who decided the child's last referral before this one."""
    rows = Referral.objects.filter(child_id=referral.child_id, decided_by__isnull=False).exclude(pk=referral.pk)
    return rows.order_by("-decided_at").values_list("decided_by", flat=True).first()


def needs_another_manager(referral: Referral, *, user_id: UUID) -> bool:
    """Whether somebody else must end it: told of again and again, and this person decided the last one.

    Nobody else need, once the panel has looked since it came in.
    """
    if told_again(referral) < document().again or decided_last_by(referral) != user_id:
        return False
    since = referral.contact.received_at if referral.contact else None
    looks = PanelLook.objects.filter(child_id=referral.child_id)
    looked = (
        looks.filter(recorded_for_panel_at__gte=since) if since else looks.filter(held_on__gte=referral.referred_on)
    )
    return not looked.exists()


def of_the_same_matter(referral: Referral) -> list[Contact]:
    """Other contacts about this child from people with a receipt, who wait for an answer to the same worry.

    A contact that became a referral of its own is answered there.
    """
    since = referral.referred_on - SAME_MATTER
    rows = Contact.objects.filter(
        child_id=referral.child_id, received_at__date__gte=since, told__isnull=False, referrals=None
    ).exclude(pk=referral.contact_id)
    return [row for row in rows.select_related("told__envelope").order_by("received_at") if not _by_public(row)]


def _by_public(contact: Contact) -> bool:
    return contact.told is not None and contact.told.envelope.by_public
