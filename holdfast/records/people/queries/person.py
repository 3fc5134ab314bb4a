"""One person or several: what they are called, where they live, by which numbers they are known."""

from collections.abc import Collection, Iterable
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from holdfast.kernel.refused import NotFound
from holdfast.records.people.codes import NameKind
from holdfast.records.people.models import Address, Identifier, Person, PersonName
from holdfast.wall.audit import reachable
from holdfast.web import words

_ORDER = {NameKind.preferred: 0, NameKind.legal: 1, NameKind.alias: 2, NameKind.former: 3}


def standing(as_of: date) -> Q:
    """What holds on that day: begun, as far as anybody said, and not ended."""
    return (Q(from_on=None) | Q(from_on__lte=as_of)) & (Q(until_on=None) | Q(until_on__gt=as_of))


def child_or_not_found(child_id: UUID) -> Person:
    """The child, for somebody who may open the record; NotFound says the same where there is none.

    A brother or sister of a child whom one works with is named there, and has a record that one may not open.
    """
    child = Person.objects.filter(pk=child_id, is_child=True).first()
    if child is None or not reachable([child_id]):
        raise NotFound("There is no record here that you may see.")
    return child


def names(*, person_id: UUID) -> list[PersonName]:
    """Every name the person goes or went by, the one to use first."""
    found = PersonName.objects.filter(person_id=person_id).defer("search_keys")
    return sorted(found, key=lambda name: (_ORDER[NameKind(name.kind)], name.until_on is not None, name.full))


def display_names(people: Iterable[Person], *, as_of: date) -> dict[UUID, str]:
    """What to call each person: preferred name, else legal name, else the number and that no name was supplied."""
    people = list(people)
    best: dict[UUID, tuple[tuple[int, bool], str]] = {}
    for name in PersonName.objects.filter(person_id__in=[each.id for each in people]).defer("search_keys"):
        rank = (_ORDER[NameKind(name.kind)], name.until_on is not None and name.until_on <= as_of)
        if name.person_id not in best or rank < best[name.person_id][0]:
            best[name.person_id] = (rank, name.full)
    return {each.id: _called(each, best[each.id][1]) if each.id in best else _without_name(each) for each in people}


def _called(person: Person, name: str) -> str:
    """An unborn child is said to be one: the family's name alone would read as anybody's."""
    return f"Unborn {name}" if is_unborn(person) and not name.casefold().startswith("unborn") else name


def is_unborn(person: Person) -> bool:
    """Whether the child is expected."""
    return person.is_child and person.birth_on is None and person.expected_birth_on is not None


def _without_name(person: Person) -> str:
    if not person.is_child:
        return "An adult whose name is not known"
    if is_unborn(person):
        return f"Unborn child {person.local_id}"
    return words.child(None, person.local_id)


def born_words(person: Person) -> str:
    """When somebody was born, as far as anybody knows."""
    if person.birth_on:
        return f"born {words.day(person.birth_on)}"
    if person.expected_birth_on:
        return f"unborn, expected {words.day(person.expected_birth_on)}"
    return "date of birth not known"


def addresses(*, person_id: UUID) -> QuerySet[Address]:
    """Where the person lives and lived, as far as the actor may see: the present one first."""
    return Address.objects.filter(person_id=person_id).order_by("until_on", "-from_on")


def address_lines(people: Collection[UUID], *, as_of: date) -> dict[UUID, str]:
    """The first line of each person's present address, where the actor may see one; a protected one is not told.

    A list is read over shoulders: who must know a protected address opens the record.
    """
    found = Address.objects.filter(standing(as_of), person_id__in=people).order_by("from_on")
    return {address.person_id: _first_line(address) for address in found}


def _first_line(address: Address) -> str:
    if address.protected:
        return "protected address"
    return address.lines.splitlines()[0] if address.lines else ""


def identifiers(*, person_id: UUID) -> QuerySet[Identifier]:
    """The numbers by which other services know the person."""
    return Identifier.objects.filter(person_id=person_id).order_by("kind", "value")
