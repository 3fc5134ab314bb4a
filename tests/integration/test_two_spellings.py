"""A child told of by many agencies under two spellings is one child, once somebody has said so."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from holdfast.access import Purpose
from holdfast.records.frontdoor.actions import (
    add_named_child,
    match_named_child,
    open_envelope,
    receive_envelope,
    record_contact,
)
from holdfast.records.frontdoor.codes import ContactOutcome
from holdfast.records.frontdoor.models import Contact, Envelope, NamedChild
from holdfast.records.frontdoor.queries import candidates
from holdfast.records.people.actions import link_same_person
from holdfast.records.people.models import Person
from holdfast.records.people.queries import same_person_as
from holdfast.wall.acting import acting
from tests.integration.conftest import AT

pytestmark = pytest.mark.django_db

HUB = Purpose.front_door
TODAY = AT.date()
SPELLINGS = ({"given": "Oisín", "family": "O'Neil"}, {"given": "Osheen", "family": "Oneill"})
BORN = date(2020, 2, 29)
SENDERS = ("farah", "gpshared", "erin", "helen")


def told(cast, sender: str, spelling: dict[str, str], at) -> NamedChild:
    user = cast(sender).actor
    key = uuid4()
    with acting(actor=user, purpose=Purpose.referring):
        receive_envelope(
            form_key=key, told={"danger": "no", "what_happened": "A bruise.", "source": "2A"},
            children=[spelling | {"birth_on": BORN}], by=user, purpose=Purpose.referring, at=at,
        )  # fmt: skip
    carol = cast("carol").actor
    with acting(actor=carol, purpose=HUB):
        return open_envelope(envelope=Envelope.objects.get(form_key=key), by=carol, purpose=HUB, at=at)[0]


def test_twelve_contacts_from_four_agencies_under_two_spellings_are_one_childs(cast, db):
    """f.contacts_not_joined: each is led to the one record by a reason in words, and a person confirms each."""
    carol = cast("carol").actor
    for number in range(12):
        at = AT - timedelta(days=number)
        named = told(cast, SENDERS[number % 4], SPELLINGS[number % 2], at)
        by = {"by": carol, "purpose": HUB, "at": at}
        with acting(actor=carol, purpose=HUB):
            found = candidates(named, as_of=TODAY).likely
            assert not Contact.objects.filter(told=named).exists(), "nothing is recorded before somebody says who it is"
            if number == 0:
                assert found == []
                add_named_child(named=named, **by)
            else:
                assert found[0].found.likely in ("very likely", "may be")
                assert found[0].found.reasons.speaks_for
                match_named_child(named=named, child=found[0].person, **by)
            record_contact(named=named, source="2A", outcome=ContactOutcome.open_case, **by)
    with acting(actor=carol, purpose=HUB):
        child = Person.objects.get(is_child=True)
        assert Contact.objects.filter(child=child).count() == 12


def test_contacts_on_two_records_of_one_child_count_together_once_they_are_linked(cast, db):
    """f.contacts_not_joined: where two records were made, linking them joins their contacts and moves none."""
    carol = cast("carol").actor
    by = {"by": carol, "purpose": HUB, "at": AT}
    for number in range(12):
        named = told(cast, SENDERS[number % 4], SPELLINGS[number % 2], AT)
        with acting(actor=carol, purpose=HUB):
            if number < 2:
                add_named_child(named=named, **by)
            else:
                record = Person.objects.filter(is_child=True).order_by("recorded_at")[number % 2]
                match_named_child(named=named, child=record, **by)
            record_contact(named=named, source="2A", outcome=ContactOutcome.open_case, **by)
    with acting(actor=carol, purpose=HUB):
        one, other = Person.objects.filter(is_child=True)
        link_same_person(person=one, other=other, because="One NHS number", **by)
        assert Contact.objects.filter(child_id__in=same_person_as(one.id)).count() == 12
        assert Contact.objects.filter(child=one).count() == 6
