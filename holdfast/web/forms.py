"""Django forms drawn in GOV.UK markup, and the fields that Django lacks.

With FORM_RENDERER = "holdfast.web.forms.Renderer", `{{ form }}` is a whole form and
`{{ form.name.as_field_group }}` one field with its label, hint and mistake.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, ClassVar

import django.forms
from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.forms.renderers import BaseRenderer
from django.template.backends.django import DjangoTemplates
from django.utils.functional import cached_property

from holdfast.web import days

CLASSES: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.CheckboxInput, "govuk-checkboxes__input"),
    (forms.ClearableFileInput, "govuk-file-upload"),
    (forms.FileInput, "govuk-file-upload"),
    (forms.Textarea, "govuk-textarea"),
    (forms.CheckboxSelectMultiple, "govuk-checkboxes__input"),
    (forms.RadioSelect, "govuk-radios__input"),
    (forms.Select, "govuk-select"),
    (forms.HiddenInput, ""),
    (forms.widgets.Input, "govuk-input"),
)
CHOOSE = (forms.Select, forms.RadioSelect, forms.CheckboxSelectMultiple)


class Field(BoundField):
    """A field of a form as the page shows it: classes, what describes it, and its mistakes in plain words."""

    def build_widget_attrs(self, attrs: dict[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        """Django's own, with the design's class; never `required`, since the browser's own bubbles are not readable."""
        widget = widget or self.field.widget
        built = super().build_widget_attrs(attrs, widget)
        built.pop("required", None)
        if isinstance(widget, CHOOSE[1:]):
            built.pop("aria-invalid", None)  # it belongs to the group, which says its mistake
        classes = [_class_of(widget), widget.attrs.get("class", ""), built.get("class", "")]
        if self.errors and isinstance(widget, DayInput):
            built["data-wrong"] = self.wrong_part or "all"
        elif self.errors and not self.use_fieldset:
            classes.append(f"{classes[0]}--error")
        if any(classes):
            built["class"] = " ".join(filter(None, dict.fromkeys(classes)))
        return built

    @property
    def kind(self) -> str:
        """Which template draws the group around the input."""
        if isinstance(self.field.widget, forms.CheckboxInput):
            return "tick"
        return "many" if self.use_fieldset else "one"

    @property
    def described_by(self) -> str:
        """Ids of the hint and the mistake, for the fieldset."""
        hint = f"{self.auto_id}_helptext" if self.help_text else ""
        return f"{hint} {self.auto_id}_error".strip() if self.errors else hint

    @property
    def limit(self) -> int | None:
        """The most characters of a long text; shown while typing, never cut off."""
        return getattr(self.field, "max_length", None) if isinstance(self.field.widget, forms.Textarea) else None

    @property
    def first_input(self) -> str:
        """The id that a mistake in the summary leads to."""
        if isinstance(self.field.widget, DayInput):
            return f"{self.auto_id}_{self.wrong_part or 'day'}"
        return f"{self.auto_id}_0" if isinstance(self.field.widget, CHOOSE[1:]) else self.auto_id

    @property
    def wrong_part(self) -> str:
        """Which of day, month and year is wrong; empty where it is all of them."""
        codes = [error.code for error in self.errors.as_data()]
        return codes[0] if codes and codes[0] in days.PARTS else ""

    @property
    def sentences(self) -> list[str]:
        """The mistakes as what to do; a message that the form's author wrote is left alone."""
        return [self._sentence(error) for error in self.errors.as_data()]

    def _sentence(self, error: ValidationError) -> str:
        said = " ".join(error.messages)
        if error.code == "required" and said == str(forms.Field.default_error_messages["required"]):
            return self._what_to_do
        if error.code == "max_length" and said.startswith("Ensure"):
            return f"{str(self.label).rstrip('?')} must be {error.params['limit_value']:,} characters or fewer"
        return said

    @property
    def _what_to_do(self) -> str:
        label = str(self.label).rstrip(":")
        if label.endswith("?"):
            return f"Answer “{label}”"
        if isinstance(self.field.widget, forms.FileInput):
            return f"Choose a file: {label}"
        said = label if label[:2].isupper() else label[:1].lower() + label[1:]
        return f"{'Choose' if isinstance(self.field.widget, CHOOSE) else 'Enter'} {said}"


class Renderer(BaseRenderer):
    """Draws every form of the site; ours come before Django's own templates of the same name."""

    form_template_name = "web/forms/form.html"
    formset_template_name = "web/forms/formset.html"
    field_template_name = "web/forms/field.html"
    bound_field_class = Field

    def get_template(self, template_name: str) -> Any:
        """The template by its name."""
        return self.engine.get_template(template_name)

    @cached_property
    def engine(self) -> DjangoTemplates:
        """An engine whose first folder is the shell's."""
        folders = [Path(__file__).parent / "templates", Path(django.forms.__file__).parent / "templates"]
        return DjangoTemplates({"APP_DIRS": True, "DIRS": folders, "NAME": "forms", "OPTIONS": {}})


class _Hinted:
    """A set of choices, each of which may have a hint beneath."""

    def __init__(self, *args: Any, hints: Mapping[str, str] | None = None, inline: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.hints, self.inline = dict(hints or {}), inline

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Django's option with its hint."""
        option: dict[str, Any] = super().create_option(name, value, *args, **kwargs)
        option["hint"] = self.hints.get(str(value), "")
        if option["hint"]:
            option["attrs"]["aria-describedby"] = f"{option['attrs']['id']}_hint"
        return option

    def get_context(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Django's context, and whether the choices stand in one line."""
        context: dict[str, Any] = super().get_context(*args, **kwargs)
        context["widget"]["inline"] = self.inline
        return context


class Radios(_Hinted, forms.RadioSelect):
    """One of several; `hints` by value, `inline` for yes and no."""


class Ticks(_Hinted, forms.CheckboxSelectMultiple):
    """Any of several; `hints` by value."""


class DayInput(forms.MultiWidget):
    """Three inputs: day, month, year; shows again exactly what was typed."""

    template_name = "web/forms/day.html"

    def __init__(self, attrs: dict[str, Any] | None = None, *, born: bool = False) -> None:
        filled = {part: f"bday-{part}" if born else "off" for part in days.PARTS}
        inputs = {
            part: forms.TextInput({"inputmode": "numeric", "autocomplete": filled[part], "class": _day_class(part)})
            for part in days.PARTS
        }
        super().__init__(inputs, attrs)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Django's context; inputs are called by their part, and only what is wrong is marked."""
        given = dict(attrs or {})
        wrong, named = given.pop("data-wrong", ""), given.get("id", name)
        given.pop("aria-invalid", None)
        context = super().get_context(name, value, given)
        for part, widget in zip(days.PARTS, context["widget"]["subwidgets"], strict=True):
            widget["attrs"]["id"] = f"{named}_{part}"
            if wrong in (part, "all"):
                widget["attrs"] |= {"aria-invalid": "true", "class": f"{_day_class(part)} govuk-input--error"}
        return context

    def decompress(self, value: Any) -> Sequence[str]:
        """The parts of a day."""
        return days.parts(value)

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        """What was typed; or a whole day under the field's own name (a link, or the page for a stale edit)."""
        typed = [data.get(f"{name}_{part}", "") for part in days.PARTS]
        return list(days.parts(data[name])) if not any(typed) and data.get(name) else typed

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        """Whether nothing of the day was sent."""
        return name not in data and super().value_omitted_from_data(data, files, name)


class DayField(forms.Field):
    """A day typed as three numbers (a month may be a word); `earliest` and `latest` are inclusive.

    `born=True` lets the browser fill in a birth date that it knows; use it only where people write about themselves.
    """

    default_error_messages: ClassVar[dict[str, str]] = {}

    def __init__(
        self, *, earliest: date | None = None, latest: date | None = None, born: bool = False, **kwargs: Any
    ) -> None:
        kwargs.setdefault("widget", DayInput(born=born))
        super().__init__(**kwargs)
        self.earliest, self.latest = earliest, latest

    def to_python(self, value: Any) -> date | None:
        """The day, None where nothing was typed; ValidationError's code is the part to mend."""
        try:
            return days.read(value or (), what=str(self.label or "The date"))
        except days.NotADayError as wrong:
            raise ValidationError(str(wrong), code=wrong.part) from wrong

    def validate(self, value: date | None) -> None:
        """Refuse a missing day where one is needed, and one outside the bounds."""
        super().validate(value)
        what = self.label or "The date"
        if value and self.earliest and value < self.earliest:
            raise ValidationError(f"{what} must be {days.words.day(self.earliest)} or later", code="early")
        if value and self.latest and value > self.latest:
            raise ValidationError(f"{what} must be {days.words.day(self.latest)} or earlier", code="late")

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether another day is typed."""
        return list(days.parts(initial)) != [str(part).strip() for part in data or ("", "", "")]


def _day_class(part: str) -> str:
    return f"govuk-input govuk-date-input__input govuk-input--width-{4 if part == 'year' else 2}"


def _class_of(widget: forms.Widget) -> str:
    return next((name for kind, name in CLASSES if isinstance(widget, kind)), "")
