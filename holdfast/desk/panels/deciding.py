"""What waits for a manager's decision, on managers' first pages."""

from django.http import HttpRequest
from django.urls import reverse

from holdfast.desk.decision.again import told_again_and_again
from holdfast.desk.panels._panel import Line, Panel
from holdfast.records.frontdoor.models import Proposal
from holdfast.records.frontdoor.queries import to_rate, undecided_referrals
from holdfast.wall.acting import current


def to_decide(request: HttpRequest) -> Panel | None:
    """How much waits: to decide, prepared by a worker, for the panel, to rate a second time."""
    prepared = Proposal.objects.filter(settled_at=None, returned_at=None, referral__decided_on=None).count()
    counts = (
        (undecided_referrals().count(), "to decide", "desk:deciding"),
        (prepared, "prepared by a worker", "desk:deciding"),
        (len(told_again_and_again(as_of=request.today)), "told of again and again, for the panel", "desk:panel"),
        (len(to_rate(current().actor, as_of=request.today)), "to rate a second time, unseen", "desk:ratings"),
    )
    lines = tuple(Line(text=f"{count} {said}", url=reverse(url)) for count, said, url in counts if count)
    return Panel(
        title="For a manager", lines=lines, empty="Nothing waits.", more_url=reverse("desk:deciding"),
        more_words="What waits for a manager, and who carries how much",
    )  # fmt: skip


def given_back(request: HttpRequest) -> Panel | None:
    """What a worker prepared and a manager gave back, with the comment."""
    mine = Proposal.objects.filter(
        prepared_by=current().actor.id, settled_at=None, returned_at__isnull=False, referral__decided_on=None
    )
    rows = list(mine.order_by("returned_at"))
    if not rows:
        return None
    lines = tuple(
        Line(
            text=f"Referral {each.referral.key}", url=reverse("desk:decision", args=[each.referral_id]),
            hint=each.comment, tag="Given back", meaning="waiting",
        )
        for each in rows
    )  # fmt: skip
    return Panel(title="Given back to you", lines=lines)
