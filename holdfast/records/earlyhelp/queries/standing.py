"""How each family's early help stands: who waits, since when, what is missing, and what ended."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from holdfast.clocks import last_day
from holdfast.kernel.days import months_from
from holdfast.kernel.refused import NotFound
from holdfast.records.earlyhelp.codes import HelpStage
from holdfast.records.earlyhelp.models import Diversion, Help, HelpedChild, Member, Task
from holdfast.records.earlyhelp.queries.local import ages_from
from holdfast.records.people.models import Person
from holdfast.records.people.queries import display_names
from holdfast.wall.due import calendar
from holdfast.wall.reading import note


@dataclass(frozen=True, kw_only=True)
class Sent:
    """A child whom the front door sent to early help and whom nobody there has taken in."""

    child_id: UUID
    contact_id: UUID | None
    referral_id: UUID | None
    sent_on: date
    level: int | None
    source: str
    wanted: str
    """What help the family would like, as the front door wrote it down for early help."""
    name: str


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """A family's early help as a list shows it."""

    family: Help
    name: str
    stage: HelpStage
    lead: str
    days: int
    due_on: date | None
    due_for: str
    is_long: bool


@dataclass(frozen=True)
class InTime:
    """Of those who asked at this level of need, how many had help begin by the day that was due."""

    level: int | None
    asked: int
    in_time: int
    late: int
    waiting: int

    @property
    def per_cent(self) -> int | None:
        """In time among those of whom it can be said; None where there are none."""
        known = self.in_time + self.late
        return round(100 * self.in_time / known) if known else None


def open_help(*, child_id: UUID) -> QuerySet[Help]:
    """The early help of the child's family that has not ended."""
    return Help.objects.filter(helpedchilds__child_id=child_id, ended_on=None).order_by("-referred_on")


def help_or_not_found(help_id: UUID) -> Help:
    """The early help, for somebody who may see it; NotFound says the same where there is none."""
    found = Help.objects.select_related("child", "owner").filter(pk=help_id).first()
    if found is None:
        raise NotFound("There is no record here that you may see.")
    return found


def sent_and_not_taken_in(*, as_of: date) -> list[Sent]:
    """Whom the front door sent and nobody took in, the longest wait first: without this list they would be lost."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT child_id, contact_id, referral_id, sent_on, level, source, wanted FROM earlyhelp_sent()")
        rows = cursor.fetchall()
    note(row[0] for row in rows)
    people = Person.objects.filter(pk__in=[row[0] for row in rows])
    names = display_names(people, as_of=as_of)
    return sorted(
        (
            Sent(
                child_id=child, contact_id=contact, referral_id=referral, sent_on=on, level=level, source=source or "",
                wanted=wanted, name=names[child],
            )
            for child, contact, referral, on, level, source, wanted in rows
            if child in names
        ),
        key=lambda each: (each.sent_on, each.name),
    )  # fmt: skip


def waiting(helps: Iterable[Help], *, as_of: date) -> list[Waiting]:
    """These families as lines of a list: what is due next first, then whoever asked first."""
    helps = list(helps)
    names = display_names([each.child for each in helps], as_of=as_of)
    leads = leads_of([each.pk for each in helps])
    long_since = ages_from(as_of)
    lines = [_line(each, names[each.child_id], leads.get(each.pk), long_since, as_of) for each in helps]
    return sorted(lines, key=lambda line: (line.due_on or date.max, line.family.referred_on, line.name))


def _line(family: Help, name: str, lead: Member | None, long_since: date, as_of: date) -> Waiting:
    due_on, due_for = next_due(family)
    return Waiting(
        family=family,
        name=name,
        stage=family.stage,
        lead=lead.name if lead else "",
        days=family.age(as_of=as_of),
        due_on=due_on,
        due_for=due_for,
        is_long=family.started_on is None and family.is_open and family.referred_on <= long_since,
    )


def next_due(family: Help) -> tuple[date | None, str]:
    """What is due next for the family, and by when."""
    if not family.is_open:
        looked = family.checked_on or family.check_due_on is None
        return (None, "") if looked else (family.check_due_on, "Look how the family is")
    if family.stage in (HelpStage.refused, HelpStage.stepped_up):
        return None, ""
    days = [(due_on, words) for due_on, words in _days(family) if due_on]
    return min(days, default=(None, ""))


def _days(family: Help) -> Iterator[tuple[date | None, str]]:
    if family.offered_on is None:
        yield _last_day("early_help_contact", family.referred_on), "Speak with the family"
    if family.started_on is None:
        yield family.start_due_on, "Help begins"
    if family.agreed_on and family.planned_on is None:
        yield _last_day("early_help_plan", family.agreed_on), "Make the plan"
    if family.planned_on:
        first = None if family.reviewed_on else _last_day("early_help_review", family.planned_on)
        yield family.review_due_on or first, "Review the plan"


def _last_day(clock: str, started_on: date) -> date | None:
    return last_day(clock, started_on=started_on, calendar=calendar())


def leads_of(helps: Collection[UUID]) -> dict[UUID, Member]:
    """The lead professional of each."""
    rows = Member.objects.filter(help__in=helps, is_lead=True, until_on=None).select_related("user")
    return {row.help_id: row for row in rows}


def open_helps() -> QuerySet[Help]:
    """Every family's early help that the actor reaches and that has not ended."""
    return Help.objects.filter(ended_on=None).select_related("child", "owner")


def checks_due(*, as_of: date) -> QuerySet[Help]:
    """Ended early help whose look afterwards is due, the oldest first."""
    rows = Help.objects.filter(ended_on__isnull=False, checked_on=None, check_due_on__lte=as_of)
    return rows.select_related("child", "owner").order_by("check_due_on")


def late_tasks(*, as_of: date) -> QuerySet[Task]:
    """Things to do whose day has passed, of early help that goes on."""
    rows = Task.objects.filter(done_on=None, due_on__lt=as_of, help__ended_on=None)
    return rows.select_related("help__child").order_by("due_on")


def late_diversions(*, as_of: date) -> QuerySet[Diversion]:
    """Offers to divert a young person that nobody has answered in time."""
    rows = Diversion.objects.filter(answer="", due_on__lt=as_of, help__ended_on=None)
    return rows.select_related("help__child").order_by("due_on")


def started_in_time(*, since: date, as_of: date) -> list[InTime]:
    """By level of need, how many of those who asked since that day had help begin in time.

    Somebody who refused, or whose help ended before it began, is among those who asked, and neither in time nor late;
    somebody who still waits is late from the day after the help was due.
    """
    found: dict[int | None, list[Help]] = {}
    for each in Help.objects.filter(referred_on__gte=since, referred_on__lte=as_of):
        found.setdefault(each.level, []).append(each)
    return [_in_time(level, found[level], as_of) for level in sorted(found, key=lambda level: (level is None, level))]


def _in_time(level: int | None, asked: list[Help], as_of: date) -> InTime:
    dated = [each for each in asked if each.start_due_on]
    began = [each for each in dated if each.started_on]
    in_time = sum(each.started_on <= each.start_due_on for each in began)
    still = [each for each in dated if each.started_on is None and each.is_open and each.refused_on is None]
    overdue = sum(each.start_due_on < as_of for each in still)
    return InTime(level, len(asked), in_time, len(began) - in_time + overdue, len(still) - overdue)


def asked_again_within_a_year(family: Help) -> bool:
    """Whether the family came back within twelve months after this early help ended."""
    if family.ended_on is None:
        return False
    until = months_from(family.ended_on, 12)
    later = Help.objects.filter(child_id=family.child_id, referred_on__gte=family.ended_on, referred_on__lte=until)
    return later.exclude(pk=family.pk).exists()


def children_of(family: Help, *, as_of: date) -> list[tuple[HelpedChild, str]]:
    """The family's children in this early help, with what to call them; the one asked for first comes first."""
    rows = list(HelpedChild.objects.filter(help=family).select_related("child"))
    names = display_names([row.child for row in rows], as_of=as_of)
    told = sorted(rows, key=lambda row: (row.child_id != family.child_id, names[row.child_id]))
    return [(row, names[row.child_id]) for row in told]
