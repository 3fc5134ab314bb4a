"""Looking at what was told is not doing something about it: what is opened waits on until each child has an outcome."""

import pytest

from holdfast.access import Purpose
from holdfast.records.frontdoor.actions import record_contact
from holdfast.records.frontdoor.codes import ContactOutcome
from holdfast.wall.models import QueueItem
from tests.integration.test_taken_back import by, hub, match, tell, undo

pytestmark = pytest.mark.django_db

__all__ = ["by", "hub"]


def waits(named) -> list[QueueItem]:
    return list(QueueItem.objects.filter(kind="outcome", subject=named.envelope_id, acknowledged_at=None))


def test_what_somebody_opened_and_left_is_still_passed_up(cast, family, hub, by):
    named = tell(cast, danger="yes")
    (item,) = waits(named)
    assert item.owner == cast("carol").id
    assert item.urgent and item.acknowledge_by > item.came_at
    assert Purpose.front_door.value in item.seen_for


def test_it_waits_no_longer_once_it_is_said_what_becomes_of_it(cast, family, hub, by):
    named = tell(cast)
    match(named, family.mei, by)
    assert waits(named)
    record_contact(named=named, source="2A", outcome=ContactOutcome.information_only, **by)
    assert waits(named) == []


def test_a_contact_that_is_taken_back_waits_again(cast, family, hub, by):
    """Undone, it stands in the inbox: somebody must hear of it when nobody goes on."""
    named = tell(cast)
    match(named, family.mei, by)
    record_contact(named=named, source="2A", outcome=ContactOutcome.information_only, **by)
    undo(named, by)
    (item,) = waits(named)
    assert item.acknowledge_by > by["at"]
