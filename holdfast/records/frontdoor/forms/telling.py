"""The questions asked of whoever tells us, for the public one at a time, for professionals on one page."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator

from holdfast.records.frontdoor.codes import Answer, Danger, Knows
from holdfast.web.forms import DayField, Radios

LONGEST = 10_000


def words(label: str, *, hint: str = "", rows: int = 4, required: bool = False, wanted: str = "") -> forms.CharField:
    """A question answered in somebody's own words."""
    return forms.CharField(
        label=label,
        help_text=hint,
        required=required,
        validators=[MaxLengthValidator(LONGEST)],
        widget=forms.Textarea({"rows": rows, "autocomplete": "off"}),
        error_messages={"required": wanted} if wanted else None,
    )


def line(
    label: str, *, hint: str = "", longest: int = 150, inputmode: str = "text", wanted: str = ""
) -> forms.CharField:
    """A question answered in a few words; it must be where `wanted` says what to enter."""
    return forms.CharField(
        label=label,
        help_text=hint,
        required=bool(wanted),
        max_length=longest,
        widget=forms.TextInput({"autocomplete": "off", "inputmode": inputmode}),
        error_messages={"required": wanted} if wanted else None,
    )


class DangerForm(forms.Form):
    """The first question."""

    danger = forms.ChoiceField(
        label="Is a child in danger now?",
        choices=Danger.choices,
        widget=Radios,
        error_messages={"required": "Say whether a child is in danger now. If you do not know, choose “I am not sure”"},
    )


class ChildForm(forms.Form):
    """A child as far as somebody can name or describe them; nothing alone is needed, something is."""

    given = line("First name")
    family = line("Family name")
    birth_on = DayField(label="Date of birth", required=False, help_text="For example, 29 2 2020")
    age_words = line("Age, if you do not know the date of birth", hint="For example, “about 6”", longest=100)
    expected_on = DayField(
        label="Date the baby is expected", required=False, help_text="Only for a baby who is not born yet"
    )
    address = words("Where the child lives, or where you saw the child", rows=2)
    school = line("School, college or nursery")
    language_needs = line("Language, and whether an interpreter is needed")
    communication_needs = words("Anything that helps to talk with the child or the parents", rows=2)

    def __init__(self, *args: Any, as_of: date, needs_something: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.needs_something = needs_something
        self.fields["birth_on"].latest = as_of

    def clean(self) -> dict[str, Any]:
        """Ask for something to find the child by."""
        told = self.cleaned_data
        if self.needs_something and not self.errors and not any(told.values()):
            self.add_error("given", "Tell us something to find the child by: a name, an age, a school or a place")
        return told


class PublicChildForm(ChildForm):
    """The same in fewer questions."""

    field_order = ("given", "family", "age_words", "birth_on", "expected_on", "address", "school", "language_needs")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["communication_needs"]
        self.fields["age_words"].label = "About how old?"
        self.fields["age_words"].help_text = "For example, “about 6” or “a baby”"
        self.fields["birth_on"].label = "Date of birth, if you know it"
        self.fields["birth_on"].help_text = ""
        self.fields["expected_on"].label = "If the baby is not born yet, when is it expected?"
        self.fields["expected_on"].help_text = ""
        self.fields["language_needs"].label = "Language, or help that is needed to talk"
        self.fields["language_needs"].help_text = "For example, “Somali, needs an interpreter” or “signs”"


class WorryForm(forms.Form):
    """What somebody is worried about."""

    what_happened = words(
        "What are you worried about?",
        hint="What you saw or heard, when and where, and how long it has gone on. Use your own words.",
        rows=8,
        required=True,
        wanted="Say what you are worried about, in your own words",
    )
    child_said = words(
        "What has the child said?",
        hint="In the child’s own words as far as you can. Do not ask the child more.",
        rows=3,
    )


class HomeForm(forms.Form):
    """Who else is there, and whether the parents know."""

    household = words(
        "Who else is at home, or in the child’s life?",
        hint="Other children and adults: names, ages and who they are to the child, as far as you know.",
        rows=4,
    )
    parents_know = forms.ChoiceField(
        label="Do the parents know that you are telling us?", choices=Answer.choices, required=False, widget=Radios
    )
    parents_know_because = words(
        "If they do not know, why not?",
        hint="For example, because it could put the child or somebody else in danger.",
        rows=2,
    )


class PublicTellerForm(forms.Form):
    """Who a member of the public is, if they like."""

    source = forms.ChoiceField(
        label="How do you know the child?",
        choices=Knows.choices,
        widget=Radios,
        error_messages={"required": "Choose how you know the child, or “I would rather not say”"},
    )
    teller_name = line("Your name")
    teller_telephone = line("Telephone number", inputmode="tel", longest=60)
    safe_contact = words(
        "When and how is it safe to ring you?",
        hint="For example, “weekdays before 3pm, do not leave a message”. Leave it empty if we should not ring.",
        rows=2,
    )


class ProfessionalTellerForm(forms.Form):
    """Who a professional is: filled in from their account."""

    teller_name = line("Your name", hint="If this is a shared inbox, who is writing?", wanted="Enter your name")
    teller_role = line("Your post", hint="For example, designated safeguarding lead")
    teller_agency = line("Your agency")
    teller_telephone = line(
        "Telephone number, also after hours",
        inputmode="tel",
        longest=60,
        wanted="Enter a telephone number on which we can ring you",
    )
    safe_contact = words("Anything to know before we ring you or the family", rows=2)


class Children(forms.BaseFormSet):
    """One form for each child; those left empty after the first are passed over."""

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        """The first must say something."""
        return super().get_form_kwargs(index) | {"needs_something": index == 0}

    @property
    def told(self) -> list[dict[str, Any]]:
        """What was told of each child."""
        return [told for each in self.forms if any((told := each.cleaned_data).values())]


def children_formset(form: type[ChildForm], *, more: int = 0) -> type[Children]:
    """Children to name, at most twenty; `more` of them empty."""
    made: type[Children] = forms.formset_factory(
        form, formset=Children, extra=more, min_num=1, max_num=20, absolute_max=20
    )
    return made


def as_typed(form: type[forms.Form], data: Mapping[str, Any], **kwargs: Any) -> forms.Form:
    """The form showing what was typed, right or wrong, without saying what is wrong with it."""
    blank = form(**kwargs)
    typed = {
        name: field.widget.value_from_datadict(data, {}, blank.add_prefix(name)) for name, field in blank.fields.items()
    }
    return form(initial=(kwargs.pop("initial", None) or {}) | typed, **kwargs)


def children_as_typed(form: type[ChildForm], data: Mapping[str, Any], *, as_of: date, more: int = 0) -> Children:
    """The children that were typed, right or wrong, and `more` empty ones."""
    count = min(int(data.get("child-TOTAL_FORMS") or 0), 20)
    typed = [as_typed(form, data, as_of=as_of, prefix=f"child-{at}").initial for at in range(count)]
    kinds = children_formset(form, more=more)
    return kinds(initial=typed, prefix="child", form_kwargs={"as_of": as_of})
