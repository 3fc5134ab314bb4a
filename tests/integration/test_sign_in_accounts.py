"""Accounts: made by an administrator, entered by an invitation."""

from collections.abc import Callable

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.test import Client
from django.urls import get_resolver, reverse

from holdfast.access import Purpose
from holdfast.access.personas import PERSONAS
from holdfast.config.sign_in import sign_in_settings
from holdfast.kernel.refused import Refused
from holdfast.wall import accounts
from holdfast.wall.acting import acting
from holdfast.wall.models import AuditEvent, User
from holdfast.web.identity import urls
from tests.integration.conftest import AT
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db
NEW = {
    "display_name": "Niamh O'Dowd-Price",
    "username": "niamh",
    "email": "Niamh@Example.org",
    "agency_name": "Kestrel Lane Primary School",
    "role": "school_lead",
}


@pytest.fixture
def priya(client: Client, cast: Callable[[str], User]) -> Client:
    return sign_in(client, cast("priya"))


def press(client: Client, user: User, button: str):
    return client.post(reverse("identity:account", args=[user.id]), {"do": button})


def invitation_on(page) -> str:
    return page.context["link"].removeprefix("http://testserver")


def follow(link: str, password: str = "a-long-enough-sentence"):
    invited = Client()
    form = invited.get(link, follow=True)
    if "no longer works" in form.content.decode():
        return form
    return invited.post(form.request["PATH_INFO"], {"password1": password, "password2": password})


def test_an_administrator_makes_an_account_and_its_owner_sets_the_password(priya: Client):
    made = priya.post(reverse("identity:new_account"), NEW)
    user = User.objects.get(username="niamh")
    assert made.url == reverse("identity:account", args=[user.id])
    assert not user.has_usable_password()
    page = press(priya, user, "invite")
    assert "and to nobody else" in page.content.decode()
    assert follow(invitation_on(page)).url == reverse("account_reset_password_from_key_done")
    user.refresh_from_db()
    assert user.check_password("a-long-enough-sentence")


def test_an_invitation_works_once(priya: Client, cast: Callable[[str], User]):
    link = invitation_on(press(priya, cast("ann"), "invite"))
    follow(link)
    assert "This link no longer works" in follow(link).content.decode()


def test_a_short_password_is_refused(priya: Client, cast: Callable[[str], User]):
    answer = follow(invitation_on(press(priya, cast("ann"), "invite")), password="short")
    assert answer.status_code == 200
    assert not cast("ann").has_usable_password()


def test_two_people_cannot_share_a_username_or_an_address(priya: Client):
    priya.post(reverse("identity:new_account"), NEW)
    again = priya.post(reverse("identity:new_account"), NEW | {"username": "NIAMH", "email": ""})
    assert "There is an account with that username or e-mail address" in again.content.decode()
    same_address = priya.post(reverse("identity:new_account"), NEW | {"username": "other"})
    assert "There is an account with that username or e-mail address" in same_address.content.decode()
    assert User.objects.filter(agency_name=NEW["agency_name"]).count() == 1


def test_a_closed_account_is_open_again_only_by_an_administrator(priya: Client, cast: Callable[[str], User]):
    press(priya, cast("ann"), "close")
    assert not cast("ann").is_active
    press(priya, cast("ann"), "open")
    assert cast("ann").is_active


def test_an_administrator_can_neither_close_nor_disarm_their_own_account(priya: Client, cast: Callable[[str], User]):
    assert press(priya, cast("priya"), "close").status_code == 403
    assert press(priya, cast("priya"), "forget").status_code == 403
    assert cast("priya").is_active


def test_forgetting_a_lost_factor_forgets_the_password_too(priya: Client, cast: Callable[[str], User]):
    ann = cast("ann")
    ann.set_password("known-to-somebody-else")
    ann.save()
    RecoveryCodes.activate(ann)
    press(priya, ann, "forget")
    ann.refresh_from_db()
    assert not ann.has_usable_password()
    assert not ann.authenticator_set.exists()


@pytest.mark.parametrize("who", [each.username for each in PERSONAS if each.username != "priya"])
def test_nobody_else_sees_or_changes_accounts(client: Client, cast: Callable[[str], User], who: str):
    sign_in(client, cast(who))
    assert client.get(reverse("identity:accounts")).status_code == 403
    assert client.post(reverse("identity:new_account"), NEW).status_code == 403
    assert press(client, cast("ann"), "invite").status_code == 403
    assert not User.objects.filter(username="niamh").exists()


def test_the_deed_itself_refuses_whoever_is_no_administrator(cast: Callable[[str], User]):
    with pytest.raises(Refused, match="Administration"):
        accounts.close_account(cast("ben"), by=cast("ann").actor, at=AT)


def test_what_an_administrator_does_is_on_the_audit_log(cast: Callable[[str], User]):
    priya = cast("priya").actor
    accounts.close_account(cast("ben"), by=priya, at=AT)
    with acting(actor=priya, purpose=Purpose.own_account):
        assert AuditEvent.objects.filter(actor_id=priya.id, what="close account", reason="ben").exists()


def test_every_page_about_signing_in_is_drawn_by_our_own_shell(priya: Client, cast: Callable[[str], User]):
    names = [pattern.name for pattern in (*urls.entering, *urls.oneself) if not pattern.pattern.converters]
    for name in names:
        if name in ("account_reset_password_from_key", "openid_connect_login", "openid_connect_callback"):
            continue
        for visitor in (Client(), priya):
            answer = visitor.get(reverse(name))
            assert answer.status_code in (200, 302, 403, 404), name
            if answer.status_code != 302:
                assert "hf-header" in answer.content.decode(), name


def test_no_other_page_of_the_library_exists():
    known = {name for name in get_resolver().reverse_dict if isinstance(name, str)}
    assert {"account_signup", "account_email", "socialaccount_connections", "socialaccount_signup"}.isdisjoint(known)


def test_the_councils_sign_on_needs_all_its_settings():
    with pytest.raises(Refused, match="HOLDFAST_OIDC_CLIENT_SECRET and HOLDFAST_OIDC_EMAIL_DOMAINS"):
        sign_in_settings({"HOLDFAST_OIDC_URL": "https://id.example", "HOLDFAST_OIDC_CLIENT_ID": "x"}, https=True)


def test_the_councils_sign_on_must_be_reached_safely():
    given = {f"HOLDFAST_OIDC_{part}": "x" for part in ("CLIENT_ID", "CLIENT_SECRET", "EMAIL_DOMAINS")}
    with pytest.raises(Refused, match="https://"):
        sign_in_settings(given | {"HOLDFAST_OIDC_URL": "http://id.example"}, https=True)


def test_idle_time_is_a_number_of_minutes():
    assert sign_in_settings({"HOLDFAST_IDLE_MINUTES": "15"}, https=False)["SESSION_IDLE_MINUTES"] == 15
    with pytest.raises(Refused, match="whole number from 1 to 120"):
        sign_in_settings({"HOLDFAST_IDLE_MINUTES": "never"}, https=False)
