"""Who and what belongs in a year's census: the facts as they stood at the end of 31 March 2026."""

from datetime import date

import pytest

from holdfast.facts.cohorts import CollectionYear, is_of_year, is_open_on
from holdfast.facts.store import Facts
from holdfast.returns.cin.cohort import as_of_year, children_of_year

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


def test_a_former_pupil_number_is_no_pupil_number():
    child = {"birth_on": date(2015, 5, 1), "expected_birth_on": None, "died_on": None, "sex": "F", "upn_unknown": "UN3"}
    rows = told(child=[child], identifier=[{"kind": "former_upn", "value": "A1"}])
    assert rows["child"][0]["upn_unknown"] == "UN3"


@pytest.mark.parametrize(("expected", "reason"), [(date(2026, 5, 1), "UN1"), (None, None)])
def test_nobody_is_told_as_too_young_for_school_whose_age_is_not_known(expected, reason):
    child = {"birth_on": None, "expected_birth_on": expected, "died_on": None, "sex": "U", "upn_unknown": None}
    assert told(child=[child])["child"][0]["upn_unknown"] == reason


def test_an_assessment_authorised_later_is_open_and_tells_no_factor():
    assessment = {"episode": "e", "assessment": "a", "started_on": date(2026, 3, 2), "authorised_on": date(2026, 4, 1)}
    rows = told(assessment=[assessment], assessment_factor=[{"assessment": "a", "code": "3B"}])
    assert rows["assessment"][0]["authorised_on"] is None and rows["assessment_factor"] == []


@pytest.mark.parametrize(("table", "columns", "kept"), [
    ("assessment", {"started_on": date(2025, 2, 3), "authorised_on": date(2025, 3, 31)}, False),
    ("assessment", {"started_on": date(2025, 2, 3), "authorised_on": date(2025, 4, 1)}, True),
    ("assessment", {"started_on": LAST, "authorised_on": None}, True),
    ("assessment", {"started_on": date(2026, 4, 1), "authorised_on": None}, False),
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
    days = [date(2024, 7, 1), date(2024, 12, 1), date(2025, 4, 1), date(2025, 5, 1), date(2026, 4, 1)]
    reviews = [{"protection_plan": "p", "held_on": day} for day in days]
    kept = told(protection_plan=[plan], plan_review=reviews)["plan_review"]
    assert [row["held_on"] for row in kept] == days[1:4]


@pytest.mark.parametrize("closed", [None, date(2026, 3, 31), date(2026, 4, 1)])
@pytest.mark.parametrize("ended_without_action", [False, True])
@pytest.mark.parametrize("decided", [None, date(2026, 3, 31), date(2026, 4, 1)])
def test_whoever_is_counted_on_the_day_is_in_the_years_return(closed, ended_without_action, decided):
    columns = {"referred_on": date(2026, 3, 30), "closed_on": closed, "no_further_action": ended_without_action,
               "decided_on": decided}  # fmt: skip
    assert is_of_year(YEAR, **columns) or not is_open_on(LAST, **columns)


def test_every_table_of_a_child_is_told_whole_and_only_what_is_of_the_year():
    child = {"birth_on": date(2015, 5, 1), "expected_birth_on": date(2015, 5, 9), "died_on": LAST, "sex": "F",
             "upn_unknown": "UN3"}  # fmt: skip
    before, after = date(2025, 3, 31), date(2026, 4, 1)
    past = episode(episode="past", referred_on=date(2024, 5, 1), closed_on=before)
    rows = {
        "child": [child],
        "episode": [episode(primary_need="N1", decided_on=date(2025, 6, 3)), past],
        "identifier": [{"kind": kind, "value": kind} for kind in ("upn", "former_upn", "nhs_number")],
        "disability": [{"code": "HAND"}],
        "assessment": [{"episode": of, "assessment": of, "started_on": date(2025, 6, 3), "authorised_on": LAST}
                       for of in ("e", "past")],
        "assessment_factor": [{"assessment": of, "code": "3B"} for of in ("e", "past")],
        "need_plan": [{"episode": of, "need_plan": of, "started_on": LAST, "ended_on": after} for of in ("e", "past")],
        "protection_plan": [{"episode": of, "protection_plan": of, "started_on": LAST, "ended_on": LAST}
                            for of in ("e", "past")],
        "plan_review": [{"protection_plan": of, "held_on": LAST} for of in ("e", "past")],
        "pre_proceedings": [{"episode": "e", "pre_proceedings": "q", "started_on": LAST, "ended_on": after},
                            {"episode": "e", "pre_proceedings": "r", "started_on": before, "ended_on": None},
                            {"episode": "e", "pre_proceedings": "s", "started_on": None, "ended_on": LAST},
                            {"episode": "past", "pre_proceedings": "t", "started_on": LAST, "ended_on": None}],
    }  # fmt: skip
    assert told(**rows) == {
        "child": [child | {"expected_birth_on": None, "upn_unknown": None}],
        "episode": [episode(primary_need="N1", decided_on=date(2025, 6, 3))],
        "identifier": rows["identifier"][:2],
        "disability": rows["disability"],
        "assessment": rows["assessment"][:1],
        "assessment_factor": rows["assessment_factor"][:1],
        "need_plan": [rows["need_plan"][0] | {"ended_on": None}],
        "section47": [],
        "conference": [],
        "protection_plan": rows["protection_plan"][:1],
        "plan_review": rows["plan_review"][:1],
        "pre_proceedings": [rows["pre_proceedings"][0] | {"ended_on": None}, rows["pre_proceedings"][2]],
    }


def test_a_child_of_whom_nothing_is_told_tells_nothing():
    assert [rows for rows in as_of_year({}, YEAR).values() if rows] == []


def test_an_enquiry_is_told_with_its_conference_where_it_is_of_the_year():
    def enquiry(name: str, started: date, *, of: str = "e", not_required: bool | None = False) -> dict:
        return {"episode": of, "section47": name, "started_on": started, "conference_not_required": not_required}

    def conference(of: str | None, held: date | None, *, episode: str = "e") -> dict:
        return {"episode": episode, "section47": of, "held_on": held}

    before, first, after = date(2025, 3, 31), date(2025, 4, 1), date(2026, 4, 1)
    rows = told(
        section47=[enquiry("held before", before), enquiry("held on the first", before), enquiry("held after", LAST),
                   enquiry("made later", after), enquiry("of another", LAST, of="past"),
                   enquiry("not required before", before, not_required=True),
                   enquiry("not required", first, not_required=True), enquiry("no day", None, not_required=True)],
        conference=[conference("held before", before), conference("held on the first", first),
                    conference("held after", after), conference("made later", LAST), conference(None, LAST),
                    conference(None, after), conference(None, LAST, episode="past"), conference(None, None)],
    )  # fmt: skip
    assert [row["section47"] for row in rows["section47"]] == ["held on the first", "held after", "not required"]
    assert [row["conference_not_required"] for row in rows["section47"]] == [False, False, True]
    assert [(row["section47"], row["held_on"]) for row in rows["conference"]] == [
        ("held on the first", first), (None, LAST)]  # fmt: skip


def test_the_day_of_a_conference_decides_of_which_year_its_enquiry_is():
    enquiry = {"episode": "e", "section47": "s", "started_on": date(2025, 3, 3), "conference_not_required": None}
    for held, is_told in ((date(2025, 3, 31), False), (date(2025, 4, 1), True), (date(2026, 4, 1), True)):
        rows = told(section47=[enquiry], conference=[{"episode": "e", "section47": "s", "held_on": held}])
        assert [row["conference_not_required"] for row in rows["section47"]] == [False] * is_told, held
        assert bool(rows["conference"]) is (held == date(2025, 4, 1))


def test_what_befell_the_child_after_the_day_is_taken_back_and_what_befell_on_it_stands():
    child = {"birth_on": LAST, "expected_birth_on": None, "died_on": date(2026, 4, 1), "sex": "M", "upn_unknown": "UN3"}
    assert told(child=[child])["child"] == [child | {"died_on": None}]
    unborn = told(child=[child | {"birth_on": date(2026, 4, 1), "died_on": None}])["child"][0]
    assert (unborn["birth_on"], unborn["expected_birth_on"], unborn["sex"]) == (None, date(2026, 4, 1), "U")
    assert (unborn["upn_unknown"], told(child=[child | {"died_on": LAST}])["child"][0]["died_on"]) == ("UN3", LAST)


def test_a_case_that_closed_on_the_day_is_closed_and_keeps_the_need_that_was_told():
    closed = episode(closed_on=LAST, closure_reason="RC1", primary_need="N2", decided_on=LAST)
    assert told(episode=[closed])["episode"] == [closed]
    later = told(episode=[closed | {"decided_on": date(2026, 4, 1)}])["episode"][0]
    assert (later["primary_need"], later["closed_on"]) == ("N2", LAST)


def test_one_referral_among_several_that_led_on_asks_for_the_pupil_number():
    ended, on = episode(no_further_action=True), episode(episode="f")
    child = {"birth_on": date(2015, 5, 1), "expected_birth_on": None, "died_on": None, "sex": "F", "upn_unknown": None}
    assert told(child=[child], episode=[ended, on])["child"][0]["upn_unknown"] is None
    assert told(child=[child], episode=[ended, ended])["child"][0]["upn_unknown"] == "UN7"


def test_reviews_stand_plan_by_plan_in_the_order_of_their_days():
    plans = [
        {"episode": "e", "protection_plan": name, "started_on": date(2024, 5, 1), "ended_on": None} for name in "ba"
    ]
    days = [("b", date(2025, 9, 1)), ("b", date(2025, 5, 1)), ("a", LAST), ("a", None), ("c", LAST)]
    reviews = [{"protection_plan": plan, "held_on": day} for plan, day in days]
    kept = told(protection_plan=plans, plan_review=reviews)["plan_review"]
    assert [(row["protection_plan"], row["held_on"]) for row in kept] == [
        ("a", LAST), ("b", date(2025, 5, 1)), ("b", date(2025, 9, 1))]  # fmt: skip


def test_children_of_the_authority_who_have_a_case_in_the_year_are_told_by_their_numbers():
    def of(authority: str, child: str, referred: date) -> dict:
        return {"authority": authority, "child": child, "episode": "e", "referred_on": referred}

    facts = Facts.of({"episode": [of("310", "1", LAST), of("311", "2", LAST), of("310", "3", date(2026, 4, 1))]})
    found = list(children_of_year(facts, YEAR, authority="310"))
    assert [(child, rows["episode"][0]["referred_on"]) for child, rows in found] == [("1", LAST)]
