"""An agency's inbox: what it was asked, by when, and what it answered. Nothing of what anybody else was asked."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from holdfast.records.agencies.models import Agency, Post
from holdfast.records.mash.codes import Source
from holdfast.records.mash.models import AskedAbout, Closure, Reply, Request
from holdfast.records.mash.queries.standing import clock_words
from holdfast.wall.deeds import day_of

_SHOWN_FOR = timedelta(days=90)
"""How long an answered question stays in the inbox."""


@dataclass(frozen=True, kw_only=True)
class Put:
    """A question that was put to the agency, with whom it is about and what the agency answered."""

    request: Request
    about: list[AskedAbout]
    replies: list[Reply]
    at: datetime

    @property
    def answer(self) -> Reply | None:
        """The last answer."""
        return self.replies[-1] if self.replies else None

    @property
    def is_late(self) -> bool:
        """Whether the answer should have been given."""
        return self.answer is None and self.at > self.request.due_at

    @property
    def clock(self) -> str:
        """How much time is left, or how late it is."""
        return clock_words(self.request.due_at, at=self.at)

    @property
    def is_about_child(self) -> bool:
        """Whether the child of the enquiry is among those asked about, so that what was seen can stand there."""
        return any(each.person_id == self.request.child_id for each in self.about)

    @property
    def is_of_patients(self) -> bool:
        """Whether a patient may read the agency's record online, and so must not find the question there."""
        return self.request.source in (Source.gp_practice, Source.hospital, Source.adult_mental_health)


def inbox(*, at: datetime) -> tuple[list[Put], list[Put]]:
    """What waits for an answer, the most urgent first; and what was answered in the last three months."""
    put = [_put(request, at=at) for request in _asked(since=at - _SHOWN_FOR)]
    waiting = sorted(
        (each for each in put if not each.answer and not each.request.waived_at), key=lambda each: each.request.due_at
    )
    done = [each for each in put if each.answer]
    return waiting, sorted(done, key=lambda each: each.request.asked_at, reverse=True)


def put_to_us(request: Request, *, at: datetime) -> Put:
    """One question with all that belongs to it."""
    return _put(request, at=at)


def _asked(*, since: datetime) -> list[Request]:
    rows = Request.objects.exclude(asked_at=None).select_related("agency")
    recent = rows.filter(asked_at__gte=since)
    unanswered = rows.filter(asked_at__lt=since, replies=None, waived_at=None)
    return [*recent, *unanswered]


def _put(request: Request, *, at: datetime) -> Put:
    return Put(
        request=request,
        about=list(AskedAbout.objects.filter(request=request).order_by("place")),
        replies=list(Reply.objects.filter(request=request).order_by("answers_so_far")),
        at=at,
    )


def own_agencies(user_id: UUID, *, at: datetime) -> list[Agency]:
    """The agencies in which somebody holds a post on that day."""
    posts = Post.objects.filter(holder_id=user_id).select_related("team__agency")
    held = [post.team.agency for post in posts if post.held_on(day_of(at))]
    return sorted(set(held), key=lambda agency: agency.name)


def closures(agencies: list[Agency] | None = None) -> list[Closure]:
    """When these agencies are closed, or any of them; the next first."""
    rows = Closure.objects.filter(cancelled_at=None).select_related("agency").order_by("from_on", "agency__name")
    return list(rows if agencies is None else rows.filter(agency__in=agencies))
