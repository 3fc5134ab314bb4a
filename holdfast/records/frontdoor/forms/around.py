"""Besides the worry: adults at home, injuries that were seen, and somebody who works with children."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms

from holdfast.records.frontdoor.codes import Answer
from holdfast.records.frontdoor.forms.tellers import yes_no
from holdfast.records.frontdoor.forms.telling import line, rows_as_typed, words
from holdfast.records.sightings.codes import SITES, ExplainedBy, InjuryKind
from holdfast.web.forms import DayField

MOST_ROWS = 20


class Row(forms.Form):
    """One of several; left empty it is passed over."""

    def __init__(self, *args: Any, as_of: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, DayField):
                field.latest = as_of

    @property
    def told(self) -> dict[str, Any]:
        """What was written, without what was left open; empty where nothing was."""
        return {name: value for name, value in self.cleaned_data.items() if value}


class AdultForm(Row):
    """An adult at home or in the children's lives."""

    name = line("Name")
    who_to_child = line("Who they are to the children", hint="For example, mother, her partner, lodger")
    birth_on = DayField(label="Date of birth", required=False)
    age_words = line("Age, if you do not know it", longest=100)
    lives_there = yes_no("Do they live with the children?")


class InjuryForm(Row):
    """An injury that somebody saw: where, what, when, who saw it and how it was explained."""

    child = forms.TypedChoiceField(label="Which child?", required=False, coerce=int, empty_value=None)
    site = forms.ChoiceField(label="Where on the body?", required=False, choices=[("", "Choose"), *SITES])
    kind = forms.ChoiceField(label="What is it?", required=False, choices=[("", "Choose"), *InjuryKind.choices])
    looks = line("How does it look?", hint="Colour, shape, how large", longest=500)
    seen_on = DayField(label="Seen on", required=False)
    seen_by = line("Seen by", hint="Leave it empty if you saw it yourself")
    explanation = words("How was it explained?", hint="In their own words. Do not ask the child more.", rows=2)
    explained_by = forms.ChoiceField(label="By whom?", required=False, choices=[("", "Choose"), *ExplainedBy.choices])

    def __init__(self, *args: Any, children: int = 1, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["child"].choices = [("", "Choose"), *((at, f"Child {at}") for at in range(1, children + 1))]

    def clean(self) -> dict[str, Any]:
        """Where there are several children, ask whose injury it is."""
        told: dict[str, Any] = self.cleaned_data
        several = len(self.fields["child"].choices) > 2
        if several and not told.get("child") and any(value for name, value in told.items() if name != "child"):
            self.add_error("child", "Choose which child was hurt")
        return told


class WorkerForm(forms.Form):
    """Whether the worry is about somebody who works with children, wherever they do."""

    works_with_children = yes_no(
        "Is the worry about somebody who works or volunteers with children?",
        hint="A teacher, carer, coach, faith leader, driver, doctor. Then a person set apart for this hears of it, "
        "and never through the place where they work.",
    )
    worker_name = line("Who is it?")
    worker_employer = line("Where do they work or help?")
    worker_roles = words("Every place where they work or help with children, as far as you know", rows=2)
    worker_relation = line("How do you know them?", hint="For example, colleague, manager, parent of a pupil")

    @property
    def alleged(self) -> list[dict[str, Any]]:
        """The person accused, where somebody said that there is one."""
        told = self.cleaned_data
        who = {
            "name": told["worker_name"],
            "employer": told["worker_employer"],
            "roles": told["worker_roles"],
            "told_by_relation": told["worker_relation"],
        }
        if told["works_with_children"] != Answer.yes and not any(who.values()):
            return []
        return [{**who, "works_with_children": told["works_with_children"] or Answer.not_sure.value}]


def row_set(form: type[Row], *, more: int = 0) -> Any:
    """A set of rows, at most twenty; `more` of them empty."""
    return forms.formset_factory(form, extra=more, max_num=MOST_ROWS, absolute_max=MOST_ROWS)


def rows_shown(form: type[Row], data: Mapping[str, Any], *, prefix: str, more: int = 0, **kwargs: Any) -> Any:
    """The rows that were typed, right or wrong, and `more` empty ones; at least one."""
    none_typed = not str(data.get(f"{prefix}-TOTAL_FORMS") or "0").strip("0")
    extra = max(more, 1) if none_typed else more
    return rows_as_typed(row_set(form, more=extra), form, data, prefix=prefix, most=MOST_ROWS, **kwargs)
