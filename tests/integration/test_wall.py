"""The wall: whatever the code forgets, PostgreSQL shows nothing that the actor may not see."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from holdfast.access import Purpose, Stage
from holdfast.kernel.refused import Refused, StaleEdit
from holdfast.records.people.models import Address, Person, PersonName
from holdfast.wall.acting import NotActing, acting, service
from holdfast.wall.audit import GrantEnded, commit_reading, reachable, record_refusal
from holdfast.wall.models import AuditEvent, Exclusion, Grant, Seal, Version
from holdfast.wall.reading import reading
from holdfast.wall.versions import amend, history
from tests.integration.conftest import AT, give

pytestmark = pytest.mark.django_db


def bare_count(table: str) -> int:
    """How many rows plain SQL sees, without a filter and without the ORM."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        return cursor.fetchone()[0]


def test_the_orm_raises_where_nobody_acts(family):
    for query in (
        Person.objects.count,
        lambda: list(Person.objects.all()),
        lambda: Person.objects.get(pk=family.oisin),
    ):
        with pytest.raises(NotActing):
            query()


def test_a_queryset_made_inside_cannot_be_read_outside(cast, family):
    with acting(actor=cast("ann").actor, purpose=Purpose.direct_work):
        children = Person.objects.filter(is_child=True)
    with pytest.raises(NotActing):
        list(children)


@pytest.mark.parametrize("table", ["people_person", "people_personname", "people_relationship", "wall_grant"])
def test_plain_sql_sees_nothing_where_nobody_acts(family, table):
    assert bare_count(table) == 0


def test_forgetting_the_filter_shows_only_granted_children(cast, family):
    with acting(actor=cast("ann").actor, purpose=Purpose.direct_work):
        assert set(Person.objects.values_list("id", flat=True)) == {family.oisin, family.mother}
        assert bare_count("people_person") == 2
    with acting(actor=cast("ben").actor, purpose=Purpose.direct_work):
        assert bare_count("people_person") == 0


def test_the_former_actor_is_back_after_a_nested_one(cast, family):
    with acting(actor=cast("ben").actor, purpose=Purpose.direct_work):
        with acting(actor=cast("carol").actor, purpose=Purpose.front_door):
            assert bare_count("people_person") == 3
        assert bare_count("people_person") == 0


def test_the_former_actor_is_back_after_a_nested_one_failed(cast, family):
    with acting(actor=cast("ben").actor, purpose=Purpose.direct_work):
        with pytest.raises(DatabaseError), acting(actor=cast("carol").actor, purpose=Purpose.front_door):
            bare_count("no_such_table")
        assert bare_count("people_person") == 0


def test_nothing_is_left_in_the_session_after_acting(cast, family):
    with acting(actor=cast("carol").actor, purpose=Purpose.front_door):
        assert bare_count("people_person") == 3
    assert bare_count("people_person") == 0


def test_a_purpose_that_is_not_the_roles_work_is_refused(cast, family):
    with pytest.raises(Refused), acting(actor=cast("ann").actor, purpose=Purpose.front_door):
        pass
    with pytest.raises(Refused), acting(actor=service("something"), purpose=Purpose.direct_work):
        pass


@pytest.mark.parametrize("username", ["priya", "owen"])
def test_those_who_may_see_no_child_see_none(cast, family, username):
    purposes = {"priya": Purpose.administration, "owen": Purpose.analysis}
    with acting(actor=cast(username).actor, purpose=purposes[username]):
        assert bare_count("people_person") == 0


def test_who_counts_children_sees_no_name_and_no_address(cast, family):
    with acting(actor=cast("noor").actor, purpose=Purpose.statutory_return):
        assert bare_count("people_person") == 3
        assert bare_count("people_personname") == 0
        assert bare_count("people_address") == 0


def test_a_grant_that_has_ended_shows_nothing(cast, family):
    with acting(actor=cast("carol").actor, purpose=Purpose.front_door):
        past = datetime.now(UTC) - timedelta(minutes=1)
        Grant.objects.filter(user=cast("ann")).update(until_at=past)
    with acting(actor=cast("ann").actor, purpose=Purpose.direct_work):
        assert bare_count("people_person") == 0


def test_a_worker_shut_out_of_one_record_sees_nothing_of_it_by_any_way(cast, family):
    carol = cast("carol")
    with acting(actor=carol.actor, purpose=Purpose.front_door):
        since = datetime.now(UTC) - timedelta(days=1)
        for user in (cast("ann"), cast("dev")):
            Exclusion(user=user, child_id=family.oisin, from_at=since).save(force_insert=True)
    with acting(actor=cast("ann").actor, purpose=Purpose.direct_work):
        assert bare_count("people_person") == 0
    with acting(actor=cast("dev").actor, purpose=Purpose.out_of_hours):
        assert not Person.objects.filter(pk=family.oisin).exists()
        assert Person.objects.filter(pk=family.mei).exists()


def test_a_sealed_record_opens_only_to_a_grant_that_opens_seals(cast, family):
    with acting(actor=cast("carol").actor, purpose=Purpose.front_door):
        give(cast("ben"), family.oisin, ceiling=Stage.decision_maker, opens_seal=True)
        Seal(child_id=family.oisin, from_at=datetime.now(UTC) - timedelta(days=1)).save(force_insert=True)
        assert not Person.objects.filter(pk=family.oisin).exists()
    with acting(actor=cast("ann").actor, purpose=Purpose.direct_work):
        assert bare_count("people_person") == 0
    with acting(actor=cast("ben").actor, purpose=Purpose.direct_work):
        assert Person.objects.filter(pk=family.oisin).exists()


def test_a_protected_address_is_withheld_from_a_partner(cast, family):
    with acting(actor=cast("carol").actor, purpose=Purpose.front_door):
        Address(person_id=family.oisin, lines="1 Elm Row", protected=True).save(force_insert=True)
        Address(person_id=family.oisin, lines="2 Oak Row", protected=False).save(force_insert=True)
        give(cast("helen"), family.oisin, ceiling=Stage.child_protection)
    with acting(actor=cast("helen").actor, purpose=Purpose.partner_work):
        assert [each.lines for each in Address.objects.all()] == ["2 Oak Row"]
    with acting(actor=cast("ann").actor, purpose=Purpose.direct_work):
        assert Address.objects.count() == 2


def test_a_partner_changes_nothing(cast, family):
    with acting(actor=cast("carol").actor, purpose=Purpose.front_door):
        give(cast("helen"), family.oisin, ceiling=Stage.child_protection)
    with acting(actor=cast("helen").actor, purpose=Purpose.partner_work):
        assert Person.objects.filter(pk=family.oisin).update(sex="F") == 0
        with pytest.raises(DatabaseError), transaction.atomic():
            PersonName(person_id=family.oisin, kind="alias", given="Osh").save(force_insert=True)


def test_nobody_deletes_a_record_not_even_by_plain_sql(cast, family):
    with acting(actor=cast("carol").actor, purpose=Purpose.front_door):
        with pytest.raises(TypeError):
            Person.objects.all().delete()
        with pytest.raises(TypeError):
            Person.objects.get(pk=family.oisin).delete()
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("DELETE FROM people_person")


def test_a_change_keeps_what_was_there_who_changed_it_when_why_and_what_for(cast, family):
    ann = cast("ann")
    with acting(actor=ann.actor, purpose=Purpose.direct_work, reason="Seen on the birth certificate"):
        oisin = Person.objects.get(pk=family.oisin)
        changed = amend(oisin, expected_version=1, changes={"birth_on": date(2020, 2, 28)})
        (was,) = history(changed)
    assert changed.version == 2
    assert changed.recorded_by == ann.id
    assert was.was["birth_on"] == "2020-02-29"
    assert (was.replaced_by, was.replaced_for, was.reason) == (ann.id, "direct_work", "Seen on the birth certificate")


def test_plain_sql_cannot_change_a_record_without_a_version(cast, family):
    with acting(actor=cast("ann").actor, purpose=Purpose.direct_work), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE people_person SET sex = 'M', version = 77, recorded_by = NULL WHERE id = %s", [family.oisin]
        )
        oisin = Person.objects.get(pk=family.oisin)
        assert (oisin.version, oisin.recorded_by) == (2, cast("ann").id)
        assert Version.objects.filter(row_id=family.oisin).count() == 1


def test_a_stale_edit_is_refused_with_both_texts(cast, family):
    with acting(actor=cast("ann").actor, purpose=Purpose.direct_work):
        oisin = Person.objects.get(pk=family.oisin)
        amend(oisin, expected_version=1, changes={"needs_interpreter": "Irish"})
        with pytest.raises(StaleEdit) as stale:
            amend(oisin, expected_version=1, changes={"needs_interpreter": "Polish"})
    assert stale.value.theirs == {"needs_interpreter": "Irish"}
    assert stale.value.yours == {"needs_interpreter": "Polish"}


def test_the_versions_of_a_record_are_as_guarded_as_the_record(cast, family):
    with acting(actor=cast("ann").actor, purpose=Purpose.direct_work):
        amend(Person.objects.get(pk=family.oisin), expected_version=1, changes={"sex": "M"})
        assert bare_count("wall_version") == 1
    with acting(actor=cast("ben").actor, purpose=Purpose.direct_work):
        assert bare_count("wall_version") == 0


def test_the_version_of_a_name_is_kept_from_those_who_see_no_names(cast, family):
    with acting(actor=cast("ann").actor, purpose=Purpose.direct_work):
        amend(PersonName.objects.get(person_id=family.oisin), expected_version=1, changes={"given": "Ossian"})
    with acting(actor=cast("noor").actor, purpose=Purpose.statutory_return):
        assert bare_count("wall_version") == 0


def test_the_audit_log_can_be_added_to_and_never_changed(cast, family):
    record_refusal(actor=cast("ben").actor, purpose="direct_work", what="GET desk.child", reason="No grant", at=AT)
    with acting(actor=cast("ben").actor, purpose=Purpose.direct_work), connection.cursor() as cursor:
        assert AuditEvent.objects.filter(allowed=False).count() == 1
        for change in ("UPDATE wall_auditevent SET allowed = true", "DELETE FROM wall_auditevent"):
            with pytest.raises(DatabaseError), transaction.atomic():
                cursor.execute(change)


def test_the_children_whose_rows_were_read_are_noted(cast, family):
    with reading() as read, acting(actor=cast("carol").actor, purpose=Purpose.front_door):
        Person.objects.get(pk=family.mei)
        PersonName.objects.get(person_id=family.oisin)
    assert read == {family.mei, family.oisin}


def test_a_page_is_not_sent_when_its_grant_ended_while_it_was_made(cast, family):
    ann, carol = cast("ann").actor, cast("carol").actor
    with acting(actor=ann, purpose=Purpose.direct_work):
        reached = reachable({family.oisin})
    assert reached == {family.oisin}
    with acting(actor=carol, purpose=Purpose.front_door):
        Grant.objects.filter(user_id=ann.id).update(until_at=datetime.now(UTC) - timedelta(seconds=1))
    with pytest.raises(GrantEnded):
        commit_reading(
            actor=ann,
            purpose=Purpose.direct_work,
            what="GET desk.child",
            children=[family.oisin],
            reached=reached,
            at=AT,
        )
    assert AuditEvent.objects.count() == 0


def test_a_worker_cannot_open_a_seal_for_themself(cast, family):
    ann = cast("ann")
    with acting(actor=ann.actor, purpose=Purpose.direct_work):
        with pytest.raises(DatabaseError), transaction.atomic():
            Grant.objects.filter(user=ann, child_id=family.oisin).update(opens_seal=True)
        with pytest.raises(DatabaseError), transaction.atomic():
            give(ann, family.oisin, ceiling=Stage.decision_maker, opens_seal=True)


def test_a_refusal_is_written_whatever_signs_the_address_held(cast):
    record_refusal(
        actor=cast("maya").actor, purpose="figures", what="GET desk.board", reason="No area \0 is held", at=AT
    )
    with acting(actor=cast("maya").actor, purpose=Purpose.figures):
        assert AuditEvent.objects.get(what="GET desk.board").reason == "No area  is held"
