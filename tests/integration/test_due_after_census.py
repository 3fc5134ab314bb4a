"""A plan that a census told of: nobody is called late for visits that a census never tells of."""

from datetime import date

import pytest

from holdfast.access import Purpose, Stage
from holdfast.desk.due import due_lines
from holdfast.records.casework.actions import record_visit
from holdfast.records.people.models import Person
from holdfast.wall.acting import acting
from tests.integration.conftest import AT
from tests.integration.test_census_import import bring_text, census, child, episode

pytestmark = pytest.mark.django_db

PLAN = (
    "<ChildProtectionPlans><CPPstartDate>2024-02-05</CPPstartDate><InitialCategoryOfAbuse>NEG</InitialCategoryOfAbuse>"
    "<LatestCategoryOfAbuse>NEG</LatestCategoryOfAbuse><NumberOfPreviousCPP>0</NumberOfPreviousCPP></ChildProtectionPlans>"
)
TODAY = date(2026, 11, 20)


def said(cast, clock: str) -> str:
    with acting(actor=cast("carol").actor, purpose=Purpose.front_door):
        children = list(Person.objects.filter(is_child=True).values_list("id", flat=True))
        return next(
            line.said for line in due_lines(children, as_of=TODAY, stage=Stage.decision_maker) if line.clock == clock
        )


def test_a_plan_from_a_census_says_that_no_visit_is_recorded_here_not_how_late_it_is(cast, tmp_path):
    bring_text(tmp_path, census(child("7", episode=episode(more="").replace("</CINdetails>", PLAN + "</CINdetails>"))))
    assert said(cast, "child_protection_visit").startswith("none recorded here")
    assert "late" in said(cast, "first_review"), "reviews are in the census, so a missing one is late"


def test_once_a_visit_is_recorded_here_the_next_one_is_late_like_any_other(cast, tmp_path):
    bring_text(tmp_path, census(child("7", episode=episode(more="").replace("</CINdetails>", PLAN + "</CINdetails>"))))
    carol = cast("carol").actor
    with acting(actor=carol, purpose=Purpose.front_door):
        known = Person.objects.get(local_id="7")
    record_visit(
        child_id=known.id, visited_on=date(2026, 3, 2), child_seen=True, seen_alone=True,
        by=carol, purpose=Purpose.front_door, at=AT,
    )  # fmt: skip
    assert "late" in said(cast, "child_protection_visit")
