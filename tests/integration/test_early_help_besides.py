"""What is done with a family besides its plan: offers to young people, services, meetings."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from holdfast.access import Purpose, Stage
from holdfast.kernel.refused import Refused
from holdfast.records.agencies.actions import add_agency, add_team, appoint, leave_post
from holdfast.records.agencies.codes import AgencyKind
from holdfast.records.agencies.models import Post
from holdfast.records.earlyhelp import actions
from holdfast.records.earlyhelp.codes import Diverted, Flag, HelpOutcome, HelpSource, Risk
from holdfast.records.earlyhelp.models import Attendance, Diversion, Help, HelpedChild, Organisation, Service
from holdfast.records.earlyhelp.queries import late_diversions, sent_and_not_taken_in, still_to_do
from holdfast.records.frontdoor.actions import match_named_child, record_contact, undo_match
from holdfast.records.frontdoor.codes import ContactOutcome
from holdfast.records.frontdoor.models import Contact, Match, NamedChild
from holdfast.records.people.models import Person, Relationship
from holdfast.wall.acting import acting
from holdfast.wall.models import QueueItem
from holdfast.wall.waiting.sweeping import sweep
from tests.integration.conftest import give
from tests.integration.test_front_door_told import tell

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 20, 10, 30, tzinfo=UTC)
TODAY = date(2026, 11, 20)


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


@pytest.fixture
def uma(cast):
    return {"by": cast("uma").actor, "purpose": Purpose.early_help, "at": AT}


@pytest.fixture
def acts(uma):
    return lambda: acting(actor=uma["by"], purpose=uma["purpose"])


@pytest.fixture
def asked(family, uma, acts) -> Help:
    with acts():
        child = Person.objects.get(pk=family.oisin)
    wanted = {"source": HelpSource.family, "wanted": "Help with the nights", "referred_on": ago(18)}
    return actions.offer_early_help(child=child, **wanted, **uma)


def fresh(acts, record):
    with acts():
        return type(record).objects.get(pk=record.pk)


def agree(asked, uma):
    agreed = {"given_by": "Roisin", "agreed_on": ago(10), "to_what": "Sharing with the school"}
    return actions.record_agreement(family=asked, **agreed, **uma)


def test_a_sign_of_harm_outside_the_home_asks_for_an_offer_and_its_answer(asked, uma, acts):
    """f.early_diversion: unanswered it is overdue; declined it closes, and counts as declined."""
    offer = actions.note_diversion(family=asked, flag=Flag.gangs, noted_on=ago(12), offered="Boxing club", **uma)
    with acts():
        assert [each.id for each in late_diversions(as_of=TODAY)] == [offer.id]
        assert any("Links to a gang" in gap for gap in still_to_do(fresh(acts, asked), as_of=TODAY))
    actions.answer_diversion(diversion=offer, answer=Diverted.declined, answered_on=TODAY, expected_version=1, **uma)
    with acts():
        assert not late_diversions(as_of=TODAY)
        assert Diversion.objects.get().answer == Diverted.declined


def test_a_service_that_has_closed_cannot_be_chosen(asked, uma):
    """f.help_unclear: a withdrawn service cannot be chosen."""
    agree(asked, uma)
    closed = Service.objects.create(
        name="Night owls", organization=Organisation.objects.create(name="Owls"), status="defunct"
    )
    with pytest.raises(Refused, match="not to be had"):
        actions.add_outcome(family=asked, wanted="Sleep", who="Farah", service=closed, **uma)


def test_a_double_click_holds_one_meeting_and_says_who_did_not_come(asked, uma, acts, cast):
    agree(asked, uma)
    lead = actions.name_lead(family=asked, user=cast("farah"), from_on=ago(9), **uma)
    nan = actions.add_member(family=asked, user=None, name="Nan", from_on=ago(9), **uma)
    form = uuid4()
    for _ in range(2):
        actions.hold_meeting(family=asked, held_on=ago(1), came={lead.id}, record_id=form, **uma)
    with acts():
        assert dict(Attendance.objects.values_list("member_id", "came")) == {lead.id: True, nan.id: False}


def sent_by_front_door(cast, child_id, key, on) -> None:
    """A contact that the front door passed to early help on that day."""
    with acting(actor=cast("carol").actor, purpose=Purpose.front_door):
        received_at = datetime(on.year, on.month, on.day, 12, tzinfo=UTC)
        Contact(child_id=child_id, key=key, received_at=received_at, outcome="early_help").save(force_insert=True)


def test_what_is_sent_while_a_family_is_helped_is_not_asked_for_again_and_afterwards_it_is(asked, uma, acts, cast):
    """f.lower_level_tracking: one family stands once, and one that comes back is not taken for the one that ended."""
    sent_by_front_door(cast, asked.child_id, "k1", ago(3))
    with acts():
        assert sent_and_not_taken_in(as_of=TODAY) == []
    actions.end_help(
        family=asked, ended_on=ago(2), outcome=HelpOutcome.universal, why="They manage", expected_version=1, **uma
    )
    sent_by_front_door(cast, asked.child_id, "k2", ago(1))
    with acts():
        [again] = sent_and_not_taken_in(as_of=TODAY)
        assert again.sent_on == ago(1)
    actions.take_in(sent=again, **uma)
    with acts():
        assert sent_and_not_taken_in(as_of=TODAY) == []


@pytest.mark.parametrize("whom_to_ring", [False, True])
def test_a_lead_professional_is_told_who_opens_a_brother_whom_they_do_not_reach(
    asked, uma, acts, cast, family, whom_to_ring: bool
):
    """Nor one of whom they know no more than who works with him: that goes less far than early help."""
    agree(asked, uma)
    actions.name_lead(family=fresh(acts, asked), user=cast("farah"), from_on=ago(1), **uma)
    with acting(actor=cast("carol").actor, purpose=Purpose.front_door):
        Relationship(person_id=family.oisin, other_id=family.mei, kind="sibling").save(force_insert=True)
        if whom_to_ring:
            give(cast("farah"), family.mei, ceiling=Stage.pointer)
    farah = {"by": cast("farah").actor, "purpose": Purpose.early_help, "at": AT}
    with acting(actor=farah["by"], purpose=farah["purpose"]):
        brother = {"family": Help.objects.get(), "child": Person.objects.get(pk=family.mei)}
        with pytest.raises(Refused, match="Ask the early help hub"):
            actions.add_helped_child(**brother, **farah)
    actions.add_helped_child(**brother, **uma)
    with acting(actor=farah["by"], purpose=farah["purpose"]):
        assert HelpedChild.objects.filter(child_id=family.mei).exists()


def post(user) -> Post:
    """A post that they have held for a year."""
    agency = add_agency(name=user.agency_name, kind=AgencyKind.school)
    began = date.today() - timedelta(days=365)
    return appoint(team=add_team(agency=agency, name="Safeguarding"), holder=user, title="Lead", from_on=began)


def sees_the_family(user) -> bool:
    with acting(actor=user.actor, purpose=Purpose.early_help):
        return Help.objects.exists()


def test_a_lead_professional_who_leaves_their_post_sees_the_family_no_longer(asked, uma, acts, cast):
    farah, now = cast("farah"), {"at": datetime.now(UTC)}
    held = post(farah)
    agree(asked, uma)
    actions.name_lead(family=asked, user=farah, from_on=ago(9), **uma | now)
    assert sees_the_family(farah)
    leave_post(post=held, until_on=date.today() + timedelta(days=1))
    assert sees_the_family(farah)
    leave_post(post=held, until_on=date.today())
    assert not sees_the_family(farah)
    with acts():
        gaps = still_to_do(fresh(acts, asked), as_of=date.today())
    assert f"{farah.display_name} has left their post and leads nobody now: name another lead professional." in gaps


def test_somebody_who_moves_to_another_post_goes_on_with_the_family(asked, uma, acts, cast):
    farah = cast("farah")
    leave_post(post=post(farah), until_on=date.today())
    college = add_agency(name="Weir Lane College", kind=AgencyKind.school)
    appoint(team=add_team(agency=college, name="Safeguarding"), holder=farah, title="Lead", from_on=date.today())
    agree(asked, uma)
    actions.name_lead(family=asked, user=farah, from_on=ago(9), **uma | {"at": datetime.now(UTC)})
    assert sees_the_family(farah)


@pytest.fixture
def carol(cast):
    return {"by": cast("carol").actor, "purpose": Purpose.front_door, "at": AT}


def passed_on(cast, child_id, carol) -> Contact:
    """The front door makes of what a school told that the family is to be offered help, and writes down with what."""
    receipt = tell(cast("farah").actor)
    with acting(actor=carol["by"], purpose=carol["purpose"]):
        named = NamedChild.objects.select_related("envelope").get(envelope_id=receipt.envelope_id)
        match_named_child(named=named, child=Person.objects.get(pk=child_id), **carol)
        return record_contact(
            named=named, source="2A", outcome=ContactOutcome.early_help, help_wanted="Help with the nights", **carol
        )


def waits(carol) -> list[QueueItem]:
    with acting(actor=carol["by"], purpose=carol["purpose"]):
        return list(QueueItem.objects.filter(kind="early_help", acknowledged_at=None))


def test_whom_the_front_door_sends_waits_until_taken_in_and_nobody_types_twice_what_they_want(
    cast, family, uma, acts, carol
):
    """f.lower_level_tracking: not taken in within a working day, early help and the duty manager are told."""
    contact = passed_on(cast, family.mei, carol)
    [item] = waits(carol)
    assert (item.subject, item.queue) == (contact.id, "early_help")
    assert item.acknowledge_by == datetime(2026, 11, 23, 17, tzinfo=UTC)
    sweep(at=AT + timedelta(days=4))
    with acts():
        assert QueueItem.objects.get(pk=item.pk).step == 1
        [sent] = sent_and_not_taken_in(as_of=TODAY)
    assert actions.take_in(sent=sent, **uma).wanted == "Help with the nights"
    assert waits(carol) == []


def test_a_page_that_is_sent_again_after_the_help_has_ended_has_nobody_wait_anew(cast, family, uma, acts, carol):
    contact = passed_on(cast, family.mei, carol)
    with acts():
        [sent] = sent_and_not_taken_in(as_of=TODAY)
    family_helped = actions.take_in(sent=sent, **uma)
    ended = {"ended_on": TODAY, "outcome": HelpOutcome.universal, "why": "They manage", "expected_version": 1}
    actions.end_help(family=family_helped, **ended, **uma)
    with acting(actor=carol["by"], purpose=carol["purpose"]):
        named = NamedChild.objects.select_related("envelope").get(pk=contact.told_id)
        again = record_contact(named=named, source="2A", outcome=ContactOutcome.early_help, **carol)
    assert again == contact
    assert waits(carol) == []


def test_a_family_that_is_helped_already_waits_for_nobody(asked, cast, carol):
    passed_on(cast, asked.child_id, carol)
    assert waits(carol) == []


def test_whoever_offers_the_help_ends_the_waiting_and_a_wrong_match_does(cast, family, carol):
    passed_on(cast, family.oisin, carol)
    wrong = passed_on(cast, family.mei, carol)
    with acting(actor=carol["by"], purpose=carol["purpose"]):
        match = Match.objects.select_related("named").get(child_id=family.mei)
        undo_match(match=match, because="Another girl", expected_version=match.version, **carol)
        assert wrong.id not in {item.subject for item in waits(carol)}
    with acting(actor=cast("ann").actor, purpose=Purpose.direct_work):
        child = Person.objects.get(pk=family.oisin)
    ann = {"by": cast("ann").actor, "purpose": Purpose.direct_work, "at": AT}
    actions.offer_early_help(child=child, source=HelpSource.step_down, wanted="Nights", **ann)
    assert waits(carol) == []


@pytest.fixture
def led(asked, uma, cast):
    """Farah leads, as of now: what she sees is asked of the database's own clock."""
    agree(asked, uma)
    now = uma | {"at": datetime.now(UTC) - timedelta(minutes=2)}
    return actions.name_lead(family=asked, user=cast("farah"), from_on=ago(9), **now)


def test_whoever_leaves_the_team_sees_the_family_no_longer(led, uma, cast):
    assert sees_the_family(cast("farah"))
    actions.leave_team(member=led, until_on=date.today(), expected_version=led.version, **uma)
    assert not sees_the_family(cast("farah"))


def test_a_refusal_closes_the_family_to_the_team(led, asked, uma, acts, cast):
    assert sees_the_family(cast("farah"))
    actions.record_refusal(
        family=asked, refused_on=TODAY, why="Too many people", raises_risk=Risk.no, risk_words="Nan helps",
        expected_version=fresh(acts, asked).version, **uma | {"at": datetime.now(UTC) - timedelta(minutes=1)},
    )  # fmt: skip
    assert not sees_the_family(cast("farah"))
