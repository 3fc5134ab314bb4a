"""What is shared is written down, and what the family said when somebody asked them."""

from datetime import date, datetime
from uuid import UUID, uuid4

from holdfast.access import Purpose
from holdfast.kernel.keys import key_of_sending
from holdfast.kernel.refused import Refused
from holdfast.records.mash.codes import Basis, ConsentFor, ConsentStatus, ParentsTold
from holdfast.records.mash.models import AskedAbout, Consent, Disclosure, Enquiry, Request
from holdfast.wall.acting import Actor
from holdfast.wall.deeds import day_of, deed
from holdfast.wall.versions import inserted


def disclosed(request: Request, *, by_id: UUID, at: datetime) -> Disclosure:
    """Write down what asking told the agency; it happens with every question that goes out, in the same transaction."""
    about = AskedAbout.objects.filter(request=request).order_by("place")
    told = ", ".join(filter(None, (request.agency_name, request.to_whom)))
    return inserted(
        Disclosure(
            child_id=request.child_id, enquiry_id=request.enquiry_id, request=request, told_to=told[:300],
            about="; ".join(each.called for each in about), what=f"That we ask about them: {request.question}",
            why=request.necessity, basis=request.basis, parents_told=request.parents_told,
            disclosed_at=at, disclosed_by=by_id,
        )
    )  # fmt: skip


def record_disclosure(
    *,
    child_id: UUID,
    told_to: str,
    about: str,
    what: str,
    why: str,
    basis: Basis = Basis.public_task,
    parents_told: ParentsTold = ParentsTold.must_not,
    enquiry: Enquiry | None = None,
    record_id: UUID | None = None,
    by: Actor,
    purpose: Purpose,
    at: datetime,
) -> Disclosure:
    """Write down that somebody was told something about a child: who, what, about whom, why, on which basis."""
    if not (told_to.strip() and what.strip() and why.strip()):
        raise Refused("Say who was told, what, and why: the family may ask to see it.")
    own_id = key_of_sending(record_id or uuid4(), child_id, told_to, about, what, why)
    with deed("record_disclosure", children=[child_id], by=by, purpose=purpose, at=at):
        standing = Disclosure.objects.filter(pk=own_id).first()
        return standing or inserted(
            Disclosure(
                id=own_id, child_id=child_id, enquiry=enquiry, told_to=told_to.strip()[:300], about=about.strip(),
                what=what.strip(), why=why.strip(), basis=basis, parents_told=parents_told,
                disclosed_at=at, disclosed_by=by.id,
            )
        )  # fmt: skip


def record_consent(
    *,
    child_id: UUID,
    matter: ConsentFor,
    status: ConsentStatus,
    of_whom: str = "",
    said_on: date | None = None,
    because: str = "",
    refusal_risk: str = "",
    needs_support: bool = False,
    adult_service: str = "",
    record_id: UUID | None = None,
    by: Actor,
    purpose: Purpose,
    at: datetime,
) -> Consent:
    """Write down what somebody said when asked to agree, or why nobody asked. No request to an agency waits for it."""
    _refuse_unsaid(status, of_whom=of_whom, because=because, refusal_risk=refusal_risk)
    if needs_support and not adult_service.strip():
        raise Refused("Say with which adult service this was talked over and what came of it, or why it was not.")
    said_on = said_on or day_of(at)
    own_id = key_of_sending(record_id or uuid4(), child_id, matter, status, of_whom, because, refusal_risk, said_on)
    with deed("record_consent", children=[child_id], by=by, purpose=purpose, at=at, label=ConsentStatus(status).label):
        standing = Consent.objects.filter(pk=own_id).first()
        return standing or inserted(
            Consent(
                id=own_id, child_id=child_id, matter=matter, status=status, of_whom=of_whom.strip(), said_on=said_on,
                because=because.strip(), refusal_risk=refusal_risk.strip(), needs_support=needs_support,
                adult_service=adult_service.strip(), recorded_moment=at, asked_by=by.id,
            )
        )  # fmt: skip


def _refuse_unsaid(status: ConsentStatus, *, of_whom: str, because: str, refusal_risk: str) -> None:
    if status == ConsentStatus.not_sought and not because.strip():
        raise Refused("Say why nobody was asked.")
    if status != ConsentStatus.not_sought and not of_whom.strip():
        raise Refused("Say who was asked.")
    if status in (ConsentStatus.refused, ConsentStatus.withdrawn) and not refusal_risk.strip():
        raise Refused("Say whether refusing raises the risk to the child, and why.")
