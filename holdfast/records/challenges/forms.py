"""What both sides of a challenge write."""

from django import forms

from holdfast.records.challenges.codes import Outcome, Theme
from holdfast.web.deeds import DeedForm
from holdfast.web.forms import Radios


def long_answer(label: str, *, hint: str = "", rows: int = 5, wanted: str = "") -> forms.CharField:
    """A long answer in the writer's own words; `wanted` says what to do where it is needed and missing."""
    return forms.CharField(
        label=label, help_text=hint, required=bool(wanted), max_length=10_000, widget=forms.Textarea({"rows": rows}),
        error_messages={"required": wanted},
    )  # fmt: skip


class RaiseForm(DeedForm):
    """A challenge, on one screen."""

    theme = forms.ChoiceField(
        label="What is it about?", choices=Theme.choices, widget=Radios,
        error_messages={"required": "Choose what it is about"},
    )  # fmt: skip
    why = long_answer(
        "What do you disagree with, and what should happen?",
        hint="What you know that should change it. Whoever decided it reads this, and whoever hears it.",
        rows=7,
        wanted="Say what you disagree with, and what you think should happen",
    )
    immediate = forms.TypedChoiceField(
        label="Is the child at risk while this waits?",
        choices=[("yes", "Yes: it must be answered at once"), ("no", "No")],
        coerce=lambda said: said == "yes", widget=Radios(inline=True),
        error_messages={"required": "Say whether the child is at risk while this waits"},
    )  # fmt: skip


class AnswerForm(DeedForm):
    """An answer, with what becomes of the decision."""

    outcome = forms.ChoiceField(
        label="What becomes of the decision?", choices=Outcome.choices, widget=Radios,
        error_messages={"required": "Choose what becomes of the decision"},
    )  # fmt: skip
    words = long_answer(
        "Your reasons", hint="The other side reads them, and agrees or goes on.", wanted="Give your reasons"
    )
    effect = long_answer("What changes in the child’s plan?", hint="Leave it empty where nothing does.", rows=3)


class AgreeForm(DeedForm):
    """Whoever raised it agrees."""

    words = long_answer("Anything to add?", rows=2)


class PressForm(DeedForm):
    """Whoever raised it does not agree."""

    words = long_answer(
        "What does the answer leave open?", hint="The next person starts there.", wanted="Say what it leaves open"
    )


class WithdrawForm(DeedForm):
    """Whoever raised it takes it back."""

    words = long_answer("Why do you withdraw it?", rows=3, wanted="Say why you withdraw it")
