"""What the designated officer writes down, one form a step; and how anybody in the hub writes an allegation down."""

from datetime import datetime, time
from typing import Any

from django import forms

from holdfast.kernel.refused import Refused
from holdfast.records.allegations.codes import Finding, Meeting, Threshold, Work
from holdfast.records.allegations.models import Allegation, Place
from holdfast.records.frontdoor.queries import child_of_number
from holdfast.wall.deeds import LONDON
from holdfast.wall.models import User
from holdfast.web.deeds import DeedForm
from holdfast.web.forms import DayField, Radios, Ticks


def written(label: str, *, hint: str = "", rows: int = 3, required: bool = False) -> forms.CharField:
    """A long answer in the writer's own words."""
    return forms.CharField(
        label=label, help_text=hint, required=required, max_length=10_000, widget=forms.Textarea(attrs={"rows": rows})
    )


def line(label: str, *, hint: str = "", required: bool = False, most: int = 150) -> forms.CharField:
    """A short answer."""
    return forms.CharField(label=label, help_text=hint, required=required, max_length=most)


class Account(forms.CharField):
    """Somebody with an account here, by username; empty is nobody."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, max_length=150, **kwargs)

    def clean(self, value: Any) -> User | None:
        """The user; a mistake where nobody is called so."""
        name = super().clean(value)
        user = User.objects.filter(username__iexact=name).first() if name else None
        if name and user is None:
            raise forms.ValidationError("Nobody has an account under this username. Leave it empty if they have none.")
        return user


class ChildNumber(forms.CharField):
    """The child, by the number here; empty is not known yet."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, max_length=60, **kwargs)

    def clean(self, value: Any) -> Any:
        """The child; a mistake where there is none."""
        number = super().clean(value)
        try:
            return child_of_number(number) if number else None
        except Refused as refusal:
            raise forms.ValidationError(str(refusal)) from refusal


class RecordForm(DeedForm):
    """An allegation that somebody tells of: who, what, when it was first known."""

    accused_name = line("Who is it about?", required=True)
    what = written("What is said to have happened?", hint="In the words of whoever told you.", rows=5, required=True)
    received_on = DayField(label="When did anybody first know of it?")
    employer = line("Where do they work or help with children?")
    title = line("As what?")
    child = ChildNumber(label="The child’s number here", help_text="Leave it empty where it is not known.")
    accused_user = Account(label="Their username here, if they have an account")

    @property
    def received_at(self) -> datetime:
        """The beginning of the day on which it was first known."""
        return datetime.combine(self.cleaned_data["received_on"], time(), tzinfo=LONDON)


class StepForm(DeedForm):
    """A step in an allegation, which the form knows."""

    def __init__(self, *args: Any, allegation: Allegation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.allegation = allegation
        self.prepare()

    def prepare(self) -> None:
        """Fill in what depends on the allegation."""


class NothingForm(StepForm):
    """A step that asks nothing."""


class WhoForm(StepForm):
    """Who is accused, and who the child is."""

    accused_name = line("Name", required=True)
    accused_aliases = line("Other names", hint="With a comma between them.", most=300)
    accused_birth_on = DayField(label="Date of birth", required=False)
    accused_telephone = line("Telephone", most=60)
    accused_user = Account(
        label="Their username here, if they have an account",
        help_text="They are shut out of this child’s record at once, and see nothing of this.",
    )
    child = ChildNumber(label="The child’s number here")

    def prepare(self) -> None:
        """What is known."""
        names = ("accused_name", "accused_aliases", "accused_birth_on", "accused_telephone")
        self.initial |= {name: getattr(self.allegation, name) for name in names}
        user = self.allegation.accused_user
        self.initial["accused_user"] = user.username if user else ""
        if self.allegation.child_id:
            del self.fields["child"]


class WeighForm(StepForm):
    """The threshold."""

    thresholds = forms.MultipleChoiceField(
        label="Which of these does it come to?", choices=Threshold.choices, widget=Ticks, required=False
    )
    words = written("Why? If none: what advice did you give?")

    def prepare(self) -> None:
        """What was weighed before."""
        self.initial |= {"thresholds": self.allegation.thresholds, "words": self.allegation.threshold_words}


class ContactForm(StepForm):
    """Whom to tell at a place: never the accused, nor anybody close to them."""

    contact_name = line("Who is told there?", hint="The senior manager, never the accused or a friend of theirs.")
    contact_role = line("What they are there")
    contact_telephone = line("Telephone", most=60)
    contact_user = Account(label="Their username here, if they have an account")


class PlaceForm(ContactForm):
    """Somewhere the accused works or helps with children."""

    work = forms.ChoiceField(label="In which way?", choices=Work.choices, widget=Radios)
    employer = line("Where?", required=True)
    title = line("As what?")
    field_order = ("employer", "work", "title", "contact_name", "contact_role", "contact_telephone", "contact_user")


class ConflictForm(StepForm):
    """Somebody who must not be told through their work."""

    name = line("Name")
    user = Account(label="Or their username here")
    why = written("How are they close to the accused?", required=True, rows=2)


class TellForm(StepForm):
    """What was told to whom."""

    place = forms.ModelChoiceField(
        label="A place’s own contact", queryset=None, required=False, empty_label="Somebody else, named below"
    )
    to_name = line("Or whom?", hint="The police, a regulator, the child’s social worker.")
    to_telephone = line("Telephone", most=60)
    to_user = Account(label="Their username here, if they have an account")
    what = written("What were they told?", required=True)
    why = written("Why they had to know", required=True, rows=2)

    def prepare(self) -> None:
        """Places with a contact."""
        places = Place.objects.filter(allegation=self.allegation, until_on=None).exclude(contact_name="")
        self.fields["place"].queryset = places
        self.fields["place"].label_from_instance = lambda each: f"{each.contact_name}, {each.employer}"


class DiscussionForm(StepForm):
    """A discussion or meeting."""

    kind = forms.ChoiceField(label="What was it?", choices=Meeting.choices, widget=Radios)
    held_on = DayField(label="When?")
    took_part = written("Who took part?", rows=2)
    discussion = written("What was said?", rows=5)
    decision = written("What was decided, and who does what by when?")
    next_on = DayField(label="When is the next?", required=False)
    may_lie_ahead = ("next_on",)


class FindingForm(StepForm):
    """What was found."""

    finding = forms.ChoiceField(label="What was found?", choices=Finding.choices, widget=Radios)
    found_on = DayField(label="When?")
    words = written("Why?", required=True)


class ReferralsForm(StepForm):
    """Barring, and the regulator."""

    barring_on = DayField(label="When was the Disclosure and Barring Service told?", required=False)
    barring_words = written("If not told: why not?", rows=2)
    regulator = line("Which regulator or professional body?")
    regulator_on = DayField(label="When was it told?", required=False)

    def prepare(self) -> None:
        """What stands."""
        names = ("barring_on", "barring_words", "regulator", "regulator_on")
        self.initial |= {name: getattr(self.allegation, name) for name in names}


class CloseForm(StepForm):
    """The end."""

    closed_on = DayField(label="When is it closed?")
    words = written("What was learned, and who follows what is still to do?", required=True)
