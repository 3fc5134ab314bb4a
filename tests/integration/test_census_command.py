"""`holdfast check records`: what the night does, at once, and an exit code by what stands."""

import json
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from holdfast.access import Purpose
from holdfast.cli import app
from holdfast.cli import standing as stands_first
from holdfast.records.census.actions import correct_record
from holdfast.records.census.models import CensusFinding, CensusRun
from holdfast.records.census.queries.mending import mended_or_not_found
from holdfast.wall.acting import acting
from tests.integration.census_cast import NIGHT, WHOLE, Cast, in_need
from tests.integration.conftest import Family

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def already_standing(monkeypatch: pytest.MonkeyPatch) -> None:
    """The test's own database, not one that the command would start."""
    monkeypatch.setattr(stands_first, "standing", nullcontext)


def run(*words: str) -> Any:
    return CliRunner().invoke(app, ["check", "records", *words])


def test_without_anything_to_say_it_exits_zero():
    answer = run()
    assert answer.exit_code == 0, answer.output
    assert "0 to mend and 0 to mend or explain, 0 of them about the whole and the others of 0 children" in answer.output


def test_errors_exit_one_and_queries_alone_exit_four(cast: Cast, family: Family):
    in_need(cast, family.oisin)
    answer = run()
    assert answer.exit_code == 1
    assert "1 to mend and 4 to mend or explain, 3 of them about the whole and the others of 1 children" in answer.output
    by = {"by": cast("carol").actor, "purpose": Purpose.front_door, "at": NIGHT}
    with acting(actor=cast("carol").actor, purpose=Purpose.front_door):
        mended = mended_or_not_found(family.oisin, "child", family.oisin)
        versions = {family.oisin: mended.record.version}
        correct_record(mended=mended, changes={}, added=["NONE"], versions=versions, reason="They say so.", **by)
        assert set(CensusFinding.objects.filter(gone_at=None).values_list("rule", flat=True)) == {"8770Q"}
    assert run().exit_code == 4


def test_the_account_comes_as_json_for_a_program_or_into_a_file(cast: Cast, family: Family, tmp_path: Path):
    in_need(cast, family.oisin)
    (told,) = json.loads(run("--json", "-").stdout)
    assert (told["errors"], told["queries"], told["children"], told["new"]) == (1, 1 + WHOLE, 1, 2 + WHOLE)
    assert [each["rule"] for each in told["whole"]] == ["2887Q", "2888Q", "8995Q"]
    assert {rule["code"]: rule["count"] for rule in told["rules"] if rule["severity"] == "error" and rule["count"]}
    run("--json", str(tmp_path / "account.json"))
    (again,) = json.loads((tmp_path / "account.json").read_text())
    assert again["new"] == 0 and CensusRun.objects.count() == 2
