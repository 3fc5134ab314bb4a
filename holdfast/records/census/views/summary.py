"""One page for whoever answers for the census: how much stands, which way it goes, and who has to do what by when."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from holdfast.facts.cohorts import CollectionYear
from holdfast.records.agencies.models import Team
from holdfast.records.census.codes import Severity
from holdfast.records.census.queries import RuleResult, Summary, TeamCount, summary
from holdfast.records.census.queries.sending import due_on
from holdfast.records.census.queries.whole import left_to_do
from holdfast.records.census.views.asked import COUNTING, year_asked, years_offered
from holdfast.records.census.views.drawn import Trend
from holdfast.records.people.queries import manager_of
from holdfast.returns.cin.rules import RULES
from holdfast.web import words
from holdfast.web.pages import page

_MATTER_MOST = 5
_DAYS = 30


@dataclass(frozen=True, kw_only=True)
class Task:
    """What one team, or whoever sends the return, has to do."""

    who: str
    team: str
    what: str


@page(key="census.summary", words="The census on one page", purposes=COUNTING)
def on_one_page(request: HttpRequest) -> HttpResponse:
    """The last night's account in plain words; `print` gives it as a sheet of paper."""
    year = year_asked(request)
    told = summary(year=year, as_of=request.today, days=_DAYS)
    on_paper = "print" in request.GET
    context = {"collection": CollectionYear.ending(year).label, "year": year, "years": years_offered(year)}
    if told:
        context |= {
            "run": told.run,
            "due_on": due_on(year),
            "days_left": (due_on(year) - request.today).days,
            "said": _said(told),
            "most": [(each, RULES.get(each.code), each.count - each.waived) for each in _matter_most(told.top)],
            "tasks": _tasks(told, as_of=request.today),
            "trend": Trend(told.nights) if len(told.nights) > 1 else None,
        }
    if on_paper:
        context |= {"printed_by": request.user.display_name, "printed_at": request.now}
    return render(request, "census/summary_sheet.html" if on_paper else "census/summary.html", context)


def _matter_most(top: list[RuleResult]) -> list[RuleResult]:
    """Errors before questions, since a file with errors is sent back; then the most frequent."""
    return sorted(top, key=lambda each: (each.severity != Severity.error, each.waived - each.count))[:_MATTER_MOST]


def _said(told: Summary) -> list[str]:
    """The whole in a few sentences."""
    run, whole = told.run, left_to_do(told.run)
    stands = " and ".join(_jobs(run.errors - whole[Severity.error], run.queries - whole[Severity.query]))
    left = [f"For {run.children_found:,} of them there is something to do: {stands}."] if stands else []
    if whole:
        left.append(f"About the census as a whole, {' and '.join(_jobs(*_numbers(whole)))}.")
    left = left or ["Nothing is left."]
    said = [
        f"The census of {run.collection} would be of {_many(run.children, 'child', 'children')}. {' '.join(left)}",
        f"Since the night before, {run.new:,} came and {run.fixed:,} went.",
    ]
    if run.explained or run.carried:
        said.append(
            f"{_many(run.explained, 'question is', 'questions are')} explained, "
            f"and {run.carried:,} explained last year wait to be confirmed."
        )
    if run.oldest_at:
        said.append(f"The oldest that is not done stands since {words.day(run.oldest_at.date())}.")
    return said


def _tasks(told: Summary, *, as_of: date) -> list[Task]:
    teams = Team.objects.in_bulk([each.team for each in told.teams if each.team])
    whole = " and ".join(_jobs(*_numbers(left_to_do(told.run))))
    confirm = f"confirm {_many(told.run.carried, 'explanation')} of last year" if told.run.carried else ""
    sending = (f"{whole}, about the census as a whole" if whole else "", confirm)
    tasks = [_task(each, teams.get(each.team), as_of) for each in told.teams]
    return tasks + [Task(who="The returns officer", team="", what=what) for what in sending if what]


def _numbers(left: Counter[Severity]) -> tuple[int, int]:
    return left[Severity.error], left[Severity.query]


def _task(counted: TeamCount, team: Team | None, as_of: date) -> Task:
    manager = manager_of(team, as_of=as_of)
    jobs = " and ".join(_jobs(counted.errors, counted.queries))
    return Task(
        who=manager.holder.display_name if manager else "Whoever manages it",
        team=counted.name or "Children whom no team has",
        what=f"{jobs}, about {_many(counted.children, 'child', 'children')}",
    )


def _jobs(errors: int, queries: int) -> list[str]:
    jobs = [
        f"mend {_many(errors, 'error')}" if errors else "",
        f"mend or explain {_many(queries, 'question')}" if queries else "",
    ]
    return [job for job in jobs if job]


def _many(count: int, one: str, more: str = "") -> str:
    return f"{count:,} {one if count == 1 else more or one + 's'}"
