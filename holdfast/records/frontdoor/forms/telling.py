"""The questions asked of whoever tells us, for the public one at a time, for professionals on one page."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator

from holdfast.kernel.codes import PRESENT_YEAR, choices
from holdfast.records.frontdoor.codes import Answer, Danger
from holdfast.web.forms import DayField, Radios, Ticks

LONGEST = 10_000
NOTHING_FOUND = "21"
"""The department's code for an assessment that found no factors: nobody tells us that."""


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
    language_needs = line("The child’s language, and whether an interpreter is needed")
    communication_needs = words("What helps to talk with the child: signs, pictures, a person they trust", rows=2)

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
        self.fields["language_needs"].label = "The child’s language, or help that they need to talk"
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
    parents_needs = line(
        "The parents’ language, or help that they need to talk",
        hint="For example, “Polish, needs an interpreter”, “deaf, uses BSL”, “reads with difficulty”",
        longest=500,
    )
    parents_know = forms.ChoiceField(
        label="Do the parents know that you are telling us?", choices=Answer.choices, required=False, widget=Radios
    )
    parents_know_because = words(
        "If they do not know, why not?",
        hint="For example, because it could put the child or somebody else in danger.",
        rows=2,
    )


class AdditionForm(forms.Form):
    """Something more about what was told before."""

    more = words(
        "What do you want to add?",
        rows=5,
        required=True,
        wanted="Write what you want to add, also where you send a file with it",
    )


class AgreementForm(forms.Form):
    """Whether the parents agree, asked of professionals; no answer holds anything up."""

    parents_agree = forms.ChoiceField(
        label="Do the parents agree that you share this with us?",
        help_text="You need no agreement where asking could put somebody in danger, or where the child may be harmed.",
        choices=Answer.choices,
        required=False,
        widget=Radios(inline=True),
    )
    parents_agree_because = words("If they do not, or were not asked, why do you share it?", rows=2)


class ReasonsForm(forms.Form):
    """The one main reason and any others, in the department’s words, so that each is counted once as main."""

    main_worry = forms.ChoiceField(label="What is your main worry?", required=False)
    further_worries = forms.MultipleChoiceField(label="What else is part of it?", required=False, widget=Ticks)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        listed = [each for each in choices("AssessmentFactors", PRESENT_YEAR) if each[0] != NOTHING_FOUND]
        self.fields["main_worry"].choices = [("", "Choose, if you can"), *listed]
        self.fields["further_worries"].choices = listed

    def clean_further_worries(self) -> list[str]:
        """What is the main reason is no further one."""
        main = self.cleaned_data.get("main_worry", "")
        return [code for code in self.cleaned_data["further_worries"] if code != main]


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


def rows_as_typed(
    rows: Any, form: type[forms.Form], data: Mapping[str, Any], *, prefix: str, most: int, **kwargs: Any
) -> Any:
    """A set of forms showing what was typed in each; `rows` makes the set from the values."""
    typed_count = str(data.get(f"{prefix}-TOTAL_FORMS") or 0)
    count = min(int(typed_count) if typed_count.isdigit() else 0, most)
    typed = [as_typed(form, data, prefix=f"{prefix}-{at}", **kwargs).initial for at in range(count)]
    return rows(initial=typed, prefix=prefix, form_kwargs=kwargs)


def children_as_typed(form: type[ChildForm], data: Mapping[str, Any], *, as_of: date, more: int = 0) -> Children:
    """The children that were typed, right or wrong, and `more` empty ones."""
    rows = children_formset(form, more=more)
    made: Children = rows_as_typed(rows, form, data, prefix="child", most=20, as_of=as_of)
    return made
