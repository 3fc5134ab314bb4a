"""The front door's questions."""

from holdfast.records.frontdoor.forms.around import AdultForm, InjuryForm, WorkerForm, row_set, rows_shown
from holdfast.records.frontdoor.forms.looking import REFERRAL, OutcomeForm
from holdfast.records.frontdoor.forms.partners import FollowUpForm, LinkForm, PartnerKeyForm, PartnerSystemForm
from holdfast.records.frontdoor.forms.tellers import CallerForm, ProfessionalTellerForm, PublicTellerForm, RingForm
from holdfast.records.frontdoor.forms.telling import (
    AdditionForm,
    AgreementForm,
    ChildForm,
    Children,
    DangerForm,
    HomeForm,
    PublicChildForm,
    ReasonsForm,
    WorryForm,
    as_typed,
    children_as_typed,
    children_formset,
)

__all__ = [
    "REFERRAL",
    "AdditionForm",
    "AdultForm",
    "AgreementForm",
    "CallerForm",
    "ChildForm",
    "Children",
    "DangerForm",
    "FollowUpForm",
    "HomeForm",
    "InjuryForm",
    "LinkForm",
    "OutcomeForm",
    "PartnerKeyForm",
    "PartnerSystemForm",
    "ProfessionalTellerForm",
    "PublicChildForm",
    "PublicTellerForm",
    "ReasonsForm",
    "RingForm",
    "WorkerForm",
    "WorryForm",
    "as_typed",
    "children_as_typed",
    "children_formset",
    "row_set",
    "rows_shown",
]
