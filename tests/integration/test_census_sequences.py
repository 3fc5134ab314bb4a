"""Whatever is written, explained and checked, in any order: what stands is what the rules find, and nothing is lost."""

import contextlib
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from holdfast.access import Purpose
from holdfast.kernel.refused import Refused
from holdfast.records.casework.models import Assessment, Episode, Section47
from holdfast.records.census.actions import check_now, explain_query, nightly, withdraw_explanation
from holdfast.records.census.models import CensusFinding, Explanation
from holdfast.records.census.queries import of_child
from holdfast.records.people.models import Person
from holdfast.wall.acting import acting
from holdfast.wall.deeds import day_of
from tests.examples import many
from tests.integration.census_cast import NIGHT, Cast, in_need, saved
from tests.integration.conftest import Family

DAYS = st.one_of(st.none(), st.dates(date(2026, 3, 1), date(2026, 11, 20)))
FIELDS = st.sampled_from(
    [(Assessment, "started_on"), (Assessment, "authorised_on"), (Episode, "closed_on"), (Person, "died_on"),
     (Section47, "started_on"), (Section47, "conference_target_on")]
)  # fmt: skip
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("write"), FIELDS, DAYS),
        st.tuples(st.just("explain"), st.integers(0, 9)),
        st.tuples(st.just("withdraw"), st.integers(0, 9)),
        st.tuples(st.just("check")),
    ),
    min_size=1,
    max_size=8,
)


def write(child_id: Any, what: tuple[Any, str], day: date | None) -> None:
    """Somebody writes a day on the child's record, right or wrong."""
    model, name = what
    record = model.objects.filter(**{model.child_field: child_id}).first()
    setattr(record, name, day)
    record.save()


def explain(number: int, at: Any) -> None:
    findings = list(CensusFinding.objects.order_by("rule", "pk"))
    if findings:
        finding = findings[number % len(findings)]
        with contextlib.suppress(Refused):
            explain_query(
                finding=finding, words=f"Because of {number}.", by=nightly.CHECKER, purpose=Purpose.statutory_return,
                at=at,
            )  # fmt: skip


def withdraw(number: int, at: Any) -> None:
    standing = list(Explanation.objects.filter(withdrawn_at=None).order_by("rule", "pk"))
    if standing:
        taken = standing[number % len(standing)]
        withdraw_explanation(
            explanation=taken, because="Wrong.", expected_version=taken.version, by=nightly.CHECKER,
            purpose=Purpose.statutory_return, at=at,
        )  # fmt: skip


def identity(finding: CensusFinding) -> tuple[Any, ...]:
    return finding.child_id, finding.rule, finding.table, finding.key, finding.element


def holds(child_id: Any, at: Any, ever: set[Any]) -> None:
    """What stands is what the rules find; what was ever found is still there; no error is explained."""
    rows = list(CensusFinding.objects.select_related("explanation"))
    stands = [each for each in rows if each.gone_at is None]
    found = of_child(child_id, as_of=day_of(at))
    assert sorted(map(identity, stands)) == sorted(map(identity, found))
    assert {each.message for each in stands} == {each.message for each in found}
    assert ever <= {each.pk for each in rows}
    ever |= {each.pk for each in rows}
    for each in stands:
        assert each.explanation is None or each.explanation.explains(each)
    assert not [each for each in rows if each.explanation and each.severity == "error"]


@pytest.mark.django_db
@settings(max_examples=many(20), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
def test_after_a_check_exactly_what_the_rules_find_stands_and_nothing_that_was_found_is_lost(
    cast: Cast, family: Family, steps: list[tuple[Any, ...]]
):
    with transaction.atomic():
        in_need(cast, family.oisin)
        with acting(actor=nightly.CHECKER, purpose=Purpose.statutory_return):
            episode = Episode.objects.get()
            at, ever = NIGHT, set[Any]()
            saved(Section47, child_id=family.oisin, episode=episode, key="s", started_on=date(2026, 7, 6))
            for step in [*steps, ("check",)]:
                at += timedelta(hours=8)
                if step[0] == "write":
                    write(family.oisin, *step[1:])
                elif step[0] == "explain":
                    explain(step[1], at)
                elif step[0] == "withdraw":
                    withdraw(step[1], at)
                else:
                    check_now(at=at)
                    holds(family.oisin, at, ever)
        transaction.set_rollback(True)
