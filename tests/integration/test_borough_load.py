"""A borough that never was stands in the records exactly as it was imagined."""

from datetime import UTC, date, datetime

import pytest

from holdfast.access import Purpose
from holdfast.borough import build
from holdfast.clocks import CLOCKS
from holdfast.facts import TABLES
from holdfast.facts.store import Facts
from holdfast.kernel.refused import Refused
from holdfast.records.exchange.actions.borough import LOADER, load_borough
from holdfast.records.frontdoor.models import Envelope, Match, NamedChild
from holdfast.records.looks.queries import open_looks
from holdfast.records.people.models import Person, Relationship
from holdfast.wall.acting import acting, service
from holdfast.wall.due import stored_differently
from holdfast.wall.installation import mark_as_demo
from holdfast.wall.models import Due, User
from holdfast.wall.providers import facts_of

AS_OF = date(2026, 11, 20)
AT = datetime(2026, 11, 20, 10, tzinfo=UTC)


@pytest.fixture(scope="module")
def borough():
    return build(seed=7, as_of=AS_OF, size=150)


def test_a_live_database_is_never_filled_with_invented_people(db, borough):
    with pytest.raises(Refused, match="not one"):
        load_borough(borough=borough, at=AT)


@pytest.fixture
def loaded(committed, borough):
    mark_as_demo()
    load_borough(borough=borough, at=AT)
    with acting(actor=LOADER, purpose=Purpose.borough_load):
        yield borough


def test_the_records_tell_what_the_borough_told_of_every_child_who_is_not_sealed(loaded):
    sealed = [seal.child for seal in loaded.seals]
    tables = [name for name in TABLES if name in loaded.facts.tables]
    told = {name: [row for row in loaded.facts.rows(name) if row["child"] not in sealed] for name in tables}
    found = {name: facts_of(None, tables=[name]).rows(name) for name in tables}
    found["early_help"] = [row for row in found["early_help"] if row["child"] not in helped_by_hand(loaded)]
    assert Facts.of(found) == Facts.of(told)


def helped_by_hand(loaded):
    """Children whose early help was told after the borough, step by step, by the same actions as people's."""
    told = {row["child"] for row in loaded.facts.rows("early_help")}
    with acting(actor=service("figures"), purpose=Purpose.figures):
        return {row["child"] for row in facts_of(None, tables=["early_help"]).rows("early_help")} - told


def test_counting_counts_a_sealed_child_like_any_other(loaded):
    assert loaded.seals
    with acting(actor=service("figures"), purpose=Purpose.figures):
        counted = {row["child"] for row in facts_of(None).rows("child")}
    assert counted == {row["child"] for row in loaded.facts.rows("child")}


def test_exactly_the_planted_lateness_stands_overdue(loaded):
    planted = {(each.clock, each.child, each.subject) for each in loaded.planted if each.state == "overdue"}
    stored = Due.objects.filter(due_on__lt=AS_OF)
    children = dict(Person.objects.filter(is_child=True).values_list("id", "local_id"))
    overdue = {(due.clock, children[due.child_id], due.subject) for due in stored if not CLOCKS[due.clock].window}
    by_hand = helped_by_hand(loaded)
    assert {each for each in overdue if each[1] not in by_hand or "early_help" not in each[0]} == planted


def test_stored_due_dates_are_those_that_the_facts_give(loaded):
    children = list(Person.objects.filter(is_child=True).values_list("id", flat=True))
    assert stored_differently(children, as_of=AS_OF) == []


def test_every_relationship_has_its_inverse(loaded):
    with acting(actor=service("figures"), purpose=Purpose.figures):
        pairs = set(Relationship.objects.values_list("person_id", "other_id"))
    assert pairs == {(there, here) for here, there in pairs}


def test_the_personas_have_their_work(loaded):
    ann = User.objects.get(username="ann")
    with acting(actor=ann.actor, purpose=Purpose.direct_work):
        assert 8 <= Person.objects.filter(is_child=True).count() <= 60


def test_a_borough_is_loaded_once(loaded):
    with pytest.raises(Refused, match="people in this database already"):
        load_borough(borough=loaded, at=AT)


def test_what_was_told_today_waits_at_the_front_door(loaded):
    carol = User.objects.get(username="carol")
    with acting(actor=carol.actor, purpose=Purpose.front_door):
        assert {envelope.danger for envelope in Envelope.objects.all()} >= {"no", "not_sure"}
        assert Envelope.objects.filter(by_public=True).exists()
        assert Envelope.objects.count() >= 6


def test_a_child_seen_in_pieces_stands_under_three_spellings_and_nobody_has_matched_what_came_today(loaded):
    """f.contacts_not_joined: what the front door is there to put together."""
    pieces = [loaded.stories[f"in_pieces_{which}"][0] for which in ("school", "practice", "police")]
    with acting(actor=service("figures"), purpose=Purpose.figures):
        contacts = [row for row in facts_of(None, tables=["contact"]).rows("contact") if row["child"] in pieces]
    assert len(contacts) == 9 and len({row["agency_kind"] for row in contacts}) == 5
    with acting(actor=User.objects.get(username="carol").actor, purpose=Purpose.front_door):
        names = {(child.given, child.family) for child in NamedChild.objects.all()}
        assert not Match.objects.exists()
    assert {("Oluwatobi", "Adeyemi-Cole"), ("Tobi", "Adeyemi"), ("Toby", "Ademi")} <= names


def test_the_hub_has_enquiries_answers_silence_and_challenges_of_its_own(loaded):
    with acting(actor=service("figures"), purpose=Purpose.figures):
        told = facts_of(None)
    checks = told.rows("agency_check")
    assert {row["answer"] for row in checks} >= {"known", "nothing_known"}
    assert [row for row in checks if row["waived_at"]] and [
        row for row in told.rows("mash_enquiry") if row["completed_at"]
    ]
    assert {row["stage"] for row in told.rows("challenge_stage")} >= {1}
    assert len(told.rows("injury")) == 2 and len(told.rows("early_help")) >= 1


def test_managers_have_something_to_look_at_again_and_not_a_hundred_things(loaded):
    with acting(actor=User.objects.get(username="carol").actor, purpose=Purpose.front_door):
        assert 0 < open_looks().values("child_id").distinct().count() < 40
