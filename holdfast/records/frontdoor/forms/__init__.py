"""The front door's questions."""

from holdfast.records.frontdoor.forms.looking import REFERRAL, OutcomeForm
from holdfast.records.frontdoor.forms.telling import (
    ChildForm,
    Children,
    DangerForm,
    HomeForm,
    ProfessionalTellerForm,
    PublicChildForm,
    PublicTellerForm,
    WorryForm,
    as_typed,
    children_as_typed,
    children_formset,
)

__all__ = [
    "REFERRAL",
    "ChildForm",
    "Children",
    "DangerForm",
    "HomeForm",
    "OutcomeForm",
    "ProfessionalTellerForm",
    "PublicChildForm",
    "PublicTellerForm",
    "WorryForm",
    "as_typed",
    "children_as_typed",
    "children_formset",
]
