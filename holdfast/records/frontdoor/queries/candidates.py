"""Who a named child may be, with what speaks for it and against; and whether a closed record may be theirs."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db import connection

from holdfast.matching.described import Described, of_age, of_expected
from holdfast.records.frontdoor.models import Contact, NamedAdult, NamedChild, RestrictedMatch
from holdfast.records.frontdoor.queries.standing import a_year_before, contacts_of
from holdfast.records.people.models import Person
from holdfast.records.people.queries import (
    MayBe,
    Relation,
    address_lines,
    born_words,
    display_names,
    family_of,
    look_up_by,
    may_be,
    split_address,
)

_MOST = 8
_MOTHERS = re.compile(r"\b(mother|mum|mam|mummy|stepmother|carer|grandmother|nan|parent)\b", re.IGNORECASE)
_YEARS = re.compile(r"\b(\d{1,2})\b(?!\s*(?:month|week|day))")
_YOUNG = re.compile(r"\b(month|week|day|baby|newborn|infant)", re.IGNORECASE)
_NAMED_YEARS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17,
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """Somebody known who may be the named child, why, with whom they live, and what was told of them in a year."""

    found: MayBe
    name: str
    born: str
    lives_at: str
    family: list[Relation]
    contacts: list[Contact] = field(default_factory=list)

    @property
    def person(self) -> Person:
        """The record."""
        return self.found.person

    @property
    def told_words(self) -> str:
        """How often something was told of them: "Told 3 times in the last twelve months"."""
        often = "once" if len(self.contacts) == 1 else f"{len(self.contacts)} times"
        return f"Told {often} in the last twelve months"


@dataclass(frozen=True, kw_only=True)
class Candidates:
    """The likeliest first; `household` are most likely brothers and sisters, and no less a person's choice."""

    likely: list[Candidate]
    household: list[Candidate]
    restricted: bool
    """A record that the actor may not open may match: ring the duty manager."""


def candidates(named: NamedChild, *, as_of: date) -> Candidates:
    """Who the named child may be. The steps are the same whether or not anybody is there."""
    told = described(named, as_of=as_of)
    if not says_enough(told):
        return Candidates(likely=[], household=[], restricted=False)
    found = may_be(told, most=_MOST)
    shown = _shown(found, as_of=as_of)
    return Candidates(
        likely=[each for each in shown if not each.found.is_of_the_household],
        household=[each for each in shown if each.found.is_of_the_household],
        restricted=restricted_may_match(told),
    )


def one_family(may_be_who: Mapping[NamedChild, Candidates]) -> list[tuple[NamedChild, Candidate]]:
    """Where several named children may be brothers and sisters of one family on record: each with their likeliest.

    Empty where fewer than two belong together.
    """
    best = [(named, said.likely[0]) for named, said in may_be_who.items() if said.likely]
    family = [
        (named, candidate)
        for named, candidate in best
        if any(_are_siblings(candidate, other) for _, other in best if other.person != candidate.person)
    ]
    return family if len(family) > 1 else []


def _are_siblings(one: Candidate, other: Candidate) -> bool:
    return any(each.is_sibling and each.other == other.person for each in one.family)


def described(named: NamedChild, *, as_of: date) -> Described:
    """What was told of the child, and of the family in the same envelope, as it is compared."""
    adults = NamedAdult.objects.filter(envelope_id=named.envelope_id)
    siblings = NamedChild.objects.filter(envelope_id=named.envelope_id).exclude(pk=named.pk)
    return Described(
        names=((named.given, named.family),) if named.given or named.family else (),
        birth_on=named.birth_on,
        born_between=None if named.birth_on else _span(named, as_of),
        homes=(split_address(named.address),) if named.address.strip() else (),
        mothers=tuple(_halves(adult.name) for adult in adults if _MOTHERS.search(adult.who_to_child) and adult.name),
        siblings=tuple(each.given for each in siblings if each.given),
    )


def says_enough(told: Described) -> bool:
    """Whether anything was told that a look-up could find somebody by: an age alone fits thousands."""
    return bool(told.names or told.birth_on or told.homes or told.mothers or told.numbers or told.telephones)


def restricted_may_match(told: Described, *, of: NamedChild | None = None, at: datetime | None = None) -> bool:
    """Whether a record that is closed to the actor may match; with `of`, whoever holds that record is told so."""
    keys = look_up_by(told, is_child=True)
    given, family, births, near, earliest, latest, postcodes, telephones, numbers = (*keys[1:3], *keys[5:12])
    reference = of.envelope.reference if of else ""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT frontdoor_restricted(%s::uuid, %s, %s::timestamptz, %s::varchar[], %s::varchar[], %s::date[],"
            " %s::date[], %s::date, %s::date, %s::varchar[], %s::text[], %s::varchar[])",
            [of.pk if of else None, reference, at, given, family, births, near, earliest, latest, postcodes,
             telephones, numbers],
        )  # fmt: skip
        return bool(cursor.fetchone()[0])


def restricted_matches(child_id: UUID | None = None) -> list[RestrictedMatch]:
    """What may have been told of closed records that the actor holds, and nobody has said that they saw."""
    rows = RestrictedMatch.objects.filter(seen_at=None)
    return list((rows.filter(child_id=child_id) if child_id else rows).order_by("noticed_at"))


def _shown(found: Collection[MayBe], *, as_of: date) -> list[Candidate]:
    people = [each.person for each in found]
    ids = [person.id for person in people]
    names, lines = display_names(people, as_of=as_of), address_lines(ids, as_of=as_of)
    told = contacts_of(ids, since=a_year_before(as_of))
    return [
        Candidate(
            found=each,
            name=names[each.person.id],
            born=born_words(each.person),
            lives_at=lines.get(each.person.id, ""),
            family=family_of(person_id=each.person.id, as_of=as_of),
            contacts=[contact for contact in told if contact.child_id == each.person.id],
        )
        for each in found
    ]


def _span(named: NamedChild, as_of: date) -> tuple[date, date] | None:
    if named.expected_on:
        return of_expected(named.expected_on)
    years = _years(named.age_words)
    return None if years is None else of_age(years, on=as_of)


def _years(said: str) -> int | None:
    """How old, from words: "about 4", "seven or so", "8 months"."""
    if found := _YEARS.search(said):
        return int(found[1])
    if _YOUNG.search(said):
        return 0
    return next((years for word, years in _NAMED_YEARS.items() if word in said.casefold().split()), None)


def _halves(name: str) -> tuple[str, str]:
    given, _, family = name.strip().rpartition(" ")
    return (given, family) if given else (family, "")
