"""About whom an agency can be asked, and what it is told of each."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from holdfast.records.people.models import Address, Person
from holdfast.records.people.queries import addresses, display_names, family_of

_MOST_ADDRESS = 300


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Somebody a question is about: what the agency is told, and no more."""

    called: str
    birth_on: date | None = None
    what: str = ""
    is_adult: bool = False
    person_id: UUID | None = None
    address: str = ""

    @property
    def value(self) -> str:
        """What stands for this person in a form."""
        return str(self.person_id)


def household_to_ask_about(child: Person, *, as_of: date) -> list[Asked]:
    """The child first, then everybody recorded in the family: the brothers and sisters, and the adults by name."""
    family = family_of(person_id=child.id, as_of=as_of)
    called = display_names([child], as_of=as_of)[child.id]
    return [
        _asked(child, called, "Child"),
        *(_asked(each.other, each.name, each.relationship.get_kind_display()) for each in family),
    ]


def _asked(person: Person, called: str, what: str) -> Asked:
    return Asked(
        called=called[:300], birth_on=person.birth_on, what=what, is_adult=not person.is_child, person_id=person.id,
        address=_ordinary_address(person),
    )  # fmt: skip


def _ordinary_address(person: Person) -> str:
    """Where the person lives, one line; a protected address is told to nobody."""
    homes = addresses(person_id=person.id).filter(until_on=None)
    if any(home.protected for home in homes):
        return ""
    return next((_line(home) for home in homes), "")


def _line(home: Address) -> str:
    return ", ".join([*filter(None, home.lines.splitlines()), *filter(None, [home.postcode])])[:_MOST_ADDRESS]
