"""Whether all that partners sent has been dealt with: what came in equals what became of it, and what is open."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from holdfast.records.frontdoor.codes import ReceiptStatus
from holdfast.records.frontdoor.models import NamedChild


@dataclass(frozen=True, kw_only=True)
class Balance:
    """The children named in what one agency sent, counted by where they stand."""

    agency: str
    came_in: int
    referrals: int
    ended: int
    still_open: int

    @property
    def is_settled(self) -> bool:
        """Whether every one of them has an outcome; until then the account is not finished."""
        return self.still_open == 0


def balances(*, from_at: datetime, until_at: datetime) -> list[Balance]:
    """For each agency, what came in between, and what became of each child named in it."""
    rows = NamedChild.objects.filter(envelope__sent_at__gte=from_at, envelope__sent_at__lt=until_at)
    told = rows.exclude(envelope__by_public=True).values_list(
        "envelope__teller_agency", "status", "contacts__referrals__id", "contacts__id"
    )
    counted: dict[str, Counter[str]] = {}
    for agency, status, referral, contact in told:
        counted.setdefault(agency or "No agency named", Counter())[_stands(status, referral, contact)] += 1
    return [_balance(agency, counts) for agency, counts in sorted(counted.items())]


def _stands(status: str, referral: object, contact: object) -> str:
    if referral is not None:
        return "referrals"
    return "ended" if contact is not None or status == ReceiptStatus.decided else "still_open"


def _balance(agency: str, counts: Counter[str]) -> Balance:
    return Balance(
        agency=agency,
        came_in=counts.total(),
        referrals=counts["referrals"],
        ended=counts["ended"],
        still_open=counts["still_open"],
    )
