"""Keeping what the rules said of a file: only on request, and of no child who has no record here."""

import io
from uuid import uuid4

import pytest

from holdfast.access import Purpose
from holdfast.kernel.refused import Refused
from holdfast.records.census.actions import check_now, explain_query, keep_file
from holdfast.records.census.models import CensusFinding, CensusRun
from holdfast.records.census.queries import kept_files, latest_run, of_run, results
from holdfast.returns.cin.checking import Checked, check
from holdfast.returns.cin.scan import scan
from holdfast.wall.acting import acting
from holdfast.wall.models import AuditEvent
from tests.census_files import child, episode, message
from tests.integration.census_cast import NIGHT, PURPOSES, YEAR, Cast, in_need, stands
from tests.integration.conftest import Family

pytestmark = pytest.mark.django_db

OPEN_TOO_LONG = episode("<CINclosureDate>2023-01-01</CINclosureDate>", referred="2023-07-13")


def a_file() -> Checked:
    """A file of Oisín and of a child who has no record here; both were closed before they were referred."""
    children = (child(OPEN_TOO_LONG, number="100001"), child(OPEN_TOO_LONG, number="777777"))
    return check(scan(io.BytesIO(message(*children, year=2024))))


def keep(cast: Cast, **changed) -> CensusRun:
    told = {"checked": a_file(), "name": "census.xml", "purpose": Purpose.statutory_return} | changed
    return keep_file(**told, by=cast("noor").actor, at=NIGHT)


def test_a_kept_file_has_its_counts_and_the_findings_on_children_of_ours(cast: Cast, family: Family):
    run = keep(cast)
    said = {result.code: result.count for result in a_file().results if result.count}
    with acting(actor=cast("noor").actor, purpose=Purpose.statutory_return):
        assert list(kept_files()) == [run]
        assert (run.authority, run.year, run.children, run.not_ours, run.file_name) == ("310", 2024, 2, 1, "census.xml")
        assert {each.code: each.count for each in results(run) if each.count} == said
        kept = list(of_run(run))
        assert {each.child_id for each in kept} == {family.oisin}
        (event,) = AuditEvent.objects.filter(what="keep_file")
    assert ("episode", "closed_on", "2023-01-01") in {(each.table, each.column, each.value) for each in kept}
    assert event.children == [family.oisin]


def test_of_a_child_who_has_no_record_here_nothing_is_kept_but_that_there_was_one(cast: Cast, family: Family):
    run = keep(cast)
    assert "777777" not in str(CensusRun.objects.filter(pk=run.pk).values().get())
    with acting(actor=cast("noor").actor, purpose=Purpose.statutory_return):
        assert not CensusFinding.objects.filter(message__contains="777777").exists()


def test_a_file_of_another_authority_is_of_other_children_whatever_their_numbers(cast: Cast, family: Family):
    elsewhere = message(child(OPEN_TOO_LONG, number="100001"), year=2024).replace(b"<LEA>310", b"<LEA>311")
    run = keep(cast, checked=check(scan(io.BytesIO(elsewhere))))
    with acting(actor=cast("noor").actor, purpose=Purpose.statutory_return):
        assert run.not_ours == 1 and not of_run(run).exists()


def test_sent_twice_from_one_form_it_is_kept_once(cast: Cast, family: Family):
    own_id = uuid4()
    assert keep(cast, record_id=own_id) == keep(cast, record_id=own_id)
    assert CensusRun.objects.count() == 1


def test_who_does_not_send_the_return_keeps_no_file(cast: Cast, family: Family):
    with pytest.raises(Refused, match="Only whoever sends the return"):
        keep(cast, purpose=Purpose.figures)


def test_what_a_file_said_is_neither_what_stands_on_the_record_nor_explained(cast: Cast, family: Family):
    in_need(cast, family.oisin)
    run = keep(cast)
    check_now(at=NIGHT)
    assert {each.year for each in stands(cast)} == {YEAR} and latest_run(2024) is None
    with acting(actor=cast("noor").actor, purpose=Purpose.statutory_return):
        kept = list(of_run(run))
        assert kept and all(each.gone_at is None for each in kept)
    with pytest.raises(Refused, match="stays as it was"):
        explain_query(finding=kept[0], words="So.", by=cast("noor").actor, purpose=PURPOSES["noor"], at=NIGHT)


def test_the_worker_of_the_child_sees_what_a_kept_file_said_and_nobody_elses(cast: Cast, family: Family):
    run = keep(cast)
    for who, sees in (("ann", True), ("ben", False), ("owen", False)):
        with acting(actor=cast(who).actor, purpose=PURPOSES[who]):
            assert of_run(run).exists() is sees
