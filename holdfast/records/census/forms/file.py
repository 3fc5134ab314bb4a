"""A census file to check, which nobody keeps."""

from uuid import UUID, uuid4, uuid5

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from holdfast.kernel.codes import PRESENT_YEAR
from holdfast.returns.cin.checking import label

LARGEST = 100_000_000
"""Bytes: about three times the file of the largest authority."""
_EARLIEST = 2023

ANSWERS = (
    ("page", "What was found, on a page"),
    ("csv", "Every finding, as a CSV file for a spreadsheet"),
    ("json", "The whole account, as a JSON file for another program"),
)


def _not_too_large(file: UploadedFile) -> None:
    size = file.size or 0
    if size > LARGEST:
        raise ValidationError(
            f"The file has {size / 1e6:,.0f} MB, and we check files of up to {LARGEST / 1e6:,.0f} MB here. "
            "A larger one can be checked with the command “holdfast check cin”."
        )


def _narrow() -> forms.Select:
    """A list that is no wider than a telephone, however long its words."""
    return forms.Select({"class": "govuk-!-width-full"})


class FileForm(forms.Form):
    """The file, the year to judge it by, and the shape of the answer."""

    file = forms.FileField(
        label="Children in need census file",
        help_text=f"An XML file of up to {LARGEST / 1e6:,.0f} MB. It is checked and forgotten: nothing of it is kept.",
        validators=[_not_too_large],
        error_messages={"required": "Choose the census file.", "empty": "The file is empty."},
    )
    year = forms.TypedChoiceField(
        label="Which year’s rules?",
        choices=[
            ("", "Of the year that the file says it is of"),
            *((year, label(year)) for year in range(PRESENT_YEAR + 1, _EARLIEST - 1, -1)),
        ],
        widget=_narrow(),
        coerce=int,
        empty_value=None,
        required=False,
    )
    record_id = forms.UUIDField(widget=forms.HiddenInput, required=False, initial=uuid4)
    answer = forms.ChoiceField(label="What would you like?", choices=ANSWERS, widget=_narrow(), required=False)

    def clean_answer(self) -> str:
        """The page, where nothing was chosen; a button beside the findings comes before the list."""
        pressed = self.data.get("download", "")
        return pressed if pressed in dict(ANSWERS) else self.cleaned_data["answer"] or "page"

    def key_of(self, digest: str) -> UUID:
        """The key under which this file's account is kept: sent twice from one form it is kept once."""
        return uuid5(self.cleaned_data["record_id"] or uuid4(), digest)
