"""What the front door says about what was told: what becomes of it, and the words that the sender reads."""

from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator

from holdfast.kernel.codes import choices
from holdfast.records.frontdoor.codes import WORDS_FOR_SENDER, ContactOutcome
from holdfast.web.forms import Radios

REFERRAL = ContactOutcome.referral.value
_HINTS = {
    REFERRAL: "A manager decides it within one working day of its arrival. The case is not opened yet.",
    ContactOutcome.information_only.value: "Nothing more is done now. It stands on the record and counts as a contact.",
    ContactOutcome.early_help.value: "The family is offered help, with their agreement. Nobody assesses the child.",
    ContactOutcome.open_case.value: "Somebody already works with this child: it stands on the record for them to read.",
}


class OutcomeForm(forms.Form):
    """What becomes of what was told of one child."""

    outcome = forms.ChoiceField(
        label="What becomes of it?",
        choices=[
            (REFERRAL, "A referral"),
            *((each.value, each.label) for each in ContactOutcome if each.value != REFERRAL),
        ],
        widget=Radios(hints=_HINTS),
        error_messages={"required": "Choose what becomes of it"},
    )
    source = forms.ChoiceField(label="Who told us, in the department’s list", error_messages={"required": "Choose who"})
    help_wanted = forms.CharField(
        label="What help would the family like?",
        help_text="Only where it is early help, which reads this and nothing else that was told.",
        required=False,
        validators=[MaxLengthValidator(2000)],
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    answer = forms.CharField(
        label="Answer to the person who told us",
        help_text="Only where it is not a referral. Leave it empty to send the words that we always send.",
        required=False,
        validators=[MaxLengthValidator(2000)],
        widget=forms.Textarea({"rows": 3}),
    )

    def __init__(self, *args: Any, year: int, is_answered: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        listed = choices("ReferralSource", year)
        self.fields["source"].choices = [("", "Choose"), *listed]
        if not is_answered:
            del self.fields["answer"]

    @property
    def standard_words(self) -> list[tuple[str, str]]:
        """What the sender reads where nobody writes other words."""
        return [(each.label, WORDS_FOR_SENDER[each]) for each in ContactOutcome if each in WORDS_FOR_SENDER]
