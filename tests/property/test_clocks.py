"""Two ways to read a clock must agree with each other, and both with walking through the days."""

from collections import defaultdict
from dataclasses import astuple
from datetime import date, timedelta

import pyarrow as pa
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from holdfast.clocks import CLOCKS, Due, due_dates, due_dates_of, due_table
from holdfast.clocks._clock import Before, Clock, Condition, End, Event, Every, Point, Undated, Within
from holdfast.clocks._limits import Days, Months, Weeks, WorkingDays
from holdfast.facts import TABLES
from holdfast.facts.schema import as_arrow
from holdfast.facts.store import Facts
from holdfast.kernel.source import Dated, Source
from holdfast.kernel.working_days import OutsideCalendar, england_and_wales
from tests.examples import many
from tests.property import clocks_oracle
from tests.property.clocks_children import BASES, EXTREMES, crowd, shifted

CALENDAR = england_and_wales()
MANY = settings(max_examples=many(100), deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
FEW = settings(MANY, max_examples=many(12))

SEEDS = st.integers(0, 2**32)
AT = st.sampled_from(BASES)
LATER = st.integers(0, 1000)
"""How many days after the base we look."""


def together(children):
    return {name: [row for rows in children for row in rows[name]] for name in children[0]}


def in_population(clocks, rows, as_of):
    facts = Facts({name: as_arrow(TABLES[name], told) for name, told in rows.items()})
    tables = [due_table(facts, clock, as_of=as_of, calendar=CALENDAR) for clock in clocks]
    return [Due(**row) for row in pa.concat_tables(tables).to_pylist()]


def in_order(dues):
    return sorted(dues, key=lambda due: tuple(str(value) for value in astuple(due)))


def outcome(due):
    return due.clock, due.subject, due.link, due.started_on, due.due_on, due.met_on, due.stopped_on, due.state


@MANY
@given(seed=SEEDS, base=AT, later=LATER)
def test_one_child_is_told_what_walking_through_the_days_finds(seed, base, later):
    as_of = shifted(base, later)
    for rows in crowd(seed=seed, base=base, size=60):
        told = [outcome(due) for due in due_dates(rows, as_of=as_of, calendar=CALENDAR)]
        assert len(told) == len(set(told))
        assert set(told) == clocks_oracle.expected(rows, as_of)


@FEW
@given(seed=SEEDS, base=AT, later=LATER)
def test_a_population_is_told_what_each_of_its_children_is(seed, base, later):
    as_of = shifted(base, later)
    children = crowd(seed=seed, base=base, size=100)
    told = [due for rows in children for due in due_dates(rows, as_of=as_of, calendar=CALENDAR)]
    assert in_order(told) == in_order(in_population(CLOCKS.values(), together(children), as_of))


@FEW
@given(seed=SEEDS, base=AT, as_of=st.one_of(st.sampled_from([*EXTREMES, date(2018, 1, 1)]), st.dates()))
def test_no_date_however_wrong_stops_the_clocks(seed, base, as_of):
    children = crowd(seed=seed, base=base, size=100, wild=True)
    told = [due for rows in children for due in due_dates(rows, as_of=as_of, calendar=CALENDAR)]
    assert in_order(told) == in_order(in_population(CLOCKS.values(), together(children), as_of))
    for due in told:
        assert (due.because is None) == (due.state not in ("stopped", "not_computable"))


@settings(FEW, max_examples=many(4))
@given(seed=SEEDS, base=AT, later=LATER)
def test_a_row_told_twice_changes_nothing(seed, base, later):
    as_of = shifted(base, later)
    rows = together(crowd(seed=seed, base=base, size=30))
    twice = {name: [*told, *told] for name, told in rows.items()}
    once = due_dates(rows, as_of=as_of, calendar=CALENDAR)
    assert due_dates(twice, as_of=as_of, calendar=CALENDAR) == once
    assert in_order(in_population(CLOCKS.values(), twice, as_of)) == in_order(once)


@FEW
@given(seed=SEEDS, base=AT, later=LATER)
def test_a_span_of_a_clock_is_told_once(seed, base, later):
    rows = together(crowd(seed=seed, base=base, size=60, wild=True))
    dues = due_dates(rows, as_of=shifted(base, later), calendar=CALENDAR)
    told = [(due.child, due.clock, due.subject, due.link) for due in dues]
    assert len(told) == len(set(told))


def test_the_children_made_up_here_reach_every_state_that_a_clock_has():
    reached = defaultdict(set)
    for base in BASES:
        for later in (2, 15, 40, 200, 400, 900):
            for rows in crowd(seed=later, base=base, size=40):
                for due in due_dates(rows, as_of=shifted(base, later), calendar=CALENDAR):
                    reached[due.clock].add(due.state)
    everything = {"running", "overdue", "met", "met_late", "stopped", "not_computable"}
    cannot = {
        "re_referral": {"overdue", "met_late", "not_computable"},
        "referral_decision": {"stopped"},
    }
    assert dict(reached) == {clock: everything - cannot.get(clock, set()) for clock in CLOCKS}


LIMITS = st.builds(
    lambda kind, count: kind(count), st.sampled_from([WorkingDays, Months, Weeks, Days]), st.integers(1, 60)
)
EDITIONS = st.lists(
    st.builds(
        lambda limit, start, days: Dated(value=limit, valid_from=start, valid_until=start + timedelta(days=days)),
        LIMITS, st.sampled_from([date.min, date(2013, 4, 15), date(2016, 1, 1)]), st.integers(1000, 900_000),
    ),
    min_size=1, max_size=2,
).map(tuple)  # fmt: skip
EVENTS = st.builds(
    Event,
    table=st.just("plan_review"), column=st.just("held_on"), by=st.sampled_from(["protection_plan", "child"]),
    same_day=st.booleans(),
)  # fmt: skip
PLAN_STARTED, PLAN_ENDED = Point("protection_plan", "started_on"), Point("protection_plan", "ended_on")
STOPS = st.one_of(EVENTS, st.just(PLAN_ENDED), st.just(Point("episode", "decided_on")))
SHAPES = st.one_of(
    st.builds(Within, start=st.just(PLAN_STARTED), stop=STOPS, limit=EDITIONS),
    st.builds(Before, event=st.just(PLAN_STARTED), stop=STOPS, limit=EDITIONS),
    st.builds(Every, start=st.just(PLAN_STARTED), stop=EVENTS, first=st.none() | EDITIONS, then=EDITIONS),
)
CLOCKS_MADE_UP = st.builds(
    Clock,
    id=st.just("made_up"), rule=st.just("none"), title=st.just("Made up"), table=st.just("protection_plan"),
    shape=SHAPES, responsible=st.just("Nobody"), force=st.just("local"), source=st.just(Source(title="Made up")),
    where=st.sampled_from([(), (Condition("ended_on", None),), (Condition("started_on", None, holds=False),)]),
    ends=st.sampled_from([(), (End(Point("episode", "closed_on"), "It's closed"), End(PLAN_ENDED, "The plan ended"))]),
    undated=st.none() | st.just(Undated(column="ended_on", words="It's done.")),
    window=st.booleans(),
)  # fmt: skip


@MANY
@given(clock=CLOCKS_MADE_UP, seed=SEEDS, base=AT, later=LATER)
def test_both_readings_agree_on_any_clock_that_can_be_declared(clock, seed, base, later):
    as_of = shifted(base, later)
    rows = together(crowd(seed=seed, base=base, size=25, wild=seed % 2 == 0))
    told = due_dates_of([clock], rows, as_of=as_of, calendar=CALENDAR)
    assert in_order(told) == in_order(in_population([clock], rows, as_of))


@MANY
@given(day=st.dates(date(2011, 12, 1), date(2029, 1, 31)), count=st.integers(1, 300))
@example(day=date(2012, 1, 1), count=1)
@example(day=date(2028, 12, 28), count=1)
def test_adding_working_days_is_walking_through_them(day, count):
    try:
        told = CALENDAR.add(day, count)
    except OutsideCalendar:
        told = None
    assert told == clocks_oracle.last_day(day, count, "working")


@MANY
@given(day=st.dates(date(2012, 1, 1), date(2028, 12, 31)), count=st.integers(1, 60))
def test_counting_back_is_walking_back(day, count):
    walked, left = day, count
    while left and walked > CALENDAR.covers_from:
        walked -= timedelta(days=1)
        left -= clocks_oracle.is_working(walked)
    try:
        told = CALENDAR.add(day, -count)
    except OutsideCalendar:
        told = None
    assert told == (None if left else walked)
