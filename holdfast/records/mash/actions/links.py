"""A one-time link lets an inbox without an account answer one question: one code, one browser, one answer."""

import secrets
from datetime import datetime, timedelta
from hashlib import sha256

from django.db import connection

from holdfast.access import Purpose
from holdfast.kernel.refused import NotFound, Refused
from holdfast.records.frontdoor.actions import new_code
from holdfast.records.frontdoor.queries import hash_of
from holdfast.records.mash.models import Link, Request
from holdfast.records.mash.queries import hub
from holdfast.wall.acting import Actor
from holdfast.wall.deeds import deed
from holdfast.wall.versions import inserted

NO_LINK = "This link was used, it ran out, or it was opened elsewhere. Ring the front door for another."


def make_link(*, request: Request, sent_to: str, by: Actor, purpose: Purpose, at: datetime) -> str:
    """Make a link for this question, and answer its code, which is kept nowhere but as a hash."""
    if not sent_to.strip():
        raise Refused("Say to which inbox you send it: a practice’s own, never a person’s private one.")
    if request.asked_at is None:
        raise Refused("Ask the agency first.")
    code = new_code()
    with deed("make_link", children=[request.child_id], by=by, purpose=purpose, at=at):
        inserted(
            Link(
                child_id=request.child_id, request=request, code_hash=hash_of(code), sent_to=sent_to.strip()[:200],
                made_at=at, made_by=by.id, expires_at=at + timedelta(hours=hub().link_hours),
            )
        )  # fmt: skip
        return code


def open_link(*, code: str, at: datetime) -> tuple[Link, str]:
    """Open a link in this browser: the first opening binds it to a token that only this browser has.

    Looking at the address alone opens nothing, so that what scans mail cannot use it up. Runs inside the public's
    acting; NotFound says the same of a code that is wrong, used, out of time, or open elsewhere.
    """
    link = _standing(code, at=at)
    if link.opened_hash:
        raise NotFound(NO_LINK)
    token = secrets.token_urlsafe(32)
    _change(link, opened_at=at, opened_hash=_hashed(token))
    return link, token


def linked_request(*, code: str, token: str, at: datetime) -> tuple[Link, Request]:
    """The question behind a link that this browser opened."""
    link = _standing(code, at=at)
    if not link.opened_hash or not secrets.compare_digest(link.opened_hash, _hashed(token)):
        raise NotFound(NO_LINK)
    return link, Request.objects.get(pk=link.request_id)


def use_link(*, link: Link, at: datetime) -> None:
    """Close the link: its one answer has been given."""
    _change(link, used_at=at)


def _standing(code: str, *, at: datetime) -> Link:
    """Tell PostgreSQL which link this transaction holds, and find it, held until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('holdfast.link', %s, true)", [hash_of(code)])
    link = Link.objects.select_for_update().filter(code_hash=hash_of(code), used_at=None, expires_at__gt=at).first()
    if link is None:
        raise NotFound(NO_LINK)
    return link


def _change(link: Link, **changes: datetime | str) -> None:
    for name, value in changes.items():
        setattr(link, name, value)
    link.save(update_fields=list(changes))


def _hashed(token: str) -> str:
    return sha256(token.encode()).hexdigest()
