"""Allegations on the first page of the designated officer, and the way to write one down for the hub."""

from django.http import HttpRequest
from django.urls import reverse

from holdfast.desk.panels._panel import Line, Panel
from holdfast.records.allegations.queries import arrived, open_allegations, still_to_do
from holdfast.web import words

_FIRST = 10


def of_officer(request: HttpRequest) -> Panel:
    """What arrived, first; then what is open, with what comes next."""
    fresh = [
        Line(
            text=each.alleged.name or "Not named", url=reverse("allegations:list"), tag="To take up", meaning="new",
            hint=f"told {words.moment(each.alleged.envelope.sent_at)}", late=each.late,
        )
        for each in arrived(as_of=request.today)
    ]  # fmt: skip
    standing = [
        Line(
            text=each.accused_name, url=reverse("allegations:one", args=[each.id]),
            hint=next(iter(still_to_do(each, as_of=request.today)), ""),
        )
        for each in open_allegations()[:_FIRST]
    ]  # fmt: skip
    return Panel(
        title="Allegations",
        lines=(*fresh, *standing),
        empty="Nothing has arrived, and nothing is open.",
        more_url=reverse("allegations:list"),
        more_words="All allegations",
    )


def of_hub(request: HttpRequest) -> Panel:
    """The way to the designated officer."""
    return Panel(
        title="Somebody who works with children is accused",
        empty="Tell the designated officer (LADO) within one working day. What was told on a form is there already.",
        more_url=reverse("allegations:record"),
        more_words="Write down an allegation",
    )
