"""What the hub writes down about an enquiry and about one question; a form keeps every word typed."""

from typing import Any

from django import forms

from holdfast.records.agencies.models import Agency
from holdfast.records.mash.codes import (
    KIND_OF,
    Basis,
    ChaseHow,
    ConsentFor,
    ConsentStatus,
    Mark,
    ParentsTold,
    Rating,
    ReplyKind,
    Source,
)
from holdfast.records.mash.forms.asking import AboutForm, short, writing
from holdfast.web.deeds import DeedForm
from holdfast.web.forms import DayField, Radios

YES_NO = (("yes", "Yes"), ("no", "No"))


class RateForm(DeedForm):
    """Another colour."""

    rating = forms.ChoiceField(label="The colour", choices=Rating.choices, widget=Radios)
    because = writing("What is known now that was not known before?", required=True)


class ChaseForm(DeedForm):
    """A reminder."""

    how = forms.ChoiceField(label="How did you remind them?", choices=ChaseHow.choices, widget=Radios)
    whom = short("Whom did you speak or write to?", required=True, most=200)
    said = writing("What was said")


class LeaveOutForm(DeedForm):
    """A kind of service is not asked."""

    because = short("Not relevant, because", required=True, most=300)


class WaiveForm(DeedForm):
    """A manager no longer waits for the answer."""

    because = writing(
        "Why is the answer not waited for, and what is done instead?",
        hint="It stays on the record as not answered, and is counted.",
        required=True,
    )


class MarkForm(DeedForm):
    """Whether the answer helped."""

    mark = forms.ChoiceField(label="Did the answer help?", choices=Mark.choices, widget=Radios)
    because = writing("What would have helped", rows=2)


class LinkForm(DeedForm):
    """A one-time link."""

    sent_to = short(
        "To which inbox do you send it?",
        hint="The practice’s or the school’s own, never somebody’s private one.",
        required=True,
        most=200,
    )


class AskNowForm(AboutForm):
    """A question that stood as not asked."""

    agency = forms.ModelChoiceField(
        label="Which agency", queryset=Agency.objects.none(), required=False, empty_label="Not in the list"
    )
    agency_name = short("If it is not in the list, its name")
    question = writing("The question", rows=4)

    def __init__(self, *args: Any, source: Source, question: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = Agency.objects.filter(kind=KIND_OF[source]).order_by("name")
        self.fields["question"].initial = question

    def clean(self) -> dict[str, Any]:
        """An agency must be named, or nobody is asked."""
        told = super().clean() or {}
        if not told.get("agency") and not told.get("agency_name", "").strip():
            self.add_error("agency", "Choose the agency, or write its name")
        return told


class AnswerForm(DeedForm):
    """What an agency says, on one screen: known, nothing known, or cannot say. `expected_version` counts answers."""

    kind = forms.ChoiceField(label="What do you know?", choices=ReplyKind.choices, widget=Radios)
    words = writing("What you know; or what you found, in your own words; or why you cannot say", rows=6)
    searched_where = short("If nothing is known: where was it looked for?", hint="Which system or files", most=300)
    searched_by = short("Who looked?")
    searched_on = DayField(label="On which day?", required=False)
    knows_family = short("Who with you knows the family best?", hint="Name and what they do", most=200)
    knows_telephone = short("How to ring them", most=60)
    sensitive = writing(
        "For the decision-maker alone",
        hint="Police intelligence, or a detail of somebody’s health. Nobody else at the front door reads it.",
    )

    hidden_online = forms.BooleanField(
        label="We hid this question and our answer from the patient’s online access", required=False
    )

    def clean(self) -> dict[str, Any]:
        """Each kind of answer asks for what it needs, at the field that lacks it."""
        told = super().clean() or {}
        kind = told.get("kind")
        if kind and not told.get("words", "").strip():
            self.add_error("words", _WANTED[ReplyKind(kind)])
        if kind == ReplyKind.nothing_known:
            for name, wanted in _SEARCH.items():
                if not told.get(name) and name not in self.errors:
                    self.add_error(name, wanted)
        return told


_WANTED = {
    ReplyKind.known: "Write down what you know",
    ReplyKind.nothing_known: "Write down what you found, in your own words: “No record under this name”",
    ReplyKind.cannot_say: "Say why you cannot say",
}
_SEARCH = {
    "searched_where": "Say where it was looked for",
    "searched_by": "Say who looked",
    "searched_on": "Say on which day",
}


class TelephoneForm(AnswerForm):
    """An answer that somebody in the agency gave by telephone: their words, by name. The agency sees it."""

    said_by = short("Who in the agency said it?", hint="Name and what they do there", required=True)
    field_order = ("said_by", "kind", "words")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].label = "What do they say?"
        self.fields["words"].label = "Their words"
        self.fields["words"].help_text = "What was said to you now; never what you expect."


class LookForm(DeedForm):
    """Reading an answer that came after the decision."""

    changes = forms.ChoiceField(
        label="Does it change the decision?", choices=YES_NO, widget=Radios(inline=True),
        help_text="If it does, decide anew on the referral’s page.",
    )  # fmt: skip
    words = writing("What do you make of it?", required=True)


class CompleteForm(DeedForm):
    """All is gathered."""

    words = writing("What do the answers mean together for the child?", rows=6, required=True)


class DisclosureForm(DeedForm):
    """Something else that somebody was told."""

    told_to = short("Who was told?", hint="Name, post and agency", required=True, most=300)
    about = short("About whom?", required=True, most=1_000)
    what = writing("What were they told?", required=True)
    why = writing("Why did they need to know?", required=True)
    basis = forms.ChoiceField(label="Lawful basis", choices=Basis.choices, initial=Basis.public_task, widget=Radios)
    parents_told = forms.ChoiceField(
        label="May they tell the parents?", choices=ParentsTold.choices, initial=ParentsTold.must_not, widget=Radios
    )


class ConsentForm(DeedForm):
    """What the family said when somebody asked them."""

    matter = forms.ChoiceField(label="Agreement to what?", choices=ConsentFor.choices, widget=Radios)
    status = forms.ChoiceField(label="What did they say?", choices=ConsentStatus.choices, widget=Radios)
    of_whom = short("Who was asked?", most=200)
    said_on = DayField(label="On which day?")
    because = writing("Why, in their words; or why nobody was asked", rows=2)
    refusal_risk = writing("If they refuse: does refusing raise the risk to the child, and why?", rows=2)
    needs_support = forms.BooleanField(
        label="The person asked has a mental-health need, a learning disability or another condition", required=False
    )
    adult_service = writing(
        "If so: with which adult service was this talked over, and what came of it; or why not?", rows=2
    )


class ClosureForm(DeedForm):
    """When an agency is closed."""

    agency = forms.ModelChoiceField(label="Which agency", queryset=Agency.objects.none(), empty_label=None)
    from_on = DayField(label="Closed from")
    until_on = DayField(label="Open again on")
    words = short("Why", hint="Summer holidays, moving house")
    contact_name = short("Who answers meanwhile", hint="Leave it empty if nobody does: then nobody is asked")
    contact_telephone = short("How to ring them", most=60)
    may_lie_ahead = ("from_on", "until_on")

    def __init__(self, *args: Any, agencies: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = agencies
