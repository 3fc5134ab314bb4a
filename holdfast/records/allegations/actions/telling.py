"""Everywhere the accused works with children, whom to tell there, and who was told what; never the accused."""

from datetime import datetime
from uuid import UUID

from holdfast.access import Purpose
from holdfast.kernel.refused import Refused
from holdfast.records.allegations.actions._rows import changed, children_of, noted, once, refuse_contact
from holdfast.records.allegations.codes import Work
from holdfast.records.allegations.models import Allegation, Conflict, Notice, Place
from holdfast.wall.acting import Actor
from holdfast.wall.deeds import day_of, deed
from holdfast.wall.models import User


def add_place(
    *,
    allegation: Allegation,
    work: Work,
    employer: str,
    title: str = "",
    contact_name: str = "",
    contact_role: str = "",
    contact_telephone: str = "",
    contact_user: User | None = None,
    record_id: UUID | None = None,
    by: Actor,
    purpose: Purpose,
    at: datetime,
) -> Place:
    """Add somewhere the accused works or helps with children, and whom to tell there: never the accused."""
    name = contact_user.display_name if contact_user else contact_name.strip()
    with deed("add_place_of_work", children=children_of(allegation), by=by, purpose=purpose, at=at):
        refuse_contact(allegation, name, contact_telephone, contact_user)
        told = {
            "work": work,
            "employer": employer.strip(),
            "title": title.strip(),
            "contact_name": name,
            "contact_role": contact_role.strip(),
            "contact_telephone": contact_telephone.strip(),
            "contact_user": contact_user,
        }
        place = once(Place, allegation, record_id, **told)
        if purpose is Purpose.allegations:  # whoever else writes one down may not change it
            noted(allegation, roles_asked_on=day_of(at))
        return place


def choose_contact(
    *,
    place: Place,
    contact_name: str,
    contact_role: str = "",
    contact_telephone: str = "",
    contact_user: User | None = None,
    expected_version: int,
    by: Actor,
    purpose: Purpose,
    at: datetime,
) -> Place:
    """Choose somebody else to be told there."""
    name = contact_user.display_name if contact_user else contact_name.strip()
    allegation = place.allegation
    with deed("choose_contact", children=children_of(allegation), by=by, purpose=purpose, at=at):
        refuse_contact(allegation, name, contact_telephone, contact_user)
        changes = {
            "contact_name": name,
            "contact_role": contact_role.strip(),
            "contact_telephone": contact_telephone.strip(),
            "contact_user_id": contact_user.pk if contact_user else None,
        }
        return changed(place, expected_version, changes)


def ask_for_roles(*, allegation: Allegation, by: Actor, purpose: Purpose, at: datetime) -> Allegation:
    """Record that it was asked again where the accused works with children, and nothing more was found."""
    with deed("ask_for_roles", children=children_of(allegation), by=by, purpose=purpose, at=at):
        return noted(allegation, roles_asked_on=day_of(at))


def name_conflict(
    *,
    allegation: Allegation,
    name: str,
    why: str,
    user: User | None = None,
    record_id: UUID | None = None,
    by: Actor,
    purpose: Purpose,
    at: datetime,
) -> Conflict:
    """Name somebody who may not be told through their work; wherever they are the contact, another must be chosen."""
    called = user.display_name if user else name.strip()
    if not called or not why.strip():
        raise Refused("Say who it is, and how they are close to the accused.")
    with deed("name_conflict", children=children_of(allegation), by=by, purpose=purpose, at=at):
        return once(Conflict, allegation, record_id, name=called, why=why.strip(), user=user)


def tell(
    *,
    allegation: Allegation,
    what: str,
    why: str,
    place: Place | None = None,
    to_name: str = "",
    to_telephone: str = "",
    to_user: User | None = None,
    told_at: datetime | None = None,
    record_id: UUID | None = None,
    by: Actor,
    purpose: Purpose,
    at: datetime,
) -> Notice:
    """Record what was told to whom: a place's own contact, or somebody named, such as the police.

    Refused where that is, or may be, the accused, or somebody named as too close to them.
    """
    with deed("tell_of_allegation", children=children_of(allegation), by=by, purpose=purpose, at=at):
        standing = Place.objects.get(pk=place.pk) if place else None
        name, telephone, user = to_name.strip(), to_telephone.strip(), to_user
        if standing and not name and not user:
            name, telephone, user = standing.contact_name, standing.contact_telephone, standing.contact_user
        name = user.display_name if user else name
        if not name:
            raise Refused("Say whom you told, or choose the contact at that place first.")
        refuse_contact(allegation, name, telephone, user)
        told = {"place": standing, "to_name": name, "to_telephone": telephone, "to_user": user}
        return once(Notice, allegation, record_id, what=what.strip(), why=why.strip(), told_at=told_at or at, **told)
