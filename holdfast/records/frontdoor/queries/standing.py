"""What stands at the front door: envelopes to deal with, who a named child may be, what was told before."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from holdfast.kernel.days import months_from
from holdfast.kernel.refused import NotFound, Refused
from holdfast.records.frontdoor.codes import Danger, ReceiptStatus
from holdfast.records.frontdoor.models import Contact, Envelope, Match, NamedChild, Referral
from holdfast.records.frontdoor.queries.local import decide_by, front_door
from holdfast.records.people.models import Person
from holdfast.wall.deeds import day_of
from holdfast.wall.guarded import Guarded
from holdfast.wall.models import User
from holdfast.web import words

_URGENCY = {Danger.yes: 0, Danger.not_sure: 1, Danger.no: 2}


@dataclass(frozen=True, kw_only=True)
class InTray:
    """An envelope that waits, with the children in it that nobody has dealt with."""

    envelope: Envelope
    children: list[NamedChild]
    due_on: date | None
    said: str
    opened_by: str

    @property
    def is_read(self) -> bool:
        """Whether somebody opened it."""
        return all(each.status != ReceiptStatus.not_read for each in self.children)


def in_tray(*, as_of: date) -> list[InTray]:
    """Envelopes with a child whom nobody has dealt with: danger first, then whoever has waited longest."""
    rows = NamedChild.objects.filter(contacts=None).exclude(status=ReceiptStatus.decided)
    waiting: dict[UUID, list[NamedChild]] = {}
    for row in rows.select_related("envelope").order_by("place"):
        waiting.setdefault(row.envelope_id, []).append(row)
    names = user_names({row.opened_by for each in waiting.values() for row in each if row.opened_by})
    lines = [_waiting(children, names, as_of) for children in waiting.values()]
    return sorted(lines, key=lambda line: (_URGENCY[Danger(line.envelope.danger)], line.envelope.sent_at))


def _waiting(children: list[NamedChild], names: dict[UUID, str], as_of: date) -> InTray:
    envelope = children[0].envelope
    due_on = decide_by(day_of(envelope.sent_at))
    openers = dict.fromkeys(names.get(each.opened_by, "") for each in children if each.opened_by)
    return InTray(
        envelope=envelope,
        children=children,
        due_on=due_on,
        said=words.due(due_on, as_of=as_of),
        opened_by=", ".join(filter(None, openers)),
    )


def undecided_referrals() -> QuerySet[Referral]:
    """Referrals that a manager has still to decide, the oldest first."""
    rows = Referral.objects.filter(decided_on=None, no_further_action=None)
    return rows.select_related("child", "contact__told__envelope").order_by("referred_on", "key")


def envelope_or_not_found(envelope_id: UUID) -> Envelope:
    """The envelope, for somebody who may see it; NotFound says the same where there is none."""
    envelope = Envelope.objects.filter(pk=envelope_id).first()
    if envelope is None:
        raise NotFound("There is nothing here that you may see.")
    return envelope


def named_or_not_found(named_id: UUID) -> NamedChild:
    """The named child with the envelope; NotFound says the same where there is none."""
    named = NamedChild.objects.select_related("envelope").filter(pk=named_id).first()
    if named is None:
        raise NotFound("There is nothing here that you may see.")
    return named


def own_envelopes() -> list[tuple[Envelope, list[NamedChild]]]:
    """What the actor told, newest first, with how far the front door is; the public are answered nothing."""
    told: dict[UUID, tuple[Envelope, list[NamedChild]]] = {}
    for named in NamedChild.objects.select_related("envelope").order_by("-envelope__sent_at", "place"):
        told.setdefault(named.envelope_id, (named.envelope, []))[1].append(named)
    return list(told.values())


def match_of(named: NamedChild) -> Match | None:
    """Who the named child was confirmed to be; None where nobody has."""
    return Match.objects.filter(named=named, undone_at=None).select_related("child").first()


def child_of_number(number: str) -> Person:
    """The child known by that number, to our authority before any other; NotFound says the same where there is none.

    Refused where two are known by it: another authority's file may hold the same number for another child.
    """
    known = list(Person.objects.filter(is_child=True, local_id__iexact=number.strip())) if number.strip() else []
    meant = [child for child in known if child.authority == front_door().authority] or known
    if not meant:
        raise NotFound("There is no child under this number whom you may see. Go back and check it.")
    if len(meant) > 1:
        raise Refused("More than one child is known by this number. Find the right one by name and date of birth.")
    return meant[0]


def contacts_of(children: Collection[UUID], *, since: date, but: UUID | None = None) -> list[Contact]:
    """What was told of these children since that day, newest first, leaving out one contact."""
    rows = Contact.objects.filter(child_id__in=children, received_at__date__gte=since).exclude(pk=but)
    return list(rows.order_by("-received_at", "key"))


def earlier_referrals(child_id: UUID, *, since: date, but: UUID) -> list[Referral]:
    """The child's other referrals since that day, newest first."""
    rows = Referral.objects.filter(child_id=child_id, referred_on__gte=since).exclude(pk=but)
    return list(rows.order_by("-referred_on", "-key"))


def a_year_before(day: date) -> date:
    """The first day of the twelve months up to this day."""
    return months_from(day, -12)


def next_key(model: type[Guarded], *, child_id: UUID, stem: str) -> str:
    """The natural key for a new record: the stem, or with .2, .3 where the child has such a record already."""
    taken = set(model.objects.filter(child_id=child_id, key__startswith=stem).values_list("key", flat=True))
    number = 1
    while (key := stem if number == 1 else f"{stem}.{number}") in taken:
        number += 1
    return key


def user_names(users: Collection[UUID]) -> dict[UUID, str]:
    """What to call these people who sign in."""
    return dict(User.objects.filter(pk__in=users).values_list("pk", "display_name"))
