"""A disability or a factor that was told by mistake is taken out: it stands no more, and nothing of it is lost."""

from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from holdfast.access import Purpose
from holdfast.kernel.refused import Refused
from holdfast.records.casework.models import Assessment, AssessmentFactor
from holdfast.records.census.actions.mending import correct_record
from holdfast.records.census.queries.mending import mended_or_not_found, records_of
from holdfast.records.exchange.codes import FindingKind
from holdfast.records.exchange.models import Finding
from holdfast.records.people.models import Disability, Person
from holdfast.wall.acting import acting
from holdfast.wall.deeds import day_of
from holdfast.wall.providers import rows_of
from holdfast.wall.versions import amend, history
from tests.integration.census_cast import NIGHT, Cast, checked, everything, in_need, saved, stands
from tests.integration.conftest import Family
from tests.integration.test_census_import import bring_text, census, child, episode
from tests.integration.test_census_typing import by_field
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db
TODAY = day_of(NIGHT)
BOTH = [("disability", Disability, "child"), ("assessment_factor", AssessmentFactor, "assessment")]


@pytest.fixture
def told(cast: Cast, family: Family) -> Family:
    """Oisín is told to be hard of hearing, and his assessment to have found domestic abuse."""
    everything(cast, family.oisin)
    checked()
    return family


def of_ann(cast: Cast) -> Any:
    return acting(actor=cast("ann").actor, purpose=Purpose.direct_work)


def codes_in_facts(cast: Cast, family: Family, table: str) -> list[str]:
    with of_ann(cast):
        return sorted(row["code"] for row in rows_of([family.oisin], tables=[table])[table])


def only(cast: Cast, model: type[Any], **which: Any) -> Any:
    with of_ann(cast):
        return model.objects.get(**which)


def send(cast: Cast, family: Family, table: str, record_id: UUID, **typed: Any) -> HttpResponse:
    """Ann opens the form, and sends it with what she types."""
    client = sign_in(Client(), cast("ann"))
    url = reverse("census:mend", args=[family.oisin, table, record_id])
    form = client.get(url).context["form"]
    opened = {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}
    sent = {
        name: "" if value is None else value for name, value in opened.items() if name not in ("added", "taken_out")
    }
    return client.post(url, sent | typed)


def take_out(cast: Cast, family: Family, table: str, record: Any, **typed: Any) -> HttpResponse:
    ticked = f"{record.pk}.{record.version}"
    return send(cast, family, table, record.pk, taken_out=[ticked], reason="Another child was meant.", **typed)


@pytest.mark.parametrize(("table", "model", "whole"), BOTH)
def test_what_is_taken_out_is_gone_from_the_facts_and_the_census_and_its_version_stays(
    cast: Cast, told: Family, table: str, model: Any, whole: str
):
    record = only(cast, model)
    assert codes_in_facts(cast, told, table) == [record.code]
    assert take_out(cast, told, table, record).url == reverse("desk:child", args=[told.oisin])
    assert codes_in_facts(cast, told, table) == []
    out = only(cast, model)
    assert out.withdrawn_at is not None
    with of_ann(cast):
        (was,) = history(out)
        assert (was.was["code"], was.was["withdrawn_at"]) == (record.code, None)
        assert (was.reason, was.replaced_by) == ("Another child was meant.", cast("ann").id)
        assert records_of([told.oisin], [table]) == {}


def test_without_its_disability_the_census_asks_for_one_and_the_other_way_round(cast: Cast, told: Family):
    assert not stands(cast, rule="8540")
    take_out(cast, told, "disability", only(cast, Disability))
    (asked,) = stands(cast, rule="8540")
    assert asked.record_id == told.oisin
    send(cast, told, "child", told.oisin, added=["HEAR"], reason="It was right after all.")
    assert not stands(cast, rule="8540")


@pytest.mark.parametrize(("table", "model", "whole"), BOTH)
def test_it_is_taken_out_on_the_form_of_the_whole_too_and_the_others_stand(
    cast: Cast, told: Family, table: str, model: Any, whole: str
):
    first = only(cast, model)
    whose = told.oisin if whole == "child" else only(cast, Assessment).pk
    code = {"disability": "MOB", "assessment_factor": "4A"}[table]
    send(cast, told, whole, whose, added=[code], reason="Told.")
    sent = send(cast, told, whole, whose, taken_out=[f"{first.pk}.{first.version}"], reason="Another child was meant.")
    assert sent.status_code == 302
    assert codes_in_facts(cast, told, table) == [code]


@pytest.mark.parametrize(("table", "model", "whole"), BOTH)
def test_the_same_code_is_added_again_as_a_record_of_its_own_and_taken_out_again(
    cast: Cast, told: Family, table: str, model: Any, whole: str
):
    first = only(cast, model)
    whose = told.oisin if whole == "child" else only(cast, Assessment).pk
    for _ in "12":
        take_out(cast, told, table, only(cast, model, withdrawn_at=None))
        assert codes_in_facts(cast, told, table) == []
        assert send(cast, told, whole, whose, added=[first.code], reason="It is right.").status_code == 302
        assert codes_in_facts(cast, told, table) == [first.code]
    with of_ann(cast):
        assert model.objects.count() == 3
        assert model.objects.filter(withdrawn_at=None).count() == 1


@pytest.mark.parametrize(("table", "model", "whole"), BOTH)
def test_taken_out_twice_it_is_out_since_the_first_time(cast: Cast, told: Family, table: str, model: Any, whole: str):
    record = only(cast, model)
    client = sign_in(Client(), cast("ann"))
    url = reverse("census:mend", args=[told.oisin, table, record.pk])
    sent = {"code": record.code, "expected_version": 1, "taken_out": [f"{record.pk}.1"], "reason": "Mistaken."}
    first, again = (client.post(url, sent) for _ in "12")
    assert (first.status_code, again.status_code) == (302, 302)
    assert first.url == again.url
    with of_ann(cast):
        assert len(history(record)) == 1


def test_it_needs_a_reason(cast: Cast, told: Family):
    record = only(cast, Disability)
    refused = send(cast, told, "disability", record.pk, taken_out=[f"{record.pk}.1"])
    assert refused.status_code == 400
    assert f'value="{record.pk}.1"' in refused.content.decode()
    assert codes_in_facts(cast, told, "disability") == ["HEAR"]


def test_what_was_changed_meanwhile_is_not_taken_out_and_the_form_says_so(cast: Cast, told: Family):
    record = only(cast, Disability)
    send(cast, told, "disability", record.pk, code="MOB", reason="It is the legs.")
    refused = send(cast, told, "child", told.oisin, taken_out=[f"{record.pk}.1"], reason="Mistaken.")
    assert refused.status_code == 400
    assert "was changed meanwhile" in refused.content.decode()
    assert codes_in_facts(cast, told, "disability") == ["MOB"]


def test_what_was_taken_out_meanwhile_is_not_corrected_and_the_form_says_so(cast: Cast, told: Family):
    record = only(cast, Disability)
    take_out(cast, told, "disability", record)
    client = sign_in(Client(), cast("ann"))
    url = reverse("census:mend", args=[told.oisin, "disability", record.pk])
    refused = client.post(url, {"code": "MOB", "expected_version": 1, "reason": "It is the legs."})
    assert refused.status_code == 400
    assert "was taken out meanwhile" in refused.content.decode()
    assert "It is the legs." in refused.content.decode()
    shown = client.get(url).content.decode()
    assert "<strong>Hearing</strong> was taken out on" in shown
    assert "Another child was meant." in shown
    assert cast("ann").display_name in shown
    assert f'href="{reverse("census:mend", args=[told.oisin, "child", told.oisin])}"' in shown
    assert '<form method="post" novalidate data-asked' not in shown


def test_it_is_not_corrected_and_taken_out_at_once(cast: Cast, told: Family):
    refused = take_out(cast, told, "disability", only(cast, Disability), code="MOB")
    assert "not both at once" in refused.content.decode()
    assert codes_in_facts(cast, told, "disability") == ["HEAR"]


NOBODYS = "0c4b2f4e-5a53-4b0e-9f0e-1f6f4f1f2a77"


@pytest.mark.parametrize("sent", ["", "x", "1", NOBODYS, f"{NOBODYS}.x", "-.1"])
def test_what_is_no_record_is_refused_by_the_form(cast: Cast, told: Family, sent: str):
    answer = send(cast, told, "child", told.oisin, taken_out=[sent], reason="So.")
    assert answer.status_code == 400
    assert codes_in_facts(cast, told, "disability") == ["HEAR"]


def test_a_code_of_another_child_is_left_alone(cast: Cast, told: Family):
    with acting(actor=cast("carol").actor, purpose=Purpose.front_door):
        other = saved(Disability, person_id=told.mei, code="LD")
        mended = mended_or_not_found(told.oisin, "child", told.oisin)
        correct_record(
            mended=mended, changes={}, taken_out={other.pk: 1}, versions={}, reason="So.", by=cast("carol").actor,
            purpose=Purpose.front_door, at=NIGHT,
        )  # fmt: skip
        assert Disability.objects.get(pk=other.pk).withdrawn_at is None


def test_of_what_has_no_codes_nothing_is_taken_out(cast: Cast, told: Family):
    plan = {"by": cast("ann").actor, "purpose": Purpose.direct_work, "at": NIGHT, "versions": {}, "reason": "So."}
    with of_ann(cast):
        mended = mended_or_not_found(told.oisin, "section47", _enquiry(told))
        correct_record(mended=mended, changes={}, taken_out={only(cast, Disability).pk: 1}, **plan)
        with pytest.raises(Refused, match="Say how you know"):
            correct_record(mended=mended, changes={}, taken_out={}, **plan | {"reason": " "})
    assert codes_in_facts(cast, told, "disability") == ["HEAR"]


def _enquiry(told: Family) -> UUID:
    return next(pk for (_, table, _), pk in records_of([told.oisin], ["section47"]).items() if table == "section47")


def test_the_database_itself_keeps_a_code_from_standing_twice(cast: Cast, told: Family):
    with acting(actor=cast("carol").actor, purpose=Purpose.front_door):
        saved(Disability, person_id=told.oisin, code="MOB", withdrawn_at=NIGHT)
        saved(Disability, person_id=told.oisin, code="MOB", withdrawn_at=NIGHT)
        saved(Disability, person_id=told.oisin, code="MOB")
        with pytest.raises(IntegrityError), transaction.atomic():
            saved(Disability, person_id=told.oisin, code="MOB")


def test_the_history_says_which_was_taken_out_by_whom_and_why(cast: Cast, told: Family):
    take_out(cast, told, "disability", only(cast, Disability))
    shown = sign_in(Client(), cast("ann")).get(reverse("desk:history", args=[told.oisin])).content.decode()
    assert "Disability: Hearing" in shown
    assert "Taken out" in shown
    assert "Another child was meant." in shown


def test_the_chronology_no_longer_says_that_the_assessment_found_it(cast: Cast, told: Family):
    ann = sign_in(Client(), cast("ann"))
    page = reverse("desk:child", args=[told.oisin])
    assert "Found: Domestic abuse" in ann.get(page).content.decode()
    take_out(cast, told, "assessment_factor", only(cast, AssessmentFactor))
    assert "Found: Domestic abuse" not in ann.get(page).content.decode()


def test_while_it_is_ticked_the_form_says_what_the_census_would_ask_without_it(cast: Cast, told: Family):
    record = only(cast, Disability)
    where = reverse("census:typed", args=[told.oisin, "disability", record.pk])
    shown = sign_in(Client(), cast("ann")).post(where, {"code": "HEAR", "taken_out": [f"{record.pk}.1"]})
    said = by_field(shown.content.decode())
    assert said.keys() == {"taken_out"}
    assert "The census will ask" in said["taken_out"]
    assert codes_in_facts(cast, told, "disability") == ["HEAR"]


def test_a_child_whose_codes_were_never_told_is_offered_none_to_take_out(cast: Cast, family: Family):
    in_need(cast, family.oisin)
    shown = sign_in(Client(), cast("ann")).get(reverse("census:mend", args=[family.oisin, "child", family.oisin]))
    assert "Disabilities to add" in shown.content.decode()
    assert "Disabilities to take out" not in shown.content.decode()


def test_what_a_person_took_out_stays_out_when_a_file_says_it_again_and_that_is_listed(cast: Cast, tmp_path: Path):
    found = (
        "<Assessments><AssessmentActualStartDate>2023-06-03</AssessmentActualStartDate>"
        "<AssessmentAuthorisationDate>2023-07-10</AssessmentAuthorisationDate>"
        "<FactorsIdentifiedAtAssessment><AssessmentFactors>4A</AssessmentFactors></FactorsIdentifiedAtAssessment>"
        "</Assessments>"
    )
    disabled = "<Ethnicity>AOTH</Ethnicity><Disabilities><Disability>HEAR</Disability></Disabilities>"
    told = child("7", episode=episode(more=found)).replace("<Ethnicity>AOTH</Ethnicity>", disabled)
    bring_text(tmp_path, census(told))
    with acting(actor=cast("carol").actor, purpose=Purpose.front_door):
        for model in (Disability, AssessmentFactor):
            amend(model.objects.get(), expected_version=1, changes={"withdrawn_at": NIGHT})
    bring_text(tmp_path, census(told, made="2024-06-01T10:00:00"), name="later.xml")
    with acting(actor=cast("carol").actor, purpose=Purpose.front_door):
        assert Disability.objects.get().withdrawn_at and AssessmentFactor.objects.get().withdrawn_at
        kept = Finding.objects.filter(kind=FindingKind.ours_kept)
        assert sorted(each.sent for each in kept) == ["4A", "HEAR"]
        assert all("A person took" in each.because for each in kept)
        saved(Disability, person_id=Person.objects.get().pk, code="HEAR")
    bring_text(tmp_path, census(told, made="2024-07-01T10:00:00"), name="latest.xml")
    with acting(actor=cast("carol").actor, purpose=Purpose.front_door):
        assert Disability.objects.filter(withdrawn_at=None).count() == 1
        assert Finding.objects.filter(kind=FindingKind.ours_kept, file__name="latest.xml", sent="HEAR").count() == 0


def test_authorising_an_assessment_again_finds_anew_what_was_taken_out(cast: Cast, told: Family):
    take_out(cast, told, "assessment_factor", only(cast, AssessmentFactor))
    with acting(actor=cast("carol").actor, purpose=Purpose.front_door):
        Assessment.objects.update(authorised_on=None)
    assessment = only(cast, Assessment)
    sent = {"authorised_on_day": 20, "authorised_on_month": 7, "authorised_on_year": 2026, "factors": ["3B"]}
    url = reverse("casework:deed", args=[told.oisin, "authorise", assessment.pk])
    sign_in(Client(), cast("ann")).post(url, sent | {"expected_version": assessment.version})
    assert codes_in_facts(cast, told, "assessment_factor") == ["3B"]
