"""The child's story as it happened: each kind of record says its own line, nobody types it again.

What the reader may not see is not there: row-level security answers each query as far as the reader may go. The
number of queries is the number of kinds of record, however many children and lines.
"""

from collections.abc import Callable, Collection, Iterable
from datetime import date
from uuid import UUID

from holdfast.access import Stage
from holdfast.desk.chronology import _help, _people, _seen, _told, _work
from holdfast.desk.chronology._late import added_since, came_after, decisions, marked, with_first_added
from holdfast.desk.chronology._line import IN_BULK, KINDS, SOCIAL_CARE, Line, Lines
from holdfast.desk.chronology._people import TOLD_FROM
from holdfast.desk.chronology._seen import explained

__all__ = [
    "IN_BULK",
    "KINDS",
    "SOCIAL_CARE",
    "TOLD_FROM",
    "Line",
    "added_since",
    "came_after",
    "chronology",
    "contacts",
    "explained",
    "joined",
]


def chronology(child_id: UUID, *, stage: Stage) -> list[Line]:
    """Everything that happened, as far as the stage goes, the latest first; what has no day comes last."""
    return joined([child_id], stage=stage)


def joined(children: Collection[UUID], *, stage: Stage) -> list[Line]:
    """The same for several children or several records of one child, as one; what was added late says so."""
    told = [line for tells in _KINDS_OF_RECORD for line in tells(children)]
    told = marked(with_first_added(told), decided=decisions(children))
    return in_order([*told, *_people.workers(children, stage)])


def contacts(children: Collection[UUID]) -> list[Line]:
    """What is counted as somebody's contact with a child, and the injuries seen: the few kinds that a short page needs.

    Nothing is said of what was added late.
    """
    return in_order(line for tells in _COUNTED for line in tells(children))


def in_order(lines: Iterable[Line]) -> list[Line]:
    """The latest first; on one day what is significant; last what has no day."""
    return sorted(lines, key=lambda line: (line.on is not None, line.on or date.min, line.significant), reverse=True)


_COUNTED: tuple[Callable[[Collection[UUID]], Lines], ...] = (
    _told.contacts,
    _told.referrals,
    _seen.sightings,
    _seen.injuries,
    _seen.visits,
)
_KINDS_OF_RECORD: tuple[Callable[[Collection[UUID]], Lines], ...] = (
    _told.contacts,
    _told.referrals,
    _told.closures,
    _told.replies,
    _told.sensitive_answers,
    _seen.sightings,
    _seen.injuries,
    _seen.visits,
    _help.early_help,
    _help.powers,
    _work.assessments,
    _work.strategy_discussions,
    _work.enquiries,
    _work.conferences,
    _work.protection_plans,
    _work.reviews,
    _work.core_groups,
    _work.need_plans,
    _work.pre_proceedings,
    _people.moves,
)
