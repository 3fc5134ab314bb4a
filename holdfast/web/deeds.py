"""The form of a deed about a child: sent twice it is done once, and a refusal keeps every word."""

from collections.abc import Callable
from datetime import date
from typing import Any, ClassVar
from uuid import UUID, uuid4

from django import forms

from holdfast.kernel.refused import Refused, StaleEdit
from holdfast.web.forms import DayField


class DeedForm(forms.Form):
    """What every deed's form holds: an id of its own, and the version of the record that was read."""

    record_id = forms.UUIDField(widget=forms.HiddenInput, required=False)
    expected_version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    may_lie_ahead: ClassVar[tuple[str, ...]] = ("until_on", "expected_birth_on")
    """Days that may be still to come; every other has happened."""

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["record_id"].initial = uuid4
        for name, field in self.fields.items():
            if isinstance(field, DayField) and name not in self.may_lie_ahead:
                field.latest = today

    @property
    def own_id(self) -> UUID:
        """The id that the form was sent with, or a new one."""
        return self.cleaned_data.get("record_id") or uuid4()


def is_done(form: forms.Form, do: Callable[[], object]) -> bool:
    """Do it, and say whether it was done: a refusal stands on the form; a stale edit has a page of its own."""
    try:
        do()
    except StaleEdit:
        raise
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    return True
