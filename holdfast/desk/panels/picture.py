"""What every agency knows, in short, beside a decision and on the child's page; and what came after a decision."""

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse

from holdfast.access import Purpose
from holdfast.desk.child_head import as_far_as
from holdfast.desk.chronology import added_since
from holdfast.desk.panels._panel import Line, Panel
from holdfast.desk.picture import Summary, added_after_own_decisions, count_of_contacts, how_current, summary
from holdfast.records.frontdoor.models import Referral
from holdfast.records.people.models import Person
from holdfast.records.people.queries import allocated_workers, display_names, own_children
from holdfast.records.sightings.models import Injury, Sighting
from holdfast.records.sightings.queries import written_lately
from holdfast.wall.acting import current
from holdfast.web import words
from holdfast.web.body import PARTS

TITLE = "What all agencies know"
_LATELY = timedelta(days=14)
_MOST = 20


def of_child(request: HttpRequest, child_id: UUID) -> Panel | None:
    """The joined picture in short, on the child's page."""
    known = count_of_contacts(child_id, at=request.now)
    return _panel(child_id, (_contacts(known), *_injuries(known), _seen(known, request)))


def of_referral(request: HttpRequest, referral: Referral) -> Panel | None:
    """The same beside a decision, with how far the chronology goes and what was added since the decision."""
    known = summary(referral.child_id, stage=as_far_as(referral.child_id), at=request.now)
    told = (_contacts(known), *_injuries(known), _seen(known, request), _current(known, request, referral))
    return _panel(referral.child_id, (*told, *_silent(known)))


def after_own_decisions(request: HttpRequest) -> Panel | None:
    """What was added about children after the reader's decision on them, until the reader says they have read it."""
    found = added_after_own_decisions(at=request.now)[:_MOST]
    if not found:
        return None
    people = Person.objects.filter(pk__in=[each.child_id for each in found])
    names = display_names(people, as_of=request.today)
    lines = [
        Line(
            text=names.get(each.child_id, "A child"), url=reverse("desk:picture", args=[each.child_id]),
            hint=f"{_title(each.lines[0].title)}, {words.day(each.lines[0].on)}{_and_more(len(each.lines) - 1)}. "
            f"You decided {words.moment(each.decided_at)}.",
            tag="Added late", meaning="late",
        )
        for each in found
    ]  # fmt: skip
    return Panel(title="Added after your decision", lines=tuple(lines))


def written_by_agencies(request: HttpRequest) -> Panel | None:
    """What agencies wrote down themselves of late: of the reader's children, or of children whom nobody works with."""
    now = current()
    mine = now.purpose == Purpose.direct_work
    own = {row.person_id for row in own_children(worker_id=now.actor.id, as_of=request.today)} if mine else None
    rows = written_lately(since=request.now - _LATELY, children=own)
    if not mine:
        allocated = allocated_workers({row.child_id for row in rows}, as_of=request.today)
        rows = [row for row in rows if row.child_id not in allocated]
    if not rows:
        return None
    names = display_names(Person.objects.filter(pk__in={row.child_id for row in rows}), as_of=request.today)
    title = "Agencies wrote about your children" if mine else "Agencies wrote about children without a worker"
    return Panel(title=title, lines=tuple(_written(row, names, request) for row in rows[:_MOST]))


def _written(row: Sighting | Injury, names: dict[UUID, str], request: HttpRequest) -> Line:
    if isinstance(row, Injury):
        what, tag = f"{row.get_kind_display()}: {_title(PARTS[row.site].words)}", "Injury"
    else:
        what, tag = row.get_what_display(), ""
    return Line(
        text=names.get(row.child_id, "A child"), url=reverse("desk:picture", args=[row.child_id]), tag=tag,
        meaning="danger" if tag else "", hint=f"{what}, {words.ago(row.seen_on, as_of=request.today)}: {row.whose}",
    )  # fmt: skip


def _panel(child_id: UUID, lines: Iterable[Line | None]) -> Panel:
    url = reverse("desk:picture", args=[child_id])
    told = tuple(line for line in lines if line)
    return Panel(title=TITLE, lines=told, more_url=url, more_words="Everything we know")


def _contacts(known: Summary) -> Line:
    year, agencies = known.total.windows[-1], [each for each in known.counts if each.windows[-1]]
    told = ", ".join(f"{each.agency} {each.windows[-1]}" for each in agencies[:6])
    return Line(text=f"{_many(year, 'contact')} in 12 months from {_many(len(agencies), 'agency')}", hint=told)


def _injuries(known: Summary) -> list[Line]:
    if not known.body.injuries:
        return [Line(text="No injury is recorded")]
    told = f"{_many(len(known.body.injuries), 'injury')} seen by {_many(known.body.agencies, 'agency')}"
    lines = [Line(text=told, tag="Injuries", meaning="danger")]
    if known.body.conflicts:
        where = "; ".join(each.where for each in known.body.conflicts)
        lines.append(Line(text=where, tag="Explained differently", meaning="danger"))
    return lines


def _seen(known: Summary, request: HttpRequest) -> Line:
    missed = f"Not brought to {_many(known.total.not_brought, 'appointment')}" if known.total.not_brought else ""
    if known.seen is None:
        return Line(text="Nobody has recorded that they saw the child", hint=missed, tag="Not seen", meaning="late")
    return Line(text=f"Last seen {words.ago(known.seen.on, as_of=request.today)}, by {known.seen.agency}", hint=missed)


def _current(known: Summary, request: HttpRequest, referral: Referral) -> Line | None:
    read = how_current(known.records, known.lines, as_of=request.today)
    if read.current_to is None:
        return None
    decided = referral.decided_at is not None
    since = added_since(known.lines, referral) if decided else read.added_since
    from_when = "the decision" if decided else "you read it"
    told = f"{_many(since, 'entry')} added since {from_when}" if decided or read.read_on else ""
    return Line(text=f"Chronology current to {words.day(read.current_to)}", hint=told, late=bool(since))


def _silent(known: Summary) -> list[Line]:
    silent = [gap for gap in known.gaps if gap.meaning == "late" and gap.ring]
    return [Line(text=gap.said, hint=gap.ring, tag=gap.tag, meaning=gap.meaning) for gap in silent[:3]]


def _many(count: int, noun: str) -> str:
    plural = f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}s"
    return f"{count} {noun if count == 1 else plural}"


def _and_more(count: int) -> str:
    return f" and {count} more" if count else ""


def _title(title: str) -> str:
    return title[:1].lower() + title[1:]
