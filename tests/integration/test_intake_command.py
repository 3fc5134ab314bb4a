"""A folder of a partner's files is taken in once, whatever happens between."""

import json
from contextlib import nullcontext

import pytest
import typer
from typer.testing import CliRunner

from holdfast.access import Purpose
from holdfast.cli import intake
from holdfast.records.frontdoor.actions.partners import add_partner_system
from holdfast.records.frontdoor.models import Envelope, NamedChild
from holdfast.wall.acting import acting
from tests.integration.conftest import AT

pytestmark = pytest.mark.django_db

SHEET = """id,danger,what_happened,given,family,birth_on
D1,no,Shouting heard,Oisín,O'Neil,29/02/2020
D1,no,Shouting heard,Aoife,O'Neil,
D2,perhaps,Found alone,Mei,,
D3,no,Found alone,Mei,,
"""


@pytest.fixture
def folder(tmp_path):
    return tmp_path


@pytest.fixture
def run(folder, cast, monkeypatch):
    monkeypatch.setattr(intake, "standing", nullcontext)
    doing = {"by": cast("priya").actor, "purpose": Purpose.administration, "at": AT}
    add_partner_system(name="Police", agency_name="Police", **doing)
    app = typer.Typer()
    app.command()(intake.intake)
    return lambda *more: CliRunner().invoke(app, [str(folder), "--partner", "system-police", *more])


def arrived(cast) -> list[str]:
    with acting(actor=cast("carol").actor, purpose=Purpose.front_door):
        return sorted(Envelope.objects.values_list("what_happened", flat=True))


def test_a_sheet_is_taken_in_and_put_away_with_what_was_refused(folder, run, cast):
    (folder / "monday.csv").write_text(SHEET, encoding="utf-8")
    answered = run()
    assert answered.exit_code == 1
    assert "monday.csv: 2 taken in, 0 before, 1 refused." in answered.output
    assert "row 4: danger is none of the codes" in answered.output
    assert arrived(cast) == ["Found alone", "Shouting heard"]
    assert sorted(path.name for path in (folder / "done").iterdir()) == ["monday.csv", "monday.csv.refused.txt"]
    assert "row 4" in (folder / "done/monday.csv.refused.txt").read_text()
    with acting(actor=cast("carol").actor, purpose=Purpose.front_door):
        assert {each.called for each in NamedChild.objects.all()} == {"Oisín O'Neil", "Aoife O'Neil", "Mei"}


def test_the_same_file_again_and_the_same_notification_in_another_file_are_taken_in_once(folder, run, cast):
    for name, text in (("a.csv", SHEET), ("b.csv", SHEET), ("c.csv", SHEET.replace("D2,perhaps", "D4,no"))):
        (folder / name).write_text(text, encoding="utf-8")
        run()
    assert len(arrived(cast)) == 3


def test_a_run_that_was_stopped_before_the_file_was_put_away_doubles_nothing(folder, run, cast, monkeypatch):
    told = {"notifications": [{"id": "A", "danger": "yes", "what_happened": "Help", "children": [{"given": "Mei"}]}]}
    (folder / "now.json").write_text(json.dumps(told))
    with monkeypatch.context() as stopped:
        stopped.setattr(intake, "_move", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        run()
    assert (folder / "now.json").exists()
    assert run().exit_code == 0
    assert arrived(cast) == ["Help"]
    assert not (folder / "now.json").exists()


def test_what_cannot_be_read_is_put_aside_with_the_reason_and_stops_nothing_else(folder, run, cast):
    (folder / "1.json").write_text("{")
    (folder / "2.csv").write_bytes(b"\xff\xfe\x00")
    (folder / "3.csv").write_text("surprise,id\n1,2\n")
    (folder / "4.csv").write_text(SHEET, encoding="utf-8")
    answered = run()
    assert sorted(path.name for path in (folder / "refused").glob("*.*") if "refused.txt" not in path.name) == [
        "1.json", "2.csv", "3.csv",
    ]  # fmt: skip
    assert "The first row must name columns" in answered.output
    assert len(arrived(cast)) == 2


def test_a_file_that_is_still_being_written_is_left_alone(folder, run, cast):
    (folder / ".monday.csv").write_text(SHEET)
    (folder / "monday.csv.part").write_text(SHEET)
    assert "There is nothing in the folder." in run().output
    assert arrived(cast) == []


def test_a_long_file_is_taken_in_by_hundreds(folder, run, cast):
    rows = "".join(f"N{at},no,Worry {at},Child,{at},\n" for at in range(250))
    (folder / "long.csv").write_text(f"id,danger,what_happened,given,family,birth_on\n{rows}")
    assert "long.csv: 250 taken in, 0 before, 0 refused." in run().output
    assert len(arrived(cast)) == 250


def test_only_a_partners_system_can_be_named(folder, run, cast):
    cast("farah")
    answered = run("--partner", "farah")
    assert "There is no partner’s system called farah" in str(answered.exception)


@pytest.mark.parametrize(
    "poison", ['{"notifications": [{"id": ' + "9" * 5000 + "}]}", "[" * 100_000], ids=["a huge number", "deep brackets"]
)
def test_a_file_that_no_program_can_read_keeps_none_that_comes_after_it_waiting(folder, run, cast, poison):
    (folder / "1.json").write_text(poison)
    (folder / "2.csv").write_text(SHEET, encoding="utf-8")
    run()
    assert len(arrived(cast)) == 2
    assert (folder / "refused/1.json").exists()


def test_a_file_that_the_disk_does_not_give_is_left_and_keeps_none_waiting(folder, run, cast, monkeypatch):
    (folder / "1.csv").write_text(SHEET, encoding="utf-8")
    (folder / "2.csv").write_text(SHEET, encoding="utf-8")
    content = intake._content
    given = {"1.csv": PermissionError(13, "Permission denied")}

    def held_back(path):
        if path.name in given:
            raise given[path.name]
        return content(path)

    monkeypatch.setattr(intake, "_content", held_back)
    answered = run()
    assert "1.csv: left where it is. Permission denied." in answered.output
    assert answered.exit_code == 1
    assert (folder / "1.csv").exists() and len(arrived(cast)) == 2


def test_a_link_to_somewhere_else_is_not_followed(folder, run, cast, tmp_path_factory):
    elsewhere = tmp_path_factory.mktemp("elsewhere") / "secret.csv"
    elsewhere.write_text(SHEET, encoding="utf-8")
    (folder / "a.csv").symlink_to(elsewhere)
    run()
    assert arrived(cast) == []
    assert elsewhere.exists()
