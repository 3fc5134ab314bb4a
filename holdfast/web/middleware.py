"""What happens to every request: refused unless its page is declared, dated, and sent with safe headers."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from holdfast.web.pages import Page

Next = Callable[[HttpRequest], HttpResponse]

OPEN_VIEWS: dict[str, Page] = {}
"""Pages of libraries that cannot wear a decorator, by URL name; see `declare`."""

CONTENT_SECURITY = (
    "default-src 'self'; img-src 'self' data:; style-src 'self'; script-src 'self'; object-src 'none'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY,
    "X-Frame-Options": "DENY",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
"""Besides those of Django's SecurityMiddleware: no sniffing of types, no referrer and no window for other sites."""


def declare(url_name: str, *, words: str, methods: tuple[str, ...] = ("GET", "POST")) -> None:
    """Declare a library's page, which shows no child: signing in, a second factor, signing out."""
    OPEN_VIEWS[url_name] = Page(key=url_name, words=words, methods=methods, open_to_all=True)


def declared_page(view: Callable[..., Any], url_name: str | None) -> Page | None:
    """What was declared of a view, by decorator or by name; None where nothing was."""
    return getattr(view, "page", None) or OPEN_VIEWS.get(url_name or "")


class OnlyDeclaredPages:
    """Answers 404 for a view that nobody declared, so that a forgotten page shows nothing."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any) -> None:
        """Refuse a view without a declaration."""
        name = request.resolver_match.view_name if request.resolver_match else None
        if declared_page(view, name) is None:
            raise Http404("This page is not declared.")


def dated(get_response: Next) -> Next:
    """Say once, at the edge, what day and what moment it is: nothing below the pages asks."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request.now = timezone.now()
        request.today = timezone.localdate(request.now)
        return get_response(request)

    return middleware


def safe_headers(get_response: Next) -> Next:
    """Send every page with headers that keep it from other sites and from the browser's disk."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if not request.path.startswith("/static/"):
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    return middleware
