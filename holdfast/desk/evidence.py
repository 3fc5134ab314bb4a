"""The rows that a check's question rests on, in words, for whoever may see them."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from holdfast.checks import CHECKS, kind_words, reference
from holdfast.facts.schema import Row
from holdfast.kernel.codes import lists
from holdfast.records.looks.models import Look
from holdfast.records.looks.queries import told_of
from holdfast.wall.deeds import day_of
from holdfast.wall.reading import note
from holdfast.web import words


@dataclass(frozen=True, kw_only=True)
class Piece:
    """One row of the evidence: its day, in words, and whether nobody has looked at it before."""

    day: date | None
    said: str
    is_new: bool


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A question as a page shows it."""

    look: Look
    title: str
    why: str
    to_do: str
    pieces: list[Piece]


def asked(looks: Iterable[Look], *, records: Collection[UUID], before: Iterable[Look]) -> list[Asked]:
    """These questions with their evidence; `before` are the questions that somebody has looked at already."""
    told = _by_reference(records)
    seen = {(look.check_id, row) for look in before if look.looked_at for row in look.evidence}
    return [_asked(look, told, seen) for look in looks if look.check_id in CHECKS]


def _asked(look: Look, told: Mapping[str, Row], seen: set[tuple[str, str]]) -> Asked:
    check = CHECKS[look.check_id]
    pieces = [_piece(row, told.get(row), is_new=(look.check_id, row) not in seen) for row in look.evidence]
    return Asked(look=look, title=check.title, why=check.why, to_do=check.to_do, pieces=pieces)


def _by_reference(records: Collection[UUID]) -> dict[str, Row]:
    """Every row that is told of one person, by the name that evidence gives it."""
    note(records)
    one = min(records)
    rows = told_of(records, dict.fromkeys(records, one)).get(one, {})
    return {reference(table, row): row for table, each in rows.items() for row in each}


def _piece(name: str, row: Row | None, *, is_new: bool) -> Piece:
    table = name.partition(":")[0]
    if row is None:
        return Piece(day=None, said="Something that you may not see, or that was taken back", is_new=is_new)
    column, say = _WORDS[table]
    return Piece(day=_day(row.get(column)), said=say(row), is_new=is_new)


def _day(told: object) -> date | None:
    if isinstance(told, datetime):
        return day_of(told)
    return told if isinstance(told, date) else None


def _who(row: Row) -> str:
    kind = row.get("agency_kind")
    if kind:
        words_of = kind_words(str(kind))
        return words_of[0].upper() + words_of[1:]
    return "Somebody of the public" if row.get("by_public") else "Somebody"


def _contact(row: Row) -> str:
    source = lists()["ReferralSource"].get(str(row.get("source")))
    said = f" ({source.words})" if source and not row.get("agency_kind") else ""
    return f"{_who(row)}{said} told us" + (": a child may be in danger" if row.get("danger") else "")


def _injury(row: Row) -> str:
    what = kind_words(str(row.get("kind") or "injury"))
    where = f", {kind_words(str(row['site']))}" if row.get("site") else ""
    how = f"; explained as: {kind_words(str(row['explanation']))}" if row.get("explanation") else "; not explained"
    return f"{what.capitalize()}{where}, seen by {_who(row).lower()}{how}"


def _check(row: Row) -> str:
    return f"{_who(row)} was asked, and had not answered when the enquiry was closed"


def _joined(row: Row) -> str:
    return f"{kind_words(str(row.get('relation') or 'somebody')).capitalize()} joined the household"


def _help(row: Row) -> str:
    return f"Early help was asked for, to begin by {_in_words(row['start_due_on'])}"


def _challenge(row: Row) -> str:
    return f"A challenge, stage {row['stage']}, to be answered by {_in_words(row['due_on'])}"


def _in_words(day: object) -> str:
    return words.day(_day(day))


_WORDS: Mapping[str, tuple[str, Callable[[Row], str]]] = {
    "contact": ("received_at", _contact),
    "episode": ("referred_on", lambda row: "Referred; no further action"),
    "injury": ("seen_on", _injury),
    "sighting": ("seen_on", lambda row: f"Not brought: {_who(row).lower()}"),
    "move": ("moved_on", lambda row: "Moved home"),
    "household_change": ("joined_on", _joined),
    "agency_check": ("asked_at", _check),
    "early_help": ("referred_on", _help),
    "challenge_stage": ("started_on", _challenge),
}
"""For each table that checks mark rows of: the day that a row is told under, and what is said of it."""
