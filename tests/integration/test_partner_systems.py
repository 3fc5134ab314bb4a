"""Partners' systems send signed notifications: once, each by itself, and told nothing of whether a child is known."""

import base64
import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.db import connection
from django.test import Client
from django.utils import timezone
from jsonschema import Draft202012Validator

from holdfast.access import Purpose
from holdfast.kernel.refused import Refused
from holdfast.records.agencies.actions import add_agency
from holdfast.records.agencies.codes import AgencyKind
from holdfast.records.frontdoor import actions
from holdfast.records.frontdoor.actions.partners import add_partner_system, issue_key, revoke_key
from holdfast.records.frontdoor.codes import ContactOutcome
from holdfast.records.frontdoor.models import AllegedWorker, Envelope, NamedChild, NamedInjury, PartnerRequest
from holdfast.wall.accounts import invitation
from holdfast.wall.acting import acting
from holdfast.wall.models import User
from tests.integration.conftest import AT
from tests.partner_system import PATH, Partner
from tests.signing_in import sign_in

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


@pytest.mark.parametrize(
    "changes",
    [
        {"instead": json.dumps({"notifications": [notification("forged")]}).encode()},
        {"Idempotency_Key": "another"},
        {"Content_Digest": "sha-256=:AAAA:"},
        {"Signature": "sig=:AAAA:"},
        {"Signature": "other=:AAAA:"},
        {"Signature": ""},
        {"Signature_Input": ""},
        {"Signature_Input": 'sig=();created=1;keyid="x"'},
    ],
)
def test_whatever_is_changed_after_signing_is_refused(cast: Cast, police: Partner, changes: dict[str, object]):
    answer = police.send(notification(), **changes)
    assert answer.status_code == 401
    fits("Problem", answer.json())
    assert arrived(cast) == []


def test_a_signature_that_leaves_out_the_body_is_refused(cast: Cast, police: Partner):
    signed = police._signed("POST", PATH, (), {})
    assert police.send(notification(), **signed).status_code == 401
    assert arrived(cast) == []


def test_a_signature_for_another_path_is_refused(cast: Cast, police: Partner):
    police.send(notification())
    asked = police._signed("GET", f"{PATH}another/", (), {})
    assert police.client.get(f"{PATH}DA-2026-1/", headers=asked).status_code == 401


@pytest.mark.parametrize(("seconds", "status"), [(-301, 401), (-290, 200), (290, 200), (302, 401)])
def test_a_signature_is_good_for_five_minutes_either_way(police: Partner, seconds: float, status: int):
    assert police.with_clock(seconds).send(notification()).status_code == status


def test_another_partners_key_does_not_sign_for_this_one(cast: Cast, police: Partner):
    other, _ = system_of(cast, "Housing")
    forged = Partner(key_id=police.key_id, secret=other.secret, client=police.client)
    assert forged.send(notification()).status_code == 401


def test_a_key_that_was_ended_or_ran_out_or_whose_account_is_closed_signs_nothing(cast: Cast):
    priya, doing = cast("priya"), {"purpose": Purpose.administration, "at": timezone.now()}
    police, user = system_of(cast)
    revoke_key(key_id=police.key_id, by=priya.actor, **doing)
    assert police.send(notification()).status_code == 401
    old = issue_key(user=user, by=priya.actor, purpose=Purpose.administration, at=timezone.now() - timedelta(days=366))
    assert Partner.of(str(old.key.id), old.secret).send(notification()).status_code == 401
    new = issue_key(user=user, by=priya.actor, **doing)
    assert Partner.of(str(new.key.id), new.secret).send(notification()).status_code == 200
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert Partner.of(str(new.key.id), new.secret).send(notification("x")).status_code == 401


def test_a_partner_may_keep_its_secret_and_give_only_the_public_half(cast: Cast):
    _, user = system_of(cast)
    secret = Ed25519PrivateKey.generate()
    public = base64.b64encode(secret.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)).decode()
    doing = {"by": cast("priya").actor, "purpose": Purpose.administration, "at": timezone.now()}
    made = issue_key(user=user, public_key=public, **doing)
    assert made.secret == ""
    assert Partner(key_id=str(made.key.id), secret=secret, client=Client()).send(notification()).status_code == 200
    with pytest.raises(Refused, match="no public Ed25519 key"):
        issue_key(user=user, public_key="c2hvcnQ=", **doing)


def test_only_a_partners_system_has_a_key_and_only_an_administrator_makes_one(cast: Cast):
    doing = {"purpose": Purpose.administration, "at": AT}
    with pytest.raises(Refused, match="Only a partner’s system"):
        issue_key(user=cast("farah"), by=cast("priya").actor, **doing)
    with pytest.raises(Refused):
        add_partner_system(name="x", agency_name="x", by=cast("carol").actor, **doing)


def test_the_database_holds_nothing_that_signs(cast: Cast):
    police, _ = system_of(cast)
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(k)::text FROM frontdoor_partnerkey k")
        kept = " ".join(row[0] for row in cursor.fetchall())
    seed = base64.b64encode(police.secret.private_bytes_raw()).decode()
    assert seed not in kept
    assert police.secret.private_bytes_raw().hex() not in kept


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


def test_an_administrator_makes_a_system_and_a_key_that_is_shown_once(cast: Cast, client: Client):
    priya = sign_in(client, cast("priya"))
    made = priya.post("/partner-systems/", {"name": "Police notifications", "agency_name": "Police"})
    page = priya.post(made["Location"], {"public_key": ""}).content.decode()
    assert "BEGIN PRIVATE KEY" in page
    assert "BEGIN PRIVATE KEY" not in priya.get(made["Location"]).content.decode()
    user = User.objects.get(username="system-police-notifications")
    (key,) = user.partner_keys.all()
    priya.post(made["Location"], {"revoke": str(key.id)})
    key.refresh_from_db()
    assert key.revoked_at is not None


@pytest.mark.parametrize("who", ["farah", "carol", "grace", "tess", "noor"])
def test_nobody_else_opens_the_partners_systems(cast: Cast, client: Client, who: str):
    assert sign_in(client, cast(who)).get("/partner-systems/").status_code == 403


def test_a_system_never_gets_a_password(cast: Cast):
    _, user = system_of(cast)
    assert not user.has_usable_password()
    with pytest.raises(Refused, match="never signs in"):
        invitation(user, by=cast("priya").actor, at=AT)
