"""Reports without a name are followed up, no family that asks for help disappears, and injuries told are kept."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from holdfast.access import Purpose
from holdfast.kernel.refused import Refused
from holdfast.records.frontdoor import actions
from holdfast.records.frontdoor.actions.adding import record_follow_up
from holdfast.records.frontdoor.codes import ContactOutcome, FollowUpKind
from holdfast.records.frontdoor.models import FollowUp, NamedChild
from holdfast.records.frontdoor.queries import match_of
from holdfast.records.frontdoor.queries.following import to_follow, why_a_referral_is_held
from holdfast.records.people.models import Person
from holdfast.records.sightings.models import Injury
from holdfast.wall.acting import PUBLIC, acting
from holdfast.wall.holding import standing
from holdfast.wall.models import User
from tests.integration.conftest import AT
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db

Cast = Callable[[str], User]
SEEN = date(2026, 11, 19)
BRUISE = {"site": "left_cheek", "kind": "bruise", "seen_on": SEEN, "explanation": "Fell", "explained_by": "mother"}


class Hub:
    """Carol at the front door, and what somebody told her of Oisín."""

    def __init__(self, cast: Cast, family: Any) -> None:
        self.cast, self.family = cast, family
        self.doing = {"by": cast("carol").actor, "purpose": Purpose.front_door, "at": AT}

    def told(self, sender: Any = PUBLIC, *, injuries: tuple[dict[str, Any], ...] = (), **told: Any) -> NamedChild:
        words = {"danger": "no", "what_happened": "I hear crying.", "source": "9", **told}
        child = {"given": "Oisín", "family": "O'Neil", "injuries": injuries}
        actions.receive_envelope(
            form_key=uuid4(), told=words, children=[child], by=sender, purpose=Purpose.referring, at=AT
        )
        with acting(actor=self.doing["by"], purpose=Purpose.front_door):
            named = NamedChild.objects.select_related("envelope").order_by("-recorded_at").first()
            self.match(named, self.family.oisin)
        return named

    def match(self, named: NamedChild, child_id: Any) -> None:
        actions.match_named_child(named=named, child=Person.objects.get(pk=child_id), **self.doing)

    def end(self, named: NamedChild, outcome: ContactOutcome = ContactOutcome.information_only) -> None:
        with acting(actor=self.doing["by"], purpose=Purpose.front_door):
            actions.record_contact(named=named, source="9", outcome=outcome, **self.doing)

    def follow(self, named: NamedChild, kind: FollowUpKind = FollowUpKind.asked_agency) -> FollowUp:
        told = {"asked": "The school", "result": "He is in school and well.", "form_key": uuid4()}
        return record_follow_up(named=named, kind=kind, **told, **self.doing)


@pytest.fixture
def hub(cast: Cast, family: Any) -> Hub:
    return Hub(cast, family)


@pytest.mark.parametrize("outcome", [ContactOutcome.information_only, ContactOutcome.early_help])
def test_a_report_without_a_name_is_not_ended_before_somebody_finds_out_more(hub: Hub, outcome: ContactOutcome):
    """f.anon_ignored: closing an anonymous report without an enquiry is refused; with one and its result it is not."""
    named = hub.told()
    with pytest.raises(Refused, match="Nobody who told us this gave a name"):
        hub.end(named, outcome)
    hub.follow(named)
    hub.end(named, outcome)


def test_an_anonymous_referral_is_held_too_and_protecting_never_is(hub: Hub):
    """f.anon_ignored: the same for a referral that is to end; making it a referral is never held."""
    named = hub.told()
    with acting(actor=hub.doing["by"], purpose=Purpose.front_door):
        referral = actions.make_referral(named=named, source="9", **hub.doing)
        about = {"child_id": referral.child_id, "subject_id": referral.id}
        assert any("gave a name" in said for said in standing("referral", **about))
        hub.follow(named)
        assert why_a_referral_is_held(referral.child_id, referral.id) == []


def test_a_result_is_needed_and_a_second_click_writes_it_once(hub: Hub):
    named, key = hub.told(), uuid4()
    told = {"named": named, "kind": FollowUpKind.visited, "form_key": key, **hub.doing}
    with pytest.raises(Refused, match="Say what came of it"):
        record_follow_up(result="  ", **told)
    first, second = (record_follow_up(result="Nobody was at home.", **told) for _ in range(2))
    assert first.pk == second.pk


def test_a_family_that_asks_for_help_is_spoken_with_before_it_is_ended(hub: Hub):
    """f.family_waiting: a family's own request stands in the ageing list, and cannot be closed without an outcome."""
    named = hub.told(asks_for_help=True, teller_name="Roisin", source="1A")
    with acting(actor=hub.doing["by"], purpose=Purpose.front_door):
        (line,) = to_follow()
    assert (line.named.id, line.due_on) == (named.id, date(2026, 11, 23))
    hub.follow(named, FollowUpKind.asked_agency)
    with pytest.raises(Refused, match="nobody has spoken with them yet"):
        hub.end(named, ContactOutcome.early_help)
    hub.follow(named, FollowUpKind.met_family)
    hub.end(named, ContactOutcome.early_help)
    with acting(actor=hub.doing["by"], purpose=Purpose.front_door):
        assert to_follow() == []


def test_a_report_with_a_name_needs_none_of_it(hub: Hub):
    hub.end(hub.told(teller_name="Mrs Kowalczyk", source="1B"))
    hub.end(hub.told(hub.cast("farah").actor))


def test_a_call_without_a_name_is_followed_up_like_a_form(hub: Hub, cast: Cast):
    """f.anon_ignored: whichever way it came."""
    about = {"by_public": True, "channel": "telephone", "source": "9", "danger": "no", "what_happened": "Crying."}
    actions.receive_envelope(
        form_key=uuid4(), told=about, children=[{"given": "Oisín"}], by=cast("grace").actor,
        purpose=Purpose.front_door, at=AT,
    )  # fmt: skip
    with acting(actor=hub.doing["by"], purpose=Purpose.front_door):
        named = NamedChild.objects.select_related("envelope").get()
        hub.match(named, hub.family.oisin)
        with pytest.raises(Refused, match="gave a name"):
            actions.record_contact(named=named, source="9", outcome=ContactOutcome.information_only, **hub.doing)


def test_the_hub_alone_reads_and_writes_what_was_done(hub: Hub, cast: Cast):
    named = hub.told(cast("farah").actor)
    hub.follow(named)
    with acting(actor=cast("farah").actor, purpose=Purpose.referring):
        assert not FollowUp.objects.exists()
        forged = FollowUp(named=named, kind="visited", made_at=AT, made_by=cast("farah").id, result="All well.")
        with pytest.raises(DatabaseError), transaction.atomic():
            forged.save(force_insert=True)


def test_grace_writes_it_down_on_a_page_and_it_stands_with_what_was_told(hub: Hub, cast: Cast, client: Client):
    named = hub.told()
    grace = sign_in(client, cast("grace"))
    assert (
        "Nobody who told us this gave a name" in grace.get(f"/referrals/child/{named.id}/follow-up/").content.decode()
    )
    told = {"kind": "asked_agency", "asked": "Kestrel Lane", "result": "Known and well.", "form_key": str(uuid4())}
    for _ in range(2):
        answer = grace.post(f"/referrals/child/{named.id}/follow-up/", told)
    page = grace.get(answer["Location"]).content.decode()
    assert page.count("Known and well.") == 1
    assert "Asked an agency (Kestrel Lane)" in page
    wrong = grace.post(f"/referrals/child/{named.id}/follow-up/", {**told, "result": ""})
    assert (wrong.status_code, "also where nobody knew more" in wrong.content.decode()) == (400, True)


def test_who_waits_to_be_followed_up_stands_on_the_hubs_first_page(hub: Hub, cast: Cast, client: Client):
    named = hub.told()
    page = sign_in(client, cast("grace")).get("/work/").content.decode()
    assert f"/referrals/child/{named.id}/follow-up/" in page
    assert "Take down a call" in page


def test_injuries_that_were_told_stand_on_the_childs_record_once(hub: Hub, cast: Cast):
    """f.injuries_accumulate: an injury told at the front door is a structured entry of the child it is about."""
    words = {"teller_name": "Ms Lee", "teller_agency": "Kestrel Lane Primary School", "source": "2A"}
    named = hub.told(cast("farah").actor, injuries=(BRUISE, {"kind": "burn"}), **words)
    with acting(actor=hub.doing["by"], purpose=Purpose.front_door):
        for _ in range(2):
            actions.make_referral(named=named, source="2A", **hub.doing)
        found = Injury.objects.filter(child_id=hub.family.oisin).order_by("seen_on", "site")
        told = [
            (each.site, each.kind, each.seen_on, each.whose, each.seen_by, each.explained_in_words) for each in found
        ]
    school = "Kestrel Lane Primary School"
    assert told == [
        ("left_cheek", "bruise", date(2026, 11, 19), school, "Ms Lee", "Fell"),
        ("not_said", "burn", AT.date(), school, "Ms Lee", ""),
    ]


def test_a_wrong_match_takes_its_injuries_off_that_child_and_the_right_one_has_them(hub: Hub, cast: Cast):
    named = hub.told(cast("farah").actor, injuries=(BRUISE,))
    with acting(actor=hub.doing["by"], purpose=Purpose.front_door):
        actions.record_contact(named=named, source="2A", outcome=ContactOutcome.open_case, **hub.doing)
        match = match_of(named)
        actions.undo_match(match=match, because="Another boy.", expected_version=match.version, **hub.doing)
        assert not Injury.objects.filter(child_id=hub.family.oisin, entered_in_error=False).exists()
        named.refresh_from_db()
        hub.match(named, hub.family.mei)
        actions.record_contact(named=named, source="2A", outcome=ContactOutcome.open_case, **hub.doing)
        assert Injury.objects.filter(child_id=hub.family.mei, entered_in_error=False).count() == 1


def test_an_injury_said_to_be_of_tomorrow_is_kept_as_told_today(hub: Hub, cast: Cast):
    ahead = {**BRUISE, "seen_on": AT.date() + timedelta(days=300)}
    named = hub.told(cast("farah").actor, injuries=(ahead,))
    with acting(actor=hub.doing["by"], purpose=Purpose.front_door):
        actions.make_referral(named=named, source="2A", **hub.doing)
        assert Injury.objects.get().seen_on == AT.date()
