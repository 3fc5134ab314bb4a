"""Who may open which address, by which method: generated, reviewed like code, and asked of the running pages.

`tests/access_matrix.csv` is what an information-governance lead signs. Where a page or a rule changed on purpose,
write it anew with `python -m tests.repo.write_access_matrix`, and read the difference.
"""

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from holdfast.access.personas import PERSONAS, Persona
from holdfast.web.middleware import declared_page
from holdfast.web.pages import Page
from tests.signing_in import sign_in

MATRIX = Path(__file__).parents[1] / "access_matrix.csv"
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
NOBODY = "not signed in"
ANYBODY = UUID("00000000-0000-4000-8000-000000000000")
SAMPLES = {"uuid": str(ANYBODY), "int": "1", "str": "x", "slug": "x", "path": "x"}


def addresses() -> list[tuple[str, str, Page | None]]:
    """Every address: its pattern, its view's name, and the page that was declared."""
    return sorted(_walk(get_resolver().url_patterns, "/", ""), key=lambda found: (found[0], found[1]))


def _walk(patterns: list, before: str, space: str) -> Iterator[tuple[str, str, Page | None]]:
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from _walk(pattern.url_patterns, route, inner)
        elif isinstance(pattern, URLPattern):
            name = f"{space}{pattern.name}"
            yield route, name, declared_page(pattern.callback, name)


def answer(page: Page, method: str, persona: Persona | None) -> str:
    """What the rules say: open, signs in first, refused, no such method, or the purpose for which it opens."""
    if method not in page.methods:
        return "no such method"
    if page.open_to_all:
        return "open"
    if persona is None:
        return "signs in first"
    purpose = page.purpose_for(persona.role)
    return purpose.value if purpose else "refused"


def matrix() -> str:
    """The whole table as CSV: a row for each address and method, a column for each persona."""
    out = io.StringIO()
    people = [persona.username for persona in PERSONAS]
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["address", "page", "words", "method", "needs", "about a child", NOBODY, *people])
    for route, _name, page in addresses():
        for method in page.methods if page else ():
            cells = [answer(page, method, persona) for persona in (None, *PERSONAS)]
            about = "yes" if page.about_child else ""
            writer.writerow([route, page.key, page.words, method, page.needs.name, about, *cells])
    return out.getvalue()


def test_every_address_is_declared():
    assert not [route for route, _name, page in addresses() if page is None]


def test_no_two_pages_share_a_key():
    keys = [page.key for page in {id(page): page for _route, _name, page in addresses() if page}.values()]
    assert len(keys) == len(set(keys))


def test_the_matrix_is_the_one_that_was_reviewed():
    assert matrix() == MATRIX.read_text(), "Is that meant? Then: python -m tests.repo.write_access_matrix"


def filled(route: str) -> str:
    """The address with a sample in each of its places."""
    while "<" in route:
        start, end = route.index("<"), route.index(">")
        kind = route[start + 1 : end].split(":")[0] if ":" in route[start:end] else "str"
        route = route[:start] + SAMPLES.get(kind, "x") + route[end + 1 :]
    return route


@pytest.mark.django_db
@pytest.mark.parametrize("persona", [None, *PERSONAS], ids=lambda who: who.username if who else "nobody")
def test_the_running_pages_answer_as_the_matrix_says(persona, cast):
    client = Client(raise_request_exception=False)
    if persona:
        sign_in(client, cast(persona.username))
    for route, name, page in addresses():
        if page is None or name.startswith(("account_", "mfa_", "identity:sign_out")) or "(" in route or "^" in route:
            continue  # a library's pages: signing out would end the test, and their answers are their own
        for method in METHODS:
            status = client.generic(method, filled(route)).status_code
            expected = answer(page, method, persona)
            if expected == "open":
                assert status == open_status(f"{method} {route}", persona), f"{method} {route}: {status}"
            else:
                assert as_expected(status, expected), f"{method} {route}: {status}"


OPEN = {
    "POST /api/v1/notifications/": 413,  # nothing was sent, so its length is not said
    "GET /api/v1/notifications/<str:own_id>/": 401,  # a partner's system signs what it sends
    "POST /health/test-referral/": 401,
    "GET /health/": 503,  # nothing has ever been watched here
    "GET /demo/": 404,  # only where Holdfast shows invented people
    "POST /demo/": 404,
    "GET /help/<uuid:service_id>/": 404,
    "GET /oruk/services/<uuid:service_id>": 404,
    "GET /link/<str:code>/": 410,  # as a link that was used
    "POST /link/<str:code>/": 410,
    "POST /tell-us/": 400,  # nothing was said
}
"""What each page that anybody may open answers here; every other shows itself."""


def open_status(asked: str, persona: Persona | None) -> int:
    """What an open page answers; the first page leads whoever is signed in to their work."""
    if asked == "GET /" and persona:
        return 302
    return OPEN.get(asked, 200)


def test_every_open_page_that_does_not_show_itself_is_still_there():
    open_pages = {f"{method} {route}" for route, _name, page in addresses() if page and page.open_to_all
                  for method in page.methods}  # fmt: skip
    assert set(OPEN) <= open_pages


def as_expected(status: int, expected: str) -> bool:
    """Whether the answer is one that the matrix allows: a refusal is 403 and nothing else is."""
    if expected == "no such method":
        return status in (403, 405)
    if expected == "signs in first":
        return status == 302
    if expected == "refused":
        return status == 403
    return status in (200, 302, 303, 400, 404, 409)
