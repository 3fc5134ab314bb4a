"""Two records turn out to be of one person, or not to be after all. No row of either is moved, changed or removed."""

from datetime import datetime

from holdfast.access import Purpose
from holdfast.kernel.refused import Refused
from holdfast.records.people.models import Person, SamePerson
from holdfast.wall.acting import Actor
from holdfast.wall.deeds import deed
from holdfast.wall.versions import amend, inserted

HUB = frozenset({Purpose.front_door, Purpose.out_of_hours})
"""Saying who is who is the front door's work, since only it sees both records whoever they are of."""


def link_same_person(
    *, person: Person, other: Person, because: str, by: Actor, purpose: Purpose, at: datetime
) -> SamePerson:
    """Record that two records are of one person, with why; said twice, it stands once. It can be undone."""
    _refuse_outside_the_hub(purpose)
    if person.pk == other.pk:
        raise Refused("That is one record. Choose another record of the same person.")
    if not because.strip():
        raise Refused("Say how you know that both records are of one person.")
    first, second = sorted((person, other), key=lambda each: each.pk)
    with deed("link_same_person", children=[first.id, second.id], by=by, purpose=purpose, at=at, reason=because):
        standing = SamePerson.objects.filter(person=first, other=second, undone_at=None).first()
        if standing:
            return standing
        return inserted(SamePerson(person=first, other=second, because=because.strip(), linked_at=at))


def unlink_same_person(
    *, link: SamePerson, because: str, expected_version: int, by: Actor, purpose: Purpose, at: datetime
) -> SamePerson:
    """Take back that two records are of one person; the link stays in the history of both, with why it ended."""
    _refuse_outside_the_hub(purpose)
    if not because.strip():
        raise Refused("Say how you know that these are two people.")
    both = [link.person_id, link.other_id]
    with deed("unlink_same_person", children=both, by=by, purpose=purpose, at=at, reason=because):
        if SamePerson.objects.filter(pk=link.pk, undone_at__isnull=False).exists():
            raise Refused("Somebody has just taken this back: these stand as two people again.")
        changes = {"undone_at": at, "undone_because": because.strip()}
        return amend(link, expected_version=expected_version, changes=changes)


def _refuse_outside_the_hub(purpose: Purpose) -> None:
    if purpose not in HUB:
        raise Refused("The front door says which records are of one person. Ring them and say what you know.")
