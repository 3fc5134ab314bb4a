"""A partner's feed of people matched against those on record, all at once, for a person to confirm pair by pair.

What is copied out for it names children, so it never leaves memory but for what the engine spills into a folder that
opens to its owner alone and is gone afterwards. It reaches as far as whoever asks, for the purpose they ask for.
"""

import csv
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import IO
from uuid import UUID

from django.conf import settings

from holdfast.access import Purpose
from holdfast.kernel.refused import Refused
from holdfast.matching.described import Described
from holdfast.matching.model import Likely
from holdfast.matching.reasons import Reasons
from holdfast.matching.splinked import pairs
from holdfast.records.people.actions import record_identifier
from holdfast.records.people.codes import IdentifierKind
from holdfast.records.people.models import Person
from holdfast.records.people.queries import as_postcode, descriptions, judged_pair
from holdfast.wall.acting import Actor, acting
from holdfast.wall.audit import record
from holdfast.wall.deeds import day_of
from holdfast.wall.reading import note, reading

COLUMNS = (
    "id", "given", "family", "birth_date", "sex", "address", "postcode", "telephone", "nhs_number", "upn",
    "mother_given", "mother_family",
)  # fmt: skip
"""What a feed may hold; `id` is the partner's own and must be there, the others as far as they are known."""
HUB = frozenset({Purpose.front_door, Purpose.out_of_hours})
_WORTH_A_LOOK = 0.02
_AT_ONCE = 2_000
_NUMBERS = (IdentifierKind.nhs_number, IdentifierKind.upn)


@dataclass(frozen=True, kw_only=True)
class FeedPair:
    """A row of the feed and a child on record who may be the same, with what speaks for it and against."""

    own_id: str
    person: Person
    likely: Likely
    reasons: Reasons
    numbers: Mapping[str, str]


@dataclass(kw_only=True)
class FeedMatched:
    """What came of a feed: pairs to confirm, rows that were refused and why, rows that match nobody we know."""

    pairs: list[FeedPair] = field(default_factory=list)
    refused: list[tuple[int, str]] = field(default_factory=list)
    nobody: list[str] = field(default_factory=list)


def match_feed(*, sheet: IO[str], by: Actor, purpose: Purpose, at: datetime) -> FeedMatched:
    """Match every row against the children whom the actor may see; nothing is confirmed by it. Refused but for the hub.

    The audit log holds every child of whom a pair is shown.
    """
    _refuse_outside_the_hub(purpose)
    matched = FeedMatched()
    told = dict(_rows(sheet, matched, today=day_of(at)))
    with acting(actor=by, purpose=purpose), reading():
        on_record = {str(person.id): (person, described) for person, described in _everybody()}
        with tempfile.TemporaryDirectory(dir=_private_folder()) as folder:
            found = pairs(
                told.items(),
                ((key, described) for key, (_, described) in on_record.items()),
                above=_WORTH_A_LOOK,
                spill_to=Path(folder),
            )
        for pair in found:
            person, described = on_record[pair.on_record]
            judged, reasons = judged_pair(told[pair.told], described)
            matched.pairs.append(
                FeedPair(
                    own_id=pair.told, person=person, likely=judged.likely, reasons=reasons,
                    numbers=dict(told[pair.told].numbers),
                )
            )  # fmt: skip
        shown = {pair.person.id for pair in matched.pairs}
        note(shown)
        record(what="match_feed", children=shown, at=at, reason=f"{len(told)} rows of a feed")
    matched.nobody = [key for key in told if key not in {pair.own_id for pair in matched.pairs}]
    return matched


def confirm_pair(
    *, person_id: UUID, numbers: Mapping[IdentifierKind, str], by: Actor, purpose: Purpose, at: datetime
) -> Person:
    """Somebody says that a row is this child: the numbers by which the partner knows the child are recorded."""
    _refuse_outside_the_hub(purpose)
    with acting(actor=by, purpose=purpose):
        person = Person.objects.filter(pk=person_id).first()
        if person is None:
            raise Refused("There is no record here that you may see.")
        for kind, value in numbers.items():
            record_identifier(person=person, kind=kind, value=value, by=by, purpose=purpose, at=at)
        record(what="confirm_feed_pair", children=[person_id], at=at)
        return person


def _refuse_outside_the_hub(purpose: Purpose) -> None:
    if purpose not in HUB:
        raise Refused("The front door says who is who: ask it to match a feed.")


def _everybody() -> Iterator[tuple[Person, Described]]:
    ids = list(Person.objects.filter(is_child=True).order_by("id").values_list("id", flat=True))
    for start in range(0, len(ids), _AT_ONCE):
        yield from descriptions(ids[start : start + _AT_ONCE])


def _private_folder() -> Path:
    folder = Path(settings.HOLDFAST.place.home) / "matching"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def _rows(sheet: IO[str], matched: FeedMatched, *, today: date) -> Iterator[tuple[str, Described]]:
    rows = csv.DictReader(sheet)
    unknown = [name for name in rows.fieldnames or () if name not in COLUMNS]
    if "id" not in (rows.fieldnames or ()) or unknown:
        more = f" These are not known: {', '.join(unknown)}." if unknown else ""
        raise Refused(f"The first line must name the columns, `id` among them, each one of {', '.join(COLUMNS)}.{more}")
    seen: set[str] = set()
    for line, row in enumerate(rows, start=2):
        told = {name: (row.get(name) or "").strip() for name in COLUMNS}
        if why := _fault(told, seen, today):
            matched.refused.append((line, why))
            continue
        seen.add(told["id"])
        yield told["id"], _described(told)


def _fault(told: Mapping[str, str], seen: set[str], today: date) -> str:
    if not told["id"]:
        return "It has no id."
    if told["id"] in seen:
        return f"The id {told['id']} stands on an earlier line."
    if told["birth_date"]:
        try:
            born = date.fromisoformat(told["birth_date"])
        except ValueError:
            return f"“{told['birth_date']}” is no date of birth; write 2018-03-04."
        if born > today:
            return "The date of birth lies ahead."
    if not any(told[name] for name in ("nhs_number", "upn")) and not (
        (told["given"] or told["family"])
        and any(told[name] for name in ("birth_date", "address", "postcode", "telephone"))
    ):
        return "There is too little to look by: a number, or a name with a date of birth, an address or a telephone."
    return ""


def _described(told: Mapping[str, str]) -> Described:
    home = (told["address"], as_postcode(told["postcode"]))
    mother = (told["mother_given"], told["mother_family"])
    return Described(
        names=((told["given"], told["family"]),) if told["given"] or told["family"] else (),
        birth_on=date.fromisoformat(told["birth_date"]) if told["birth_date"] else None,
        homes=(home,) if any(home) else (),
        telephones=(told["telephone"],) if told["telephone"] else (),
        numbers=tuple((kind.value, told[kind]) for kind in _NUMBERS if told[kind]),
        mothers=(mother,) if any(mother) else (),
        sex=told["sex"].upper()[:1],
    )
