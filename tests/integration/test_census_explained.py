"""Explaining a query in words: it is waived and kept with the child; an error never is; next year somebody confirms."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, ProgrammingError, transaction
from django.test import Client
from django.urls import reverse

from holdfast.access import Purpose, Stage
from holdfast.kernel.refused import NotFound, Refused, StaleEdit
from holdfast.records.census.actions import (
    check_now,
    confirm_explanation,
    explain_query,
    nightly,
    withdraw_explanation,
)
from holdfast.records.census.codes import FindingState
from holdfast.records.census.models import CensusFinding, CensusRun, Explanation
from holdfast.records.census.queries import explanations_of, finding_or_not_found, of_child, standing
from holdfast.records.people.actions import record_identifier
from holdfast.records.people.codes import IdentifierKind
from holdfast.wall.acting import acting
from holdfast.wall.deeds import day_of
from holdfast.wall.models import AuditEvent, Exclusion, Seal, Version
from tests.integration.census_cast import NIGHT, PURPOSES, WHOLE, YEAR, Cast, checked, in_need, saved, stands, teams
from tests.integration.conftest import Family, give
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db

QUERY, ERROR = "8770Q", "8540"
NEXT_YEAR = datetime(2027, 5, 3, 3, tzinfo=UTC)
WHY = "He came from abroad in May, and the school has asked for a number."


@pytest.fixture(autouse=True)
def a_query_and_an_error(cast: Cast, family: Family) -> None:
    """Oisín's record has no pupil number, which is asked, and no disability, which is wrong."""
    teams(cast, family)
    in_need(cast, family.oisin)
    checked()


def explain(cast: Cast, *, who: str = "ann", rule: str = QUERY, words: str = WHY, at: datetime = NIGHT) -> Explanation:
    (finding,) = stands(cast, rule=rule)
    return explain_query(finding=finding, words=words, by=cast(who).actor, purpose=PURPOSES[who], at=at)


def withdraw(cast: Cast, explanation: Explanation, **changed: Any) -> Explanation:
    told = {"because": "The number came.", "expected_version": explanation.version} | changed
    return withdraw_explanation(
        explanation=explanation, **told, by=cast("noor").actor, purpose=Purpose.statutory_return, at=NIGHT
    )


@pytest.mark.parametrize("who", ["ann", "noor"])
def test_the_worker_or_the_returns_officer_explains_and_the_query_is_waived(cast: Cast, family: Family, who: str):
    explain(cast, who=who)
    assert [each.rule for each in stands(cast, state=FindingState.standing)] == [ERROR]
    (waived,) = stands(cast, state=FindingState.explained)
    assert (waived.rule, waived.explanation.words, waived.explanation.explained_by) == (QUERY, WHY, cast(who).id)
    run = checked(NIGHT + timedelta(days=1))
    assert (run.errors, run.queries, run.explained, run.carried) == (1, WHOLE, 1, 0)
    assert {told["code"]: told["waived"] for told in run.results if told["count"]}[QUERY] == 1


def test_an_error_is_never_explained_away(cast: Cast, family: Family):
    with pytest.raises(Refused, match="no explanation for an error"):
        explain(cast, rule=ERROR)
    assert len(stands(cast, state=FindingState.standing)) == 2


def test_the_database_takes_no_explanation_of_an_error_whatever_the_code_does(cast: Cast, family: Family):
    told = {"child_id": family.oisin, "year": YEAR, "table": "child", "element": "Disability", "message": "Told."}
    about = {"words": WHY, "explained_at": NIGHT, "explained_by": cast("ann").id}
    with acting(actor=cast("ann").actor, purpose=Purpose.direct_work):
        with pytest.raises(IntegrityError, match="census_no_error_is_explained"), transaction.atomic():
            saved(Explanation, rule=ERROR, **told, **about)
        mine = saved(Explanation, rule=QUERY, **told, **about)
        with pytest.raises(IntegrityError, match="census_only_a_query_is_waived"), transaction.atomic():
            CensusFinding.objects.filter(rule=ERROR).update(explanation=mine)


@pytest.mark.parametrize("words", ["", "  \n"])
def test_an_explanation_says_something(cast: Cast, family: Family, words: str):
    with pytest.raises(Refused, match="Say why"):
        explain(cast, words=words)


def test_sent_twice_it_stands_once_and_other_words_keep_the_former_as_a_version(cast: Cast, family: Family):
    first = explain(cast)
    assert explain(cast).version == first.version == 1
    second = explain(cast, who="noor", words="The number is expected in June.")
    assert (second.pk, second.version, second.explained_by) == (first.pk, 2, cast("noor").id)
    with acting(actor=cast("ann").actor, purpose=Purpose.direct_work):
        (was,) = Version.objects.filter(row_id=first.pk)
    assert was.was["words"] == WHY
    with acting(actor=nightly.CHECKER, purpose=Purpose.statutory_return):
        events = AuditEvent.objects.filter(what="explain_query", children=[family.oisin])
        assert [event.reason for event in events] == [QUERY] * 3


def test_another_value_in_its_place_is_a_query_that_nobody_explained(cast: Cast, family: Family):
    explain(cast)
    with acting(actor=cast("ann").actor, purpose=Purpose.direct_work):
        (finding,) = CensusFinding.objects.filter(rule=QUERY)
        Explanation.objects.update(value="another")
        now = {each.rule: each.explanation for each in of_child(family.oisin, as_of=day_of(NIGHT))}
    assert now[QUERY] is None
    assert finding.explanation_id is not None
    checked(NIGHT + timedelta(days=1))
    assert {each.rule for each in stands(cast, state=FindingState.standing)} == {QUERY, ERROR}
    again = explain(cast, words=WHY)
    assert (again.value, again.version) == ("", 3)
    assert [each.rule for each in stands(cast, state=FindingState.explained)] == [QUERY]


def test_what_was_mended_meanwhile_is_not_explained(cast: Cast, family: Family):
    (finding,) = stands(cast, rule=QUERY)
    with acting(actor=cast("carol").actor, purpose=Purpose.front_door) as now:
        by = {"by": now.actor, "purpose": now.purpose, "at": NIGHT}
        record_identifier(person=finding.child, kind=IdentifierKind.upn, value="A310000000001", **by)
    checked(NIGHT + timedelta(days=1))
    with pytest.raises(Refused, match="mended meanwhile"):
        explain_query(finding=finding, words=WHY, by=cast("ann").actor, purpose=Purpose.direct_work, at=NIGHT)


def test_next_year_the_same_query_is_shown_as_explained_last_year_until_somebody_confirms(cast: Cast, family: Family):
    explain(cast)
    run, _ = check_now(at=NEXT_YEAR)
    assert (run.year, run.queries, run.explained, run.carried) == (2028, WHOLE, 0, 1)
    with acting(actor=cast("noor").actor, purpose=Purpose.statutory_return):
        (carried,) = standing(2028, state=FindingState.carried)
        assert carried.is_carried and carried.explanation.collection == "2026-27"
    confirmed = confirm_explanation(
        finding=carried, by=cast("noor").actor, purpose=Purpose.statutory_return, at=NEXT_YEAR
    )
    assert (confirmed.year, confirmed.words, confirmed.carried_from) == (2028, WHY, 2027)
    run, _ = check_now(at=NEXT_YEAR + timedelta(days=1))
    assert (run.explained, run.carried) == (1, 0)


def test_what_nobody_explained_cannot_be_confirmed(cast: Cast, family: Family):
    (finding,) = stands(cast, rule=QUERY)
    with pytest.raises(Refused, match="in your own words"):
        confirm_explanation(finding=finding, by=cast("ann").actor, purpose=Purpose.direct_work, at=NIGHT)


def test_taken_back_with_a_reason_the_query_is_to_be_mended_again(cast: Cast, family: Family):
    explanation = explain(cast)
    with pytest.raises(Refused, match="Say why"):
        withdraw(cast, explanation, because=" ")
    with pytest.raises(StaleEdit):
        withdraw(cast, explanation, expected_version=7)
    withdraw(cast, explanation)
    assert QUERY in {each.rule for each in stands(cast, state=FindingState.standing)}
    checked(NIGHT + timedelta(days=1))
    assert QUERY in {each.rule for each in stands(cast, state=FindingState.standing)}
    with acting(actor=cast("noor").actor, purpose=Purpose.statutory_return):
        (kept,) = explanations_of(family.oisin)
    assert (kept.words, kept.withdrawn_because, kept.withdrawn_by) == (WHY, "The number came.", cast("noor").id)


def test_what_is_taken_back_this_year_is_not_carried_over_again_from_the_last(cast: Cast, family: Family):
    explain(cast)
    check_now(at=NEXT_YEAR)
    with acting(actor=cast("noor").actor, purpose=Purpose.statutory_return):
        (carried,) = standing(2028, state=FindingState.carried)
    confirmed = confirm_explanation(
        finding=carried, by=cast("noor").actor, purpose=Purpose.statutory_return, at=NEXT_YEAR
    )
    withdraw(cast, confirmed)
    run, of_last_year = check_now(at=NEXT_YEAR + timedelta(days=1))
    assert (run.queries, run.explained, run.carried) == (1 + WHOLE, 0, 0)
    assert (of_last_year.queries, of_last_year.explained) == (1 + WHOLE, 0)


@pytest.mark.parametrize("who", ["ben", "owen", "erin"])
def test_whoever_does_not_work_with_the_child_or_only_counts_sees_no_finding(cast: Cast, family: Family, who: str):
    explain(cast)
    explain(cast, words="The number is expected in June.")
    finding_id = stands(cast)[0].pk
    with acting(actor=cast("carol").actor, purpose=Purpose.front_door):
        if who == "erin":
            give(cast("erin"), family.oisin, ceiling=Stage.child_protection)
    assert stands(cast, who=who) == []
    with acting(actor=cast(who).actor, purpose=PURPOSES[who]):
        assert not Explanation.objects.exists()
        assert not Version.objects.filter(table_name__startswith="census_").exists()
        assert of_child(family.oisin, as_of=day_of(NIGHT)) == []
        with pytest.raises(NotFound):
            finding_or_not_found(finding_id)
        assert CensusRun.objects.get().queries == 1 + WHOLE


def test_a_sealed_child_is_checked_like_any_other_and_seen_by_number_or_by_who_opens_the_seal(
    cast: Cast, family: Family
):
    with acting(actor=cast("carol").actor, purpose=Purpose.front_door):
        give(cast("ben"), family.oisin, ceiling=Stage.decision_maker, opens_seal=True)
        saved(Seal, child_id=family.oisin, from_at=NIGHT - timedelta(days=1))
    assert checked(NIGHT + timedelta(days=1)).errors == 1
    seen = {who: len(stands(cast, who=who)) for who in ("noor", "ben", "carol", "ann")}
    assert seen == {"noor": 2, "ben": 2, "carol": 0, "ann": 0}


def test_somebody_shut_out_of_a_childs_record_is_shut_out_of_what_is_found_on_it(cast: Cast, family: Family):
    with acting(actor=cast("carol").actor, purpose=Purpose.front_door):
        for who in ("ann", "noor"):
            saved(Exclusion, user=cast(who), child_id=family.oisin, from_at=NIGHT - timedelta(days=1))
    assert stands(cast, who="ann") == stands(cast, who="noor") == []


def test_the_childs_history_tells_who_explained_what_and_not_what_a_night_worked_out(
    cast: Cast, family: Family, client: Client
):
    explain(cast)
    explain(cast, words="The number is expected in June.")
    page = sign_in(client, cast("ann")).get(reverse("desk:history", args=[family.oisin])).content.decode()
    assert WHY in page and "Census finding" not in page


def test_a_check_that_was_kept_is_never_changed(cast: Cast, family: Family):
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        CensusRun.objects.update(errors=0)


def test_another_worker_explains_nothing_of_a_child_who_is_not_theirs(cast: Cast, family: Family):
    with pytest.raises(Refused):
        explain(cast, who="ben")
    assert len(stands(cast, state=FindingState.standing)) == 2


def test_a_worker_keeps_no_finding_and_takes_none_away(cast: Cast, family: Family):
    told = {"year": YEAR, "rule": "1", "severity": "error", "table": "child", "element": "Sex", "message": "Typed."}
    with acting(actor=cast("ann").actor, purpose=Purpose.direct_work), pytest.raises(Exception, match="row-level"):
        saved(CensusFinding, child_id=family.oisin, first_seen_at=NIGHT, **told)
    with acting(actor=nightly.CHECKER, purpose=Purpose.statutory_return), pytest.raises(TypeError, match="never"):
        CensusFinding.objects.all().delete()
