"""What the census would ask, beside the field while it is typed: a reading like any other, and nothing is stored."""

import re
from collections.abc import Callable, Iterator
from datetime import date
from html import unescape
from random import Random
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.forms import BoundField
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from holdfast.access import Purpose
from holdfast.kernel.identifiers import upn_check_letter
from holdfast.records.casework.models import Assessment, Episode, NeedPlan, ProtectionPlan, Section47
from holdfast.records.census.forms.typing import TELLINGS
from holdfast.records.census.models import CensusFinding
from holdfast.records.census.queries import of_child
from holdfast.records.census.queries.mending import RECORDS, records_of
from holdfast.records.census.queries.typing import said_of_typed
from holdfast.records.people.models import Disability
from holdfast.wall.acting import acting
from holdfast.wall.deeds import day_of
from holdfast.wall.models import AuditEvent, Version
from holdfast.web import words
from holdfast.web.forms import DayField
from tests.integration.census_cast import NIGHT, Cast, checked, everything, in_need, saved, stands
from tests.integration.conftest import Family
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db
TODAY = day_of(NIGHT)


def day(name: str, on: date | None) -> dict[str, str]:
    """A day as three inputs send it."""
    told = ("", "", "") if on is None else (on.day, on.month, on.year)
    return {f"{name}_{part}": str(number) for part, number in zip(("day", "month", "year"), told, strict=True)}


def only(model: type[Any], cast: Cast) -> Any:
    with acting(actor=cast("ann").actor, purpose=Purpose.direct_work):
        return model.objects.get()


def as_(cast: Cast, username: str) -> Client:
    return sign_in(Client(), cast(username))


def typed(cast: Cast, family: Family, table: str, record_id: UUID, **sent: Any) -> dict[str, str]:
    """What Ann reads while she types these into the form of that record, by field."""
    answer = as_(cast, "ann").post(reverse("census:typed", args=[family.oisin, table, record_id]), sent)
    assert answer.status_code == 200, answer.content.decode()
    return by_field(answer.content.decode())


def by_field(shown: str) -> dict[str, str]:
    parts = re.split(r'<div data-asked="(\w*)">', shown)[1:]
    plain = [re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", unescape(part))).strip() for part in parts[1::2]]
    return dict(zip(parts[::2], plain, strict=True))


def in_hand(cast: Cast, family: Family, **wrong: Any) -> Assessment:
    """Oisín's assessment, of which nothing is wrong but what the test says."""
    in_need(cast, family.oisin, **wrong)
    return only(Assessment, cast)


BORN = day("birth_on", date(2015, 8, 13))
STANDS = day("started_on", date(2026, 6, 3)) | day("review_point_on", None) | day("authorised_on", date(2026, 7, 10))
"""The assessment as it stands, as its form sends it."""


def test_an_error_is_said_beside_its_field_before_it_is_saved_and_nothing_of_it_is_kept(cast: Cast, family: Family):
    assessment = in_hand(cast, family)
    checked()
    before = (len(stands(cast)), versions(cast))
    said = typed(cast, family, "assessment", assessment.pk, **STANDS | day("authorised_on", date(2026, 6, 2)))
    assert said.keys() == {"authorised_on"}
    assert said["authorised_on"].startswith("Error The census will ask: ")
    assert "2 June 2026" in said["authorised_on"]
    assert (len(stands(cast)), versions(cast)) == before
    assert only(Assessment, cast).authorised_on == date(2026, 7, 10)


def versions(cast: Cast) -> int:
    with acting(actor=cast("carol").actor, purpose=Purpose.front_door):
        return Version.objects.count()


@pytest.mark.parametrize(
    "half",
    [
        {"authorised_on_year": "202"}, {"authorised_on_year": ""}, {"authorised_on_month": "13"},
        {"authorised_on_month": "M"}, {"authorised_on_day": "0"}, {"authorised_on_day": "3x"},
    ],
    ids=str,
)  # fmt: skip
def test_what_is_half_typed_says_nothing_yet(cast: Cast, family: Family, half: dict[str, str]):
    assessment = in_hand(cast, family)
    wrong = STANDS | day("authorised_on", date(2026, 6, 2))
    assert typed(cast, family, "assessment", assessment.pk, **wrong | half) == {}


def test_what_is_whole_is_said_while_another_field_is_half_typed(cast: Cast, family: Family):
    assessment = in_hand(cast, family)
    sent = STANDS | day("authorised_on", date(2026, 6, 2)) | {"review_point_on_day": "1"}
    assert typed(cast, family, "assessment", assessment.pk, **sent).keys() == {"authorised_on"}


def test_what_stands_already_is_not_said_again(cast: Cast, family: Family):
    assessment = in_hand(cast, family, authorised=date(2026, 6, 2))
    assert typed(cast, family, "assessment", assessment.pk, **STANDS | day("authorised_on", date(2026, 6, 2))) == {}


def test_it_is_said_what_would_be_settled_and_what_would_still_be_asked_in_other_words(cast: Cast, family: Family):
    assessment = in_hand(cast, family, authorised=date(2026, 6, 2))
    settled = typed(cast, family, "assessment", assessment.pk, **STANDS)
    assert settled["authorised_on"].startswith("Settled This would settle: ")
    assert "2 June 2026" in settled["authorised_on"]
    still = typed(cast, family, "assessment", assessment.pk, **STANDS | day("authorised_on", date(2026, 6, 1)))
    assert still["authorised_on"].startswith("Error The census will still ask: ")
    assert "1 June 2026" in still["authorised_on"]


def test_an_explained_question_is_not_said_and_another_value_is_another_question(cast: Cast, family: Family):
    assessment = in_hand(cast, family)
    with acting(actor=cast("carol").actor, purpose=Purpose.front_door):
        Assessment.objects.update(authorised_on=None)
    late = STANDS | day("authorised_on", None)
    asked = typed(cast, family, "assessment", assessment.pk, **late | day("started_on", date(2026, 6, 4)))
    assert "still ask" in " ".join(asked.values())
    checked()
    explained(cast, next(each for each in stands(cast, severity="query") if each.table == "assessment"))
    assert typed(cast, family, "assessment", assessment.pk, **late) == {}
    gone = typed(cast, family, "assessment", assessment.pk, **STANDS)
    assert "settle" not in " ".join(gone.values())


def explained(cast: Cast, finding: CensusFinding) -> None:
    answer = as_(cast, "noor").post(reverse("census:explain", args=[finding.pk]), {"words": "The family was abroad."})
    assert answer.status_code == 302


def test_a_code_that_is_being_changed_is_asked_about_beside_it(cast: Cast, family: Family):
    everything(cast, family.oisin)
    with acting(actor=cast("carol").actor, purpose=Purpose.front_door):
        saved(Disability, person_id=family.oisin, code="MOB")
        hearing = Disability.objects.get(code="HEAR")
    said = typed(cast, family, "disability", hearing.pk, code="NONE")
    assert "The census will ask" in said["code"]


def test_codes_that_are_ticked_to_be_added_are_asked_about_and_what_was_missing_would_be_settled(
    cast: Cast, family: Family
):
    in_hand(cast, family)
    added = typed(cast, family, "child", family.oisin, sex="M", ethnicity="WBRI", upn_unknown="UN1", added="HEAR")
    assert "This would settle" in added["added"]


def test_half_a_pupil_number_says_nothing_and_a_whole_one_that_is_wrong_does(cast: Cast, family: Family):
    everything(cast, family.oisin)
    number = only(RECORDS["identifier"], cast)
    rest = "310123456789"
    assert typed(cast, family, "identifier", number.pk, value="A31012345678") == {}
    right = typed(cast, family, "identifier", number.pk, value=upn_check_letter(rest) + rest)
    assert "This would settle" in right["value"]
    wrong = upn_check_letter(rest).translate(str.maketrans("AB", "BA")) if upn_check_letter(rest) in "AB" else "A"
    assert "settle" not in typed(cast, family, "identifier", number.pk, value=wrong + rest).get("value", "")


def test_of_a_pupil_number_that_is_not_there_it_is_said_beside_why_it_is_not(cast: Cast, family: Family):
    in_hand(cast, family)
    said = typed(cast, family, "child", family.oisin, sex="M", ethnicity="WBRI", upn_unknown="UN4", **BORN)
    assert said.keys() == {"upn_unknown"}
    assert "This would settle" in said["upn_unknown"] and "has no pupil number" in said["upn_unknown"]


def test_what_it_does_to_another_record_is_said_of_no_field(cast: Cast, family: Family):
    in_hand(cast, family)
    referral = only(Episode, cast).referral_id
    sent = {"referral_source": "6", "primary_need": "N1"} | day("referred_on", date(2026, 6, 20))
    said = typed(cast, family, "episode", referral, **sent)
    assert "The census will ask" in said[""]


def test_each_answer_is_one_reading_on_the_log(cast: Cast, family: Family):
    assessment = in_hand(cast, family)
    as_(cast, "ann").post(reverse("census:typed", args=[family.oisin, "assessment", assessment.pk]), STANDS)
    with acting(actor=cast("carol").actor, purpose=Purpose.front_door):
        told = list(AuditEvent.objects.filter(what="POST census.typed"))
    assert [(each.actor_id, each.children) for each in told] == [(cast("ann").id, [family.oisin])]


@pytest.mark.parametrize(("username", "status"), [("ann", 200), ("carol", 200), ("ben", 404), ("owen", 403)])
def test_it_is_told_to_whoever_may_mend_the_record(cast: Cast, family: Family, username: str, status: int):
    assessment = in_hand(cast, family)
    where = reverse("census:typed", args=[family.oisin, "assessment", assessment.pk])
    assert as_(cast, username).post(where, STANDS).status_code == status
    deed = reverse("census:typed_deed", args=[family.oisin, "authorise", assessment.pk])
    assert as_(cast, username).post(deed, day("authorised_on", TODAY)).status_code == status
    assert as_(cast, username).get(where).status_code == 405


@pytest.mark.parametrize("table", RECORDS)
def test_whatever_is_typed_into_a_form_is_answered(cast: Cast, family: Family, table: str):
    everything(cast, family.oisin)
    with acting(actor=cast("ann").actor, purpose=Purpose.direct_work):
        record = next(iter(records_of([family.oisin], [table]).values()))
    ann, dice = as_(cast, "ann"), Random(table)
    form = ann.get(reverse("census:mend", args=[family.oisin, table, record])).context["form"]
    where = reverse("census:typed", args=[family.oisin, table, record])
    for _ in range(8):
        sent = {name: each for field in form for name, each in anything(field, dice)}
        assert ann.post(where, sent).status_code == 200, sent


def anything(field: BoundField, dice: Random) -> Iterator[tuple[str, Any]]:
    """Something that the field may be sent with: a choice, a day, a number, nothing, or what is none of them."""
    odd = dice.choice(["", "0", "-1", "x", "٣", "\0", "99999999999999999999", "A310123456789"])
    if isinstance(field.field, DayField):
        day_ = date.fromordinal(dice.randrange(date(1990, 1, 1).toordinal(), date(2030, 1, 1).toordinal()))
        yield from dice.choice([day(field.name, day_), day(field.name, None), {f"{field.name}_year": odd}]).items()
    else:
        choices = [code for code, _ in getattr(field.field, "choices", ())]
        yield field.name, dice.choice([*choices, odd])


def test_a_form_that_tells_the_census_nothing_is_not_answered(cast: Cast, family: Family):
    in_hand(cast, family)
    episode = only(Episode, cast)
    ann = as_(cast, "ann")
    assert ann.post(reverse("census:typed_deed", args=[family.oisin, "visit", family.oisin])).status_code == 404
    assert ann.post(reverse("census:typed_deed", args=[family.oisin, "need-plan", family.oisin])).status_code == 404
    shown = ann.get(reverse("casework:deed", args=[family.oisin, "visit", family.oisin])).content.decode()
    assert "data-asked-at" not in shown and "web/asked" not in shown
    shown = ann.get(reverse("casework:deed", args=[family.oisin, "need-plan", episode.pk])).content.decode()
    assert 'data-asked-of="started_on"' in shown and "web/asked" in shown


Sends = tuple[str, Callable[[Cast, Family], UUID], dict[str, str]]


def _of(model: type[Any]) -> Callable[[Cast, Family], UUID]:
    return lambda cast, family: only(model, cast).pk


def _child(cast: Cast, family: Family) -> UUID:
    return family.oisin


PLANLESS: list[Sends] = [
    ("need-plan", _of(Episode), day("started_on", date(2026, 5, 1))),
    ("assessment", _of(Episode), day("started_on", date(2026, 5, 1))),
    ("section-47", _of(Episode), day("started_on", date(2026, 5, 1))),
    ("transfer-in", _of(Episode), day("held_on", date(2026, 5, 1)) | {"plan_category": "NEG"}),
    ("close", _of(Episode), day("closed_on", date(2026, 5, 1)) | {"closure_reason": "RC1", "closing_words": "Safe."}),
    ("details", _child, day("birth_on", date(2026, 7, 1)) | {"sex": "M", "ethnicity": "", "reason": "Seen."}),
    ("number", _child, {"kind": "upn", "value": "A310123456789"}),
]
IN_PROTECTION: list[Sends] = [
    ("review", _of(ProtectionPlan), day("held_on", date(2026, 7, 20)) | {"category": "PHY"}),
    ("end-plan", _of(ProtectionPlan), day("ended_on", date(2026, 11, 20)) | {"why": "Safe."}),
]


@pytest.mark.parametrize(("word", "subject", "sent"), PLANLESS, ids=lambda value: value if type(value) is str else "")
def test_what_is_said_while_typing_is_what_stands_when_it_is_saved(
    cast: Cast, family: Family, word: str, subject: Any, sent: dict[str, str]
):
    in_hand(cast, family)
    as_said(cast, family, word, subject(cast, family), sent)


@pytest.mark.parametrize(
    ("word", "subject", "sent"), IN_PROTECTION, ids=lambda value: value if type(value) is str else ""
)
def test_so_it_is_of_a_child_with_a_plan(cast: Cast, family: Family, word: str, subject: Any, sent: dict[str, str]):
    everything(cast, family.oisin)
    as_said(cast, family, word, subject(cast, family), sent)


def test_so_it_is_of_a_conference_after_an_enquiry(cast: Cast, family: Family):
    in_hand(cast, family)
    as_said(cast, family, "section-47", only(Episode, cast).pk, day("started_on", date(2026, 7, 1)))
    sent = day("held_on", date(2026, 6, 29)) | {"plan_category": "EMO"}
    as_said(cast, family, "conference", only(Section47, cast).pk, sent)


def test_so_it_is_of_an_assessment_that_is_authorised_and_of_a_plan_that_ends(cast: Cast, family: Family):
    in_hand(cast, family)
    with acting(actor=cast("carol").actor, purpose=Purpose.front_door):
        Assessment.objects.update(authorised_on=None)
    sent = day("authorised_on", date(2026, 6, 2)) | {"factors": "21"}
    as_said(cast, family, "authorise", only(Assessment, cast).pk, sent)
    as_said(cast, family, "need-plan", only(Episode, cast).pk, day("started_on", date(2026, 7, 1)))
    as_said(
        cast, family, "end-need-plan", only(NeedPlan, cast).pk, day("ended_on", date(2026, 6, 30)) | {"why": "Safe."}
    )


def test_every_deed_that_tells_the_census_something_was_typed_here():
    typed_here = {word for word, _, _ in (*PLANLESS, *IN_PROTECTION)}
    assert typed_here | {"conference", "authorise", "end-need-plan"} == set(TELLINGS)


def as_said(cast: Cast, family: Family, word: str, subject_id: UUID, sent: dict[str, str]) -> None:
    """Typed and then saved: what is new is what was said, and what is gone is what would be settled.

    Where the census has nothing to say of it, nothing was said.
    """
    ann = as_(cast, "ann")
    before = asked_now(cast, family)
    answer = ann.post(reverse("census:typed_deed", args=[family.oisin, word, subject_id]), sent)
    said = " ".join(by_field(answer.content.decode()).values())
    app, more = ("people", [word]) if word in ("details", "number") else ("casework", [word, subject_id])
    form = ann.get(reverse(f"{app}:deed", args=[family.oisin, *more])).context["form"]
    own = {name: str(form[name].value()) for name in ("record_id", "expected_version") if form[name].value()}
    assert ann.post(reverse(f"{app}:deed", args=[family.oisin, *more]), sent | own).status_code == 302
    after = asked_now(cast, family)
    assert {message for message in after - before if f"ask: {message}" not in said} == set()
    for message in before - after:
        assert f"settle: {message}" in said or "still ask" in said
    assert said.count("will ask: ") + said.count("still ask: ") == len(after - before)


def asked_now(cast: Cast, family: Family) -> set[str]:
    with acting(actor=cast("ann").actor, purpose=Purpose.direct_work):
        return {words.days_in(each.message) for each in of_child(family.oisin, as_of=timezone.localdate())}


def test_one_childs_answer_takes_fifteen_statements(cast: Cast, family: Family):
    everything(cast, family.oisin)
    row = ("assessment", only(Assessment, cast).key)
    typed_now = {row: {"authorised_on": date(2026, 6, 2)}}
    with acting(actor=cast("ann").actor, purpose=Purpose.direct_work), CaptureQueriesContext(connection) as asked:
        assert said_of_typed(family.oisin, typed=typed_now, fields=["authorised_on"], about=[row], as_of=TODAY)
    assert len(asked) <= 15
