"""The front door with real commits: two connections, two clicks at once, and what is really left in the tables."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from holdfast.access import Purpose
from holdfast.records.frontdoor import actions
from holdfast.records.frontdoor.models import NamedChild
from holdfast.wall.acting import PUBLIC, acting
from holdfast.wall.models import User
from tests.integration.test_front_door_told import seen, tell

Cast = Callable[[str], User]


@pytest.fixture(autouse=True)
def commits(committed: object) -> None:
    """Every test here commits."""


def test_the_same_form_sent_eight_times_at_once_arrives_once(cast: Cast):
    farah, key = cast("farah").actor, uuid4()

    def click(_: int) -> bool:
        try:
            return tell(farah, key=key).again
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(click, range(8))) == [False] + [True] * 7
    with acting(actor=cast("carol").actor, purpose=Purpose.front_door):
        assert (seen("frontdoor_envelope"), seen("frontdoor_namedchild")) == (1, 1)


def test_nobody_adds_a_child_to_what_somebody_else_sent(cast: Cast):
    receipt = tell(cast("farah").actor)
    added = NamedChild(envelope_id=receipt.envelope_id, place=2, sent_by=PUBLIC.id, given="Mallory")
    with acting(actor=PUBLIC, purpose=Purpose.referring), pytest.raises(DatabaseError), transaction.atomic():
        added.save(force_insert=True)


def test_a_draft_that_ran_out_is_cleared_away_by_whoever_begins_the_next(owned, cast: Cast):
    farah = cast("farah").actor
    with owned.cursor() as cursor:
        cursor.execute(
            "INSERT INTO frontdoor_draft (id, owner, code_hash, content, saved_at, expires_at, sent_reference) "
            "VALUES (gen_random_uuid(), %s, '', '{}', now(), now() - interval '1 second', '')",
            [farah.id],
        )
    with acting(actor=farah, purpose=Purpose.referring):
        assert seen("frontdoor_draft") == 0
        actions.save_draft(draft_id=uuid4(), content={}, by=farah, at=datetime.now(UTC))
    assert owned.execute("SELECT count(*) FROM frontdoor_draft").fetchone() == (1,)


def test_a_discarded_draft_leaves_nothing_behind(owned, cast: Cast):
    farah, key = cast("farah").actor, uuid4()
    with acting(actor=farah, purpose=Purpose.referring):
        actions.save_draft(draft_id=key, content={"typed": {"x": ["secret"]}}, by=farah, at=datetime.now(UTC))
    with acting(actor=cast("helen").actor, purpose=Purpose.referring):
        actions.discard_draft(draft_id=key)
    assert owned.execute("SELECT count(*) FROM frontdoor_draft").fetchone() == (1,)
    with acting(actor=farah, purpose=Purpose.referring):
        actions.discard_draft(draft_id=key)
    assert owned.execute("SELECT count(*) FROM frontdoor_draft").fetchone() == (0,)
    assert owned.execute("SELECT count(*) FROM wall_version").fetchone() == (0,)


def test_nobody_adds_a_child_later_even_to_their_own(cast: Cast):
    farah = cast("farah").actor
    receipt = tell(farah)
    later = NamedChild(envelope_id=receipt.envelope_id, place=2, sent_by=farah.id, given="Later")
    with acting(actor=farah, purpose=Purpose.referring), pytest.raises(DatabaseError), transaction.atomic():
        later.save(force_insert=True)


def test_where_a_child_cannot_be_written_down_nothing_is(cast: Cast, owned):
    with pytest.raises(DatabaseError):
        tell(cast("farah").actor, {"given": "Fine"}, {"given": "Too long" * 100})
    assert owned.execute("SELECT count(*) FROM frontdoor_envelope").fetchone() == (0,)
