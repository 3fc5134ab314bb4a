"""Starting an enquiry, and putting its questions."""

from collections.abc import Collection, Sequence
from typing import Any

from django import forms

from holdfast.records.agencies.models import Agency
from holdfast.records.mash.codes import KIND_OF, ONE_OF_ITS_KIND, Basis, ParentsTold, Rating, Source
from holdfast.records.mash.queries import Asked, Hub
from holdfast.web.deeds import DeedForm
from holdfast.web.forms import DayField, Radios, Ticks

ASK, LEAVE_OUT, NOT_NOW = "ask", "leave_out", "not_now"


def writing(
    label: str, *, hint: str = "", rows: int = 3, required: bool = False, most: int = 10_000
) -> forms.CharField:
    """A long answer in the writer's own words."""
    return forms.CharField(
        label=label, help_text=hint, required=required, max_length=most, widget=forms.Textarea({"rows": rows})
    )


def short(label: str, *, hint: str = "", required: bool = False, most: int = 150) -> forms.CharField:
    """A name, a number, a line."""
    return forms.CharField(label=label, help_text=hint, required=required, max_length=most)


class StartForm(DeedForm):
    """How urgent it is, what the worry is, on which basis agencies are asked, and what the parents may know."""

    rating = forms.ChoiceField(label="How urgent is it?", widget=Radios, choices=Rating.choices)
    rating_because = writing("Why this colour?", rows=2)
    worries = forms.MultipleChoiceField(
        label="What is the worry?", help_text="It decides whom we propose to ask.", widget=Ticks, required=False
    )
    parents_told = forms.ChoiceField(
        label="May an agency tell the parents that we ask?",
        help_text="Each agency sees this. Where nobody has decided, they must not.",
        choices=ParentsTold.choices, initial=ParentsTold.must_not, widget=Radios, required=False,
    )  # fmt: skip
    parents_because = writing("Why?", hint="The agencies read it: write nothing here that they need not know.", rows=2)
    basis = forms.ChoiceField(
        label="Lawful basis", choices=Basis.choices, initial=Basis.public_task, widget=Radios, required=False
    )
    necessity = writing("Why it is necessary to ask", rows=3)

    def __init__(self, *args: Any, chosen: Hub, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        allowed = {rating.value: chosen.hours[rating].words for rating in Rating}
        self.fields["rating"].choices = [(rating.value, chosen.ratings[rating]) for rating in Rating]
        self.fields["rating"].widget.hints = {value: f"{said}." for value, said in allowed.items()}
        self.fields["worries"].choices = [(code, worry.words) for code, worry in chosen.worries.items()]
        self.fields["necessity"].initial = chosen.necessity
        self.fields["basis"].widget.hints = {
            Basis.public_task.value: "A child may be at risk: nobody’s consent is needed."
        }


class SourceForm(forms.Form):
    """One kind of service: asked now, left out with a reason, or not decided."""

    choice = forms.ChoiceField(
        label="Ask them?",
        choices=((ASK, "Ask now"), (LEAVE_OUT, "Leave out"), (NOT_NOW, "Not now")),
        widget=Radios(inline=True),
    )
    agency = forms.ModelChoiceField(
        label="Which one", queryset=Agency.objects.none(), required=False, empty_label="Not known, or not in the list"
    )
    agency_name = short("If it is not in the list, its name")
    question = writing("The question", rows=4)
    because = short("If left out: not relevant, because", most=300)

    def __init__(
        self, *args: Any, source: Source, chosen: Hub, proposed: bool, near: Collection[Agency] = (), **kwargs: Any
    ) -> None:
        """`near` are the agencies that are known to work with the child: the likeliest to be asked."""
        super().__init__(*args, prefix=source.value, **kwargs)
        self.source, self.proposed = source, proposed
        known = Agency.objects.filter(kind=KIND_OF[source]).order_by("name")
        self.fields["agency"].queryset = known
        self.fields["choice"].initial = ASK if proposed else NOT_NOW
        self.fields["question"].initial = chosen.questions[source].words
        likely = [each for each in near if each.kind == KIND_OF[source]]
        likely = likely or (list(known[:2]) if source in ONE_OF_ITS_KIND else [])
        self.fields["agency"].initial = likely[0] if len(likely) == 1 else None

    def clean(self) -> dict[str, Any]:
        """A service that the worry asks for is left out only with its reason."""
        told = super().clean() or {}
        if told.get("choice") == LEAVE_OUT and not told.get("because", "").strip():
            self.add_error("because", f"Say why it is not relevant: {self.source.label}")
        return told


class AboutForm(DeedForm):
    """About whom the agencies are asked."""

    about = forms.MultipleChoiceField(
        label="About whom do you ask?",
        help_text="Each agency is told the names and birth dates of those whom you tick, and of nobody else.",
        widget=Ticks,
        required=False,
    )
    other = short("Somebody else, by name or as far as anybody knows", most=300)
    other_birth_on = DayField(label="Their date of birth, if known", required=False)
    other_is_adult = forms.BooleanField(label="They are an adult", required=False, initial=True)

    def __init__(self, *args: Any, household: Sequence[Asked], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.household = {each.value: each for each in household}
        self.fields["about"].choices = [(value, _said(each)) for value, each in self.household.items()]
        self.fields["about"].initial = list(self.household)

    @property
    def asked(self) -> list[Asked]:
        """Those ticked, and whoever was written beside them."""
        told = self.cleaned_data
        ticked = [self.household[value] for value in told["about"]]
        if not told["other"].strip():
            return ticked
        more = Asked(
            called=told["other"].strip(), birth_on=told["other_birth_on"], is_adult=told["other_is_adult"],
            what="Adult in the child’s life" if told["other_is_adult"] else "Child",
        )  # fmt: skip
        return [*ticked, more]


def _said(each: Asked) -> str:
    born = f", born {each.birth_on:%-d %B %Y}" if each.birth_on else ", date of birth not known"
    return f"{each.called} ({each.what.lower()}){born}"
