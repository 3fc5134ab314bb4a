"""How far a reader goes is said of each child by the grants that stand now, and of no other child by them."""

from datetime import UTC, date, datetime, timedelta

import pytest

from holdfast.access import Purpose, Stage
from holdfast.desk.child_head import as_far_as
from holdfast.desk.chronology import joined
from holdfast.records.people.models import Involvement
from holdfast.wall.acting import acting
from holdfast.wall.models import Grant
from tests.integration.conftest import give

pytestmark = pytest.mark.django_db


def test_a_grant_that_has_ended_takes_nobody_further_than_the_one_that_stands(cast, family):
    """Whoever sat in a core group once, and helps the family early now, goes as far as early help."""
    with acting(actor=cast("carol").actor, purpose=Purpose.front_door):
        once = give(cast("erin"), family.oisin, ceiling=Stage.child_protection)
        Grant.objects.filter(pk=once.pk).update(until_at=datetime.now(UTC) - timedelta(minutes=1))
        give(cast("erin"), family.oisin, ceiling=Stage.early_help)
    with acting(actor=cast("erin").actor, purpose=Purpose.partner_work):
        assert as_far_as(family.oisin) == Stage.early_help


def test_who_works_with_a_brother_is_told_as_far_as_the_reader_goes_with_him(cast, family):
    with acting(actor=cast("carol").actor, purpose=Purpose.front_door):
        give(cast("helen"), family.oisin, ceiling=Stage.child_protection)
        give(cast("helen"), family.mei, ceiling=Stage.pointer)
        for child in (family.oisin, family.mei):
            Involvement(
                person_id=child, worker=cast("ivan"), kind="mental_health", from_on=date(2026, 11, 1)
            ).save(force_insert=True)  # fmt: skip
    with acting(actor=cast("helen").actor, purpose=Purpose.partner_work):
        told = [line.child_id for line in joined([family.oisin, family.mei], stage=Stage.child_protection)]
    assert told == [family.oisin]
