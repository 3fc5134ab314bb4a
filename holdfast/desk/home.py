"""The first page, and each role's own work."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import Exists, Max, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from holdfast.access import Purpose, Role, Stage
from holdfast.desk.due import DueLine, due_lines, late_by_clock
from holdfast.desk.navigation import PLACES, address
from holdfast.desk.panels import home_panels
from holdfast.desk.status import Status, statuses
from holdfast.records.casework.models import Episode, ProtectionPlan, Visit
from holdfast.records.casework.queries import every_open_episode
from holdfast.records.exchange.queries import census_files, open_holds
from holdfast.records.frontdoor.models import Referral
from holdfast.records.frontdoor.queries import in_tray, undecided_referrals
from holdfast.records.people.models import Involvement, Person
from holdfast.records.people.queries import (
    allocated_workers,
    display_names,
    grouped_by_family,
    own_children,
    unallocated,
)
from holdfast.wall.acting import current
from holdfast.wall.installation import is_demo
from holdfast.wall.reading import note
from holdfast.web import words
from holdfast.web.pages import WORK, open_page, page
from holdfast.web.places import may_open

EVERY_ROLES = (
    *WORK, Purpose.early_help, Purpose.allegations, Purpose.statutory_return, Purpose.analysis, Purpose.administration,
    Purpose.figures,
)  # fmt: skip
MEETINGS = ("initial_conference", "transfer_in_conference", "first_review", "later_review")
_FIRST = 20


@dataclass(frozen=True, kw_only=True)
class Known:
    """A child as a list shows one."""

    id: UUID
    name: str
    url: str
    age: str
    number: str
    statuses: list[Status]
    worker: str
    telephone: str
    seen_on: date | None
    due: list[DueLine]

    @property
    def next_due(self) -> DueLine | None:
        """What is due first."""
        return next((line for line in self.due if line.due_on), None)


@open_page(key="desk.home", words="The first page")
def front(request: HttpRequest) -> HttpResponse:
    """What this is and where to go, for somebody who has not signed in; for the others, their work."""
    if request.user.is_authenticated:
        return redirect("desk:work")
    return render(request, "desk/front.html", {"refer_url": _referring(), "demo_url": _stepping_in()})


def _referring() -> str:
    return address("frontdoor:tell_us") or address("frontdoor:refer")


def _stepping_in() -> str:
    return address("identity:demo") if is_demo() else ""


@page(key="desk.work", words="My work", purposes=EVERY_ROLES)
def work(request: HttpRequest) -> HttpResponse:
    """What this role has to do today."""
    role = Role(request.user.role)
    template, gather = _WORK_OF[role]
    context = _around(request, role) | gather(request)
    return render(request, f"desk/home_{template}.html", context)


def _around(request: HttpRequest, role: Role) -> dict[str, Any]:
    """The panels, in two columns read across, and the ways on, in two columns read down."""
    panels, links = home_panels(request, role), _links(role)
    half = (len(links) + 1) // 2
    return {
        "panels": panels,
        "panels_left": panels[::2],
        "panels_right": panels[1::2],
        "links": links,
        "links_halves": (links[:half], links[half:]),
    }


@page(
    key="desk.unallocated", words="Children without a worker", purposes=(Purpose.front_door,), needs=Stage.child_in_need
)
def unallocated_children(request: HttpRequest) -> HttpResponse:
    """Every child with an open case and no allocated social worker, those on a plan first, then the longest wait."""
    rows = _waiting_for_a_worker(request.today)
    shown = Paginator(rows, 50).get_page(request.GET.get("page"))
    waiting = {episode.child_id: episode.referral.referred_on for episode in shown.object_list}
    people = Person.objects.in_bulk(list(waiting))
    children = _known([people[child] for child in waiting], as_of=request.today)
    listed = [(child, waiting[child.id]) for child in children]
    return render(request, "desk/unallocated.html", {"listed": listed, "pages": shown, "count": shown.paginator.count})


def _waiting_for_a_worker(as_of: date) -> QuerySet[Episode]:
    """One open episode, the latest, of each child who needs a worker and has none."""
    on_plan = ProtectionPlan.objects.filter(child_id=OuterRef("child_id"), ended_on=None)
    later = every_open_episode().filter(child_id=OuterRef("child_id"), key__gt=OuterRef("key"))
    return (
        every_open_episode()
        .filter(~Exists(later), child_id__in=unallocated(as_of=as_of).values("pk"))
        .select_related("referral")
        .annotate(on_plan=Exists(on_plan))
        .order_by("-on_plan", "referral__referred_on", "child_id")
    )


def _own_work(request: HttpRequest) -> dict[str, Any]:
    children = _own(request)
    lines = sorted((line for child in children for line in child.due), key=lambda line: line.due_on or date.max)
    named = {child.id: child for child in children}
    groups = {name: [(line, named[line.child_id]) for line in lines if line.group == name] for name in _GROUPS}
    families = grouped_by_family(list(named), as_of=request.today)
    return {
        "today": [(line, child) for line, child in groups["soon"] if line.due_on == request.today],
        **groups,
        "families": [[named[child] for child in family] for family in families],
        "undecided": _undecided(Referral.objects.filter(child_id__in=list(named)), as_of=request.today),
    }


_GROUPS = ("late", "soon", "later", "unknown")


def _chairs(request: HttpRequest) -> dict[str, Any]:
    children = _own(request)
    meetings = [(line, child) for child in children for line in child.due if line.clock in MEETINGS]
    return {"meetings": sorted(meetings, key=lambda each: each[0].due_on or date.max), "children": children}


def _partners(request: HttpRequest) -> dict[str, Any]:
    return {"children": _own(request), "words": _THEIRS.get(Role(request.user.role), "Children you work with")}


_THEIRS = {
    Role.school_lead: "My pupils",
    Role.gp_practice: "Our patients",
    Role.mental_health_nurse: "My patients’ children",
    Role.quality_auditor: "The sample I may read",
    Role.housing_officer: "Children in the families I work with",
}


def _front_door(request: HttpRequest) -> dict[str, Any]:
    undecided = undecided_referrals()
    return {
        "waiting": in_tray(as_of=request.today),
        "inbox_url": address("frontdoor:inbox"),
        "undecided_count": undecided.count(),
        "undecided": _undecided(undecided[:_FIRST], as_of=request.today),
        "unallocated_count": _waiting_for_a_worker(request.today).count(),
        "holds": open_holds().count(),
        "late": late_by_clock(as_of=request.today),
    }


def _undecided(referrals: Iterable[Referral], *, as_of: date) -> list[dict[str, Any]]:
    waiting = [row for row in referrals if row.decided_on is None and row.no_further_action is None]
    people = Person.objects.in_bulk([row.child_id for row in waiting])
    called = display_names(people.values(), as_of=as_of)
    return [
        {
            "name": called.get(row.child_id, ""),
            "url": address("desk:decision", row.pk) or reverse("desk:child", args=[row.child_id]),
            "on": row.referred_on,
        }
        for row in waiting
        if row.child_id in people
    ]


def _nights(request: HttpRequest) -> dict[str, Any]:
    return {"find_url": reverse("desk:find")}


def _returns(request: HttpRequest) -> dict[str, Any]:
    return {"files": census_files()[:5], "holds": open_holds().count()}


def _nothing_more(request: HttpRequest) -> dict[str, Any]:
    return {}


def _own(request: HttpRequest) -> list[Known]:
    rows = own_children(worker_id=request.user.pk, as_of=request.today)
    return _known({row.person_id: row.person for row in rows}.values(), as_of=request.today)


def _known(people: Iterable[Person], *, as_of: date) -> list[Known]:
    people = list(people)
    ids = [person.id for person in people]
    called, states, workers = display_names(people, as_of=as_of), statuses(ids), allocated_workers(ids, as_of=as_of)
    seen, due = _last_seen(ids), _due_by_child(ids, as_of=as_of)
    return [
        Known(
            id=person.id,
            name=called[person.id],
            url=reverse("desk:child", args=[person.id]),
            age=words.age(person.birth_on, as_of=as_of)
            if person.birth_on or not person.expected_birth_on
            else "unborn",
            number=person.local_id or "",
            statuses=states[person.id],
            worker=_worker(workers.get(person.id)),
            telephone=_telephone(workers.get(person.id)),
            seen_on=seen.get(person.id),
            due=due.get(person.id, []),
        )
        for person in people
    ]


def _worker(allocation: Involvement | None) -> str:
    return allocation.worker.display_name if allocation else ""


def _telephone(allocation: Involvement | None) -> str:
    if allocation is None:
        return ""
    team = allocation.team
    return allocation.worker.telephone or (team.telephone or team.agency.telephone if team else "")


def _last_seen(children: list[UUID]) -> dict[UUID, date]:
    rows = (
        Visit.objects.filter(child_id__in=children, child_seen=True).values_list("child_id").annotate(Max("visited_on"))
    )
    found = dict(rows)
    note(found)
    return found


def _due_by_child(children: list[UUID], *, as_of: date) -> dict[UUID, list[DueLine]]:
    found: dict[UUID, list[DueLine]] = {}
    stage = current().reach.ceiling
    for line in due_lines(children, as_of=as_of, stage=stage) if children else ():
        found.setdefault(line.child_id, []).append(line)
    return found


def _links(role: Role) -> list[dict[str, str]]:
    """Ways on from home: the pages that the role may open, without those that stand at the top of its page anyway."""
    at_the_top = {place.url_name for place in PLACES} if _WORK_OF[role][0] != "links" else set()
    urls = [(label, hint, address(name)) for name, label, hint in _WAYS_ON if name not in at_the_top]
    return [
        {"title": label, "hint": hint, "url": url, "status": ""}
        for label, hint, url in urls
        if url and may_open(url, role)
    ]


_WAYS_ON = (
    ("desk:find", "Find a person", "By name, date of birth or number"),
    ("frontdoor:inbox", "The front door’s inbox", "What came in, and what waits for a decision"),
    ("desk:looks", "What adds up", "Children about whom many pieces came, until a manager has looked"),
    ("desk:panel", "The weekly panel", "Children told of for the third time in twelve months"),
    ("desk:ratings", "Rated blind by two managers", "How far two of you agree on a level of need"),
    ("desk:unallocated", "Children without a worker", "Those on a plan first, then the longest wait"),
    ("frontdoor:hand_over", "Hand over", "Between the day and the night, by name"),
    ("frontdoor:duty", "Who is on duty", "The rota of both teams"),
    ("frontdoor:missed", "Picked up too late", "What escalated, how far, and who was told"),
    ("frontdoor:arrivals", "All arrived", "Each day’s account of what was sent and what came in"),
    ("frontdoor:watch", "Is everything running", "The test referral, the letters, the worker"),
    ("frontdoor:links", "One-time links", "For a practice or a partner without an account"),
    ("mash:agencies", "Agencies and their answers", "Who answers, how soon, and who does not"),
    ("mash:inbox", "What we are asked", "Questions of the front door to your agency"),
    ("mash:closures", "When we are closed", "Who answers in the holidays"),
    ("earlyhelp:board", "Early help", "Every family on the way to help, the longest wait first"),
    ("earlyhelp:ask", "Ask for early help", "With the family’s agreement"),
    ("earlyhelp:directory", "Help available", "What there is, where, and how to get it"),
    ("earlyhelp:keep", "Keep the directory right", "What was not checked for long"),
    ("allegations:list", "Allegations", "Against people who work with children"),
    ("challenges:mine", "Challenges", "What you challenged, and what is for you to hear"),
    ("challenges:log", "The Board’s log of challenges", "Open ones first, with their age and stage"),
    ("frontdoor:partners", "Partners’ systems", "Their keys, and what they sent"),
    ("frontdoor:refer", "Make a referral", "Tell children’s services of a worry"),
    ("frontdoor:told", "What you told us", "Your referrals, and how far the front door is"),
    ("census:standing", "What the census will ask", "Each error and question, and who can mend it"),
    ("census:summary", "The census on one page", "How much is left to mend, and who does what by when"),
    ("census:rules", "Every census rule", "What became of each when the records were last checked"),
    ("census:file", "Check a census file", "Drop it, see what is wrong, and nothing of it is kept"),
    ("exchange:imports", "Census files", "Take one in, and read its account"),
    ("exchange:holds", "Numbers that came with two birth dates", "Look, and settle which is right"),
    ("desk:board", "The Board’s figures", "Beside neighbours, with definitions"),
    ("identity:accounts", "Accounts", "Who may sign in, and as what"),
)

Gather = Callable[[HttpRequest], dict[str, Any]]
_WORK_OF: dict[Role, tuple[str, Gather]] = {
    Role.social_worker: ("worker", _own_work),
    Role.front_door_worker: ("front_door", _front_door),
    Role.front_door_manager: ("front_door", _front_door),
    Role.service_manager: ("front_door", _front_door),
    Role.early_help_coordinator: ("links", _nothing_more),
    Role.designated_officer: ("links", _nothing_more),
    Role.out_of_hours_worker: ("nights", _nights),
    Role.conference_chair: ("chair", _chairs),
    Role.returns_officer: ("returns", _returns),
    Role.partnership_manager: ("links", _nothing_more),
    Role.data_analyst: ("links", _nothing_more),
    Role.system_administrator: ("links", _nothing_more),
    **dict.fromkeys(
        (
            Role.police_officer, Role.school_lead, Role.gp_practice, Role.health_visitor,
            Role.mental_health_nurse, Role.housing_officer, Role.quality_auditor,
        ),
        ("partner", _partners),
    ),
}  # fmt: skip
