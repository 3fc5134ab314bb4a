"""Early help is asked for: by a family on the telephone, by a partner, or as a step down."""

from datetime import date
from typing import Any

from django import forms

from holdfast.records.earlyhelp.codes import HelpSource
from holdfast.records.earlyhelp.forms.steps import choice, line, written
from holdfast.records.frontdoor.queries import edition_on
from holdfast.web.deeds import DeedForm
from holdfast.web.forms import DayField, Radios


class OfferForm(DeedForm):
    """What is asked for, by whom."""

    source = choice("Who asks?", HelpSource.choices)
    referred_on = DayField(label="When was it asked for?", required=False, help_text="Leave empty for today.")
    wanted = written("What would help this family?", hint="In their own words where you can.", required=True, rows=4)
    asked_by = line("Who in the family asks, or is to be asked?", hint="Name, and who they are to the child.")
    how_to_reach = written("How and when is it safe to reach them?", hint="Telephone, when not to ring.", rows=2)
    level = forms.TypedChoiceField(label="Level of need", required=False, coerce=int, empty_value=None, widget=Radios)
    worked_on = written("If it is a step down: what was worked on, and what works now?", rows=4)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, today=today, **kwargs)
        levels = sorted(edition_on(today).levels.items())
        self.fields["level"].choices = [(str(level), f"{level}. {said}") for level, said in levels if level < 4]


class AskForm(OfferForm):
    """A family rings: who the child is, before anything else."""

    given = line("The child’s first name", required=True)
    family = line("The child’s family name", required=True)
    birth_on = DayField(label="The child’s date of birth", required=False)
    who = forms.ChoiceField(label="Is it one of these?", widget=Radios, required=False)
    field_order = ("given", "family", "birth_on", "who", "asked_by", "how_to_reach", "wanted", "level", "referred_on")

    def __init__(self, *args: Any, likely: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("source", "worked_on"):
            del self.fields[name]
        if likely:
            self.fields["who"].choices = [*likely, ("new", "None of these: add the child as somebody new")]
            self.fields["who"].required = True
        else:
            del self.fields["who"]
