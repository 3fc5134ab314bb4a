"""What ending a referral asks for, who may end it, what is prepared and what follows; protecting asks nothing."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest

from holdfast.access import Purpose
from holdfast.desk.decision.round import is_to_be_chased
from holdfast.kernel.refused import Refused
from holdfast.records.casework import actions as casework
from holdfast.records.casework.queries import past_of_assessment
from holdfast.records.frontdoor import actions
from holdfast.records.frontdoor.codes import WORDS_FOR_SENDER, ContactOutcome, Power, ReferralDecision, TransferStepKind
from holdfast.records.frontdoor.models import (
    AnswerSeen,
    FollowUp,
    NamedChild,
    PastRead,
    PowerUsed,
    Proposal,
    Referral,
)
from holdfast.records.frontdoor.queries import (
    past_of_referral,
    undecided_referrals,
)
from holdfast.records.people import actions as people
from holdfast.records.people.codes import RelationshipKind
from holdfast.records.people.models import Person
from holdfast.wall.acting import PUBLIC, acting
from holdfast.wall.models import QueueItem
from holdfast.wall.providers import facts_of
from holdfast.wall.versions import history
from tests.integration.conftest import AT
from tests.integration.test_front_door_decision import ENDED, TODAY, Hub, read_all
from tests.integration.test_front_door_told import Cast, tell

pytestmark = pytest.mark.django_db

END = ReferralDecision.no_further_action


@pytest.fixture
def hub(cast: Cast, family: Any) -> Iterator[Hub]:
    with acting(actor=cast("carol").actor, purpose=Purpose.front_door):
        yield Hub(cast, family)


def by(hub: Hub, who: str) -> dict[str, Any]:
    return {"by": hub.cast(who).actor, "purpose": Purpose.front_door, "at": AT}


def test_ending_asks_for_a_note_on_each_thing_that_came_before_with_who_and_when(hub: Hub):
    """f.history_ignored: prior referrals marked as read with a note on relevance, time-stamped."""
    for days in (900, 500):
        hub.decide(hub.referred(at=AT - timedelta(days=days), what_happened=f"{days}"), ReferralDecision.assessment)
    referral = hub.referred()
    one_read = dict(list(read_all(referral)["past"].items())[:1])
    with pytest.raises(Refused, match="one thing not read yet"):
        hub.decide(referral, END, weighed={"past": one_read})
    hub.decide(referral, END, weighed=read_all(referral))
    read = list(PastRead.objects.filter(subject_id=referral.id))
    assert {(each.read_by, each.read_at, each.note) for each in read} == {(hub.cast("carol").id, AT, "Weighed.")}
    assert len(read) == 2


def test_a_brothers_and_an_unborn_sisters_records_are_asked_about_too(hub: Hub):
    """f.history_ignored: siblings' records, unborn ones included."""
    oisin = Person.objects.get(pk=hub.family.oisin)
    unborn = people.add_child(
        authority="399", given="", family="O'Neil", expected_birth_on=date(2027, 2, 1), **hub.doing
    )
    people.relate(person=oisin, other=unborn, kind=RelationshipKind.sibling, **hub.doing)
    named = hub.told({"given": "Unborn", "expected_on": date(2027, 2, 1)}, what_happened="She is drinking.")
    actions.match_named_child(named=named, child=unborn, **hub.doing)
    actions.make_referral(named=named, source="3A", **hub.doing)
    referral = hub.referred()
    (item,) = past_of_referral(referral, as_of=TODAY)
    assert item.child_id == unborn.id
    with pytest.raises(Refused, match="one thing not read yet"):
        hub.decide(referral, END)


def test_what_is_told_afterwards_must_be_read_anew(hub: Hub):
    hub.referred(at=AT - timedelta(days=30), what_happened="First")
    referral = hub.referred()
    notes = read_all(referral)
    hub.referred(what_happened="And again")
    with pytest.raises(Refused, match="not read yet"):
        hub.decide(referral, END, weighed=notes)


def test_an_assessment_is_approved_when_what_came_before_is_read(hub: Hub):
    """f.history_ignored: two earlier closed cases, approval blocked until both are acknowledged."""
    for days in (900, 500):
        earlier = hub.decide(
            hub.referred(at=AT - timedelta(days=days), what_happened=f"{days}"), ReferralDecision.assessment
        )
        opened = casework.open_episode(referral=earlier, **hub.doing)
        casework.close_episode(
            episode=opened,
            closed_on=TODAY,
            closure_reason="RC1",
            closing_words="Safe.",
            expected_version=1,
            **hub.doing,
        )
    episode = casework.open_episode(referral=hub.decide(hub.referred(), ReferralDecision.assessment), **hub.doing)
    assessment = casework.start_assessment(episode=episode, started_on=TODAY, **hub.doing)
    approving: dict[str, Any] = {
        "assessment": assessment, "authorised_on": TODAY, "factors": ["16A"], "childs_words": "", "what_we_know": "",
        "what_we_think": "", "expected_version": 1,
    }  # fmt: skip
    with pytest.raises(Refused, match="2 things of what came before are not read"):
        casework.authorise_assessment(**approving, **hub.doing)
    came_before = past_of_assessment(assessment, as_of=TODAY)
    for past in came_before:
        actions.note_past(
            child_id=episode.child_id, subject_id=assessment.id, past=came_before, notes={past.item: "Neglect too."},
            **hub.doing,
        )  # fmt: skip
    assert casework.authorise_assessment(**approving, **hub.doing).authorised_on == TODAY


def test_protecting_waits_for_no_history(hub: Hub):
    hub.referred(at=AT - timedelta(days=30), what_happened="First")
    assert hub.decide(hub.referred(), ReferralDecision.strategy_discussion).decision == "strategy_discussion"


def test_a_decision_says_up_to_when_the_chronology_was_before_it(hub: Hub):
    """f.chronology_stale: decisions say what the chronology was current to."""
    read_to = AT - timedelta(minutes=20)
    assert hub.decide(hub.referred(), END, weighed={"read_to_at": read_to}).read_to_at == read_to
    late = hub.decide(
        hub.referred(what_happened="Two"), ReferralDecision.assessment, weighed={"read_to_at": AT.replace(year=2030)}
    )
    assert late.read_to_at == AT


def test_a_worker_prepares_and_a_manager_decides(hub: Hub):
    referral = hub.referred()
    with pytest.raises(Refused, match="A manager decides"):
        actions.decide_referral(
            referral=referral, decision=ReferralDecision.assessment, reasons="", decided_on=TODAY,
            expected_version=1, **by(hub, "grace"),
        )  # fmt: skip
    prepared: dict[str, Any] = {
        "referral": referral,
        "decision": END,
        "reasons": "Seen at school.",
        "record_id": uuid4(),
    }
    first = actions.prepare_decision(**prepared, **by(hub, "grace"))
    assert actions.prepare_decision(**prepared, **by(hub, "grace")) == first
    assert not Referral.objects.get().decision
    returned = actions.return_proposal(proposal=first, comment="Who saw him?", expected_version=1, **by(hub, "carol"))
    assert returned.comment == "Who saw him?"
    hub.decide(referral, END)
    assert Proposal.objects.get().settled_at == AT


def test_at_night_whoever_is_on_duty_protects_and_a_manager_agrees_by_name(hub: Hub):
    """f.immediate_risk_missed: the same-day senior decision is recorded."""
    referral = hub.referred(danger="yes")
    dev = {"by": hub.cast("dev").actor, "purpose": Purpose.out_of_hours, "at": AT}
    with pytest.raises(Refused, match="At night you can protect"):
        actions.decide_referral(
            referral=referral, decision=END, reasons="Asleep.", decided_on=TODAY, expected_version=1, **dev
        )
    decided = actions.decide_referral(
        referral=referral, decision=ReferralDecision.strategy_discussion, reasons="", decided_on=TODAY,
        expected_version=1, **dev,
    )  # fmt: skip
    assert (decided.agreed_at, decided.agreed_by) == (None, None)
    with pytest.raises(Refused, match="A manager agrees"):
        actions.agree_decision(referral=decided, expected_version=decided.version, **dev)
    agreed = actions.agree_decision(referral=decided, expected_version=decided.version, **by(hub, "carol"))
    assert (agreed.agreed_at, agreed.agreed_by, agreed.decided_by) == (AT, hub.cast("carol").id, hub.cast("dev").id)


def test_what_a_manager_decides_is_a_senior_decision_at_once(hub: Hub):
    """f.immediate_risk_missed: the same-day senior decision is recorded."""
    assert hub.decide(hub.referred(danger="yes"), ReferralDecision.assessment).agreed_by == hub.cast("carol").id


def told_three_times(hub: Hub) -> Referral:
    for days in (60, 30):
        again = hub.referred(at=AT - timedelta(days=days), what_happened=f"{days}")
        hub.decide(again, END, decided_on=again.referred_on, weighed=read_all(again))
    return hub.referred()


def test_a_third_contact_goes_to_a_manager_who_did_not_decide_the_last(hub: Hub):
    referral = told_three_times(hub)
    with pytest.raises(Refused, match="you decided the last one"):
        hub.decide(referral, END, weighed=read_all(referral))
    ending: dict[str, Any] = {"referral": referral, "decision": END, "reasons": "Looked again.", "decided_on": TODAY}
    weighed = replace(ENDED, **read_all(referral))
    assert actions.decide_referral(**ending, weighed=weighed, expected_version=1, **by(hub, "rosa")).decision == END


def test_the_same_manager_may_protect_the_third_time_and_end_it_when_the_panel_has_looked(hub: Hub):
    referral = told_three_times(hub)
    look: dict[str, Any] = {
        "child_id": referral.child_id, "held_on": TODAY, "took_part": "Carol, Rosa, the school nurse",
        "decision": "One story of neglect; the school nurse weighs him monthly.", "record_id": uuid4(),
    }  # fmt: skip
    first = actions.record_panel_look(**look, **by(hub, "rosa"))
    assert actions.record_panel_look(**look, **by(hub, "rosa")) == first
    assert hub.decide(referral, END, weighed=read_all(referral)).decision == END
    third = hub.referred(what_happened="Now a bruise.")
    assert hub.decide(third, ReferralDecision.strategy_discussion).decision == "strategy_discussion"


def test_domestic_abuse_as_a_further_reason_leaves_the_main_count_and_raises_the_other_by_one(hub: Hub):
    """f.da_secondary: main-DA count is unchanged and any-DA count rises by one."""

    def counts() -> tuple[int, int]:
        told = [
            row for row in facts_of(None, tables=["referral_factor"]).rows("referral_factor") if row["code"][:1] == "3"
        ]
        return sum(row["main"] for row in told), len({row["episode"] for row in told})

    decided = hub.decide(hub.referred(), ReferralDecision.assessment, weighed={"main_reason": "16A"})
    assert counts() == (0, 0)
    hub.decide(decided, ReferralDecision.assessment, weighed={"main_reason": "16A", "factors": ("3B",)})
    assert counts() == (0, 1)


@pytest.mark.parametrize(
    ("answered", "said"),
    [
        ({"family_agrees": "not_sure"}, "Early help needs the family’s agreement"),
        ({"family_agrees": "no"}, "Say why the family refuses"),
        (
            {"family_agrees": "no", "refusal_words": "Afraid.", "refusing_raises_risk": "yes"},
            "Refusing may raise the risk",
        ),
        ({"family_agrees": "no", "refusal_words": "Afraid.", "refusing_raises_risk": "not_sure"}, "Refusing may raise"),
    ],
)
def test_early_help_needs_agreement_or_a_refusal_that_does_not_raise_the_risk(hub: Hub, answered: Any, said: str):
    with pytest.raises(Refused, match=said):
        hub.decide(hub.referred(), ReferralDecision.early_help, weighed=answered)


def test_no_further_action_says_who_was_told_and_another_authority_which(hub: Hub):
    with pytest.raises(Refused, match="Say who was told"):
        hub.decide(hub.referred(), END, weighed={"told_to_whom": ""})
    with pytest.raises(Refused, match="Say which authority"):
        hub.decide(hub.referred(what_happened="Two"), ReferralDecision.another_authority, weighed={"passed_to": ""})


def test_a_transfer_is_rung_and_chased_until_they_take_the_child_on(hub: Hub):
    referral = hub.decide(hub.referred(), ReferralDecision.another_authority)
    step: dict[str, Any] = {"referral": referral, "with_whom": "Sam Okoro, Brent, 020 7946 0555", "record_id": uuid4()}
    rang = actions.record_transfer_step(kind=TransferStepKind.rang, **step, **hub.doing)
    assert actions.record_transfer_step(kind=TransferStepKind.rang, **step, **hub.doing) == rang
    assert is_to_be_chased(referral, [rang])
    taken = actions.record_transfer_step(kind=TransferStepKind.taken_on, **step, **hub.doing)
    assert not is_to_be_chased(referral, [rang, taken])
    with pytest.raises(Refused, match="not passed to another authority"):
        other = hub.decide(hub.referred(what_happened="Two"), ReferralDecision.assessment)
        actions.record_transfer_step(kind=TransferStepKind.rang, **(step | {"referral": other}), **hub.doing)


def test_whoever_told_us_without_a_name_is_believed_enough_to_ask(hub: Hub):
    """fd.anon: always further enquire."""
    receipt = tell(PUBLIC, source="9", teller_name="")
    named = NamedChild.objects.select_related("envelope").get(envelope_id=receipt.envelope_id)
    actions.match_named_child(named=named, child=Person.objects.get(pk=hub.family.oisin), **hub.doing)
    referral = actions.make_referral(named=named, source="9", **hub.doing)
    with pytest.raises(Refused, match="told us this gave a name"):
        hub.decide(referral, END)
    FollowUp(
        named=named,
        kind="asked_agency",
        made_at=AT,
        made_by=hub.cast("carol").id,
        asked="The school",
        result="He is fed.",
    ).save(force_insert=True)
    assert hub.decide(referral, END).decision == END


def test_a_power_used_at_two_in_the_morning_saves_without_a_reason_and_lists_what_is_missing(hub: Hub):
    """f.police_reliance: which power, why, and what else was considered, chased afterwards."""
    used: dict[str, Any] = {
        "child_id": hub.family.oisin, "referral": None, "power": Power.police_protection, "used_at": AT,
        "record_id": uuid4(),
    }  # fmt: skip
    power = actions.record_power(**used, **hub.doing)
    assert actions.record_power(**used, **hub.doing) == power
    assert power.gaps == ["why this power", "what else was considered", "what came of it"]
    said = {"reason": "No time for a court.", "alternatives": "His aunt, not at home.", "outcome": "With his aunt."}
    assert actions.add_to_power(used=power, **said, expected_version=1, **hub.doing).gaps == []


def test_a_power_used_is_for_those_who_decide(hub: Hub):
    actions.record_power(
        child_id=hub.family.oisin,
        referral=None,
        power=Power.police_protection,
        used_at=AT,
        record_id=uuid4(),
        **hub.doing,
    )
    with acting(actor=hub.cast("grace").actor, purpose=Purpose.front_door):
        assert not PowerUsed.objects.exists()


def test_three_who_told_us_of_the_same_are_each_answered_and_we_know_who_read_it(hub: Hub):
    referral = hub.referred()
    others = []
    for sender, days in (("gpshared", 2), ("helen", 1)):
        named = hub.told(sender=sender, at=AT - timedelta(days=days))
        actions.match_named_child(named=named, child=Person.objects.get(pk=hub.family.oisin), **hub.doing)
        others.append(actions.record_contact(named=named, source="3A", outcome=ContactOutcome.open_case, **hub.doing))
    hub.decide(referral, ReferralDecision.assessment, weighed={"also_answer": tuple(each.id for each in others)})
    assert set(NamedChild.objects.values_list("answer", flat=True)) == {WORDS_FOR_SENDER[ReferralDecision.assessment]}
    for named in NamedChild.objects.all():
        assert actions.see_answer(named=named, **hub.doing) is None, "the hub is not the sender"
    for sender in ("farah", "gpshared", "helen"):
        with acting(actor=hub.cast(sender).actor, purpose=Purpose.referring):
            (mine,) = NamedChild.objects.all()
            reading: dict[str, Any] = {"by": hub.cast(sender).actor, "purpose": Purpose.referring, "at": AT}
            assert actions.see_answer(named=mine, **reading) == actions.see_answer(named=mine, **reading)
    assert AnswerSeen.objects.count() == 3


def test_a_referral_that_ended_is_opened_again_with_a_reason_and_the_former_decision_kept(hub: Hub):
    decided = hub.decide(hub.referred(), END)
    opening: dict[str, Any] = {"referral": decided, "expected_version": decided.version}
    with pytest.raises(Refused, match="Say why it is opened again"):
        actions.reopen_referral(because=" ", **opening, **hub.doing)
    opened = actions.reopen_referral(because="The GP replied: two earlier fractures.", **opening, **hub.doing)
    assert list(undecided_referrals()) == [opened]
    waits = QueueItem.objects.filter(kind="referral", subject=opened.id).order_by("acknowledged_at")
    assert [item.acknowledged_at for item in waits] == [AT, None], "it waits once more"
    assert history(opened)[0].was["reasons"] == "Weighed with the school."
    assert NamedChild.objects.get().get_status_display() == "Being looked at"
    protected = hub.decide(opened, ReferralDecision.assessment)
    assert {item.acknowledged_at for item in waits.all()} == {AT}
    with pytest.raises(Refused, match="Only a referral that ended here"):
        actions.reopen_referral(referral=protected, because="Hm.", expected_version=protected.version, **hub.doing)
