"""What a manager writes who looked again."""

from uuid import UUID

from django import forms

from holdfast.records.looks.codes import LookDecision
from holdfast.records.looks.models import Look
from holdfast.web.forms import Radios


class LookForm(forms.Form):
    """What follows, and why; and, unseen, which questions stood on the page that was read."""

    standing = forms.CharField(widget=forms.HiddenInput)
    decision = forms.ChoiceField(
        label="What follows?",
        choices=LookDecision.choices,
        widget=Radios,
        error_messages={"required": "Say what follows."},
    )
    reasons = forms.CharField(
        label="Why?",
        help_text="What you read, what you make of it together, and what would change your mind.",
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=10_000,
        error_messages={"required": "Say why: whoever reads this next year needs your reasons."},
    )

    @property
    def versions(self) -> dict[UUID, int]:
        """The questions that stood on the page, and as which version."""
        pairs = (pair.split(":") for pair in self.cleaned_data["standing"].split(","))
        return {UUID(key): int(version) for key, version in pairs}


def as_standing(looks: list[Look]) -> str:
    """The questions of a page, for the form to carry."""
    return ",".join(f"{look.id}:{look.version}" for look in looks)
