"""Agencies are asked, reminded, left out with a reason, or, by a manager, no longer waited for."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from holdfast.access import Purpose, Role
from holdfast.kernel.keys import key_of_sending
from holdfast.kernel.refused import Refused
from holdfast.records.agencies.models import Agency
from holdfast.records.frontdoor.queries import next_key
from holdfast.records.mash.actions.sharing import disclosed
from holdfast.records.mash.actions.waiting import answer_came, is_urgent, wait_for_answer
from holdfast.records.mash.codes import ABOUT_ADULTS, ChaseHow, Mark, Source
from holdfast.records.mash.models import AskedAbout, Chase, Enquiry, Reply, Request
from holdfast.records.mash.queries import Asked, closure_of, hours_of, hub, last_moment
from holdfast.wall.acting import Actor
from holdfast.wall.deeds import day_of, deed
from holdfast.wall.versions import amend, inserted

MANAGERS = frozenset({Role.front_door_manager, Role.service_manager})
"""Who may say that an answer is no longer waited for."""


def ask_agency(
    *,
    enquiry: Enquiry,
    source: Source,
    about: Sequence[Asked],
    agency: Agency | None = None,
    agency_name: str = "",
    question: str = "",
    record_id: UUID | None = None,
    by: Actor,
    purpose: Purpose,
    at: datetime,
) -> Request:
    """Put a question to an agency at once, on the enquiry's basis; what it is told is written down as a disclosure.

    Where nobody knows yet which agency it is, or it is closed and has nobody to ask, the question stands as not asked.
    """
    _refuse_nobody(source, about)
    said = [enquiry.id, source, agency and agency.id, agency_name, question, [each.called for each in about]]
    own_id = key_of_sending(record_id or uuid4(), *said)
    with deed("ask_agency", children=[enquiry.child_id], by=by, purpose=purpose, at=at, label=source.label):
        standing = Request.objects.filter(pk=own_id).first()
        if standing:
            return standing
        request = _request(own_id, enquiry, source, question=question.strip() or hub().questions[source].words)
        for name, value in _addressed(request, agency, agency_name, by=by, at=at).items():
            setattr(request, name, value)
        _insert(request, about)
        return request


def ask_now(
    *,
    request: Request,
    about: Sequence[Asked] = (),
    agency: Agency | None = None,
    agency_name: str = "",
    question: str = "",
    expected_version: int,
    by: Actor,
    purpose: Purpose,
    at: datetime,
) -> Request:
    """Ask what stood as not asked: the agency is known now, or open again."""
    if request.asked_at:
        raise Refused("This agency has been asked already. Chase it, or ask another question.")
    with deed("ask_now", children=[request.child_id], by=by, purpose=purpose, at=at):
        told = list(AskedAbout.objects.filter(request=request))
        _refuse_nobody(Source(request.source), [*about, *told])
        agency = agency or request.agency
        standard = hub().questions[Source(request.source)].words
        changes = _addressed(request, agency, agency_name or request.agency_name, by=by, at=at)
        changes["question"] = question.strip() or request.question or standard
        asked = amend(request, expected_version=expected_version, changes=changes)
        _name(asked, about if not told else [])
        _went_out(asked)
        return asked


def leave_out(
    *, enquiry: Enquiry, source: Source, because: str, by: Actor, purpose: Purpose, at: datetime
) -> Request:  # fmt: skip
    """Record that a kind of service is not asked, because it is not relevant; said twice, it stands once."""
    if not because.strip():
        raise Refused(f"Say why it is not relevant to ask: {source.label}.")
    with deed("leave_out", children=[enquiry.child_id], by=by, purpose=purpose, at=at, label=source.label):
        standing = Request.objects.filter(enquiry=enquiry, source=source, asked_at=None)
        left_out = standing.exclude(left_out_because="").first()
        if left_out:
            return left_out
        blank = standing.filter(agency=None, agency_name="", waived_at=None).first()
        if blank:
            return amend(blank, expected_version=blank.version, changes={"left_out_because": because.strip()})
        return inserted(_request(uuid4(), enquiry, source, question="", left_out_because=because.strip()))


def chase(
    *,
    request: Request,
    how: ChaseHow,
    whom: str,
    said: str = "",
    record_id: UUID | None = None,
    by: Actor,
    purpose: Purpose,
    at: datetime,
) -> Chase:
    """Write down that an agency was reminded: when, how, and whom. Raised with the named person is one way."""
    if not whom.strip():
        raise Refused("Say whom you spoke or wrote to.")
    with deed("chase_agency", children=[request.child_id], by=by, purpose=purpose, at=at, label=ChaseHow(how).label):
        own_id = key_of_sending(record_id or uuid4(), request.id, how, whom, said)
        standing = Chase.objects.filter(pk=own_id).first()
        return standing or inserted(
            Chase(
                id=own_id, child_id=request.child_id, request=request, chased_at=at, chased_by=by.id,
                how=how, whom=whom.strip(), said=said.strip(),
            )
        )  # fmt: skip


def waive(
    *, request: Request, because: str, expected_version: int, by: Actor, purpose: Purpose, at: datetime
) -> Request:
    """A manager records why an answer is no longer waited for. It is counted, and it never reads as an answer."""
    if by.role not in MANAGERS:
        raise Refused("Only a manager may say that an answer is not waited for. Ring the duty manager.")
    if not because.strip():
        raise Refused("Say why the answer is not waited for, and what is done instead: somebody will ask.")
    with deed("waive_check", children=[request.child_id], by=by, purpose=purpose, at=at, reason=because):
        if Reply.objects.filter(request=request).exists():
            raise Refused("This agency has answered: there is nothing to waive. Read its answer.")
        changes = {"waived_because": because.strip(), "waived_at": at, "waived_by": by.id}
        answer_came(request, at=at)
        return amend(request, expected_version=expected_version, changes=changes)


def mark_answer(
    *,
    request: Request,
    mark: Mark,
    because: str = "",
    expected_version: int,
    by: Actor,
    purpose: Purpose,
    at: datetime,
) -> Request:
    """Say whether the answer helped; agencies hear of it in figures, and one by one when somebody rings."""
    with deed("mark_answer", children=[request.child_id], by=by, purpose=purpose, at=at):
        if not Reply.objects.filter(request=request).exists():
            raise Refused("There is no answer to mark yet.")
        changes = {"mark": mark.value, "mark_because": because.strip()}
        return amend(request, expected_version=expected_version, changes=changes)


def _request(own_id: UUID, enquiry: Enquiry, source: Source, **more: Any) -> Request:
    key = next_key(Request, child_id=enquiry.child_id, stem=f"{enquiry.key}/{source.value}")
    return Request(
        id=own_id, child_id=enquiry.child_id, enquiry=enquiry, key=key, source=source, basis=enquiry.basis,
        necessity=enquiry.necessity, parents_told=enquiry.parents_told, parents_because=enquiry.parents_because, **more,
    )  # fmt: skip


def _addressed(request: Request, agency: Agency | None, name: str, *, by: Actor, at: datetime) -> dict[str, Any]:
    """To whom the question goes, and whether it goes now."""
    told: dict[str, Any] = {"agency": agency, "agency_name": agency.name if agency else name.strip(), "to_whom": ""}
    closed = closure_of(agency, on=day_of(at)) if agency else None
    if closed and not closed.contact_name:
        return told | {"closed_until": closed.until_on}
    if closed:
        contact = ", ".join(filter(None, (closed.contact_name, closed.contact_telephone)))
        told["to_whom"] = f"Holiday contact: {contact}"
    if not told["agency_name"]:
        return told
    enquiry = request.enquiry
    due_at = last_moment(at, allowed=hours_of(enquiry.kind, enquiry.rating))
    return told | {"asked_at": at, "asked_by": by.id, "due_at": due_at, "closed_until": None}


def _insert(request: Request, about: Sequence[Asked]) -> None:
    inserted(request)
    _name(request, about)
    _went_out(request)


def _went_out(request: Request) -> None:
    """What a question that goes out brings with it: a line in the disclosures, and its place in the queue."""
    if request.asked_at:
        disclosed(request, by_id=request.asked_by, at=request.asked_at)
        wait_for_answer(request, urgent=is_urgent(request.enquiry.rating), at=request.asked_at)


def _name(request: Request, about: Sequence[Asked]) -> None:
    with_address = hub().questions[Source(request.source)].with_address
    for place, each in enumerate(about, start=1):
        inserted(
            AskedAbout(
                child_id=request.child_id, request=request, place=place, person_id=each.person_id,
                called=each.called, birth_on=each.birth_on, what=each.what,
                address=each.address if with_address else "",
            )
        )  # fmt: skip


def _refuse_nobody(source: Source, about: Sequence[Asked | AskedAbout]) -> None:
    if not about:
        raise Refused("Say whom you ask about: an agency cannot look up nobody.")
    if source in ABOUT_ADULTS and not any(each.is_adult for each in about):
        raise Refused(
            f"{source.label} keeps records of adults: say which adult you ask about, as far as anybody knows."
        )
