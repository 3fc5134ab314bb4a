"""The shell's own addresses: the council's colours, and the pages for when something is refused or breaks."""

from collections.abc import Mapping

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control

from holdfast.web.pages import open_page
from holdfast.web.unsaved import unsaved

ERROR_PAGES = frozenset({400, 403, 404, 409, 413, 429, 500})


@open_page(key="web.council_css", words="The council's colours")
@cache_control(max_age=3600, public=True)
def council_css(request: HttpRequest) -> HttpResponse:
    """The council's colours; a sheet of its own, since the policy for contents allows no inline style."""
    return HttpResponse(settings.COUNCIL.style_sheet, content_type="text/css; charset=utf-8")


def answer(
    request: HttpRequest, *, status: int, reason: str = "", headers: Mapping[str, str] | None = None
) -> HttpResponse:
    """The page for a status in ERROR_PAGES; `reason` is what to tell the person, never a name."""
    response = render(
        request,
        f"web/error/{status}.html",
        {"reason": reason, "council": settings.COUNCIL},
        status=status,
    )
    for name, value in (headers or {}).items():
        response[name] = value
    return response


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """handler400."""
    return answer(request, status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """handler403."""
    return answer(request, status=403)


def form_went_stale(request: HttpRequest, reason: str = "") -> HttpResponse:
    """CSRF_FAILURE_VIEW: the page was open too long or came from elsewhere."""
    words_kept = unsaved(request, because="The page was open for too long, or you signed in again meanwhile.")
    return words_kept or answer(
        request,
        status=403,
        reason="This page was open for too long or was not sent from Holdfast. Go back, copy what you wrote, "
        "open the page again and send it once more.",
    )


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """handler404."""
    return answer(request, status=404)


def broken(request: HttpRequest) -> HttpResponse:
    """handler500."""
    return answer(request, status=500)
