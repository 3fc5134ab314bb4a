"""What arrives at the front door: written down once, read by the hub, followed by its sender, and by nobody else."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from holdfast.access import Purpose, Role, may_use
from holdfast.access.personas import PERSONAS
from holdfast.kernel.refused import NotFound, Refused
from holdfast.records.frontdoor import actions
from holdfast.records.frontdoor.models import Envelope, Match, NamedChild
from holdfast.records.frontdoor.queries import (
    draft_by_code,
    draft_or_not_found,
    envelope_or_not_found,
    in_tray,
    own_drafts,
    own_envelopes,
)
from holdfast.records.people.models import Person
from holdfast.wall.acting import PUBLIC, acting, service
from holdfast.wall.models import AuditEvent, Exclusion, User, Version
from tests.examples import many
from tests.integration.conftest import AT

pytestmark = pytest.mark.django_db

Cast = Callable[[str], User]
TABLES = ("frontdoor_envelope", "frontdoor_namedchild", "frontdoor_match", "frontdoor_draft")
OISIN = {"given": "Oisín", "family": "O'Neil", "birth_on": date(2020, 2, 29)}


def tell(
    sender: Any, *children: dict[str, Any], key: UUID | None = None, at: datetime = AT, danger: str = "no", **told: Any
) -> actions.Receipt:
    words = {"danger": danger, "what_happened": "He comes to school hungry.", "teller_name": "Somebody", **told}
    return actions.receive_envelope(
        form_key=key or uuid4(), told=words, children=children or (OISIN,), by=sender, purpose=Purpose.referring, at=at
    )


def seen(table: str) -> int:
    """How many rows plain SQL shows to whoever acts."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        return cursor.fetchone()[0]


def test_a_partner_tells_us_and_follows_the_receipt(cast: Cast):
    farah = cast("farah").actor
    receipt = tell(farah)
    with acting(actor=farah, purpose=Purpose.referring):
        ((envelope, (child,)),) = own_envelopes()
    assert (envelope.reference, child.called, child.get_status_display()) == (
        receipt.reference,
        "Oisín O'Neil",
        "Not yet read",
    )


def test_nobody_else_sees_it_but_the_hub(cast: Cast):
    tell(cast("farah").actor)
    for who in PERSONAS:
        for purpose in Purpose:
            try:
                with acting(actor=cast(who.username).actor, purpose=purpose):
                    shown = (seen("frontdoor_envelope"), seen("frontdoor_namedchild"))
            except Refused:
                continue
            hub = purpose in (Purpose.front_door, Purpose.out_of_hours)
            own = who.username == "farah" and purpose is Purpose.referring
            assert shown == ((1, 1) if hub or own else (0, 0)), (who.username, purpose)


def test_the_software_itself_reads_none_of_it(cast: Cast):
    tell(cast("farah").actor)
    for purpose in (Purpose.borough_load, Purpose.statutory_return, Purpose.figures):
        with acting(actor=service("any"), purpose=purpose):
            assert (seen("frontdoor_envelope"), seen("frontdoor_namedchild")) == (0, 0)


@pytest.mark.parametrize("table", TABLES)
def test_nobody_acting_sees_nothing_of_it(cast: Cast, table: str):
    tell(cast("farah").actor)
    assert seen(table) == 0


def test_the_public_can_tell_and_cannot_read_even_their_own(cast: Cast):
    receipt = tell(PUBLIC, source="9")
    with acting(actor=PUBLIC, purpose=Purpose.referring):
        assert (seen("frontdoor_envelope"), seen("frontdoor_namedchild")) == (0, 0)
        assert own_envelopes() == []
        with pytest.raises(NotFound):
            envelope_or_not_found(receipt.envelope_id)
    with acting(actor=cast("dev").actor, purpose=Purpose.out_of_hours):
        assert envelope_or_not_found(receipt.envelope_id).by_public


def test_a_sender_cannot_read_anothers_and_is_told_the_same_as_for_nothing(cast: Cast):
    receipt = tell(cast("farah").actor)
    with acting(actor=cast("helen").actor, purpose=Purpose.referring):
        for one in (receipt.envelope_id, uuid4()):
            with pytest.raises(NotFound, match="There is nothing here that you may see"):
                envelope_or_not_found(one)


def test_a_sender_changes_nothing_of_what_was_sent_nor_of_its_status(cast: Cast):
    tell(cast("farah").actor)
    with acting(actor=cast("farah").actor, purpose=Purpose.referring):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("UPDATE frontdoor_envelope SET what_happened = 'nothing'")
        with connection.cursor() as cursor:
            cursor.execute("UPDATE frontdoor_namedchild SET status = 'decided', answer = 'We opened a case.'")
            assert cursor.rowcount == 0


def test_even_the_hub_cannot_change_the_words_that_were_told(cast: Cast):
    tell(cast("farah").actor)
    with acting(actor=cast("carol").actor, purpose=Purpose.front_door):
        for table, column in (("frontdoor_envelope", "what_happened"), ("frontdoor_namedchild", "family")):
            with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(f"UPDATE {table} SET {column} = 'other words'")


def test_nobody_tells_in_anothers_name(cast: Cast):
    farah, helen = cast("farah"), cast("helen")
    forged = Envelope(form_key=uuid4(), reference="X", sent_at=AT, sent_by=helen.id, danger="no", what_happened="x")
    with acting(actor=farah.actor, purpose=Purpose.referring), pytest.raises(DatabaseError), transaction.atomic():
        forged.save(force_insert=True)


def test_a_double_click_tells_once(cast: Cast):
    farah, key = cast("farah").actor, uuid4()
    first, second = tell(farah, key=key), tell(farah, key=key, at=AT + timedelta(seconds=1))
    assert (first.again, second.again) == (False, True)
    assert first.envelope_id == second.envelope_id
    with acting(actor=cast("carol").actor, purpose=Purpose.front_door):
        assert (seen("frontdoor_envelope"), seen("frontdoor_namedchild")) == (1, 1)


def test_the_public_tell_once_too_though_they_can_read_nothing(cast: Cast):
    key = uuid4()
    assert [tell(PUBLIC, key=key).again for _ in range(3)] == [False, True, True]
    with acting(actor=cast("carol").actor, purpose=Purpose.front_door):
        assert seen("frontdoor_envelope") == 1


def test_other_words_from_the_same_form_are_not_lost_and_stand_under_the_same_reference(cast: Cast):
    farah, key = cast("farah").actor, uuid4()
    first = tell(farah, key=key)
    second = tell(farah, key=key, what_happened="He comes to school hungry, and today with a bruise.")
    assert second.reference == first.reference
    assert second.envelope_id != first.envelope_id
    with acting(actor=cast("carol").actor, purpose=Purpose.front_door):
        assert len(in_tray(as_of=AT.date())) == 2


def test_the_receipt_is_the_same_whether_or_not_the_child_is_known(cast: Cast, family):
    farah = cast("farah").actor
    known, unknown = tell(farah), tell(farah, {"given": "Nobody", "family": "Known"})
    with acting(actor=farah, purpose=Purpose.referring):
        assert seen("frontdoor_match") == 0
        fields = ("status", "opened_at", "opened_by", "answer", "answered_at")
        told = {child.envelope_id: [getattr(child, name) for name in fields] for _, (child,) in own_envelopes()}
    assert told[known.envelope_id] == told[unknown.envelope_id]


def test_a_match_never_shows_to_the_sender_nor_in_what_they_may_read(cast: Cast, family):
    receipt = tell(cast("farah").actor)
    with acting(actor=cast("farah").actor, purpose=Purpose.referring):
        before = list(NamedChild.objects.values())
    confirm(cast, receipt, family.oisin)
    with acting(actor=cast("farah").actor, purpose=Purpose.referring):
        assert list(NamedChild.objects.values()) == before
        assert Match.objects.count() == 0


def confirm(cast: Cast, receipt: actions.Receipt, child_id: UUID) -> Match:
    carol = {"by": cast("carol").actor, "purpose": Purpose.front_door, "at": AT}
    with acting(actor=cast("carol").actor, purpose=Purpose.front_door):
        named = NamedChild.objects.select_related("envelope").get(envelope_id=receipt.envelope_id)
        return actions.match_named_child(named=named, child=Person.objects.get(pk=child_id), **carol)


def test_somebody_shut_out_of_a_child_no_longer_sees_what_was_told_once_it_is_known_whose_it_is(cast: Cast, family):
    receipt, other = tell(cast("farah").actor), tell(cast("farah").actor, {"given": "Mei"})
    confirm(cast, receipt, family.oisin)
    with acting(actor=cast("carol").actor, purpose=Purpose.front_door):
        ends = {"from_at": datetime.now(UTC) - timedelta(days=1)}
        Exclusion(user=cast("dev"), child_id=family.oisin, **ends).save(force_insert=True)
    with acting(actor=cast("dev").actor, purpose=Purpose.out_of_hours):
        assert [line.envelope.id for line in in_tray(as_of=AT.date())] == [other.envelope_id]
        assert set(NamedChild.objects.values_list("envelope_id", flat=True)) == {other.envelope_id}


def test_opening_says_who_looks_and_the_first_stands(cast: Cast):
    receipt = tell(cast("farah").actor)
    for who, purpose in (("dev", Purpose.out_of_hours), ("carol", Purpose.front_door)):
        with acting(actor=cast(who).actor, purpose=purpose):
            envelope = envelope_or_not_found(receipt.envelope_id)
            actions.open_envelope(envelope=envelope, by=cast(who).actor, purpose=purpose, at=AT)
    with acting(actor=cast("farah").actor, purpose=Purpose.referring):
        ((_, (child,)),) = own_envelopes()
    assert (child.get_status_display(), child.opened_by) == ("Being looked at", cast("dev").id)


def test_what_was_told_and_opened_is_on_the_audit_log_and_in_the_versions(cast: Cast):
    receipt = tell(cast("farah").actor)
    with acting(actor=cast("carol").actor, purpose=Purpose.front_door):
        envelope = envelope_or_not_found(receipt.envelope_id)
        actions.open_envelope(envelope=envelope, by=cast("carol").actor, purpose=Purpose.front_door, at=AT)
        done = set(AuditEvent.objects.values_list("what", "actor_id"))
        assert {("receive_envelope", cast("farah").id), ("open_envelope", cast("carol").id)} <= done
        assert [version.was["status"] for version in Version.objects.filter(table_name="frontdoor_namedchild")] == [
            "not_read"
        ]
    with acting(actor=cast("noor").actor, purpose=Purpose.statutory_return):
        assert not Version.objects.filter(table_name="frontdoor_namedchild").exists()


def test_danger_comes_first_then_who_is_not_sure_then_whoever_waited_longest(cast: Cast):
    farah = cast("farah").actor
    for name, danger, hours in (("Late", "no", 30), ("Now", "yes", 1), ("Unsure", "not_sure", 2), ("Later", "no", 3)):
        tell(farah, {"given": name}, danger=danger, at=AT - timedelta(hours=hours))
    with acting(actor=cast("carol").actor, purpose=Purpose.front_door):
        assert [line.children[0].given for line in in_tray(as_of=AT.date())] == ["Now", "Unsure", "Late", "Later"]


def test_an_envelope_says_by_when_a_manager_decides(cast: Cast):
    tell(cast("farah").actor, at=datetime(2026, 11, 20, 23, 59, tzinfo=UTC))  # a Friday night
    with acting(actor=cast("carol").actor, purpose=Purpose.front_door):
        (line,) = in_tray(as_of=date(2026, 11, 22))
    assert (line.due_on, line.said) == (date(2026, 11, 23), "due tomorrow")


@pytest.mark.parametrize(
    ("child", "called"),
    [
        ({"given": "D'Arcy"}, "D'Arcy"),
        ({"family": "Ní Dhomhnaill-O'Connor"}, "Ní Dhomhnaill-O'Connor"),
        ({"given": "‘Zoë’"}, "‘Zoë’"),
        ({"expected_on": date(2028, 2, 29)}, "An unborn child"),
        ({"family": "Owusu", "expected_on": date(2028, 2, 29)}, "Owusu"),
        ({"age_words": "about 4"}, "A child whose name was not given"),
    ],
)
def test_children_are_called_as_they_were_named(cast: Cast, child: dict[str, Any], called: str):
    tell(cast("farah").actor, child)
    with acting(actor=cast("carol").actor, purpose=Purpose.front_door):
        assert NamedChild.objects.get().called == called


def test_telling_nothing_is_refused_in_words(cast: Cast):
    with pytest.raises(Refused, match="Say what has happened"):
        tell(cast("farah").actor, what_happened="  ")


@given(number=st.integers(min_value=0, max_value=2**128 - 1))
@settings(max_examples=many(50), suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_reference_can_always_be_read_aloud(number: int):
    reference = actions.reference_of(UUID(int=number))
    assert len(reference) == 9
    assert not set(reference) & set("ILOU")


def test_a_public_draft_opens_by_its_code_alone():
    now, code = datetime.now(UTC), actions.new_code()
    with acting(actor=PUBLIC, purpose=Purpose.referring):
        draft = actions.start_public_draft(code=code, at=now)
        actions.start_public_draft(code=actions.new_code(), at=now)
    for spelt in (code, code.lower().replace("-", " "), code.replace("0", "O").replace("1", "l")):
        with acting(actor=PUBLIC, purpose=Purpose.referring):
            found = draft_by_code(spelt)
            assert found is not None
            assert found.id == draft.id
            assert seen("frontdoor_draft") == 1
    with acting(actor=PUBLIC, purpose=Purpose.referring):
        assert draft_by_code("") is None
        assert draft_by_code(actions.new_code()) is None
        assert own_drafts() == []
        assert seen("frontdoor_draft") == 0


def test_a_public_draft_is_its_writers_and_not_the_hubs(cast: Cast):
    code = actions.new_code()
    with acting(actor=PUBLIC, purpose=Purpose.referring):
        actions.start_public_draft(code=code, at=datetime.now(UTC))
    for who, purpose in (("carol", Purpose.front_door), ("carol", Purpose.referring), ("farah", Purpose.referring)):
        with acting(actor=cast(who).actor, purpose=purpose):
            assert draft_by_code(code) is None


def test_a_professionals_draft_is_their_own_for_seven_days(cast: Cast):
    farah, key, now = cast("farah").actor, uuid4(), datetime.now(UTC)
    typed = {"typed": {"child-0-given": ["O'"]}}
    with acting(actor=farah, purpose=Purpose.referring):
        actions.save_draft(draft_id=key, content=typed, by=farah, at=now)
        assert [draft.content for draft in own_drafts()] == [typed]
    with acting(actor=cast("helen").actor, purpose=Purpose.referring):
        assert own_drafts() == []
        with pytest.raises(NotFound):
            draft_or_not_found(key)
    with acting(actor=farah, purpose=Purpose.referring):
        actions.save_draft(draft_id=key, content=typed, by=farah, at=now - timedelta(days=6, hours=23))
        assert len(own_drafts()) == 1


def test_every_role_that_may_refer_can_tell(cast: Cast):
    for who in PERSONAS:
        if may_use(role=Role(who.role), purpose=Purpose.referring).allowed:
            assert not tell(cast(who.username).actor).again
