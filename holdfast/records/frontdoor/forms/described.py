"""The partners' interface in OpenAPI 3.1, made of the descriptions by which the code reads."""

from typing import Any

from holdfast.records.frontdoor.codes import ReceiptStatus
from holdfast.records.frontdoor.forms.wire import MOST, NOTIFICATION, OWN_ID

OUTCOMES = ("taken_in", "arrived_before", "refused")
_SIGNED = (
    "HTTP Message Signatures (RFC 9421), Ed25519. Signature-Input must be "
    'sig=("@method" "@path" "content-digest" "idempotency-key");created=SECONDS;keyid="KEY", where nothing is sent '
    'sig=("@method" "@path");created=SECONDS;keyid="KEY". It is good for five minutes.'
)
_ABOUT = (
    "For systems of the police, schools, health and others to tell the front door of worries about children. Each "
    "notification is taken in once, however often it is sent, and answered the same whether or not a child is known. "
    "In danger ring 999: this is no telephone."
)

Part = dict[str, Any]


def description(*, sending: str, largest: int) -> Part:
    """The whole description; `sending` is the path to which notifications are sent."""
    return {
        "openapi": "3.1.0",
        "info": {"title": "Holdfast: notifications from partners’ systems", "version": "1.0.0", "description": _ABOUT},
        "paths": {
            sending: {"post": _post(largest)},
            f"{sending}{{id}}/": {"get": _get()},
        },
        "components": {
            "schemas": {
                "Notification": NOTIFICATION,
                "Notifications": {
                    "type": "object",
                    "properties": {"notifications": _list("#/components/schemas/Notification", MOST)},
                    "required": ["notifications"],
                    "additionalProperties": False,
                },
                "Results": _results(),
                "Status": _status(),
                "Problem": _problem(),
            },
            "securitySchemes": {
                "signature": {"type": "apiKey", "in": "header", "name": "Signature", "description": _SIGNED}
            },
        },
        "security": [{"signature": []}],
    }


def _post(largest: int) -> Part:
    return {
        "operationId": "sendNotifications",
        "summary": "Send up to a hundred notifications; each is taken in or refused by itself",
        "parameters": [
            _header(
                "Idempotency-Key", "The same key with the same body does nothing again", maxLength=100, minLength=1
            ),
            _header("Content-Digest", "sha-256=:BASE64: of the body (RFC 9530)"),
            _header("Signature-Input", "What is signed, when, and by which key"),
        ],
        "requestBody": {
            "required": True,
            "description": f"At most {largest} bytes.",
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Notifications"}}},
        },
        "responses": {
            "200": _json("What became of each, in the order in which they were sent", "Results"),
            **{code: _json(said, "Problem", problem=True) for code, said in _POST_PROBLEMS.items()},
        },
    }


_POST_PROBLEMS = {
    "400": "Not JSON, no list of notifications, no idempotency key, or a query string. Nothing was taken in",
    "401": "Not signed by a key in force. Nothing was taken in",
    "413": "Too large, or too many. Nothing was taken in",
    "415": "Not application/json. Nothing was taken in",
    "422": "The idempotency key came before with another body. Nothing was taken in",
}


def _get() -> Part:
    return {
        "operationId": "statusOfNotification",
        "summary": "How far we are with a notification that you sent; never whether a child is known",
        "parameters": [
            {"name": "id", "in": "path", "required": True, "schema": {"type": "string", "pattern": OWN_ID}},
            _header("Signature-Input", "What is signed, when, and by which key"),
        ],
        "responses": {
            "200": _json("Where each child of it stands", "Status"),
            "400": _json("A query string", "Problem", problem=True),
            "401": _json("Not signed by a key in force", "Problem", problem=True),
            "404": _json("You sent none of this id", "Problem", problem=True),
        },
    }


def _results() -> Part:
    one = {
        "type": "object",
        "required": ["id", "outcome", "because"],
        "properties": {
            "id": {"type": "string", "description": "Empty where it could not be read"},
            "outcome": {"type": "string", "enum": list(OUTCOMES)},
            "reference": {"type": "string", "description": "To quote on the telephone"},
            "because": {"type": "array", "items": {"type": "string"}, "description": "Why it was refused: where, what"},
        },
        "additionalProperties": False,
    }
    listed = {"type": "array", "items": one, "minItems": 1, "maxItems": MOST}
    return {"type": "object", "required": ["results"], "properties": {"results": listed}, "additionalProperties": False}


def _status() -> Part:
    child = {
        "type": "object",
        "required": ["sent_at", "place", "status", "answer"],
        "properties": {
            "sent_at": {"type": "string", "format": "date-time"},
            "place": {"type": "integer", "minimum": 1, "description": "Which child of the notification"},
            "status": {"type": "string", "enum": ReceiptStatus.values},
            "answer": {"type": ["string", "null"], "description": "The outcome in words that you may have"},
        },
        "additionalProperties": False,
    }
    properties = {
        "id": {"type": "string"},
        "reference": {"type": "string"},
        "children": {"type": "array", "items": child, "minItems": 1},
    }
    return {"type": "object", "required": list(properties), "properties": properties, "additionalProperties": False}


def _problem() -> Part:
    properties = {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "A sentence that says what to mend"},
    }
    return {"type": "object", "required": list(properties), "properties": properties, "additionalProperties": False}


def _list(of: str, most: int) -> Part:
    return {"type": "array", "items": {"$ref": of}, "minItems": 1, "maxItems": most}


def _header(name: str, said: str, **more: Any) -> Part:
    return {"name": name, "in": "header", "required": True, "description": said, "schema": {"type": "string", **more}}


def _json(said: str, schema: str, *, problem: bool = False) -> Part:
    kind = "application/problem+json" if problem else "application/json"
    return {"description": said, "content": {kind: {"schema": {"$ref": f"#/components/schemas/{schema}"}}}}
