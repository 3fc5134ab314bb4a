"""What somebody sent after their session had ended: nothing of it is saved, and every word stays on their screen."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

_NOT_WRITTEN = frozenset({"csrfmiddlewaretoken", "record_id", "expected_version", "form_key", "go", "step", "code"})


def unsaved(request: HttpRequest, *, because: str) -> HttpResponse | None:
    """A page with the words that were sent, to copy; None where nothing was written on a page about our work.

    They go back to the browser that sent them a moment ago and to nobody else, and are kept nowhere. What another
    site sent is not shown, since it could put words into our mouth.
    """
    written = _written(request)
    if not written:
        return None
    sign_in = reverse("account_login", query={"next": request.get_full_path()})
    context = {"because": because, "written": written, "sign_in": sign_in}
    return render(request, "web/unsaved.html", context, status=403)


def _written(request: HttpRequest) -> list[tuple[str, str]]:
    declared = getattr(request.resolver_match.func, "page", None) if request.resolver_match else None
    if request.method != "POST" or declared is None or declared.open_to_all or not _came_from_here(request):
        return []
    return [(_label(name), "\n".join(values)) for name, values in request.POST.lists() if _is_written(name, values)]


def _came_from_here(request: HttpRequest) -> bool:
    """Whether the browser says so; one that says nothing is asked to have no words shown."""
    scheme = "https" if request.is_secure() else "http"
    return request.headers.get("Origin") == f"{scheme}://{request.get_host()}"


def _is_written(name: str, values: list[str]) -> bool:
    hidden = name in _NOT_WRITTEN or name.endswith("_FORMS") or "password" in name
    return not hidden and any(value.strip() for value in values)


def _label(name: str) -> str:
    return name.replace("_", " ").replace("-", " ").capitalize()
