"""One-time links: by their codes for whoever holds one, and all of them for the hub."""

from holdfast.records.frontdoor.models import OneTimeLink
from holdfast.records.frontdoor.queries.drafts import hash_of

_ON_A_PAGE = 100


def link_by_code(code: str) -> OneTimeLink | None:
    """The link of that code, good or not; None where there is none."""
    return OneTimeLink.objects.filter(code_hash=hash_of(code)).first() if code.strip() else None


def link_by_receipt(code: str) -> OneTimeLink | None:
    """The used link whose second code this is; None where there is none."""
    return OneTimeLink.objects.filter(receipt_hash=hash_of(code)).first() if code.strip() else None


def issued_links() -> list[OneTimeLink]:
    """The latest links, newest first."""
    return list(OneTimeLink.objects.order_by("-issued_at")[:_ON_A_PAGE])
