"""Who and what belongs in a year's census: the facts as they stood at the end of 31 March 2026."""

from datetime import date

import pytest

from holdfast.facts.cohorts import CollectionYear, is_of_year, is_open_on
from holdfast.returns.cin.cohort import as_of_year

YEAR = CollectionYear.ending(2026)
LAST = date(2026, 3, 31)


def episode(**columns) -> dict:
    told = {"episode": "e", "referred_on": date(2025, 6, 2), "closed_on": None, "no_further_action": False,
            "decided_on": None, "closure_reason": None}  # fmt: skip
    return told | columns


def told(**tables) -> dict[str, list[dict]]:
    child = {"birth_on": date(2015, 5, 1), "expected_birth_on": None, "died_on": None, "sex": "F", "upn_unknown": None}
    return as_of_year({"child": [child], "episode": [episode()], **tables}, YEAR)


@pytest.mark.parametrize(("columns", "belongs"), [
    ({}, True),
    ({"referred_on": date(2026, 3, 31)}, True),
    ({"referred_on": date(2026, 4, 1)}, False),
    ({"referred_on": date(2020, 2, 29)}, True),
    ({"referred_on": date(2020, 2, 29), "closed_on": date(2025, 4, 1)}, True),
    ({"referred_on": date(2020, 2, 29), "closed_on": date(2025, 3, 31)}, False),
    ({"no_further_action": True}, True),
    ({"no_further_action": True, "referred_on": date(2025, 3, 31)}, False),
    ({"no_further_action": True, "referred_on": date(2025, 3, 31), "decided_on": date(2025, 4, 1)}, True),
    ({"no_further_action": True, "referred_on": date(2026, 3, 31), "decided_on": date(2026, 4, 1)}, True),
    ({"referred_on": None}, False),
])  # fmt: skip
def test_who_belongs_in_the_year(columns, belongs):
    assert bool(told(episode=[episode(**columns)])["episode"]) is belongs


def test_what_was_decided_or_closed_later_is_not_known_on_the_day():
    later = episode(closed_on=date(2026, 4, 2), closure_reason="RC7")
    row = told(episode=[later])["episode"][0]
    assert (row["closed_on"], row["closure_reason"]) == (None, None)
    undecided = episode(referred_on=LAST, no_further_action=True, decided_on=date(2026, 4, 1))
    assert told(episode=[undecided])["episode"][0]["no_further_action"] is False


def test_what_nobody_has_decided_is_told_as_not_decided_so():
    waiting = episode(no_further_action=None, primary_need=None)
    enquiry = {"episode": "e", "section47": "s", "started_on": date(2026, 3, 25), "conference_not_required": None}
    rows = told(episode=[waiting], section47=[enquiry])
    assert (rows["episode"][0]["no_further_action"], rows["episode"][0]["primary_need"]) == (False, "N0")
    assert rows["section47"][0]["conference_not_required"] is False
    later = episode(no_further_action=True, primary_need=None, decided_on=date(2026, 4, 1))
    assert told(episode=[later])["episode"][0]["primary_need"] == "N0"
    ended = episode(no_further_action=True, primary_need=None, decided_on=LAST)
    assert told(episode=[ended])["episode"][0]["primary_need"] is None


def test_a_child_born_after_the_day_is_not_born_yet():
    child = {"birth_on": date(2026, 4, 2), "expected_birth_on": date(2026, 4, 9), "died_on": None, "sex": "F",
             "upn_unknown": None}  # fmt: skip
    told_of = told(child=[child])["child"][0]
    assert (told_of["birth_on"], told_of["expected_birth_on"], told_of["sex"]) == (None, date(2026, 4, 9), "U")
    assert told_of["upn_unknown"] == "UN1"


@pytest.mark.parametrize(("born", "no_further_action", "reason"), [
    (date(2021, 4, 1), False, "UN1"), (date(2021, 3, 31), False, None), (date(2021, 3, 31), True, "UN7"),
])  # fmt: skip
def test_why_there_is_no_pupil_number_is_derived_where_it_follows(born, no_further_action, reason):
    child = {"birth_on": born, "expected_birth_on": None, "died_on": None, "sex": "F", "upn_unknown": None}
    rows = told(child=[child], episode=[episode(no_further_action=no_further_action)])
    assert rows["child"][0]["upn_unknown"] == reason


def test_an_assessment_authorised_later_is_open_and_tells_no_factor():
    assessment = {"episode": "e", "assessment": "a", "started_on": date(2026, 3, 2), "authorised_on": date(2026, 4, 1)}
    rows = told(assessment=[assessment], assessment_factor=[{"assessment": "a", "code": "3B"}])
    assert rows["assessment"][0]["authorised_on"] is None and rows["assessment_factor"] == []


@pytest.mark.parametrize(("table", "columns", "kept"), [
    ("assessment", {"started_on": date(2025, 2, 3), "authorised_on": date(2025, 3, 31)}, False),
    ("assessment", {"started_on": date(2025, 2, 3), "authorised_on": date(2025, 4, 1)}, True),
    ("need_plan", {"started_on": date(2025, 2, 3), "ended_on": date(2025, 3, 31)}, False),
    ("need_plan", {"started_on": date(2026, 4, 1), "ended_on": None}, False),
    ("protection_plan", {"started_on": date(2024, 2, 3), "ended_on": date(2025, 4, 1)}, True),
    ("section47", {"started_on": date(2025, 3, 31), "conference_not_required": True}, False),
    ("section47", {"started_on": date(2025, 4, 1), "conference_not_required": True}, True),
    ("section47", {"started_on": date(2025, 3, 3), "conference_not_required": False}, True),
])  # fmt: skip
def test_what_ended_before_the_year_was_counted_in_its_own(table, columns, kept):
    assert bool(told(**{table: [{"episode": "e", table: "x", **columns}]})[table]) is kept


def test_of_the_reviews_before_the_year_the_last_is_told():
    plan = {"episode": "e", "protection_plan": "p", "started_on": date(2024, 5, 1), "ended_on": None}
    days = [date(2024, 7, 1), date(2024, 12, 1), date(2025, 5, 1), date(2026, 4, 1)]
    reviews = [{"protection_plan": "p", "held_on": day} for day in days]
    kept = told(protection_plan=[plan], plan_review=reviews)["plan_review"]
    assert [row["held_on"] for row in kept] == [date(2024, 12, 1), date(2025, 5, 1)]


@pytest.mark.parametrize("closed", [None, date(2026, 3, 31), date(2026, 4, 1)])
@pytest.mark.parametrize("ended_without_action", [False, True])
@pytest.mark.parametrize("decided", [None, date(2026, 3, 31), date(2026, 4, 1)])
def test_whoever_is_counted_on_the_day_is_in_the_years_return(closed, ended_without_action, decided):
    columns = {"referred_on": date(2026, 3, 30), "closed_on": closed, "no_further_action": ended_without_action,
               "decided_on": decided}  # fmt: skip
    assert is_of_year(YEAR, **columns) or not is_open_on(LAST, **columns)
