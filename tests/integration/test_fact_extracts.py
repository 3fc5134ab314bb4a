"""A copy of the facts names nobody, opens to whoever took it for what it was taken for, and ends."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from holdfast.access import Purpose
from holdfast.facts.store import read_manifest
from holdfast.kernel.refused import Refused
from holdfast.records.exchange.actions.extract import LASTS, folder_of, open_extract, recent_extract, take_extract
from holdfast.records.exchange.models import FactExtract
from holdfast.records.people.models import Identifier
from holdfast.wall.acting import acting, service
from holdfast.wall.models import AuditEvent
from holdfast.wall.postgres.place import Place

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 20, 10, 30, tzinfo=UTC)
COUNTER = service("figures")


@pytest.fixture(autouse=True)
def home(settings, tmp_path) -> Path:
    """The installation's folder, empty."""
    settings.HOLDFAST = replace(settings.HOLDFAST, place=Place(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def extract(family, cast) -> FactExtract:
    """A copy of the facts about Oisín and Mei, taken for counting."""
    with acting(actor=cast("carol").actor, purpose=Purpose.front_door):
        Identifier(person_id=family.oisin, kind="nhs_number", value="9434765919", check_digit_ok=True).save(
            force_insert=True
        )
    return take_extract(by=COUNTER, purpose=Purpose.figures, at=AT)


def test_its_owner_opens_it_while_it_lasts(extract):
    with acting(actor=COUNTER, purpose=Purpose.figures):
        facts = open_extract(extract=extract, at=AT + LASTS - timedelta(seconds=1))
    assert {row["child"] for row in facts.rows("child")} == {"100001", "100002"}


def test_it_holds_no_name_and_no_number_that_others_know_a_child_by(extract):
    held = b"".join(file.read_bytes() for file in folder_of(extract).iterdir())
    with acting(actor=COUNTER, purpose=Purpose.figures):
        facts = open_extract(extract=extract, at=AT)
    assert len(facts.rows("identifier")) == 0
    assert not [word for word in ("Oisín", "O'Neil", "Roisin", "9434765919") if word.encode() in held]


def test_only_the_owner_of_the_files_may_read_them(extract):
    folder = folder_of(extract)
    assert folder.stat().st_mode & 0o777 == 0o700
    assert {file.stat().st_mode & 0o777 for file in folder.iterdir()} == {0o600}


def test_it_says_what_it_is_of_for_whom_and_until_when(extract):
    manifest = read_manifest(folder_of(extract))
    assert manifest.scope == "service for figures: all children, no names"
    assert (extract.sha256, extract.as_of) == (manifest.sha256, manifest.as_of)
    assert extract.until_at == AT + LASTS


@pytest.mark.parametrize("who", ["owen", "maya", "noor"])
def test_nobody_opens_what_another_took(who, extract, cast):
    with acting(actor=cast(who).actor, purpose=Purpose.figures), pytest.raises(Refused, match="whoever took it"):
        open_extract(extract=extract, at=AT)


def test_it_opens_for_no_other_purpose(extract):
    with acting(actor=COUNTER, purpose=Purpose.statutory_return), pytest.raises(Refused, match="for the purpose"):
        open_extract(extract=extract, at=AT)


def test_it_does_not_open_once_it_has_ended(extract):
    with acting(actor=COUNTER, purpose=Purpose.figures), pytest.raises(Refused, match="ended"):
        open_extract(extract=extract, at=AT + LASTS)


def test_one_that_was_changed_does_not_open(extract):
    file = folder_of(extract) / "child.parquet"
    file.write_bytes(file.read_bytes()[:-1] + b"x")
    with acting(actor=COUNTER, purpose=Purpose.figures), pytest.raises(Refused, match="changed"):
        open_extract(extract=extract, at=AT)


@pytest.mark.parametrize("purpose", [Purpose.statutory_return, Purpose.borough_load])
def test_facts_are_copied_out_for_nothing_but_counting(purpose, family):
    with pytest.raises(Refused, match="for nothing else"):
        take_extract(by=COUNTER, purpose=purpose, at=AT)


def test_a_role_that_counts_nothing_takes_none(family, cast):
    with pytest.raises(Refused):
        take_extract(by=cast("ann").actor, purpose=Purpose.figures, at=AT)


def test_taking_and_opening_are_on_the_audit_log(extract):
    with acting(actor=COUNTER, purpose=Purpose.figures):
        open_extract(extract=extract, at=AT)
        done = AuditEvent.objects.filter(actor_id=COUNTER.id).values_list("what", flat=True)
        assert sorted(done) == ["open_extract", "take_extract"]


def test_pages_count_from_the_same_copy_for_ten_minutes(extract):
    assert recent_extract(by=COUNTER, at=AT + timedelta(minutes=9)) == extract
    assert recent_extract(by=COUNTER, at=AT + timedelta(minutes=11)) != extract


def test_copies_that_have_ended_are_removed_when_the_next_is_taken(extract):
    later = datetime.now(UTC) + LASTS + timedelta(minutes=1)
    take_extract(by=COUNTER, purpose=Purpose.figures, at=later)
    assert not folder_of(extract).exists()


def test_a_folder_that_cannot_be_written_is_a_sentence(family, home):
    home.write_text("not a folder")
    with pytest.raises(Refused, match="could not be kept"):
        take_extract(by=COUNTER, purpose=Purpose.figures, at=AT)
