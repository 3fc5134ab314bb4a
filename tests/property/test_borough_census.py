"""Whatever the seed, the day and the size: the return of every year has nothing to mend, down to the year that runs."""

from datetime import date, datetime
from io import BytesIO

from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.borough import AUTHORITY, Borough, build
from holdfast.facts.cohorts import CollectionYear
from holdfast.returns.cin import header_for, write_children
from holdfast.returns.cin.checking import check
from holdfast.returns.cin.cohort import children_of_year
from holdfast.returns.cin.scan import scan
from tests.examples import many

FIRST = 2014
LATE = {"8670Q": "assessment_45", "8675Q": "initial_conference"}
"""What is truly late: the query that asks about it, and the clock whose lateness is planted."""
OF_A_FEW = {"2887Q", "2888Q", "8995Q"}
"""What the department asks of a file in which so few children are disabled, or near a court."""

boroughs = st.builds(
    build, seed=st.integers(0, 2**32), as_of=st.dates(date(2014, 4, 1), date(2028, 6, 30)), size=st.integers(20, 250)
)


@settings(max_examples=many(6), deadline=None)
@given(boroughs)
def test_no_return_of_a_borough_has_anything_to_mend(borough: Borough):
    planted = {(each.clock, each.child) for each in borough.planted}
    for year_end in range(FIRST, CollectionYear.holding(borough.as_of).end_on.year + 1):
        year, sink = CollectionYear.ending(year_end), BytesIO()
        header = header_for(authority=AUTHORITY, year=year_end, made_at=datetime(year_end, 5, 1))
        told = write_children(children_of_year(borough.facts, year, authority=AUTHORITY), sink, header=header)
        assert told.left_out == []
        if told.children:
            findings = list(check(scan(BytesIO(sink.getvalue())).on(borough.as_of)).findings())
            assert {each.code for each in findings} <= LATE.keys() | OF_A_FEW
            assert {(LATE[each.code], each.child) for each in findings if each.code in LATE} <= planted
