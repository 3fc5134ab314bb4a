"""What partners sent balances with what became of it, or the account is not finished."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.test import Client

from holdfast.access import Purpose
from holdfast.records.frontdoor import actions
from holdfast.records.frontdoor.codes import ContactOutcome
from holdfast.records.frontdoor.models import NamedChild
from holdfast.records.frontdoor.queries.balance import balances
from holdfast.records.people.models import Person
from holdfast.wall.acting import PUBLIC, acting
from tests.integration.conftest import AT
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db

MONTH = {"from_at": datetime(2026, 11, 1, tzinfo=UTC), "until_at": datetime(2026, 12, 1, tzinfo=UTC)}


@pytest.fixture
def told(cast, family):
    """Notifications of the police, of which the first so many are dealt with."""

    def tell(count: int, *, settled: int, sender=None, agency: str = "Police") -> None:
        carol = {"by": cast("carol").actor, "purpose": Purpose.front_door, "at": AT}
        words = {"danger": "no", "teller_agency": agency, "source": "6"}
        for at in range(count):
            actions.receive_envelope(
                form_key=uuid4(), told={**words, "what_happened": f"Attended, {at}"}, children=[{"given": f"C{at}"}],
                by=sender or cast("erin").actor, purpose=Purpose.referring, at=AT,
            )  # fmt: skip
        with acting(actor=carol["by"], purpose=Purpose.front_door):
            child = Person.objects.get(pk=family.mei)
            waiting = NamedChild.objects.select_related("envelope").filter(status="not_read", opened_at=None)
            for number, named in enumerate(list(waiting)[:settled]):
                actions.match_named_child(named=named, child=child, **carol)
                if number % 2:
                    actions.record_contact(named=named, source="6", outcome=ContactOutcome.open_case, **carol)
                else:
                    actions.make_referral(named=named, source="6", **carol)

    return tell


def counted(cast):
    with acting(actor=cast("carol").actor, purpose=Purpose.front_door):
        return balances(**MONTH)


def test_with_three_of_a_hundred_open_the_account_is_not_finished(cast, told):
    """f.da_incidents_unlinked: every police notification has an outcome, and the counts balance."""
    told(100, settled=97)
    (police,) = counted(cast)
    assert (police.agency, police.came_in, police.still_open, police.is_settled) == ("Police", 100, 3, False)
    assert police.came_in == police.referrals + police.ended + police.still_open


def test_when_the_last_has_an_outcome_it_is_finished(cast, told):
    told(3, settled=3)
    (police,) = counted(cast)
    assert (police.referrals, police.ended, police.is_settled) == (2, 1, True)


def test_each_agency_has_its_own_account_and_the_public_none(cast, told):
    told(1, settled=0)
    told(1, settled=0, agency="")
    told(1, settled=0, sender=PUBLIC)
    assert [each.agency for each in counted(cast)] == ["No agency named", "Police"]


def test_the_hub_reads_it_by_month_and_nobody_else(cast, told, client: Client):
    told(2, settled=1)
    grace = sign_in(client, cast("grace"))
    page = grace.get("/referrals/balance/?month=2026-11").content.decode()
    assert "Not finished" in page
    assert "1 child named in it has no outcome yet" in page
    assert "Nothing came in" in grace.get("/referrals/balance/?month=2026-10").content.decode()
    assert sign_in(Client(), cast("erin")).get("/referrals/balance/").status_code == 403
