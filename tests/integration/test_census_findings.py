"""From a finding to the record, the form and the person: for every table that the census is told from."""

from datetime import date
from statistics import median
from time import perf_counter
from typing import Any
from uuid import UUID

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from holdfast.access import Purpose, Stage
from holdfast.facts.cohorts import CollectionYear
from holdfast.kernel.identifiers import upn_check_letter
from holdfast.kernel.refused import Refused, StaleEdit
from holdfast.records.casework.models import Assessment, Episode, ProtectionPlan, Section47
from holdfast.records.census.actions.mending import correct_record
from holdfast.records.census.models import CensusFinding
from holdfast.records.census.queries import beside, of_child
from holdfast.records.census.queries.asking import CENSUS_TABLES
from holdfast.records.census.queries.mending import COLUMNS, RECORDS, mended_or_not_found, records_of
from holdfast.records.people.models import Identifier
from holdfast.returns.cin._structure import CENSUS_TABLES as OF_THE_FILE
from holdfast.returns.cin.cohort import as_of_year
from holdfast.returns.cin.told import check_facts
from holdfast.wall.acting import acting
from holdfast.wall.deeds import day_of
from holdfast.wall.models import Version
from holdfast.wall.providers import rows_of
from tests.integration.census_cast import NIGHT, Cast, checked, everything, in_need, saved, stands
from tests.integration.conftest import Family, give
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db
TODAY = day_of(NIGHT)


def test_every_table_of_the_census_has_a_record_and_says_what_of_it_is_corrected():
    assert set(CENSUS_TABLES) == set(OF_THE_FILE) == set(RECORDS) == set(COLUMNS)


@pytest.mark.parametrize("table", CENSUS_TABLES)
def test_every_row_that_facts_tell_leads_to_its_record_and_a_form_that_opens(
    cast: Cast, family: Family, client: Client, table: str
):
    everything(cast, family.oisin)
    with acting(actor=cast("ann").actor, purpose=Purpose.direct_work):
        rows = rows_of([family.oisin], tables=[table])[table]
        records = records_of([family.oisin], [table])
    assert rows and len(rows) == len(records)
    sign_in(client, cast("ann"))
    for (child, told_by, _), record in records.items():
        page = client.get(reverse("census:mend", args=[child, told_by, record]))
        assert page.status_code == 200, page.content.decode()


def now(cast: Cast, family: Family, **asked: Any) -> dict[str, CensusFinding]:
    """What Ann reads about Oisín's record at this moment, by rule."""
    with acting(actor=cast("ann").actor, purpose=Purpose.direct_work):
        return {each.rule: each for each in of_child(family.oisin, as_of=TODAY, **asked)}


def test_what_one_childs_record_says_now_is_what_the_night_finds(cast: Cast, family: Family):
    in_need(cast, family.oisin, authorised=date(2026, 6, 2))
    found = now(cast, family)
    checked()
    kept = {each.rule: each for each in stands(cast)}
    about = ("child_id", "year", "severity", "table", "key", "column", "element", "value", "message", "record_id")
    assert found.keys() == kept.keys() == {"8540", "8608", "8770Q"}
    for rule, each in found.items():
        assert [getattr(each, name) for name in about] == [getattr(kept[rule], name) for name in about]


def test_an_error_shows_while_it_is_typed_and_nothing_of_it_is_kept(cast: Cast, family: Family):
    in_need(cast, family.oisin)
    assert "8608" not in now(cast, family)
    row = ("assessment", "2026-06-01/a2026-06-03")
    typed = now(cast, family, typed={row: {"authorised_on": date(2026, 6, 2)}})
    assert typed["8608"].value == "2026-06-02" and typed["8608"].table == "assessment"
    assert "8608" not in now(cast, family)


def test_a_record_that_is_typed_and_not_there_yet_is_checked_with_the_others(cast: Cast, family: Family):
    in_need(cast, family.oisin)
    plan = {"episode": "2026-06-01", "need_plan": "new", "started_on": date(2026, 5, 1), "ended_on": None}
    found = now(cast, family, typed={("need_plan", "new"): plan})
    assert {each.key for each in found.values() if each.table == "need_plan"} == {"new"}
    assert all(each.record_id is None for each in found.values() if each.table == "need_plan")


def test_findings_stand_beside_the_field_that_says_the_fact_and_the_rest_apart(cast: Cast, family: Family):
    in_need(cast, family.oisin, authorised=date(2026, 6, 2))
    with acting(actor=cast("ann").actor, purpose=Purpose.direct_work):
        assessment = Assessment.objects.get().pk
        found = beside(family.oisin, fields=["authorised_on", "started_on"], record_id=assessment, as_of=TODAY)
        of_any = beside(family.oisin, fields=["value"], as_of=TODAY)
    assert {name: [each.rule for each in found.fields[name]] for name in found.fields} == {"authorised_on": ["8608"]}
    assert {each.rule for each in found.elsewhere} == {"8540", "8770Q"} and found.of_record == []
    assert [each.rule for each in of_any.fields["value"]] == ["8770Q"]


def test_what_is_missing_stands_beside_the_field_in_which_it_is_added(cast: Cast, family: Family):
    in_need(cast, family.oisin)
    with acting(actor=cast("ann").actor, purpose=Purpose.direct_work):
        found = beside(family.oisin, fields=["birth_on", "added"], record_id=family.oisin, as_of=TODAY)
    assert [each.rule for each in found.fields["added"]] == ["8540"]
    assert [each.rule for each in found.of_record] == ["8770Q"]


def test_an_enquiry_with_its_conference_offers_no_other_and_a_case_that_is_open_is_closed_elsewhere(
    cast: Cast, family: Family, client: Client
):
    everything(cast, family.oisin)
    sign_in(client, cast("ann"))
    with acting(actor=cast("ann").actor, purpose=Purpose.direct_work):
        enquiry, episode = Section47.objects.get(), Episode.objects.get()
    page = client.get(reverse("census:mend", args=[family.oisin, "section47", enquiry.pk]))
    assert page.context["ways"] == []
    page = client.get(reverse("census:mend", args=[family.oisin, "episode", episode.referral_id]))
    ((words, url),) = page.context["ways"]
    assert (words, client.get(url).status_code) == ("Close the case", 200)


def test_once_the_case_is_closed_what_was_left_open_in_it_is_mended_here(cast: Cast, family: Family, client: Client):
    in_need(cast, family.oisin)
    with acting(actor=cast("carol").actor, purpose=Purpose.front_door):
        Episode.objects.update(closed_on=date(2026, 8, 3), closure_reason="RC8")
        Assessment.objects.update(authorised_on=None)
    checked()
    left = next(each for each in stands(cast) if each.table == "assessment" and each.column == "authorised_on")
    sent = mend(cast, family, client, left, authorised_on="2026-07-10", reason="Found in the file.")
    assert sent.status_code == 302
    assert left.rule not in {each.rule for each in stands(cast)}


def test_the_referral_and_its_case_are_corrected_on_one_form(cast: Cast, family: Family, client: Client):
    in_need(cast, family.oisin)
    with acting(actor=cast("ann").actor, purpose=Purpose.direct_work):
        referral = Episode.objects.get().referral_id
    finding = CensusFinding(child_id=family.oisin, table="episode", record_id=referral)
    mend(cast, family, client, finding, referral_source="1A", primary_need="N2", reason="As the letter says.")
    with acting(actor=cast("ann").actor, purpose=Purpose.direct_work):
        (episode,) = rows_of([family.oisin], tables=["episode"])["episode"]
    assert (episode["referral_source"], episode["primary_need"]) == ("1A", "N2")


def test_a_number_that_the_child_has_already_is_refused_and_another_is_checked(
    cast: Cast, family: Family, client: Client
):
    everything(cast, family.oisin)
    with acting(actor=cast("carol").actor, purpose=Purpose.front_door):
        wrong = Identifier.objects.get()
        saved(Identifier, person_id=family.oisin, kind="upn", value="A310000000002", check_digit_ok=False)
    finding = CensusFinding(child_id=family.oisin, table="identifier", record_id=wrong.pk)
    again = mend(cast, family, client, finding, value="a310 000000002", reason="The school says so.")
    assert "known by this number already" in again.content.decode()
    rest = "310123456789"
    mend(cast, family, client, finding, value=upn_check_letter(rest) + rest, reason="The school says so.")
    with acting(actor=cast("ann").actor, purpose=Purpose.direct_work):
        assert Identifier.objects.get(pk=wrong.pk).check_digit_ok


@pytest.mark.parametrize("table", ["disability", "assessment_factor"])
def test_a_code_is_corrected_to_one_that_does_not_stand_already(cast: Cast, family: Family, client: Client, table: str):
    everything(cast, family.oisin)
    codes = {"disability": ("NONE", "MOB"), "assessment_factor": ("4A", "6A")}[table]
    with acting(actor=cast("carol").actor, purpose=Purpose.front_door):
        first = RECORDS[table].objects.get()
        more = {"assessment": first.assessment, "child_id": family.oisin} if table == "assessment_factor" else {}
        saved(RECORDS[table], code=codes[0], **(more or {"person_id": family.oisin}))
    finding = CensusFinding(child_id=family.oisin, table=table, record_id=first.pk)
    assert "each stands once" in mend(cast, family, client, finding, code=codes[0], reason="So.").content.decode()
    mend(cast, family, client, finding, code=codes[1], reason="So.")
    with acting(actor=cast("ann").actor, purpose=Purpose.direct_work):
        assert set(RECORDS[table].objects.values_list("code", flat=True)) == set(codes)


def test_somebody_who_reaches_a_part_of_the_story_is_told_nothing_of_what_is_wrong_with_it(cast: Cast, family: Family):
    in_need(cast, family.oisin)
    with acting(actor=cast("carol").actor, purpose=Purpose.front_door):
        give(cast("ben"), family.oisin, ceiling=Stage.child_in_need)
    with acting(actor=cast("ben").actor, purpose=Purpose.direct_work):
        assert of_child(family.oisin, as_of=TODAY) == []


def test_one_childs_record_is_checked_by_all_rules_in_fifty_milliseconds(cast: Cast, family: Family):
    everything(cast, family.oisin)
    with acting(actor=cast("ann").actor, purpose=Purpose.direct_work):
        rows = rows_of([family.oisin], tables=CENSUS_TABLES)
    year = CollectionYear.holding(TODAY)
    took = []
    for _ in range(11):
        began = perf_counter()
        told = [("100001", as_of_year(rows, year))]
        assert list(check_facts(told, authority="310", year=year, as_of=TODAY, whole=False).findings())
        took.append(perf_counter() - began)
    assert median(took) < 0.05


def mend(cast: Cast, family: Family, client: Client, finding: CensusFinding, **typed: str) -> HttpResponse:
    """Ann opens the form that the finding leads to, and sends it with what she types."""
    sign_in(client, cast("ann"))
    form = client.get(finding.mend_url).context["form"]
    told = {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}
    sent = {
        name: "" if value is None else str(value) for name, value in told.items() if name not in ("added", "taken_out")
    }
    return client.post(finding.mend_url, sent | typed)


def test_mended_in_its_form_it_is_gone_at_once_and_the_version_before_is_kept(
    cast: Cast, family: Family, client: Client
):
    in_need(cast, family.oisin, authorised=date(2026, 6, 2))
    checked()
    (finding,) = stands(cast, rule="8608")
    sent = mend(cast, family, client, finding, authorised_on="2026-07-10", reason="The manager signed it in July.")
    assert sent.status_code == 302
    assert not stands(cast, rule="8608") and len(stands(cast)) == 2
    with acting(actor=cast("ann").actor, purpose=Purpose.direct_work):
        assessment = Assessment.objects.get()
        (was,) = Version.objects.filter(row_id=assessment.pk)
    assert (assessment.authorised_on, was.was["authorised_on"]) == (date(2026, 7, 10), "2026-06-02")
    assert was.reason == "The manager signed it in July."


def test_an_error_that_is_saved_is_saved_and_stands_beside_its_field(cast: Cast, family: Family, client: Client):
    in_need(cast, family.oisin)
    everything_now = now(cast, family)
    assert "8608" not in everything_now
    with acting(actor=cast("ann").actor, purpose=Purpose.direct_work):
        url = reverse("census:mend", args=[family.oisin, "assessment", Assessment.objects.get().pk])
    finding = CensusFinding(child_id=family.oisin, table="assessment", record_id=UUID(url.split("/")[-2]))
    sent = mend(cast, family, client, finding, authorised_on="2026-06-02", reason="Typed wrongly.")
    assert sent.url == url
    assert "before it starts on" in client.get(url).content.decode()


def test_a_disability_is_added_where_none_was_told(cast: Cast, family: Family, client: Client):
    in_need(cast, family.oisin)
    checked()
    (finding,) = stands(cast, rule="8540")
    mend(cast, family, client, finding, added="NONE", reason="The parents say so.")
    assert not stands(cast, rule="8540")


def test_what_ends_something_is_done_in_its_own_form_and_not_corrected_here(cast: Cast, family: Family, client: Client):
    everything(cast, family.oisin)
    sign_in(client, cast("ann"))
    with acting(actor=cast("ann").actor, purpose=Purpose.direct_work):
        plan = ProtectionPlan.objects.get()
        mended = mended_or_not_found(family.oisin, "protection_plan", plan.pk)
        assert "ended_on" not in mended.values
    page = client.get(reverse("census:mend", args=[family.oisin, "protection_plan", plan.pk])).content.decode()
    assert reverse("casework:deed", args=[family.oisin, "end-plan", plan.pk]) in page
    by = {"by": cast("ann").actor, "purpose": Purpose.direct_work, "at": NIGHT}
    with acting(actor=cast("ann").actor, purpose=Purpose.direct_work), pytest.raises(Refused, match="not corrected"):
        correct_record(mended=mended, changes={"ended_on": TODAY}, versions={plan.pk: 1}, reason="So.", **by)


def test_a_correction_over_a_newer_version_is_refused_as_stale(cast: Cast, family: Family):
    in_need(cast, family.oisin)
    by = {"by": cast("ann").actor, "purpose": Purpose.direct_work, "at": NIGHT}
    with acting(actor=cast("ann").actor, purpose=Purpose.direct_work):
        mended = mended_or_not_found(family.oisin, "assessment", Assessment.objects.get().pk)
        with pytest.raises(StaleEdit):
            correct_record(
                mended=mended, changes={"started_on": TODAY}, versions={mended.record.pk: 9}, reason="So.", **by
            )


def test_another_worker_finds_no_form_for_a_child_who_is_not_theirs(cast: Cast, family: Family, client: Client):
    in_need(cast, family.oisin)
    sign_in(client, cast("ben"))
    assert client.get(reverse("census:mend", args=[family.oisin, "child", family.oisin])).status_code == 404
