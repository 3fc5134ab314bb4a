"""Silence where people work: beside the decision, on the child's page, on first pages."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from holdfast.access import Stage
from holdfast.records.agencies.actions import leave_post
from holdfast.records.agencies.models import Post
from holdfast.records.mash.codes import Rating
from tests.integration.conftest import give
from tests.integration.mash_cast import NOTHING, Hub
from tests.integration.test_front_door_told import Cast
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def mash(cast: Cast, family: Any) -> Hub:
    return Hub(cast, family)


@pytest.fixture
def silent(mash: Hub) -> Any:
    """Six hours into a red enquiry the school has answered that it knows nothing, and the practice is silent."""
    long_ago = timezone.now() - timedelta(hours=6)
    enquiry = mash.started(Rating.red, at=long_ago)
    mash.ask("gpshared", enquiry, at=long_ago)
    mash.answer("farah", mash.ask("farah", enquiry, at=long_ago), **NOTHING, at=long_ago)
    return enquiry


def page(cast: Cast, who: str, address: str) -> str:
    answer = sign_in(Client(), cast(who)).get(address)
    assert answer.status_code == 200, answer.content.decode()
    return " ".join(answer.content.decode().split())


def test_the_decision_lists_what_is_missing_beside_it(mash: Hub, cast: Cast, silent: Any):
    """f.mash_info_gaps: the decision shows the gaps."""
    shown = page(cast, "carol", f"/referrals/{silent.referral_id}/")
    assert "Checks: 1 of 2 answered; GP practice: no reply, 2 hours late" in shown


def test_where_nobody_was_asked_the_decision_offers_to_start_an_enquiry(mash: Hub, cast: Cast):
    referral = mash.referred()
    shown = page(cast, "carol", f"/referrals/{referral.id}/")
    assert "No agency has been asked." in shown
    assert f"/mash/start/{referral.id}/" in shown


def test_the_childs_page_says_no_reply_and_not_nothing_known(mash: Hub, cast: Cast, silent: Any):
    """f.silent_reply: the child's summary says no reply."""
    shown = page(cast, "carol", f"/children/{mash.family.oisin}/")
    assert "No reply, 2 hours late" in shown
    assert "Nothing known" not in shown


def test_a_partner_who_works_with_the_child_reads_nothing_of_it_there(mash: Hub, cast: Cast, silent: Any):
    with mash.at_the_hub():
        give(cast("farah"), mash.family.oisin, ceiling=Stage.child_in_need)
    shown = page(cast, "farah", f"/children/{mash.family.oisin}/")
    assert "Kingfisher Practice" not in shown
    assert "What the agencies were asked" not in shown


def test_an_agencys_first_page_says_what_waits_for_it_without_a_name(mash: Hub, cast: Cast, silent: Any):
    shown = page(cast, "gpshared", "/work/")
    assert "The front door asks what you know" in shown
    assert "2 hours late" in shown
    assert "Oisín" not in shown.split("The front door asks what you know")[1].split("</section>")[0]
    leave_post(post=Post.objects.get(holder=cast("gpshared")), until_on=timezone.localdate())
    assert "The front door asks what you know" not in page(cast, "gpshared", "/work/")


def test_the_hubs_first_page_says_what_is_late_and_what_to_do(mash: Hub, cast: Cast, silent: Any):
    for who in ("carol", "grace"):
        shown = page(cast, who, "/work/")
        assert "Chase Kingfisher Practice, then ring" in shown
        assert "All 1 open enquiries" in shown
