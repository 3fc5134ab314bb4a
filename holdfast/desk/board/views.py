"""The Board's figures, one measure, and their release."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from holdfast.access import Purpose, Role
from holdfast.desk.board.asked import Asked, account_for, asked_of, choices, sees_drafts
from holdfast.desk.board.lines import groups
from holdfast.kernel.refused import NotFound
from holdfast.measures import MEASURES, Measure
from holdfast.measures.benchmarks import MODELS
from holdfast.measures.comparison import beside, comparable
from holdfast.records.board.queries import release_of
from holdfast.records.board.queries.definition import definition, rate_of
from holdfast.records.board.queries.drawn import Drawn, beside_neighbours, by_breakdown, over_years, stands_beside
from holdfast.records.board.queries.report import Account
from holdfast.records.board.queries.sections import told_with
from holdfast.records.board.queries.sentences import against_last_year, against_others, told
from holdfast.records.board.queries.shown import by_part, counts, said
from holdfast.records.exchange.actions.counting import account_of, described, release_year
from holdfast.wall.acting import current
from holdfast.web.pages import page
from holdfast.web.places import may_open

FIGURES = (Purpose.figures,)
PUBLISHING = (Purpose.publishing,)


@page(key="desk.board", words="The Board’s figures", purposes=FIGURES)
def board(request: HttpRequest) -> HttpResponse:
    """Every measure of a year beside the year before, neighbours, London and England."""
    asked = asked_of(request)
    account = account_for(request, asked)
    shown = frame(request, asked, account) | {"groups": groups(account) if account else []}
    return render(request, "desk/board.html", shown)


@page(key="desk.measure", words="One of the Board’s figures", purposes=FIGURES)
def measure(request: HttpRequest, code: str) -> HttpResponse:
    """One measure: its figure, its charts, its definition, and the way down."""
    asked, found = asked_of(request), measure_called(code)
    account = account_for(request, asked)
    shown = frame(request, asked, account) | {
        "measure": found,
        "definition": definition(code),
        "needs_checking": found.source.needs_checking,
        "rate": rate_of(found),
        **(_told(found, account) if account else {}),
    }
    records_url = reverse("desk:board_records", args=[code])
    if may_open(records_url, Role(request.user.role)):
        shown["records"] = ways_down(found, f"{records_url}?{asked.query}")
    return render(request, "desk/board_measure.html", shown)


@page(
    key="desk.release",
    words="Release the Board’s figures",
    purposes=PUBLISHING,
    methods=("GET", "POST"),
)
def release(request: HttpRequest) -> HttpResponse:
    """Ask once more, then release a year's figures for good."""
    asked, now = asked_of(request), current()
    if not asked.authority:
        raise NotFound("There are no records here yet, and so no figures to release.")
    if request.method == "POST":
        made = release_year(
            authority=asked.authority, year=asked.year, by=now.actor, purpose=now.purpose, at=request.now
        )
        messages.success(request, f"The figures of {asked.year.label} were released, as at {made.as_at:%-d %B %Y}.")
        return redirect(f"{reverse('desk:board')}?{asked.query}")
    draft = account_of(authority=asked.authority, year=asked.year, model=asked.model, at=request.now, draft=True)
    return render(request, "desk/board_release.html", frame(request, asked, draft))


def frame(request: HttpRequest, asked: Asked, account: Account | None) -> dict[str, Any]:
    """What every page of the Board says: of whom, of when, beside whom, and how else it could be asked."""
    about = described(asked.authority)
    role = Role(request.user.role)
    return {
        "asked": asked,
        "account": account,
        "about": about,
        "year": asked.year,
        "so_far": request.today in asked.year,
        "before": asked.year.previous,
        "model": MODELS[asked.model],
        "like": stands_beside(about).strip(),
        "released": release_of(asked.authority, asked.year),
        "drafts": sees_drafts(request),
        "may_release": may_open(reverse("desk:release"), role),
        **choices(request, asked),
    }


def measure_called(code: str) -> Measure:
    """The measure of that code; raises NotFound."""
    if code not in MEASURES:
        raise NotFound("There is no measure of that code.")
    return MEASURES[code]


def ways_down(found: Measure, url: str) -> list[tuple[str, str]]:
    """Which rows can be followed down to: words and address."""
    sides = [("numerator", found.numerator)]
    if found.unit == "percent":
        sides.append(("denominator", found.denominator))
    if found.left_out:
        sides.append(("left_out", "Left out, because it cannot be said"))
    return [(words, f"{url}&side={side}") for side, words in sides]


def _told(found: Measure, account: Account) -> dict[str, Any]:
    figures, before = by_part(account.figures), by_part(account.before)
    figure = figures.get((found.code, ""))
    other = beside(found.code, area=account.about.compares_as, year=account.year, model=account.model)
    sentences = told(told_with(found.code), figures)
    if figure and account.is_over:
        last_year = against_last_year(figure, before.get((found.code, "")))
        sentences += [last_year, against_others(other, found.unit, year=account.year)]
    return {
        "figure": figure,
        "value": said(figure),
        "counts": counts(figure),
        "sentences": [sentence for sentence in sentences if sentence],
        "drawn": list(_drawings(found, account)),
        "not_compared": comparable(found) or other.because,
    }


def _drawings(found: Measure, account: Account) -> list[Drawn]:
    figures, before = by_part(account.figures), by_part(account.before)
    figure = figures.get((found.code, ""))
    drawn: list[Drawn | None] = []
    if not found.shares:
        ours = account.of_years(found.code)
        drawn.append(over_years(found.code, account.about, ours, year=account.last_whole, model=account.model))
        if account.is_over:
            other = beside(found.code, area=account.about.compares_as, year=account.year, model=account.model)
            drawn.append(beside_neighbours(found.code, account.about, figure, other))
    drawn += [by_breakdown(found.code, split, figures, before, account.year) for split in found.breakdowns]
    return [each for each in drawn if each]
