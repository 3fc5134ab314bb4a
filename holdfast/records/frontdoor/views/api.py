"""The interface for partners' systems: signed JSON in, what became of each notification out, errors as problem+json."""

import json
from collections.abc import Callable
from functools import wraps
from hashlib import sha256
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt

from holdfast.access import Purpose
from holdfast.kernel.refused import NotFound, Refused
from holdfast.records.frontdoor.actions.partners import KeyUsedBefore, form_key_of, take_in
from holdfast.records.frontdoor.codes import Channel
from holdfast.records.frontdoor.forms.described import description
from holdfast.records.frontdoor.forms.wire import MOST, read_notification
from holdfast.records.frontdoor.models import NamedChild
from holdfast.records.frontdoor.queries.signing import NotSigned, signer_of
from holdfast.wall.acting import acting
from holdfast.wall.audit import record, record_refusal
from holdfast.wall.models import User
from holdfast.web.pages import open_page

LARGEST = 2 * 1024 * 1024
LONGEST_KEY = 100

Answering = Callable[..., HttpResponse]


class Problem(Refused):
    """A request that is not answered, with its status and the name of what is wrong."""

    def __init__(self, status: int, name: str, detail: str) -> None:
        super().__init__(detail)
        self.status, self.name = status, name


def answering_in_json(view: Answering) -> Answering:
    """Answer every refusal as problem+json (RFC 9457)."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Problem as problem:
            return _problem(problem.status, problem.name, str(problem))
        except NotSigned as refusal:
            return _problem(401, "not-signed", str(refusal))
        except KeyUsedBefore as refusal:
            return _problem(422, "key-used-before", str(refusal))
        except NotFound as refusal:
            return _problem(404, "not-found", str(refusal))

    return answered


@csrf_exempt
@open_page(key="frontdoor.api_notifications", words="Send notifications from a partner’s system", methods=("POST",))
@answering_in_json
def notifications(request: HttpRequest) -> HttpResponse:
    """Up to a hundred notifications, each taken in or refused by itself."""
    body = _body(request)
    user = _signer(request, body)
    key = request.headers.get("Idempotency-Key", "").strip()
    if not 0 < len(key) <= LONGEST_KEY or not key.isascii() or not key.isprintable():
        raise Problem(400, "no-idempotency-key", f"Send an Idempotency-Key of 1 to {LONGEST_KEY} signs.")
    answer, again = take_in(
        user=user, key=key, body_sha256=sha256(body).hexdigest(), channel=Channel.machine, at=request.now,
        notifications=[read_notification(each) for each in _listed(body)],
    )  # fmt: skip
    response = JsonResponse(answer)
    response["Idempotency-Replayed"] = "true" if again else "false"
    return response


@open_page(key="frontdoor.api_status", words="How far we are with a partner’s notification", methods=("GET",))
@answering_in_json
def status(request: HttpRequest, own_id: str) -> HttpResponse:
    """How far we are with one notification of the system that asks; never whether a child is known."""
    user = _signer(request, b"")
    with acting(actor=user.actor, purpose=Purpose.referring):
        record(what="GET frontdoor.api_status", children=[], at=request.now)
        named = NamedChild.objects.select_related("envelope").filter(envelope__form_key=form_key_of(user, own_id))
        told = [_where_it_stands(each) for each in named.order_by("envelope__sent_at", "place")]
    if not told:
        raise NotFound("You sent no notification of this id.")
    return JsonResponse(
        {"id": own_id, "reference": told[0].pop("reference"), "children": [_without(each) for each in told]}
    )


@open_page(key="frontdoor.api_description", words="The description of the partners’ interface", methods=("GET",))
def openapi(request: HttpRequest) -> HttpResponse:
    """The interface in OpenAPI 3.1, made of what the code itself reads by."""
    return JsonResponse(description(sending=reverse("frontdoor:api_notifications"), largest=LARGEST))


def _signer(request: HttpRequest, body: bytes) -> User:
    key = signer_of(method=request.method or "", path=request.path, headers=request.headers, body=body, at=request.now)
    if request.META.get("QUERY_STRING"):
        record_refusal(
            actor=key.user.actor, purpose=Purpose.referring.value, what=f"{request.method} frontdoor.api",
            reason="a query string, which no signature covers", at=request.now,
        )  # fmt: skip
        raise Problem(400, "no-query", "There is nothing to ask by a query string here.")
    return key.user


def _body(request: HttpRequest) -> bytes:
    try:
        body = request.body
    except RequestDataTooBig:
        body = b""
    if not body or len(body) > LARGEST:
        raise Problem(413, "too-large", f"Send 1 to {LARGEST} bytes; send the rest as another request.")
    if request.content_type != "application/json":
        raise Problem(415, "not-json", "Send application/json.")
    return body


def _listed(body: bytes) -> list[Any]:
    try:
        sent = json.loads(body.decode("utf-8"), parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise Problem(400, "not-json", "The body is not JSON in UTF-8. Nothing of it was taken in.") from None
    listed = sent.get("notifications") if isinstance(sent, dict) else None
    if not isinstance(listed, list) or set(sent) != {"notifications"}:
        raise Problem(400, "no-notifications", "Send an object with one list, “notifications”.")
    if not 1 <= len(listed) <= MOST:
        raise Problem(413, "too-many", f"Send 1 to {MOST} notifications; send the rest as another request.")
    return listed


def _no_number(name: str) -> None:
    raise ValueError(f"{name} is no JSON")


def _where_it_stands(named: NamedChild) -> dict[str, Any]:
    return {
        "reference": named.envelope.reference,
        "sent_at": named.envelope.sent_at.isoformat(),
        "place": named.place,
        "status": named.status,
        "answer": named.answer or None,
    }


def _without(told: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in told.items() if name != "reference"}


def _problem(status: int, name: str, detail: str) -> HttpResponse:
    said = {"type": f"urn:holdfast:problem:{name}", "title": name.replace("-", " "), "status": status, "detail": detail}
    response = JsonResponse(said, status=status)
    response["Content-Type"] = "application/problem+json"
    if status == 401:
        response["WWW-Authenticate"] = 'Signature realm="holdfast"'
    return response
