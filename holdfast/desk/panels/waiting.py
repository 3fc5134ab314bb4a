"""On the first page of whoever must not miss anything: what is past its time, what is handed over, and alarms."""

from django.http import HttpRequest

from holdfast.desk.navigation import address
from holdfast.desk.panels._panel import Line, Panel
from holdfast.records.frontdoor.queries.arrivals import way_in
from holdfast.records.frontdoor.queries.queues import Waiting, waiting

_MOST = 8


def what_waits(request: HttpRequest) -> Panel | None:
    """What waits at the front door and with the out-of-hours team, the latest first; worked out as the page is made."""
    lines = waiting(as_of=request.now)
    late = [line for line in lines if line.late or line.item.urgent]
    open_way = way_in(at=request.now)
    shown = ([] if open_way.is_open else [_not_arriving(open_way.said)]) + [_line(each) for each in late[:_MOST]]
    return Panel(
        title="Not picked up",
        lines=tuple(shown),
        empty="Everything that came in was picked up in time.",
        more_url=address("frontdoor:waiting"),
        more_words=f"What waits: {len(lines)}",
    )


def alarms(request: HttpRequest) -> Panel | None:
    """What is wrong with Holdfast itself, for whoever looks after it."""
    lines = [line for line in waiting(as_of=request.now) if line.is_alarm]
    open_way = way_in(at=request.now)
    shown = ([] if open_way.is_open else [_not_arriving(open_way.said)]) + [_line(each) for each in lines]
    return Panel(
        title="Alarms", lines=tuple(shown), empty=f"None sounds. {open_way.said.capitalize()}.",
        more_url=address("frontdoor:watch"), more_words="Whether Holdfast watches",
    )  # fmt: skip


def _not_arriving(said: str) -> Line:
    return Line(text="Test referrals do not arrive", url=address("frontdoor:watch"), hint=said, tag="Alarm",
                meaning="danger", late=True)  # fmt: skip


def _line(waits: Waiting) -> Line:
    item = waits.item
    hint = f"{waits.late} late" if waits.late else f"pick up within {waits.left}"
    passed = f", passed up {item.step} time{'s' if item.step > 1 else ''}" if item.step else ""
    with_whom = f", with {waits.owner}" if waits.owner else ""
    return Line(
        text=item.words if waits.is_alarm else f"{waits.kind} {item.reference}".strip(),
        url=item.path or address("frontdoor:waiting"),
        hint=f"{hint}{passed}{with_whom}",
        tag="Urgent" if item.urgent else "",
        meaning="danger" if item.urgent else "",
        late=bool(waits.late),
    )
