"""On the first page of the hub: whom nobody has asked further yet. For administrators: partners' keys that run out."""

from datetime import timedelta

from django.http import HttpRequest

from holdfast.desk.navigation import address
from holdfast.desk.panels._panel import Line, Panel
from holdfast.records.frontdoor.models import PartnerKey
from holdfast.records.frontdoor.queries.following import ToFollow, to_follow
from holdfast.web import words

_MOST = 8
_SOON = timedelta(days=30)


def of_hub(request: HttpRequest) -> Panel:
    """Reports without a name, and families who ask for help, not yet followed up; and the way to take a call."""
    waiting = to_follow()
    return Panel(
        title="To find out more",
        lines=tuple(_line(each, request) for each in waiting[:_MOST]),
        empty="Every report without a name was followed up, and every family that asked for help was spoken with.",
        more_url=address("frontdoor:call"),
        more_words="Take down a call",
    )


def links_of_hub(request: HttpRequest) -> Panel:
    """The way to give a partner without an account a link, and to the account of what partners sent."""
    account = Line(text="What partners sent, and what became of it", url=address("frontdoor:balance"))
    return Panel(
        title="Partners", lines=(account,), more_url=address("frontdoor:links"),
        more_words="One-time links for partners without an account",
    )  # fmt: skip


def of_administrator(request: HttpRequest) -> Panel:
    """Keys of partners' systems that run out within a month."""
    soon = PartnerKey.objects.select_related("user").filter(
        revoked_at=None, expires_at__gt=request.now, expires_at__lt=request.now + _SOON
    )
    lines = [
        Line(
            text=key.user.display_name, url=address("frontdoor:partner", key.user_id),
            hint=f"key runs out {words.day(key.expires_at.date())}",
        )
        for key in soon
    ]  # fmt: skip
    return Panel(
        title="Partners’ systems", lines=tuple(lines), empty="No key runs out within a month.",
        more_url=address("frontdoor:partners"), more_words="Partners’ systems",
    )  # fmt: skip


def _line(each: ToFollow, request: HttpRequest) -> Line:
    envelope = each.named.envelope
    asks = "The family asks for help" if envelope.asks_for_help else "Nobody gave a name"
    late = each.due_on is not None and each.due_on < request.today
    return Line(
        text=each.named.called,
        url=address("frontdoor:follow_up", each.named.id),
        hint=f"{asks}; came in {words.day(envelope.sent_at.date())}",
        late=late,
    )
