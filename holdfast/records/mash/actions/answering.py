"""An agency answers, or says it by telephone; and whoever decided looks at what came afterwards."""

import re
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import connection

from holdfast.access import Purpose, Role
from holdfast.kernel.keys import key_of_sending
from holdfast.kernel.refused import Refused, StaleEdit
from holdfast.records.mash.actions.asking import MANAGERS
from holdfast.records.mash.actions.waiting import answer_came, looked, wait_for_look
from holdfast.records.mash.codes import ReplyKind, Via
from holdfast.records.mash.models import Look, Reply, Request, SensitivePart
from holdfast.wall.acting import Actor
from holdfast.wall.deeds import day_of, deed
from holdfast.wall.versions import inserted

LOOKS = MANAGERS | {Role.out_of_hours_worker}
"""Who decides, and so looks at an answer that comes after the decision."""

_ASSUMED = re.compile(
    r"\b(nothing|none|no (concerns?|information|trace|reply|issues?))( (is|was|were))? (expected|anticipated)\b"
    r"|\bexpect(ed|ing)? (nothing|none|no)\b|\bas expected\b|\bassum(e|es|ed|ing|ption)\b|\bpresum(e|es|ed|ably)\b"
    r"|\bprobably (nothing|none|not known|unknown)\b|\bunlikely to be known\b",
    re.IGNORECASE,
)
"""Words for what somebody thinks an answer would be."""


def answer_request(
    *,
    request: Request,
    kind: ReplyKind,
    words: str,
    searched_where: str = "",
    searched_by: str = "",
    searched_on: date | None = None,
    knows_family: str = "",
    knows_telephone: str = "",
    sensitive: str = "",
    hidden_online: bool = False,
    via: Via = Via.inbox,
    said_by: str = "",
    answers_so_far: int,
    record_id: UUID | None = None,
    by: Actor,
    purpose: Purpose,
    at: datetime,
) -> Reply:
    """Answer a question: known, with this; nothing known, searched where, by whom and when; or cannot say, because.

    An answer stands as it was given: a correction is another answer. `answers_so_far` is how many the writer had
    seen; where somebody answered meanwhile, StaleEdit shows both. An answer typed by the front door says who gave it.
    """
    told = {
        "kind": kind.value, "words": words.strip(), "searched_where": searched_where.strip(),
        "searched_by": searched_by.strip(), "searched_on": searched_on, "knows_family": knows_family.strip(),
        "knows_telephone": knows_telephone.strip(), "hidden_online": hidden_online, "said_by": said_by.strip(),
    }  # fmt: skip
    if request.asked_at is None:
        raise Refused("This question was put to nobody yet, so nobody can have answered it.")
    refuse_no_answer(kind, told, via=via, today=day_of(at))
    own_id = key_of_sending(record_id or uuid4(), request.id, told, sensitive)
    with deed("answer_request", children=[request.child_id], by=by, purpose=purpose, at=at, label=Via(via).label):
        standing = Reply.objects.filter(pk=own_id).first()
        if standing:
            return standing
        _refuse_stale(request, told, answers_so_far)
        reply = Reply(
            id=own_id, child_id=request.child_id, request=request, has_sensitive=bool(sensitive.strip()), via=via,
            replied_at=at, replied_by=by.id, answers_so_far=answers_so_far, **told,
        )  # fmt: skip
        reply.save(force_insert=True)
        if sensitive.strip():
            more = {"child_id": request.child_id, "reply": reply, "request": request}
            SensitivePart(words=sensitive.strip(), **more).save(force_insert=True)
        answer_came(request, at=at)
        if _is_decided(request):
            wait_for_look(reply, at=at)
        return reply


def refuse_no_answer(kind: ReplyKind, told: dict[str, Any], *, via: Via, today: date) -> None:
    """Refuse what is no answer: a guess, silence in other words, a search without a searcher and a day."""
    if not told["words"]:
        raise Refused(_MISSING[kind])
    if (kind == ReplyKind.nothing_known or via == Via.telephone) and _ASSUMED.search(told["words"]):
        raise Refused(
            "What is expected or assumed is no answer. Ask the agency, and write down what was found, in its own words."
        )
    if kind == ReplyKind.nothing_known and not all(
        told[name] for name in ("searched_where", "searched_by", "searched_on")
    ):
        raise Refused("Nothing known needs to say where somebody searched, who searched, and on which day.")
    if told["searched_on"] and told["searched_on"] > today:
        raise Refused("The day of the search is still to come.")
    if via == Via.telephone and not told["said_by"]:
        raise Refused("Say who in the agency gave the answer: their name and what they do there.")


_MISSING = {
    ReplyKind.known: "Write down what is known.",
    ReplyKind.nothing_known: "Write down what was found, in the agency’s own words: “No record under this name”.",
    ReplyKind.cannot_say: "Say why you cannot say.",
}


def look_at_late_answer(
    *,
    reply: Reply,
    words: str,
    changes_decision: bool,
    by: Actor,
    purpose: Purpose,
    at: datetime,
) -> Look:
    """Say that an answer which came after the decision was read, and whether the decision stands."""
    if by.role not in LOOKS:
        raise Refused("Whoever decides looks at this: a manager, or the out-of-hours team.")
    if not words.strip():
        raise Refused("Say what you made of it.")
    with deed("look_at_late_answer", children=[reply.child_id], by=by, purpose=purpose, at=at):
        looked(reply, at=at)
        standing = Look.objects.filter(reply=reply).first()
        return standing or inserted(
            Look(
                child_id=reply.child_id, reply=reply, looked_at=at, looked_by=by.id,
                changes_decision=changes_decision, words=words.strip(),
            )
        )  # fmt: skip


def _is_decided(request: Request) -> bool:
    """Whether the referral was decided before this answer; whoever answers may not see that, and is not told."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT mash_is_decided(%s)", [request.id])
        return bool(cursor.fetchone()[0])


def _refuse_stale(request: Request, told: dict[str, Any], seen: int) -> None:
    standing = list(Reply.objects.filter(request=request).order_by("answers_so_far"))
    if len(standing) == seen:
        return
    last = standing[-1] if standing else None
    shown = ("kind", "words")
    raise StaleEdit(
        "Somebody answered this while you were writing. Both answers are below; nothing you typed is lost.",
        theirs={name: str(getattr(last, name)) if last else "" for name in shown},
        yours={name: str(told[name]) for name in shown},
        version=len(standing),
    )
