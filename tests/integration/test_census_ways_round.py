"""Ways in which what the census finds gets out, or is lost, by mistake; whoever finds another adds it here."""

import io
from datetime import date, timedelta
from functools import partial
from html import unescape
from threading import Event
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from holdfast.access import Purpose, Stage
from holdfast.records.casework.models import Assessment
from holdfast.records.census.actions import (
    check_now,
    check_records,
    explain_query,
    keep_file,
    nightly,
    settle_child,
    settling,
)
from holdfast.records.census.models import CensusFinding, CensusRun, Explanation
from holdfast.records.census.queries import summary
from holdfast.records.census.queries.counting import counts
from holdfast.records.census.views.aftersave import form_with_questions
from holdfast.records.people.models import Disability, Involvement, Person
from holdfast.returns.cin.checking import check
from holdfast.returns.cin.scan import scan
from holdfast.wall.acting import acting
from holdfast.web import words
from tests.census_files import child, episode, message
from tests.integration.census_cast import NIGHT, YEAR, Cast, checked, in_need, stands, teams
from tests.integration.conftest import Family, give
from tests.integration.test_races import at_once
from tests.signing_in import sign_in

CLOSED_FIRST = episode("<CINclosureDate>2023-01-01</CINclosureDate>", referred="2023-07-13")


@pytest.fixture
def query(cast: Cast, family: Family) -> CensusFinding:
    """The census asks why Oisín has no pupil number."""
    in_need(cast, family.oisin)
    checked()
    (found,) = stands(cast, rule="8770Q")
    return found


@pytest.mark.django_db
def test_of_a_child_whom_a_file_gives_no_number_nothing_is_kept(cast: Cast, family: Family):
    """A finding on such a child says no number, and is not about the file for that."""
    nameless = child(CLOSED_FIRST, number="555555").replace("<LAchildID>555555</LAchildID>", "")
    told = check(scan(io.BytesIO(message(nameless, year=2024))))
    assert any("1 January 2023" in each.message or "2023-01-01" in each.message for each in told.findings())
    noor = {"by": cast("noor").actor, "purpose": Purpose.statutory_return, "at": NIGHT}
    run = keep_file(checked=told, name="census.xml", **noor)
    assert "2023-01-01" not in str(run.results) and "2023-07-13" not in str(run.results)
    assert run.not_ours == 1


@pytest.mark.django_db
@pytest.mark.parametrize("year", ["²", "9" * 5000, "2⁰26", "-1", "20 26"])
def test_a_census_of_no_year_is_not_found(cast: Cast, year: str):
    assert sign_in(Client(), cast("noor")).get("/census/", {"year": year}).status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("year", ["2000", "2017", "2099"])
def test_a_census_that_was_never_checked_says_so(cast: Cast, year: str):
    for where in ("/census/", "/census/summary/", "/census/rules/"):
        answer = sign_in(Client(), cast("noor")).get(where, {"year": year})
        assert (answer.status_code, "have not been checked yet" in answer.content.decode()) == (200, True), where


@pytest.mark.django_db
def test_the_nights_check_is_no_file_that_somebody_kept(cast: Cast, family: Family):
    in_need(cast, family.oisin)
    assert sign_in(Client(), cast("noor")).get(f"/census/kept/{checked().pk}/").status_code == 404


@pytest.mark.django_db
def test_what_is_taken_back_already_is_said(cast: Cast, query: CensusFinding):
    noor = sign_in(Client(), cast("noor"))
    answer = noor.post(f"/census/{query.pk}/take-back/", {"because": "No."}, follow=True)
    assert "There was nothing to take back" in answer.content.decode()


@pytest.mark.django_db
def test_of_two_who_explain_a_question_the_second_is_shown_what_the_first_wrote(cast: Cast, query: CensusFinding):
    """Each read that nobody had; then each reads the same words, and writes others."""
    noor, carol = (sign_in(Client(), cast(who)) for who in ("noor", "carol"))
    where = f"/census/{query.pk}/explain/"
    for version, (first, second) in enumerate((("Abroad until May.", "She came late."), ("In Spain.", "In France."))):
        read = noor.get(where).context["form"].initial["expected_version"]
        assert read == version
        assert noor.post(where, {"words": first, "expected_version": read}).status_code == 302
        stale = carol.post(where, {"words": second, "expected_version": read})
        assert stale.status_code == 409
        assert first in stale.content.decode() and second in stale.content.decode()
        assert noor.post(where, {"words": first, "expected_version": read}).status_code == 302  # a double click
        (now,) = stands(cast, rule=query.rule)
        assert now.explanation is not None and now.explanation.words == first


@pytest.mark.django_db
def test_after_a_save_the_form_comes_back_only_to_who_may_mend_and_while_something_is_unexplained(
    cast: Cast, family: Family, query: CensusFinding
):
    with acting(actor=cast("carol").actor, purpose=Purpose.front_door):
        give(cast("kwame"), family.oisin, ceiling=Stage.decision_maker)
        Disability(person_id=family.oisin, code="NONE").save(force_insert=True)

    def follows(who: str, purpose: Purpose) -> str:
        with acting(actor=cast(who).actor, purpose=purpose):
            oisin = Person.objects.get(pk=family.oisin)
            return form_with_questions(child_id=family.oisin, record=oisin, at=NIGHT)

    assert follows("carol", Purpose.front_door).startswith(f"/census/mend/{family.oisin}/child/")
    assert follows("kwame", Purpose.conference) == ""
    told = {"by": cast("noor").actor, "purpose": Purpose.statutory_return, "at": NIGHT}
    explain_query(finding=query, words="She came in May.", **told)
    assert follows("carol", Purpose.front_door) == ""


@pytest.mark.django_db
def test_what_is_explained_is_no_more_among_what_matters_most(cast: Cast, query: CensusFinding):
    def matter(days: int) -> set[str]:
        told = summary(year=YEAR, as_of=NIGHT.date() + timedelta(days=days))
        assert told is not None and all(each.count > each.waived for each in told.top)
        return {each.code for each in told.top}

    assert matter(0) >= {query.rule, "8540"}
    explain_query(
        finding=query, words="She came in May.", by=cast("noor").actor, purpose=Purpose.statutory_return, at=NIGHT
    )
    checked(NIGHT + timedelta(days=1))
    assert "8540" in matter(1) and query.rule not in matter(1)


@pytest.mark.django_db
def test_what_is_explained_is_asked_no_more_on_the_childs_page_nor_on_the_workers_first(cast: Cast, family: Family):
    teams(cast, family)
    in_need(cast, family.oisin)
    checked()
    (query,) = stands(cast, rule="8770Q")
    ann = sign_in(Client(), cast("ann"))

    def asked(where: str) -> bool:
        return words.days_in(query.message) in unescape(ann.get(where).content.decode())

    pages = (f"/children/{family.oisin}/", "/work/", "/census/")
    assert [asked(where) for where in pages] == [True, True, True]
    explain_query(
        finding=query, words="She came in May.", by=cast("noor").actor, purpose=Purpose.statutory_return, at=NIGHT
    )
    assert [asked(where) for where in pages] == [False, False, False]


@pytest.mark.django_db
@pytest.mark.parametrize(("who", "leads"), [("noor", True), ("carol", True), ("ann", False)])
def test_who_sees_some_children_is_led_to_no_count_of_all(cast: Cast, family: Family, who: str, leads: bool):
    teams(cast, family)
    in_need(cast, family.oisin)
    checked()
    shown = sign_in(Client(), cast(who)).get("/census/").content.decode()
    assert ("/census/summary/" in shown, "Night of" in shown) == (leads, False)


@pytest.mark.django_db
def test_what_was_mended_is_listed_and_nobody_is_led_to_explain_it(cast: Cast, query: CensusFinding):
    noor = sign_in(Client(), cast("noor"))
    assert f"/census/{query.pk}/explain/" in noor.get("/census/").content.decode()
    with acting(actor=cast("noor").actor, purpose=Purpose.statutory_return):
        CensusFinding.objects.filter(pk=query.pk).update(gone_at=NIGHT)
    shown = noor.get("/census/", {"state": "fixed"}).content.decode()
    assert "Rule 8770Q." in shown and "/explain/" not in shown


@pytest.mark.django_db
def test_mended_since_yesterday_is_what_went_since_the_night_before_and_not_ever(cast: Cast, query: CensusFinding):
    with acting(actor=cast("carol").actor, purpose=Purpose.front_door):
        Disability(person_id=query.child_id, code="NONE").save(force_insert=True)
    fixed = []
    for days in (1, 2):
        checked(NIGHT + timedelta(days=days))
        with acting(actor=cast("noor").actor, purpose=Purpose.statutory_return):
            fixed.append(counts(YEAR).fixed)
    assert fixed == [1, 0]


@pytest.mark.django_db
def test_what_is_said_for_a_later_census_explains_nothing_in_this_one(cast: Cast, query: CensusFinding):
    about = {name: getattr(query, name) for name in ("child_id", "rule", "table", "key", "element", "value")}
    assert Explanation(**about, year=query.year, words="Abroad").explains(query)
    assert not Explanation(**about, year=query.year + 1, words="Abroad").explains(query)


@pytest.mark.django_db
@pytest.mark.parametrize("number", ["A&B<C>", "７", "a" * 60, "8\u200b", "0007"])
def test_a_night_checks_a_child_whatever_their_number_and_tells_nobody_else_of_them(
    cast: Cast, family: Family, number: str
):
    in_need(cast, family.oisin, authorised=date(2026, 6, 2))
    with acting(actor=cast("carol").actor, purpose=Purpose.front_door):
        Person.objects.filter(pk=family.oisin).update(local_id=number)
    run = checked()
    assert {each.child_id for each in stands(cast, rule="8608")} == {family.oisin}
    assert "2026-06-02" not in str(run.results)


@pytest.mark.django_db
def test_what_was_mended_before_the_check_that_found_it_was_over_is_gone_no_earlier_than_it_was_seen(
    cast: Cast, family: Family
):
    """Whoever saves a moment before the check may be settled a moment after it."""
    in_need(cast, family.oisin, authorised=date(2026, 6, 2))
    checked()
    with acting(actor=cast("carol").actor, purpose=Purpose.front_door):
        Assessment.objects.update(authorised_on=date(2026, 7, 10))
        settle_child(family.oisin, NIGHT - timedelta(seconds=5))
    (gone,) = stands(cast, rule="8608", state="fixed")
    assert gone.gone_at == gone.first_seen_at == NIGHT


@pytest.mark.django_db
def test_a_night_that_another_process_has_just_checked_or_the_next_one_is_not_checked_again(
    cast: Cast, family: Family, monkeypatch
):
    """Both had looked whether it was due before either began; and one's clock is a day behind."""
    monkeypatch.setattr(nightly, "night_is_due", lambda at: True)
    in_need(cast, family.oisin)
    for at in (NIGHT, NIGHT, NIGHT - timedelta(days=1)):
        check_records(at=at)
    assert CensusRun.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(("days", "who"), [(0, "tess"), (1, "ann")])
def test_on_the_day_on_which_a_workers_time_with_the_child_ends_it_is_the_managers_to_mend(
    cast: Cast, family: Family, days: int, who: str
):
    teams(cast, family)
    in_need(cast, family.oisin)
    with acting(actor=cast("carol").actor, purpose=Purpose.front_door):
        Involvement.objects.update(until_on=NIGHT.date() + timedelta(days=days))
    checked()
    assert {each.worker for each in stands(cast)} == {cast(who)}


@pytest.mark.usefixtures("committed")
def test_an_explanation_given_while_everybody_is_checked_is_not_undone_by_it(cast: Cast, family: Family, monkeypatch):
    """The night has read that nobody explained it, and writes a message that changed since yesterday."""
    teams(cast, family)
    in_need(cast, family.oisin)
    checked()
    (query,) = stands(cast, rule="8770Q")
    with acting(actor=cast("noor").actor, purpose=Purpose.statutory_return):
        CensusFinding.objects.filter(pk=query.pk).update(message="As it was said yesterday")
    (query,) = stands(cast, rule="8770Q")
    noor: dict[str, Any] = {"by": cast("noor").actor, "purpose": Purpose.statutory_return, "at": NIGHT}
    looked, said, former = Event(), Event(), settling.explain_as_before

    def look_and_wait(found: Any) -> None:
        former(found)
        looked.set()
        said.wait(30)

    def explain() -> None:
        looked.wait(30)
        explain_query(finding=query, words="He came in May.", **noor)
        said.set()

    monkeypatch.setattr(settling, "explain_as_before", look_and_wait)
    night = partial(check_now, at=NIGHT + timedelta(days=1))
    assert [each for each in at_once([night, explain], threads=2) if isinstance(each, Exception)] == []
    (after,) = stands(cast, rule="8770Q")
    assert after.message != "As it was said yesterday"
    assert after.explanation is not None and after.explanation.words == "He came in May."


@pytest.mark.usefixtures("committed")
def test_an_account_that_is_kept_twice_at_once_is_kept_once(cast: Cast, family: Family):
    content = message(child(CLOSED_FIRST, number="100001"), year=2024)
    key = str(uuid4())

    def keep(client: Client) -> Any:
        file = SimpleUploadedFile("census.xml", content)
        return client.post("/census/file/keep/", {"file": file, "record_id": key})

    pages = [sign_in(Client(), cast("noor")) for _ in "12"]
    answers = at_once([partial(keep, each) for each in pages], threads=2)
    assert [getattr(answer, "status_code", answer) for answer in answers] == [302, 302]
    assert len({answer.url for answer in answers}) == 1
    assert CensusRun.objects.count() == 1
