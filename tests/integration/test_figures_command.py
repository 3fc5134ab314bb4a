"""`holdfast figures`, `report` and `clocks`: the same figures for a program or a terminal."""

import json
from contextlib import nullcontext
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from typer.testing import CliRunner

from holdfast.access import Purpose
from holdfast.borough.census_file import write_census
from holdfast.cli import app
from holdfast.cli import clocks as clocks_command
from holdfast.cli import figures as figures_command
from holdfast.cli import report as report_command
from holdfast.facts.store import write
from holdfast.measures import MEASURES
from holdfast.records.exchange.actions import import_census, register_file
from holdfast.wall.acting import acting, service
from holdfast.wall.models import Due
from holdfast.wall.postgres.place import Place
from tests.board_facts import told

AT = datetime(2026, 11, 20, 10, 30, tzinfo=UTC)


def run(*words: str):
    """The command's answer."""
    return CliRunner().invoke(app, [*words])


def figures(*words: str) -> dict:
    """The account that the command prints for a program."""
    answer = run("figures", "--json", *words)
    assert answer.exit_code == 0, answer.output
    return json.loads(answer.output)


@pytest.fixture
def folder(tmp_path):
    """A folder of facts: 47 referrals, three of them by the police."""
    write(told(), tmp_path / "facts", as_of=date(2017, 6, 1), scope="a test")
    return str(tmp_path / "facts")


def test_every_measure_is_printed_with_all_that_says_what_it_is(folder):
    account = figures("--from", folder, "--year", "2016-17")
    assert {each["code"] for each in account["figures"]} == set(MEASURES)
    referrals = next(each for each in account["figures"] if each["code"] == "REF-01N")
    assert (referrals["code"], referrals["value"], referrals["unit"]) == ("REF-01N", 47, "count")
    assert (referrals["as_at"], referrals["withheld"], referrals["why"]) == ("2017-03-31", False, None)
    assert account["facts_as_of"] == "2017-06-01"


def test_a_small_number_is_withheld_with_its_reason(folder):
    account = figures("--from", folder, "--year", "2016-17")
    again = next(each for each in account["figures"] if each["code"] == "CPP-03")
    assert (again["value"], again["numerator"], again["withheld"]) == (None, None, True)
    assert again["why"] == "Withheld, so that no child can be picked out."


def test_a_rate_uses_the_population_that_is_given(folder):
    rates = {
        each["code"]: each for each in figures("--from", folder, "--year", "2016-17", "--population", "4700")["figures"]
    }
    assert rates["REF-01"]["value"] == 100.0


def test_a_census_file_tells_its_own_year_and_cannot_see_back(tmp_path):
    write_census(tmp_path / "census.xml", children=60, year=2017, authority="310")
    account = figures("--from", str(tmp_path / "census.xml"))
    assert (account["authority"], account["year"]) == ("310", "2016-17")
    back = next(each for each in account["figures"] if each["code"] == "REF-02")
    assert back["because"] == "The facts begin on 1 April 2016; this needs them from 1 April 2015."


def test_figures_of_a_file_cannot_be_released(folder):
    answer = run("figures", "--from", folder, "--release")
    assert "Only figures counted from the records can be released." in str(answer.exception)


def test_a_terminal_gets_a_line_for_each_figure(folder):
    answer = run("figures", "--from", folder, "--year", "2016-17").output
    assert "REF-01N  Referrals" in answer
    assert "withheld Police" in answer


@pytest.fixture
def records(db, settings, tmp_path, monkeypatch):
    """A census in the records, and commands that find the database standing."""
    settings.HOLDFAST = replace(settings.HOLDFAST, place=Place(tmp_path / "home"))
    for command in (figures_command, report_command, clocks_command):
        monkeypatch.setattr(command, "standing", nullcontext)
    path = tmp_path / "census.xml"
    write_census(path, children=60, year=2017, authority="310")
    file = register_file(path=path, name=path.name, brought_by=None, at=AT)
    with path.open("rb") as source:
        import_census(file=file, source=source, by=service("census import"), at=AT)
    return path


def test_records_and_the_census_they_came_from_give_the_same_figures(records):
    from_records = figures("--year", "2016-17")["figures"]
    from_file = figures("--from", str(records))["figures"]
    assert from_records == from_file


def test_a_release_by_command_stands_from_then_on(records):
    assert figures("--year", "2016-17")["standing"].startswith("Not released")
    assert figures("--year", "2016-17", "--release")["standing"].startswith("Released on")
    assert figures("--year", "2016-17")["standing"].startswith("Released on")


def test_the_report_is_written_in_every_form_that_is_asked_for(records, tmp_path):
    forms = {name: tmp_path / f"report.{name}" for name in ("pdf", "word", "html")}
    answer = run(
        "report", "--year", "2016-17", *(part for name, path in forms.items() for part in (f"--{name}", str(path)))
    )
    assert answer.exit_code == 0, answer.output
    assert forms["pdf"].read_bytes().startswith(b"%PDF-")
    assert forms["word"].read_bytes().startswith(b"PK")
    assert "The year in short" in forms["html"].read_text()


def test_a_report_must_go_somewhere():
    assert "Say where to write it" in str(run("report", "--year", "2016-17").exception)


def test_clocks_verify_finds_nothing_where_all_is_as_the_facts_say(records):
    answer = run("clocks", "verify", "--json")
    assert (answer.exit_code, json.loads(answer.output)["different"]) == (0, [])


def test_clocks_verify_finds_a_due_date_that_was_tampered_with(records):
    with acting(actor=service("census import"), purpose=Purpose.statutory_return):
        stored = Due.objects.exclude(due_on=None).order_by("pk").first()
        Due.objects.filter(pk=stored.pk).update(due_on=stored.due_on + timedelta(days=1))
    answer = run("clocks", "verify")
    assert answer.exit_code == 1
    assert "stored differently" in answer.output


def test_every_clock_is_listed_with_where_it_is_written():
    listed = json.loads(run("clocks", "list", "--json").output)
    assert {"assessment_45", "initial_conference"} <= {each["id"] for each in listed}
    assert all(each["source"] for each in listed)
