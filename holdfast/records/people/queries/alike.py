"""Who on record may be the person described, the likeliest first, with what speaks for it and against.

The database finds some tens of records by index; the trained weights judge each. Nothing is linked by it: a person
reads the reasons and decides.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID

from django.db import connection

from holdfast.matching.described import Described, Ready, made_ready, of_expected, swapped
from holdfast.matching.model import Judged, trained
from holdfast.matching.nicknames import sharing_a_form
from holdfast.matching.reasons import Reasons, reasons
from holdfast.matching.spelling import near_keys, words_of
from holdfast.records.people.codes import RelationshipKind
from holdfast.records.people.models import Address, Identifier, Person, PersonName, Relationship
from holdfast.records.people.queries.asking import as_postcode
from holdfast.wall.reading import note, reading

_WEIGHED = 120
"""How many records are weighed for one description: whoever the index finds in fewer ways is left out."""
_LEAST = -12.0
"""Evidence (in bits, the prior included) under which a record is not worth a glance, but for the same household's."""
_OWN_NUMBER = "local_id"
_MOTHERS = (
    RelationshipKind.mother,
    RelationshipKind.parent,
    RelationshipKind.step_parent,
    RelationshipKind.carer,
    RelationshipKind.grandparent,
)
_SIBLINGS = (RelationshipKind.sibling, RelationshipKind.half_sibling)


@dataclass(frozen=True, kw_only=True)
class MayBe:
    """Somebody on record who may be the person described."""

    person: Person
    judged: Judged
    reasons: Reasons

    @property
    def likely(self) -> str:
        """In words: very likely, may be, unlikely."""
        return self.judged.likely

    @property
    def is_of_the_household(self) -> bool:
        """Whether they share a home, a telephone or a mother, and are most likely a brother, a sister or a twin."""
        return self.judged.together and self.likely == "unlikely"


def may_be(told: Described, *, is_child: bool = True, most: int = 8, but: Collection[UUID] = ()) -> list[MayBe]:
    """Who the person described may be, as far as the actor may see, the likeliest first.

    Only those who are shown count as read: the software weighs some tens, and nobody has looked at those.
    """
    wanted = made_ready(told)
    with reading():
        found = descriptions([key for key in _found(told, is_child=is_child) if key not in set(but)])
    judged = [(person, on_record, trained().judged(wanted, made_ready(on_record))) for person, on_record in found]
    worth = [each for each in judged if trained().prior + each[2].bits > _LEAST or each[2].together]
    best = sorted(worth, key=lambda each: (-each[2].bits, each[0].local_id or "", each[0].pk))[:most]
    note(person.id for person, _, _ in best)
    return [
        MayBe(person=person, judged=said, reasons=reasons(told, on_record, said)) for person, on_record, said in best
    ]


def may_be_same_record(person: Person, *, but: Collection[UUID], most: int = 8) -> list[MayBe]:
    """Other records that may be of the same person as this one."""
    ((_, described),) = descriptions([person.id])
    return may_be(_without_own_number(described), is_child=person.is_child, most=most, but={person.id, *but})


def judged_pair(told: Described, on_record: Described) -> tuple[Judged, Reasons]:
    """What speaks for and against one pair."""
    said = trained().judged(made_ready(told), made_ready(on_record))
    return said, reasons(told, on_record, said)


def judged_records(person: Person, other: Person) -> tuple[Judged, Reasons]:
    """What speaks for and against two records being of one person."""
    described = {each.id: told for each, told in descriptions([person.id, other.id])}
    said, why = judged_pair(_without_own_number(described[person.id]), described[other.id])
    return said, why.of_two_records


def _without_own_number(described: Described) -> Described:
    """Two records of one person have two numbers of ours: that says nothing."""
    return replace(described, numbers=tuple(each for each in described.numbers if each[0] != _OWN_NUMBER))


@dataclass
class _Kept:
    names: list[tuple[str, str]] = field(default_factory=list)
    numbers: list[tuple[str, str]] = field(default_factory=list)
    homes: list[tuple[str, str]] = field(default_factory=list)
    telephones: list[str] = field(default_factory=list)
    mothers: list[tuple[str, str]] = field(default_factory=list)
    siblings: list[str] = field(default_factory=list)


def descriptions(people: Collection[UUID]) -> list[tuple[Person, Described]]:
    """Each of these people as the record describes them, present and former, as far as the actor may see."""
    if not people:
        return []
    kept: dict[UUID, _Kept] = defaultdict(_Kept)
    for name in PersonName.objects.filter(person_id__in=people).defer("search_keys"):
        kept[name.person_id].names.append((name.given, name.family))
    for number in Identifier.objects.filter(person_id__in=people):
        kept[number.person_id].numbers.append((number.kind.removeprefix("former_"), number.value))
    for address in Address.objects.filter(person_id__in=people):
        kept[address.person_id].homes.append((address.lines, address.postcode))
        if address.telephone:
            kept[address.person_id].telephones.append(address.telephone)
    _add_family(people, kept)
    return [(person, _described(person, kept[person.id])) for person in Person.objects.filter(pk__in=people)]


def _add_family(people: Collection[UUID], kept: dict[UUID, _Kept]) -> None:
    rows = Relationship.objects.filter(person_id__in=people, kind__in=[*_MOTHERS, *_SIBLINGS])
    related = list(rows.values_list("person_id", "other_id", "kind"))
    called: dict[UUID, list[tuple[str, str]]] = defaultdict(list)
    for name in PersonName.objects.filter(person_id__in={other for _, other, _ in related}).defer("search_keys"):
        called[name.person_id].append((name.given, name.family))
    for person, other, kind in related:
        if kind in _SIBLINGS:
            kept[person].siblings += [given for given, _ in called[other] if given]
        else:
            kept[person].mothers += called[other]


def _described(person: Person, kept: _Kept) -> Described:
    expected = person.expected_birth_on if person.birth_on is None else None
    own = [(_OWN_NUMBER, person.local_id)] if person.local_id else []
    return Described(
        names=tuple(kept.names),
        birth_on=person.birth_on,
        born_between=of_expected(expected) if expected else None,
        homes=tuple(kept.homes),
        telephones=tuple(kept.telephones),
        numbers=(*own, *kept.numbers),
        mothers=tuple(kept.mothers),
        siblings=tuple(kept.siblings),
        sex=person.sex,
    )


def _found(told: Described, *, is_child: bool) -> list[UUID]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT people_alike(%s, %s::varchar[], %s::varchar[], %s::varchar[], %s::varchar[], %s::date[],"
            " %s::date[], %s::date, %s::date, %s::varchar[], %s::text[], %s::varchar[], %s)",
            look_up_by(told, is_child=is_child),
        )
        return [row[0] for row in cursor.fetchall()]


def look_up_by(told: Described, *, is_child: bool) -> list[object]:
    """What the index is asked for: keys of the names, every birth that one slip may have made, homes, numbers."""
    ready: Ready = made_ready(told)
    births = [told.birth_on, swapped(told.birth_on)] if told.birth_on else []
    return [
        is_child,
        _keys((given for given, _ in told.names), _with_forms),
        _keys((family for _, family in told.names), _spelt),
        _keys((given for given, _ in told.mothers), _with_forms),
        _keys((family for _, family in told.mothers), _spelt),
        [on for on in births if on],
        near_births(told.birth_on) if told.birth_on else [],
        ready.born_from,
        ready.born_until,
        [as_postcode(postcode) for _, postcode in told.homes if postcode],
        sorted(ready.telephones),
        [value.replace(" ", "").upper() for _, value in told.numbers],
        _WEIGHED,
    ]


def near_births(on: date) -> list[date]:
    """The day, day and month the other way round, each day that one wrong figure makes, and it in other years."""
    digits = f"{on:%Y%m%d}"
    one_wrong = (digits[:at] + figure + digits[at + 1 :] for at in range(2, 8) for figure in "0123456789")
    other_years = (f"{on.year + years}{digits[4:]}" for years in range(-10, 11))
    days = {_day(each) for each in (*one_wrong, *other_years)} | {swapped(on)}
    return sorted(day for day in days if day)


def _day(digits: str) -> date | None:
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None


def _keys(texts: Iterable[str], of: Callable[[str], list[str]]) -> list[str]:
    return sorted({key for text in texts for word in words_of(text) for key in of(word)})


def _spelt(word: str) -> list[str]:
    return [f"={word}", *near_keys(word)]


def _with_forms(word: str) -> list[str]:
    return [*_spelt(word), *(f"={other}" for other in sharing_a_form(word))]
