"""Getting in: a password, a second factor, and one answer to every wrong guess."""

import re
from collections.abc import Callable

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from holdfast.access import Purpose
from holdfast.wall.acting import PUBLIC, acting
from holdfast.wall.models import AuditEvent, User

pytestmark = pytest.mark.django_db
PASSWORD = "three-random-words-kettle"


@pytest.fixture(autouse=True)
def nobody_guessed_yet() -> None:
    cache.clear()


@pytest.fixture
def ann(cast: Callable[[str], User]) -> User:
    user = cast("ann")
    user.set_password(PASSWORD)
    user.save()
    return user


def give_password(client: Client, username: str = "ann", password: str = PASSWORD, **more: str):
    return client.post(reverse("account_login"), {"login": username, "password": password, **more})


def app_code(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def pair_an_app(client: Client) -> str:
    """Pair an authenticator app as the person signed in; answers its secret."""
    page = client.get(reverse("mfa_activate_totp")).content.decode()
    secret = re.search(r'<strong class="hf-keys">([A-Z2-7]+)</strong>', page)[1]
    done = client.post(reverse("mfa_activate_totp"), {"code": app_code(secret)})
    assert done.status_code == 302, done.content.decode()
    return secret


def print_codes(client: Client) -> list[str]:
    sheet = client.post(reverse("mfa_generate_recovery_codes")).content.decode()
    return re.findall(r"<code>(\d{5} \d{5})</code>", sheet)


def is_signed_in(client: Client) -> bool:
    """Whether pages beyond setting up a second factor open."""
    return client.get(reverse("account_change_password")).status_code == 200


def test_a_password_alone_opens_nothing_but_setting_up_a_second_factor(client: Client, ann: User):
    give_password(client)
    assert not is_signed_in(client)
    assert client.get(reverse("account_change_password")).url == reverse("mfa_index")
    page = client.get(reverse("mfa_index"))
    assert page.status_code == 200
    assert "Set up a second way" in page.content.decode()


def test_somebody_pairs_an_app_and_next_time_is_asked_for_its_code(client: Client, ann: User):
    give_password(client)
    secret = pair_an_app(client)
    assert is_signed_in(client)
    again = Client()
    assert give_password(again).url == reverse("mfa_authenticate")
    assert not is_signed_in(again)
    cache.clear()
    again.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert not is_signed_in(again)
    again.post(reverse("mfa_authenticate"), {"code": app_code(secret)})
    assert is_signed_in(again)


def test_a_printed_sheet_is_a_second_factor_of_its_own_and_each_code_works_once(client: Client, ann: User):
    give_password(client)
    codes = print_codes(client)
    assert len(codes) == 40
    assert is_signed_in(client)
    for_code = Client()
    assert give_password(for_code).url == reverse("mfa_authenticate")
    for_code.post(reverse("mfa_authenticate"), {"code": codes[0]})
    assert is_signed_in(for_code)
    once_more = Client()
    give_password(once_more)
    refused = once_more.post(reverse("mfa_authenticate"), {"code": codes[0]})
    assert "That code is wrong or was used already" in refused.content.decode()
    assert not is_signed_in(once_more)


def test_the_codes_are_shown_once_and_a_new_sheet_ends_the_old_one(client: Client, ann: User):
    give_password(client)
    old = print_codes(client)
    assert old[0] not in client.get(reverse("mfa_generate_recovery_codes")).content.decode()
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    assert set(print_codes(client)).isdisjoint(old)


def test_codes_that_nobody_was_shown_do_not_exist(client: Client, ann: User):
    give_password(client)
    pair_an_app(client)
    assert [each.type for each in Authenticator.objects.filter(user=ann)] == ["totp"]


def test_a_second_factor_is_kept_encrypted(client: Client, ann: User):
    give_password(client)
    secret = pair_an_app(client)
    assert secret not in str(Authenticator.objects.get(user=ann).data)


def test_a_password_typed_before_the_factor_was_set_up_elsewhere_does_not_ride_along(client: Client, ann: User):
    somebody_else = Client()
    give_password(somebody_else)
    give_password(client)
    pair_an_app(client)
    answer = somebody_else.get(reverse("account_change_password"))
    assert answer.status_code == 302
    assert answer.url.startswith(reverse("account_login"))
    assert somebody_else.get(reverse("mfa_index")).url.startswith(reverse("account_login"))


def test_the_only_second_factor_cannot_be_removed(client: Client, ann: User):
    give_password(client)
    pair_an_app(client)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    client.post(reverse("mfa_deactivate_totp"))
    assert Authenticator.objects.filter(user=ann, type="totp").exists()


def test_changing_a_second_factor_asks_for_the_password_again(client: Client, ann: User):
    give_password(client)
    pair_an_app(client)
    assert client.post(reverse("mfa_generate_recovery_codes")).url.startswith(reverse("account_reauthenticate"))


def test_an_unknown_name_and_a_wrong_password_are_answered_alike(client: Client, ann: User):
    wrong = give_password(client, "ann", "not-her-password").content.decode()
    unknown = give_password(Client(), "nobody-of-that-name", "not-her-password").content.decode()
    masked = [re.sub(r'(value|name="csrfmiddlewaretoken" value)="[^"]*"', "", page) for page in (wrong, unknown)]
    assert masked[0] == masked[1]
    assert "do not belong together" in wrong


def test_a_forgotten_password_is_answered_alike_for_known_and_unknown_addresses(client: Client, ann: User, mailoutbox):
    User.objects.filter(pk=ann.pk).update(email="ann@example.org", last_login=None)
    asked = [
        client.post(reverse("account_reset_password"), {"email": to}) for to in ("ann@example.org", "x@example.org")
    ]
    assert {each.url for each in asked} == {reverse("account_reset_password_done")}
    assert [mail.to for mail in mailoutbox] == [["ann@example.org"]]
    assert "Your username is ann" in mailoutbox[0].body


def test_after_five_wrong_guesses_even_the_right_password_must_wait(client: Client, ann: User):
    for guess in range(5):
        give_password(client, "ann", f"guess-number-{guess}")
    late = give_password(client)
    assert "There were too many wrong tries" in late.content.decode()


def test_nobody_signs_up(client: Client, db: None):
    assert client.get("/sign-up/").status_code == 404
    assert client.get("/accounts/signup/").status_code == 404


def test_a_closed_account_does_not_let_anybody_in(client: Client, ann: User):
    User.objects.filter(pk=ann.pk).update(is_active=False)
    assert give_password(client).url == reverse("account_inactive")
    assert not is_signed_in(client)


def test_signing_in_and_wrong_guesses_are_on_the_audit_log_without_what_was_typed(client: Client, ann: User):
    give_password(client, "ann", "hunter2-typed-by-mistake")
    give_password(client)
    with acting(actor=ann.actor, purpose=Purpose.own_account):
        mine = [(each.what, each.allowed) for each in AuditEvent.objects.filter(actor_id=ann.id)]
    with acting(actor=PUBLIC, purpose=Purpose.referring):
        guesses = list(AuditEvent.objects.filter(actor_id=PUBLIC.id, what="sign in"))
    assert ("sign in", True) in mine
    assert [each.allowed for each in guesses] == [False]
    assert "hunter2" not in guesses[0].reason


def test_passwords_are_hashed_with_argon2(ann: User):
    assert ann.password.startswith("argon2$argon2id$")


def test_an_e_mail_address_serves_as_well_as_the_username(client: Client, ann: User):
    User.objects.filter(pk=ann.pk).update(email="ann@example.org")
    assert give_password(client, "Ann@Example.org").status_code == 302


def test_after_signing_in_nobody_is_sent_to_another_site(client: Client, ann: User):
    assert give_password(client, next="https://elsewhere.example/").url == "/"
