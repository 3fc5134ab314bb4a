"""A line that a reader may not see changes nothing that the joined picture says to them: no count, no day, no gap."""

from datetime import date, timedelta
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from holdfast.access import Purpose, Stage
from holdfast.desk.picture import how_current, summary
from holdfast.records.people.actions import add_child
from holdfast.records.people.models import Person
from holdfast.records.sightings import actions
from holdfast.records.sightings.codes import Sensitive, What
from holdfast.wall.acting import acting
from tests.examples import many
from tests.integration.conftest import AT

pytestmark = pytest.mark.django_db

DAY = date(2026, 11, 20)
_NUMBERS = count(1)

SEEN = st.tuples(
    st.sampled_from(["Police", "Kingfisher Practice", "A neighbour"]),
    st.integers(min_value=0, max_value=500),
    st.sampled_from(list(What)),
    st.sampled_from(["", "", *Sensitive]),
)


def twin(done: dict[str, Any]) -> Person:
    number = f"T{next(_NUMBERS):06}"
    return add_child(authority="310", local_id=number, given="Twin", birth_on=date(2020, 1, 1), **done)


def tell(child: Person, seen: list[tuple], done: dict[str, Any]) -> None:
    for agency, days, what, sensitive in seen:
        actions.record_sighting(
            child_id=child.id, what=what, seen_on=DAY - timedelta(days=days), agency_name=agency, sensitive=sensitive,
            saw="Told", **done,
        )  # fmt: skip


def said(child: Person, actor, stage: Stage) -> dict[str, Any]:
    """Everything that the short picture says, but for ids."""
    with acting(actor=actor, purpose=Purpose.front_door):
        told = summary(child.id, stage=stage, at=AT)
        current = how_current(told.records, told.lines, as_of=DAY)
    lines = [(line.on, line.title, line.text, line.agency, line.late, line.tag) for line in told.lines]
    return {
        "lines": sorted(lines, key=str),
        "counts": told.counts,
        "total": told.total,
        "seen": told.seen and (told.seen.on, told.seen.agency),
        "gaps": told.gaps,
        "current_to": current.current_to,
    }


@settings(max_examples=many(12), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seen=st.lists(SEEN, max_size=6))
def test_what_may_not_be_seen_is_as_if_it_were_not_there(db, cast, seen):
    done = {"by": cast("carol").actor, "purpose": Purpose.front_door, "at": AT}
    whole, ordinary = twin(done), twin(done)
    tell(whole, seen, done)
    tell(ordinary, [each for each in seen if not each[3]], done)
    grace, carol = cast("grace").actor, cast("carol").actor
    assert said(whole, grace, Stage.child_protection) == said(ordinary, grace, Stage.child_protection)
    assert said(whole, carol, Stage.decision_maker)["total"].ever == len(seen)
