"""Every measure that Holdfast knows."""

from collections.abc import Mapping

from holdfast.measures import (
    assessments,
    contacts,
    early_help,
    enquiries,
    hub,
    need,
    oversight,
    plans,
    reasons,
    referrals,
)
from holdfast.measures._measure import Measure

MEASURES: Mapping[str, Measure] = {
    measure.code: measure
    for topic in (contacts, hub, referrals, reasons, early_help, assessments, enquiries, plans, need, oversight)
    for measure in topic.MEASURES
}
"""Every measure by code, in the order of a child's story."""
