"""Correcting a record that tells the census something: a field for each fact, as facts declare it."""

import re
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms

from holdfast.facts import TABLES
from holdfast.kernel import codes
from holdfast.records.casework.models import AssessmentFactor
from holdfast.records.census.queries.child import Typed
from holdfast.records.census.queries.mending import CODED, Mended, codes_of, key_of
from holdfast.records.people.models import Disability
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
CODES_OF = {
    "child": "disability",
    "disability": "disability",
    "assessment": "assessment_factor",
    "assessment_factor": "assessment_factor",
}
"""The table of codes that are told with a record: some are added to it, and taken out where told by mistake."""
ADDED = {"child": "Disabilities to add", "assessment": "Factors to add"}
TAKEN_OUT = {"child": "Disabilities to take out", "assessment": "Factors to take out"}


class TakenOut(forms.MultipleChoiceField):
    """Codes that were told by mistake; says each by its record, with the version that was read.

    What does not stand any more may be sent: whether it was changed or is out already is for the action to say.
    """

    def __init__(self, *, standing: Iterable[Any], list_name: str, **kwargs: Any) -> None:
        offered = [(f"{told.pk}.{told.version}", f"Take out: {codes.words(list_name, told.code)}") for told in standing]
        super().__init__(choices=offered, widget=Ticks, required=False, **kwargs)

    def valid_value(self, value: str) -> bool:
        """Whether it is a record and a version of it."""
        return re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\.[0-9]{1,9}", value) is not None

    def clean(self, value: Any) -> dict[UUID, int]:
        """The versions that were read, by record."""
        told = (each.split(".") for each in super().clean(value))
        return {UUID(pk): int(version) for pk, version in told}


WHOLE_NUMBER = 13
"""The signs of a pupil number: of a shorter one nothing is said before it is saved, since it may be half typed."""


def as_fact(value: Any) -> Any:
    """What a form says, as facts tell it: nothing typed is not known."""
    return None if value == "" else value


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
        self.codes: dict[UUID, tuple[str, str]] = {}
        for column in mended.values:
            self.fields[column] = _field(mended, column, today=kwargs["today"])
        if mended.table in CODES_OF:
            self._add_codes(CODES_OF[mended.table])
        self.order_fields([*mended.values, "added", "taken_out", "reason"])

    def _add_codes(self, table: str) -> None:
        list_name, standing = CODED[table], list(codes_of(self.mended).filter(withdrawn_at=None))
        self.codes = {told.pk: (table, key_of(told)) for told in standing}
        if self.mended.table in ADDED:
            self.fields["added"] = forms.MultipleChoiceField(
                label=ADDED[self.mended.table], choices=codes.choices(list_name, codes.PRESENT_YEAR), widget=Ticks,
                required=False,
            )  # fmt: skip
        if standing:
            label = TAKEN_OUT.get(self.mended.table, "Was it told by mistake?")
            self.fields["taken_out"] = TakenOut(label=label, standing=standing, list_name=list_name)

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

    @property
    def asked_of(self) -> tuple[str, ...]:
        """The fields of which the census is asked while they are typed: those that say a fact."""
        return tuple(name for name in (*self.mended.values, "added", "taken_out") if name in self.fields)

    @property
    def said_beside(self) -> tuple[str, ...]:
        """The fields beside which something is said; of a code that is being taken out, where that is said."""
        goes = self.mended.record.pk in self.cleaned_data.get("taken_out", ())
        return ("taken_out",) if goes else self.asked_of

    @property
    def tells(self) -> list[tuple[str, str]]:
        """The rows of facts that it tells; of a code among many, also the row of which it is told."""
        record = self.mended.record
        whole = {Disability: [("child", "")], AssessmentFactor: [("assessment", key_of(record).rpartition("/")[0])]}
        return [(self.mended.table, key_of(record)), *whole.get(type(record), [])]

    @property
    def typed(self) -> Typed:
        """What is typed, as facts would tell it: of what changed, what is whole; a half-typed day says nothing yet."""
        changed = {name: as_fact(self._kept(name)) for name in self.changed_data if name in self._whole()}
        row = key_of(self.mended.record)
        told: dict[tuple[str, str], dict[str, Any] | None] = {(self.mended.table, row): changed} if changed else {}
        for code in self.cleaned_data.get("added", ()):
            if self.mended.table == "assessment":
                told["assessment_factor", f"{row}/{code}"] = {"assessment": row, "code": code}
            else:
                told["disability", code] = {}
        return told | {self.codes[pk]: None for pk in self.cleaned_data.get("taken_out", ()) if pk in self.codes}

    def _whole(self) -> set[str]:
        told = {name for name in self.mended.values if name in self.cleaned_data}
        return told - {"value"} if len(self.cleaned_data.get("value", "").replace(" ", "")) < WHOLE_NUMBER else told

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
