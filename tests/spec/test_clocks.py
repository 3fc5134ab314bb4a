"""Every clock's worked examples, as printed in the manual, and what must hold for all clocks."""

from datetime import date

import pytest

from holdfast.clocks import CLOCKS, Due, due_dates, due_dates_of, due_table
from holdfast.clocks._clock import Answer, Before, Clock, Condition, End, Event, Example, Point, Within
from holdfast.clocks._limits import Weeks, WorkingDays
from holdfast.clocks.manual import clocks_manual
from holdfast.facts import TABLES
from holdfast.facts.store import Facts
from holdfast.kernel.source import Dated, Source
from holdfast.kernel.working_days import england_and_wales

CALENDAR = england_and_wales()
WHOSE = {"authority": "999", "child": "A1"}
EXAMPLES = [
    pytest.param(clock, example, id=f"{clock.id}: {example.words}")
    for clock in CLOCKS.values()
    for example in clock.examples
]


def rows_of(example):
    return {table: [{**WHOSE, **row} for row in rows] for table, rows in example.rows.items()}


def one_child(clock, example):
    return due_dates_of([clock], rows_of(example), as_of=example.as_of, calendar=CALENDAR)


def population(clock, example):
    table = due_table(Facts.of(rows_of(example)), clock, as_of=example.as_of, calendar=CALENDAR)
    return [Due(**row) for row in table.to_pylist()]


def answers(dues):
    return tuple(Answer(state=due.state, due_on=due.due_on, met_on=due.met_on) for due in dues)


@pytest.mark.parametrize(("clock", "example"), EXAMPLES)
def test_the_example_holds_for_one_child(clock, example):
    assert answers(one_child(clock, example)) == example.answers


@pytest.mark.parametrize(("clock", "example"), EXAMPLES)
def test_the_example_holds_for_a_population(clock, example):
    assert population(clock, example) == one_child(clock, example)


def test_these_are_the_clocks():
    assert list(CLOCKS) == [
        "referral_decision", "re_referral", "early_help_contact", "early_help_start", "early_help_plan",
        "early_help_review", "assessment_45", "initial_conference", "transfer_in_conference",
        "first_review", "later_review", "core_group", "child_protection_visit", "plan_two_years",
    ]  # fmt: skip


@pytest.mark.parametrize("clock", CLOCKS.values(), ids=CLOCKS)
def test_every_clock_has_examples_a_source_and_someone_responsible(clock):
    assert clock.examples and clock.source.title and clock.responsible and clock.title


@pytest.mark.parametrize("clock", CLOCKS.values(), ids=CLOCKS)
def test_every_clock_names_columns_that_exist(clock):
    stop = clock.shape.stop
    points = [clock.start, *(end.at for end in clock.ends)] + ([stop] if isinstance(stop, Point) else [])
    named = {(point.table, point.column) for point in points}
    named |= {(clock.table, condition.column) for condition in clock.where}
    if isinstance(stop, Event):
        named |= {(stop.table, column) for column in (stop.column, stop.by, *(c.column for c in stop.where))}
    if clock.undated:
        named.add((clock.table, clock.undated.column))
    for table, column in named:
        assert TABLES[table].column(column)


def test_a_clock_that_rests_on_memory_says_so_in_the_manual():
    manual = clocks_manual(CLOCKS.values(), calendar=CALENDAR)
    sections = {part.split("`", 2)[1]: part for part in manual.split("\n## ")[1:]}
    from_memory = {clock for clock, words in sections.items() if "from memory, to be checked" in words}
    assert from_memory == {clock.id for clock in CLOCKS.values() if clock.needs_checking}
    ours = {"early_help_contact", "early_help_start", "early_help_plan", "early_help_review"}
    assert {"child_protection_visit", "core_group", *ours} == from_memory


def test_the_manual_prints_every_example():
    manual = clocks_manual(CLOCKS.values(), calendar=CALENDAR)
    for clock in CLOCKS.values():
        assert all(example.words in manual for example in clock.examples)


# No fact table tells yet of anything that is due before an event, so the third shape is shown by clocks made up here.

REPORT_BEFORE_CONFERENCE = Clock(
    id="assessment_before_conference",
    rule="none",
    title="Authorise the assessment before the conference (made up for this test)",
    table="conference",
    shape=Before(
        event=Point("conference", "held_on"),
        stop=Event(table="assessment", column="authorised_on", by="episode"),
        limit=(Dated(value=WorkingDays(3), valid_from=date(2013, 4, 15)),),
    ),
    ends=(End(Point("episode", "closed_on"), "The case closed"),),
    responsible="Nobody",
    force="local",
    source=Source(title="Made up", confidence="M"),
)


def before(words, *, as_of, authorised_on=None, closed_on=None, held_on=date(2016, 5, 31), state, due_on, met_on=None):
    rows = {
        "episode": ({"episode": "E", "referred_on": date(2016, 4, 1), "closed_on": closed_on},),
        "conference": ({"conference": "E/c", "episode": "E", "kind": "initial", "held_on": held_on},),
        "assessment": ({"assessment": "E/a", "episode": "E", "authorised_on": authorised_on},),
    }
    example = Example(words=words, as_of=as_of, rows=rows, answers=(Answer(state=state, due_on=due_on, met_on=met_on),))
    return pytest.param(example, id=words)


WEDNESDAY = date(2016, 5, 25)


@pytest.mark.parametrize(
    "example",
    [
        before("ahead and in time", as_of=date(2016, 5, 25), state="running", due_on=WEDNESDAY),
        before("ahead and overdue", as_of=date(2016, 5, 26), state="overdue", due_on=WEDNESDAY),
        before(
            "ready on the last day", authorised_on=WEDNESDAY, as_of=date(2016, 6, 9),
            state="met", due_on=WEDNESDAY, met_on=WEDNESDAY,
        ),
        before(
            "ready on the day itself", authorised_on=date(2016, 5, 31), as_of=date(2016, 6, 9),
            state="met_late", due_on=WEDNESDAY, met_on=date(2016, 5, 31),
        ),
        before(
            "the case closed before it took place", closed_on=date(2016, 5, 20), as_of=date(2016, 6, 9),
            state="stopped", due_on=WEDNESDAY,
        ),
        before(
            "beyond the calendar", held_on=date(2029, 1, 2), as_of=date(2016, 6, 9),
            state="not_computable", due_on=None,
        ),
        before(
            "before any limit", held_on=date(2012, 1, 2), as_of=date(2016, 6, 9),
            state="not_computable", due_on=None,
        ),
    ],
)  # fmt: skip
def test_a_clock_that_counts_back_from_a_conference(example):
    dues = one_child(REPORT_BEFORE_CONFERENCE, example)
    assert answers(dues) == example.answers
    assert population(REPORT_BEFORE_CONFERENCE, example) == dues


EPISODE = {**WHOSE, "episode": "E", "referred_on": date(2016, 6, 1), "no_further_action": False}
PLAN = {**WHOSE, "protection_plan": "E/p", "episode": "E", "started_on": date(2016, 7, 4)}


def stand(as_of=date(2016, 12, 31), **rows):
    return {due.clock: due for due in due_dates(rows, as_of=as_of, calendar=CALENDAR) if due.link == 1}


def test_a_visit_where_the_child_was_not_seen_leaves_the_clock_running():
    visit = {**WHOSE, "visit": "v", "protection_plan": "E/p", "visited_on": date(2016, 7, 6), "child_seen": False}
    assert stand(date(2016, 7, 7), protection_plan=[PLAN], visit=[visit])["child_protection_visit"].state == "running"
    visit["child_seen"] = True
    assert stand(date(2016, 7, 7), protection_plan=[PLAN], visit=[visit])["child_protection_visit"].state == "met"


def test_a_visit_where_nobody_said_whether_the_child_was_seen_leaves_the_clock_running():
    visit = {**WHOSE, "visit": "v", "protection_plan": "E/p", "visited_on": date(2016, 7, 6), "child_seen": None}
    assert stand(date(2016, 7, 7), protection_plan=[PLAN], visit=[visit])["child_protection_visit"].state == "running"


def test_when_the_child_died_no_visit_is_overdue():
    child = {**WHOSE, "died_on": date(2016, 7, 8)}
    due = stand(protection_plan=[PLAN], child=[child])["child_protection_visit"]
    assert (due.state, due.stopped_on, due.because) == ("stopped", date(2016, 7, 8), "The child died on 8 July 2016.")


def test_a_closed_case_stops_a_plan_that_nobody_ended():
    closed = {**EPISODE, "closed_on": date(2016, 8, 1)}
    assert (
        stand(protection_plan=[PLAN], episode=[closed])["first_review"].because == "The case closed on 1 August 2016."
    )


def test_a_case_that_closes_later_than_we_look_is_still_open():
    closed = {**EPISODE, "closed_on": date(2017, 8, 1)}
    assert stand(protection_plan=[PLAN], episode=[closed])["first_review"].state == "overdue"


def test_a_plan_that_ended_before_it_began_cannot_be_computed_and_stops_nothing_else():
    plan = {**PLAN, "ended_on": date(2016, 7, 1)}
    dues = stand(protection_plan=[plan], episode=[EPISODE])
    assert dues["first_review"].state == "not_computable"
    assert dues["first_review"].because == "The plan ended on 1 July 2016, before the start on 4 July 2016."
    assert dues["assessment_45"].state == "overdue"


def test_a_clock_outside_the_bank_holidays_says_so_and_the_others_go_on():
    plan = {**PLAN, "started_on": date(2011, 7, 4)}
    dues = stand(protection_plan=[plan])
    assert dues["core_group"].because == (
        "10 working days after 4 July 2011 cannot be counted: "
        "bank holidays are listed from 1 January 2012 to 31 December 2028."
    )
    assert dues["first_review"].due_on == date(2011, 10, 4)


def test_what_had_not_happened_by_then_is_not_told():
    assert stand(date(2016, 5, 31), episode=[EPISODE], protection_plan=[PLAN]) == {}


def test_a_decision_before_the_referral_does_not_count():
    assert (
        stand(episode=[{**EPISODE, "no_further_action": None, "decided_on": date(2016, 5, 31)}])[
            "referral_decision"
        ].state
        == "overdue"
    )


def test_a_conference_of_another_enquiry_stops_nothing():
    enquiry = {**WHOSE, "section47": "E/s1", "episode": "E", "started_on": date(2016, 6, 6)}
    conference = {**WHOSE, "conference": "c", "episode": "E", "kind": "initial", "held_on": date(2016, 6, 10)}
    assert (
        stand(section47=[enquiry], conference=[{**conference, "section47": "E/s2"}])["initial_conference"].met_on
        is None
    )
    assert stand(section47=[enquiry], conference=[{**conference, "section47": "E/s1"}])["initial_conference"].met_on


def test_a_child_of_the_same_number_in_another_authority_is_another_child():
    again = {**EPISODE, "authority": "998", "episode": "F", "referred_on": date(2016, 9, 1)}
    dues = due_dates({"episode": [EPISODE, again]}, as_of=date(2016, 12, 31), calendar=CALENDAR)
    assert {due.state for due in dues if due.clock == "re_referral"} == {"running"}


def test_a_core_group_right_after_the_conference_counts_and_starts_the_longer_interval():
    group = {**WHOSE, "core_group": "g", "protection_plan": "E/p", "held_on": date(2016, 7, 4)}
    dues = due_dates({"protection_plan": [PLAN], "core_group": [group]}, as_of=date(2016, 7, 20), calendar=CALENDAR)
    told = [(due.link, due.state, due.due_on) for due in dues if due.clock == "core_group"]
    assert told == [(1, "met", date(2016, 7, 18)), (2, "running", date(2016, 8, 15))]


def test_a_local_limit_that_is_not_set_is_said_and_not_guessed():
    visit = CLOCKS["child_protection_visit"]
    unset = Clock(**{**vars(visit), "shape": type(visit.shape)(**{**vars(visit.shape), "first": (), "then": ()})})
    [due] = due_dates_of([unset], {"protection_plan": [PLAN]}, as_of=date(2016, 12, 31), calendar=CALENDAR)
    assert (due.state, due.because) == ("not_computable", "No limit is set for a start on 4 July 2016.")
    table = due_table(Facts.of({"protection_plan": [PLAN]}), unset, as_of=date(2016, 12, 31), calendar=CALENDAR)
    assert [Due(**row) for row in table.to_pylist()] == [due]


def test_words_with_an_apostrophe_do_no_harm():
    clock = Clock(
        id="made_up", rule="none", title="Made up", table="protection_plan",
        shape=Within(
            start=Point("protection_plan", "started_on"), stop=Point("protection_plan", "ended_on"),
            limit=(Dated(value=Weeks(1), valid_from=date.min),),
        ),
        where=(Condition("initial_category", "it's", holds=False),),
        ends=(End(Point("child", "died_on"), "The child's life ended"),),
        responsible="Nobody", force="local", source=Source(title="Made up"),
    )  # fmt: skip
    rows = {"protection_plan": [PLAN], "child": [{**WHOSE, "died_on": date(2016, 7, 5)}]}
    [row] = due_table(Facts.of(rows), clock, as_of=date(2016, 12, 31), calendar=CALENDAR).to_pylist()
    assert row["because"] == "The child's life ended on 5 July 2016."


def test_a_review_on_the_day_the_plan_began_is_none():
    review = {**WHOSE, "plan_review": "r", "protection_plan": "E/p", "held_on": date(2016, 7, 4)}
    dues = stand(protection_plan=[PLAN], plan_review=[review])
    assert dues["first_review"].state == "overdue"
    assert "later_review" not in dues


def test_when_the_child_died_no_conference_is_overdue():
    enquiry = {**WHOSE, "section47": "E/s1", "episode": "E", "started_on": date(2016, 6, 6)}
    child = {**WHOSE, "died_on": date(2016, 6, 8)}
    assert stand(section47=[enquiry], child=[child])["initial_conference"].state == "stopped"
