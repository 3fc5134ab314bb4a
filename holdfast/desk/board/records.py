"""The way down: from a figure to the facts it counts, and for those allowed, to the record of each child."""

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from holdfast.access import Purpose, Role, Stage
from holdfast.desk.board.asked import asked_of
from holdfast.desk.board.views import frame, measure_called
from holdfast.kernel.refused import NotFound
from holdfast.measures import Measure, Part, rows_behind
from holdfast.measures.account import part_of
from holdfast.measures.engine import Side
from holdfast.records.exchange.actions.counting import COUNTER, opened
from holdfast.records.exchange.actions.extract import recent_extract
from holdfast.records.people.models import Person
from holdfast.web.pages import page
from holdfast.web.places import may_open

_ON_A_PAGE = 50
_SIDES: dict[str, Side] = {"numerator": "numerator", "denominator": "denominator", "left_out": "left_out"}


@dataclass(frozen=True)
class Row:
    """A fact that a figure counts; without a number where the reader may not see that child."""

    number: str
    key: str
    url: str


@page(
    key="desk.board_records",
    words="The records behind a figure",
    purposes=(Purpose.front_door, Purpose.statutory_return),
    needs=Stage.child_protection,
    about_child=True,
)
def board_records(request: HttpRequest, code: str) -> HttpResponse:
    """Each fact behind a figure as the records stand now: the child's number, the fact's key, the way to the child."""
    asked, found = asked_of(request), measure_called(code)
    side = _SIDES.get(request.GET.get("side", "numerator"))
    if side is None:
        raise NotFound("A figure has a numerator, a denominator, and what was left out of it.")
    part = part_of(code, request.GET["part"]) if request.GET.get("part") else None
    extract = recent_extract(by=COUNTER, at=request.now)
    rows = rows_behind(
        code, side, opened(extract, at=request.now), year=asked.year, authority=asked.authority, as_of=extract.as_of,
        breakdown=part,
    )  # fmt: skip
    shown = Paginator(rows, _ON_A_PAGE).get_page(request.GET.get("page"))
    told = frame(request, asked, None) | {
        "measure": found,
        "side": side,
        "part": part,
        "parts": _parts(found, part),
        "pages": shown,
        "count": len(rows),
        "rows": _reachable(request, asked.authority, list(shown)),
        "taken_at": extract.taken_at,
    }
    return render(request, "desk/board_records.html", told)


def _parts(found: Measure, chosen: Part | None) -> list[tuple[str, str, bool]]:
    parts = [part for split in found.breakdowns for part in split.parts]
    return [(each.slug, each.words, each == chosen) for each in parts]


def _reachable(request: HttpRequest, authority: str, rows: list[tuple[str, str]]) -> list[Row]:
    """Read as the reader, so that row-level security and the audit know whose records were looked at."""
    role = Role(request.user.role)
    numbers = {child for child, _ in rows}
    seen = {person.local_id: person.pk for person in Person.objects.filter(authority=authority, local_id__in=numbers)}
    urls = {number: reverse("desk:child", args=[key]) for number, key in seen.items()}
    return [
        Row(child, key, urls[child] if may_open(urls[child], role) else "") if child in seen else Row("", "", "")
        for child, key in rows
    ]
