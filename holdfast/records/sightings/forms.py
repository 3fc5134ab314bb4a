"""What people write down of what was seen: only what is needed now is asked for, and every word is kept."""

from typing import Any

from django import forms

from holdfast.records.agencies.models import Agency
from holdfast.records.sightings.codes import (
    DoctorLooked,
    ExplainedBy,
    Explanation,
    InjuryKind,
    Sensitive,
    Setting,
    Size,
    What,
)
from holdfast.web.body_field import BodyField
from holdfast.web.deeds import DeedForm
from holdfast.web.forms import DayField, Radios

ORDINARY = ("", "No: whoever works with the child may read it")
_MOST = 10_000


def _words(label: str, *, hint: str = "", rows: int = 3) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=hint, required=False, max_length=_MOST, widget=forms.Textarea({"rows": rows})
    )


class SeenForm(DeedForm):
    """What every line has: which agency, who there, and when."""

    agency = forms.ModelChoiceField(
        label="Which agency saw it?", queryset=Agency.objects.none(), required=False, empty_label="Choose",
        help_text="Choose one, or write below who it was.",
        error_messages={"required": "Choose the agency, or write its name"},
    )  # fmt: skip
    agency_name = forms.CharField(label="Or who, if it is not in the list", max_length=150, required=False)
    seen_by = forms.CharField(label="Who saw it?", max_length=150, required=False, help_text="The person’s name.")
    seen_by_post = forms.CharField(label="What is their post?", max_length=150, required=False)
    reason = forms.CharField(
        label="Why do you correct it?", max_length=300, error_messages={"required": "Say why you correct it"}
    )

    def __init__(self, *args: Any, agencies: list[Agency] | None, correcting: bool = False, **kwargs: Any) -> None:
        """`agencies` are the writer's own, where they answer for one; None where any may be meant."""
        super().__init__(*args, **kwargs)
        if correcting or (agencies is not None and len(agencies) == 1):
            del self.fields["agency"]
        else:
            own = Agency.objects.filter(pk__in=[each.pk for each in agencies]) if agencies else Agency.objects.all()
            self.fields["agency"].queryset = own.order_by("name")
        if correcting or agencies is not None:
            del self.fields["agency_name"]
        if not correcting:
            del self.fields["reason"]

    def clean(self) -> dict[str, Any]:
        """An agency is chosen or named; which, is what all later counting hangs on."""
        told = super().clean() or {}
        if "agency" in self.fields and not (told.get("agency") or told.get("agency_name")):
            self.add_error("agency", "Choose the agency, or write its name")
        return told


class TakingOutForm(DeedForm):
    """Why a line should not stand on this child."""

    reason = forms.CharField(
        label="Why is it wrong?", max_length=300, help_text="For example, that it was another child.",
        error_messages={"required": "Say why it is taken out"},
    )  # fmt: skip


class SightingForm(SeenForm):
    """Somebody saw the child, or should have."""

    what = forms.ChoiceField(
        label="Was the child seen?", choices=What.choices, widget=Radios,
        error_messages={"required": "Say whether the child was seen"},
    )  # fmt: skip
    seen_on = DayField(label="When was it, or should it have been?")
    setting = forms.ChoiceField(
        label="Where?", choices=[("", "Not said"), *Setting.choices], required=False,
        help_text="Only what kind of place. An address does not belong here.",
    )  # fmt: skip
    why_not = forms.CharField(label="If not seen or not brought, why?", max_length=300, required=False)
    saw = _words("What was seen?", hint="What you saw and heard, then what you make of it.", rows=4)
    childs_words = _words("What did the child say or show?", hint="In the child’s own words where you can.")
    sensitive = forms.ChoiceField(
        label="Is it for the decision-maker alone?", choices=[ORDINARY, *Sensitive.choices], required=False,
        widget=Radios, help_text="Only where others’ knowing it would harm. An injury is never hidden: write it apart.",
    )  # fmt: skip

    field_order = (
        "what", "seen_on", "agency", "agency_name", "seen_by", "seen_by_post", "setting", "why_not", "saw",
        "childs_words", "sensitive", "reason",
    )  # fmt: skip


class InjuryForm(SeenForm):
    """An injury that somebody saw, and how it was explained to them."""

    site = BodyField()
    kind = forms.ChoiceField(
        label="What is it?", choices=InjuryKind.choices, widget=Radios,
        error_messages={"required": "Choose what it is, “Something else” if you do not know"},
    )  # fmt: skip
    size = forms.ChoiceField(label="How large?", choices=[("", "Not said"), *Size.choices], required=False)
    looks = _words("What does it look like?", hint="Colour, shape, a measured size.", rows=2)
    seen_on = DayField(label="When was it seen?")
    explanation = forms.ChoiceField(
        label="How was it explained?", choices=[("", "Nobody asked, or nothing was said"), *Explanation.choices],
        required=False,
    )  # fmt: skip
    explained_in_words = _words("In their words", rows=2)
    explained_by = forms.ChoiceField(
        label="Who said so?", choices=[("", "Not said"), *ExplainedBy.choices], required=False
    )
    doctor_looked = forms.ChoiceField(
        label="Has a doctor looked at it?", choices=DoctorLooked.choices, widget=Radios(inline=True),
        initial=DoctorLooked.not_known,
    )  # fmt: skip

    field_order = (
        "site", "kind", "size", "looks", "seen_on", "agency", "agency_name", "seen_by", "seen_by_post", "explanation",
        "explained_in_words", "explained_by", "doctor_looked", "reason",
    )  # fmt: skip
