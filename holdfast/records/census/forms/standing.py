"""Which findings somebody wants to see."""

from collections.abc import Iterable
from uuid import UUID

from django import forms
from django.http import QueryDict

from holdfast.records.census.codes import FindingState, Severity

ALL = "all"
STATES = (
    (FindingState.standing, "Still to mend or explain"),
    (FindingState.new, "New since yesterday"),
    (FindingState.explained, "Explained"),
    (FindingState.carried, "Explained last year, to confirm"),
    (FindingState.fixed, "Mended"),
    (ALL, "Everything that stands"),
)
SEVERITIES = (("", "Errors and questions"), (Severity.error, "Errors"), (Severity.query, "Questions"))

Choices = Iterable[tuple[str, str]]


class FindingFilter(forms.Form):
    """What to show; by itself, what is still to do."""

    state = forms.ChoiceField(label="Show", choices=STATES, required=False)
    severity = forms.ChoiceField(label="Of these", choices=SEVERITIES, required=False)
    rule = forms.ChoiceField(label="Rule", required=False)
    team = forms.ChoiceField(label="Team", required=False)
    worker = forms.ChoiceField(label="Who can mend it", required=False)
    year = forms.ChoiceField(label="Census", required=False)

    child = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, asked: QueryDict, *, years: Choices, rules: Choices, teams: Choices, workers: Choices) -> None:
        super().__init__(asked)
        offered = {
            "year": list(years),
            "rule": [("", "Every rule"), *rules],
            "team": [("", "Every team"), *teams],
            "worker": [("", "Everybody"), *workers],
        }
        for name, choices in offered.items():
            self.fields[name].choices = choices
            self.fields[name].error_messages["invalid_choice"] = "Nothing of this stands now"
            self.fields[name].widget.attrs["class"] = "govuk-!-width-full"  # no wider than a telephone
        self.full_clean()
        self.told = self.cleaned_data

    @property
    def stands_as(self) -> str:
        """The state to show; empty for everything that stands."""
        state = self.told.get("state") or FindingState.standing
        return "" if state == ALL else str(state)

    @property
    def asked(self) -> dict[str, str | UUID | None]:
        """What narrows the list besides, as the query takes it."""
        team, worker = self.told.get("team"), self.told.get("worker")
        return {
            "severity": self.told.get("severity", ""),
            "rule": self.told.get("rule", ""),
            "team": UUID(team) if team else None,
            "worker": UUID(worker) if worker else None,
            "child": self.told.get("child"),
        }
