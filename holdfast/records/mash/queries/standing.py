"""Where each question stands, worked out when it is read: asked, chased, answered, or silent."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from holdfast.kernel.refused import NotFound
from holdfast.records.agencies.models import Agency
from holdfast.records.frontdoor.models import Contact, Referral
from holdfast.records.mash.codes import (
    MEANING,
    STANDS,
    CheckStatus,
    ConsentFor,
    EnquiryKind,
    Rating,
    ReplyKind,
    Source,
)
from holdfast.records.mash.models import Chase, Closure, Consent, Enquiry, Reply, Request
from holdfast.records.mash.queries.hours import Hours
from holdfast.records.mash.queries.local import Named, hub
from holdfast.wall.deeds import day_of
from holdfast.web import words


@dataclass(frozen=True, kw_only=True)
class Check:
    """One question with all that became of it."""

    request: Request
    replies: tuple[Reply, ...]
    chases: tuple[Chase, ...]
    status: CheckStatus
    at: datetime

    @property
    def answer(self) -> Reply | None:
        """What holds of what the agency said: the last of its answers."""
        return self.replies[-1] if self.replies else None

    @property
    def stands(self) -> bool:
        """Whether it is still blank."""
        return self.status in STANDS

    @property
    def is_late(self) -> bool:
        """Whether the answer should be here, and is not."""
        return self.status == CheckStatus.no_reply

    @property
    def was_late(self) -> bool:
        """Whether the answer came, and came after its hour."""
        first = self.replies[0] if self.replies else None
        return bool(first and self.request.due_at and first.replied_at > self.request.due_at)

    @property
    def who(self) -> str:
        """Whom it was put to: the agency, or the kind of service where nobody knows which."""
        return self.request.agency_name or Source(self.request.source).label

    @property
    def said(self) -> str:
        """The status as a line has it: "No reply, 2 hours late"."""
        return f"{self.status.label}, {self.late_by} late" if self.is_late else self.status.label

    @property
    def late_by(self) -> str:
        """How long the answer is overdue, empty where it is not."""
        return span(self.at - self.request.due_at) if self.is_late else ""

    @property
    def meaning(self) -> str:
        """What the status means to the page."""
        return MEANING[self.status]

    @property
    def to_ring(self) -> Named | None:
        """Who is named for this agency when nobody answers."""
        return hub().to_ring(source=self.request.source, agency_name=self.request.agency_name)


def span(length: timedelta) -> str:
    """A length of time as people say it: 40 minutes, 3 hours, 2 days."""
    minutes = int(length.total_seconds() // 60)
    for unit, size in (("day", 48 * 60), ("hour", 60)):
        if minutes >= size:
            count = minutes // (24 * 60 if unit == "day" else 60)
            return f"{count} {unit}{'' if count == 1 else 's'}"
    return f"{minutes} minute{'' if minutes == 1 else 's'}"


def clock_words(due_at: datetime, *, at: datetime) -> str:
    """How much of the time is left, or how late it is."""
    return f"{span(due_at - at)} left" if at <= due_at else f"{span(at - due_at)} late"


def status_of(request: Request, replies: Sequence[Reply], chases: Sequence[Chase], *, at: datetime) -> CheckStatus:
    """Where a question stands. An answer, whenever it comes, is an answer; nothing else ever reads as one."""
    if replies:
        return CheckStatus(ReplyKind(replies[-1].kind).value)
    if request.waived_at:
        return CheckStatus.waived
    if request.left_out_because:
        return CheckStatus.not_relevant
    if request.asked_at is None:
        return CheckStatus.closed_not_asked if request.closed_until else CheckStatus.not_asked
    if request.due_at and at > request.due_at:
        return CheckStatus.no_reply
    return CheckStatus.chased if chases else CheckStatus.asked


def checks(requests: Iterable[Request], *, at: datetime) -> list[Check]:
    """Each of these questions with its answers and reminders, in the order given."""
    requests = list(requests)
    ids = [request.id for request in requests]
    replies, chases = _by_request(Reply, ids, "answers_so_far"), _by_request(Chase, ids, "chased_at")
    return [
        Check(
            request=each,
            replies=tuple(replies[each.id]),
            chases=tuple(chases[each.id]),
            status=status_of(each, replies[each.id], chases[each.id], at=at),
            at=at,
        )
        for each in requests
    ]


def _by_request(model: type, ids: Sequence[UUID], order: str) -> dict[UUID, list]:
    found: dict[UUID, list] = defaultdict(list)
    for row in model.objects.filter(request_id__in=ids).order_by(order):
        found[row.request_id].append(row)
    return found


def checks_of_enquiry(enquiry: Enquiry, *, at: datetime) -> list[Check]:
    """The enquiry's questions in the order in which they were put down."""
    return checks(Request.objects.filter(enquiry=enquiry).order_by("recorded_at", "key"), at=at)


def checks_of_referral(referral: Referral, *, at: datetime) -> list[Check]:
    """Every question that was put about a referral, and about the contact that it came from."""
    return checks(Request.objects.filter(_about(referral)).order_by("recorded_at", "key"), at=at)


def _about(referral: Referral) -> Q:
    about = Q(enquiry__referral=referral)
    if referral.contact_id:
        about |= Q(enquiry__contact_id=referral.contact_id)
    return about & Q(enquiry__kind=EnquiryKind.front_door)


def checks_of_child(child_id: UUID, *, at: datetime) -> list[Check]:
    """Every question that was put about the child, the latest first."""
    return checks(Request.objects.filter(child_id=child_id).order_by("-recorded_at", "key"), at=at)


def blanks(found: Iterable[Check]) -> list[str]:
    """A sentence for each question that stands blank, and what to do about them; empty where none does."""
    said = [_blank(check) for check in found if check.stands]
    return [*said, "Get the answer, or have a manager record why it is not waited for."] if said else []


def _blank(check: Check) -> str:
    kind = Source(check.request.source).label
    if check.status == CheckStatus.not_asked:
        return f"{kind}: nobody has been asked yet."
    if check.status == CheckStatus.closed_not_asked:
        return f"{kind}: {check.who} is closed until {words.day(check.request.closed_until)}, and was not asked."
    return f"{kind}: {check.who} was asked on {words.moment(check.request.asked_at)} and has not answered."


def open_enquiry(*, referral: Referral | None = None, contact: Contact | None = None) -> Enquiry | None:
    """The enquiry that runs on this referral or contact; None where none does."""
    rows = Enquiry.objects.filter(kind=EnquiryKind.front_door, completed_at=None)
    if referral is None:
        return rows.filter(contact=contact).first()
    about = Q(referral=referral)
    if referral.contact_id:
        about |= Q(contact_id=referral.contact_id)
    return rows.filter(about).first()


def referral_of(enquiry: Enquiry) -> Referral | None:
    """The referral that the enquiry is about, or that the contact became which it is about."""
    if enquiry.kind != EnquiryKind.front_door or enquiry.referral:
        return enquiry.referral
    became = enquiry.contact.referrals.all() if enquiry.contact else ()
    return next(iter(became), None)


def whole_enquiries() -> QuerySet[Enquiry]:
    """Enquiries with the child and the referral that each is about."""
    rows = Enquiry.objects.select_related("child", "referral", "contact")
    return rows.prefetch_related("contact__referrals")


def enquiries_of(child_id: UUID) -> QuerySet[Enquiry]:
    """The child's enquiries, the latest first."""
    return whole_enquiries().filter(child_id=child_id).order_by("-started_at")


def enquiry_or_not_found(enquiry_id: UUID) -> Enquiry:
    """The enquiry, for somebody who may see it; NotFound says the same where there is none."""
    return _or_not_found(whole_enquiries().filter(pk=enquiry_id).first())


def request_or_not_found(request_id: UUID) -> Request:
    """The question, for somebody who may see it; NotFound says the same where there is none."""
    return _or_not_found(Request.objects.select_related("agency").filter(pk=request_id).first())


def _or_not_found(found):
    if found is None:
        raise NotFound("There is no record here that you may see.")
    return found


def hours_of(kind: str, rating: str) -> Hours:
    """How long an agency has to answer, and an enquiry to be complete."""
    return hub().section47 if kind == EnquiryKind.section47 else hub().hours[Rating(rating)]


def closure_of(agency: Agency, *, on: date) -> Closure | None:
    """Why the agency is closed on that day, and until when; None where it is open."""
    rows = Closure.objects.filter(agency=agency, from_on__lte=on, until_on__gt=on, cancelled_at=None)
    return rows.order_by("-until_on").first()


def consent_standing(*, child_id: UUID, matter: ConsentFor) -> Consent | None:
    """What was last said about this matter; None where nobody recorded that anyone asked."""
    return Consent.objects.filter(child_id=child_id, matter=matter).order_by("-recorded_moment").first()


def stopped_at(enquiry: Enquiry) -> datetime | None:
    """When the enquiry's clock stopped: it was complete, or its referral was decided, whichever came first."""
    referral = referral_of(enquiry) if enquiry.kind == EnquiryKind.front_door else None
    moments = [enquiry.completed_at, referral.decided_at if referral else None]
    return min(filter(None, moments), default=None)


def in_time(enquiry: Enquiry, *, at: datetime) -> bool | None:
    """Whether it was, or still can be, done in its hours; None while they run."""
    done = stopped_at(enquiry)
    if done is None:
        return None if at <= enquiry.due_at else False
    return done <= enquiry.due_at


def asked_on(check: Check) -> date | None:
    """The day in London on which it was asked."""
    return day_of(check.request.asked_at) if check.request.asked_at else None
