"""Two census files to hold against each other, which nobody keeps."""

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from holdfast.measures.benchmarks import MODELS
from holdfast.measures.comparison import LATEST_MODEL

LARGEST = 40_000_000
"""Bytes: more than the file of the largest authority."""

ANSWERS = (
    ("page", "What moved, on a page"),
    ("csv", "Every number, as a CSV file for a spreadsheet"),
    ("json", "Every number, as a JSON file for another program"),
)


def _not_too_large(file: UploadedFile) -> None:
    if (file.size or 0) > LARGEST:
        raise ValidationError(
            f"We take files of up to {LARGEST / 1e6:,.0f} MB here. Larger ones can be held against each other with the "
            "command “holdfast compare cin”."
        )


def _census(label: str, *, hint: str, required: bool) -> forms.FileField:
    return forms.FileField(
        label=label, help_text=hint, required=required, validators=[_not_too_large],
        error_messages={"required": "Choose this year’s census file.", "empty": "The file is empty."},
    )  # fmt: skip


def _chosen(label: str, choices: tuple[tuple[str, str], ...]) -> forms.ChoiceField:
    widget = forms.Select({"class": "govuk-!-width-full"})
    return forms.ChoiceField(label=label, choices=choices, widget=widget, required=False)


class ComparingForm(forms.Form):
    """This year's file, last year's if it is there, whose neighbours, and the shape of the answer."""

    this = _census("This year’s census", hint="The XML file that you are about to send.", required=True)
    last = _census(
        "Last year’s census, if you have it", required=False,
        hint="The file that was sent last year. Without it, nothing can be said of what moved since.",
    )  # fmt: skip
    model = _chosen("Whose neighbours?", tuple(sorted(MODELS.items(), reverse=True)))
    answer = _chosen("What would you like?", ANSWERS)

    def clean_model(self) -> str:
        """The latest model, where none was chosen."""
        return self.cleaned_data["model"] or LATEST_MODEL

    def clean_answer(self) -> str:
        """The page, where nothing was chosen."""
        return self.cleaned_data["answer"] or "page"
