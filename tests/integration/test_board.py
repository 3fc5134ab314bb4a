"""The Board's pages: what was released, to whom, and the way down to the records."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO

import pytest
from django.db import ProgrammingError, transaction
from django.test import Client

from holdfast.access import Purpose
from holdfast.borough.census_file import write_census
from holdfast.facts.cohorts import CollectionYear
from holdfast.kernel.refused import Refused
from holdfast.measures import rows_behind
from holdfast.records.board.actions import release_figures
from holdfast.records.board.models import Release, ReleasedFigure
from holdfast.records.board.queries import release_of, released_figures
from holdfast.records.exchange.actions import import_census, register_file
from holdfast.records.exchange.actions.counting import COUNTER, opened, release_year
from holdfast.records.exchange.actions.extract import recent_extract
from holdfast.records.people.models import Person
from holdfast.wall.acting import acting, service
from holdfast.wall.models import AuditEvent, Seal
from holdfast.wall.postgres.place import Place
from tests.board_facts import counted, told
from tests.integration.test_report import text_of_pdf, text_of_word
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 20, 10, 30, tzinfo=UTC)
YEAR = CollectionYear.named("2016-17")
ASKED = "?year=2016-17&authority=310"
CHILDREN = 120


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    """Copies of facts go to a folder of the test's own."""
    settings.HOLDFAST = replace(settings.HOLDFAST, place=Place(tmp_path / "home"))


@pytest.fixture
def records(tmp_path) -> list[str]:
    """A census of invented children in the records; answers their numbers."""
    bring_in(tmp_path, children=CHILDREN)
    with acting(actor=COUNTER, purpose=Purpose.figures):
        return list(Person.objects.filter(is_child=True).values_list("local_id", flat=True))


def bring_in(folder, *, children: int) -> None:
    path = folder / f"{children}.xml"
    write_census(path, children=children, year=2017, authority="310")
    file = register_file(path=path, name=path.name, brought_by=None, at=AT)
    with path.open("rb") as source:
        import_census(file=file, source=source, by=service("census import"), at=AT)


@pytest.fixture
def release(records, cast) -> Release:
    """2016-17, released by Maya."""
    maya = cast("maya")
    return release_year(authority="310", year=YEAR, by=maya.actor, purpose=Purpose.publishing, at=AT)


@pytest.fixture
def opens(cast):
    """The answer that a persona gets."""

    def answer(who: str, address: str, **posted):
        client = sign_in(Client(), cast(who))
        return client.post(address, posted) if posted else client.get(address)

    return answer


PAGES = ("/board/", "/board/REF-01/", "/board/REF-01N/", "/board/CPP-03/", "/board/report/")


@pytest.mark.parametrize("who", ["owen", "maya"])
def test_who_reads_figures_never_sees_a_name_or_a_number_of_a_child(who, family, records, release, opens):
    pages = [opens(who, f"{address}{ASKED}") for address in PAGES]
    assert [page.status_code for page in pages] == [200] * len(PAGES)
    paper = text_of_pdf(opens(who, f"/board/report.pdf{ASKED}").content)
    word = text_of_word(opens(who, f"/board/report.docx{ASKED}").content)
    for text in (*(page.content.decode() for page in pages), paper, word):
        assert not [number for number in records if number in text]
        assert not re.search("Ois|Mei|O'Neil|Child [A-Z]?[0-9]", text)


def test_who_may_not_look_at_records_is_told_who_can(release, opens):
    page = opens("maya", f"/board/REF-01/{ASKED}").content.decode()
    assert "A front-door manager or a returns officer can follow this figure to its records." in page
    assert "/records/" not in page
    assert opens("maya", f"/board/REF-01/records/{ASKED}").status_code == 403
    assert opens("owen", f"/board/REF-01/records/{ASKED}").status_code == 403


def test_before_release_an_analyst_reads_nothing_and_the_manager_a_draft(records, opens):
    assert "No figures of 2016-17 have been released" in opens("owen", f"/board/{ASKED}").content.decode()
    assert opens("owen", f"/board/report.pdf{ASKED}").status_code == 404
    draft = opens("maya", f"/board/{ASKED}").content.decode()
    assert "Not released: counted from the records as they stood" in draft


def test_what_was_released_stands_when_the_records_change(records, release, opens, tmp_path):
    before = opens("owen", f"/board/{ASKED}").content.decode()
    bring_in(tmp_path, children=CHILDREN + 40)
    assert opens("owen", f"/board/{ASKED}").content.decode().split("<main")[1] == before.split("<main")[1]
    assert [each.told for each in release.figures.all()] == [
        each.told for each in release_of("310", YEAR).figures.all()
    ]


@pytest.mark.parametrize("change", ["UPDATE board_releasedfigure SET value = 1", "DELETE FROM board_release"])
def test_the_database_itself_refuses_to_change_what_was_released(release, change):
    from django.db import connection

    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(change)


def test_a_year_that_is_over_is_released_once(release, cast):
    with pytest.raises(Refused, match="What was released stands"):
        release_year(authority="310", year=YEAR, by=cast("maya").actor, purpose=Purpose.publishing, at=AT)


def test_only_the_partnerships_manager_releases(records, opens):
    assert opens("owen", f"/board/release/{ASKED}", sure="yes").status_code == 403
    assert opens("carol", f"/board/release/{ASKED}", sure="yes").status_code == 403
    assert not Release.objects.exists()
    assert opens("maya", f"/board/release/{ASKED}").status_code == 200
    assert not Release.objects.exists()
    assert opens("maya", f"/board/release/{ASKED}", sure="yes").status_code == 302
    assert Release.objects.get().released_by_name == "Maya Lindqvist"


def test_a_release_holds_every_figure_and_no_withheld_number(release):
    withheld = [each for each in released_figures(release) if each.withheld]
    assert withheld
    assert all(each.value is None for each in withheld)
    assert ReleasedFigure.objects.filter(withheld=True, value__isnull=False).count() == 0


def test_the_front_door_manager_follows_a_figure_to_the_child(records, opens):
    page = opens("carol", f"/board/REF-01N/records/{ASKED}")
    child = page.context["rows"][0]
    assert child.number in records
    assert opens("carol", child.url).status_code == 200


def test_the_returns_officer_sees_numbers_and_no_way_to_the_child(records, opens):
    rows = opens("noor", f"/board/REF-01N/records/{ASKED}").context["rows"]
    assert {row.number for row in rows} <= set(records)
    assert not any(row.url for row in rows)


def test_as_many_records_stand_behind_a_figure_as_it_counts(records, release, opens):
    figures = {(each.code, each.breakdown): each for each in released_figures(release)}
    for code in ("REF-01N", "S47-01N", "CIN-01N", "ASM-02"):
        behind = opens("carol", f"/board/{code}/records/{ASKED}").context["count"]
        assert behind == figures[code, None].numerator, code


def test_a_part_of_a_figure_can_be_followed_down(records, opens):
    whole = opens("carol", f"/board/REF-01N/records/{ASKED}").context["count"]
    police = opens("carol", f"/board/REF-01N/records/{ASKED}&part=source:police").context["count"]
    assert 0 < police < whole


def test_a_sealed_child_is_counted_and_not_shown(records, opens):
    extract = recent_extract(by=COUNTER, at=AT)
    rows = rows_behind("REF-01N", "numerator", opened(extract, at=AT), year=YEAR, authority="310", as_of=extract.as_of)
    with acting(actor=service("the demonstration"), purpose=Purpose.borough_load):
        sealed = Person.objects.get(local_id=rows[0][0])
        Seal(child_id=sealed.pk, from_at=datetime(2020, 1, 1, tzinfo=UTC)).save(force_insert=True)
    page = opens("carol", f"/board/REF-01N/records/{ASKED}")
    assert page.context["count"] == len(rows)
    assert rows[0][0] not in page.content.decode()
    assert "A record that you may not see" in page.content.decode()


def test_looking_at_the_records_is_on_the_audit_log_and_counting_names_no_child(records, cast, opens):
    shown = {row.number for row in opens("carol", f"/board/REF-01N/records/{ASKED}").context["rows"]}
    opens("carol", f"/board/{ASKED}")
    with acting(actor=cast("carol").actor, purpose=Purpose.front_door):
        events = {each.what: each.children for each in AuditEvent.objects.filter(actor_id=cast("carol").id)}
        looked_at = {Person.objects.get(pk=child).local_id for child in events["GET desk.board_records"]}
    assert looked_at == shown
    assert events["GET desk.board"] == []


def test_the_neighbour_model_is_named_and_can_be_switched(release, opens):
    assert "Statistical neighbours, 2025 model" in opens("owen", f"/board/REF-01/{ASKED}").content.decode()
    old = opens("owen", f"/board/REF-01/{ASKED}&model=2021").content.decode()
    assert "Statistical neighbours, 2021 model" in old
    assert "Statistical neighbours, 2025 model" not in old


def test_part_of_a_year_is_not_held_against_whole_years_of_others(records, opens):
    this_year = CollectionYear.holding(datetime.now(UTC).date())
    page = opens("maya", f"/board/?year={this_year.label}&authority=310")
    assert "Rates so far are not held against other areas’ whole years." in page.content.decode()
    referrals = page.context["groups"][0].lines[0]
    assert (referrals.neighbours, referrals.england) == ("", "")
    assert "beside others" not in opens("maya", f"/board/REF-01/?year={this_year.label}&authority=310").content.decode()


def test_where_no_series_is_held_the_page_says_so(release, opens):
    assert "no such series is held" in opens("owen", f"/board/CPP-07/{ASKED}").content.decode()


def test_a_definition_from_memory_says_that_it_is_to_be_checked(release, opens):
    assert "from memory, and is to be checked" in opens("owen", f"/board/ASM-02/{ASKED}").content.decode()


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/board/NONE-1/", 404),
        ("/board/?model=1999", 404),
        ("/board/?authority=999", 404),
        ("/board/?year=2090-91", 403),
        ("/board/?year=sixteen", 403),
    ],
)
def test_what_there_cannot_be_is_refused_in_a_sentence(address, status, records, opens):
    assert opens("maya", address).status_code == status


def test_a_board_without_any_record_says_so(opens):
    assert "There are no children’s records here yet." in opens("owen", "/board/").content.decode()


def test_a_later_release_within_the_year_withholds_what_would_give_the_difference_away(db, cast):
    asked = {
        "authority": "310", "year": YEAR, "facts_sha256": "", "by": cast("maya").actor,
        "purpose": Purpose.publishing, "at": AT,
    }  # fmt: skip
    first = counted(told(schools=40), as_of=date(2016, 10, 2))
    release_figures(figures=first, **asked)
    later = released_figures(release_figures(figures=counted(told(schools=43), as_of=date(2016, 11, 2)), **asked))
    figures = {(each.code, each.breakdown): each for each in later}
    assert figures["REF-01N", None].withheld
    assert figures["REF-01", None].value is None
    assert figures["CPP-02N", None].value == 29


def test_the_report_in_three_forms_is_there_to_take_away(release, opens):
    page = opens("kwame", f"/board/report/{ASKED}").content.decode()
    assert "/board/report.pdf" in page
    assert opens("kwame", f"/board/report.pdf{ASKED}").content.startswith(b"%PDF-")
    word = opens("kwame", f"/board/report.docx{ASKED}")
    assert word.headers["Content-Disposition"] == 'attachment; filename="harrow-2016-17-yearly-report.docx"'
    assert BytesIO(word.content).read(2) == b"PK"


@pytest.mark.parametrize("who", ["ann", "erin", "farah", "gpshared", "joy", "priya"])
def test_nobody_else_reads_the_boards_figures(who, opens):
    assert opens(who, "/board/").status_code == 403
