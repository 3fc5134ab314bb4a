"""The pages of the census: what stands, every rule, one page for a director, and explaining; each for its roles."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from holdfast.access import Purpose
from holdfast.records.casework.models import Assessment, Episode, NeedPlan
from holdfast.records.census.models import CensusFinding, Explanation
from holdfast.records.census.queries.counting import counts
from holdfast.returns.cin.rules import RULES
from holdfast.wall.acting import acting
from holdfast.web import words
from tests.census_files import child, episode, message
from tests.integration.census_cast import NIGHT, WHOLE, YEAR, checked, in_need, stands, teams
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
        about_the_whole = WHOLE if asked == {"severity": "query"} else 0
        assert f"{len(wanted) + about_the_whole} finding" in page(noor, "/census/", **AFTER | asked)
    assert "There is no such" not in page(noor, "/census/", year=YEAR)


def test_what_cannot_be_asked_for_is_said_and_the_rest_is_still_answered(cast, night):
    noor = as_(cast, "noor")
    queries = stands(cast, severity="query")
    shown = page(noor, "/census/", worker="nobody", severity="query", year=YEAR, state="all")
    assert "Nothing of this stands now" in shown
    assert f"{len(queries) + WHOLE} finding" in shown
    assert "There is no census of that year" in page(noor, "/census/", status=404, year="20x7")


def test_a_rule_of_which_all_is_mended_shows_nothing_and_not_everything(cast, night):
    silent = next(code for code in RULES if code not in {each.rule for each in stands(cast)})
    assert "0 findings" in page(as_(cast, "noor"), "/census/", rule=silent, year=YEAR, state="all")


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
    assert f"For {night.children_found} of them there is something to do: mend " in shown
    assert "by 31 July 2027" in shown
    assert cast("tess").display_name in shown
    assert "mend 1 error" in shown or "mend or explain" in shown
    worst = max((each for each in night.results if each["severity"] == "error"), key=lambda each: each["count"])
    assert RULES[worst["code"]].title in shown


def test_before_the_first_night_every_page_says_when_to_look_again(cast):
    for where in ("/census/", "/census/rules/", "/census/summary/"):
        assert "They are checked every night" in page(as_(cast, "noor"), where)


# Beside the field on save


def deed_of(family, word: str, model) -> str:
    with_it = model.objects.get(child_id=family.oisin)
    return f"/casework/{family.oisin}/{word}/{with_it.pk}/"


@pytest.fixture
def in_hand(cast, family):
    """Oisín is in need, and nothing is wrong with his record."""
    teams(cast, family)
    in_need(cast, family.oisin)
    checked()


def save_need_plan(cast, family, *, on: date) -> object:
    with acting(actor=cast("ann").actor, purpose=Purpose.direct_work):
        episode = Episode.objects.get(child_id=family.oisin)
    told = {"started_on_day": on.day, "started_on_month": on.month, "started_on_year": on.year, "aims": "Safe sleep"}
    return as_(cast, "ann").post(f"/casework/{family.oisin}/need-plan/{episode.pk}/", told)


def plans(cast, family) -> list[NeedPlan]:
    with acting(actor=cast("ann").actor, purpose=Purpose.direct_work):
        return list(NeedPlan.objects.filter(child_id=family.oisin))


def test_what_is_right_is_saved_and_leads_back_to_the_child(cast, family, in_hand):
    assert save_need_plan(cast, family, on=date(2026, 7, 13)).url == f"/children/{family.oisin}/"


def test_what_the_census_will_ask_about_is_saved_and_said_beside_its_field(cast, family, in_hand):
    answer = save_need_plan(cast, family, on=date(2026, 5, 1))
    (plan,) = plans(cast, family)
    assert plan.started_on == date(2026, 5, 1)
    assert answer.url == f"/census/mend/{family.oisin}/need_plan/{plan.pk}/?saved=yes"
    shown = page(as_(cast, "ann"), answer.url)
    assert "<strong>Saved.</strong> The census will ask about this record" in shown
    assert shown.index("1 May 2026") < shown.index('id="id_started_on_day"')


def test_it_stands_on_the_list_at_once_and_goes_when_it_is_mended(cast, family, in_hand):
    answer = save_need_plan(cast, family, on=date(2026, 5, 1))
    before = [each for each in stands(cast, who="ann") if each.table == "need_plan"]
    assert before
    said = words.days_in(before[0].message)
    assert said in page(as_(cast, "ann"), f"/children/{family.oisin}/")
    assert said in page(as_(cast, "ann"), "/census/")
    told = {"started_on_day": 13, "started_on_month": 7, "started_on_year": 2026, "reason": "The plan says so"}
    mended = as_(cast, "ann").post(answer.url, told)
    assert mended.url == f"/children/{family.oisin}/"
    assert [each for each in stands(cast, who="ann") if each.table == "need_plan"] == []
    assert said not in page(as_(cast, "ann"), f"/children/{family.oisin}/")


def test_the_counts_of_the_day_go_with_what_was_saved_since_the_night(cast, family, in_hand):
    with acting(actor=cast("noor").actor, purpose=Purpose.statutory_return):
        before = counts(YEAR)
    save_need_plan(cast, family, on=date(2026, 5, 1))
    found = stands(cast)
    with acting(actor=cast("noor").actor, purpose=Purpose.statutory_return):
        after = counts(YEAR)
    assert after != before
    assert after.errors == sum(each.severity == "error" for each in found)
    assert after.queries == WHOLE + sum(each.severity == "query" and each.explanation is None for each in found)
    assert (after.explained, after.carried, after.fixed) == (0, 0, 0)


def test_a_check_that_breaks_keeps_nobody_from_saving(cast, family, in_hand, monkeypatch, caplog):
    def breaks(**_told):
        connection.cursor().execute("SELECT nothing FROM nowhere")

    monkeypatch.setattr("holdfast.web.aftersave._asked", [breaks])
    assert save_need_plan(cast, family, on=date(2026, 5, 1)).url == f"/children/{family.oisin}/"
    assert len(plans(cast, family)) == 1
    assert "could not be asked" in caplog.text


# Explaining


@pytest.fixture
def question(cast, family) -> CensusFinding:
    """Oisín's assessment is open for longer than the law gives: a question, which words may answer."""
    teams(cast, family)
    in_need(cast, family.oisin)
    with acting(actor=cast("carol").actor, purpose=Purpose.front_door):
        assessment = Assessment.objects.get(child_id=family.oisin)
        assessment.authorised_on = None
        assessment.factors.all()
        assessment.save()
    checked()
    return next(each for each in stands(cast, severity="query"))


def test_noor_explains_a_question_and_it_is_waived(cast, question):
    noor = as_(cast, "noor")
    assert "Why is it right as it stands?" in page(noor, f"/census/{question.id}/explain/")
    answer = noor.post(f"/census/{question.id}/explain/", {"words": "The family was abroad."})
    assert answer.url == "/census/"
    (explained,) = stands(cast, rule=question.rule)
    assert explained.explanation.words == "The family was abroad."
    assert "The family was abroad." in page(noor, "/census/", state="explained", year=YEAR)
    assert "The family was abroad." not in page(noor, "/census/", year=YEAR)


def test_without_words_nothing_is_explained_and_too_many_words_are_all_kept_on_the_form(cast, question):
    noor = as_(cast, "noor")
    empty = noor.post(f"/census/{question.id}/explain/", {"words": " "})
    assert empty.status_code == 400
    assert "Say why it is right as it stands" in empty.content.decode()
    long = noor.post(f"/census/{question.id}/explain/", {"words": "abroad " * 400})
    assert long.status_code == 400
    assert ("abroad " * 400).strip() in long.content.decode()
    assert [each.explanation for each in stands(cast, rule=question.rule)] == [None]


def test_an_error_has_no_form_and_takes_no_explanation(cast, night):
    error = next(each for each in stands(cast, severity="error"))
    noor = as_(cast, "noor")
    assert "it has to be mended" in page(noor, f"/census/{error.id}/explain/")
    refused = noor.post(f"/census/{error.id}/explain/", {"words": "It is right."})
    assert refused.status_code == 400
    assert [each.explanation for each in stands(cast, rule=error.rule, child=error.child_id)] == [None]


def test_last_years_words_are_carried_over_to_be_confirmed(cast, question):
    with acting(actor=cast("noor").actor, purpose=Purpose.statutory_return):
        about = {name: getattr(question, name) for name in ("child_id", "rule", "table", "key", "element", "value")}
        Explanation(
            **about, year=YEAR - 1, message=question.message, words="Abroad until May.", explained_at=NIGHT,
            explained_by=cast("noor").id,
        ).save(force_insert=True)  # fmt: skip
    checked(NIGHT + timedelta(days=1))
    noor = as_(cast, "noor")
    assert "Explained last year: confirm" in page(noor, "/census/", state="carried", year=YEAR)
    form = page(noor, f"/census/{question.id}/explain/")
    assert "This was explained for the census of 2025-26" in form
    assert "Abroad until May.</textarea>" in form
    noor.post(f"/census/{question.id}/explain/", {"words": "Abroad until May."})
    (confirmed,) = stands(cast, rule=question.rule)
    assert (confirmed.is_explained, confirmed.explanation.carried_from) == (True, YEAR - 1)


def test_an_explanation_is_taken_back_with_a_reason_and_the_question_stands_again(cast, question):
    noor = as_(cast, "noor")
    noor.post(f"/census/{question.id}/explain/", {"words": "The family was abroad."})
    assert noor.post(f"/census/{question.id}/take-back/", {"because": ""}).status_code == 400
    assert noor.post(f"/census/{question.id}/take-back/", {"because": "They were not."}).status_code == 302
    assert [each.explanation for each in stands(cast, rule=question.rule)] == [None]
    assert "They were not." in page(noor, f"/census/{question.id}/explain/")


@pytest.mark.parametrize(("username", "status"), [("ann", 200), ("ben", 404), ("carol", 200), ("owen", 403)])
def test_a_question_is_explained_by_who_sees_the_child_or_sends_the_return(cast, question, username, status):
    assert as_(cast, username).get(f"/census/{question.id}/explain/").status_code == status


# Accounts that are kept


def test_noor_keeps_an_account_once_and_an_analyst_may_not(cast, family):
    content = message(child(episode(referred="2025-07-13"), number="100001"), child(episode(referred="2025-07-13")))
    noor, key = as_(cast, "noor"), "11111111-1111-4111-8111-111111111111"
    first, again = (
        noor.post("/census/file/keep/", {"file": SimpleUploadedFile("cin.xml", content), "record_id": key})
        for _ in "12"
    )
    assert first.url == again.url
    shown = page(noor, first.url)
    assert "cin.xml" in shown
    assert "Child 100001, line" in shown
    assert "215141" not in shown
    assert "cin.xml" in page(noor, "/census/kept/")
    owen = as_(cast, "owen")
    assert owen.post("/census/file/keep/", {"file": SimpleUploadedFile("cin.xml", content)}).status_code == 403
    assert {owen.get(where).status_code for where in ("/census/kept/", first.url)} == {403}


# First pages


def test_noors_first_page_counts_and_anns_names_her_own_children(cast, night):
    noors, anns, tesss = (page(as_(cast, who), "/work/") for who in ("noor", "ann", "tess"))
    assert "What the census of 2026-27 will ask" in noors
    assert "new since yesterday" in noors
    assert "Oisín" not in noors
    assert "What the census will ask about your children" in anns
    assert "What the census of 2026-27 will ask" in tesss
    assert "will ask about your children" not in page(as_(cast, "ben"), "/work/")
