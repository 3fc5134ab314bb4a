"""What came before: everything that whoever decides about a child has to have read, and whether they have.

Slices that come later in a child's story say here what they hold: a registry, as for facts.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.urls import reverse

from holdfast.records.frontdoor.models import PastRead, Referral
from holdfast.records.frontdoor.queries.standing import a_year_before, contacts_of
from holdfast.records.people.queries import Relation, brothers_and_sisters, family_of


@dataclass(frozen=True, kw_only=True)
class Past:
    """Something of the past that is to be read: `item` names it for good, `said` says what it was."""

    item: str
    child_id: UUID
    on: date | None
    said: str
    url: str = ""
    note: str = ""
    """What somebody wrote of what it means now; empty where nobody has read it for this decision."""


Teller = Callable[[Collection[UUID]], Iterable[Past]]
_tellers: list[Teller] = []


def tell_past(teller: Teller) -> None:
    """Have `teller` asked for what it holds of these children's past; registering twice asks once."""
    if teller not in _tellers:
        _tellers.append(teller)


def past_of(child_id: UUID, *, as_of: date, subject_id: UUID, but: Collection[str] = ()) -> list[Past]:
    """What came before for this child and for each brother and sister, born or not, with the notes for `subject_id`.

    `but` are items that are themselves what is to be decided. A brother's or sister's records are one item, which
    is new again as soon as they have another record.
    """
    siblings = {each.other.id: each for each in brothers_and_sisters(family_of(person_id=child_id, as_of=as_of))}
    told = [past for teller in _tellers for past in teller([child_id, *siblings]) if past.item not in but]
    own = sorted((past for past in told if past.child_id == child_id), key=_newest_first)
    return noted([*own, *_of_siblings(told, siblings)], subject_id=subject_id)


def past_of_referral(referral: Referral, *, as_of: date) -> list[Past]:
    """What is to be read before this referral ends: what came before it, and what was told in twelve months."""
    since = a_year_before(referral.referred_on)
    told = contacts_of([referral.child_id], since=since, but=referral.contact_id)
    own = [f"referral:{referral.id}", f"contact:{referral.contact_id}"]
    rest = past_of(referral.child_id, as_of=as_of, subject_id=referral.id, but=own)
    if not told:
        return rest
    said = f"{_number(len(told), 'contact')} in the twelve months before"
    # New again as soon as somebody tells us more.
    item = Past(item=f"contacts:{told[0].id}", child_id=referral.child_id, on=told[0].received_at.date(), said=said)
    return noted([item, *rest], subject_id=referral.id)


def unread(past: Iterable[Past]) -> list[Past]:
    """Those of which nobody has said what they mean now."""
    return [each for each in past if not each.note.strip()]


def noted(past: Collection[Past], *, subject_id: UUID) -> list[Past]:
    """The same with the notes written for what is to be decided."""
    rows = PastRead.objects.filter(subject_id=subject_id, item__in=[each.item for each in past])
    notes = dict(rows.values_list("item", "note"))
    return [replace(each, note=notes.get(each.item, "")) for each in past]


def referrals_told(children: Collection[UUID]) -> list[Past]:
    """Every referral of these children, as something of the past."""
    rows = Referral.objects.filter(child_id__in=children).order_by("referred_on", "key")
    return [
        Past(
            item=f"referral:{row.id}", child_id=row.child_id, on=row.referred_on, said=f"Referral: {_became(row)}",
            url=reverse("desk:decision", args=[row.id]),
        )
        for row in rows
    ]  # fmt: skip


def _became(row: Referral) -> str:
    if row.decision:
        return row.get_decision_display().lower() if row.decision != "no_further_action" else "no further action"
    if row.no_further_action is None:
        return "not decided"
    return "no further action" if row.no_further_action else "went on"


def _of_siblings(told: Iterable[Past], siblings: dict[UUID, Relation]) -> list[Past]:
    theirs: dict[UUID, list[Past]] = defaultdict(list)
    for past in told:
        if past.child_id in siblings:
            theirs[past.child_id].append(past)
    return [_in_one(siblings[child], past) for child, past in theirs.items()]


def _in_one(sibling: Relation, past: list[Past]) -> Past:
    latest = max(past, key=lambda each: (each.on or date.min, each.item))
    said = f"{sibling.kind}, {sibling.name}: {_number(len(past), 'record')}. Latest: {latest.said}"
    child = sibling.other.id
    return Past(
        item=f"sibling:{child}:{latest.item}", child_id=child, on=latest.on, said=said,
        url=reverse("desk:child", args=[child]),
    )  # fmt: skip


def _newest_first(past: Past) -> tuple[int, str]:
    return -(past.on or date.min).toordinal(), past.item


def _number(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"
