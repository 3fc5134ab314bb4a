"""What a record was before is as closed as the record is now, by plain SQL too."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from holdfast.access import Purpose
from holdfast.records.frontdoor.actions import match_named_child, open_envelope
from holdfast.records.frontdoor.models import NamedChild
from holdfast.records.people.actions import involve, record_address
from holdfast.records.people.codes import InvolvementKind
from holdfast.records.people.models import Person
from holdfast.wall.acting import acting
from holdfast.wall.models import Seal
from holdfast.wall.versions import amend
from tests.integration.test_front_door_told import tell

pytestmark = pytest.mark.django_db


@pytest.fixture
def carol(cast):
    return {"by": cast("carol").actor, "purpose": Purpose.front_door, "at": timezone.now()}


def former_texts(user, purpose: Purpose, table: str) -> str:
    with acting(actor=user.actor, purpose=purpose), connection.cursor() as cursor:
        cursor.execute("SELECT was::text FROM wall_version WHERE table_name = %s", [table])
        return " ".join(text for (text,) in cursor.fetchall())


def test_the_plain_text_of_an_address_that_is_protected_since_is_kept_from_a_partner(cast, family, carol):
    with acting(actor=carol["by"], purpose=carol["purpose"]):
        oisin = Person.objects.get(pk=family.oisin)
        refuge = record_address(person=oisin, lines="9 Refuge Row", postcode="HA9 9ZZ", **carol)
        amend(refuge, expected_version=1, changes={"protected": True})
        involve(person=oisin, worker=cast("erin"), kind=InvolvementKind.police, from_on=timezone.localdate(), **carol)
    assert "Refuge" not in former_texts(cast("erin"), Purpose.partner_work, "people_address")
    assert "Refuge" in former_texts(cast("ann"), Purpose.direct_work, "people_address")


def test_what_was_told_of_a_child_who_is_sealed_is_closed_in_every_version(cast, family, carol):
    receipt = tell(cast("farah").actor, {"given": "Xanthe", "family": "Chen"})
    with acting(actor=carol["by"], purpose=carol["purpose"]):
        named = NamedChild.objects.select_related("envelope").get(envelope_id=receipt.envelope_id)
        open_envelope(envelope=named.envelope, **carol)
        assert "Xanthe" in former_texts(cast("dev"), Purpose.out_of_hours, "frontdoor_namedchild")
        match_named_child(named=named, child=Person.objects.get(pk=family.mei), **carol)
        Seal(child_id=family.mei, from_at=timezone.now() - timedelta(days=1)).save(force_insert=True)
    assert "Xanthe" not in former_texts(cast("dev"), Purpose.out_of_hours, "frontdoor_namedchild")
