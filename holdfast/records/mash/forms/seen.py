"""What an agency saw of the child, beside its answer: lines of the joined picture, where they are added up."""

from typing import Any

from django import forms

from holdfast.records.mash.forms.asking import writing
from holdfast.records.sightings.codes import InjuryKind
from holdfast.web.body_field import BodyField
from holdfast.web.deeds import DeedForm
from holdfast.web.forms import DayField


class SeenForm(DeedForm):
    """When somebody last saw the child, an appointment missed, an injury; each may be left empty."""

    seen_on = DayField(label="When did you last see the child?", required=False)
    saw = writing("How was the child then?", rows=2)
    missed_on = DayField(label="The last appointment to which the child was not brought", required=False)
    missed_because = forms.CharField(label="Why, as far as anybody asked", max_length=300, required=False)
    site = BodyField(label="An injury that you saw: where?", required=False)
    injury = forms.ChoiceField(label="What is it?", choices=[("", "Choose"), *InjuryKind.choices], required=False)
    injury_on = DayField(label="When did you see it?", required=False)
    explained = writing("How was it explained, and by whom?", rows=2)

    def clean(self) -> dict[str, Any]:
        """An injury needs its place, its kind and its day, since they are added up; what is begun is asked whole."""
        told = super().clean() or {}
        wanted = {"site": "Choose where on the body", "injury": "Choose what it is", "injury_on": "Say when you saw it"}
        if any(told.get(name) for name in (*wanted, "explained")):
            for name, said in wanted.items():
                if not told.get(name) and name not in self.errors:
                    self.add_error(name, said)
        if told.get("saw") and not told.get("seen_on"):
            self.add_error("seen_on", "Say when you saw the child")
        if told.get("missed_because") and not told.get("missed_on"):
            self.add_error("missed_on", "Say which appointment it was")
        return told
