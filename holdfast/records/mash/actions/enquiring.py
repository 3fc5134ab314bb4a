"""An enquiry starts, is rated, and is complete. Starting one and rating it higher is never refused."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from holdfast.access import Purpose
from holdfast.kernel.refused import Refused
from holdfast.records.frontdoor.models import Contact, Referral
from holdfast.records.frontdoor.queries import next_key
from holdfast.records.mash.actions.waiting import answer_came, is_urgent, wait_for_answer
from holdfast.records.mash.codes import Basis, ConsentFor, ConsentStatus, EnquiryKind, ParentsTold, Rating
from holdfast.records.mash.models import Enquiry, Request
from holdfast.records.mash.queries import (
    Hours,
    blanks,
    checks_of_enquiry,
    consent_standing,
    hours_of,
    hub,
    last_moment,
    open_enquiry,
)
from holdfast.wall.acting import Actor
from holdfast.wall.deeds import day_of, deed
from holdfast.wall.versions import amend, inserted


def start_enquiry(
    *,
    referral: Referral | None = None,
    contact: Contact | None = None,
    rating: Rating,
    because: str = "",
    worries: Iterable[str] = (),
    basis: Basis = Basis.public_task,
    necessity: str = "",
    parents_told: ParentsTold = ParentsTold.must_not,
    parents_because: str = "",
    by: Actor,
    purpose: Purpose,
    at: datetime,
) -> Enquiry:
    """Start an enquiry on a referral or a contact, and its clock; while one is open there, that one stands.

    A child at risk needs nobody's consent: the basis is a public task unless somebody says another, and a note of why
    it is necessary is always there, the partnership's own words where nobody wrote others.
    """
    about = referral or contact
    if about is None:
        raise Refused("Say what the enquiry is about: a referral or a contact.")
    with deed("start_enquiry", children=[about.child_id], by=by, purpose=purpose, at=at, reason=because):
        standing = open_enquiry(referral=referral, contact=contact)
        if standing:
            return standing
        _refuse_consent_not_given(basis, about.child_id)
        shared = {
            "basis": basis,
            "necessity": necessity.strip() or hub().necessity,
            "parents_told": parents_told,
            "parents_because": parents_because,
        }
        return _started(
            about.child_id, rating, because, hub().hours[rating], by=by, at=at,
            referral=referral, contact=contact, worries=" ".join(worries), **shared,
        )  # fmt: skip


def start_section47_checks(
    *, child_id: UUID, section47_id: UUID, referral: Referral | None = None, by: Actor, purpose: Purpose, at: datetime
) -> Enquiry:
    """Set out the checks that an enquiry under section 47 makes: each stands blank until it is asked and answered."""
    with deed("start_section47_checks", children=[child_id], by=by, purpose=purpose, at=at):
        standing = Enquiry.objects.filter(section47_id=section47_id).first()
        if standing:
            return standing
        shared: dict[str, Any] = {
            "basis": Basis.legal_obligation,
            "necessity": hub().necessity,
            "parents_told": ParentsTold.must_not,
        }
        enquiry = _started(
            child_id, Rating.red, "An enquiry under section 47.", hub().section47, by=by, at=at,
            kind=EnquiryKind.section47, section47_id=section47_id, referral=referral, **shared,
        )  # fmt: skip
        for source in hub().required:
            inserted(
                Request(child_id=child_id, enquiry=enquiry, source=source, key=f"{enquiry.key}/{source}", **shared)
            )
        return enquiry


def change_rating(
    *, enquiry: Enquiry, rating: Rating, because: str, expected_version: int, by: Actor, purpose: Purpose, at: datetime
) -> Enquiry:
    """Rate an enquiry anew, with the reason; every clock in it is counted again from where it began."""
    if not because.strip():
        raise Refused("Say why the colour changes: what is known now that was not known before.")
    with deed(
        "change_rating", children=[enquiry.child_id], by=by, purpose=purpose, at=at, reason=because, label=rating
    ):
        allowed = hours_of(enquiry.kind, rating)
        changes = {
            "rating": rating.value,
            "rating_because": because.strip(),
            "rated_at": at,
            "rated_by": by.id,
            "due_at": last_moment(enquiry.started_at, allowed=allowed),
        }
        rated = amend(enquiry, expected_version=expected_version, changes=changes)
        for check in checks_of_enquiry(rated, at=at):
            if check.stands and check.request.asked_at:
                _ask_by(check.request, last_moment(check.request.asked_at, allowed=allowed), rating, at=at)
        return rated


def _ask_by(request: Request, due_at: datetime, rating: Rating, *, at: datetime) -> None:
    """Let the question be answered by another hour, in the queue as well: what waits there is never put off itself."""
    changed = amend(request, expected_version=request.version, changes={"due_at": due_at})
    answer_came(changed, at=at)
    wait_for_answer(changed, urgent=is_urgent(rating), at=at)


def complete_enquiry(
    *, enquiry: Enquiry, words: str, expected_version: int, by: Actor, purpose: Purpose, at: datetime
) -> Enquiry:
    """Say that all is gathered, and what it means together; refused while any check stands blank.

    A decision to protect does not wait for this: only the enquiry's own end does.
    """
    if not words.strip():
        raise Refused("Say what the answers mean together for the child.")
    with deed("complete_enquiry", children=[enquiry.child_id], by=by, purpose=purpose, at=at):
        left = blanks(checks_of_enquiry(enquiry, at=at))
        if left:
            raise Refused(" ".join(left))
        changes = {"completed_at": at, "completed_by": by.id, "completed_words": words.strip()}
        return amend(enquiry, expected_version=expected_version, changes=changes)


def _started(
    child_id: UUID, rating: Rating, because: str, allowed: Hours, *, by: Actor, at: datetime, **more: Any
) -> Enquiry:
    return inserted(
        Enquiry(
            child_id=child_id, key=next_key(Enquiry, child_id=child_id, stem=f"m{day_of(at)}"),
            rating=rating, rating_because=because.strip(), rated_at=at, rated_by=by.id,
            started_at=at, due_at=last_moment(at, allowed=allowed), **more,
        )
    )  # fmt: skip


def _refuse_consent_not_given(basis: Basis, child_id: UUID) -> None:
    if basis != Basis.consent:
        return
    said = consent_standing(child_id=child_id, matter=ConsentFor.sharing)
    if said is None or said.status != ConsentStatus.given:
        raise Refused(
            "No consent to share is recorded. Record it first; or, where the child may be at risk, choose public task, "
            "which needs none."
        )
