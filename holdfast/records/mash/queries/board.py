"""The request board: every enquiry with its clock, each agency's answer or silence, and what to do next."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from holdfast.records.frontdoor.models import Referral
from holdfast.records.mash.codes import LATE, CheckStatus, EnquiryKind, Mark, Rating, ReplyKind, Source
from holdfast.records.mash.models import Enquiry, Reply, Request
from holdfast.records.mash.queries.standing import Check, checks, clock_words, stopped_at, whole_enquiries
from holdfast.records.people.queries import display_names
from holdfast.wall.deeds import day_of, midnight
from holdfast.wall.models import QueueItem

ON_THE_BOARD = 200
"""The most enquiries that the board draws; the most urgent come first."""
_COLOURS = {Rating.red: "danger", Rating.amber: "soon", Rating.green: "done"}


@dataclass(frozen=True, kw_only=True)
class Line:
    """One child's enquiry as the board shows it."""

    enquiry: Enquiry
    name: str
    checks: list[Check]
    at: datetime

    @property
    def colour(self) -> str:
        """What the colour means to the page."""
        return _COLOURS[Rating(self.enquiry.rating)]

    @property
    def stopped_at(self) -> datetime | None:
        """When its clock stopped."""
        return stopped_at(self.enquiry)

    @property
    def is_late(self) -> bool:
        """Whether its hours ran out before it was complete or decided."""
        return (self.stopped_at or self.at) > self.enquiry.due_at

    @property
    def clock(self) -> str:
        """How much of its time is left, or how late it is; or that it has stopped."""
        if self.stopped_at is None:
            return clock_words(self.enquiry.due_at, at=self.at)
        return "Decided" if self.enquiry.completed_at is None else "Complete"

    @property
    def done(self) -> str:
        """How many of the questions are answered: "3 of 5"."""
        counted = [check for check in self.checks if check.status != CheckStatus.not_relevant]
        return f"{sum(1 for check in counted if check.answer)} of {len(counted)}"

    @property
    def next_step(self) -> str:
        """What to do next, in a sentence."""
        return next_step(self.checks, is_open=self.stopped_at is None)

    def cells(self, sources: Sequence[Source]) -> list[list[Check]]:
        """The questions to each of these kinds of service, for the columns of the board."""
        return [[check for check in self.checks if check.request.source == source] for source in sources]


def next_step(found: Sequence[Check], *, is_open: bool) -> str:
    """The first thing to do about these questions."""
    late = [check for check in found if check.is_late]
    if late:
        named = late[0].to_ring
        return f"Chase {late[0].who}" + (f", then ring {named.said}." if named else ".")
    blank = [check for check in found if check.status in (CheckStatus.not_asked, CheckStatus.closed_not_asked)]
    if blank:
        return f"Ask {blank[0].who}, or have a manager waive it."
    if any(check.stands for check in found):
        return "Wait for the answers."
    if not found:
        return "Ask the agencies."
    return "All is answered: complete the enquiry." if is_open else "Nothing more."


def board(*, at: datetime, colour: str = "", source: str = "", late_only: bool = False) -> list[Line]:
    """Every enquiry that is open, or decided while a question stands blank: late first, then by how long is left."""
    rows = _running()
    if colour in Rating.values:
        rows = rows.filter(rating=colour)
    if source in Source.values:
        asked = Request.objects.filter(enquiry=OuterRef("pk"), source=source, left_out_because="")
        rows = rows.filter(Exists(asked))
    lines = lines_of(list(rows.order_by("due_at")[:ON_THE_BOARD]), at=at)
    return [line for line in lines if not late_only or line.is_late or any(check.is_late for check in line.checks)]


def lines_of(enquiries: Sequence[Enquiry], *, at: datetime) -> list[Line]:
    """These enquiries as lines, in the order given."""
    rows = Request.objects.filter(enquiry__in=enquiries).order_by("recorded_at", "key")
    found: dict[UUID, list[Check]] = defaultdict(list)
    for check in checks(rows, at=at):
        found[check.request.enquiry_id].append(check)
    names = display_names([each.child for each in enquiries], as_of=day_of(at))
    return [Line(enquiry=each, name=names[each.child_id], checks=found[each.id], at=at) for each in enquiries]


def columns(lines: Iterable[Line]) -> list[Source]:
    """The kinds of service that anybody on the board was asked, in the usual order."""
    asked = {check.request.source for line in lines for check in line.checks}
    return [source for source in Source if source in asked]


def _running() -> QuerySet[Enquiry]:
    answered = Reply.objects.filter(request=OuterRef("pk"))
    blank = Request.objects.filter(~Exists(answered), enquiry=OuterRef("pk"), waived_at=None, left_out_because="")
    decided = Referral.objects.filter(
        Q(pk=OuterRef("referral_id")) | Q(contact_id=OuterRef("contact_id")), decided_at__isnull=False
    )
    undecided = ~Exists(decided) | ~Q(kind=EnquiryKind.front_door)
    return whole_enquiries().filter(undecided | Exists(blank), completed_at=None)


def late_answers(*, enquiry_id: UUID | None = None) -> list[Reply]:
    """Answers that came after a decision, and that wait for whoever decides to look at; the oldest first."""
    waiting = QueueItem.objects.filter(kind=LATE, acknowledged_at=None).values("subject")
    rows = Reply.objects.filter(pk__in=waiting)
    if enquiry_id:
        rows = rows.filter(request__enquiry_id=enquiry_id)
    return list(rows.select_related("request__enquiry__child").order_by("replied_at"))


@dataclass(frozen=True, kw_only=True)
class Record:
    """How one agency answers: every number counts questions."""

    agency: str
    kind: str
    asked: int
    in_time: int
    late: int
    nothing_known: int
    no_reply: int
    waiting: int
    waived: int
    closed: int
    useful: int

    @property
    def rate(self) -> str:
        """How many of those whose time is over were answered, of a hundred."""
        over = self.asked - self.waiting
        return f"{round(100 * (self.in_time + self.late) / over)}%" if over else "none due yet"


def records_by_agency(*, since: date, until: date, at: datetime) -> list[Record]:
    """How each agency answered what it was asked from one day until, not including, another.

    Silence is a column of its own, waived or not, and is never counted as an answer.
    """
    first, last = midnight(since), midnight(until)
    asked = Q(asked_at__gte=first, asked_at__lt=last)
    put_down = asked | Q(asked_at=None, recorded_at__gte=first, recorded_at__lt=last)
    rows = Request.objects.filter(put_down, left_out_because="")
    found: dict[tuple[str, str], list[Check]] = defaultdict(list)
    for check in checks(rows.order_by("agency_name", "source"), at=at):
        found[check.who, check.request.source].append(check)
    return [_record(who, source, each) for (who, source), each in sorted(found.items())]


def _record(who: str, source: str, found: Sequence[Check]) -> Record:
    def count(*statuses: CheckStatus) -> int:
        return sum(1 for check in found if check.status in statuses)

    answered = [check for check in found if check.answer]
    late = sum(1 for check in answered if check.was_late)
    return Record(
        agency=who, kind=Source(source).label,
        asked=sum(1 for check in found if check.request.asked_at),
        in_time=len(answered) - late, late=late, nothing_known=count(CheckStatus(ReplyKind.nothing_known.value)),
        no_reply=sum(1 for check in found if not check.answer and _is_over(check)),
        waiting=sum(1 for check in found if check.stands and check.request.asked_at and not check.is_late),
        waived=count(CheckStatus.waived), closed=count(CheckStatus.closed_not_asked),
        useful=sum(1 for check in answered if check.request.mark == Mark.useful),
    )  # fmt: skip


def _is_over(check: Check) -> bool:
    """Whether it was asked and stayed silent beyond its time, waived or not."""
    return bool(check.request.due_at) and (check.at > check.request.due_at or check.status == CheckStatus.waived)


def month_before(day: date) -> date:
    """The first day of a month's account up to this day."""
    return day - timedelta(days=31)
