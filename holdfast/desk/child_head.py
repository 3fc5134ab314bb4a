"""What stands at the head of each of a child's pages, and how far into the story the reader may go."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest

from holdfast.access import Stage
from holdfast.desk.navigation import child_tabs
from holdfast.desk.status import Status, statuses
from holdfast.kernel.refused import NotFound
from holdfast.records.people.models import Person
from holdfast.records.people.queries import display_names
from holdfast.wall.acting import current
from holdfast.wall.audit import how_far
from holdfast.web import words

_BEYOND = (
    (Stage.child_in_need, "Referrals, assessments, visits and plans are not shown to your role."),
    (Stage.child_protection, "Child protection details are not shown to your role."),
    (Stage.decision_maker, "Strategy discussions, police and legal matters are not shown to your role."),
)


def as_far_as(child_id: UUID) -> Stage:
    """How far into this child's story the reader may go now; NotFound where not at all."""
    now = current()
    ceiling = how_far([child_id]).get(child_id, 0) if now.reach.children != "all" else now.reach.ceiling
    if ceiling < Stage.pointer:
        raise NotFound("There is no record here that you may see.")
    return Stage(ceiling)


def beyond(stage: Stage) -> list[str]:
    """What is left out because the reader's role does not go so far: the first that is, which covers the rest."""
    return [said for needed, said in _BEYOND if stage < needed][:1]


def frame(request: HttpRequest, child: Person, stage: Stage, *, states: list[Status] | None = None) -> dict[str, Any]:
    """Context of the head: who, how old, where things stand; `states` where they are known already."""
    name = display_names([child], as_of=request.today)[child.id]
    return {
        "child": child,
        "name": name,
        "who": _in_a_line(child, as_of=request.today),
        "tabs": child_tabs(request, child.id, stage=stage),
        "statuses": statuses([child.id])[child.id] if states is None else states,
        "beyond": beyond(stage),
    }


def _in_a_line(child: Person, *, as_of: date) -> str:
    if child.died_on:
        born = f"born {words.day(child.birth_on)}, died {words.day(child.died_on)}"
    elif child.birth_on:
        born = f"{words.age(child.birth_on, as_of=as_of)} (born {words.day(child.birth_on)})"
    elif child.expected_birth_on:
        born = f"unborn, expected {words.day(child.expected_birth_on)}"
    else:
        born = "date of birth not known"
    sex = {"M": "boy", "F": "girl"}.get(child.sex, "")
    return ", ".join(filter(None, (born, sex, f"number {child.local_id}")))
