"""What is written when one side hands over, and who is put on duty."""

from collections.abc import Iterable
from datetime import datetime, time
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.core.validators import MaxLengthValidator

from holdfast.access import Role
from holdfast.records.frontdoor.queries.handing import OpenThing
from holdfast.wall.deeds import LONDON
from holdfast.wall.models import User
from holdfast.wall.waiting.ladders import escalation
from holdfast.web.forms import DayField

ON_DUTY = (Role.front_door_worker, Role.front_door_manager, Role.service_manager, Role.out_of_hours_worker)


class HandOverForm(forms.Form):
    """One note for all, and one for each thing that stands open."""

    record_id = forms.UUIDField(widget=forms.HiddenInput)
    note = forms.CharField(
        label="What the other side should know",
        required=False,
        validators=[MaxLengthValidator(4000)],
        widget=forms.Textarea({"rows": 3}),
    )

    def __init__(self, *args: Any, things: Iterable[OpenThing], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("record_id", uuid4())
        self.things = list(things)
        for thing in self.things:
            self.fields[f"note-{thing.key}"] = forms.CharField(
                label=f"{thing.called} ({thing.said})", required=False, validators=[MaxLengthValidator(2000)],
                widget=forms.Textarea({"rows": 2}),
            )  # fmt: skip

    @property
    def notes(self) -> dict[UUID, str]:
        """What was written of each thing, by its key."""
        return {thing.key: self.cleaned_data[f"note-{thing.key}"] for thing in self.things}


def _hour(label: str) -> forms.TimeField:
    return forms.TimeField(
        label=label,
        help_text="For example, 17:00",
        widget=forms.TextInput({"class": "govuk-input--width-5"}),
        error_messages={"required": f"{label}: enter a time such as 17:00", "invalid": f"{label}: write it as 17:00"},
    )


class DutyForm(forms.Form):
    """Who is on duty, for whom on the phone list, from when until when."""

    person = forms.ChoiceField(label="On duty as", error_messages={"required": "Choose what they are on duty as"})
    holder = forms.ModelChoiceField(
        label="Who",
        queryset=User.objects.none(),
        empty_label="Choose",
        error_messages={"required": "Choose who is on duty"},
    )
    from_on = DayField(label="From which day?")
    from_hour = _hour("From what time?")
    until_on = DayField(label="Until which day?")
    until_hour = _hour("Until what time?")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = escalation().people.values()
        self.fields["person"].choices = [("", "Choose"), *((each.key, each.name) for each in people)]
        roles = [role.value for role in ON_DUTY]
        self.fields["holder"].queryset = User.objects.filter(is_active=True, role__in=roles).order_by("display_name")

    def clean(self) -> dict[str, Any]:
        """The end is after the beginning."""
        told = super().clean() or {}
        if {"from_on", "from_hour", "until_on", "until_hour"} <= told.keys() and self.until_at <= self.from_at:
            self.add_error("until_on", "The end of the duty must be after its beginning")
        return told

    @property
    def from_at(self) -> datetime:
        """When it begins."""
        return _moment(self.cleaned_data["from_on"], self.cleaned_data["from_hour"])

    @property
    def until_at(self) -> datetime:
        """When it ends."""
        return _moment(self.cleaned_data["until_on"], self.cleaned_data["until_hour"])


def _moment(day: Any, hour: time) -> datetime:
    return datetime.combine(day, hour, tzinfo=LONDON)
