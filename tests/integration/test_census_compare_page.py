"""Two census files are held against each other on a page: what moved is shown, and nothing of the files is kept."""

import csv
import json
from hashlib import sha256
from io import BytesIO, StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from holdfast.access import Purpose
from holdfast.borough.clean_census import write_clean_census
from holdfast.measures.moved_words import SHEET
from holdfast.records.board.models import Authority, Population
from holdfast.records.census.forms import comparing as forms
from holdfast.records.census.models import CensusRun
from holdfast.returns.cin.underway import alone
from holdfast.wall.acting import acting
from holdfast.wall.models import AuditEvent
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db
WHERE = "/census/compare/"


def census(year: int, children: int, **told) -> bytes:
    sink = BytesIO()
    write_clean_census(sink, children=children, seed=year, year=year, **told)
    return sink.getvalue()


THIS, LAST = census(2026, 300), census(2025, 200)


@pytest.fixture
def noor(cast) -> Client:
    return sign_in(Client(), cast("noor"))


def send(client: Client, this: bytes | None, last: bytes | None = None, **told):
    files = {"this": this, "last": last}
    uploads = {name: SimpleUploadedFile(f"{name}.xml", each) for name, each in files.items() if each is not None}
    return client.post(WHERE, uploads | told)


def words(response) -> str:
    return " ".join(response.content.decode().split())


def test_the_page_says_what_the_department_will_ask_and_what_moved(noor):
    assert words(noor.get(WHERE)).index("2025 model") < words(noor.get(WHERE)).index("2021 model")
    page = words(send(noor, THIS, LAST))
    assert "Authority 310, 2025-26" in page and "published of Harrow" in page
    assert "Children in the file" in page and "It will ask" in page
    assert "Moved since last year." in page and "in 2024-25" in page
    assert "Children in need, 20" in page, "where it was published"


def test_this_years_file_alone_stands_beside_what_was_published(noor):
    page = words(send(noor, THIS, model="2021"))
    assert "Will it ask?" not in page and "Far from what was published." in page


def test_the_numbers_can_be_taken_away(noor):
    sheet = send(noor, THIS, LAST, answer="csv")
    assert tuple(next(csv.reader(StringIO(sheet.content.decode())))) == SHEET
    assert sheet["Content-Disposition"] == 'attachment; filename="census-2025-26-before-sending.csv"'
    told = json.loads(send(noor, THIS, LAST, answer="json").content)
    assert len(told["year_on_year"]) == 7 and told["compares_as"] == "310"


def test_nothing_is_kept_but_that_it_was_done(noor, cast):
    send(noor, THIS, LAST)
    with acting(actor=cast("noor").actor, purpose=Purpose.statutory_return):
        (event,) = AuditEvent.objects.filter(what="compare_census_files")
        assert not CensusRun.objects.exists()
    assert event.reason == f"sha256 {sha256(THIS).hexdigest()} and {sha256(LAST).hexdigest()}: 2025-26"


def test_an_authority_described_here_stands_beside_whom_it_compares_as_and_its_own_population(noor):
    ours = Authority.objects.create(code="399", name="Alderbrook", compares_as="310")
    Population.objects.create(authority=ours, year_end=2026, children=12_345)
    page = words(send(noor, census(2026, 200, authority="399")))
    assert "Rates are out of 12,345 children" in page and "published of Harrow" in page


@pytest.mark.parametrize(("this", "last", "said"), [
    (None, LAST, "Choose this year’s census file."),
    (THIS, THIS, "of a year and of the year before it"),
    (THIS, census(2025, 20, authority="311"), "of authority 311 for 2024-25"),
    (THIS[:20_000], None, "this.xml breaks off at line"),
    (b"<a/>", None, "this.xml: The file is not a CIN census"),
])  # fmt: skip
def test_what_cannot_be_held_against_each_other_is_said(noor, this, last, said):
    answer = send(noor, this, last)
    assert answer.status_code == 400 and said in words(answer)
    assert 'href="#id_this"' in answer.content.decode() and "<title>Error: " in answer.content.decode()


def test_a_file_that_is_too_large_is_not_read(noor, monkeypatch):
    monkeypatch.setattr(forms, "LARGEST", 1_000)
    assert "holdfast compare cin" in words(send(noor, THIS))


def test_one_file_is_read_at_a_time(noor, monkeypatch):
    monkeypatch.setattr("holdfast.returns.cin.underway._PATIENCE", 0.01)
    with alone():
        assert "Another census file is being checked just now" in words(send(noor, THIS))
    assert "Authority 310" in words(send(noor, THIS))


@pytest.mark.parametrize("username", ["ann", "carol", "maya", "priya"])
def test_others_than_those_who_send_or_count_may_not(cast, username):
    assert sign_in(Client(), cast(username)).get(WHERE).status_code in (403, 404)
