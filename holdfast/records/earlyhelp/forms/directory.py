"""Looking for help, checking an entry, and taking in a feed."""

from typing import Any

from django import forms

from holdfast.records.earlyhelp.models import Service
from holdfast.records.earlyhelp.queries import finding
from holdfast.web.deeds import DeedForm
from holdfast.web.forms import DayField, Radios


class FindHelpForm(forms.Form):
    """What somebody looks for, in plain words; anything may be left out."""

    words = forms.CharField(label="What are you looking for?", required=False, max_length=100)
    need = forms.ModelChoiceField(label="What for", queryset=None, required=False, empty_label="Anything")
    age = forms.IntegerField(
        label="Age of the person it is for", required=False, min_value=0, max_value=120,
        widget=forms.TextInput({"inputmode": "numeric", "class": "govuk-input--width-3"}),
    )  # fmt: skip
    area = forms.CharField(
        label="Where", required=False, max_length=60, help_text="A ward, or the first half of a postcode."
    )
    day = forms.ChoiceField(label="Day", required=False, choices=[("", "Any day"), *finding.DAYS.items()])
    language = forms.ChoiceField(label="Language", required=False)
    free = forms.BooleanField(label="Only what costs nothing", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["need"].queryset = finding.needs()
        self.fields["language"].choices = [("", "Any language"), *((each, each) for each in finding.languages())]


class CheckEntryForm(DeedForm):
    """Somebody asked the service whether its entry is true."""

    status = forms.ChoiceField(label="Is it to be had?", choices=Service.Status.choices, widget=Radios)
    telephone = forms.CharField(label="Telephone", required=False, max_length=60)
    wait_time = forms.CharField(label="How long is the wait?", required=False, max_length=200)
    alert = forms.CharField(
        label="Anything that people must know now", required=False, max_length=2000, widget=forms.Textarea({"rows": 2})
    )
    owner = forms.CharField(label="Who keeps this entry true?", max_length=150)
    checked_on = DayField(label="When did you check?")


class FeedForm(forms.Form):
    """A feed as a file."""

    name = forms.CharField(
        label="Which feed is it?", max_length=200,
        help_text="Say the same name each time: what this feed does not tell of any more is then marked.",
    )  # fmt: skip
    file = forms.FileField(
        label="The file", help_text="Open Referral UK: a page of /services as JSON, or a zip of its CSV files."
    )
