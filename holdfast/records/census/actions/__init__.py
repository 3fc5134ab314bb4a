"""What changes what stands: the night's check, explanations, keeping a file's result, mending a record."""

from holdfast.records.census.actions.explaining import confirm_explanation, explain_query, withdraw_explanation
from holdfast.records.census.actions.explaining_whole import explain_whole, withdraw_whole
from holdfast.records.census.actions.keeping import keep_file
from holdfast.records.census.actions.mending import correct_record, settle_child
from holdfast.records.census.actions.nightly import check_now, check_records, night_is_due

__all__ = [
    "check_now",
    "check_records",
    "confirm_explanation",
    "correct_record",
    "explain_query",
    "explain_whole",
    "keep_file",
    "night_is_due",
    "settle_child",
    "withdraw_explanation",
    "withdraw_whole",
]
