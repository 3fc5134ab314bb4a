"""Correcting a record that tells the census something: a field for each fact, as facts declare it."""

from typing import Any

from django import forms

from holdfast.facts import TABLES
from holdfast.kernel import codes
from holdfast.records.census.queries.mending import Mended
from holdfast.web.deeds import DeedForm
from holdfast.web.forms import DayField, Radios, Ticks

_YES = {"yes": True, "no": False, "": None}
_WORD = {told: word for word, told in _YES.items()}
_MAY_LIE_AHEAD = ("expected_birth_on", "conference_target_on")
_LABELS = {
    "birth_on": "Date of birth",
    "expected_birth_on": "Expected date of birth, of an unborn child",
    "sex": "Sex",
    "value": "Number",
}
"""Where a fact's own words are for whoever reads facts, and not for whoever writes a record."""
ADDED = {"child": ("Disability", "Disabilities to add"), "assessment": ("AssessmentFactors", "Factors to add")}
"""The list of codes of which more can be added to a record, and what the field is called."""


class MendForm(DeedForm):
    """The facts of one record; what is left as it was is not touched."""

    also_version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    reason = forms.CharField(
        label="How do you know?", max_length=300, help_text="Such as: the minutes of the conference say so."
    )

    def __init__(self, *args: Any, mended: Mended, **kwargs: Any) -> None:
        also = mended.also.version if mended.also else None
        kwargs["initial"] = {"expected_version": mended.record.version, "also_version": also} | _as_typed(mended)
        super().__init__(*args, **kwargs)
        self.mended = mended
        for column in mended.values:
            self.fields[column] = _field(mended, column, today=kwargs["today"])
        if mended.table in ADDED:
            self.fields["added"] = _codes_to_add(*ADDED[mended.table])
        self.order_fields([*mended.values, "added", "reason"])

    @property
    def changes(self) -> dict[str, Any]:
        """What was changed, as the record keeps it."""
        return {name: self._kept(name) for name in self.changed_data if name in self.mended.values}

    @property
    def versions(self) -> dict[Any, int]:
        """The versions that were read, by record."""
        also = self.mended.also
        told = {self.mended.record.pk: self.cleaned_data["expected_version"] or self.mended.record.version}
        return told | ({also.pk: self.cleaned_data["also_version"] or also.version} if also else {})

    def _kept(self, name: str) -> Any:
        told = self.cleaned_data[name]
        return _YES[told] if _column(self.mended, name).kind == "flag" else told


def _as_typed(mended: Mended) -> dict[str, Any]:
    return {
        name: _WORD.get(value, "") if _column(mended, name).kind == "flag" else value
        for name, value in mended.values.items()
    }


def _column(mended: Mended, name: str) -> Any:
    return TABLES[mended.table].column(name)


def _field(mended: Mended, name: str, *, today: Any) -> forms.Field:
    column = _column(mended, name)
    told: dict[str, Any] = {"label": _LABELS.get(name, column.words), "required": column.required}
    if column.kind == "date":
        return DayField(latest=None if name in _MAY_LIE_AHEAD else today, **told)
    if column.kind == "flag":
        choices = (("yes", "Yes"), ("no", "No"), ("", "Not said"))
        return forms.ChoiceField(choices=choices, widget=Radios(inline=True), **told)
    if column.kind == "count":
        widget = forms.NumberInput({"class": "govuk-input--width-3"})
        return forms.IntegerField(min_value=0, max_value=1000, widget=widget, **told)
    if column.codes:
        return forms.ChoiceField(choices=_offered(column.codes, mended.values[name]), **told)
    return forms.CharField(max_length=40, **told)


def _offered(list_name: str, standing: str) -> list[tuple[str, str]]:
    """The codes of today, and the one that stands, valid or not."""
    offered = [("", "Not said"), *codes.choices(list_name, codes.PRESENT_YEAR)]
    known = {code for code, _ in offered}
    return offered if standing in known else [*offered, (standing, f"{standing}, as it stands")]


def _codes_to_add(list_name: str, label: str) -> forms.Field:
    return forms.MultipleChoiceField(
        label=label, choices=codes.choices(list_name, codes.PRESENT_YEAR), widget=Ticks, required=False
    )
