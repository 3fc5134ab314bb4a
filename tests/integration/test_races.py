"""Two at once: the same form sent twice, two edits of one record, two imports of one file. Commits are real."""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import partial
from pathlib import Path
from threading import Barrier, Event
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connections
from django.test import Client

from holdfast.access import Purpose
from holdfast.borough.census_file import write_census
from holdfast.kernel.refused import Refused, StaleEdit
from holdfast.records.casework.actions import open_episode, record_visit, start_assessment
from holdfast.records.casework.models import Visit
from holdfast.records.exchange.actions import import_census, register_file
from holdfast.records.exchange.models import CensusFile, ChildInFile, Finding
from holdfast.records.frontdoor.actions import match_named_child, open_envelope, record_contact, undo_match
from holdfast.records.frontdoor.codes import ContactOutcome
from holdfast.records.frontdoor.models import Envelope, NamedChild, Referral
from holdfast.records.people.actions import link_same_person, unlink_same_person
from holdfast.records.people.models import Person
from holdfast.returns.cin import census_facts
from holdfast.wall.acting import Actor, acting, service
from holdfast.wall.due import stored_differently
from holdfast.wall.models import QueueItem
from holdfast.wall.providers import facts_of
from holdfast.wall.versions import amend, history
from tests.integration.conftest import AT
from tests.integration.test_front_door_told import tell
from tests.signing_in import sign_in

pytestmark = pytest.mark.usefixtures("committed")
HOME = date(2026, 11, 19)


def at_once(deeds: Iterable[Callable[[], Any]], *, threads: int) -> list[Any]:
    """Do these in that many threads, all starting together; what each answered, or the exception it raised."""
    together = Barrier(threads)

    def work(mine: list[Callable[[], Any]]) -> list[Any]:
        together.wait(30)
        try:
            return [_outcome(each) for each in mine]
        finally:
            connections.close_all()

    each = list(deeds)
    with ThreadPoolExecutor(threads) as pool:
        return [outcome for done in pool.map(work, (each[n::threads] for n in range(threads))) for outcome in done]


def _outcome(deed: Callable[[], Any]) -> Any:
    try:
        return deed()
    except Exception as error:
        return error


def visit(child: UUID, ann: Actor, *, record_id: UUID, said: str = "I like my new room.") -> UUID:
    """Ann records that she saw the child at home."""
    kept = record_visit(
        child_id=child, visited_on=HOME, child_seen=True, seen_alone=True, childs_words=said, record_id=record_id,
        by=ann, purpose=Purpose.direct_work, at=AT,
    )  # fmt: skip
    return kept.id


def visits_of(child: UUID, ann: Actor) -> list[Visit]:
    with acting(actor=ann, purpose=Purpose.direct_work):
        return list(Visit.objects.filter(child_id=child))


def test_a_form_sent_fifty_times_at_once_keeps_one_visit(cast, family):
    ann, record_id = cast("ann").actor, uuid4()
    sent = [partial(visit, family.oisin, ann, record_id=record_id) for _ in range(50)]
    answered = set(at_once(sent, threads=10))
    assert len(answered) == 1
    assert {kept.id for kept in visits_of(family.oisin, ann)} == answered


def test_two_visits_on_one_day_written_at_once_are_both_kept(cast, family):
    ann, ids = cast("ann").actor, [uuid4() for _ in range(8)]
    sent = [partial(visit, family.oisin, ann, record_id=record_id) for record_id in ids]
    assert len(set(at_once(sent, threads=8))) == 8
    assert len({kept.key for kept in visits_of(family.oisin, ann)}) == 8


def test_of_two_edits_at_once_one_is_kept_and_the_other_is_told(cast, family):
    ann = cast("ann").actor
    visit_id = visit(family.oisin, ann, record_id=uuid4(), said="")

    def edit(said: str) -> Visit:
        with acting(actor=ann, purpose=Purpose.direct_work, reason="Said it again"):
            standing = Visit.objects.get(pk=visit_id)
            return amend(standing, expected_version=1, changes={"childs_words": said})

    outcomes = at_once([partial(edit, "I want to stay."), partial(edit, "I want to go home.")], threads=2)
    kept = [each for each in outcomes if isinstance(each, Visit)]
    told = [each for each in outcomes if isinstance(each, StaleEdit)]
    assert len(kept) == len(told) == 1
    assert told[0].theirs == {"childs_words": kept[0].childs_words}
    assert {told[0].yours["childs_words"], kept[0].childs_words} == {"I want to stay.", "I want to go home."}
    with acting(actor=ann, purpose=Purpose.direct_work):
        assert [was.was["childs_words"] for was in history(kept[0])] == [""]


def test_due_dates_stay_right_when_two_people_write_about_one_child(cast, family):
    carol, ann = cast("carol").actor, cast("ann").actor
    with acting(actor=carol, purpose=Purpose.front_door):
        referral = Referral(child_id=family.oisin, key="2026-11-02", referred_on=date(2026, 11, 2), source="1A")
        referral.save(force_insert=True)
    episode = open_episode(referral=referral, by=carol, purpose=Purpose.front_door, at=AT)
    days = [date(2026, 11, day) for day in range(2, 10)]
    assess = partial(start_assessment, episode=episode, by=ann, purpose=Purpose.direct_work, at=AT)
    outcomes = at_once([partial(assess, started_on=day, record_id=uuid4()) for day in days], threads=4)
    assert not [each for each in outcomes if isinstance(each, Exception)]
    with acting(actor=ann, purpose=Purpose.direct_work):
        assert stored_differently([family.oisin], as_of=AT.date()) == []


def test_two_imports_of_one_file_at_once_come_to_the_same_as_one(tmp_path: Path):
    path = tmp_path / "census.xml"
    write_census(path, children=120, oddities=0.3)
    register_file(path=path, name=path.name, brought_by=None, at=AT)

    def bring_in() -> str:
        file = register_file(path=path, name=path.name, brought_by=None, at=AT)
        with path.open("rb") as source:
            return import_census(file=file, source=source, by=service("census import"), at=AT).state

    assert set(at_once([bring_in, bring_in], threads=2)) == {"finished"}
    with path.open("rb") as source:
        told, account = census_facts(source)
    with acting(actor=service("census import"), purpose=Purpose.statutory_return):
        assert facts_of(None) == told
        assert ChildInFile.objects.filter(outcome="new").count() == Person.objects.count() == 120
        assert Person.objects.exclude(version=1).count() == 0
        assert Finding.objects.filter(kind="refused").count() == len(account.refusals)
    assert CensusFile.objects.count() == 1


def test_of_two_who_take_one_match_back_at_once_the_second_is_told_so(cast, family):
    receipt = tell(cast("farah").actor)
    carol: dict[str, Any] = {"by": cast("carol").actor, "purpose": Purpose.front_door, "at": AT}
    with acting(actor=carol["by"], purpose=carol["purpose"]):
        named = NamedChild.objects.select_related("envelope").get(envelope_id=receipt.envelope_id)
        wrong = match_named_child(named=named, child=Person.objects.get(pk=family.mei), **carol)
    pages = [sign_in(Client(), cast(who)) for who in ("carol", "rosa")]
    answers = at_once([partial(each.post, f"/referrals/child/{named.id}/undo/") for each in pages], threads=2)
    assert {answer.status_code for answer in answers} <= {302, 400}
    with pytest.raises(Refused, match="Somebody has just taken this back"):
        undo_match(match=wrong, expected_version=wrong.version, **carol)


def test_of_two_who_take_one_link_back_at_once_the_second_is_told_so(cast, family):
    carol: dict[str, Any] = {"by": cast("carol").actor, "purpose": Purpose.front_door, "at": AT}
    with acting(actor=carol["by"], purpose=carol["purpose"]):
        both = Person.objects.in_bulk([family.oisin, family.mei])
        link = link_same_person(person=both[family.oisin], other=both[family.mei], because="Alike", **carol)
    undo = partial(unlink_same_person, link=link, because="Two children", expected_version=link.version, **carol)
    kept, told = sorted(at_once([undo, undo], threads=2), key=lambda each: isinstance(each, Exception))
    assert kept.undone_at == AT
    assert type(told) is Refused and "just taken this back" in str(told)


def test_two_who_deal_with_a_child_each_end_the_waiting_of_their_envelope_together(cast, family):
    """Neither sees what the other has just recorded: without taking turns each would leave the ending to the other."""
    receipt = tell(cast("farah").actor, {"given": "Oisin"}, {"given": "Mei"})
    carol: dict[str, Any] = {"by": cast("carol").actor, "purpose": Purpose.front_door, "at": AT}
    with acting(actor=carol["by"], purpose=carol["purpose"]):
        envelope = Envelope.objects.get(pk=receipt.envelope_id)
        told = open_envelope(envelope=envelope, **carol)
        for named, child in zip(told, (family.oisin, family.mei), strict=True):
            match_named_child(named=named, child=Person.objects.get(pk=child), **carol)
    recorded, both = Event(), Event()

    def record(named: NamedChild) -> None:
        record_contact(named=named, source="2A", outcome=ContactOutcome.open_case, **carol)

    def first() -> None:
        with acting(actor=carol["by"], purpose=carol["purpose"]):
            record(told[0])
            recorded.set()
            both.wait(2)

    def second() -> None:
        recorded.wait(30)
        with acting(actor=carol["by"], purpose=carol["purpose"]):
            record(told[1])
        both.set()

    assert at_once([first, second], threads=2) == [None, None]
    with acting(actor=carol["by"], purpose=carol["purpose"]):
        assert QueueItem.objects.get(kind="outcome", subject=envelope.id).acknowledged_at == AT
