"""The root of the addresses: each app that has pages, in the order of a child's story."""

from importlib.util import find_spec

from django.conf import settings
from django.urls import include, path

urlpatterns = [
    path("", include("holdfast.web.identity.urls")),
    *[path("", include(f"{app}.urls")) for app in settings.OURS if find_spec(app) and find_spec(f"{app}.urls")],
]

handler400 = "holdfast.web.views.bad_request"
handler403 = "holdfast.web.views.forbidden"
handler404 = "holdfast.web.views.not_found"
handler500 = "holdfast.web.views.broken"
