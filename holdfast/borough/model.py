"""What a built borough hands over: plain dataclasses, in the words of the records that will hold them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from holdfast.access.roles import Role
from holdfast.borough.hub import Hub
from holdfast.borough.lateness import Planted
from holdfast.borough.words import Texts
from holdfast.facts.store import Facts


@dataclass(frozen=True, kw_only=True, slots=True)
class Name:
    """A name somebody goes by; `kind` as in the people records: legal, preferred, alias, former."""

    given: str
    family: str
    kind: str = "legal"
    from_on: date | None = None
    until_on: date | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Relationship:
    """What `other` is to the person; the inverse is not listed: whoever loads it stores both."""

    other: str
    kind: str
    parental_responsibility: bool | None = None
    lives_with: bool | None = None
    from_on: date | None = None
    until_on: date | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Address:
    """Where somebody lives or lived; `until_on` is exclusive and empty for the present one."""

    lines: str
    postcode: str
    telephone: str = ""
    protected: bool = False
    from_on: date | None = None
    until_on: date | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Absence:
    """Something asked for, or not, and not known; codes as in the people records."""

    what: str
    because: str
    note: str = ""
    asked_on: date | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Person:
    """A child or an adult. A child's `key` is the authority's number; ethnicity and numbers are facts."""

    key: str
    is_child: bool
    sex: str
    known_on: date
    birth_on: date | None = None
    names: tuple[Name, ...] = ()
    relationships: tuple[Relationship, ...] = ()
    addresses: tuple[Address, ...] = ()
    absences: tuple[Absence, ...] = ()
    needs_interpreter: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Agency:
    """An organisation; `kind` as in the agencies records."""

    name: str
    kind: str
    telephone: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Team:
    """A team in an agency; a hub takes in what anyone tells."""

    agency: str
    name: str
    telephone: str
    is_hub: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Worker:
    """Somebody who signs in, and the post they hold. The sixteen personas are among them, under their usernames."""

    username: str
    display_name: str
    role: Role
    agency: str
    team: str
    title: str
    from_on: date
    telephone: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Involvement:
    """Who works with the child, as what, from when; `until_on` is exclusive and empty while it lasts."""

    child: str
    worker: str
    team: str
    agency: str
    kind: str
    from_on: date
    until_on: date | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Seal:
    """A child's record closed to all but its own worker."""

    child: str
    because: str
    from_on: date


@dataclass(frozen=True, kw_only=True, slots=True)
class Exclusion:
    """One person shut out of one child's record."""

    child: str
    worker: str
    because: str
    from_on: date


@dataclass(frozen=True, kw_only=True)
class Borough:
    """A synthetic authority, whole."""

    name: str
    authority: str
    seed: int
    as_of: date
    known_from: date
    """The first day that the facts are complete from: what `measures.compute` asks for."""
    facts: Facts
    planted: frozenset[Planted]
    """Every span that is late (met_late) or overdue on `as_of`; nothing else is."""
    people: tuple[Person, ...]
    agencies: tuple[Agency, ...]
    teams: tuple[Team, ...]
    workers: tuple[Worker, ...]
    involvements: tuple[Involvement, ...]
    texts: Texts
    """Words by (fact table, child, row key): field name of the record, and what is written there."""
    seals: tuple[Seal, ...]
    exclusions: tuple[Exclusion, ...]
    stories: Mapping[str, tuple[str, ...]]
    """The hand-written families: the story's id, and its children's numbers."""
    hub: Hub
    """What only the records of the hub and its agencies tell: enquiries, answers, injuries, challenges."""
    population: Mapping[int, int] = field(default_factory=dict)
    """Children aged 0 to 17 by the year in which it ends: the denominator of a rate."""
