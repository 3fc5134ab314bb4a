"""The hub's questions and an agency's answers, one form a deed."""

from holdfast.records.mash.forms.asking import ASK, LEAVE_OUT, AboutForm, SourceForm, StartForm
from holdfast.records.mash.forms.deeds import (
    AnswerForm,
    AskNowForm,
    ChaseForm,
    ClosureForm,
    CompleteForm,
    ConsentForm,
    DisclosureForm,
    LeaveOutForm,
    LinkForm,
    LookForm,
    MarkForm,
    RateForm,
    TelephoneForm,
    WaiveForm,
)
from holdfast.records.mash.forms.seen import SeenForm

__all__ = [
    "ASK",
    "LEAVE_OUT",
    "AboutForm",
    "AnswerForm",
    "AskNowForm",
    "ChaseForm",
    "ClosureForm",
    "CompleteForm",
    "ConsentForm",
    "DisclosureForm",
    "LeaveOutForm",
    "LinkForm",
    "LookForm",
    "MarkForm",
    "RateForm",
    "SeenForm",
    "SourceForm",
    "StartForm",
    "TelephoneForm",
    "WaiveForm",
]
