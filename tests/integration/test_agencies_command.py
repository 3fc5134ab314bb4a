"""A partnership's agencies come in from a sheet: what can be taken is, what cannot is listed with its reason."""

from contextlib import contextmanager
from datetime import date

import pytest
from typer.testing import CliRunner

from holdfast.cli import agencies
from holdfast.records.agencies.models import Agency, Post, Team

pytestmark = pytest.mark.django_db

SHEET = """agency,kind,team,agency_telephone,team_telephone,hub,username,title,from
Children's services,children_services,Front door,020 7946 0110,020 7946 0111,yes,carol,Front-door manager,2026-04-01
O'Malley House,charity,Family support,020 7946 0222,,no,,,
The moon,rocket,Base,,,,,,
Police,police,Child abuse investigation,,,,nobody,Detective,2026-04-01
"""


@pytest.fixture
def run(tmp_path, monkeypatch, cast):
    """The command over a sheet, in the test's own database."""
    monkeypatch.setattr(agencies, "standing", contextmanager(lambda: iter([None])))
    cast("carol")

    def command(text):
        sheet = tmp_path / "agencies.csv"
        sheet.write_text(text, encoding="utf-8")
        return CliRunner().invoke(agencies.app, ["bring-in", str(sheet)])

    return command


def test_good_rows_are_taken_and_each_bad_one_says_why(run):
    answered = run(SHEET)
    assert answered.exit_code == 1
    assert "2 of 4 rows taken." in answered.output
    assert "Line 4: “rocket” is no kind of agency." in answered.output
    assert "Line 5: Nobody signs in as “nobody”" in answered.output
    assert set(Agency.objects.values_list("name", flat=True)) == {"Children's services", "O'Malley House"}
    assert Team.objects.get(name="Front door").is_hub
    assert Post.objects.get().title == "Front-door manager"


def test_the_same_sheet_twice_changes_nothing(run):
    run(SHEET)
    run(SHEET)
    assert (Agency.objects.count(), Team.objects.count(), Post.objects.count()) == (2, 2, 1)


def test_a_sheet_without_its_columns_is_refused_whole(run):
    answered = run("name,phone\nPolice,999\n")
    assert "The first line must name the columns" in str(answered.exception)
    assert not Agency.objects.exists()


def test_somebody_leaves_a_post_by_the_day_on_its_row_and_the_sheet_may_come_again(run):
    until = SHEET.replace("title,from", "title,from,until").replace("2026-04-01\n", "2026-04-01,2026-11-01\n", 1)
    run(SHEET)
    run(until)
    run(until)
    assert Post.objects.get().until_on == date(2026, 11, 1)
    wrong = run(until.replace("2026-11-01", "soon"))
    assert "Line 2: A post needs the day it is held until, as 2026-04-01." in wrong.output


def test_somebody_who_comes_back_holds_the_post_a_second_time(run):
    run(SHEET.replace("title,from", "title,from,until").replace("2026-04-01\n", "2026-04-01,2026-11-01\n", 1))
    run(SHEET.replace("2026-04-01", "2026-12-01", 1))
    assert [(post.from_on, post.until_on) for post in Post.objects.order_by("from_on")] == [
        (date(2026, 4, 1), date(2026, 11, 1)), (date(2026, 12, 1), None),
    ]  # fmt: skip
