"""Django's settings: everything that may differ between two places is in `choices`."""

import os
from importlib.util import find_spec

from holdfast.config.choices import MEANINGS as MEANINGS
from holdfast.config.choices import Choices
from holdfast.config.sign_in import APPS, sign_in_settings
from holdfast.web.council import read as read_council

HOLDFAST = Choices.of(os.environ)
COUNCIL = read_council(HOLDFAST.local / "council.toml")

SECRET_KEY = HOLDFAST.secret_key
DEBUG = False
ALLOWED_HOSTS = [*HOLDFAST.hosts, "127.0.0.1", "localhost", "[::1]"]
ROOT_URLCONF = "holdfast.config.urls"
WSGI_APPLICATION = "holdfast.config.wsgi.application"
AUTH_USER_MODEL = "wall.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

OURS = (
    "holdfast.wall",
    "holdfast.web",
    "holdfast.records.agencies",
    "holdfast.records.people",
    "holdfast.records.sightings",
    "holdfast.records.challenges",
    "holdfast.records.frontdoor",
    "holdfast.records.mash",
    "holdfast.records.earlyhelp",
    "holdfast.records.allegations",
    "holdfast.records.looks",
    "holdfast.records.casework",
    "holdfast.records.board",
    "holdfast.records.census",
    "holdfast.records.exchange",
    "holdfast.desk",
)
INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    *[app for app in OURS if find_spec(app) and find_spec(f"{app}.apps")],
    *APPS,  # after ours, whose templates come first
]

MIDDLEWARE = [
    "holdfast.web.middleware.safe_headers",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "holdfast.web.middleware.dated",
    "holdfast.web.middleware.OnlyDeclaredPages",
    "holdfast.web.identity.middleware.SignedInSafely",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "holdfast.web.context.council",
                "holdfast.web.identity.context.signed_in",
                "holdfast.desk.navigation.navigation",
            ]
        },
    }
]
FORM_RENDERER = "holdfast.web.forms.Renderer"

# `default` is the role that owns nothing; `owner` migrates, flushes and backs up, and serves no page.
DATABASES = {"default": HOLDFAST.app.for_django()}
if HOLDFAST.owner:
    DATABASES["owner"] = HOLDFAST.owner.for_django() | {"CONN_MAX_AGE": 0}

PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

globals().update(sign_in_settings(os.environ, https=HOLDFAST.https))

LANGUAGE_CODE = "en-gb"
USE_TZ = True
TIME_ZONE = "Europe/London"
USE_I18N = True

STATIC_URL = "/static/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True  # style sheets come straight from the package: nothing to collect, nothing to forget

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HOLDFAST.https
SESSION_SAVE_EVERY_REQUEST = True  # the idle limit counts from the last page
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "holdfast.web.views.form_went_stale"
if HOLDFAST.https:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
    CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in HOLDFAST.hosts]

DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "holdfast.web.uploads.nameless.Nameless",  # Django's own leaves a child's data behind when a process is killed
]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
