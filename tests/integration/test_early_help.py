"""A family on its way to help: asked, spoken with, agreed, assessed, planned, reviewed, ended; and nobody lost."""

from datetime import UTC, date, datetime, timedelta

import pytest

from holdfast.access import Purpose, Stage
from holdfast.kernel.refused import NotFound, Refused, StaleEdit
from holdfast.records.earlyhelp import actions
from holdfast.records.earlyhelp.codes import HelpOutcome, HelpSource, HelpStage, Reached, Result, Risk
from holdfast.records.earlyhelp.models import Help, HelpedChild, Outcome
from holdfast.records.earlyhelp.queries import (
    asked_again_within_a_year,
    help_or_not_found,
    sent_and_not_taken_in,
    started_in_time,
    waiting,
)
from holdfast.records.frontdoor.models import Contact, Envelope, NamedChild, Referral
from holdfast.records.people.models import Person
from holdfast.wall import holding
from holdfast.wall.acting import acting
from holdfast.wall.due import stored_differently
from holdfast.wall.models import Due, Grant
from tests.integration.conftest import give

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 20, 10, 30, tzinfo=UTC)
TODAY = date(2026, 11, 20)
ASKED = date(2026, 11, 2)


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


@pytest.fixture
def uma(cast):
    """Uma, who coordinates early help."""
    return {"by": cast("uma").actor, "purpose": Purpose.early_help, "at": AT}


@pytest.fixture
def acts(uma):
    return lambda: acting(actor=uma["by"], purpose=uma["purpose"])


@pytest.fixture
def asked(family, uma, acts) -> Help:
    """Oisín's mother rang and asked for help with the nights, on a Monday."""
    with acts():
        child = Person.objects.get(pk=family.oisin)
    return actions.offer_early_help(
        child=child, source=HelpSource.family, wanted="Somebody to help with the nights", level=2, referred_on=ASKED,
        asked_by="Roisin", how_to_reach="020 7946 0501, not after six", **uma,
    )  # fmt: skip


def fresh(acts, record):
    with acts():
        return type(record).objects.get(pk=record.pk)


def spoken(asked, uma, on=ASKED):
    actions.record_attempt(family=asked, tried_on=on, how=Reached.telephone, reached=True, **uma)


def agree(asked, uma, on=date(2026, 11, 10)):
    return actions.record_agreement(
        family=asked, given_by="Roisin, his mother", agreed_on=on, to_what="Sharing with the school", **uma
    )


def plan(asked, uma, acts, cast, lead="farah"):
    agree(asked, uma)
    actions.name_lead(family=asked, user=cast(lead), from_on=ago(9), **uma)
    actions.record_assessment(
        family=asked, completed_on=ago(8), worries="No sleep", childs_words={asked.child_id: "Mum cries at night"},
        **uma,
    )  # fmt: skip
    actions.add_outcome(
        family=asked, wanted="Everybody sleeps", measure="Nights slept through", baseline="1 in 7", target="5 in 7",
        due_on=TODAY + timedelta(days=60), who="Farah", **uma,
    )  # fmt: skip
    return actions.make_plan(
        family=asked, planned_on=ago(7), review_due_on=TODAY + timedelta(days=30),
        expected_version=fresh(acts, asked).version, **uma,
    )  # fmt: skip


def test_a_family_that_asks_waits_in_the_ageing_list_with_an_owner_until_somebody_speaks_with_it(asked, acts, cast):
    """f.family_waiting: a family's own request has a first-contact clock, a stage and an owner."""
    with acts():
        [line] = waiting([help_or_not_found(asked.id)], as_of=TODAY)
        due = dict(Due.objects.filter(child_id=asked.child_id).values_list("clock", "due_on"))
    assert (line.stage, line.days, line.is_long) == (HelpStage.referred, 18, True)
    assert line.family.owner == cast("uma")
    assert due == {"early_help_contact": date(2026, 11, 9), "early_help_start": date(2026, 11, 30)}


def test_a_referral_to_early_help_keeps_its_stage_and_age_until_help_starts(asked, uma, acts, cast):
    """f.lower_level_tracking: no start after N days stands on the ageing list, and counts by level of need."""
    with acts():
        [line] = waiting([help_or_not_found(asked.id)], as_of=date(2026, 12, 8))
        [late] = started_in_time(since=ASKED, as_of=date(2026, 12, 8))
    assert (
        line.is_long and (line.due_on, line.due_for) == (date(2026, 11, 9), "Speak with the family") and line.days == 36
    )
    assert (late.level, late.asked, late.in_time, late.late, late.per_cent) == (2, 1, 0, 1, 0)
    plan(asked, uma, acts, cast)
    with acts():
        [began] = started_in_time(since=ASKED, as_of=date(2026, 12, 8))
        [line] = waiting([help_or_not_found(asked.id)], as_of=date(2026, 12, 8))
    assert (began.in_time, began.per_cent) == (1, 100)
    assert not line.is_long and line.days == 11  # it began on the 13th


def test_nothing_leaves_the_queue_without_an_outcome(asked, uma, acts):
    """f.family_waiting: it cannot be closed without one, and one who was never reached is asked about first."""
    with pytest.raises(Refused, match="Say whether going without this help raises the risk"):
        actions.end_help(
            family=asked, ended_on=TODAY, outcome=HelpOutcome.disengaged, why="Nobody answers", expected_version=1,
            **uma,
        )  # fmt: skip
    with pytest.raises(Refused, match="Step it up before you end it"):
        actions.end_help(
            family=asked, ended_on=TODAY, outcome=HelpOutcome.disengaged, why="Nobody answers", raises_risk=Risk.yes,
            risk_words="The baby is six weeks old", expected_version=1, **uma,
        )  # fmt: skip
    assert fresh(acts, asked).is_open


def test_a_call_that_nobody_answered_leaves_the_clock_running(asked, uma, acts):
    actions.record_attempt(family=asked, tried_on=ago(12), how=Reached.telephone, reached=False, **uma)
    assert fresh(acts, asked).stage == HelpStage.referred
    spoken(asked, uma, on=ago(11))
    assert fresh(acts, asked).stage == HelpStage.offered
    with acts():
        assert set(Due.objects.values_list("clock", flat=True)) == {"early_help_start"}


def test_early_help_without_the_familys_agreement_is_refused_with_the_question_whether_refusing_raises_the_risk(
    asked, uma, cast
):
    """f.mash_consent: early help needs the family's agreement; the child is not forgotten where it is refused."""
    spoken(asked, uma)
    for do in (
        lambda: actions.record_assessment(family=asked, completed_on=TODAY, **uma),
        lambda: actions.name_lead(family=asked, user=cast("farah"), from_on=TODAY, **uma),
        lambda: actions.add_outcome(family=asked, wanted="Sleep", who="Farah", **uma),
    ):
        with pytest.raises(Refused, match="say whether refusing raises the risk to the child"):
            do()


def test_a_refusal_that_raises_the_risk_is_stepped_up_at_once_with_everything_told(asked, uma, acts, cast):
    """f.mash_consent: refusing is recorded with its risk, and goes to the front door in the same breath."""
    spoken(asked, uma)
    refused = actions.record_refusal(
        family=asked, refused_on=ago(1), why="We manage", raises_risk=Risk.yes,
        risk_words="Nobody else sees the baby", step_up_now=True, expected_version=fresh(acts, asked).version, **uma,
    )  # fmt: skip
    assert refused.stage == HelpStage.stepped_up and refused.stepped_up_reference
    with acting(actor=cast("carol").actor, purpose=Purpose.front_door):
        envelope, child = Envelope.objects.get(), NamedChild.objects.get()
    assert "Nobody else sees the baby" in envelope.what_happened
    assert "Somebody to help with the nights" in envelope.what_happened
    assert (child.given, child.family, child.birth_on) == ("Oisín", "O'Neil", date(2020, 2, 29))
    assert "100001" in child.communication_needs
    assert envelope.reference == refused.stepped_up_reference


def test_a_refusal_without_an_answer_on_risk_is_not_taken(asked, uma):
    with pytest.raises(Refused, match="why refusing raises the risk"):
        actions.record_refusal(
            family=asked, refused_on=TODAY, why="", raises_risk=Risk.no, risk_words=" ", expected_version=1, **uma
        )


def test_help_runs_from_agreement_to_review_and_ends_with_needs_met(asked, uma, acts, cast):
    plan(asked, uma, acts, cast)
    with acts():
        outcome = Outcome.objects.get()
        heard = HelpedChild.objects.get()
    assert heard.words == "Mum cries at night"
    actions.hold_review(
        family=asked, held_on=TODAY, words="Four nights of seven", next_on=None,
        readings={outcome.id: ("4 in 7", Result.partly)}, **uma,
    )  # fmt: skip
    ended = actions.end_help(
        family=asked, ended_on=TODAY, outcome=HelpOutcome.needs_met, why="They sleep; the school will notice",
        check_due_on=TODAY + timedelta(weeks=12), expected_version=fresh(acts, asked).version, **uma,
    )  # fmt: skip
    assert ended.stage == HelpStage.ended
    assert fresh(acts, outcome).reading == "4 in 7"
    with acts():
        assert not Due.objects.exists()
        assert stored_differently([asked.child_id], as_of=TODAY) == []
    checked = actions.record_check(
        family=ended, checked_on=TODAY, words="Well, says Roisin", expected_version=ended.version, **uma
    )
    assert checked.checked_on == TODAY


def test_the_lead_professional_reaches_the_family_while_help_runs_and_not_longer(asked, uma, acts, cast):
    joy = {"by": cast("joy").actor, "purpose": Purpose.early_help}
    with acting(actor=joy["by"], purpose=joy["purpose"]), pytest.raises(NotFound):
        help_or_not_found(asked.id)
    plan(asked, uma | {"at": datetime.now(UTC)}, acts, cast, lead="joy")
    with acting(actor=joy["by"], purpose=joy["purpose"]):
        assert help_or_not_found(asked.id).wanted
        assert not Referral.objects.exists()
    with acts():
        assert Grant.objects.get(user=cast("joy")).ceiling == Stage.early_help
    actions.end_help(
        family=asked, ended_on=TODAY, outcome=HelpOutcome.needs_met, why="Done",
        expected_version=fresh(acts, asked).version, **uma | {"at": datetime.now(UTC)},
    )  # fmt: skip
    with acts():
        assert Grant.objects.get(user=cast("joy")).until_at <= datetime.now(UTC)


def test_taking_the_agreement_back_stops_the_sharing(asked, uma, acts, cast):
    agreement = agree(asked, uma)
    actions.name_lead(family=asked, user=cast("farah"), from_on=ago(9), **uma)
    actions.withdraw_agreement(
        agreement=agreement, withdrawn_on=TODAY, why="Too many people", raises_risk=Risk.no, risk_words="Nan helps",
        expected_version=1, **uma,
    )  # fmt: skip
    assert fresh(acts, asked).stage == HelpStage.refused
    with acts():
        assert Grant.objects.get(user=cast("farah")).until_at <= AT
    agree(asked, uma, on=TODAY)
    assert fresh(acts, asked).stage == HelpStage.agreed
    with acts():
        assert Grant.objects.get(user=cast("farah")).until_at > AT


def test_a_lead_professional_of_another_agency_writes_for_the_family(asked, uma, acts, cast):
    agree(asked, uma)
    now = {"at": datetime.now(UTC)}
    actions.name_lead(family=asked, user=cast("helen"), from_on=ago(9), **uma | now)
    helen = {"by": cast("helen").actor, "purpose": Purpose.early_help} | now
    actions.record_assessment(family=asked, completed_on=TODAY, strengths="They love each other", **helen)
    with acts():
        assert stored_differently([asked.child_id], as_of=TODAY) == []
    assert fresh(acts, asked).stage == HelpStage.assessed


def test_what_the_front_door_sent_and_nobody_took_in_stands_on_a_list(family, uma, acts, cast):
    """f.lower_level_tracking: even where the decision reached nobody, the coordinator sees that there is one."""
    with acting(actor=cast("carol").actor, purpose=Purpose.front_door):
        Contact(
            child_id=family.oisin, key="k1", received_at=AT - timedelta(days=3), source="1A", outcome="early_help",
            concern="Nights",
        ).save(force_insert=True)  # fmt: skip
    with acts():
        assert not Contact.objects.exists()
        [sent] = sent_and_not_taken_in(as_of=TODAY)
        assert sent.name == "Oisín O'Neil" and sent.sent_on == ago(3)
    taken = actions.take_in(sent=sent, **uma)
    assert (taken.source, taken.referred_on) == (HelpSource.family, ago(3))
    with acts():
        assert sent_and_not_taken_in(as_of=TODAY) == []


def test_asked_twice_while_it_is_open_it_stands_once_and_both_texts_are_kept(asked, uma, acts):
    with acts():
        child = Person.objects.get(pk=asked.child_id)
    again = actions.offer_early_help(child=child, source=HelpSource.partner, wanted="He is hungry at school", **uma)
    assert again.id == asked.id
    assert "nights" in again.wanted and "hungry" in again.wanted


def test_stepping_down_begins_with_what_was_worked_on(family, cast, acts):
    ann = {"by": cast("ann").actor, "purpose": Purpose.direct_work, "at": AT}
    cast("uma")
    with acting(actor=ann["by"], purpose=ann["purpose"]):
        child = Person.objects.get(pk=family.oisin)
    stepped = actions.offer_early_help(
        child=child, source=HelpSource.step_down, wanted="Keep the nights going", worked_on="Bedtimes, with Nan", **ann
    )
    assert stepped.owner == cast("uma") and fresh(acts, stepped).worked_on == "Bedtimes, with Nan"


def test_early_help_is_not_ended_while_something_stands(asked, uma, acts, monkeypatch):
    monkeypatch.setitem(holding._reasons, "early_help", [lambda child, subject: ["A challenge is open."]])
    with pytest.raises(Refused, match=r"A challenge is open\."):
        actions.end_help(
            family=asked, ended_on=TODAY, outcome=HelpOutcome.universal, why="They manage", expected_version=1, **uma
        )
    assert fresh(acts, asked).is_open


def test_a_family_that_comes_back_within_a_year_is_counted(asked, uma, acts):
    """f.early_help_weak: re-referral within twelve months after early help."""
    ended = actions.end_help(
        family=asked, ended_on=ago(5), outcome=HelpOutcome.universal, why="They manage", expected_version=1, **uma
    )
    with acts():
        assert not asked_again_within_a_year(ended)
        child = Person.objects.get(pk=asked.child_id)
    actions.offer_early_help(child=child, source=HelpSource.partner, wanted="Nights again", **uma)
    with acts():
        assert asked_again_within_a_year(ended)


def test_two_who_end_it_at_once_are_both_told_what_the_other_wrote(asked, uma):
    ending = {"family": asked, "ended_on": TODAY, "outcome": HelpOutcome.universal, "expected_version": 1}
    actions.end_help(**ending, why="They manage", **uma)
    actions.end_help(**ending, why="They manage", **uma)  # a double click
    with pytest.raises(StaleEdit):
        actions.end_help(**ending, why="They moved", **uma)


def test_somebody_shut_out_of_the_childs_record_sees_no_early_help(asked, cast, acts):
    from holdfast.wall.models import Exclusion

    with acting(actor=cast("carol").actor, purpose=Purpose.front_door):
        Exclusion(
            user=cast("uma"), child_id=asked.child_id, from_at=datetime.now(UTC) - timedelta(hours=1)
        ).save(force_insert=True)  # fmt: skip
    with acts():
        assert not Help.objects.exists()
    with acting(actor=cast("farah").actor, purpose=Purpose.early_help):
        assert not Help.objects.exists()


def test_a_school_reads_the_early_help_of_its_own_pupil(asked, family, cast):
    with acting(actor=cast("carol").actor, purpose=Purpose.front_door):
        give(cast("farah"), family.oisin, ceiling=Stage.child_in_need)
    with acting(actor=cast("farah").actor, purpose=Purpose.early_help):
        assert Help.objects.get().id == asked.id
