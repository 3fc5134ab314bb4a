"""Explaining a query about the whole of a census: waived, kept as it was said, and shown next year to be confirmed."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, ProgrammingError, transaction
from django.test import Client

from holdfast.access import Purpose
from holdfast.kernel.refused import NotFound, Refused, StaleEdit
from holdfast.records.census.actions import check_now, explain_whole, nightly, withdraw_whole
from holdfast.records.census.codes import FindingState
from holdfast.records.census.models import CensusRun, WholeExplanation
from holdfast.records.census.queries import latest_run, results, summary
from holdfast.records.census.queries.counting import counts
from holdfast.records.census.queries.whole import (
    WholeFinding,
    about_the_whole,
    left_to_do,
    said_of_whole,
    whole_or_not_found,
)
from holdfast.records.people.models import Disability
from holdfast.wall.acting import acting
from holdfast.wall.deeds import day_of
from holdfast.wall.models import AuditEvent
from tests.integration.census_cast import NIGHT, YEAR, Cast, checked, everything, in_need, saved, stands, teams
from tests.integration.conftest import Family
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db

FEW, NOBODY_HAS_TWO, NO_COURT = "2887Q", "2888Q", "8995Q"
QUERIES = {FEW, NOBODY_HAS_TWO, NO_COURT}
NEXT_NIGHT = NIGHT + timedelta(days=1)
NEXT_YEAR = datetime(2027, 5, 3, 3, tzinfo=UTC)
WHY = "We are a small authority: no child who is in need has two."
WHERE = f"/census/whole/{YEAR}/310"


@pytest.fixture(autouse=True)
def a_small_census(cast: Cast, family: Family) -> None:
    """A census of Oisín alone, of whom no disability is told: too few kinds, and nobody before court."""
    teams(cast, family)
    in_need(cast, family.oisin)
    checked()


def found(rule: str = NOBODY_HAS_TWO, *, year: int = YEAR) -> WholeFinding:
    return whole_or_not_found(year=year, authority="310", rule=rule)


def explain(cast: Cast, rule: str = NOBODY_HAS_TWO, *, words: str = WHY, year: int = YEAR, **changed: Any) -> Any:
    told = {"purpose": Purpose.statutory_return, "at": NIGHT} | changed
    return explain_whole(finding=found(rule, year=year), words=words, by=cast("noor").actor, **told)


def withdraw(cast: Cast, explanation: WholeExplanation, **changed: Any) -> WholeExplanation:
    told = {"because": "There are some.", "expected_version": explanation.version, "at": NIGHT} | changed
    return withdraw_whole(explanation=explanation, **told, by=cast("noor").actor, purpose=Purpose.statutory_return)


def as_(cast: Cast, username: str) -> Client:
    return sign_in(Client(), cast(username))


def page(client: Client, where: str, status: int = 200, **asked: Any) -> str:
    response = client.get(where, asked)
    assert response.status_code == status, response.content.decode()
    return response.content.decode()


def before_court(cast: Cast, family: Family) -> None:
    """Another child, of whom the census tells everything."""
    everything(cast, family.mei)


# What was found


def test_a_night_keeps_what_is_found_about_the_whole_since_when_and_of_which_authority():
    whole = about_the_whole(latest_run(YEAR))
    assert {each.rule: (each.authority, each.first_seen_at, each.is_new) for each in whole} == dict.fromkeys(
        QUERIES, ("310", NIGHT, True)
    )
    checked(NEXT_NIGHT)
    assert {(each.first_seen_at, each.is_new) for each in about_the_whole(latest_run(YEAR))} == {(NIGHT, False)}


def test_it_counts_beside_what_stands_on_children_in_the_run_and_in_what_stands_now(cast: Cast):
    run = latest_run(YEAR)
    on_children = len(stands(cast))
    assert (run.errors + run.queries, run.new) == (on_children + 3, on_children + 3)
    with acting(actor=cast("noor").actor, purpose=Purpose.statutory_return):
        now = counts(YEAR)
    assert (now.errors, now.queries, now.new) == (run.errors, run.queries, run.new)
    assert left_to_do(run) == {"query": 3}


def test_what_is_mended_about_the_whole_is_counted_as_mended_once(cast: Cast, family: Family):
    run = latest_run(YEAR)
    before_court(cast, family)
    after = checked(NEXT_NIGHT)
    assert {told["rule"] for told in run.whole} - {told["rule"] for told in after.whole} == {NO_COURT}
    assert after.fixed == 1
    (mended,) = about_the_whole(after, state=FindingState.fixed)
    assert (mended.rule, mended.gone_at) == (NO_COURT, NEXT_NIGHT)
    again = checked(NEXT_NIGHT + timedelta(days=1))
    assert again.fixed == 0 and not about_the_whole(again, state=FindingState.fixed)


def test_an_authority_beside_this_one_has_its_own_account(cast: Cast, family: Family):
    explain(cast)
    with acting(actor=cast("carol").actor, purpose=Purpose.front_door):
        mei = type(stands(cast)[0].child).objects.get(pk=family.mei)
        mei.authority = "311"
        mei.save()
    in_need(cast, family.mei)
    run = checked(NEXT_NIGHT)
    told = {(each.authority, each.rule): each.explanation for each in about_the_whole(run)}
    assert told["310", NOBODY_HAS_TWO].words == WHY
    assert told["311", NOBODY_HAS_TWO] is None
    by_code = {each.code: each for each in results(run)}
    assert (by_code[NOBODY_HAS_TWO].count, by_code[NOBODY_HAS_TWO].waived) == (2, 1)
    assert run.explained == 1


# Explaining


def test_noor_explains_it_and_it_is_waived_in_the_run_the_summary_and_what_stands_now(cast: Cast):
    before = latest_run(YEAR)
    explain(cast)
    with acting(actor=cast("noor").actor, purpose=Purpose.statutory_return):
        now = counts(YEAR)
    assert (now.queries, now.explained) == (before.queries - 1, 1)
    run = checked(NEXT_NIGHT)
    assert (run.queries, run.explained, run.carried) == (before.queries - 1, 1, 0)
    assert {each.code: (each.count, each.waived) for each in results(run)}[NOBODY_HAS_TWO] == (1, 1)
    told = summary(year=YEAR, as_of=day_of(NEXT_NIGHT))
    assert NOBODY_HAS_TWO not in {each.code for each in told.top}
    assert [night.explained for night in told.nights] == [0, 1]


@pytest.mark.parametrize("words", ["", "  \n"])
def test_an_explanation_says_something(cast: Cast, words: str):
    with pytest.raises(Refused, match="Say why"):
        explain(cast, words=words)


@pytest.mark.parametrize("purpose", [Purpose.direct_work, Purpose.front_door, Purpose.analysis])
def test_only_whoever_sends_the_return_explains_it_and_takes_it_back(cast: Cast, purpose: Purpose):
    with pytest.raises(Refused, match="Only whoever sends the return"):
        explain(cast, purpose=purpose)
    said = explain(cast)
    about = {"explanation": said, "because": "No.", "expected_version": 1, "by": cast("noor").actor, "at": NIGHT}
    with pytest.raises(Refused, match="Only whoever sends the return"):
        withdraw_whole(**about, purpose=purpose)


def test_sent_twice_it_stands_once_and_other_words_stand_after_the_first(cast: Cast):
    first = explain(cast)
    assert explain(cast) == first
    second = explain(cast, words="Other words.", expected_version=1)
    assert (second.version, found().explanation.words) == (2, "Other words.")
    assert [each.words for each in said_of_whole(authority="310", rule=NOBODY_HAS_TWO)] == ["Other words.", WHY]


def test_words_written_over_words_that_nobody_read_are_refused_as_stale(cast: Cast):
    explain(cast)
    with pytest.raises(StaleEdit) as stale:
        explain(cast, words="Other words.")
    assert (stale.value.theirs, stale.value.yours) == ({"words": WHY}, {"words": "Other words."})
    with pytest.raises(StaleEdit):
        withdraw(cast, found().explanation, expected_version=7)
    assert found().explanation.words == WHY


def test_the_database_changes_and_removes_nothing_that_was_said(cast: Cast):
    explain(cast)
    for change in (lambda rows: rows.update(words="Never said."), lambda rows: rows.delete()):
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            change(WholeExplanation.objects.all())


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"rule": "2883"}, "census_whole_no_error_is_explained"),
        ({"words": ""}, "census_whole_explained_in_words"),
        ({"withdrawn_at": NIGHT}, "census_whole_withdrawn_with_reason"),
        ({"version": 1}, "census_whole_said_one_after_another"),
    ],
)
def test_the_database_takes_no_explanation_that_is_none_whatever_the_code_does(cast: Cast, changed: dict, why: str):
    said = explain(cast)
    told = {"authority": "310", "rule": said.rule, "year": YEAR, "version": 2, "message": "Told.", "words": WHY}
    about = {"explained_at": NIGHT, "explained_by": cast("noor").id}
    with pytest.raises(IntegrityError, match=why), transaction.atomic():
        saved(WholeExplanation, **about, **told | changed)


def test_an_error_about_the_whole_is_never_explained_away(cast: Cast, family: Family):
    run = latest_run(YEAR)
    told = [run.whole[0] | {"rule": "2883", "severity": "error"}]
    CensusRun(
        year=YEAR, as_at=run.as_at, started_at=NIGHT + timedelta(minutes=1), finished_at=NIGHT, asked_by=run.asked_by,
        whole=told,
    ).save(force_insert=True)  # fmt: skip
    with pytest.raises(Refused, match="no explanation for an error"):
        explain(cast, "2883")
    noor = as_(cast, "noor")
    assert "it has to be mended" in page(noor, f"{WHERE}/2883/explain/")
    assert noor.post(f"{WHERE}/2883/explain/", {"words": "It is right."}).status_code == 400
    assert not WholeExplanation.objects.exists()


def test_what_was_mended_meanwhile_is_not_explained(cast: Cast, family: Family):
    asked = found(NO_COURT)
    before_court(cast, family)
    checked(NEXT_NIGHT)
    with pytest.raises(Refused, match="mended meanwhile"):
        explain_whole(finding=asked, words=WHY, by=cast("noor").actor, purpose=Purpose.statutory_return, at=NEXT_NIGHT)
    with pytest.raises(NotFound):
        found(NO_COURT)
    assert as_(cast, "noor").get(f"{WHERE}/{NO_COURT}/explain/").status_code == 404


def test_every_deed_is_on_the_audit_log_by_rule_and_with_nobodys_words(cast: Cast):
    withdraw(cast, explain(cast))
    with acting(actor=nightly.CHECKER, purpose=Purpose.statutory_return):
        told = AuditEvent.objects.filter(what__endswith="_whole").order_by("happened_at", "pk")
        assert {(each.what, each.actor_id, each.reason) for each in told} == {
            (what, cast("noor").id, "2888Q of authority 310, 2026-27") for what in ("explain_whole", "withdraw_whole")
        }


# Another value, and another year


def test_another_value_is_the_same_query_and_what_it_said_then_stands_beside_it(cast: Cast, family: Family):
    then = found(FEW).message
    explain(cast, FEW, words="They are few.")
    with acting(actor=cast("carol").actor, purpose=Purpose.front_door):
        saved(Disability, person_id=family.oisin, code="HEAR")
    checked(NEXT_NIGHT)
    now = found(FEW)
    assert (now.is_explained, now.explanation.message) == (True, then)
    assert now.message != then
    shown = page(as_(cast, "noor"), "/census/rules/")
    assert now.message in shown
    assert f"It said then: {then}" in shown


def test_next_year_the_words_are_shown_until_somebody_confirms_them(cast: Cast):
    explain(cast)
    run, of_this_year = check_now(at=NEXT_YEAR)
    assert (run.year, run.explained, run.carried) == (YEAR + 1, 0, 1)
    assert (of_this_year.explained, of_this_year.carried) == (1, 0)
    noor = as_(cast, "noor")
    where = f"/census/whole/{YEAR + 1}/310/{NOBODY_HAS_TWO}/explain/"
    form = page(noor, where)
    assert "This was explained for the census of 2026-27" in form
    assert f"{WHY}</textarea>" in form
    assert "Explained last year: confirm" in page(noor, "/census/", year=YEAR + 1, state="carried")
    assert noor.post(where, {"words": WHY, "expected_version": 0}).status_code == 302
    confirmed = found(year=YEAR + 1)
    assert (confirmed.is_explained, confirmed.explanation.carried_from) == (True, YEAR)
    run, _ = check_now(at=NEXT_YEAR + timedelta(days=1))
    assert (run.explained, run.carried) == (1, 0)


def test_a_former_census_is_not_explained_by_the_words_of_a_later_one(cast: Cast):
    check_now(at=NEXT_YEAR)
    explain(cast, year=YEAR + 1, at=NEXT_YEAR)
    assert found().explanation is None


# Taking it back


def test_taken_back_with_a_reason_it_stands_again_and_what_was_said_is_kept(cast: Cast):
    said = explain(cast)
    with pytest.raises(Refused, match="Say why"):
        withdraw(cast, said, because=" ")
    withdraw(cast, said)
    assert found().explanation is None
    assert checked(NEXT_NIGHT).explained == 0
    (kept,) = said_of_whole(authority="310", rule=NOBODY_HAS_TWO)
    assert (kept.words, kept.withdrawn_because, kept.withdrawn_by) == (WHY, "There are some.", cast("noor").id)
    again = explain(cast, words="After all.", expected_version=2)
    assert (again.version, found().explanation) == (3, again)


def test_what_is_taken_back_this_year_is_not_carried_over_again_from_the_last(cast: Cast):
    explain(cast)
    check_now(at=NEXT_YEAR)
    withdraw(cast, explain(cast, year=YEAR + 1, at=NEXT_YEAR))
    run, of_last_year = check_now(at=NEXT_YEAR + timedelta(days=1))
    assert (run.explained, run.carried, of_last_year.explained) == (0, 0, 0)
