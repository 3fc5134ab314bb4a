"""What each agency saw: kept once, corrected with its reason, and sensitive lines for the decision-maker alone."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction

from holdfast.access import Purpose, Role, Stage
from holdfast.facts.store import Facts
from holdfast.kernel.refused import Refused, StaleEdit
from holdfast.records.agencies.actions import add_agency, add_team, appoint
from holdfast.records.agencies.codes import AgencyKind
from holdfast.records.looks.queries import looks_at
from holdfast.records.people.actions import link_same_person
from holdfast.records.people.models import Person
from holdfast.records.sightings import actions
from holdfast.records.sightings.codes import ExplainedBy, Explanation, InjuryKind, Sensitive, What
from holdfast.records.sightings.models import Injury, Sighting
from holdfast.records.sightings.queries import injuries_of, places, sightings_of
from holdfast.wall.acting import acting
from holdfast.wall.models import AuditEvent, Exclusion, Version
from holdfast.wall.providers import facts_of
from tests.integration.conftest import AT, give

pytestmark = pytest.mark.django_db

DAY = date(2026, 11, 18)
FOR = {
    "ann": Purpose.direct_work,
    "ben": Purpose.direct_work,
    "carol": Purpose.front_door,
    "tess": Purpose.front_door,
    "grace": Purpose.front_door,
    "dev": Purpose.out_of_hours,
    "kwame": Purpose.conference,
    "lena": Purpose.quality_audit,
    "maya": Purpose.figures,
    "quinn": Purpose.allegations,
    "uma": Purpose.early_help,
}
INTELLIGENCE = "Intelligence: a man with convictions stays overnight"


def doing(cast, username: str, purpose: Purpose | None = None) -> dict:
    return {"by": cast(username).actor, "purpose": purpose or FOR.get(username, Purpose.partner_work), "at": AT}


def answering(cast, username: str) -> dict:
    """Somebody who answers for their own agency, and has a post there."""
    user = cast(username)
    team = add_team(agency=add_agency(name=user.agency_name, kind=AgencyKind.health), name="Safeguarding")
    appoint(team=team, holder=user, title="Safeguarding lead", from_on=date(2026, 1, 1))
    return doing(cast, username, Purpose.answering) | {"agency": team.agency}


def seen(child_id, done_by: dict, **told) -> Sighting:
    told = {"what": What.seen, "seen_on": DAY} | told
    return actions.record_sighting(child_id=child_id, **told, **done_by)


def bruise(child_id, done_by: dict, **told) -> Injury:
    told = {"site": "left_forearm", "kind": InjuryKind.bruise, "seen_on": DAY} | told
    return actions.record_injury(child_id=child_id, **told, **done_by)


@pytest.fixture
def reads(cast):
    def rows(username: str, child_id, purpose: Purpose | None = None) -> set[str]:
        now = doing(cast, username, purpose)
        with acting(actor=now["by"], purpose=now["purpose"]):
            told = [row.saw for row in sightings_of([child_id])]
            return {*told, *(row.get_kind_display() for row in injuries_of([child_id]))}

    return rows


@pytest.fixture
def two_lines(family, cast):
    """The front door writes down what two agencies told: one line ordinary, one police intelligence."""
    for username, ceiling in (("farah", 3), ("helen", 4), ("erin", 4), ("joy", 1), ("ivan", 2)):
        with acting(actor=cast("carol").actor, purpose=Purpose.front_door):
            give(cast(username), family.oisin, ceiling=Stage(ceiling))
    add_agency(name="Kestrel Lane Primary School", kind=AgencyKind.school)
    seen(family.oisin, doing(cast, "carol"), saw="Tired and hungry", agency_name="Kestrel Lane Primary School")
    seen(
        family.oisin, doing(cast, "carol"), saw=INTELLIGENCE, agency_name="Police",
        sensitive=Sensitive.police_intelligence,
    )  # fmt: skip
    return family.oisin


@pytest.mark.parametrize("username", ["ann", "carol", "tess", "dev"])
def test_who_decides_reads_the_sensitive_line(reads, two_lines, username):
    assert reads(username, two_lines) == {"Tired and hungry", INTELLIGENCE}


@pytest.mark.parametrize("username", ["grace", "farah", "helen", "erin", "quinn"])
def test_nobody_else_reads_the_sensitive_line(reads, two_lines, username):
    assert reads(username, two_lines) == {"Tired and hungry"}


@pytest.mark.parametrize("username", ["ben", "joy", "ivan", "uma", "kwame", "lena"])
def test_who_may_not_go_so_far_reads_nothing(reads, two_lines, username):
    assert reads(username, two_lines) == set()


def test_a_line_that_becomes_sensitive_is_gone_for_everybody_else_and_so_are_its_former_texts(reads, cast, two_lines):
    with acting(actor=cast("carol").actor, purpose=Purpose.front_door):
        ordinary = Sighting.objects.get(sensitive="")
    actions.correct_sighting(
        sighting=ordinary, changes={"sensitive": Sensitive.health_detail}, expected_version=1,
        reason="It names her illness", **doing(cast, "carol"),
    )  # fmt: skip
    assert reads("grace", two_lines) == set()
    with acting(actor=cast("grace").actor, purpose=Purpose.front_door):
        assert not Version.objects.filter(table_name="sightings_sighting").exists()
    with acting(actor=cast("carol").actor, purpose=Purpose.front_door):
        assert Version.objects.filter(table_name="sightings_sighting").count() == 1


def test_whoever_takes_a_call_may_write_down_a_sensitive_line_and_a_colleague_may_not_read_it(
    reads, cast, family, django_user_model
):
    seen(family.oisin, doing(cast, "grace"), saw=INTELLIGENCE, sensitive=Sensitive.police_intelligence)
    assert reads("grace", family.oisin) == {INTELLIGENCE}
    other = django_user_model.objects.create_user(username="gwen", role=Role.front_door_worker, display_name="Gwen")
    with acting(actor=other.actor, purpose=Purpose.front_door):
        assert not sightings_of([family.oisin]).exists()


def test_an_agency_reads_its_own_lines_when_it_answers_and_no_other_agencys(reads, cast, two_lines):
    farah = answering(cast, "farah")
    bruise(two_lines, farah)
    answering(cast, "helen")
    assert reads("farah", two_lines, Purpose.answering) == {"Tired and hungry", "Bruise"}
    assert reads("helen", two_lines, Purpose.answering) == set()


def test_an_agency_cannot_answer_in_anothers_name(cast, family):
    farah = answering(cast, "farah")
    police = add_agency(name="Police", kind=AgencyKind.police)
    with pytest.raises(DatabaseError), transaction.atomic():
        seen(family.oisin, farah | {"agency": police}, saw="As if the police had said it")


def test_nobody_writes_as_if_somebody_else_had_written(cast, family):
    with pytest.raises(DatabaseError), acting(actor=cast("carol").actor, purpose=Purpose.front_door):
        Sighting(child_id=family.oisin, what="seen", seen_on=DAY, told_on=DAY, written_by=cast("ann").id).save(
            force_insert=True
        )


def test_a_partner_alongside_reads_and_does_not_write(cast, two_lines):
    with pytest.raises(DatabaseError), transaction.atomic():
        seen(two_lines, doing(cast, "farah"), saw="Written for the wrong purpose")


def test_somebody_shut_out_of_a_record_does_not_read_even_what_they_wrote(reads, cast, family):
    seen(family.oisin, doing(cast, "grace"), saw="Tired")
    with acting(actor=cast("carol").actor, purpose=Purpose.front_door):
        Exclusion(user=cast("grace"), child_id=family.oisin, from_at=AT - timedelta(days=400)).save(force_insert=True)
    assert reads("grace", family.oisin) == set()


def test_no_actor_reads_or_writes_anything(family, two_lines):
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM sightings_sighting UNION ALL SELECT count(*) FROM sightings_injury")
        assert [row[0] for row in cursor.fetchall()] == [0, 0]


def test_a_double_click_keeps_one_and_other_words_another(cast, family):
    from uuid import uuid4

    form = uuid4()
    first = bruise(family.oisin, doing(cast, "carol"), record_id=form)
    again = bruise(family.oisin, doing(cast, "carol"), record_id=form)
    other = bruise(family.oisin, doing(cast, "carol"), record_id=form, looks="Yellow")
    assert first.pk == again.pk != other.pk


def test_an_agency_told_by_its_name_is_that_agency(cast, family):
    school = add_agency(name="Kestrel Lane Primary School", kind=AgencyKind.school)
    assert seen(family.oisin, doing(cast, "carol"), agency_name="kestrel lane primary school ").agency == school
    assert seen(family.oisin, doing(cast, "carol"), agency_name="The neighbour").whose == "The neighbour"


def test_what_is_still_to_come_was_not_seen(cast, family):
    with pytest.raises(Refused, match="still to come"):
        seen(family.oisin, doing(cast, "carol"), seen_on=date(2026, 11, 21))


def test_a_correction_needs_its_reason_and_keeps_what_stood(cast, family):
    told = bruise(family.oisin, doing(cast, "carol"))
    with pytest.raises(Refused, match="Say why"):
        actions.correct_injury(
            injury=told, changes={"site": "right_forearm"}, expected_version=1, reason=" ", **doing(cast, "carol")
        )
    corrected = actions.correct_injury(
        injury=told, changes={"site": "right_forearm"}, expected_version=1, reason="Other arm", **doing(cast, "carol")
    )
    assert (corrected.site, corrected.version) == ("right_forearm", 2)
    with pytest.raises(StaleEdit):
        actions.correct_injury(
            injury=told, changes={"site": "nose"}, expected_version=1, reason="Nose", **doing(cast, "carol")
        )
    with pytest.raises(Refused, match="cannot be changed"):
        actions.correct_injury(
            injury=told, changes={"child_id": None}, expected_version=2, reason="No", **doing(cast, "carol")
        )


def test_what_was_entered_in_error_leaves_every_page_and_count(reads, cast, family):
    told = bruise(family.oisin, doing(cast, "carol"))
    actions.mark_entered_in_error(record=told, expected_version=1, reason="Another child", **doing(cast, "carol"))
    assert reads("carol", family.oisin) == set()
    assert facts(cast, family.oisin).rows("injury") == []


def test_what_is_done_is_on_the_audit_log(cast, family):
    bruise(family.oisin, doing(cast, "carol"))
    with acting(actor=cast("carol").actor, purpose=Purpose.front_door):
        event = AuditEvent.objects.get(what="record_injury")
    assert event.children == [family.oisin] and event.reason == ""


def facts(cast, child_id) -> Facts:
    with acting(actor=cast("maya").actor, purpose=Purpose.figures):
        return facts_of([child_id], tables=["sighting", "injury"])


def three_explanations(cast, child_id) -> None:
    """f.injuries_accumulate: three agencies log injuries, each with another explanation."""
    for days, agency, kind, site, said_by in (
        (9, "Kestrel Lane Primary School", Explanation.by_a_child, "left_forearm", ExplainedBy.child),
        (5, "Kingfisher Practice", Explanation.fell, "left_back_of_forearm", ExplainedBy.mother),
        (2, "Police", Explanation.would_not_say, "arm", ExplainedBy.carer),
    ):
        bruise(
            child_id, doing(cast, "carol"), seen_on=DAY - timedelta(days=days), agency_name=agency, explanation=kind,
            site=site, explained_by=said_by,
        )  # fmt: skip


def test_injuries_of_three_agencies_add_up_and_their_explanations_conflict(cast, family):
    """f.injuries_accumulate"""
    for name, kind in (
        ("Kestrel Lane Primary School", AgencyKind.school),
        ("Kingfisher Practice", AgencyKind.gp_practice),
        ("Police", AgencyKind.police),
    ):
        add_agency(name=name, kind=kind)
    three_explanations(cast, family.oisin)
    with acting(actor=cast("carol").actor, purpose=Purpose.front_door):
        [place] = places(injuries_of([family.oisin]))
    assert place.conflicting and len(place.injuries) == len(place.agencies) == 3
    told = facts(cast, family.oisin).rows("injury")
    assert [row["conflicts"] for row in told] == [True, True, True]
    assert {row["agency_kind"] for row in told} == {"school", "gp_practice", "police"}


@pytest.mark.parametrize(
    ("site", "days", "told", "conflicts"),
    [
        ("left_forearm", 3, {"explanation": Explanation.fell}, False),
        ("right_forearm", 3, {"explanation": Explanation.by_an_adult}, False),
        ("left_forearm", 15, {"explanation": Explanation.by_an_adult}, False),
        ("left_forearm", 14, {"explanation": Explanation.by_an_adult}, True),
        ("left_forearm", 3, {}, False),
        ("arm", 3, {"explained_in_words": "The dog"}, True),
    ],
)
def test_the_page_and_the_facts_agree_on_what_conflicts(cast, family, site, days, told, conflicts):
    bruise(family.oisin, doing(cast, "carol"), explanation=Explanation.fell)
    bruise(family.oisin, doing(cast, "carol"), site=site, seen_on=DAY - timedelta(days=days), **told)
    with acting(actor=cast("carol").actor, purpose=Purpose.front_door):
        found = places(injuries_of([family.oisin]))
    assert any(place.conflicting for place in found) is conflicts
    assert {row["conflicts"] for row in facts(cast, family.oisin).rows("injury")} == {conflicts}


def test_what_two_records_of_one_child_tell_of_one_arm_conflicts_once_they_are_linked(cast, family):
    """f.injuries_accumulate"""
    bruise(family.oisin, doing(cast, "carol"), explanation=Explanation.fell)
    bruise(family.mei, doing(cast, "carol"), explanation=Explanation.by_an_adult)
    assert {row["conflicts"] for row in facts(cast, family.oisin).rows("injury")} == {False}
    with acting(actor=cast("carol").actor, purpose=Purpose.front_door):
        both = list(Person.objects.filter(pk__in=[family.oisin, family.mei]))
    link_same_person(person=both[0], other=both[1], because="One child, two spellings", **doing(cast, "carol"))
    for record in (family.oisin, family.mei):
        assert {row["conflicts"] for row in facts(cast, record).rows("injury")} == {True}


def test_a_manager_is_asked_to_look_where_explanations_conflict(cast, family):
    """f.injuries_accumulate"""
    three_explanations(cast, family.oisin)
    with acting(actor=cast("carol").actor, purpose=Purpose.front_door):
        asked = {look.check_id for look in looks_at([family.oisin]) if look.looked_at is None}
    assert "explanations_conflict" in asked


def test_sensitive_sightings_are_counted_nowhere_whoever_counts(cast, two_lines):
    assert [row["what"] for row in facts(cast, two_lines).rows("sighting")] == ["seen"]
    with acting(actor=cast("carol").actor, purpose=Purpose.front_door):
        assert len(facts_of([two_lines], tables=["sighting"]).rows("sighting")) == 1


def test_what_the_police_mark_as_intelligence_goes_past_everybody_to_who_decides(reads, cast, two_lines):
    told = seen(two_lines, answering(cast, "erin"), saw="From a source", sensitive=Sensitive.source_at_risk)
    assert told.agency.name == cast("erin").agency_name
    for username in ("grace", "helen", "farah"):
        assert "From a source" not in reads(username, two_lines)
    assert "From a source" in reads("carol", two_lines)
    assert "From a source" in reads("erin", two_lines, Purpose.answering)


def test_a_colleague_in_the_same_agency_does_not_read_its_sensitive_line(reads, cast, two_lines):
    seen(two_lines, answering(cast, "erin"), saw="From a source", sensitive=Sensitive.source_at_risk)
    seen(two_lines, answering(cast, "erin"), saw="Seen at the station")
    team = add_team(agency=add_agency(name=cast("erin").agency_name, kind=AgencyKind.police), name="Safeguarding")
    appoint(team=team, holder=cast("helen"), title="On secondment", from_on=date(2026, 1, 1))
    assert reads("helen", two_lines, Purpose.answering) == {"Seen at the station"}
