"""What changes what stands: the night's check, explanations, keeping a file's result, mending a record."""

from holdfast.records.census.actions.explaining import confirm_explanation, explain_query, withdraw_explanation
from holdfast.records.census.actions.keeping import keep_file
from holdfast.records.census.actions.mending import correct_record, settle_child
from holdfast.records.census.actions.nightly import check_now, check_records

__all__ = [
    "check_now",
    "check_records",
    "confirm_explanation",
    "correct_record",
    "explain_query",
    "keep_file",
    "settle_child",
    "withdraw_explanation",
]
