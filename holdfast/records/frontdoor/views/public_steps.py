"""The pages of the public form, one thing on each, in their order."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django import forms
from django.http import QueryDict

from holdfast.records.frontdoor.forms import (
    Children,
    DangerForm,
    HomeForm,
    PublicChildForm,
    PublicTellerForm,
    RingForm,
    WorkerForm,
    WorryForm,
    as_typed,
    children_as_typed,
    children_formset,
)

Asked = forms.Form | Children


@dataclass(frozen=True, kw_only=True)
class Step:
    """One page of the form: `read` says what is wrong with what was typed, `show` only shows it."""

    key: str
    heading: str
    lead: str = ""
    read: Callable[[QueryDict, date], Asked]
    show: Callable[[QueryDict, date], Asked]


def _of(form: type[forms.Form], *, key: str, heading: str, lead: str = "") -> Step:
    return Step(
        key=key, heading=heading, lead=lead, read=lambda sent, _: form(sent), show=lambda sent, _: as_typed(form, sent)
    )


def _read_children(sent: QueryDict, as_of: date) -> Children:
    return children_formset(PublicChildForm)(sent, prefix="child", form_kwargs={"as_of": as_of})


def _show_children(sent: QueryDict, as_of: date) -> Children:
    return children_as_typed(PublicChildForm, sent, as_of=as_of)


STEPS = (
    _of(
        DangerForm,
        key="danger",
        heading="If a child is in danger now, ring 999",
        lead="Then come back here if you can. If you cannot speak safely, ring 999, listen, and press 55.",
    ),
    Step(
        key="children",
        heading="Who are you worried about?",
        lead="Answer what you can. You do not need to know a name.",
        read=_read_children,
        show=_show_children,
    ),
    _of(WorryForm, key="worry", heading="What has happened"),
    _of(HomeForm, key="home", heading="The family"),
    _of(
        WorkerForm,
        key="worker",
        heading="Somebody who works with children",
        lead="If not, go on. If it is, we never ask about it at the place where they work.",
    ),
    _of(
        PublicTellerForm,
        key="you",
        heading="About you",
        lead="You need not say who you are. If you do, we can ask you more. We do not tell the family who told us.",
    ),
    _of(
        RingForm,
        key="ring",
        heading="Ringing you safely",
        lead="Leave it all empty if we should not ring.",
    ),
)
KEYS = [step.key for step in STEPS]
TOLD_IN = ("danger", "worry", "home", "you", "ring")
"""The steps whose answers are an envelope's own fields."""
