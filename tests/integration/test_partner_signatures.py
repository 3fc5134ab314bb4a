"""Whether a request is a partner's: what is signed, by which key, until when, and who makes keys."""

import base64
import json
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.db import connection
from django.test import Client
from django.utils import timezone

from holdfast.access import Purpose
from holdfast.kernel.refused import Refused
from holdfast.records.frontdoor.actions.partners import add_partner_system, issue_key, revoke_key
from holdfast.wall.accounts import invitation
from holdfast.wall.models import User
from tests.integration.conftest import AT
from tests.integration.test_partner_systems import Cast, arrived, fits, notification, police, system_of
from tests.partner_system import PATH, Partner
from tests.signing_in import sign_in

__all__ = ["police"]

pytestmark = pytest.mark.django_db


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
