"""What an unanswered question holds up: the end of a referral, of an enquiry under section 47, of a case.

Nothing that protects asks here: a strategy discussion, an assessment, an enquiry go on whatever is still silent.
"""

from datetime import UTC, datetime
from uuid import UUID

from holdfast.records.frontdoor.models import Referral
from holdfast.records.mash.models import Enquiry
from holdfast.records.mash.queries.local import hub
from holdfast.records.mash.queries.standing import (
    blanks,
    checks_of_child,
    checks_of_enquiry,
    checks_of_referral,
)
from holdfast.wall.holding import register

_WHENEVER = datetime.min.replace(tzinfo=UTC)
"""A question is blank or not whatever the hour: only how late it is depends on that."""


def before_a_referral_ends(child_id: UUID, subject_id: UUID | None) -> list[str]:
    """The questions about this referral that stand blank; without one, all about the child."""
    referral = Referral.objects.filter(pk=subject_id).first() if subject_id else None
    if referral is None:
        return before_a_case_closes(child_id, None)
    return blanks(checks_of_referral(referral, at=_WHENEVER))


def before_section47_ends(child_id: UUID, subject_id: UUID | None) -> list[str]:
    """The checks of this enquiry under section 47 that stand blank; where none is set out, all of them."""
    enquiry = Enquiry.objects.filter(section47_id=subject_id).first() if subject_id else None
    if enquiry is None:
        missing = ", ".join(source.label for source in hub().required)
        return [f"Nobody has been asked for this enquiry yet: {missing}."]
    return blanks(checks_of_enquiry(enquiry, at=_WHENEVER))


def before_a_case_closes(child_id: UUID, subject_id: UUID | None) -> list[str]:
    """Every question about the child that stands blank."""
    return blanks(checks_of_child(child_id, at=_WHENEVER))


def register_holds() -> None:
    """Say what waits before something ends."""
    register("referral", why=before_a_referral_ends)
    register("section47", why=before_section47_ends)
    register("case", why=before_a_case_closes)
