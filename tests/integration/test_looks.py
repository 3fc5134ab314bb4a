"""What many agencies told, added up: a manager is asked to look, and the question stands until one has."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from holdfast.access import Purpose, Stage
from holdfast.checks import CHECKS, Question
from holdfast.kernel.days import months_from
from holdfast.kernel.refused import Refused
from holdfast.records.frontdoor import actions as frontdoor
from holdfast.records.frontdoor.models import Contact, Match, NamedChild
from holdfast.records.looks import actions as looking
from holdfast.records.looks.actions import ask_everybody, ask_overnight, record_look
from holdfast.records.looks.codes import LookDecision
from holdfast.records.looks.models import Look
from holdfast.records.looks.queries import by_person, open_looks
from holdfast.records.people.actions import link_same_person, unlink_same_person
from holdfast.records.people.models import Person
from holdfast.wall.acting import acting, service
from holdfast.wall.deeds import deed
from holdfast.wall.models import Seal, User, Version
from tests.integration.conftest import AT, Family, give
from tests.integration.test_front_door_told import tell

pytestmark = pytest.mark.django_db

Cast = Callable[[str], User]
AGENCIES = (("farah", "2A"), ("gpshared", "3A"), ("erin", "6"), ("helen", "3B"))
SPELLINGS = ({"given": "Oisín", "family": "O'Neil"}, {"given": "Osheen", "family": "ONeill"})


def told(cast: Cast, child_id, *, source: str, sender: str, at: datetime = AT, spelling: int = 0) -> NamedChild:
    """Somebody of an agency tells of the child, and Carol confirms who it is."""
    tell(cast(sender).actor, SPELLINGS[spelling], at=at, source=source)
    carol = cast("carol").actor
    with acting(actor=carol, purpose=Purpose.front_door):
        named = NamedChild.objects.latest("recorded_at")
        child = Person.objects.get(pk=child_id)
        frontdoor.match_named_child(named=named, child=child, by=carol, purpose=Purpose.front_door, at=at)
    return named


def twelve(cast: Cast, family: Family) -> None:
    for number in range(12):
        sender, source = AGENCIES[number % 4]
        told(cast, family.oisin, source=source, sender=sender, spelling=number % 2, at=AT - timedelta(days=60 - number))


def questions(cast: Cast) -> dict[str, Look]:
    with acting(actor=cast("carol").actor, purpose=Purpose.front_door):
        return {look.check_id: look for look in open_looks()}


def look(cast: Cast, family: Family, *, at: datetime = AT, reasons: str = "Read all of it.", **changed) -> list[Look]:
    standing = {each.id: each.version for each in questions(cast).values()} | changed.get("versions", {})
    carol = cast("carol").actor
    with acting(actor=carol, purpose=Purpose.front_door):
        return record_look(
            child_id=family.oisin, versions=standing, decision=LookDecision.strategy_discussion, reasons=reasons,
            by=carol, purpose=Purpose.front_door, at=at,
        )  # fmt: skip


def test_the_twelfth_contact_asks_a_manager_and_the_question_stands_until_one_has_decided(cast: Cast, family: Family):
    """f.contacts_not_joined: twelve contacts, four agencies, two spellings; asked at the count, answered once."""
    twelve(cast, family)
    standing = questions(cast)["many_contacts"]
    assert standing.said == "12 contacts within 12 months, from GP practice, health, police and school."
    assert len(standing.evidence) == 12
    for night in range(1, 4):
        ask_everybody(at=AT + timedelta(days=100 * night))
    assert questions(cast)["many_contacts"].id == standing.id
    with pytest.raises(Refused, match="Say why"):
        look(cast, family, reasons=" ")
    assert {each.decision for each in look(cast, family)} == {"strategy_discussion"}
    assert questions(cast) == {}


def test_nothing_is_asked_about_somebody_who_is_18_and_what_was_asked_is_taken_back(cast: Cast, family: Family):
    twelve(cast, family)
    assert "many_contacts" in questions(cast)
    with acting(actor=cast("carol").actor, purpose=Purpose.front_door):
        Person.objects.filter(pk=family.oisin).update(birth_on=months_from(AT.date(), -18 * 12))
    ask_everybody(at=AT - timedelta(days=1))
    assert "many_contacts" in questions(cast)
    assert not [each for each in ask_everybody(at=AT) if each.check == "many_contacts"]
    assert questions(cast) == {}


def test_eleven_contacts_ask_nothing_about_their_number(cast: Cast, family: Family):
    twelve(cast, family)
    with acting(actor=cast("carol").actor, purpose=Purpose.front_door):
        mei = Person.objects.get(pk=family.mei)
    for number in range(11):
        told(cast, mei.pk, source="2A", sender="farah", at=AT - timedelta(days=number))
    with acting(actor=cast("carol").actor, purpose=Purpose.front_door):
        assert not Look.objects.filter(child_id=family.mei, check_id="many_contacts").exists()


def test_a_contact_after_the_look_asks_again_and_a_quiet_night_does_not(cast: Cast, family: Family):
    """f.contacts_not_joined: a look never hides what came after it."""
    twelve(cast, family)
    look(cast, family)
    ask_everybody(at=AT + timedelta(days=1))
    assert questions(cast) == {}
    told(cast, family.oisin, source="6", sender="erin", at=AT + timedelta(days=2))
    again = questions(cast)["many_contacts"]
    assert again.said.startswith("13 contacts") and len(again.evidence) == 13


def test_a_manager_who_did_not_see_the_latest_contact_is_told_so(cast: Cast, family: Family):
    twelve(cast, family)
    seen = {each.id: each.version for each in questions(cast).values()}
    told(cast, family.oisin, source="6", sender="erin", at=AT)
    with pytest.raises(Refused, match="Your words are kept"):
        look(cast, family, versions=seen)


def test_undoing_a_match_takes_back_the_question_that_rested_on_it_and_keeps_it_in_the_history(
    cast: Cast, family: Family
):
    """f.contacts_not_joined: a wrong match leaves no question behind, and leaves its trace."""
    for sender, source in AGENCIES[:3]:
        named = told(cast, family.oisin, source=source, sender=sender)
    standing = questions(cast)["several_agencies"]
    carol = cast("carol").actor
    with acting(actor=carol, purpose=Purpose.front_door):
        match = Match.objects.get(named=named, undone_at=None)
        frontdoor.undo_match(match=match, expected_version=match.version, by=carol, purpose=Purpose.front_door, at=AT)
        taken_back = Look.objects.get(pk=standing.pk)
        assert taken_back.withdrawn_at == AT and taken_back.decision == ""
        assert Version.objects.filter(table_name="looks_look", row_id=standing.pk).exists()
    assert questions(cast) == {}


def test_a_worker_who_may_not_see_it_all_silences_no_question(cast: Cast, family: Family):
    """The software asks with its own reach, in the transaction of whoever writes."""
    twelve(cast, family)
    with acting(actor=cast("carol").actor, purpose=Purpose.front_door):
        give(cast("ben"), family.oisin, ceiling=Stage.pointer)
    before = set(questions(cast))
    with deed("look_in", children=[family.oisin], by=cast("ben").actor, purpose=Purpose.direct_work, at=AT):
        assert not Contact.objects.exists()
    assert set(questions(cast)) == before


def test_two_records_of_one_person_are_added_up_and_taken_apart_again(cast: Cast, family: Family):
    """f.contacts_not_joined: two spellings became two records; once linked, they count as one child."""
    for number, (sender, source) in enumerate(AGENCIES[:3]):
        told(cast, (family.oisin, family.mei)[number % 2], source=source, sender=sender)
    assert questions(cast) == {}
    carol = cast("carol").actor
    with acting(actor=carol, purpose=Purpose.front_door):
        one, other = Person.objects.get(pk=family.oisin), Person.objects.get(pk=family.mei)
        link = link_same_person(
            person=one, other=other, because="The same birth certificate", by=carol, purpose=Purpose.front_door, at=AT
        )
    assert set(questions(cast)) == {"several_agencies"}
    with acting(actor=carol, purpose=Purpose.front_door):
        unlink_same_person(
            link=link, because="Two girls", expected_version=link.version, by=carol, purpose=Purpose.front_door, at=AT
        )
    assert questions(cast) == {}


def test_the_night_asks_once_a_day(cast: Cast, family: Family):
    ask_overnight(at=AT)
    twelve(cast, family)
    with acting(actor=service("checks"), purpose=Purpose.checking):
        first = set(Look.objects.values_list("pk", flat=True))
    ask_overnight(at=AT + timedelta(hours=1))
    ask_overnight(at=AT + timedelta(days=1))
    with acting(actor=service("checks"), purpose=Purpose.checking):
        assert set(Look.objects.values_list("pk", flat=True)) == first


def test_a_sealed_child_is_asked_about_and_only_those_who_open_the_seal_read_it(cast: Cast, family: Family):
    carol = cast("carol").actor
    for sender, source in AGENCIES[:2]:
        told(cast, family.oisin, source=source, sender=sender)
    with acting(actor=carol, purpose=Purpose.front_door):
        give(cast("ben"), family.oisin, ceiling=Stage.decision_maker, opens_seal=True)
        for sender, source in AGENCIES[2:]:
            told(cast, family.oisin, source=source, sender=sender)
        Look.objects.update(withdrawn_at=AT)
        Seal(child_id=family.oisin, from_at=AT - timedelta(days=1)).save(force_insert=True)
    ask_everybody(at=AT)
    assert questions(cast) == {}
    with acting(actor=cast("ben").actor, purpose=Purpose.direct_work):
        assert open_looks().exists()


def test_a_question_that_another_deed_asked_at_the_same_moment_fails_nobodys_deed(cast: Cast, family: Family):
    """Two records of one person, written about at once: one question stands, and nothing of anybody's is lost."""
    twelve(cast, family)
    with acting(actor=service("checks"), purpose=Purpose.checking):
        standing = Look.objects.get(check_id="many_contacts")
        again = Question(said="Asked twice", evidence=("contact:x",))
        looking._ask(CHECKS["many_contacts"], family.oisin, again, at=AT)
        stale = Look.objects.get(pk=standing.pk)
        looking._change(stale, {"said": "Changed meanwhile"})
        looking._change(standing, {"said": "Too late"})
        assert [look.said for look in Look.objects.filter(check_id="many_contacts")] == ["Changed meanwhile"]


def test_the_records_of_one_person_are_asked_about_together_however_few_are_at_once(cast: Cast, family: Family):
    with acting(actor=cast("carol").actor, purpose=Purpose.front_door):
        both = Person.objects.in_bulk([family.oisin, family.mei])
        link_same_person(
            person=both[family.oisin], other=both[family.mei], because="One child", by=cast("carol").actor,
            purpose=Purpose.front_door, at=AT,
        )  # fmt: skip
        ((together, linked),) = by_person([family.oisin], at_once=1)
    assert set(together) == set(linked) == {family.oisin, family.mei}
