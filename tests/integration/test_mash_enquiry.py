"""An enquiry: its hours by colour, whom it asks on which basis, and what became of each question."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from holdfast.access import Purpose
from holdfast.kernel.refused import Refused, StaleEdit
from holdfast.records.frontdoor.actions import decide_referral
from holdfast.records.frontdoor.codes import ReferralDecision
from holdfast.records.mash import actions
from holdfast.records.mash.codes import (
    Basis,
    ChaseHow,
    CheckStatus,
    ConsentFor,
    ConsentStatus,
    ParentsTold,
    Rating,
    ReplyKind,
    Source,
)
from holdfast.records.mash.models import AskedAbout, Consent, Disclosure, Enquiry, Request
from holdfast.records.mash.queries import (
    Asked,
    blanks,
    checks_of_enquiry,
    consent_standing,
    household_to_ask_about,
    hub,
    in_time,
)
from holdfast.records.people.models import Address, Person
from holdfast.wall import holding
from holdfast.wall.acting import acting
from holdfast.wall.versions import history
from tests.integration.conftest import AT
from tests.integration.mash_cast import Hub
from tests.integration.test_front_door_told import Cast

pytestmark = pytest.mark.django_db

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


@pytest.fixture
def mash(cast: Cast, family: Any) -> Hub:
    return Hub(cast, family)


def test_an_enquiry_starts_once_however_often_somebody_clicks(mash: Hub):
    referral = mash.referred()
    first = mash.started(referral=referral)
    assert mash.started(referral=referral) == first


def test_red_in_three_hours_and_fifty_nine_minutes_is_in_time_and_in_four_hours_and_one_is_not(mash: Hub):
    """f.mash_timescales: red 4 hours, 3h59 met, 4h01 breach."""
    enquiry = mash.started(Rating.red)
    for taken, expected in ((4 * HOUR - MINUTE, True), (4 * HOUR, True), (4 * HOUR + MINUTE, False)):
        enquiry.completed_at = AT + taken
        assert in_time(enquiry, at=AT + 9 * HOUR) is expected, taken
    enquiry.completed_at = None
    assert in_time(enquiry, at=AT + HOUR) is None
    assert in_time(enquiry, at=AT + 5 * HOUR) is False


def test_a_rating_is_changed_with_its_reason_and_the_former_one_is_kept(mash: Hub):
    enquiry = mash.started(Rating.green, because="Hungry, otherwise well.")
    request = mash.ask("farah", enquiry)
    with pytest.raises(Refused, match="why the colour changes"):
        actions.change_rating(enquiry=enquiry, rating=Rating.red, because=" ", expected_version=1, **mash.doing())
    rated = actions.change_rating(
        enquiry=enquiry, rating=Rating.red, because="A fresh burn.", expected_version=1, **mash.doing("dev") | {
            "purpose": Purpose.out_of_hours, "at": AT + HOUR,
        },
    )  # fmt: skip
    assert rated.due_at == AT + 4 * HOUR
    with mash.at_the_hub():
        assert Request.objects.get(pk=request.pk).due_at == AT + 4 * HOUR
        (before,) = history(rated)
    assert (before.was["rating"], before.was["rating_because"]) == ("green", "Hungry, otherwise well.")
    assert before.reason == "A fresh burn."
    with pytest.raises(StaleEdit):
        actions.change_rating(enquiry=rated, rating=Rating.amber, because="Seen.", expected_version=1, **mash.doing())


def test_consent_refused_and_a_child_at_risk_the_requests_go_out_at_once_and_say_what_parents_may_know(mash: Hub):
    """f.mash_consent: no request waits for consent; partners see the basis, why, and whether parents may be told."""
    refused = actions.record_consent(
        child_id=mash.family.oisin, matter=ConsentFor.sharing, status=ConsentStatus.refused, of_whom="The mother",
        refusal_risk="Yes: she fears that he finds out.", **mash.doing(),
    )  # fmt: skip
    enquiry = mash.started(Rating.red, parents_told=ParentsTold.must_not, parents_because="He may hurt her.")
    request = mash.ask("gpshared", enquiry)
    assert request.asked_at == AT
    assert (request.basis, request.necessity) == (Basis.public_task, hub().necessity)
    with mash.as_agency("gpshared"):
        seen = Request.objects.get(pk=request.pk)
        assert (seen.get_parents_told_display(), seen.parents_because) == (
            "The parents must not be told",
            "He may hurt her.",
        )
    with mash.at_the_hub():
        assert consent_standing(child_id=mash.family.oisin, matter=ConsentFor.sharing) == refused


def test_consent_is_no_basis_until_somebody_gave_it(mash: Hub):
    with pytest.raises(Refused, match="choose public task"):
        mash.started(Rating.green, basis=Basis.consent)
    told = {"child_id": mash.family.oisin, "matter": ConsentFor.sharing, "of_whom": "The mother"}
    actions.record_consent(status=ConsentStatus.given, **told, **mash.doing())
    assert mash.started(Rating.green, basis=Basis.consent).basis == Basis.consent


@pytest.mark.parametrize(
    ("told", "wanted"),
    [
        ({"status": ConsentStatus.refused, "of_whom": "The mother"}, "whether refusing raises the risk"),
        ({"status": ConsentStatus.withdrawn, "of_whom": "The mother"}, "whether refusing raises the risk"),
        ({"status": ConsentStatus.not_sought}, "why nobody was asked"),
        ({"status": ConsentStatus.given}, "who was asked"),
        ({"status": ConsentStatus.given, "of_whom": "The mother", "needs_support": True}, "which adult service"),
    ],
)
def test_what_the_family_said_is_written_down_whole(mash: Hub, told: dict[str, Any], wanted: str):
    """f.consent_adult: where the person asked has a condition, the adult service's part is said, or why not."""
    with pytest.raises(Refused, match=wanted):
        actions.record_consent(child_id=mash.family.oisin, matter=ConsentFor.early_help, **told, **mash.doing())
    with mash.at_the_hub():
        assert not Consent.objects.exists()


def test_every_question_that_goes_out_is_a_disclosure_of_who_what_about_whom_why_and_on_which_basis(mash: Hub):
    mash.ask("farah", mash.started())
    with mash.at_the_hub():
        (told,) = Disclosure.objects.all()
    assert (told.told_to, told.about) == ("Kestrel Lane Primary School", "Oisín O'Neil; Roisin")
    assert hub().questions[Source.school].words in told.what
    assert (told.basis, told.why, told.disclosed_at) == (Basis.public_task, hub().necessity, AT)
    assert told.disclosed_by == mash.cast("carol").id


def test_what_else_is_told_is_written_down_once(mash: Hub):
    told = {"child_id": mash.family.oisin, "told_to": "Housing", "about": "The mother", "what": "That we visit.",
            "why": "So that the door is mended."}  # fmt: skip
    key = mash.started().id
    first = actions.record_disclosure(**told, record_id=key, **mash.doing())
    assert actions.record_disclosure(**told, record_id=key, **mash.doing()) == first
    with pytest.raises(Refused, match="who was told"):
        actions.record_disclosure(**told | {"why": ""}, **mash.doing())


def test_an_adult_service_is_asked_about_named_adults_and_its_silence_reads_no_reply(mash: Hub):
    """f.adult_risks_not_shared: unanswered at the clock it is shown as no reply, never as nothing known."""
    enquiry = mash.started(Rating.red)
    with pytest.raises(Refused, match="which adult"):
        mash.ask("ivan", enquiry, about=mash.about()[:1])
    request = mash.ask("ivan", enquiry)
    with mash.as_agency("ivan"):
        assert "Roisin" in {each.called for each in AskedAbout.objects.filter(request=request)}
        assert Request.objects.get(pk=request.pk).get_basis_display().startswith("Public task")
    late = mash.check(request, at=AT + 6 * HOUR)
    assert late.status == CheckStatus.no_reply
    assert late.said == "No reply, 2 hours late"


def test_nobody_cannot_be_looked_up(mash: Hub):
    with pytest.raises(Refused, match="whom you ask about"):
        mash.ask("farah", mash.started(), about=[])


def test_a_service_is_left_out_with_its_reason_once(mash: Hub):
    enquiry = mash.started()
    with pytest.raises(Refused, match="why it is not relevant"):
        actions.leave_out(enquiry=enquiry, source=Source.school, because="", **mash.doing())
    first = actions.leave_out(enquiry=enquiry, source=Source.school, because="He is two.", **mash.doing())
    assert actions.leave_out(enquiry=enquiry, source=Source.school, because="He is two.", **mash.doing()) == first
    assert mash.check(first).status == CheckStatus.not_relevant
    assert not mash.check(first).stands


def test_a_reminder_is_written_down_with_when_how_and_whom(mash: Hub):
    request = mash.ask("gpshared", mash.started())
    with pytest.raises(Refused, match="whom you spoke"):
        actions.chase(request=request, how=ChaseHow.telephone, whom="", **mash.doing())
    actions.chase(request=request, how=ChaseHow.telephone, whom="Reception", **mash.doing())
    check = mash.check(request)
    assert check.status == CheckStatus.chased
    assert [(each.whom, each.chased_by) for each in check.chases] == [("Reception", mash.cast("carol").id)]
    assert check.to_ring and check.to_ring.name == "the practice’s lead for safeguarding"
    assert mash.check(request, at=AT + timedelta(days=9)).status == CheckStatus.no_reply


def test_an_enquiry_is_not_complete_while_the_practice_is_silent(mash: Hub):
    """f.mash_info_gaps: ending over a silent practice takes a manager's reason, and the gap stays on the record."""
    enquiry = mash.started()
    request = mash.ask("gpshared", enquiry)
    with pytest.raises(Refused, match=r"Kingfisher Practice was asked on .* and has not answered"):
        actions.complete_enquiry(enquiry=enquiry, words="Safe.", expected_version=1, **mash.doing())
    waived = actions.waive(request=request, because="Seen at the clinic today.", expected_version=1, **mash.doing())
    done = actions.complete_enquiry(enquiry=enquiry, words="Safe.", expected_version=1, **mash.doing())
    assert done.completed_at == AT
    assert mash.check(waived).status == CheckStatus.waived


def test_only_a_manager_waives_and_only_with_a_reason(mash: Hub):
    request = mash.ask("gpshared", mash.started())
    for who in ("grace", "dev"):
        given = mash.doing(who) | ({"purpose": Purpose.out_of_hours} if who == "dev" else {})
        with pytest.raises(Refused, match="Only a manager"):
            actions.waive(request=request, because="No time.", expected_version=1, **given)
    with pytest.raises(Refused, match="why the answer is not waited for"):
        actions.waive(request=request, because=" ", expected_version=1, **mash.doing())
    assert actions.waive(
        request=request, because="Closed for good.", expected_version=1, **mash.doing("tess")
    ).waived_at


def test_a_referral_is_not_ended_over_silence_but_raised_at_any_moment(mash: Hub):
    """f.silent_reply: silence holds an ending, and never a strategy discussion."""
    referral = mash.referred()
    request = mash.ask("gpshared", mash.started(referral=referral))
    with mash.at_the_hub():
        held = holding.standing("referral", child_id=referral.child_id, subject_id=referral.id)
        assert held[0].startswith("GP practice: Kingfisher Practice was asked on 20 November 2026")
        assert holding.standing("case", child_id=referral.child_id) == held
    raised = decide_referral(
        referral=referral, decision=ReferralDecision.strategy_discussion, reasons="", decided_on=AT.date(),
        expected_version=referral.version, **mash.doing(),
    )  # fmt: skip
    assert raised.decision == ReferralDecision.strategy_discussion
    assert mash.check(request).stands


def test_silence_never_reads_as_nothing_known(mash: Hub):
    """f.silent_reply: whatever is done short of an answer, the status is never one of the answers."""
    answers = {CheckStatus(kind.value) for kind in ReplyKind}
    request = mash.ask("gpshared", mash.started(Rating.red))
    for at in (AT, AT + 5 * HOUR, AT + timedelta(days=400)):
        assert mash.check(request, at=at).status not in answers
    actions.chase(request=request, how=ChaseHow.escalated, whom="The named doctor", **mash.doing())
    waived = actions.waive(request=request, because="Merged.", expected_version=1, **mash.doing())
    assert mash.check(waived, at=AT + 5 * HOUR).said == "No reply, waived"


def test_a_school_closed_in_august_is_asked_through_its_holiday_contact_or_reads_closed_not_asked(mash: Hub):
    august = datetime(2026, 8, 5, 9, tzinfo=UTC)
    enquiry = mash.started(at=august)
    school = mash.agencies["farah"]
    shut = actions.close_agency(agency=school, from_on=date(2026, 7, 22), until_on=date(2026, 9, 2), words="Summer")
    closed = mash.ask("farah", enquiry, at=august)
    check = mash.check(closed, at=august + timedelta(days=30))
    assert (check.status, check.stands) == (CheckStatus.closed_not_asked, True)
    with mash.as_agency("farah"):
        assert not Request.objects.exists()
    with mash.at_the_hub():
        assert "is closed until 2 September 2026, and was not asked" in blanks([check])[0]
        assert not Disclosure.objects.exists()
    actions.cancel_closure(closure=shut, at=august)
    actions.close_agency(
        agency=school, from_on=date(2026, 7, 22), until_on=date(2026, 9, 2),
        contact_name="The headteacher", contact_telephone="020 7946 0777",
    )  # fmt: skip
    asked = actions.ask_now(request=closed, expected_version=1, **mash.doing(at=august + HOUR))
    assert asked.to_whom == "Holiday contact: The headteacher, 020 7946 0777"
    assert asked.asked_at == august + HOUR
    with mash.at_the_hub():
        assert Disclosure.objects.get().told_to.endswith("020 7946 0777")


def test_the_checks_of_a_section_47_enquiry_stand_blank_until_each_is_answered_or_waived(mash: Hub):
    """f.checks_not_done: the school's check blank, and the enquiry cannot be completed."""
    referral = mash.referred()
    about = {"child_id": referral.child_id, "subject_id": referral.id}
    with mash.at_the_hub():
        assert "Nobody has been asked for this enquiry yet" in holding.standing("section47", **about)[0]
    enquiry = actions.start_section47_checks(
        child_id=referral.child_id, section47_id=referral.id, referral=referral, **mash.doing()
    )
    with mash.at_the_hub():
        said = holding.standing("section47", **about)
        assert said[0] == "School or college: nobody has been asked yet."
        rows = {check.request.source: check.request for check in checks_of_enquiry(enquiry, at=AT)}
    assert set(rows) == set(hub().required)
    asked = actions.ask_now(
        request=rows["school"], agency=mash.agencies["farah"], about=mash.about(), expected_version=1, **mash.doing()
    )
    mash.answer("farah", asked)
    for source in ("gp_practice", "police", "health_visiting"):
        actions.waive(request=rows[source], because="Told at the discussion.", expected_version=1, **mash.doing())
    with mash.at_the_hub():
        assert holding.standing("section47", **about) == []


def test_a_protected_address_is_told_to_no_agency(mash: Hub):
    with mash.at_the_hub():
        child = Person.objects.get(pk=mash.family.oisin)
        Address(person=child, lines="4 Mill Lane", postcode="AB1 2CD").save(force_insert=True)
        told = household_to_ask_about(child, as_of=AT.date())
    assert [(each.called, each.what, each.address) for each in told] == [
        ("Oisín O'Neil", "Child", "4 Mill Lane, AB1 2CD"),
        ("Roisin", "Mother", ""),
    ]
    enquiry = mash.started()
    police, school = mash.ask("erin", enquiry, about=told), mash.ask("farah", enquiry, about=told)
    with mash.at_the_hub():
        assert AskedAbout.objects.get(request=police, place=1).address == "4 Mill Lane, AB1 2CD"
        assert AskedAbout.objects.get(request=school, place=1).address == ""
        Address(person=child, lines="A refuge", protected=True).save(force_insert=True)
        assert household_to_ask_about(child, as_of=AT.date())[0].address == ""


def test_the_same_question_sent_twice_goes_out_once(mash: Hub):
    enquiry = mash.started()
    key = enquiry.id
    assert mash.ask("farah", enquiry, record_id=key) == mash.ask("farah", enquiry, record_id=key)
    with mash.at_the_hub():
        assert Request.objects.count() == Disclosure.objects.count() == 1


def test_where_nobody_knows_the_school_the_question_stands_until_somebody_does(mash: Hub):
    enquiry = mash.started()
    unknown = mash.ask("farah", enquiry, agency=None)
    assert mash.check(unknown).status == CheckStatus.not_asked
    asked = actions.ask_now(request=unknown, agency_name="A school elsewhere", expected_version=1, **mash.doing())
    assert mash.check(asked).status == CheckStatus.asked
    with pytest.raises(Refused, match="asked already"):
        actions.ask_now(request=asked, agency=mash.agencies["farah"], expected_version=2, **mash.doing())
    with acting(actor=mash.cast("carol").actor, purpose=Purpose.front_door):
        assert AskedAbout.objects.filter(request=asked).count() == 2
        assert Enquiry.objects.get().requests.count() == 1


def test_an_unnamed_adult_can_be_asked_about(mash: Hub):
    man = Asked(called="The mother’s new partner, name not known", is_adult=True, what="Partner")
    assert mash.ask("ivan", mash.started(), about=[man]).asked_at == AT
