"""Addresses of signing in. Of django-allauth's pages only those here exist; each is declared like any other page."""

from allauth.account import views as account_views
from allauth.mfa.base import views as factor_views
from allauth.mfa.totp import views as app_views
from allauth.mfa.webauthn import views as key_views
from allauth.socialaccount.providers.openid_connect import views as oidc_views
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import include, path, re_path

from holdfast.access import Purpose
from holdfast.web.identity import accounts, demo, forms, second_factors
from holdfast.web.identity.middleware import emptying_the_browser
from holdfast.web.pages import View, open_page, page

FORM = "web/identity/form.html"


def _anybody(view: View, key: str, words: str) -> View:
    return open_page(key=f"identity.{key}", words=words, methods=("GET", "POST"))(view)


def _oneself(view: View, key: str, words: str) -> View:
    declared = page(key=f"identity.{key}", words=words, purposes=(Purpose.own_account,), methods=("GET", "POST"))
    return declared(view)


def _administrator(view: View, key: str, words: str) -> View:
    declared = page(key=f"identity.{key}", words=words, purposes=(Purpose.administration,), methods=("GET", "POST"))
    return declared(view)


def _signing_out(request: HttpRequest) -> HttpResponse:
    response = account_views.LogoutView.as_view(template_name="web/identity/sign_out.html")(request)
    return emptying_the_browser(response) if request.method == "POST" else response


def _says(template: str) -> View:
    def view(request: HttpRequest) -> HttpResponse:
        return render(request, f"web/identity/{template}.html")

    return view


_sign_in = account_views.LoginView.as_view(form_class=forms.SignIn, template_name="web/identity/sign_in.html")
_code = factor_views.AuthenticateView.as_view(form_class=forms.Code, template_name="web/identity/code.html")
_passkey = key_views.LoginWebAuthnView.as_view()
_forgot = account_views.PasswordResetView.as_view(
    form_class=forms.ForgotPassword,
    template_name=FORM,
    extra_context={
        "heading": "Forgotten password",
        "lead": "We send a link to set a new one. If you have no e-mail address here, ask your administrator.",
        "button": "Send the link",
    },
)
_set = account_views.PasswordResetFromKeyView.as_view(
    form_class=forms.NewPassword,
    template_name="web/identity/set_password.html",
    extra_context={"heading": "Set your password", "button": "Set the password"},
)
_change = account_views.PasswordChangeView.as_view(
    form_class=forms.ChangePassword,
    template_name=FORM,
    success_url="/account/password/changed/",
    extra_context={"heading": "Change your password", "button": "Change the password"},
)
_password_again = account_views.ReauthenticateView.as_view(
    form_class=forms.PasswordAgain,
    template_name="web/identity/again.html",
    extra_context={"heading": "Enter your password once more", "button": "Continue"},
)
_code_again = factor_views.ReauthenticateView.as_view(
    form_class=forms.CodeAgain,
    template_name="web/identity/again.html",
    extra_context={"heading": "Enter a code once more", "button": "Continue"},
)
_key_again = key_views.ReauthenticateWebAuthnView.as_view(
    template_name="web/identity/key_again.html", extra_context={"heading": "Use your key once more"}
)
_remove_app = app_views.DeactivateTOTPView.as_view(template_name="web/identity/remove.html")

entering = [
    path("sign-in/", _anybody(_sign_in, "sign_in", "Sign in"), name="account_login"),
    path("sign-in/code/", _anybody(_code, "code", "Enter a code"), name="mfa_authenticate"),
    path("sign-in/passkey/", _anybody(_passkey, "passkey", "Sign in with a passkey"), name="mfa_login_webauthn"),
    path("sign-in/closed/", _anybody(_says("closed"), "closed", "Account closed"), name="account_inactive"),
    path("sign-out/", _anybody(_signing_out, "sign_out", "Sign out"), name="account_logout"),
    path("password/forgotten/", _anybody(_forgot, "forgotten", "Forgotten password"), name="account_reset_password"),
    path(
        "password/forgotten/sent/",
        _anybody(_says("sent"), "forgotten_sent", "Look in your e-mail"),
        name="account_reset_password_done",
    ),
    re_path(
        r"^password/set/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        _anybody(_set, "set_password", "Set your password"),
        name="account_reset_password_from_key",
    ),
    path(
        "password/set/",
        _anybody(_says("password_set"), "password_set", "Your password is set"),
        name="account_reset_password_from_key_done",
    ),
    path(
        "sign-in/cancelled/",
        _anybody(_says("cancelled"), "sign_on_cancelled", "Sign-in cancelled"),
        name="socialaccount_login_cancelled",
    ),
    re_path(
        r"^sign-in/(?P<provider_id>[a-z]+)/$",
        _anybody(oidc_views.login, "sign_on", "Sign in with the council's sign-on"),
        name="openid_connect_login",
    ),
    re_path(
        r"^sign-in/(?P<provider_id>[a-z]+)/callback/$",
        _anybody(oidc_views.callback, "sign_on_callback", "Come back from the council's sign-on"),
        name="openid_connect_callback",
    ),
]
oneself = [
    path("account/", _oneself(second_factors.overview, "second_factors", "Your sign-in"), name="mfa_index"),
    path(
        "account/app/add/",
        _oneself(second_factors.AddAppView.as_view(), "add_app", "Add an authenticator app"),
        name="mfa_activate_totp",
    ),
    path("account/app/remove/", _oneself(_remove_app, "remove_app", "Remove the app"), name="mfa_deactivate_totp"),
    path(
        "account/key/add/",
        _oneself(second_factors.AddKeyView.as_view(), "add_key", "Add a passkey or key"),
        name="mfa_add_webauthn",
    ),
    path(
        "account/key/<int:pk>/remove/",
        _oneself(second_factors.RemoveKeyView.as_view(), "remove_key", "Remove a passkey or key"),
        name="mfa_remove_webauthn",
    ),
    path(
        "account/printed-codes/",
        _oneself(second_factors.printed_codes, "printed_codes", "Printed codes"),
        name="mfa_generate_recovery_codes",
    ),
    path("account/again/", _oneself(_password_again, "again", "Your password again"), name="account_reauthenticate"),
    path("account/again/code/", _oneself(_code_again, "code_again", "A code again"), name="mfa_reauthenticate"),
    path("account/again/key/", _oneself(_key_again, "key_again", "Your key again"), name="mfa_reauthenticate_webauthn"),
    path("account/password/", _oneself(_change, "password", "Change your password"), name="account_change_password"),
    path(
        "account/password/changed/",
        _oneself(_says("password_changed"), "password_changed", "Your password is changed"),
        name="password_changed",
    ),
    path(
        "account/password/none/",
        _oneself(_says("no_password"), "no_password", "You have no password here"),
        name="account_set_password",
    ),
]
ours = [
    path("signed-out/", _anybody(_says("signed_out"), "signed_out", "You are signed out"), name="signed_out"),
    path("demo/", _anybody(demo.step_into_a_role, "demo", "Step into a role"), name="demo"),
    path("accounts/", _administrator(accounts.people, "accounts", "Accounts"), name="accounts"),
    path("accounts/new/", _administrator(accounts.new_account, "new_account", "Make an account"), name="new_account"),
    path("accounts/<uuid:user_id>/", _administrator(accounts.account, "account", "An account"), name="account"),
]

urlpatterns = [*entering, *oneself, path("", include((ours, "identity")))]
