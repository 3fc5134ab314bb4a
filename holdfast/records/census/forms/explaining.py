"""Why a question of the census is right as it stands, in words for the department."""

from django import forms

from holdfast.web.deeds import DeedForm


class ExplainForm(DeedForm):
    """The words that are kept with the child."""

    words = forms.CharField(
        label="Why is it right as it stands?",
        help_text="The department reads your words. Name no child, parent or worker.",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": "Say why it is right as it stands"},
    )


class TakeBackForm(DeedForm):
    """Why an explanation no longer holds."""

    because = forms.CharField(
        label="Why do you take it back?",
        max_length=300,
        error_messages={"required": "Say why you take the explanation back"},
    )
