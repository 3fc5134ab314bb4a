"""What the sources could not count, counted: silence, help that never began, a second reason, a call without a name."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from holdfast.facts.cohorts import CollectionYear
from holdfast.facts.store import Facts
from holdfast.measures import NOT_RECORDED, Figure, compute
from holdfast.measures.disclosure import publish

YEAR = CollectionYear.named("2016-17")
LATER = date(2018, 1, 1)
MONDAY = datetime(2016, 5, 2, 9, tzinfo=UTC)


def figures(**tables: list[dict[str, Any]]) -> dict[str, Figure]:
    told = {name: [{"authority": "310", "child": "1"} | row for row in rows] for name, rows in tables.items()}
    found = compute(Facts.of(told), authority="310", year=YEAR, as_of=LATER, population=58234)
    return {f.code + (f"/{f.breakdown.slug}" if f.breakdown else ""): f for f in found}


def question(number: int, **columns: Any) -> dict[str, Any]:
    asked = {"agency_check": f"q{number}", "mash_enquiry": "e", "agency_kind": "gp_practice", "asked_at": MONDAY}
    return asked | {"due_at": MONDAY + timedelta(hours=24)} | columns


def test_an_agency_with_three_no_replies_shows_three_and_none_of_them_as_nothing_known():
    """f.silent_reply: non-reply is counted by agency and never read as nil."""
    answered = question(4, answered_at=MONDAY + timedelta(hours=1), answer="nothing_known")
    found = figures(agency_check=[question(1), question(2), question(3), answered])

    assert found["MASH-06/agency:gp_practice"].value == 3
    assert (found["MASH-04"].numerator, found["MASH-04"].denominator) == (1, 4)


def test_three_no_replies_are_withheld_from_whoever_reads_the_published_account():
    """f.small_numbers: the hub sees three, the Board that it is few."""
    told = {"agency_check": [{"authority": "310", "child": "1"} | question(number) for number in (1, 2, 3)]}
    found = compute(Facts.of(told), authority="310", year=YEAR, as_of=LATER, population=58234)
    shown = {f.code: f for f in publish(found) if f.breakdown is None}

    assert shown["MASH-06"].withheld and shown["MASH-06"].value is None


def test_a_waived_question_is_silent_still():
    """f.silent_reply: a manager's waiver does not turn silence into an answer."""
    found = figures(agency_check=[question(1, waived_at=MONDAY + timedelta(hours=5))])

    assert (found["MASH-06"].value, found["MASH-07"].value, found["MASH-04"].numerator) == (1, 1, 0)


def test_domestic_abuse_as_a_further_reason_raises_any_and_leaves_main_as_it_was():
    """f.da_secondary: main and any stand side by side."""
    episode = {"episode": "e", "referred_on": MONDAY.date()}
    neglect = {"episode": "e", "code": "16A", "main": True}
    before = figures(episode=[episode], referral_factor=[neglect])
    after = figures(episode=[episode], referral_factor=[neglect, {"episode": "e", "code": "3B", "main": False}])

    assert (before["DA-01"].numerator, after["DA-01"].numerator) == (0, 0)
    assert (before["DA-02"].numerator, after["DA-02"].numerator) == (0, 1)


def test_lower_need_is_counted_by_level_with_how_much_of_it_began_in_time():
    """f.lower_level_tracking: percent started in time by need level; help that never began is late, not forgotten."""
    asked = {"referred_on": date(2016, 5, 2), "start_due_on": date(2016, 5, 16), "level": 2}
    begun = {"early_help": "a", "started_on": date(2016, 5, 9)}
    found = figures(early_help=[asked | begun, asked | {"early_help": "b"}, asked | {"early_help": "c", "level": 3}])

    assert (found["EH-02/level:2"].value, found["EH-02/level:3"].value) == (50.0, 0.0)


def test_a_call_without_a_name_counts_as_followed_up_only_where_something_followed():
    """f.anon_ignored"""
    call = {"received_at": MONDAY, "anonymous": True, "by_public": True}
    found = figures(
        contact=[call | {"contact": "a", "outcome": "information_only"}, call | {"contact": "b", "outcome": "referral"}]
    )

    assert (found["CON-08"].numerator, found["CON-08"].denominator) == (1, 2)


def test_the_day_of_a_contact_is_the_day_in_london():
    at = datetime(2016, 3, 31, 23, 30, tzinfo=UTC)  # half past midnight on 1 April: summer time had begun
    assert figures(contact=[{"contact": "a", "received_at": at}])["CON-01"].value == 1


def test_what_nobody_records_here_is_no_nought():
    """A partnership that brings in census files alone has no contacts to count; it is not that there were none."""
    found = figures(episode=[{"episode": "e", "referred_on": MONDAY.date()}])
    contacts = figures(contact=[{"contact": "a", "received_at": MONDAY - timedelta(days=900)}])["CON-01"]

    assert (found["CON-01"].value, found["CON-01"].because) == (None, NOT_RECORDED)
    assert (found["MASH-06"].value, found["REF-01N"].value) == (None, 1)
    assert (contacts.value, contacts.because) == (0, None)
