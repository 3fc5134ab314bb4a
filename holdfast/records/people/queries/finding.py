"""Find a person: by a name however spelt and in any order, a day of birth, a number or its end, a postcode.

Each match says why it matched. Somebody whom the actor may not see is answered as nobody; only the front door
and the out-of-hours team are told that a restricted record may match.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection

from holdfast.matching.spelling import Likeness, likeness, nearness, wanted
from holdfast.records.people.codes import NameKind, RelationshipKind
from holdfast.records.people.models import Address, Identifier, Person, PersonName, Relationship
from holdfast.records.people.queries.asking import Asked
from holdfast.records.people.queries.person import is_unborn
from holdfast.wall.reading import note, reading
from holdfast.web import words

MOST = 25
"""The most people that a search answers; who looks for more asks for more."""
_CANDIDATES = 200
_PART_ONLY = 40
_ENOUGH = 5
_NEAR_ENOUGH = 0.74
_NEAR_IN_PART = 0.85
_ALIKE_AT_ALL = 0.6
_INVERSE_TO_UNBORN = (RelationshipKind.child, RelationshipKind.step_child)


@dataclass(frozen=True, kw_only=True)
class Match:
    """A person who may be the one, the reasons in words, and how good they are together (about 0 to 300)."""

    person: Person
    name: str
    also_known_as: tuple[str, ...]
    why: tuple[str, ...]
    score: float


@dataclass(frozen=True)
class Found:
    """The answer to a search: the best first; `more` where there were too many to show."""

    matches: tuple[Match, ...]
    more: bool
    restricted: bool
    """A record that the actor may not open may match: ring the duty manager."""


def found(asked: Asked, *, as_of: date, most: int = MOST) -> Found:
    """Whom the actor may see and may be looking for. The steps are the same whether or not anybody is there.

    Only those who are shown count as read: the software weighs some hundreds, and nobody has looked at those.
    """
    with reading():
        good = _good(asked, as_of=as_of)
    shown = tuple(good[:most])
    note(match.person.id for match in shown)
    return Found(shown, more=len(good) > most, restricted=_restricted(asked))


def _good(asked: Asked, *, as_of: date) -> list[Match]:
    people = _candidates(asked)
    names = _names(people)
    numbers = _numbers(people) if asked.numbers else {}
    at_postcode = _living_at(asked.postcodes)
    matches = [_match(person, names[person.id], numbers.get(person.id, ()), at_postcode, asked) for person in people]
    return sorted(
        (match for match in matches if match and _fits(match.person, asked, as_of)),
        key=lambda match: (-match.score, match.name, match.person.local_id or "", match.person.pk),
    )


def _candidates(asked: Asked) -> list[Person]:
    named = _named(asked.words)
    if asked.unborn:
        named |= _unborn_of(named)
    keys = named | _numbered(asked.numbers) | set(_living_at(asked.postcodes))
    people = {person.id: person for person in Person.objects.filter(pk__in=keys)} if keys else {}
    births = [*asked.births, *asked.swapped]
    if births:
        people |= {person.id: person for person in Person.objects.filter(birth_on__in=births)[:_CANDIDATES]}
    return list(people.values())


def _named(asked_words: tuple[str, ...]) -> set[UUID]:
    """People of whom one name answers every word, from narrow to wide until enough are found."""
    if not asked_words:
        return set()
    each = [wanted(word) for word in sorted(asked_words, key=len, reverse=True)[:3]]
    people: set[UUID] = set()
    for keys in ([w.exact for w in each], [w.alike for w in each], [w.beginning for w in each]):
        people |= _by_keys(keys)
        if len(people) >= _ENOUGH:
            return people
    if not people and len(each) > 1:
        for one in each:
            people |= _by_keys([one.exact], most=_PART_ONLY)
    return people


def _by_keys(keys: list[list[str]], *, most: int = _CANDIDATES) -> set[UUID]:
    first, second, third = (keys * 3)[:3] if len(keys) < 3 else keys
    by_index = "SELECT people_named(%s::varchar[], %s::varchar[], %s::varchar[], %s)"
    names = PersonName.objects.extra(
        where=[f"people_personname.id = ANY (ARRAY({by_index}))"], params=[first, second, third, most]
    )
    return set(names.values_list("person_id", flat=True))


def _unborn_of(adults: set[UUID]) -> set[UUID]:
    rows = Relationship.objects.filter(person_id__in=adults, kind__in=_INVERSE_TO_UNBORN)
    return set(rows.values_list("other_id", flat=True))


def _numbered(numbers: tuple[str, ...]) -> set[UUID]:
    people: set[UUID] = set()
    with connection.cursor() as cursor:
        for number in numbers:
            cursor.execute("SELECT people_numbered(%s, %s)", [number, _CANDIDATES])
            people |= {row[0] for row in cursor.fetchall()}
    return people


def _living_at(postcodes: tuple[str, ...]) -> dict[UUID, Address]:
    if not postcodes:
        return {}
    return {address.person_id: address for address in Address.objects.filter(postcode__in=postcodes)[:_CANDIDATES]}


def _names(people: Iterable[Person]) -> dict[UUID, list[PersonName]]:
    names: dict[UUID, list[PersonName]] = defaultdict(list)
    for name in PersonName.objects.filter(person_id__in=[person.id for person in people]).defer("search_keys"):
        names[name.person_id].append(name)
    return names


def _numbers(people: Iterable[Person]) -> dict[UUID, list[Identifier]]:
    numbers: dict[UUID, list[Identifier]] = defaultdict(list)
    for number in Identifier.objects.filter(person_id__in=[person.id for person in people]):
        numbers[number.person_id].append(number)
    return numbers


def _match(
    person: Person, names: list[PersonName], numbers: Iterable[Identifier], at: dict[UUID, Address], asked: Asked
) -> Match | None:
    birth_score, birth_why = _birth_reason(person, asked)
    name_score, name_why = _name_reason(names, asked, in_part=birth_score > 0)
    number_score, number_why = _number_reason(person, numbers, asked)
    place_score, place_why = _place_reason(at.get(person.id))
    if asked.words and not (name_score or number_score or place_score or asked.unborn):
        return None
    why = tuple(filter(None, (number_why, name_why, birth_why, place_why)))
    if not why and not asked.unborn:
        return None
    shown, others = _shown_name(person, names)
    score = 100 * name_score + birth_score + number_score + place_score
    return Match(person=person, name=shown, also_known_as=others, why=why, score=score)


def _name_reason(names: list[PersonName], asked: Asked, *, in_part: bool) -> tuple[float, str]:
    """How near the nearest name is; `in_part` where one word of it is enough, since the birth date fits."""
    if not asked.words or not names:
        return 0.0, ""
    compared = [(likeness(asked.words, name.full), name) for name in names]
    best, name = max(compared, key=lambda each: nearness(each[0]))
    if nearness(best) < _NEAR_ENOUGH and not (in_part and max(each.near for each in best) >= _NEAR_IN_PART):
        return 0.0, ""
    told = [_said(each) for each in best if each.how != "same" and each.near >= _ALIKE_AT_ALL]
    unlike = [each for each in best if each.near < _ALIKE_AT_ALL]
    same = "the name is the same" if len(told) + len(unlike) == 0 else ""
    known = f"{name.get_kind_display().lower()}: {name.full}" if name.kind in (NameKind.alias, NameKind.former) else ""
    differs = "part of the name is another" if unlike else ""
    return nearness(best), "; ".join(filter(None, (same, *told, differs, known)))


def _said(like: Likeness) -> str:
    said = {"sounds": "sounds like", "spelt": "is spelt like", "begins": "is how a name begins:"}[like.how]
    return f"“{like.asked}” {said} “{like.found}”"


def _birth_reason(person: Person, asked: Asked) -> tuple[float, str]:
    if not asked.births:
        return 0.0, ""
    if person.birth_on in asked.births:
        return 80.0, "the date of birth is the same"
    if person.birth_on in asked.swapped:
        return 60.0, "the date of birth has day and month the other way round"
    if person.birth_on is None:
        return -5.0, "no date of birth is recorded"
    return -30.0, f"another date of birth: {words.day(person.birth_on)}"


def _number_reason(person: Person, numbers: Iterable[Identifier], asked: Asked) -> tuple[float, str]:
    held = [("local number", person.local_id or ""), *((each.get_kind_display(), each.value) for each in numbers)]
    for kind, value in held:
        if value.upper() in asked.numbers:
            return 120.0, f"the {kind} is the same"
        for number in asked.numbers:
            if value.upper().endswith(number):
                return 70.0, f"the {kind} ends in {number}"
    return 0.0, ""


def _place_reason(address: Address | None) -> tuple[float, str]:
    if address is None:
        return 0.0, ""
    if address.until_on:
        return 20.0, f"lived at {address.postcode} until {words.day(address.until_on)}"
    return 40.0, f"lives at {address.postcode}"


def _shown_name(person: Person, names: list[PersonName]) -> tuple[str, tuple[str, ...]]:
    order = [NameKind.preferred, NameKind.legal, NameKind.alias, NameKind.former]
    full = [name.full for name in sorted(names, key=lambda name: order.index(NameKind(name.kind)))]
    unlike = tuple(dict.fromkeys(each for each in full[1:] if each != full[0]))
    return (full[0] if full else ""), unlike


def _fits(person: Person, asked: Asked, as_of: date) -> bool:
    return (
        not asked.unborn or is_unborn(person) or (person.birth_on is not None and (as_of - person.birth_on).days < 365)
    )


def _restricted(asked: Asked) -> bool:
    each = [wanted(word).alike for word in sorted(asked.words, key=len, reverse=True)[:3]]
    first, second, third = (each * 3)[:3] if each else ([], [], [])
    births = [*asked.births, *asked.swapped]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT people_restricted_may_match("
            "%s::varchar[], %s::varchar[], %s::varchar[], %s::date[], %s::text[], %s::text[])",
            [first, second, third, births, list(asked.numbers), list(asked.postcodes)],
        )
        return bool(cursor.fetchone()[0])
