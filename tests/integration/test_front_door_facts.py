"""What the front door's records and the people in them tell as facts, and to whom."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from holdfast.access import Purpose
from holdfast.records.frontdoor import actions
from holdfast.records.frontdoor.codes import ContactOutcome
from holdfast.records.frontdoor.models import NamedChild
from holdfast.records.people.models import Address, Person, Relationship
from holdfast.wall.acting import acting, service
from holdfast.wall.models import User
from holdfast.wall.providers import rows_of
from tests.integration.conftest import AT, Family
from tests.integration.test_front_door_told import tell

pytestmark = pytest.mark.django_db

Cast = Callable[[str], User]


def matched(cast: Cast, family: Family, **told: object) -> NamedChild:
    """Farah tells of Oisín; Carol confirms who it is."""
    tell(cast("farah").actor, **told)
    carol = cast("carol").actor
    with acting(actor=carol, purpose=Purpose.front_door):
        named = NamedChild.objects.latest("recorded_at")
        child = Person.objects.get(pk=family.oisin)
        actions.match_named_child(named=named, child=child, by=carol, purpose=Purpose.front_door, at=AT)
    return named


def contacts(family: Family) -> list[dict]:
    """As a service without names is told them."""
    with acting(actor=service("figures"), purpose=Purpose.figures):
        return rows_of([family.oisin], tables=["contact"])["contact"]


def test_what_was_told_counts_for_the_child_as_soon_as_somebody_has_matched_it(cast: Cast, family: Family):
    """f.contacts_not_joined: nothing waits for a decision before it is added up."""
    matched(cast, family, teller_agency="Elm School", source="2A", danger="not_sure")
    (row,) = contacts(family)
    assert (row["agency_kind"], row["outcome"], row["danger"], row["by_public"]) == ("school", None, True, False)
    assert row["matched_on"] == AT.date()


def test_a_contact_keeps_its_key_when_somebody_decides_what_it_becomes(cast: Cast, family: Family):
    named = matched(cast, family, source="2A")
    (before,) = contacts(family)
    carol = cast("carol").actor
    with acting(actor=carol, purpose=Purpose.front_door):
        actions.record_contact(
            named=NamedChild.objects.get(pk=named.pk), source="2A", outcome=ContactOutcome.information_only,
            by=carol, purpose=Purpose.front_door, at=AT + timedelta(hours=2),
        )  # fmt: skip
    (after,) = contacts(family)
    assert (after["contact"], after["outcome"]) == (before["contact"], "information_only")
    assert after["answered_at"] == AT + timedelta(hours=2)


def test_facts_say_that_somebody_told_and_never_who_or_in_which_words(cast: Cast, family: Family):
    matched(cast, family, teller_name="Mrs Green", teller_agency="Elm School", what_happened="He hides bread.")
    assert not {"Mrs Green", "He hides bread."} & {str(value) for row in contacts(family) for value in row.values()}


def test_a_move_is_counted_by_those_who_may_not_see_an_address(cast: Cast, family: Family):
    """f.mobile_family: also where the new address is protected."""
    with acting(actor=cast("carol").actor, purpose=Purpose.front_door):
        for lines, since, until in (
            ("1 Elm Road", date(2024, 1, 1), date(2025, 1, 1)),
            ("2 Oak Road", date(2025, 1, 1), date(2025, 6, 1)),
            ("3 Ash Road", date(2025, 9, 1), None),
        ):
            address = Address(person_id=family.oisin, lines=lines, from_on=since, until_on=until, protected=True)
            address.save(force_insert=True)
    with acting(actor=service("figures"), purpose=Purpose.figures):
        rows = rows_of([family.oisin], tables=["move"])["move"]
    assert {row["moved_on"]: row["from_known"] for row in rows} == {
        date(2025, 1, 1): True,
        date(2025, 9, 1): False,
    }


def test_a_new_adult_in_the_household_is_told_and_a_mother_from_birth_is_not(cast: Cast, family: Family):
    with acting(actor=cast("carol").actor, purpose=Purpose.front_door):
        other = Person(authority="310", is_child=False)
        other.save(force_insert=True)
        Relationship(
            person_id=family.oisin, other=other, kind="step_parent", lives_with=True, from_on=date(2026, 10, 1)
        ).save(force_insert=True)
    with acting(actor=service("figures"), purpose=Purpose.figures):
        (row,) = rows_of([family.oisin], tables=["household_change"])["household_change"]
    assert (row["joined_on"], row["adult"], row["relation"]) == (date(2026, 10, 1), True, "step_parent")
