"""A child matched wrongly: what was recorded goes back to its envelope, and both records are as they were before."""

import json
from collections.abc import Iterable
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from django.apps import apps
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from holdfast.access import Purpose
from holdfast.kernel.refused import Refused
from holdfast.records.frontdoor.actions import (
    decide_referral,
    make_referral,
    match_named_child,
    open_envelope,
    receive_envelope,
    record_contact,
    reopen_referral,
    undo_match,
)
from holdfast.records.frontdoor.codes import ContactOutcome, ReceiptStatus, ReferralDecision
from holdfast.records.frontdoor.models import Contact, Envelope, Match, NamedChild, Referral
from holdfast.records.frontdoor.queries import in_tray, match_of
from holdfast.records.mash.actions.enquiring import start_enquiry
from holdfast.records.mash.codes import Rating
from holdfast.records.people.actions import link_same_person, unlink_same_person
from holdfast.records.people.models import Person, SamePerson
from holdfast.records.sightings.queries import injuries_of
from holdfast.wall.acting import acting
from holdfast.wall.guarded import Guarded
from holdfast.wall.models import Due, Version
from holdfast.wall.waiting import acknowledge
from holdfast.wall.waiting.models import QueueItem
from tests.integration.conftest import AT

pytestmark = pytest.mark.django_db

HUB = Purpose.front_door
TODAY = date(2026, 11, 20)
BESIDE = {"frontdoor_match", "people_sameperson"}
"""What says who is who stays, undone: it is the event itself, and not the child's story."""


def tell(cast, *, danger: str = "no", **child) -> NamedChild:
    """A school tells of a child called Osheen; Carol opens it."""
    farah = cast("farah").actor
    key = uuid4()
    with acting(actor=farah, purpose=Purpose.referring):
        receive_envelope(
            form_key=key, told={"danger": danger, "what_happened": "A bruise on the arm.", "source": "2A"},
            children=[{"given": "Osheen", "family": "Oneill", **child}], by=farah, purpose=Purpose.referring, at=AT,
        )  # fmt: skip
    carol = cast("carol").actor
    with acting(actor=carol, purpose=HUB):
        envelope = Envelope.objects.get(form_key=key)
        return open_envelope(envelope=envelope, by=carol, purpose=HUB, at=AT)[0]


@pytest.fixture
def by(cast) -> dict:
    return {"by": cast("carol").actor, "purpose": HUB, "at": AT}


@pytest.fixture
def hub(cast):
    with acting(actor=cast("carol").actor, purpose=HUB):
        yield


def match(named: NamedChild, child: UUID, by: dict) -> Match:
    return match_named_child(named=named, child=Person.objects.get(pk=child), **by)


def undo(named: NamedChild, by: dict, because: str = "Another boy: the school has looked again") -> Match:
    standing = match_of(named)
    return undo_match(match=standing, because=because, expected_version=standing.version, **by)


def record_as_it_is(child: UUID) -> str:
    """Every row that leads to the child, and what is due, as text: versions, stamps and all."""
    rows: dict[str, list] = {}
    for model in apps.get_models():
        if issubclass(model, Guarded) and model._meta.db_table not in BESIDE:
            column = model.child_field
            if column in {field.attname for field in model._meta.concrete_fields}:
                rows[model._meta.db_table] = _rows(model._default_manager.filter(**{column: child}))
    rows["wall_due"] = _rows(Due.objects.filter(child_id=child), without=("id",))
    return json.dumps(rows, default=str, sort_keys=True)


def _rows(found: Iterable, without: tuple[str, ...] = ()) -> list[dict]:
    dropped = {"_state", *without}
    return sorted(
        ({name: value for name, value in row.__dict__.items() if name not in dropped} for row in found), key=str
    )


def test_a_contact_on_the_wrong_child_goes_back_to_its_envelope(cast, family, hub, by):
    named = tell(cast)
    before = record_as_it_is(family.mei)
    match(named, family.mei, by)
    record_contact(named=named, source="2A", outcome=ContactOutcome.information_only, **by)
    undo(named, by)
    assert record_as_it_is(family.mei) == before
    named.refresh_from_db()
    assert (named.status, named.answer) == (ReceiptStatus.being_looked_at, "")
    assert [each.envelope.id for each in in_tray(as_of=TODAY)] == [named.envelope_id]


def test_an_injury_of_somebody_else_leaves_the_body_map_of_the_wrong_child(cast, family, hub, by):
    named = tell(cast, injuries=[{"site": "left_cheek", "kind": "bruise"}])
    match(named, family.mei, by)
    make_referral(named=named, source="2A", **by)
    assert [injury.site for injury in injuries_of([family.mei])] == ["left_cheek"]
    undo(named, by)
    assert not injuries_of([family.mei])
    match(named, family.oisin, by)
    make_referral(named=named, source="2A", **by)
    assert [injury.child_id for injury in injuries_of([family.oisin, family.mei])] == [family.oisin]


def test_what_went_back_is_recorded_on_the_right_child(cast, family, hub, by):
    named = tell(cast)
    match(named, family.mei, by)
    make_referral(named=named, source="2A", **by)
    undo(named, by)
    match(named, family.oisin, by)
    referral = make_referral(named=named, source="2A", **by)
    assert [each.child_id for each in Contact.objects.filter(told=named)] == [family.oisin]
    assert [each.id for each in Referral.objects.filter(child_id__in=[family.oisin, family.mei])] == [referral.id]


def test_a_referral_taken_back_waits_for_no_decision_and_the_envelope_is_in_the_inbox_again(cast, family, hub, by):
    named = tell(cast)
    match(named, family.mei, by)
    referral = make_referral(named=named, source="2A", **by)
    undo(named, by)
    assert not QueueItem.objects.filter(acknowledged_at=None, subject=referral.id).exists()
    assert [each.envelope.id for each in in_tray(as_of=TODAY)] == [named.envelope_id]
    assert QueueItem.objects.filter(acknowledged_at=None, kind="outcome", subject=named.envelope_id).exists()


def test_why_it_was_taken_back_is_kept_and_nobody_reads_it_in_the_wrong_childs_history(cast, family, hub, by):
    named = tell(cast)
    match(named, family.oisin, by)
    contact = record_contact(named=named, source="2A", outcome=ContactOutcome.open_case, **by)
    undone = undo(named, by)
    kept = Version.objects.get(table_name="frontdoor_contact", row_id=contact.id)
    assert (kept.was["child_id"], kept.reason) == (str(family.oisin), undone.undone_because)
    with acting(actor=cast("ann").actor, purpose=Purpose.direct_work):
        assert not Version.objects.filter(table_name="frontdoor_contact").exists()


def test_taking_a_contact_back_needs_a_reason(cast, family, hub, by):
    named = tell(cast)
    match(named, family.mei, by)
    record_contact(named=named, source="2A", outcome=ContactOutcome.information_only, **by)
    with pytest.raises(Refused, match="how you know"):
        undo(named, by, because=" ")


def test_a_decision_is_not_swept_away_with_a_wrong_match_until_it_is_opened_again(cast, family, hub, by):
    named = tell(cast)
    match(named, family.mei, by)
    referral = make_referral(named=named, source="2A", **by)
    decided = decide_referral(
        referral=referral, decision=ReferralDecision.strategy_discussion, reasons="Bruise", decided_on=TODAY,
        expected_version=referral.version, **by,
    )  # fmt: skip
    with pytest.raises(Refused, match="A decision stands: Strategy discussion on 20 November 2026"):
        undo(named, by)
    assert match_of(named) is not None
    assert Referral.objects.get(pk=decided.pk).child_id == family.mei


def test_what_another_agency_was_asked_since_is_listed_and_keeps_the_contact(cast, family, hub, by):
    named = tell(cast)
    match(named, family.mei, by)
    start_enquiry(referral=make_referral(named=named, source="2A", **by), rating=Rating.amber, because="Bruise", **by)
    with pytest.raises(Refused, match=r"Others have added.*enquir"):
        undo(named, by)


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["match", "contact", "referral", "undo", "link", "unlink"]), st.booleans(), st.booleans()
    ),
    max_size=8,
)  # fmt: skip


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_whatever_is_matched_linked_and_undone_leaves_both_records_as_they_were(cast, family, hub, by, steps):
    children = [family.oisin, family.mei]
    before = [record_as_it_is(child) for child in children]
    told = [tell(cast), tell(cast)]
    for step, first_child, first_told in steps:
        _try(step, told[first_told], children[first_child], children, by)
    for named in told:
        if match_of(named):
            undo(named, by)
    _unlink(by)
    assert [record_as_it_is(child) for child in children] == before


def _try(step: str, named: NamedChild, child: UUID, children: list[UUID], by: dict) -> None:
    try:
        if step == "match":
            match(named, child, by)
        elif step == "contact":
            record_contact(named=named, source="2A", outcome=ContactOutcome.information_only, **by)
        elif step == "referral":
            make_referral(named=named, source="2A", **by)
        elif step == "undo" and match_of(named):
            undo(named, by)
        elif step == "link":
            people = Person.objects.in_bulk(children)
            link_same_person(person=people[children[0]], other=people[children[1]], because="Alike", **by)
        elif step == "unlink":
            _unlink(by)
    except Refused:
        return


def _unlink(by: dict) -> None:
    for link in SamePerson.objects.filter(undone_at=None):
        later = by | {"at": AT + timedelta(minutes=1)}
        unlink_same_person(link=link, because="Two boys", expected_version=link.version, **later)


def test_a_reopened_referral_of_the_wrong_child_can_then_be_taken_back(cast, family, hub, by):
    named = tell(cast)
    before = record_as_it_is(family.mei)
    match(named, family.mei, by)
    referral = make_referral(named=named, source="2A", **by)
    Referral.objects.filter(pk=referral.pk).update(
        decision=ReferralDecision.no_further_action, decided_on=TODAY, no_further_action=True, reasons="Nothing found"
    )
    acknowledge(kind="referral", subject=referral.id, at=AT)
    referral.refresh_from_db()
    reopen_referral(referral=referral, because="Another boy", expected_version=referral.version, **by)
    undo(named, by)
    assert record_as_it_is(family.mei) == before
