"""A one-time link: an inbox without an account answers one question, in one browser, once."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from holdfast.access import Purpose
from holdfast.records.mash.actions import linked_request, open_link, use_link
from holdfast.records.mash.codes import Via
from holdfast.records.mash.queries import put_to_us
from holdfast.records.mash.views.inbox import answer_form, answered
from holdfast.wall.acting import PUBLIC, acting
from holdfast.wall.audit import record
from holdfast.web.deeds import is_done
from holdfast.web.pages import open_page

_COOKIE = "holdfast_link"


@open_page(key="mash.linked", words="Answer by a one-time link", methods=("GET", "POST"))
def linked(request: HttpRequest, code: str) -> HttpResponse:
    """A door first, so that a program which scans mail opens nothing; behind it the question and the answer.

    The browser holds a token for as long as it is open. It is not a session: nothing else can be reached with it.
    """
    token = request.COOKIES.get(_COOKIE, "")
    with acting(actor=PUBLIC, purpose=Purpose.referring):
        if request.method == "POST" and request.POST.get("go") == "open" and not token:
            return _opened(request, code)
        if not token:
            return render(request, "mash/link_door.html", {"code": code})
        return _answer(request, code, token)


def _opened(request: HttpRequest, code: str) -> HttpResponse:
    _, token = open_link(code=code, at=request.now)
    response = redirect("mash:linked", code)
    response.set_cookie(_COOKIE, token, httponly=True, samesite="Strict", secure=request.is_secure(), path=request.path)
    return response


def _answer(request: HttpRequest, code: str, token: str) -> HttpResponse:
    link, asked = linked_request(code=code, token=token, at=request.now)
    put = put_to_us(asked, at=request.now)
    form = answer_form(request, put)
    by = {"by": PUBLIC, "purpose": Purpose.referring, "at": request.now}
    sent = request.method == "POST" and form.is_valid()
    if sent and is_done(form, lambda: answered(put, form, Via.link, by)):
        use_link(link=link, at=request.now)
        return _thanked(request)
    record(what="GET mash.linked", children=[asked.child_id], at=request.now)
    return render(request, "mash/linked.html", {"put": put, "form": form}, status=400 if form.errors else 200)


def _thanked(request: HttpRequest) -> HttpResponse:
    response = render(request, "mash/link_used.html", {})
    response.delete_cookie(_COOKIE, path=request.path)
    return response
