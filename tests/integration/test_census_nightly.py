"""The night's check of every record: what is new, what was mended, once a night, all of it or none of it."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps

from holdfast.access import Purpose
from holdfast.facts.cohorts import CollectionYear
from holdfast.kernel.refused import Refused
from holdfast.records.casework.models import Assessment
from holdfast.records.census.actions import check_records, nightly, settle_child
from holdfast.records.census.codes import FindingState
from holdfast.records.census.models import CensusFinding, CensusRun
from holdfast.records.census.queries import latest_run, results, summary, trend
from holdfast.records.census.queries.local import read, years_worked_on
from holdfast.records.people.models import Identifier, Involvement
from holdfast.wall.acting import acting
from holdfast.wall.deeds import day_of
from holdfast.wall.models import AuditEvent, User, Version
from holdfast.wall.waiting.rounds import go_round
from tests.integration.census_cast import NIGHT, WHOLE, YEAR, Cast, checked, in_need, saved, stands, teams
from tests.integration.conftest import Family
from tests.integration.test_races import at_once

NEXT_NIGHT = NIGHT + timedelta(days=1)
BEFORE_IT_BEGAN = date(2026, 6, 2)


def authorised(cast: Cast, on: date) -> None:
    """Somebody says on which day the assessment was authorised."""
    with acting(actor=cast("carol").actor, purpose=Purpose.front_door):
        assessment = Assessment.objects.get()
        assessment.authorised_on = on
        assessment.save()


@pytest.mark.django_db
def test_a_night_keeps_what_is_wrong_with_whom_it_is_and_where_it_is_mended(cast: Cast, family: Family):
    north = teams(cast, family)
    in_need(cast, family.oisin, authorised=BEFORE_IT_BEGAN)
    run = checked()
    found = {each.rule: each for each in stands(cast)}
    assert set(found) == {"8540", "8608", "8770Q"}
    late = found["8608"]
    assert (late.table, late.key, late.column) == ("assessment", "2026-06-01/a2026-06-03", "authorised_on")
    assert (late.value, late.first_seen_at, late.gone_at) == ("2026-06-02", NIGHT, None)
    assert (late.worker, late.team) == (cast("ann"), north)
    with acting(actor=cast("ann").actor, purpose=Purpose.direct_work):
        assert late.record_id == Assessment.objects.get().pk
    with acting(actor=nightly.CHECKER, purpose=Purpose.statutory_return):
        assert AuditEvent.objects.filter(what="check_records").count() == 1
    assert (run.errors, run.queries, run.children, run.children_found, run.new) == (2, 1 + WHOLE, 1, 1, 3 + WHOLE)
    assert run.teams == [{"team": str(north.pk), "name": "North", "errors": 2, "queries": 1, "children": 1}]


@pytest.mark.django_db
def test_what_is_mended_is_gone_the_next_night_and_what_stands_keeps_its_first_day(cast: Cast, family: Family):
    in_need(cast, family.oisin, authorised=BEFORE_IT_BEGAN)
    checked()
    authorised(cast, date(2026, 7, 10))
    run = checked(NEXT_NIGHT)
    assert {each.rule: each.first_seen_at for each in stands(cast)} == {"8540": NIGHT, "8770Q": NIGHT}
    assert [(each.rule, each.gone_at) for each in stands(cast, state=FindingState.fixed)] == [("8608", NEXT_NIGHT)]
    assert (run.new, run.fixed) == (0, 1)


@pytest.mark.django_db
def test_what_comes_back_is_new_and_what_was_mended_before_stays_in_the_history(cast: Cast, family: Family):
    in_need(cast, family.oisin, authorised=BEFORE_IT_BEGAN)
    checked()
    authorised(cast, date(2026, 7, 10))
    checked(NEXT_NIGHT)
    authorised(cast, BEFORE_IT_BEGAN)
    again = NEXT_NIGHT + timedelta(days=1)
    checked(again)
    assert [(each.rule, each.is_new) for each in stands(cast, state=FindingState.new)] == [("8608", True)]
    assert {each.is_new for each in stands(cast, severity="query")} == {False}
    assert len(stands(cast, state=FindingState.fixed)) == 1


@pytest.mark.django_db
def test_another_value_is_the_same_finding_with_a_version_kept(cast: Cast, family: Family):
    in_need(cast, family.oisin, authorised=BEFORE_IT_BEGAN)
    checked()
    authorised(cast, date(2026, 6, 1))
    run = checked(NEXT_NIGHT)
    (late,) = stands(cast, rule="8608")
    assert (late.value, late.first_seen_at, run.new, run.fixed) == ("2026-06-01", NIGHT, 0, 0)
    with acting(actor=cast("carol").actor, purpose=Purpose.front_door):
        (was,) = Version.objects.filter(row_id=late.pk)
    assert was.was["value"] == "2026-06-02"


@pytest.mark.django_db
def test_a_quiet_night_writes_no_version(cast: Cast, family: Family):
    in_need(cast, family.oisin, authorised=BEFORE_IT_BEGAN)
    checked()
    checked(NEXT_NIGHT)
    with acting(actor=cast("carol").actor, purpose=Purpose.front_door):
        assert not Version.objects.filter(table_name="census_censusfinding").exists()


@pytest.mark.django_db
def test_a_finding_of_a_rule_that_is_asked_no_more_is_gone_and_not_lost(cast: Cast, family: Family):
    in_need(cast, family.oisin)
    with acting(actor=nightly.CHECKER, purpose=Purpose.statutory_return):
        saved(
            CensusFinding, child_id=family.oisin, year=YEAR, rule="9999", severity="error", table="child",
            element="Sex", message="Asked once.", first_seen_at=NIGHT,
        )  # fmt: skip
    checked(NEXT_NIGHT)
    (former,) = stands(cast, state=FindingState.fixed)
    assert (former.rule, former.title, former.message) == ("9999", "", "Asked once.")


@pytest.mark.django_db
def test_who_mends_it_is_the_worker_else_the_manager_of_the_team_else_of_the_front_door(cast: Cast, family: Family):
    north = teams(cast, family)
    in_need(cast, family.oisin, authorised=BEFORE_IT_BEGAN)
    in_need(cast, family.mei, authorised=BEFORE_IT_BEGAN)
    checked()
    whose = {each.child_id: each.worker for each in stands(cast, rule="8608")}
    assert whose == {family.oisin: cast("ann"), family.mei: cast("carol")}
    User.objects.filter(username="ann").update(is_active=False)
    checked(NEXT_NIGHT)
    (left,) = stands(cast, rule="8608", child=family.oisin)
    assert (left.worker, left.team) == (cast("tess"), north)
    User.objects.filter(username="ann").update(is_active=True)
    with acting(actor=cast("carol").actor, purpose=Purpose.front_door):
        Involvement.objects.filter(person_id=family.oisin).update(until_on=day_of(NEXT_NIGHT))
    checked(NEXT_NIGHT + timedelta(days=1))
    assert [each.worker for each in stands(cast, rule="8608", child=family.oisin)] == [cast("tess")]


@pytest.mark.django_db
def test_a_night_is_checked_once_and_not_before_its_hour(cast: Cast, family: Family):
    in_need(cast, family.oisin)
    for at, runs in (
        (NIGHT - timedelta(hours=2), 0),
        (NIGHT, 1),
        (NIGHT + timedelta(hours=5), 1),
        (NEXT_NIGHT - timedelta(hours=2), 1),
        (NEXT_NIGHT, 2),
    ):
        check_records(at=at)
        assert CensusRun.objects.count() == runs, at


@pytest.mark.django_db
def test_the_worker_that_goes_round_checks_the_records(cast: Cast, family: Family):
    in_need(cast, family.oisin)
    go_round(at=NIGHT)
    assert [run.started_at for run in CensusRun.objects.all()] == [NIGHT]


@pytest.mark.usefixtures("committed")
def test_a_check_that_breaks_off_leaves_nothing_and_is_done_anew_some_minutes_later(
    cast: Cast, family: Family, monkeypatch: pytest.MonkeyPatch
):
    in_need(cast, family.oisin)

    def breaks(*_: Any, **__: Any) -> None:
        raise RuntimeError("The lights went out.")

    with monkeypatch.context() as broken, pytest.raises(RuntimeError):
        broken.setattr(nightly, "_kept", breaks)
        check_records(at=NIGHT)
    assert stands(cast) == [] and not CensusRun.objects.exists()
    check_records(at=NIGHT + timedelta(minutes=1))
    assert not CensusRun.objects.exists()
    check_records(at=NIGHT + timedelta(minutes=10))
    assert len(stands(cast)) == 2 and CensusRun.objects.count() == 1


@pytest.mark.usefixtures("committed")
def test_of_four_processes_that_look_at_once_one_checks_the_records(cast: Cast, family: Family):
    in_need(cast, family.oisin)
    assert at_once([lambda: check_records(at=NIGHT)] * 4, threads=4) == [None] * 4
    assert CensusRun.objects.count() == 1
    assert len(stands(cast)) == 2


@pytest.mark.usefixtures("committed")
def test_two_who_ask_for_a_check_at_once_both_get_one_and_no_finding_stands_twice(cast: Cast, family: Family):
    in_need(cast, family.oisin)
    one, other = at_once([checked, checked], threads=2)
    assert sorted((one.new, other.new)) == [0, 2 + WHOLE]
    assert len(stands(cast)) == 2


@pytest.mark.django_db
def test_the_trend_has_a_line_for_each_day_as_it_was_last_checked(cast: Cast, family: Family):
    in_need(cast, family.oisin, authorised=BEFORE_IT_BEGAN)
    checked()
    authorised(cast, date(2026, 7, 10))
    checked(NIGHT + timedelta(hours=6))
    checked(NEXT_NIGHT)
    nights = trend(year=YEAR, days=30, as_of=day_of(NEXT_NIGHT))
    assert [(night.on, night.errors, night.new, night.fixed) for night in nights] == [
        (day_of(NIGHT), 1, 3 + WHOLE, 1), (day_of(NEXT_NIGHT), 1, 0, 0),
    ]  # fmt: skip
    assert trend(year=YEAR, days=1, as_of=day_of(NEXT_NIGHT)) == nights[1:]


@pytest.mark.django_db
def test_a_director_reads_how_much_stands_since_when_and_with_whom(cast: Cast, family: Family):
    north = teams(cast, family)
    in_need(cast, family.oisin, authorised=BEFORE_IT_BEGAN)
    in_need(cast, family.mei)
    checked()
    checked(NEXT_NIGHT)
    told = summary(year=YEAR, as_of=day_of(NEXT_NIGHT))
    assert told and (told.run.errors, told.run.queries, told.run.oldest_at) == (3, 2 + WHOLE, NIGHT)
    assert told.top[0].code == "8540" and told.top[0].count == 2
    first = told.teams[0]
    assert (first.team, first.name, first.errors, first.children) == (north.pk, "North", 2, 1)
    assert summary(year=2020, as_of=day_of(NIGHT)) is None


@pytest.mark.django_db
def test_every_rule_says_what_became_of_it_and_one_about_the_whole_says_it(cast: Cast, family: Family):
    in_need(cast, family.oisin)
    by_code = {each.code: each for each in results(checked())}
    assert by_code["8608"].status == "passed"
    assert (by_code["8770Q"].status, by_code["8770Q"].count, by_code["8770Q"].said) == ("found", 1, "")
    assert by_code["2887Q"].said.startswith("Kinds of disability in the whole file")
    assert latest_run(YEAR) and latest_run(YEAR - 1) is None


def test_last_years_census_is_checked_until_it_must_have_been_sent():
    of_2027, of_2026 = CollectionYear.ending(2027), CollectionYear.ending(2026)
    assert years_worked_on(date(2026, 3, 31)) == [of_2026]
    assert years_worked_on(date(2026, 4, 1)) == [of_2027, of_2026]
    assert years_worked_on(date(2026, 7, 31)) == [of_2027, of_2026]
    assert years_worked_on(date(2026, 8, 1)) == [of_2027]


def test_a_mistake_about_the_night_stops_the_start(settings, tmp_path: Path):
    settings.HOLDFAST = replace(settings.HOLDFAST, local=tmp_path)
    with pytest.raises(Refused, match="cannot be read"):
        apps.get_app_config("census").ready()


@pytest.mark.django_db
def test_a_number_that_two_children_have_is_found_with_both_and_mending_another_thing_takes_it_from_neither(
    cast: Cast, family: Family
):
    for child_id in (family.oisin, family.mei):
        in_need(cast, child_id)
        with acting(actor=cast("carol").actor, purpose=Purpose.front_door):
            saved(Identifier, person_id=child_id, kind="upn", value="A310000000001", check_digit_ok=False)
    checked()
    assert {each.child_id for each in stands(cast, rule="1520")} == {family.oisin, family.mei}
    with acting(actor=cast("carol").actor, purpose=Purpose.front_door):
        settle_child(family.mei, NEXT_NIGHT)
    assert {each.child_id for each in stands(cast, rule="1520")} == {family.oisin, family.mei}


@pytest.mark.usefixtures("committed")
def test_who_saves_while_everybody_is_checked_waits_for_nothing(cast: Cast, family: Family, owned):
    in_need(cast, family.oisin)
    with owned.transaction():
        owned.execute("SELECT pg_advisory_xact_lock(%s)", [nightly.NIGHT_LOCK])
        with acting(actor=cast("carol").actor, purpose=Purpose.front_door):
            settle_child(family.oisin, NIGHT)
        check_records(at=NIGHT)
        assert stands(cast) == [] and not CensusRun.objects.exists()
    check_records(at=NIGHT + timedelta(minutes=10))
    assert len(stands(cast)) == 2


@pytest.mark.parametrize("said", ["", "[nightly]\nafter = 2", '[nightly]\nafter = 02:00:00\nlast_year_until = "31-07"'])
def test_a_mistake_about_the_night_is_refused_in_words(tmp_path, said: str):
    (tmp_path / "census.toml").write_text(said)
    with pytest.raises(Refused, match="Copy the one that came with Holdfast"):
        read(tmp_path / "census.toml")
