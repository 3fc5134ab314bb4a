"""Bringing a file in, and settling a conflict."""

from django import forms

from holdfast.records.exchange.models import Hold
from holdfast.web.forms import Radios
from holdfast.web.words import plain


class CensusUpload(forms.Form):
    """One census file."""

    file = forms.FileField(
        label="Children in need census file",
        help_text="The XML file that your case system made for the department. Nothing is sent anywhere.",
        error_messages={"required": "Choose the file to bring in.", "empty": "The file is empty."},
    )


class SettleHold(forms.Form):
    """Which of two birth dates is right, and how the person who looked knows."""

    right = forms.ChoiceField(
        label="Which birth date is right?", widget=Radios, error_messages={"required": "Choose the right birth date."}
    )
    resolution = forms.CharField(
        label="What did you find?",
        help_text="For example: birth certificate seen; the year was mistyped in the census.",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=300,
        error_messages={"required": "Say what you found, and how you know."},
    )

    def __init__(self, hold: Hold, data: object = None) -> None:
        super().__init__(data)
        self.fields["right"].choices = [
            (hold.our_birth_on.isoformat(), f"{plain(hold.our_birth_on)}: our record"),
            (hold.sent_birth_on.isoformat(), f"{plain(hold.sent_birth_on)}: the census file"),
        ]
