"""When an agency is closed, and who answers for it meanwhile. None of it leads to a child."""

from datetime import date, datetime

from holdfast.kernel.refused import Refused
from holdfast.records.agencies.models import Agency
from holdfast.records.mash.models import Closure


def close_agency(
    *,
    agency: Agency,
    from_on: date,
    until_on: date,
    words: str = "",
    contact_name: str = "",
    contact_telephone: str = "",
) -> Closure:
    """Say that an agency is closed from one day until, not including, another; said twice, it stands once."""
    if until_on <= from_on:
        raise Refused("It must open again after it closes.")
    if contact_name.strip() and not contact_telephone.strip():
        raise Refused("Say how to ring whoever answers meanwhile.")
    told = {
        "words": words.strip(),
        "contact_name": contact_name.strip(),
        "contact_telephone": contact_telephone.strip(),
    }
    standing = Closure.objects.filter(agency=agency, from_on=from_on, until_on=until_on, cancelled_at=None, **told)
    return standing.first() or Closure.objects.create(agency=agency, from_on=from_on, until_on=until_on, **told)


def cancel_closure(*, closure: Closure, at: datetime) -> Closure:
    """Take back that an agency is closed."""
    closure.cancelled_at = closure.cancelled_at or at
    closure.save(update_fields=["cancelled_at"])
    return closure
