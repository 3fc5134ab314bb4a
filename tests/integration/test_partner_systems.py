"""Partners' systems send signed notifications: once, each by itself, and told nothing of whether a child is known."""

import json
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from jsonschema import Draft202012Validator

from holdfast.access import Purpose
from holdfast.records.agencies.actions import add_agency
from holdfast.records.agencies.codes import AgencyKind
from holdfast.records.frontdoor import actions
from holdfast.records.frontdoor.actions.partners import add_partner_system, issue_key
from holdfast.records.frontdoor.codes import ContactOutcome
from holdfast.records.frontdoor.models import AllegedWorker, Envelope, NamedChild, NamedInjury, PartnerRequest
from holdfast.wall.acting import acting
from holdfast.wall.models import User
from tests.integration.conftest import AT
from tests.partner_system import PATH, Partner

pytestmark = pytest.mark.django_db

Cast = Callable[[str], User]
CHILD = {"given": "Oisín", "family": "O'Neil", "birth_on": "2020-02-29"}


def notification(own_id: str = "DA-2026-1", **more: object) -> dict[str, object]:
    told = {"id": own_id, "danger": "no", "what_happened": "Officers attended a disturbance.", "children": [CHILD]}
    return {**told, **more}


def system_of(cast: Cast, agency: str = "Police") -> tuple[Partner, User]:
    priya = cast("priya").actor
    doing = {"by": priya, "purpose": Purpose.administration, "at": timezone.now()}
    user = add_partner_system(name=f"{agency} notifications", agency_name=agency, **doing)
    made = issue_key(user=user, **doing)
    return Partner.of(str(made.key.id), made.secret), user


@pytest.fixture
def police(cast: Cast) -> Partner:
    add_agency(name="Police", kind=AgencyKind.police)
    return system_of(cast)[0]


def arrived(cast: Cast) -> list[Envelope]:
    with acting(actor=cast("carol").actor, purpose=Purpose.front_door):
        return list(Envelope.objects.order_by("sent_at", "reference"))


def description() -> dict[str, object]:
    return json.loads(Client().get("/api/v1/openapi.json").content)


def fits(schema: str, answer: object) -> None:
    whole = description()
    Draft202012Validator({"$ref": f"#/components/schemas/{schema}", **whole}).validate(answer)


def test_a_signed_notification_arrives_like_any_other(cast: Cast, police: Partner):
    hurt = {"site": "left_cheek", "kind": "bruise", "seen_on": "2026-11-19", "explanation": "Fell off a swing"}
    children = [{**CHILD, "injuries": [hurt]}, {"given": "Aoife"}]
    accused = [{"name": "A coach", "employer": "The swimming club"}]
    answer = police.send(notification(children=children, alleged=accused, teller={"name": "PC Okoro"}))
    assert answer.status_code == 200, answer.content
    fits("Results", answer.json())
    (envelope,) = arrived(cast)
    (result,) = answer.json()["results"]
    assert result == {"id": "DA-2026-1", "outcome": "taken_in", "reference": envelope.reference, "because": []}
    assert (envelope.source, envelope.teller_agency, envelope.teller_name) == ("6", "Police", "PC Okoro")
    with acting(actor=cast("carol").actor, purpose=Purpose.front_door):
        assert [each.called for each in NamedChild.objects.order_by("place")] == ["Oisín O'Neil", "Aoife"]
        assert [each.said for each in NamedInjury.objects.all()] == ["Bruise, Left cheek"]
        assert [each.employer for each in AllegedWorker.objects.all()] == ["The swimming club"]


def test_the_same_request_again_does_nothing_and_is_answered_the_same(cast: Cast, police: Partner):
    first, second = (police.send(notification(), key="one") for _ in range(2))
    assert first.json() == second.json()
    assert (first["Idempotency-Replayed"], second["Idempotency-Replayed"]) == ("false", "true")
    assert len(arrived(cast)) == 1


def test_the_same_key_with_another_body_is_refused_and_nothing_of_it_arrives(cast: Cast, police: Partner):
    police.send(notification(), key="one")
    again = police.send(notification("DA-2026-2"), key="one")
    assert (again.status_code, again["Content-Type"]) == (422, "application/problem+json")
    fits("Problem", again.json())
    assert "another body" in again.json()["detail"]
    assert len(arrived(cast)) == 1


def test_the_same_notification_with_another_key_arrives_once(cast: Cast, police: Partner):
    answers = [police.send(notification()).json()["results"][0] for _ in range(3)]
    assert [each["outcome"] for each in answers] == ["taken_in", "arrived_before", "arrived_before"]
    assert len({each["reference"] for each in answers}) == 1
    assert len(arrived(cast)) == 1


def test_an_id_that_comes_with_other_words_stands_beside_the_first(cast: Cast, police: Partner):
    one = police.send(notification()).json()["results"][0]
    other = police.send(notification(what_happened="The mother has rung again.")).json()["results"][0]
    assert (other["outcome"], other["reference"]) == ("taken_in", one["reference"])
    assert len(arrived(cast)) == 2


def test_each_notification_is_taken_in_or_refused_by_itself(cast: Cast, police: Partner):
    wrong = notification("W", children=[{"birth_on": "2023-02-29"}], danger="perhaps", surprise=1)
    answer = police.send(notification("A"), wrong, notification("B"), "nonsense").json()
    fits("Results", answer)
    assert [each["outcome"] for each in answer["results"]] == ["taken_in", "refused", "taken_in", "refused"]
    because = " ".join(answer["results"][1]["because"])
    assert "danger is none of the codes" in because
    assert "children/0/birth_on is no day" in because
    assert "perhaps" not in because
    assert len(arrived(cast)) == 2


def test_a_hundred_and_one_are_too_many_and_a_hundred_are_not(cast: Cast, police: Partner):
    assert police.send(*(notification(f"N{at}") for at in range(101))).status_code == 413
    assert arrived(cast) == []
    assert len(police.send(*(notification(f"N{at}") for at in range(100))).json()["results"]) == 100


def test_where_one_cannot_be_written_down_none_is_and_the_request_can_be_sent_again(
    cast: Cast, police: Partner, monkeypatch
):
    kept = NamedChild.save
    monkeypatch.setattr(NamedChild, "save", broken_for("Mei"))
    both = [notification("A"), notification("B", children=[{"given": "Mei"}])]
    with pytest.raises(OSError, match="disk"):
        police.send(*both, key="one")
    assert arrived(cast) == []
    monkeypatch.setattr(NamedChild, "save", kept)
    assert [each["outcome"] for each in police.send(*both, key="one").json()["results"]] == ["taken_in"] * 2


def broken_for(given: str) -> Callable[..., None]:
    kept = NamedChild.save

    def save(self: NamedChild, *args: object, **kwargs: object) -> None:
        if self.given == given:
            raise OSError("the disk is full")
        kept(self, *args, **kwargs)

    return save


def test_a_partner_reads_how_far_we_are_in_words_that_it_may_have(cast: Cast, police: Partner, family):
    police.send(notification(children=[CHILD, {"given": "Aoife"}]))
    before = police.ask("DA-2026-1").json()
    fits("Status", before)
    assert [each["status"] for each in before["children"]] == ["not_read", "not_read"]
    carol = {"by": cast("carol").actor, "purpose": Purpose.front_door, "at": AT}
    with acting(actor=carol["by"], purpose=Purpose.front_door):
        envelope = Envelope.objects.get()
        first, _ = actions.open_envelope(envelope=envelope, **carol)
        actions.match_named_child(named=first, child=person(family.oisin), **carol)
        actions.record_contact(named=first, source="6", outcome=ContactOutcome.information_only, **carol)
    after = police.ask("DA-2026-1").json()
    fits("Status", after)
    assert [each["status"] for each in after["children"]] == ["decided", "being_looked_at"]
    assert after["children"][0]["answer"].startswith("Thank you.")
    assert "100001" not in json.dumps(after)


def person(child_id):
    from holdfast.records.people.models import Person

    return Person.objects.get(pk=child_id)


def test_what_another_partner_sent_is_answered_as_what_nobody_sent(cast: Cast, police: Partner):
    police.send(notification())
    housing, _ = system_of(cast, "Housing")
    theirs, nobodys = housing.ask("DA-2026-1"), housing.ask("never")
    assert (theirs.status_code, theirs.content) == (404, nobodys.content)
    fits("Problem", theirs.json())


def test_two_partners_may_call_theirs_by_the_same_id(cast: Cast, police: Partner):
    housing, _ = system_of(cast, "Housing")
    assert police.send(notification(), key="k").json()["results"][0]["outcome"] == "taken_in"
    assert housing.send(notification(), key="k").json()["results"][0]["outcome"] == "taken_in"
    assert len(arrived(cast)) == 2


def test_the_answer_is_the_same_whether_or_not_a_child_is_known(police: Partner, family):
    known, unknown = (
        police.send(notification(own, children=[{"given": given, "family": "O'Neil", "birth_on": "2020-02-29"}]))
        for own, given in (("A", "Oisín"), ("B", "Nobody"))
    )
    plain = [each.json()["results"][0] | {"id": "", "reference": ""} for each in (known, unknown)]
    assert plain[0] == plain[1]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 413),
        (b"{", 400),
        (b"\xff\xfe", 400),
        (b'{"notifications": NaN}', 400),
        (b'{"notifications": []}', 413),
        (b'{"notifications": {}}', 400),
        (b"[]", 400),
        (b"[" * 100_000, 400),
        (b'{"notifications": [1], "more": 1}', 400),
        (b" " * (2 * 1024 * 1024 + 1), 413),
        (b" " * (6 * 1024 * 1024), 413),
    ],
)
def test_what_is_no_request_is_a_plain_problem(police: Partner, body: bytes, status: int):
    answer = police.send_bytes(body)
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
    fits("Problem", answer.json())


def test_only_json_is_taken_and_only_with_a_key_and_no_query(police: Partner):
    assert police.send(notification(), content_type="text/xml").status_code == 415
    assert police.send(notification(), key=" ").status_code == 400
    assert police.send(notification(), key="x" * 101).status_code == 400
    assert police.send(notification(), path=f"{PATH}?a=b").status_code == 400


def test_signs_that_cannot_be_kept_lose_nothing_else(cast: Cast, police: Partner):
    answer = police.send(notification(what_happened="He\u0000 hit \ud800her."))
    assert answer.json()["results"][0]["outcome"] == "taken_in"
    assert [each.what_happened for each in arrived(cast)] == ["He hit her."]


def test_words_of_danger_in_a_notification_put_it_higher(cast: Cast, police: Partner):
    police.send(notification(what_happened="He strangled her while the child watched."))
    assert [(each.danger_answered, each.danger) for each in arrived(cast)] == [("no", "not_sure")]


def test_what_was_answered_is_kept_without_what_was_told_and_is_nobody_elses(cast: Cast, police: Partner):
    police.send(notification(), notification("W", danger="perhaps"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM frontdoor_partnerrequest")
        assert cursor.fetchone() == (0,)
    user = User.objects.get(username="system-police-notifications")
    with acting(actor=user.actor, purpose=Purpose.referring):
        kept = json.dumps(PartnerRequest.objects.get().answer)
    assert "Officers" not in kept
    assert "Oisín" not in kept
    with acting(actor=cast("farah").actor, purpose=Purpose.referring):
        assert not PartnerRequest.objects.exists()
