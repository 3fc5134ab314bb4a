"""The pages of the census: what stands, every rule, one page for a director, and explaining; each for its roles."""

from datetime import date, timedelta

import pytest
from django.test import Client

from holdfast.access import Purpose
from holdfast.records.census.models import CensusFinding, Explanation
from holdfast.records.census.queries import standing
from holdfast.returns.cin.rules import RULES
from holdfast.wall.acting import acting
from tests.integration.census_cast import NIGHT, YEAR, checked, in_need, stands, teams
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db
AFTER = {"year": YEAR, "state": "all"}


@pytest.fixture
def night(cast, family):
    """Oisín's assessment was authorised before it began, and Mei, whom nobody works with, has another like it."""
    teams(cast, family)
    in_need(cast, family.oisin, authorised=date(2026, 6, 2))
    in_need(cast, family.mei, authorised=date(2026, 6, 2))
    return checked()


def page(client: Client, where: str, status: int = 200, **asked) -> str:
    response = client.get(where, asked)
    assert response.status_code == status, response.content.decode()
    return response.content.decode()


def as_(cast, username: str) -> Client:
    return sign_in(Client(), cast(username))


def test_noor_sees_what_stands_by_number_with_who_can_mend_it_and_no_name(cast, night):
    found = stands(cast)
    assert found
    shown = page(as_(cast, "noor"), "/census/", **AFTER)
    for each in found:
        assert RULES[each.rule].mend.replace("'", "&#x27;") in shown or RULES[each.rule].mend in shown
    assert "Child 100001" in shown
    assert "Child 100002" in shown
    assert cast("ann").display_name in shown
    assert "Oisín" not in shown
    assert "Chen" not in shown


def test_ann_sees_her_own_child_by_name_with_the_form_and_no_other_child(cast, family, night):
    shown = page(as_(cast, "ann"), "/census/", **AFTER)
    assert "Oisín" in shown
    assert "100002" not in shown
    assert f"/children/{family.oisin}/" in shown


def test_the_list_is_narrowed_by_rule_worker_team_severity_and_state(cast, night):
    noor = as_(cast, "noor")
    every = stands(cast)
    rule = every[0].rule
    for asked in (
        {"rule": rule}, {"severity": "query"}, {"worker": str(cast("ann").id)}, {"team": str(every[0].team_id)},
        {"state": "explained"}, {"state": "fixed"},
    ):  # fmt: skip
        narrowed = {name: value for name, value in asked.items() if name != "state"}
        wanted = stands(cast, **narrowed, state=asked.get("state", ""))
        assert f"{len(wanted)} finding" in page(noor, "/census/", **AFTER | asked)
    assert "There is no such" not in page(noor, "/census/", year=YEAR)


def test_what_cannot_be_asked_for_is_answered_with_everything_still_to_do(cast, night):
    assert "findings" in page(as_(cast, "noor"), "/census/", worker="nobody", state="lost", year=YEAR)
    assert "There is no census of that year" in page(as_(cast, "noor"), "/census/", status=404, year="20x7")


@pytest.mark.parametrize("username", ["owen", "erin", "farah", "priya", "maya"])
def test_nobody_else_sees_findings_on_children(cast, night, username):
    assert as_(cast, username).get("/census/").status_code == 403


@pytest.mark.parametrize("where", ["/census/rules/", "/census/summary/", "/census/summary/?print=1"])
def test_an_analyst_sees_counts_and_no_child(cast, night, where):
    shown = page(as_(cast, "owen"), where)
    assert "100001" not in shown
    assert "Oisín" not in shown
    assert "/census/?" not in shown


@pytest.mark.parametrize("username", ["ann", "erin", "farah", "priya"])
def test_the_counts_are_for_those_who_answer_for_the_census(cast, night, username):
    client = as_(cast, username)
    assert {client.get(where).status_code for where in ("/census/rules/", "/census/summary/")} == {403}


def test_every_rule_says_what_became_of_it_and_why_it_could_not_be_asked(cast, night):
    noor = as_(cast, "noor")
    every = page(noor, "/census/rules/")
    for code in RULES:
        assert f"Rule {code}," in every
    not_run = noor.get("/census/rules/?status=not+run")
    reasons = {each["reason"] for each in night.results if each["status"] == "not run"}
    assert all(reason in not_run.content.decode() for reason in reasons)


def test_a_director_reads_how_many_which_matter_most_and_who_does_what_by_when(cast, night):
    shown = page(as_(cast, "tess"), "/census/summary/")
    assert "2 of them have" in shown
    assert "by 31 July 2027" in shown
    assert cast("tess").display_name in shown
    assert "mend 1 error" in shown or "mend or explain" in shown
    worst = max((each for each in night.results if each["severity"] == "error"), key=lambda each: each["count"])
    assert RULES[worst["code"]].title in shown


def test_before_the_first_night_every_page_says_when_to_look_again(cast):
    for where in ("/census/", "/census/rules/", "/census/summary/"):
        assert "They are checked every night" in page(as_(cast, "noor"), where)
