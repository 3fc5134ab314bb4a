"""All that a professional or a caller is asked, on one page: read, or shown again as it was typed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict

from holdfast.records.frontdoor.actions import Around
from holdfast.records.frontdoor.forms import (
    AdultForm,
    AgreementForm,
    ChildForm,
    Children,
    DangerForm,
    HomeForm,
    InjuryForm,
    ReasonsForm,
    WorkerForm,
    WorryForm,
    as_typed,
    children_as_typed,
    children_formset,
    row_set,
    rows_shown,
)
from holdfast.records.frontdoor.queries.danger import WRITTEN
from holdfast.records.frontdoor.views.typed import as_sent

MORE = {"add": "children", "add-injury": "injuries", "add-adult": "adults"}
"""What each button adds an empty one of."""


@dataclass(frozen=True, kw_only=True)
class Questions:
    """Every question, in the order of the page."""

    danger: forms.Form
    children: Children
    worry: forms.Form
    injuries: Any
    reasons: forms.Form
    adults: Any
    home: forms.Form
    agreement: forms.Form
    worker: WorkerForm
    teller: forms.Form

    @property
    def all(self) -> list[Any]:
        """Each form and set of forms."""
        return list(self.__dict__.values())

    def are_answered(self) -> bool:
        """Whether nothing is wrong; asks all, so that every mistake shows at once."""
        mistaken = [each for each in self.all if not each.is_valid()]
        return not mistaken

    @property
    def told(self) -> dict[str, Any]:
        """The answers, as an envelope's fields."""
        asked = (self.danger, self.worry, self.reasons, self.home, self.agreement, self.teller)
        return {name: value for each in asked for name, value in each.cleaned_data.items()}

    @property
    def named(self) -> list[dict[str, Any]]:
        """The children with their injuries; whoever's address is left open lives where the first does."""
        told = [(at, dict(form.cleaned_data)) for at, form in enumerate(self.children.forms, start=1)]
        home = told[0][1].get("address", "") if told else ""
        return [
            {**child, "address": child.get("address") or home, "injuries": self._of(at, only=len(told) == 1)}
            for at, child in told
            if any(child.values()) or self._of(at, only=False)
        ]

    def _of(self, child: int, *, only: bool) -> list[dict[str, Any]]:
        rows = [form.told for form in self.injuries.forms]
        return [
            {name: value for name, value in row.items() if name != "child"}
            for row in rows
            if row and (only or row.get("child", 1) == child)
        ]

    @property
    def around(self) -> Around:
        """Adults, and whoever is accused."""
        return Around(adults=[told for form in self.adults.forms if (told := form.told)], alleged=self.worker.alleged)


def read(sent: QueryDict, *, as_of: date, teller: type[forms.Form], is_call: bool = False) -> Questions:
    """What was sent, to be asked whether it is answered; on the telephone nothing but the worry is needed."""
    danger = DangerForm(sent)
    danger.fields["danger"].required = not is_call
    children = children_formset(ChildForm)(sent, prefix="child", form_kwargs={"as_of": as_of})
    if is_call:
        for form in children.forms:
            form.needs_something = False
    return Questions(
        danger=danger,
        children=children,
        worry=WorryForm(sent),
        injuries=_rows(InjuryForm, sent, "injury", as_of=as_of, children=len(children.forms)),
        reasons=ReasonsForm(sent),
        adults=_rows(AdultForm, sent, "adult", as_of=as_of),
        home=HomeForm(sent),
        agreement=AgreementForm(sent),
        worker=WorkerForm(sent),
        teller=teller(sent),
    )


def shown(
    typed: Mapping[str, Sequence[str]],
    *,
    as_of: date,
    teller: type[forms.Form],
    filled_in: Mapping[str, str] | None = None,
    more: str = "",
) -> Questions:
    """The questions with what was typed, right or wrong; `more` says of what one empty more is asked."""
    sent = as_sent(typed)
    children = children_as_typed(ChildForm, sent, as_of=as_of, more=int(more == "children"))
    hurt = {"as_of": as_of, "children": max(len(children.forms), 1)}
    return Questions(
        danger=as_typed(DangerForm, sent),
        children=children,
        worry=as_typed(WorryForm, sent),
        injuries=rows_shown(InjuryForm, sent, prefix="injury", more=int(more == "injuries"), **hurt),
        reasons=as_typed(ReasonsForm, sent),
        adults=rows_shown(AdultForm, sent, prefix="adult", more=int(more == "adults"), as_of=as_of),
        home=as_typed(HomeForm, sent),
        agreement=as_typed(AgreementForm, sent),
        worker=as_typed(WorkerForm, sent),
        teller=as_typed(teller, sent) if typed else teller(initial=filled_in),
    )


def words_typed(typed: Mapping[str, Sequence[str]]) -> list[str]:
    """What was written of the worry so far: danger may stand in it before anything is sent."""
    sent = as_sent(typed)
    names = (*WRITTEN, *(f"injury-{at}-looks" for at in range(20)))
    return [sent.get(name, "") for name in names]


def _rows(form: Any, sent: QueryDict, prefix: str, **kwargs: Any) -> Any:
    if f"{prefix}-TOTAL_FORMS" not in sent:  # a form that was opened before there were such questions
        sent = sent.copy()
        sent[f"{prefix}-TOTAL_FORMS"] = sent[f"{prefix}-INITIAL_FORMS"] = "0"
    return row_set(form)(sent, prefix=prefix, form_kwargs=kwargs)
