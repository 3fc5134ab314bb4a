"""What stands on the record, night by night, and what one child's record says now; each runs inside `acting()`."""

from holdfast.records.census.queries.child import Beside, beside, of_child
from holdfast.records.census.queries.findings import (
    explanations_of,
    finding_or_not_found,
    night_before,
    of_run,
    standing,
)
from holdfast.records.census.queries.runs import (
    Night,
    RuleResult,
    Summary,
    TeamCount,
    kept_files,
    kept_or_not_found,
    latest_run,
    results,
    summary,
    trend,
    years_checked,
)

__all__ = [
    "Beside",
    "Night",
    "RuleResult",
    "Summary",
    "TeamCount",
    "beside",
    "explanations_of",
    "finding_or_not_found",
    "kept_files",
    "kept_or_not_found",
    "latest_run",
    "night_before",
    "of_child",
    "of_run",
    "results",
    "standing",
    "summary",
    "trend",
    "years_checked",
]
