"""Every page says what it is for, and is sent only after its reading is on the audit log."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from holdfast.access import Purpose, Role, Stage, may_use, reach
from holdfast.kernel.refused import NotFound, Refused, StaleEdit
from holdfast.wall.acting import Actor, acting, current
from holdfast.wall.audit import commit_reading, how_far, reachable, record_refusal
from holdfast.wall.reading import reading
from holdfast.web.unsaved import unsaved

View = Callable[..., HttpResponse]

WORK = (
    Purpose.direct_work,
    Purpose.front_door,
    Purpose.out_of_hours,
    Purpose.conference,
    Purpose.quality_audit,
    Purpose.partner_work,
)
"""Working with children, each role by its own purpose: what the pages about one child are for."""


@dataclass(frozen=True, kw_only=True)
class Page:
    """What a page is, whom it is for, and how far into a child's story it goes."""

    key: str
    words: str
    purposes: tuple[Purpose, ...] = ()
    needs: Stage = Stage.nothing
    methods: tuple[str, ...] = ("GET",)
    about_child: bool = False
    writes: bool = False
    any_child: bool = False
    """Only for those who reach every child for the purpose, and not some by a grant."""
    open_to_all: bool = False

    def purpose_for(self, role: Role) -> Purpose | None:
        """The purpose for which this role may open the page; None where it may not."""
        for purpose in self.purposes:
            reached = reach(role=role, purpose=purpose)
            far_enough = reached.ceiling >= self.needs and (reached.writes or not self.writes)
            wide_enough = reached.children == "all" or not self.any_child
            if may_use(role=role, purpose=purpose).allowed and far_enough and wide_enough:
                return purpose
        return None


def page(
    *,
    key: str,
    words: str,
    purposes: tuple[Purpose, ...],
    needs: Stage = Stage.nothing,
    methods: tuple[str, ...] = ("GET",),
    about_child: bool = False,
    writes: bool = False,
    any_child: bool = False,
) -> Callable[[View], View]:
    """Declare a page for people who signed in: the view runs, and is rendered, inside `acting()`.

    Actions called by the view join its transaction. The response leaves only after the audit log holds what
    was read, and after the grants behind it were asked once more.
    """
    declared = Page(
        key=key, words=words, purposes=purposes, needs=needs, methods=methods, about_child=about_child, writes=writes,
        any_child=any_child,
    )  # fmt: skip

    def wrap(view: View) -> View:
        @wraps(view)
        def served(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            return _serve(declared, view, request, *args, **kwargs)

        served.page = declared
        return served

    return wrap


def open_page(*, key: str, words: str, methods: tuple[str, ...] = ("GET",)) -> Callable[[View], View]:
    """Declare a page that anybody may open; it shows no child, and what it writes it writes as the public."""
    declared = Page(key=key, words=words, methods=methods, open_to_all=True)

    def wrap(view: View) -> View:
        @wraps(view)
        def served(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method not in _allowed(declared):
                return HttpResponseNotAllowed(_allowed(declared))
            try:
                return view(request, *args, **kwargs)
            except Refused as refusal:
                return _refusal_page(request, refusal)

        served.page = declared
        return served

    return wrap


def _serve(declared: Page, view: View, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    if request.method not in _allowed(declared):
        return HttpResponseNotAllowed(_allowed(declared))
    if not request.user.is_authenticated:
        sign_in = redirect(reverse("account_login", query={"next": request.get_full_path()}))
        return unsaved(request, because="You are not signed in any more.") or sign_in
    actor: Actor = request.user.actor
    purpose = declared.purpose_for(actor.role)
    if purpose is None:
        return _refuse(declared, request, actor, Refused(f"“{declared.words}” is not part of the work of your role."))
    try:
        response, read, reached = _make(declared, view, request, actor, purpose, *args, **kwargs)
        commit_reading(
            actor=actor,
            purpose=purpose,
            what=_what(declared, request),
            children=read,
            reached=reached,
            at=timezone.now(),
        )
    except Refused as refusal:
        return _refuse(declared, request, actor, refusal)
    return response


def _make(
    declared: Page, view: View, request: HttpRequest, actor: Actor, purpose: Purpose, *args: Any, **kwargs: Any
) -> tuple[HttpResponse, set[UUID], set[UUID]]:
    with reading() as read, acting(actor=actor, purpose=purpose):
        if declared.about_child and "child_id" in kwargs:
            _refuse_beyond(declared.needs, kwargs["child_id"])
        response = view(request, *args, **kwargs)
        if hasattr(response, "render"):
            response.render()
        return response, read, reachable(read)


def _refuse_beyond(needs: Stage, child_id: UUID) -> None:
    """NotFound where the reader goes less far with this child than the page does, however far their role may go."""
    if current().reach.children == "granted" and how_far([child_id]).get(child_id, 0) < needs:
        raise NotFound("There is no record here that you may see.")


def _refuse(declared: Page, request: HttpRequest, actor: Actor, refusal: Refused) -> HttpResponse:
    record_refusal(
        actor=actor,
        purpose=declared.purposes[0].value,
        what=_what(declared, request),
        reason=str(refusal),
        at=timezone.now(),
    )
    return _refusal_page(request, refusal)


def _refusal_page(request: HttpRequest, refusal: Refused) -> HttpResponse:
    if isinstance(refusal, StaleEdit):
        return render(request, "web/conflict.html", {"conflict": refusal}, status=409)
    if isinstance(refusal, NotFound):
        return render(request, "web/error/404.html", {"reason": str(refusal)}, status=404)
    return render(request, "web/error/403.html", {"reason": str(refusal)}, status=403)


def _allowed(declared: Page) -> tuple[str, ...]:
    return (*declared.methods, "HEAD") if "GET" in declared.methods else declared.methods


def _what(declared: Page, request: HttpRequest) -> str:
    return f"{request.method} {declared.key}"
