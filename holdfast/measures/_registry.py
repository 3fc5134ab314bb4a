"""Every measure that Holdfast knows."""

from collections.abc import Mapping

from holdfast.measures import assessments, enquiries, need, plans, referrals
from holdfast.measures._measure import Measure

MEASURES: Mapping[str, Measure] = {
    measure.code: measure for topic in (referrals, assessments, enquiries, plans, need) for measure in topic.MEASURES
}
"""Every measure by code, in the order of a child's story."""
