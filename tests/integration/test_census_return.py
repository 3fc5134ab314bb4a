"""The return built from the records of a borough that never was: the same file as its facts give, and clean."""

from contextlib import nullcontext
from datetime import UTC, date, datetime
from io import BytesIO

import pytest
from typer.testing import CliRunner

from holdfast.borough import Borough, build
from holdfast.cli import app
from holdfast.cli import returns as returns_command
from holdfast.facts.cohorts import CollectionYear
from holdfast.records.exchange.actions.borough import load_borough
from holdfast.returns.cin import header_for, write_children
from holdfast.returns.cin.checking import check
from holdfast.returns.cin.cohort import children_of_year
from holdfast.returns.cin.scan import scan
from holdfast.wall.installation import mark_as_demo

AS_OF = date(2026, 11, 20)
MADE_AT = datetime(2026, 11, 20, 10)
TOO_SMALL = {"2887Q", "2888Q", "8995Q"}
"""What the department asks of a file in which few children are disabled, or nobody is near a court: so small it is."""


@pytest.fixture(params=[7, 11])
def borough(request, committed, monkeypatch) -> Borough:
    """A borough in the records, and a command that finds the database standing."""
    monkeypatch.setattr(returns_command, "standing", nullcontext)
    mark_as_demo()
    built = build(seed=request.param, as_of=AS_OF, size=150)
    load_borough(borough=built, at=MADE_AT.replace(tzinfo=UTC))
    return built


def from_records(borough: Borough, year: CollectionYear, to) -> bytes:
    words = ["--year", year.label, "--to", str(to), "--authority", borough.authority, "--made-at", MADE_AT.isoformat()]
    answer = CliRunner().invoke(app, ["return", "cin", *words])
    assert answer.exit_code in (0, 4), answer.output
    assert "Left out" not in answer.output
    return to.read_bytes()


def from_facts(borough: Borough, year: CollectionYear) -> bytes:
    sink = BytesIO()
    header = header_for(authority=borough.authority, year=year.end_on.year, made_at=MADE_AT)
    write_children(children_of_year(borough.facts, year, authority=borough.authority), sink, header=header)
    return sink.getvalue()


def test_the_records_give_the_file_that_the_facts_give_and_it_is_clean(borough, tmp_path):
    waiting = {each.child for each in borough.planted if each.clock in ("assessment_45", "initial_conference")}
    for year_end in range(2014, 2028):
        year = CollectionYear.ending(year_end)
        file = from_records(borough, year, tmp_path / "census.xml")
        assert file == from_facts(borough, year)
        findings = list(check(scan(BytesIO(file)).on(AS_OF)).findings())
        assert {each.child for each in findings if each.code in ("8670Q", "8675Q")} <= waiting
        assert {each.code for each in findings} <= {"8670Q", "8675Q"} | TOO_SMALL
