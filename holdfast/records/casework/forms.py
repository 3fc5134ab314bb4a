"""What a practitioner writes down, one form a deed. A form keeps every word typed, and asks only what is needed now."""

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from holdfast.kernel import codes
from holdfast.records.frontdoor.queries import Past
from holdfast.web.deeds import DeedForm
from holdfast.web.forms import DayField, Radios, Ticks


def words(label: str, *, hint: str = "", rows: int = 4, required: bool = False, most: int = 10_000) -> forms.CharField:
    """A long answer in the writer's own words."""
    return forms.CharField(
        label=label,
        help_text=hint,
        required=required,
        max_length=most,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": f"Answer: {label.lower()}"},
    )


def category() -> forms.ChoiceField:
    """A category of abuse."""
    return forms.ChoiceField(
        label="Category of abuse",
        choices=codes.choices("CategoryOfAbuse", codes.PRESENT_YEAR),
        widget=Radios,
        error_messages={"required": "Choose the main category of abuse."},
    )


class VisitForm(DeedForm):
    """A visit: seen, seen alone, the child's words."""

    visited_on = DayField(label="When was the visit?")
    seen = forms.ChoiceField(
        label="Was the child seen?",
        choices=(("alone", "Yes, alone"), ("with_others", "Yes, with others there"), ("not_seen", "No")),
        widget=Radios,
        error_messages={"required": "Say whether the child was seen, and seen alone."},
    )
    not_seen_because = forms.CharField(label="If not seen, why not?", required=False, max_length=300)
    childs_words = words("What did the child say or show?", hint="In the child’s own words where you can.")
    what_happened = words("What happened, and what does it mean for the child?", rows=6)

    def clean(self) -> dict[str, Any]:
        """Not seen needs its reason: absence is a fact."""
        told = super().clean() or {}
        if told.get("seen") == "not_seen" and not told.get("not_seen_because"):
            self.add_error("not_seen_because", "Say why the child was not seen.")
        return told


class StartForm(DeedForm):
    """The day on which something starts."""

    started_on = DayField(label="When did it start?")


class NeedPlanForm(StartForm):
    """A child in need plan."""

    aims = words("What should be different for the child?")


class AuthoriseForm(DeedForm):
    """A manager authorises an assessment."""

    authorised_on = DayField(label="When was it authorised?")
    what_we_know = words("What do we know, and not know?", rows=6)
    what_we_think = words("What do we think it means for the child?", rows=6)
    childs_words = words("What does the child say?", hint="In the child’s own words where you can.")
    factors = forms.MultipleChoiceField(
        label="Factors found",
        choices=codes.choices("AssessmentFactors", codes.PRESENT_YEAR),
        widget=Ticks,
        required=False,
    )


class PastForm(forms.Form):
    """What came before, each with a line for what it means now."""

    def __init__(self, *args: Any, past: Sequence[Past], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.past = past
        for each in past:
            self.fields[each.item] = forms.CharField(
                label="What it means now", initial=each.note, required=False, max_length=1000,
                widget=forms.Textarea({"rows": 1}),
            )  # fmt: skip

    def lines(self) -> Iterator[tuple[Past, BoundField]]:
        """Each thing that came before, with its field."""
        return ((each, self[each.item]) for each in self.past)

    @property
    def notes(self) -> dict[str, str]:
        """What was written, by its item."""
        return {each.item: self.cleaned_data[each.item] for each in self.past}


class StrategyForm(DeedForm):
    """A strategy discussion; everything but the day can be added afterwards."""

    held_on = DayField(label="When was it held?")
    took_part = words("Who took part?", hint="Name, agency and how: in the room, by telephone.", rows=3)
    discussion = words("What each agency knows", rows=8)
    decision = words("What was decided, and who does what by when", rows=4)


class NoConferenceForm(DeedForm):
    """An enquiry ends without a conference."""

    outcome = words("Why is a conference not needed?", required=True)


class ConferenceForm(DeedForm):
    """An initial or transfer-in conference."""

    held_on = DayField(label="When was it held?")
    plan_category = forms.ChoiceField(
        label="Is a child protection plan needed?",
        choices=[("", "No plan"), *codes.choices("CategoryOfAbuse", codes.PRESENT_YEAR)],
        widget=Radios,
        required=False,
        help_text="Choose the main category of abuse if a plan begins.",
    )
    worries = words("What are the main worries?", hint="The three that matter most.")
    decision = words("What was decided, and why? Any agency that disagreed, and why", rows=5)


class ReviewForm(DeedForm):
    """A review conference."""

    held_on = DayField(label="When was it held?")
    category = category()
    decision = words("What was decided, and why? Any agency that disagreed, and why", rows=5)


class CoreGroupForm(DeedForm):
    """A core group."""

    held_on = DayField(label="When was it held?")
    decision = words("What has changed for the child, and who does what next?", rows=5)


class EndForm(DeedForm):
    """Something ends, with a reason."""

    ended_on = DayField(label="When does it end?")
    why = words("What changed for the child?", required=True)


class ClosureForm(DeedForm):
    """A case closes."""

    closed_on = DayField(label="When does the case close?")
    closure_reason = forms.ChoiceField(
        label="Reason for closing",
        choices=codes.choices("ReasonForClosure", codes.PRESENT_YEAR),
        widget=Radios,
        error_messages={"required": "Choose the reason for closing."},
    )
    closing_words = words("Why is it safe to close, and who will notice if things get worse?", required=True)
