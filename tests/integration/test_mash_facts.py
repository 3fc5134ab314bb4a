"""Enquiries and their questions told as facts, for clocks, checks and measures."""

from datetime import timedelta
from typing import Any

import pytest

from holdfast.access import Purpose
from holdfast.records.frontdoor.actions import decide_referral
from holdfast.records.frontdoor.codes import ReferralDecision
from holdfast.records.frontdoor.models import Contact
from holdfast.records.mash import actions
from holdfast.records.mash.codes import ChaseHow, Rating, Source
from holdfast.records.mash.queries import board, referral_of
from holdfast.wall import holding
from holdfast.wall.acting import acting
from holdfast.wall.providers import facts_of
from tests.integration.conftest import AT
from tests.integration.mash_cast import NOTHING, Hub
from tests.integration.test_front_door_told import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def mash(cast: Cast, family: Any) -> Hub:
    return Hub(cast, family)


def told(mash: Hub, table: str) -> list[dict[str, Any]]:
    with acting(actor=mash.cast("maya").actor, purpose=Purpose.figures):
        return facts_of(None, tables=[table]).rows(table)


def test_an_enquiry_tells_its_colour_its_clock_and_what_it_led_to(mash: Hub):
    enquiry = mash.started(Rating.red)
    (before,) = told(mash, "mash_enquiry")
    assert (before["mash_enquiry"], before["child"], before["colour"]) == ("m2026-11-20", "100001", "red")
    assert (before["started_at"], before["due_at"]) == (AT, AT + timedelta(hours=4))
    assert (before["episode"], before["completed_at"], before["outcome"]) == ("2026-11-20", None, None)
    done = mash.doing(at=AT + timedelta(hours=1))
    actions.complete_enquiry(enquiry=enquiry, words="Safe.", expected_version=1, **done)
    (after,) = told(mash, "mash_enquiry")
    assert (after["completed_at"], after["outcome"]) == (AT + timedelta(hours=1), "complete")


def test_a_question_tells_what_became_of_it_and_silence_tells_no_answer(mash: Hub):
    """f.silent_reply: a silent agency's row has no answer and no hour of one."""
    enquiry = mash.started()
    practice, school = mash.ask("gpshared", enquiry), mash.ask("farah", enquiry)
    actions.chase(request=practice, how=ChaseHow.telephone, whom="Reception", **mash.doing())
    mash.answer("farah", school, **NOTHING, at=AT + timedelta(hours=2))
    actions.leave_out(enquiry=enquiry, source=Source.housing, because="They own it.", **mash.doing())
    rows = {row["agency_kind"]: row for row in told(mash, "agency_check")}
    assert set(rows) == {"gp_practice", "school"}
    silent, answered = rows["gp_practice"], rows["school"]
    assert (silent["answer"], silent["answered_at"], silent["chased"], silent["waived_at"]) == (None, None, 1, None)
    assert (answered["answer"], answered["answered_at"]) == ("nothing_known", AT + timedelta(hours=2))
    assert (answered["asked_at"], answered["due_at"]) == (AT, enquiry.due_at)
    assert silent["mash_enquiry"] == "m2026-11-20"


def test_a_waiver_and_a_closed_school_are_told_as_what_they_are(mash: Hub):
    actions.close_agency(
        agency=mash.agencies["farah"], from_on=AT.date(), until_on=AT.date() + timedelta(days=20), words="Summer"
    )
    enquiry = mash.started()
    mash.ask("farah", enquiry)
    waived = mash.ask("ivan", enquiry)
    actions.waive(request=waived, because="Merged.", expected_version=1, **mash.doing())
    rows = {row["agency_kind"]: row for row in told(mash, "agency_check")}
    assert (rows["school"]["closed_not_asked"], rows["school"]["asked_at"]) == (True, None)
    assert (rows["mental_health"]["waived_at"], rows["mental_health"]["answer"]) == (AT, None)


def test_whoever_may_not_see_the_child_is_told_nothing(mash: Hub):
    mash.ask("farah", mash.started())
    with acting(actor=mash.cast("farah").actor, purpose=Purpose.answering):
        assert facts_of(None, tables=["agency_check"]).rows("agency_check") == []


def test_an_enquiry_on_a_contact_goes_with_the_referral_that_it_became(mash: Hub):
    referral = mash.referred()
    with mash.at_the_hub():
        contact = Contact.objects.get(pk=referral.contact_id)
    enquiry = actions.start_enquiry(contact=contact, rating=Rating.red, **mash.doing())
    assert mash.started(referral=referral) == enquiry
    mash.ask("gpshared", enquiry)
    with mash.at_the_hub():
        assert referral_of(enquiry) == referral
        held = holding.standing("referral", child_id=referral.child_id, subject_id=referral.id)
        assert "Kingfisher Practice" in held[0]
    decide_referral(
        referral=referral, decision=ReferralDecision.assessment, reasons="Thin.", decided_on=AT.date(),
        expected_version=referral.version, **mash.doing(at=AT + timedelta(hours=1)),
    )  # fmt: skip
    (row,) = told(mash, "mash_enquiry")
    assert (row["episode"], row["completed_at"], row["outcome"]) == (
        referral.key, AT + timedelta(hours=1), "assessment",
    )  # fmt: skip
    with mash.at_the_hub():
        (line,) = board(at=AT + timedelta(hours=9))
        assert (line.clock, line.is_late) == ("Decided", False)
