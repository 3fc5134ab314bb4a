"""A referral is made of what was told, and decided: protection is never held up, ending it asks for reasons."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from holdfast.access import Purpose
from holdfast.kernel.refused import Refused, StaleEdit
from holdfast.records.frontdoor import actions
from holdfast.records.frontdoor.codes import WORDS_FOR_SENDER, ContactOutcome, ReferralDecision
from holdfast.records.frontdoor.models import Contact, Match, NamedChild, Referral
from holdfast.records.frontdoor.queries import (
    Weighed,
    candidates,
    in_tray,
    match_of,
    past_of_referral,
    undecided_referrals,
)
from holdfast.records.people import actions as people
from holdfast.records.people.models import Address, Person, PersonName
from holdfast.wall.acting import PUBLIC, acting
from holdfast.wall.models import AuditEvent, Due, Seal
from holdfast.wall.versions import history
from tests.integration.conftest import AT
from tests.integration.test_front_door_told import Cast, tell

pytestmark = pytest.mark.django_db

TODAY = AT.date()
ENDED = Weighed(
    told_to_whom="Farah and his mother, by telephone.", family_agrees="yes", passed_to="Brent", main_reason="16A"
)
"""What ending a referral asks for, answered."""


def read_all(referral: Referral) -> dict[str, Any]:
    """A note on everything that came before."""
    return {"past": {each.item: "Weighed." for each in past_of_referral(referral, as_of=TODAY)}}


@dataclass
class Hub:
    """Carol at the front door, and what Farah told her."""

    cast: Cast
    family: Any

    @property
    def doing(self) -> dict[str, Any]:
        return {"by": self.cast("carol").actor, "purpose": Purpose.front_door, "at": AT}

    def told(self, *children: dict[str, Any], sender: str = "farah", **told: Any) -> NamedChild:
        receipt = tell(self.cast(sender).actor, *children, **told)
        return NamedChild.objects.select_related("envelope").get(envelope_id=receipt.envelope_id, place=1)

    def referred(self, *, at: datetime = AT, **told: Any) -> Referral:
        named = self.told(at=at, **told)
        child = Person.objects.get(pk=self.family.oisin)
        actions.match_named_child(named=named, child=child, **self.doing)
        return actions.make_referral(named=named, source="2A", **self.doing)

    def decide(self, referral: Referral, what: ReferralDecision, **more: Any) -> Referral:
        given = {"reasons": "Weighed with the school.", "decided_on": TODAY, "expected_version": referral.version}
        given["weighed"] = replace(ENDED, **more.pop("weighed", {}))
        return actions.decide_referral(referral=referral, decision=what, **(given | more), **self.doing)


@pytest.fixture
def hub(cast: Cast, family: Any):
    with acting(actor=cast("carol").actor, purpose=Purpose.front_door):
        yield Hub(cast, family)


def test_who_is_named_is_found_among_those_known_with_the_reasons(hub: Hub):
    aoife = people.add_child(authority="399", given="Aoife", family="O'Donnell", **hub.doing)
    answer = candidates(hub.told({"given": "Aoifa", "family": "ODonel"}), as_of=TODAY)
    assert [each.person.id for each in answer.likely] == [aoife.id]
    assert answer.likely[0].found.reasons.speaks_for
    assert not answer.restricted


def test_a_restricted_record_that_may_match_never_reads_as_unknown(hub: Hub):
    aoife = people.add_child(authority="399", given="Aoife", family="O'Donnell", **hub.doing)
    Seal(child_id=aoife.id, from_at=AT - timedelta(days=900)).save(force_insert=True)
    answer = candidates(hub.told({"given": "Aoife", "family": "ODonnell"}), as_of=TODAY)
    assert (answer.likely, answer.household, answer.restricted) == ([], [], True)


def test_somebody_named_without_anything_to_look_for_has_no_candidates(hub: Hub):
    answer = candidates(hub.told({"age_words": "about 4"}), as_of=TODAY)
    assert (answer.likely, answer.household, answer.restricted) == ([], [], False)


def test_the_child_is_confirmed_once_and_by_two_people_the_same(hub: Hub):
    named, child = hub.told(), Person.objects.get(pk=hub.family.oisin)
    first = actions.match_named_child(named=named, child=child, **hub.doing)
    assert actions.match_named_child(named=named, child=child, **hub.doing) == first
    with pytest.raises(Refused, match="already said who this child is"):
        actions.match_named_child(named=named, child=Person.objects.get(pk=hub.family.mei), **hub.doing)


def test_a_wrong_match_is_undone_and_both_stand_as_before(hub: Hub):
    named, child = hub.told(), Person.objects.get(pk=hub.family.mei)
    before = Person.objects.filter(pk=child.pk).values().get(), NamedChild.objects.filter(pk=named.pk).values().get()
    match = actions.match_named_child(named=named, child=child, **hub.doing)
    actions.undo_match(match=match, expected_version=1, **hub.doing)
    assert match_of(named) is None
    assert before == (
        Person.objects.filter(pk=child.pk).values().get(),
        NamedChild.objects.filter(pk=named.pk).values().get(),
    )
    actions.match_named_child(named=named, child=Person.objects.get(pk=hub.family.oisin), **hub.doing)
    assert Match.objects.filter(named=named).count() == 2


def test_a_match_on_which_a_contact_stands_is_undone_only_with_a_reason(hub: Hub):
    referral = hub.referred()
    match = Match.objects.get(child_id=referral.child_id)
    with pytest.raises(Refused, match="Say how you know"):
        actions.undo_match(match=match, expected_version=1, **hub.doing)


@pytest.mark.parametrize("make", [actions.make_referral, actions.record_contact])
def test_what_was_told_never_goes_to_a_child_from_whom_it_was_taken_back_meanwhile(hub: Hub, make: Any, monkeypatch):
    named, (oisin, mei) = hub.told(), (Person.objects.get(pk=key) for key in (hub.family.oisin, hub.family.mei))
    wrong = actions.match_named_child(named=named, child=mei, **hub.doing)
    actions.undo_match(match=wrong, expected_version=1, **hub.doing)
    actions.match_named_child(named=named, child=oisin, **hub.doing)
    # As the other of two people would who looked before the match was undone.
    monkeypatch.setattr("holdfast.records.frontdoor.actions.looking._matched", lambda named: wrong)
    more = {} if make is actions.make_referral else {"outcome": ContactOutcome.open_case}
    with pytest.raises(Refused, match="just changed who this child is"):
        make(named=named, source="2A", **more, **hub.doing)
    assert not Contact.objects.exists()


@pytest.mark.parametrize(
    "told",
    [
        {"given": "D'Arcy", "birth_on": date(2024, 2, 29), "address": "1 O'Connell St\nHA1 2AB"},
        {"family": "Nó-Surname", "language_needs": "Twi, needs an interpreter"},
        {"expected_on": date(2028, 2, 29)},
        {"age_words": "about 4", "address": "16 Kestrel Lane"},
        {},
    ],
)
def test_somebody_new_is_added_with_what_was_told(hub: Hub, told: dict[str, Any]):
    named = hub.told(told)
    match = actions.add_named_child(named=named, **hub.doing)
    assert actions.add_named_child(named=named, **hub.doing) == match
    child = Person.objects.get(pk=match.child_id)
    assert (child.birth_on, child.expected_birth_on) == (told.get("birth_on"), told.get("expected_on"))
    assert child.needs_interpreter == told.get("language_needs", "")
    assert PersonName.objects.filter(person=child).exists() == bool(told.get("given") or told.get("family"))
    assert Address.objects.filter(person=child).exists() == bool(told.get("address"))
    assert child.local_id


def test_nothing_becomes_of_a_child_before_somebody_says_who_it_is(hub: Hub):
    with pytest.raises(Refused, match="Say first who this child is"):
        actions.make_referral(named=hub.told(), source="2A", **hub.doing)


def test_a_referral_counts_from_the_day_it_arrived_and_stands_on_the_clock(hub: Hub):
    referral = hub.referred(at=AT - timedelta(days=3), child_said="I am hungry.")
    contact = Contact.objects.get(pk=referral.contact_id)
    assert (referral.key, referral.referred_on) == ("2026-11-17", date(2026, 11, 17))
    assert (contact.key, contact.outcome) == ("k2026-11-17", "referral")
    assert contact.concern == "He comes to school hungry.\n\nThe child said: I am hungry."
    due = Due.objects.get(child_id=referral.child_id, clock="referral_decision")
    assert due.due_on == date(2026, 11, 18)
    assert list(undecided_referrals()) == [referral]
    assert in_tray(as_of=TODAY) == []


def test_a_referral_made_twice_is_one(hub: Hub):
    referral = hub.referred()
    named = NamedChild.objects.select_related("envelope").get()
    assert actions.make_referral(named=named, source="2A", **hub.doing) == referral
    with pytest.raises(Refused, match="dealt with this already"):
        actions.record_contact(named=named, source="2A", outcome=ContactOutcome.open_case, **hub.doing)


def test_two_referrals_on_one_day_keep_their_own_keys(hub: Hub):
    assert [hub.referred().key, hub.referred(what_happened="Again").key] == ["2026-11-20", "2026-11-20.2"]


def test_a_contact_alone_is_recorded_and_answered(hub: Hub):
    named = hub.told()
    actions.match_named_child(named=named, child=Person.objects.get(pk=hub.family.mei), **hub.doing)
    contact = actions.record_contact(named=named, source="2A", outcome=ContactOutcome.information_only, **hub.doing)
    named.refresh_from_db()
    assert contact.outcome == "information_only"
    assert (named.status, named.answer) == ("decided", WORDS_FOR_SENDER[ContactOutcome.information_only])
    assert not Referral.objects.exists()


@pytest.mark.parametrize("danger", ["yes", "not_sure"])
def test_where_a_child_may_be_in_danger_a_contact_alone_is_refused(hub: Hub, danger: str):
    named = hub.told(danger=danger)
    actions.match_named_child(named=named, child=Person.objects.get(pk=hub.family.mei), **hub.doing)
    for outcome in (ContactOutcome.information_only, ContactOutcome.early_help):
        with pytest.raises(Refused, match="Make it a referral"):
            actions.record_contact(named=named, source="2A", outcome=outcome, **hub.doing)
    actions.record_contact(named=named, source="2A", outcome=ContactOutcome.open_case, **hub.doing)


def test_who_of_the_public_told_us_is_not_on_the_childs_record(hub: Hub):
    receipt = tell(PUBLIC, teller_name="Mrs Neighbour", source="1B")
    named = NamedChild.objects.select_related("envelope").get(envelope_id=receipt.envelope_id)
    actions.match_named_child(named=named, child=Person.objects.get(pk=hub.family.oisin), **hub.doing)
    contact = Contact.objects.get(pk=actions.make_referral(named=named, source="1B", **hub.doing).contact_id)
    assert contact.from_agency == "A member of the public"
    assert "Neighbour" not in f"{contact.concern} {contact.source}"


@pytest.mark.parametrize("what", ReferralDecision)
def test_each_decision_says_whether_social_care_goes_on_and_answers_the_sender(hub: Hub, what: ReferralDecision):
    decided = hub.decide(hub.referred(), what)
    goes_on = what in ("assessment", "strategy_discussion")
    assert decided.no_further_action is not goes_on
    assert (decided.decided_by, decided.decided_at, decided.decided_on) == (hub.cast("carol").id, AT, TODAY)
    told = NamedChild.objects.get()
    assert (told.get_status_display(), told.answer) == ("Decided", WORDS_FOR_SENDER[what])
    assert not Due.objects.filter(child_id=decided.child_id, clock="referral_decision").exists()
    assert Due.objects.filter(child_id=decided.child_id, clock="assessment_45").exists() is goes_on


def test_the_sender_reads_the_words_that_somebody_wrote_instead(hub: Hub):
    hub.decide(hub.referred(), ReferralDecision.assessment, answer="Thank you, Farah. Ann rings you tomorrow.")
    assert NamedChild.objects.get().answer == "Thank you, Farah. Ann rings you tomorrow."


@pytest.mark.parametrize("what", ["assessment", "strategy_discussion"])
def test_protecting_needs_no_reasons_no_history_and_no_more_boxes(hub: Hub, what: str):
    hub.referred()
    second = hub.referred(danger="yes", what_happened="Worse")
    assert hub.decide(second, ReferralDecision(what), reasons="").decision == what


@pytest.mark.parametrize("what", ["no_further_action", "early_help", "another_authority"])
def test_ending_it_needs_reasons(hub: Hub, what: str):
    with pytest.raises(Refused, match="Give your reasons"):
        hub.decide(hub.referred(), ReferralDecision(what), reasons=" ")


def test_ending_it_needs_the_earlier_history_to_have_been_read(hub: Hub):
    hub.referred(at=AT - timedelta(days=300))
    second = hub.referred(what_happened="Again")
    with pytest.raises(Refused, match="Read what came before"):
        hub.decide(second, ReferralDecision.no_further_action)
    assert hub.decide(second, ReferralDecision.no_further_action, weighed=read_all(second)).no_further_action


def test_ending_it_where_danger_was_spoken_of_needs_that_reason_too(hub: Hub):
    referral = hub.referred(danger="yes")
    with pytest.raises(Refused, match="Say why nothing more is needed"):
        hub.decide(referral, ReferralDecision.no_further_action)
    safe = {"danger_reasons": "Police saw her at home, safe."}
    decided = hub.decide(referral, ReferralDecision.no_further_action, weighed=safe)
    assert decided.danger_reasons == "Police saw her at home, safe."


@pytest.mark.parametrize("day", [TODAY + timedelta(days=1), TODAY - timedelta(days=1)])
def test_a_decision_is_not_dated_before_the_referral_nor_after_today(hub: Hub, day: date):
    with pytest.raises(Refused, match="The day of the decision"):
        hub.decide(hub.referred(), ReferralDecision.assessment, decided_on=day)


def test_two_who_decide_at_once_see_both_texts_and_nothing_is_overwritten(hub: Hub):
    referral = hub.referred()
    hub.decide(referral, ReferralDecision.strategy_discussion, reasons="A bruise.")
    with pytest.raises(StaleEdit) as stale:
        hub.decide(referral, ReferralDecision.no_further_action, reasons="Nothing new.")
    assert (stale.value.theirs["reasons"], stale.value.yours["reasons"]) == ("A bruise.", "Nothing new.")
    assert stale.value.version == 2
    assert not set(stale.value.yours) & {"decided_at", "decided_by", "agreed_by", "no_further_action", "read_to_at"}
    assert Referral.objects.get().decision == "strategy_discussion"


def test_the_same_decision_clicked_twice_is_one(hub: Hub):
    referral = hub.referred()
    first, second = (hub.decide(referral, ReferralDecision.assessment) for _ in range(2))
    assert (first.version, second.version) == (2, 2)


def test_a_decision_taken_anew_keeps_the_former_one(hub: Hub):
    first = hub.decide(hub.referred(), ReferralDecision.early_help, reasons="Needs a parenting group.")
    again = hub.decide(first, ReferralDecision.assessment, reasons="The father rang: there is more.")
    assert again.decision == "assessment"
    assert history(again)[0].was["reasons"] == "Needs a parenting group."
    assert AuditEvent.objects.filter(what="decide_referral").count() == 2


def test_the_audit_log_says_what_was_decided_and_nobodys_words(hub: Hub):
    hub.decide(hub.referred(), ReferralDecision.assessment, reasons="Roisin said that Oisín is afraid.")
    assert AuditEvent.objects.get(what="decide_referral").reason == "Child and family assessment"
