"""What is asked waits in the wall's queue until it is answered or waived, and is passed up when nobody answers."""

from datetime import datetime

from django.db import connection

from holdfast.records.mash.codes import CHECK, LATE, Rating, Source
from holdfast.records.mash.models import Reply, Request
from holdfast.wall.waiting import acknowledge, queue_item


def wait_for_answer(request: Request, *, urgent: bool, at: datetime) -> None:
    """Let the question wait, until its own hour."""
    queue_item(
        kind=CHECK, subject=request.id, queue="agencies", ladder="agency_request", at=at,
        words=f"{Source(request.source).label}: asked, and has not answered", acknowledge_by=request.due_at,
        path=f"/mash/{request.enquiry_id}/", urgent=urgent,
    )  # fmt: skip


def answer_came(request: Request, *, at: datetime) -> None:
    """Nobody waits for the question any more."""
    with connection.cursor() as cursor:  # an agency does not see the hub's queue, and ends its own waiting alone
        cursor.execute("SELECT mash_answered(%s, %s)", [request.id, at])


def wait_for_look(reply: Reply, *, at: datetime) -> None:
    """Let an answer that came after the decision wait for whoever decides."""
    queue_item(
        kind=LATE, subject=reply.id, queue="managers", ladder="decision", at=at,
        words="An agency answered after the decision", path="/mash/",
    )  # fmt: skip


def looked(reply: Reply, *, at: datetime) -> None:
    """Somebody who decides has read it."""
    acknowledge(kind=LATE, subject=reply.id, at=at)


def is_urgent(rating: str) -> bool:
    """Whether an enquiry of this colour goes before others."""
    return rating == Rating.red
