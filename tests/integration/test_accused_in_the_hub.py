"""Somebody at the front door is accused: what was told of them is closed to them, and to nobody else."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest

from holdfast.access import Purpose
from holdfast.records.allegations import actions
from holdfast.records.allegations.models import Allegation
from holdfast.records.frontdoor.actions import add_named_child, match_named_child, receive_envelope, undo_match
from holdfast.records.frontdoor.actions.receiving import Around
from holdfast.records.frontdoor.models import AllegedWorker, Envelope, Match, NamedChild
from holdfast.records.people.models import Person
from holdfast.wall.acting import PUBLIC, acting
from tests.integration.test_ways_round import sql

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 20, 10, 30, tzinfo=UTC)
TABLES = ("envelope", "namedchild", "allegedworker")


@pytest.fixture
def quinn(cast):
    return {"by": cast("quinn").actor, "purpose": Purpose.allegations, "at": AT}


def tell_of(name: str) -> None:
    receive_envelope(
        form_key=uuid4(), told={"danger": "no", "what_happened": "She shouts at children on the telephone"},
        children=[{"given": "Oisin"}, {"given": "Mei"}],
        around=Around(alleged=[{"name": name, "employer": "The council"}]),
        by=PUBLIC, purpose=Purpose.referring, at=AT,
    )  # fmt: skip


def seen_by(user, purpose: Purpose = Purpose.front_door) -> set[str]:
    with acting(actor=user.actor, purpose=purpose):
        return {table for table in TABLES if sql(f"SELECT id FROM frontdoor_{table}")()}


def take_up(quinn) -> Allegation:
    with acting(actor=quinn["by"], purpose=quinn["purpose"]):
        return actions.take_up(alleged=AllegedWorker.objects.get(), **quinn)


def test_whoever_at_the_front_door_is_accused_by_name_never_reads_what_was_told(cast, family):
    grace = cast("grace")
    tell_of(f" {grace.display_name.upper()} ")
    assert seen_by(grace) == set()
    assert seen_by(cast("carol")) == set(TABLES)
    assert seen_by(cast("quinn"), Purpose.allegations) == set(TABLES)


def test_whoever_at_the_front_door_is_accused_under_another_name_is_shut_out_by_their_account(cast, family, quinn):
    tell_of("Gracie from the phones")
    assert seen_by(cast("grace")) == set(TABLES)
    allegation = take_up(quinn)
    actions.say_who(
        allegation=allegation, accused_name="Grace", accused_user=cast("grace"), expected_version=1, **quinn
    )
    assert seen_by(cast("grace")) == set()
    assert seen_by(cast("carol")) == set(TABLES)


def test_a_namesake_reads_on_once_the_officer_has_said_who_it_is(cast, family, quinn):
    grace = cast("grace")
    tell_of(grace.display_name)
    allegation = take_up(quinn)
    actions.say_who(
        allegation=allegation, accused_name=grace.display_name, accused_user=cast("joy"), expected_version=1, **quinn
    )
    assert seen_by(grace) == set(TABLES)


def test_the_accused_is_shut_out_of_every_child_whom_the_front_door_found_in_it(cast, family, quinn):
    """Both were matched after the officer took it up; the second is not the child it stands with."""
    tell_of("Gracie from the phones")
    allegation = take_up(quinn)
    carol = {"by": cast("carol").actor, "purpose": Purpose.front_door, "at": AT}
    with acting(actor=carol["by"], purpose=carol["purpose"]):
        for named, child in zip(NamedChild.objects.order_by("place"), (family.oisin, family.mei), strict=True):
            match_named_child(named=named, child=Person.objects.get(pk=child), **carol)
        assert Envelope.objects.count() == 1
    actions.say_who(
        allegation=allegation, accused_name="Grace", accused_user=cast("grace"), expected_version=1, **quinn
    )
    with acting(actor=cast("grace").actor, purpose=Purpose.front_door):
        assert not Person.objects.filter(pk__in=[family.oisin, family.mei]).exists()


def match_all(family, by) -> None:
    """The front door finds out who the two children are."""
    with acting(actor=by["by"], purpose=by["purpose"]):
        for named, child in zip(NamedChild.objects.order_by("place"), (family.oisin, family.mei), strict=True):
            match_named_child(named=named, child=Person.objects.get(pk=child), **by)


def opens(user, purpose: Purpose = Purpose.front_door) -> int:
    """How many children's records they open."""
    with acting(actor=user.actor, purpose=purpose):
        return Person.objects.filter(is_child=True).count()


@pytest.fixture
def carol(cast):
    return {"by": cast("carol").actor, "purpose": Purpose.front_door, "at": AT}


def test_the_accused_is_shut_out_of_a_child_who_is_found_after_the_officer_said_whose_account_it_is(
    cast, family, quinn, carol
):
    tell_of("Gracie from the phones")
    actions.say_who(
        allegation=take_up(quinn), accused_name="Grace", accused_user=cast("grace"), expected_version=1, **quinn
    )
    assert opens(cast("grace")) == 2
    match_all(family, carol)
    assert opens(cast("grace")) == 0
    assert opens(cast("rosa")) == 2


def test_a_colleague_who_may_shut_nobody_out_shuts_the_accused_out_by_matching(cast, family, quinn):
    """Grace takes calls and shuts nobody out: the software does it while she matches."""
    tell_of("Carrie who decides")
    actions.say_who(
        allegation=take_up(quinn), accused_name="Carol", accused_user=cast("carol"), expected_version=1, **quinn
    )
    match_all(family, {"by": cast("grace").actor, "purpose": Purpose.front_door, "at": AT})
    assert (opens(cast("carol")), opens(cast("grace"))) == (0, 2)


def test_whoever_is_accused_by_name_is_shut_out_of_the_child_before_anybody_has_taken_it_up(cast, family, carol):
    tell_of(cast("grace").display_name)
    match_all(family, carol)
    assert (opens(cast("grace")), opens(cast("rosa"))) == (0, 2)


def test_a_name_in_capitals_is_the_same_name(cast, family, carol):
    tell_of(f" {cast('grace').display_name.upper()} ")
    match_all(family, carol)
    assert opens(cast("grace")) == 0


def test_the_accused_is_shut_out_of_a_child_who_is_added_as_somebody_new(cast, family, carol):
    tell_of(cast("grace").display_name)
    with acting(actor=carol["by"], purpose=carol["purpose"]):
        named = NamedChild.objects.select_related("envelope").order_by("place").first()
        add_named_child(named=named, **carol)
    assert (opens(cast("grace")), opens(cast("rosa"))) == (2, 3)


def test_a_namesake_who_works_elsewhere_goes_on_with_the_child(cast, family, carol):
    """Whether the social worker is meant, the officer says: shutting them out would leave their child alone."""
    tell_of(cast("ann").display_name)
    match_all(family, carol)
    assert opens(cast("ann"), Purpose.direct_work) == 1


def test_matched_once_more_after_it_was_taken_back_the_child_is_closed_to_the_accused_again(cast, family, carol):
    tell_of(cast("grace").display_name)
    match_all(family, carol)
    with acting(actor=carol["by"], purpose=carol["purpose"]):
        once = Match.objects.select_related("named__envelope").get(child_id=family.mei)
        undo_match(match=once, expected_version=once.version, **carol)
    assert opens(cast("grace")) == 1
    with acting(actor=carol["by"], purpose=carol["purpose"]):
        match_named_child(named=once.named, child=Person.objects.get(pk=family.mei), **carol)
    assert opens(cast("grace")) == 0


def test_the_child_with_whom_the_allegation_stands_stays_closed_when_the_match_is_taken_back(
    cast, family, quinn, carol
):
    tell_of(cast("grace").display_name)
    match_all(family, carol)
    allegation = take_up(quinn)
    with acting(actor=carol["by"], purpose=carol["purpose"]):
        wrong = Match.objects.select_related("named").get(child_id=allegation.child_id)
        undo_match(match=wrong, expected_version=wrong.version, **carol)
    assert opens(cast("grace")) == 0


def test_a_namesake_is_let_in_to_the_child_once_the_officer_has_said_who_it_is(cast, family, quinn, carol):
    grace = cast("grace")
    tell_of(grace.display_name)
    match_all(family, carol)
    actions.say_who(
        allegation=take_up(quinn), accused_name="Grace", accused_user=cast("joy"), expected_version=1, **quinn
    )
    assert opens(grace) == 2


def test_taking_a_wrong_match_back_lets_the_accused_in_again(cast, family, quinn, carol):
    tell_of("Gracie from the phones")
    actions.say_who(
        allegation=take_up(quinn), accused_name="Grace", accused_user=cast("grace"), expected_version=1, **quinn
    )
    match_all(family, carol)
    with acting(actor=carol["by"], purpose=carol["purpose"]):
        wrong = Match.objects.select_related("named").get(child_id=family.mei)
        undo_match(match=wrong, expected_version=wrong.version, **carol)
    assert opens(cast("grace")) == 1


def test_whoever_takes_calls_writes_down_an_allegation_and_the_accused_is_shut_out_at_once(cast, family):
    with acting(actor=cast("grace").actor, purpose=Purpose.front_door):
        child = Person.objects.get(pk=family.oisin)
    actions.record_allegation(
        accused_name="Carol", accused_user=cast("carol"), what="Rough", child=child, received_at=AT,
        by=cast("grace").actor, purpose=Purpose.front_door, at=AT,
    )  # fmt: skip
    assert (opens(cast("carol")), opens(cast("grace"))) == (1, 2)
