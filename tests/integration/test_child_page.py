"""The child on one page: the story for the worker, a pointer for housing, and nothing for a stranger."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from holdfast.access import Purpose
from holdfast.records.casework import actions as casework
from holdfast.records.casework.models import ProtectionPlan
from holdfast.records.frontdoor.models import Referral
from holdfast.records.people import actions as people
from holdfast.records.people.codes import (
    AbsenceBecause,
    AbsenceOf,
    IdentifierKind,
    InvolvementKind,
    NameKind,
    RelationshipKind,
)
from holdfast.records.people.models import Involvement, Person
from holdfast.wall.acting import acting
from holdfast.wall.models import AuditEvent, Grant
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


@pytest.fixture
def carol(cast):
    return {"by": cast("carol").actor, "purpose": Purpose.front_door, "at": timezone.now()}


@pytest.fixture
def ann(cast):
    return {"by": cast("ann").actor, "purpose": Purpose.direct_work, "at": timezone.now()}


@pytest.fixture
def nadia(cast, carol, ann) -> Person:
    """Nadia is on a plan, lives at a protected address, and everybody who may be involved with her is."""
    child = people.add_child(authority="310", given="Nadia", family="Rahman", birth_on=date(2018, 3, 4), **carol)
    mother = people.add_person(authority="310", given="Samira", family="Rahman", **carol)
    brother = people.add_child(authority="310", given="Tariq", family="Rahman", birth_on=date(2021, 6, 30), **carol)
    people.relate(
        person=child, other=mother, kind=RelationshipKind.mother, parental_responsibility=True, lives_with=True, **carol
    )
    people.relate(person=child, other=brother, kind=RelationshipKind.sibling, **carol)
    people.record_absence(person=child, what=AbsenceOf.father, because=AbsenceBecause.asked_no_reply, **carol)
    people.record_identifier(person=child, kind=IdentifierKind.upn, value="A850728973744", **carol)
    people.record_address(person=child, lines="Orchard House", postcode="HA3 9QQ", protected=True, **carol)
    people.allocate(child=child, worker=cast("ann"), from_on=ago(100), **carol)
    for username, kind in INVOLVED.items():
        people.involve(person=child, worker=cast(username), kind=InvolvementKind(kind), from_on=ago(90), **carol)
    _on_a_plan(child, carol, ann)
    return child


INVOLVED = {
    "erin": "police",
    "farah": "school",
    "gpshared": "gp_practice",
    "helen": "health_visitor",
    "ivan": "mental_health",
    "joy": "housing",
    "kwame": "conference_chair",
    "lena": "quality_audit",
}


def _on_a_plan(child: Person, carol, ann) -> None:
    with acting(actor=carol["by"], purpose=carol["purpose"]):
        referral = Referral(
            child_id=child.id, key=str(ago(100)), referred_on=ago(100), source="2A", no_further_action=False,
            decision="assessment", decided_on=ago(99), reasons="Bruising seen by her teacher",
        )  # fmt: skip
        referral.save(force_insert=True)
    episode = casework.open_episode(referral=referral, primary_need="N1", **ann)
    casework.hold_strategy_discussion(
        episode=episode, held_on=ago(80), took_part="Police", decision="A joint enquiry", **ann
    )
    enquiry = casework.start_section47(episode=episode, started_on=ago(80), **ann)
    casework.hold_conference(
        episode=episode,
        section47=enquiry,
        held_on=ago(62),
        plan_category="PHY",
        worries="Bruises without a cause",
        **ann,
    )
    casework.record_visit(child_id=child.id, visited_on=ago(50), child_seen=True, seen_alone=True, **ann)
    casework.record_visit(child_id=child.id, visited_on=ago(20), child_seen=True, seen_alone=False, **ann)


def reading(client: Client, user, child: Person, part: str = "") -> str:
    answer = sign_in(client, user).get(f"/children/{child.id}/{part}")
    assert answer.status_code == 200, answer.content
    return answer.content.decode()


def test_the_worker_reads_the_story_on_one_page(client, cast, nadia):
    page = reading(client, cast("ann"), nadia)
    for said in (
        "Nadia Rahman",
        "Child protection plan",
        "Physical abuse",
        "Bruises without a cause",
        "Samira Rahman (mother)",
        "Tariq Rahman",
        "Orchard House",
        "The address is protected",
        "Who the father is: asked, no reply",
        "The unique pupil number fails its check",
        "20 days ago",
        "Strategy discussion",
        "working days late",
        "Ann Fairweather",
        "Kwame Asante",
    ):
        assert said in page, said


def test_what_is_still_to_come_has_not_happened_yet(client, cast, nadia, ann):
    with acting(actor=ann["by"], purpose=ann["purpose"]):
        episode = ProtectionPlan.objects.get(child_id=nadia.id).episode
    casework.start_need_plan(episode=episode, started_on=ago(-5), aims="A plan for next week", **ann)
    shown = reading(client, cast("ann"), nadia)
    assert "Child in need plan" in shown and "Child in need plan began" not in shown
    assert "Child in need plan began" in reading(client, cast("ann"), nadia, "chronology/")


def test_the_worker_is_told_what_is_late_before_what_is_not(client, cast, nadia):
    page = reading(client, cast("ann"), nadia)
    assert page.index("See the child") < page.index("Hold the first review conference")


@pytest.mark.parametrize(
    ("username", "shown", "hidden"),
    [
        (
            "joy",
            ["Ann Fairweather"],
            ["A850728973744", "asked, no reply", "Bruis", "plan</strong>", "Erin O", "What is due"],
        ),
        ("ivan", ["Ann Fairweather"], ["A850728973744", "asked, no reply", "Bruis", "What is due"]),
        (
            "farah",
            ["Bruising seen by her teacher", "Visit: seen alone"],
            ["Strategy", "without a cause", "core group", "Kwame"],
        ),
        ("gpshared", ["Bruising seen by her teacher"], ["Strategy", "without a cause", "review conference", "Ivan"]),
        ("helen", ["Bruises without a cause", "core group"], ["Strategy discussion</"]),
        ("erin", ["Bruises without a cause"], ["A joint enquiry"]),
        ("kwame", ["A joint enquiry", "Bruises without a cause"], ["Orchard House"]),
    ],
)
def test_each_role_reads_as_far_as_it_may(client, cast, nadia, username, shown, hidden):
    page = reading(client, cast(username), nadia) + reading(client, cast(username), nadia, "chronology/")
    for said in shown:
        assert said in page, said
    for said in hidden:
        assert said not in page, said
    assert "Orchard House" not in page


@pytest.mark.parametrize(
    ("username", "said"),
    [
        ("joy", "Referrals, assessments, visits and plans are not shown to your role."),
        ("farah", "Child protection details are not shown to your role."),
        ("helen", "Strategy discussions, police and legal matters are not shown to your role."),
    ],
)
def test_what_is_left_out_is_said_in_one_line(client, cast, nadia, username, said):
    assert said in reading(client, cast(username), nadia)


def test_nothing_is_left_out_for_the_worker(client, cast, nadia):
    assert "not shown to your role" not in reading(client, cast("ann"), nadia)


def test_nobody_learns_that_an_audit_looks_at_her(client, cast, nadia):
    assert "Lena" not in reading(client, cast("ann"), nadia)


def test_a_stranger_is_answered_as_if_there_were_no_such_child(client, cast, nadia):
    client = sign_in(client, cast("ben"))
    hers = client.get(f"/children/{nadia.id}/")
    nobodys = client.get("/children/00000000-0000-4000-8000-000000000000/")
    assert hers.status_code == nobodys.status_code == 404
    assert without_token(hers) == without_token(nobodys)


def without_token(answer) -> list[str]:
    return [line for line in answer.content.decode().splitlines() if "csrfmiddlewaretoken" not in line]


def test_a_brother_without_a_grant_is_named_but_not_opened(client, cast, nadia, carol):
    with acting(actor=carol["by"], purpose=carol["purpose"]):
        brother = Person.objects.exclude(pk=nadia.id).get(is_child=True)
    page = reading(client, cast("ann"), nadia)
    assert "Tariq Rahman" in page and str(brother.id) not in page
    assert client.get(f"/children/{brother.id}/").status_code == 404


def test_reading_the_page_is_on_the_audit_log(client, cast, nadia):
    reading(client, cast("farah"), nadia)
    with acting(actor=cast("farah").actor, purpose=Purpose.partner_work):
        event = AuditEvent.objects.filter(what="GET desk.child").latest("happened_at")
    assert event.actor_id == cast("farah").id and nadia.id in event.children


def test_an_unborn_child_has_a_page(client, cast, carol):
    unborn = people.add_child(authority="310", family="Owusu", expected_birth_on=date(2030, 2, 1), **carol)
    page = reading(client, cast("carol"), unborn)
    assert "Unborn Owusu" in page and "Unborn, expected 1 February 2030" in page


def test_a_census_child_is_called_by_the_number(client, cast, carol):
    child = people.add_child(authority="310", local_id="215141", **carol)
    page = reading(client, cast("carol"), child)
    assert "Child 215141, name not supplied" in page and "No allocated social worker" in page


def test_a_clock_that_cannot_be_computed_says_why(client, cast, carol):
    child = people.add_child(authority="310", given="Old", family="Case", **carol)
    with acting(actor=carol["by"], purpose=carol["purpose"]):
        referral = Referral(child_id=child.id, key="1950-01-02", referred_on=date(1950, 1, 2), no_further_action=False)
        referral.save(force_insert=True)
    casework.open_episode(referral=referral, **carol)
    page = reading(client, cast("carol"), child)
    assert "no day can be worked out" in page and "No limit is set for a start on 2 January 1950" in page


def test_the_chronology_is_filtered_by_kind_day_and_significance(client, cast, nadia):
    visits = reading(client, cast("ann"), nadia, "chronology/?kind=visited")
    assert "Visit: seen alone" in visits and "Strategy discussion" not in visits
    recent = reading(client, cast("ann"), nadia, f"chronology/?from_on={ago(30)}")
    assert "Visit: seen with others there" in recent and "Visit: seen alone" not in recent
    significant = reading(client, cast("ann"), nadia, "chronology/?significant=on")
    assert "Strategy discussion" in significant and "Visit: seen alone" not in significant


def test_a_day_that_is_none_is_said_and_everything_is_shown(client, cast, nadia):
    page = reading(client, cast("ann"), nadia, "chronology/?from_on_day=31&from_on_month=2&from_on_year=2024")
    assert "must be a real date" in page and "Strategy discussion" in page


def test_who_changed_what_is_told_with_the_reason(client, cast, nadia, ann):
    people.change_details(
        person=nadia, changes={"birth_on": date(2018, 4, 3)}, expected_version=1, reason="Birth certificate", **ann
    )
    page = reading(client, cast("ann"), nadia, "history/")
    for said in ("Date of birth", "4 March 2018", "3 April 2018", "Birth certificate", "Ann Fairweather"):
        assert said in page, said


def test_the_history_of_a_plan_is_not_told_below_child_protection(client, cast, nadia, ann):
    with acting(actor=ann["by"], purpose=ann["purpose"]):
        plan = ProtectionPlan.objects.get(child_id=nadia.id)
    casework.hold_review(
        plan=plan, held_on=ago(1), category="NEG", decision="Goes on", expected_version=plan.version, **ann
    )
    assert "Protection plan" in reading(client, cast("ann"), nadia, "history/")
    assert "Protection plan" not in reading(client, cast("farah"), nadia, "history/")


def test_an_ended_involvement_shuts_the_page(client, cast, nadia, carol):
    with acting(actor=carol["by"], purpose=carol["purpose"]):
        row = nadia.involvements.get(kind="school")
    people.end_involvement(involvement=row, until_on=ago(1), expected_version=row.version, **carol)
    assert sign_in(client, cast("farah")).get(f"/children/{nadia.id}/").status_code == 404


def test_a_preferred_name_stands_first_and_the_legal_one_beside(client, cast, nadia, ann):
    people.add_name(person=nadia, kind=NameKind.preferred, given="Nadi", family="Rahman", **ann)
    page = reading(client, cast("ann"), nadia)
    assert ">Nadi Rahman</h1>" in page and "Nadia Rahman" in page


def test_the_history_says_no_more_of_who_was_involved_than_the_chronology(client, cast, nadia, carol):
    with acting(actor=carol["by"], purpose=carol["purpose"]):
        chair = Involvement.objects.get(person=nadia, kind=InvolvementKind.conference_chair)
    people.end_involvement(involvement=chair, until_on=TODAY, expected_version=1, reason="Moved on", **carol)
    assert "Involvement" not in history(client, cast("farah"), nadia)
    assert "Involvement" in history(client, cast("erin"), nadia)


def test_a_reason_is_not_told_to_who_may_only_know_whom_to_ring(client, cast, nadia, carol):
    people.allocate(child=nadia, worker=cast("ben"), from_on=TODAY, reason="He has hurt her again", **carol)
    people.change_details(
        person=nadia, changes={"sex": "F", "ethnicity": "AIND"}, expected_version=1, reason="Hospital said", **carol
    )
    for username in ("joy", "farah"):
        assert "hurt her" not in history(client, cast(username), nadia)
    assert "hurt her" in history(client, cast("erin"), nadia)
    assert "Indian" not in history(client, cast("joy"), nadia) and "AIND" not in history(client, cast("joy"), nadia)


def test_who_may_see_a_child_is_no_part_of_what_changed_about_her(client, cast, nadia, carol):
    with acting(actor=carol["by"], purpose=carol["purpose"]):
        grant = Grant.objects.filter(child_id=nadia.id).latest("from_at")
        for reason in ("Said again", "And again"):
            grant.reason = reason
            grant.save()
    assert "Said again" not in history(client, cast("ann"), nadia)


def history(client, user, child) -> str:
    answer = sign_in(client, user).get(f"/children/{child.id}/history/")
    assert answer.status_code == 200
    return answer.content.decode()
