"""`holdfast compare cin`: what moved, printed for people, as JSON and as a sheet."""

import csv
import json

import pytest
from typer.testing import CliRunner

from holdfast.borough.clean_census import write_clean_census
from holdfast.cli import app
from holdfast.measures.moved_words import SHEET


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """Last year's file of Harrow, and this year's with half as many children again."""
    folder = tmp_path_factory.mktemp("census")
    for year, children in ((2025, 200), (2026, 300)):
        write_clean_census(folder / f"{year}.xml", children=children, seed=year, year=year)
    write_clean_census(folder / "other.xml", children=20, year=2025, authority="311")
    return folder


def run(*words):
    return CliRunner().invoke(app, ["compare", "cin", *map(str, words)])


def test_it_says_what_the_department_will_ask_and_what_moved_more_than_chance(files):
    answer = run(files / "2026.xml", files / "2025.xml")
    assert answer.exit_code == 4, answer.output
    assert "Authority 310, 2025-26. Beside it stands what was published of Harrow" in answer.output
    assert "YonY 01  Children in the file: 200, now 300. +50%: the department asks above 15%" in answer.output
    assert "Referrals: 300; last year 200 (more than chance usually gives); published for" in answer.output
    assert "Published in: Children in need, 20" in answer.output
    assert "The others:" not in answer.output
    assert "The others:" in run(files / "2026.xml", files / "2025.xml", "--all").output


def test_it_writes_everything_as_json_and_as_a_sheet(files, tmp_path):
    to, sheet = tmp_path / "moved.json", tmp_path / "moved.csv"
    assert run(files / "2026.xml", files / "2025.xml", "--json", to, "--csv", sheet).exit_code == 4
    told = json.loads(to.read_text())
    assert (told["authority"], told["collection"], told["compares_as"]) == ("310", "2025-26", "310")
    assert [each["code"] for each in told["year_on_year"]] == [f"YonY 0{number}" for number in range(1, 8)]
    referrals = next(each for each in told["numbers"] if each["code"] == "REF-01N")
    assert (referrals["now"], referrals["last_year"]) == (300, 200)
    numbers = {each["code"]: (each["now"], each["last_year"]) for each in told["numbers"]}
    asked = {each["code"][-1]: (each["now"], each["before"]) for each in told["year_on_year"]}
    assert asked["2"] == numbers["REF-01N"] and asked["3"] == numbers["ASM-01N"] and asked["4"] == numbers["S47-01N"]
    assert asked["5"] == numbers["CPP-01N"] and asked["6"] == numbers["CPP-02N"]
    rows = list(csv.DictReader(sheet.read_text().splitlines()))
    assert tuple(rows[0]) == SHEET
    assert [row["code"] for row in rows] == [each["code"] for each in told["numbers"]]
    assert json.loads(run(files / "2026.xml", "--json", "-").output)["year_on_year"] == []


def test_without_last_years_file_it_stands_beside_what_was_published(files):
    answer = run(files / "2026.xml", "--model", "2021")
    assert answer.exit_code == 0, answer.output
    assert "What the department holds" not in answer.output and "2021 model" in answer.output


@pytest.mark.parametrize(("words", "said"), [
    (["2026.xml", "2026.xml"], "hold a year against the one before it"),
    (["2026.xml", "other.xml"], "two authorities, 310 and 311"),
    (["2026.xml", "--like", "399"], "no area 399"),
    (["2026.xml", "--model", "2019"], "no statistical neighbour model called 2019"),
])  # fmt: skip
def test_what_cannot_be_held_against_each_other_is_said(files, words, said):
    answer = run(*(files / word if word.endswith(".xml") else word for word in words))
    assert answer.exit_code == 1 and said in str(answer.exception)


def test_a_file_that_breaks_off_is_not_counted(files, tmp_path):
    half = tmp_path / "half.xml"
    half.write_bytes((files / "2026.xml").read_bytes()[:20_000])
    answer = run(half)
    assert answer.exit_code == 1 and "breaks off at line" in str(answer.exception)
