"""Everything we know in six lines, for whoever decides and has no time to read a page first."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from holdfast.access import Stage
from holdfast.desk.chronology import Line, contacts, joined
from holdfast.desk.picture._body import BodyOfInjuries, add_up
from holdfast.desk.picture._counts import AgencyCount, count_by_agency, total
from holdfast.desk.picture._gaps import Gap, gaps, last_seen
from holdfast.records.people.queries import same_person_as
from holdfast.records.sightings.queries import injuries_of
from holdfast.wall.deeds import day_of


@dataclass(frozen=True, kw_only=True)
class Summary:
    """What the joined picture says, in short."""

    lines: list[Line]
    counts: list[AgencyCount]
    total: AgencyCount
    body: BodyOfInjuries
    seen: Line | None
    gaps: list[Gap]
    records: set[UUID]


def summary(child_id: UUID, *, stage: Stage, at: datetime) -> Summary:
    """The joined picture of this child and of every record that is the same child, in short."""
    records = same_person_as(child_id) | {child_id}
    lines = joined(records, stage=stage)
    return _summed(records, lines, gaps(records, lines, at=at, as_of=day_of(at)), at=at)


def count_of_contacts(child_id: UUID, *, at: datetime) -> Summary:
    """The same without what is not known and what was added late: few queries, for a page that shows much else."""
    records = same_person_as(child_id) | {child_id}
    return _summed(records, contacts(records), [], at=at)


def _summed(records: set[UUID], lines: list[Line], missing: list[Gap], *, at: datetime) -> Summary:
    as_of = day_of(at)
    happened = [line for line in lines if line.on is None or line.on <= as_of]
    counts = count_by_agency(happened, as_of=as_of)
    return Summary(
        lines=happened,
        counts=counts,
        total=total(counts),
        body=add_up(injuries_of(records)),
        seen=last_seen(happened, as_of=as_of),
        gaps=missing,
        records=records,
    )
