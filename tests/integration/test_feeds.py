"""A partner's whole feed: rows refused with reasons, pairs with reasons, and nothing confirmed but by a person."""

import csv
import stat
from datetime import UTC, date, datetime
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings

from holdfast.access import Purpose
from holdfast.cli.match import _confirmed, _write
from holdfast.kernel.refused import Refused
from holdfast.records.exchange.actions.feeds import FeedMatched, match_feed
from holdfast.records.people.actions import add_child, record_address
from holdfast.records.people.models import Identifier, Person
from holdfast.wall.acting import acting
from holdfast.wall.models import AuditEvent, Seal
from tests.integration.conftest import AT

pytestmark = pytest.mark.django_db

HUB = Purpose.front_door
HEADER = "id,given,family,birth_date,address,postcode,nhs_number\n"


@pytest.fixture
def by(cast) -> dict:
    return {"by": cast("carol").actor, "purpose": HUB, "at": AT}


@pytest.fixture
def kate(by) -> Person:
    with acting(actor=by["by"], purpose=HUB):
        child = add_child(authority="310", given="Katherine", family="Adebayo-Reid", birth_on=date(2017, 4, 3), **by)
        record_address(person=child, lines="12 Marsh Lane", postcode="ZZ4 7AB", **by)
        add_child(authority="310", given="Tunde", family="Adebayo-Reid", birth_on=date(2014, 9, 9), **by)
        return child


def matched(rows: str, by: dict) -> FeedMatched:
    return match_feed(sheet=StringIO(HEADER + rows), **by)


def test_a_feed_gives_pairs_with_their_reasons_and_confirms_none(kate, by):
    found = matched("s1,Kate,Adebayo,2017-04-03,12 Marsh Lane,ZZ4 7AB,943 476 5919\ns2,Zed,Quill,2012-01-01,,,\n", by)
    (pair,) = found.pairs
    assert (pair.own_id, pair.person, pair.likely) == ("s1", kate, "very likely")
    assert any("forms of one name" in why for why in pair.reasons.speaks_for)
    assert found.nobody == ["s2"]
    with acting(actor=by["by"], purpose=HUB):
        assert not Identifier.objects.filter(person=kate).exists()


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (",Kate,Reid,2017-04-03,,,", "no id"),
        ("s1,Kate,Reid,03/04/2017,,,", "no date of birth"),
        ("s1,Kate,Reid,2031-04-03,,,", "lies ahead"),
        ("s1,Kate,Reid,,,,", "too little to look by"),
        ("s0,Kate,Reid,2017-04-03,,,", "earlier line"),
    ],
)
def test_a_row_that_cannot_be_matched_is_refused_with_its_line_and_why(kate, by, row, why):
    found = matched(f"s0,Zed,Quill,2012-01-01,,,\n{row}\n", by)
    ((line, said),) = found.refused
    assert line == 3
    assert why in said


def test_a_feed_without_ids_or_with_other_columns_is_refused_whole(by, db):
    with pytest.raises(Refused, match="must name the columns"):
        match_feed(sheet=StringIO("given,shoe_size\nKate,3\n"), **by)


def test_only_the_front_door_matches_a_feed(cast, db):
    with pytest.raises(Refused, match="front door"):
        match_feed(sheet=StringIO(HEADER), by=cast("ann").actor, purpose=Purpose.direct_work, at=AT)


def test_a_sealed_child_is_in_no_pair_and_the_audit_log_holds_whoever_is(kate, by, cast):
    row = "s1,Kate,Adebayo,2017-04-03,12 Marsh Lane,ZZ4 7AB,\n"
    matched(row, by)
    with acting(actor=by["by"], purpose=HUB):
        assert AuditEvent.objects.filter(what="match_feed").latest("happened_at").children == [kate.id]
        Seal(child_id=kate.id, from_at=datetime(2026, 1, 1, tzinfo=UTC)).save(force_insert=True)
    assert matched(row, by).pairs == []


def test_nothing_of_the_copy_is_left_on_the_disk(kate, by):
    matched("s1,Kate,Adebayo,2017-04-03,12 Marsh Lane,ZZ4 7AB,\n", by)
    folder = Path(settings.HOLDFAST.place.home) / "matching"
    assert list(folder.iterdir()) == []
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_person_who_marks_a_pair_records_the_partners_number_and_no_other(kate, by, tmp_path):
    path = tmp_path / "pairs.csv"
    _write(path, matched("s1,Kate,Adebayo,2017-04-03,12 Marsh Lane,ZZ4 7AB,943 476 5919\n", by))
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert _confirmed(path, by) == 0
    rows = list(csv.DictReader(path.open()))
    with path.open("w", newline="") as out:
        sheet = csv.DictWriter(out, rows[0])
        sheet.writeheader()
        sheet.writerows(row | {"same": "yes"} for row in rows)
    assert _confirmed(path, by) == 1
    with acting(actor=by["by"], purpose=HUB):
        assert [each.value for each in Identifier.objects.filter(person=kate)] == ["9434765919"]
