"""What the census would ask about the records today: each finding, with who can mend it and where."""

from collections import defaultdict
from dataclasses import replace
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from holdfast.access import Purpose, Stage
from holdfast.facts.cohorts import CollectionYear
from holdfast.records.census.forms.standing import FindingFilter
from holdfast.records.census.models import CensusFinding, CensusRun
from holdfast.records.census.queries import RuleResult, latest_run, results, standing, trend
from holdfast.records.census.queries.counting import counts
from holdfast.records.census.queries.sending import due_on
from holdfast.records.census.queries.whole import WholeFinding, about_the_whole
from holdfast.records.census.views.asked import COUNTING, SEEING, Shown, shown, shown_whole, year_asked, years_offered
from holdfast.records.census.views.drawn import Trend
from holdfast.returns.cin.rules import RULES
from holdfast.wall.acting import current
from holdfast.web.pages import page

_ON_A_PAGE = 50
_NIGHTS = 30
_STATUSES = (("found", "Found something"), ("not run", "Could not be asked"), ("passed", "Passed"))


@page(key="census.standing", words="What the census will ask", purposes=SEEING, needs=Stage.child_protection)
def findings(request: HttpRequest) -> HttpResponse:
    """Every finding that the reader may see, narrowed as the address says."""
    year = year_asked(request)
    run = latest_run(year)
    asked = _filter(request, year, run)
    chosen = standing(year, state=asked.stands_as, **asked.asked)
    pages = Paginator(chosen, _ON_A_PAGE).get_page(request.GET.get("page"))
    whole = shown_whole(_about_the_whole(run, asked))
    context = {
        "filter": asked,
        "pages": pages,
        "found": [*(whole if pages.number == 1 else ()), *shown(pages.object_list, as_of=request.today)],
        "count": pages.paginator.count + len(whole),
        "collection": CollectionYear.ending(year).label,
        "due_on": due_on(year),
        "run": run,
    }
    return render(request, "census/standing.html", context | _of_everybody(request, run))


def _of_everybody(request: HttpRequest, run: CensusRun | None) -> dict[str, Any]:
    """The counts as they stand and the trend of the nights, for those who see every child."""
    if run is None or current().reach.children != "all":
        return {}
    nights = trend(year=run.year, days=_NIGHTS, as_of=request.today)
    return {"counts": counts(run.year), "trend": Trend(nights) if len(nights) > 1 else None}


def _about_the_whole(run: CensusRun | None, asked: FindingFilter) -> list[WholeFinding]:
    """What stands about the whole of the census, for those who see every child; it is of no team and no worker."""
    told = asked.asked
    if current().reach.children != "all" or told["team"] or told["worker"] or told["child"]:
        return []
    return about_the_whole(run, rule=told["rule"], severity=told["severity"], state=asked.stands_as)


def _filter(request: HttpRequest, year: int, run: CensusRun | None) -> FindingFilter:
    every = standing(year)
    found = {"rules": _rules(request, every, run), "teams": _teams(every), "workers": _workers(every)}
    return FindingFilter(request.GET, years=years_offered(year), **found)


def _rules(request: HttpRequest, every: QuerySet[CensusFinding], run: CensusRun | None) -> list[tuple[str, str]]:
    """The rules that found something which stands, and the one asked for, of which all may be mended."""
    asked = RULES.keys() & {request.GET.get("rule", "")}
    if current().reach.children == "all":
        asked |= {each.rule for each in about_the_whole(run)}
    codes = sorted(asked | set(every.order_by().values_list("rule", flat=True).distinct()))
    return [(code, f"{RULES[code].title if code in RULES else 'A former rule'} ({code})") for code in codes]


def _teams(every: QuerySet[CensusFinding]) -> list[tuple[str, str]]:
    rows = every.order_by().exclude(team=None).values_list("team_id", "team__name").distinct()
    return sorted(((str(key), name) for key, name in rows), key=lambda each: each[1])


def _workers(every: QuerySet[CensusFinding]) -> list[tuple[str, str]]:
    rows = every.order_by().exclude(worker=None).values_list("worker_id", "worker__display_name").distinct()
    return sorted(((str(key), name) for key, name in rows), key=lambda each: each[1])


@page(key="census.rules", words="What became of each census rule", purposes=COUNTING)
def rules(request: HttpRequest) -> HttpResponse:
    """Every rule with what became of it last night: passed, found, or why it could not be asked."""
    year = year_asked(request)
    run = latest_run(year)
    every, whole = results(run) if run else [], _by_rule(run)
    status = request.GET.get("status", "")
    tallies = [(value, said, sum(each.status == value for each in every)) for value, said in _STATUSES]
    context = {
        "run": run,
        "collection": CollectionYear.ending(year).label,
        "year": year,
        "years": years_offered(year),
        "rules": [_as_it_stands(each, whole[each.code]) for each in every if status in ("", each.status)],
        "tallies": tallies,
        "status": status,
        "sees_children": current().purpose is not Purpose.analysis,
    }
    return render(request, "census/rules.html", context)


def _as_it_stands(result: RuleResult, whole: list[Shown]) -> tuple[RuleResult, list[Shown]]:
    """A rule about the whole of the census counts what is explained at this moment, as its line says."""
    explained = sum(each.finding.explanation is not None for each in whole)
    return replace(result, waived=explained) if whole else result, whole


def _by_rule(run: CensusRun | None) -> dict[str, list[Shown]]:
    """What each rule found about the whole of the census."""
    by_rule: dict[str, list[Shown]] = defaultdict(list)
    for each in shown_whole(about_the_whole(run)):
        by_rule[each.finding.rule].append(each)
    return by_rule
