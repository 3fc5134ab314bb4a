"""Allegations as they stand: what has arrived, what is late, what is missing, and who may be told."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from holdfast.kernel.days import CannotCount
from holdfast.kernel.refused import NotFound
from holdfast.records.allegations.models import Allegation, Conflict, Discussion, Notice, Place
from holdfast.records.frontdoor.models import AllegedWorker
from holdfast.wall.deeds import day_of
from holdfast.wall.due import calendar

_TITLES = frozenset({"mr", "mrs", "ms", "miss", "mx", "dr", "sir", "rev", "revd", "reverend", "father", "prof", "cllr"})
ASK_ROLES_EVERY_DAYS = 28
"""How often the officer asks again where else the accused works with children."""


@dataclass(frozen=True, kw_only=True)
class Arrived:
    """Somebody accused in what was told, whom the designated officer has not taken up."""

    alleged: AllegedWorker
    due_on: date | None
    late: bool


def one_working_day_after(day: date) -> date | None:
    """The last day in time to tell the designated officer; None where no bank holidays are listed so far on."""
    try:
        return calendar().add(day, 1)
    except CannotCount:
        return None


def arrived(*, as_of: date) -> list[Arrived]:
    """What was told of people who work with children and is not taken up, the oldest first: nobody has to send it."""
    taken_up = Allegation.objects.filter(alleged__isnull=False).values("alleged_id")
    rows = AllegedWorker.objects.exclude(pk__in=taken_up).select_related("envelope")
    lines = [
        Arrived(alleged=row, due_on=due, late=due is not None and due < as_of)
        for row in rows
        if row.envelope
        for due in [one_working_day_after(day_of(row.envelope.sent_at))]
    ]
    return sorted(lines, key=lambda each: each.alleged.envelope.sent_at)


def open_allegations() -> QuerySet[Allegation]:
    """Allegations that are not closed, the oldest first."""
    return Allegation.objects.filter(closed_on=None).order_by("received_at", "reference")


def allegation_or_not_found(allegation_id: UUID) -> Allegation:
    """The allegation, for somebody who may see it; NotFound says the same where there is none."""
    found = Allegation.objects.filter(pk=allegation_id).first()
    if found is None:
        raise NotFound("There is no record here that you may see.")
    return found


def still_to_do(allegation: Allegation, *, as_of: date) -> list[str]:
    """What comes next, and what was left out; the most urgent first."""
    if not allegation.is_open:
        return []
    places = list(Place.objects.filter(allegation=allegation, until_on=None))
    told = set(Notice.objects.filter(allegation=allegation).values_list("place_id", flat=True))
    gaps = [
        *([] if allegation.taken_up_at else ["Take it up: nobody has yet."]),
        *([] if allegation.child_id else ["Say which child it is about, once that is known."]),
        *([] if allegation.thresholds or allegation.finding else ["Weigh it against the threshold."]),
        *([] if allegation.discussed_on else ["Hold the initial discussion."]),
        *_of_places(allegation, places, told, as_of),
    ]
    if allegation.finding and not allegation.closed_on:
        gaps.append("A finding is recorded: say what was done about barring and the regulator, and close it.")
    if allegation.months_open(as_of=as_of) >= 1 and not _looked_at_lately(allegation, as_of):
        gaps.append("It has been open for more than a month: review how it goes.")
    return gaps


def _of_places(allegation: Allegation, places: list[Place], told: set[UUID | None], as_of: date) -> list[str]:
    asked = allegation.roles_asked_on
    gaps = []
    if not places:
        gaps.append("No place is recorded where this person works or helps with children.")
    if asked is None or (as_of - asked).days > ASK_ROLES_EVERY_DAYS:
        gaps.append("Ask where else this person works or helps with children: jobs, volunteering, fostering, family.")
    for place in places:
        barred = because_not(allegation, name=place.contact_name, user_id=place.contact_user_id)
        if not place.contact_name:
            gaps.append(f"{place.employer}: nobody is chosen to be told there.")
        elif barred:
            gaps.append(f"{place.employer}: choose somebody else to be told there. {barred}")
        elif place.pk not in told:
            gaps.append(f"{place.employer}: not told yet.")
    return gaps


def _looked_at_lately(allegation: Allegation, as_of: date) -> bool:
    latest = Discussion.objects.filter(allegation=allegation).order_by("-held_on").first()
    return latest is not None and (as_of - latest.held_on).days <= 31


def because_not(allegation: Allegation, *, name: str, telephone: str = "", user_id: UUID | None = None) -> str:
    """Why this person may not be told through their work, in a sentence; empty where they may.

    The accused may not, under any of their names, their account or their telephone; nor somebody named as conflicted.
    Somebody who only may be one of them is treated as being so.
    """
    called = [allegation.accused_name, *allegation.accused_aliases.split(",")]
    same_account = user_id is not None and user_id == allegation.accused_user_id
    if same_account or is_one_of(name, called) or _same_telephone(telephone, allegation.accused_telephone):
        return "This is, or may be, the person whom the allegation is about."
    for conflict in Conflict.objects.filter(allegation=allegation):
        if (user_id is not None and user_id == conflict.user_id) or is_one_of(name, [conflict.name]):
            return f"They are named as too close to the accused: {conflict.why}"
    return ""


def is_one_of(name: str, others: Iterable[str]) -> bool:
    """Whether the name may be one of the others: the same words in any order, titles and middle names aside."""
    words = _words(name)
    return bool(words) and any(theirs and (theirs <= words or words <= theirs) for theirs in map(_words, others))


def _words(name: str) -> frozenset[str]:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().casefold()
    return frozenset(re.findall(r"[a-z]+", plain.replace("'", ""))) - _TITLES


def _same_telephone(one: str, other: str) -> bool:
    digits = [re.sub(r"\D", "", number)[-9:] for number in (one, other)]
    return len(digits[0]) == 9 and digits[0] == digits[1]
