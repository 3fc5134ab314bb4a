"""A referral, decided: all that a manager weighs on one page, and what each decision leads to."""

from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.validators import MaxLengthValidator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from holdfast.access import Purpose, Role, Stage
from holdfast.clocks import last_day
from holdfast.desk.due import due_lines
from holdfast.desk.status import statuses
from holdfast.kernel.codes import words as code_words
from holdfast.kernel.refused import NotFound, Refused
from holdfast.records.casework.actions import open_episode
from holdfast.records.casework.queries import open_episodes
from holdfast.records.frontdoor.actions import decide_referral
from holdfast.records.frontdoor.codes import GOES_ON, WORDS_FOR_SENDER, ReferralDecision
from holdfast.records.frontdoor.models import NamedChild, Referral
from holdfast.records.frontdoor.queries import a_year_before, contacts_of, earlier_referrals, front_door, user_names
from holdfast.records.people.actions import allocate
from holdfast.records.people.models import Person
from holdfast.records.people.queries import addresses, allocated_workers, born_words, display_names, family_of
from holdfast.wall.acting import Acting, current
from holdfast.wall.due import calendar
from holdfast.wall.models import User
from holdfast.web import words
from holdfast.web.deeds import is_done
from holdfast.web.forms import DayField, Radios
from holdfast.web.pages import page

DECIDING = (Purpose.front_door, Purpose.out_of_hours)


class DecisionForm(forms.Form):
    """The decision and what it rests on."""

    decision = forms.ChoiceField(
        label="What does this child need?", error_messages={"required": "Choose what this child needs"}
    )
    threshold_level = forms.TypedChoiceField(
        label="Level of need", required=False, coerce=int, empty_value=None, widget=Radios
    )
    reasons = forms.CharField(
        label="Reasons",
        help_text="What you weighed: what was said, what is known and not known, what life is like for the child.",
        validators=[MaxLengthValidator(10_000)],
        widget=forms.Textarea({"rows": 5}),
        error_messages={"required": "Give your reasons: the family and the next manager will ask"},
    )
    history_acknowledged = forms.BooleanField(label="I have read what was told before", required=False)
    danger_reasons = forms.CharField(
        label="Danger was spoken of: if nothing more is done, why?",
        help_text="Needed only where you end it here. Who made sure that the child is safe, and how?",
        required=False,
        validators=[MaxLengthValidator(10_000)],
        widget=forms.Textarea({"rows": 3}),
    )
    decided_on = DayField(label="Day of the decision", error_messages={"required": "Enter the day of the decision"})
    worker = forms.ModelChoiceField(
        label="Allocate to", queryset=User.objects.none(), required=False, empty_label="Nobody yet"
    )
    answer = forms.CharField(
        label="Answer to the person who told us",
        help_text="Leave it empty to send the words below that belong to your decision.",
        required=False,
        validators=[MaxLengthValidator(2000)],
        widget=forms.Textarea({"rows": 3}),
    )

    def __init__(self, referral: Referral, *args: Any, as_of: date, has_history: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        told = _told(referral)
        self.fields["decision"] = forms.ChoiceField(
            label="What does this child need?",
            choices=ReferralDecision.choices,
            widget=Radios(hints=consequences(referral)),
            error_messages={"required": "Choose what this child needs"},
        )
        self.order_fields(["decision", "threshold_level", "reasons", "history_acknowledged", "danger_reasons"])
        levels = [(str(level), f"{level}. {said}") for level, said in sorted(front_door().levels.items())]
        self.fields["threshold_level"].choices = levels
        self.fields["decided_on"].latest = as_of
        workers = User.objects.filter(role=Role.social_worker.value, is_active=True).order_by("display_name")
        self.fields["worker"].queryset = workers
        if not has_history:
            del self.fields["history_acknowledged"]
        if told is None or not told.envelope.maybe_danger:
            del self.fields["danger_reasons"]
        if told is None or told.envelope.by_public:
            del self.fields["answer"]

    def clean(self) -> dict[str, Any]:
        """Nothing that is missing holds up a decision that protects; ending the referral asks for more."""
        chosen = self.cleaned_data
        if chosen.get("decision") in GOES_ON:
            chosen.setdefault("reasons", "")
            self._errors.pop("reasons", None)
        elif chosen.get("decision"):
            self._ask("history_acknowledged", "Read what was told before, and say that you have")
            self._ask("danger_reasons", "Say why nothing more is done, although danger was spoken of")
        return chosen

    def _ask(self, name: str, wanted: str) -> None:
        if name in self.fields and not self.cleaned_data.get(name) and name not in self._errors:
            self.add_error(name, wanted)


@page(
    key="desk.decision", words="Decide a referral", purposes=DECIDING, needs=Stage.child_in_need,
    methods=("GET", "POST"), about_child=True, writes=True,
)  # fmt: skip
def decision(request: HttpRequest, referral_id: UUID) -> HttpResponse:
    """The referral with all that is known beside it, and the decision."""
    referral = _referral(referral_id)
    weighed = _weighed(referral, as_of=request.today)
    shape = {"as_of": request.today, "has_history": bool(weighed["contacts"] or weighed["referrals"])}
    if request.method != "POST":
        form = DecisionForm(referral, initial=_standing(referral, request.today), **shape)
        return _shown(request, referral, form, weighed)
    form = DecisionForm(referral, request.POST, **shape)
    if form.is_valid() and _decided(request, referral, form):
        messages.success(request, f"Decided: {ReferralDecision(form.cleaned_data['decision']).label}.")
        return redirect("desk:decision", referral.id)
    return _shown(request, referral, form, weighed)


def consequences(referral: Referral) -> dict[str, str]:
    """What each decision leads to, in a sentence."""
    on = words.day(referral.referred_on)
    return {
        ReferralDecision.assessment: f"Opens the case. The 45 working days run from {on}{_assessed_by(referral)}.",
        ReferralDecision.strategy_discussion: "Opens the case. Bring police and health together now; an enquiry that "
        "follows is counted from the discussion. The assessment runs beside it.",
        ReferralDecision.early_help: "Ends the referral without a case. The family is offered help, if they agree.",
        ReferralDecision.another_authority: "Ends the referral here. Ring the other council, send what we hold, and "
        "write down who took it on.",
        ReferralDecision.no_further_action: "Ends the referral. It stands on the record, and counts when somebody "
        "tells us more.",
    }


def _assessed_by(referral: Referral) -> str:
    due_on = last_day("assessment_45", started_on=referral.referred_on, calendar=calendar())
    return f": it must be complete by {words.day(due_on)}" if due_on else ""


def _decided(request: HttpRequest, referral: Referral, form: DecisionForm) -> bool:
    """Whether all of it was done; where not, nothing of it was, and the form says why."""

    def whole() -> None:
        with transaction.atomic():
            _decide(request, referral, form.cleaned_data, current())

    return is_done(form, whole)


def _decide(request: HttpRequest, referral: Referral, chosen: dict[str, Any], now: Acting) -> None:
    doing: dict[str, Any] = {"by": now.actor, "purpose": now.purpose, "at": request.now}
    what = ReferralDecision(chosen["decision"])
    is_open = open_episodes(child_id=referral.child_id).filter(referral=referral).exists()
    decided = decide_referral(
        referral=referral, decision=what, reasons=chosen["reasons"], decided_on=chosen["decided_on"],
        threshold_level=chosen["threshold_level"], history_acknowledged=chosen.get("history_acknowledged", False),
        danger_reasons=chosen.get("danger_reasons", ""), answer=chosen.get("answer", ""),
        expected_version=_version(request), **doing,
    )  # fmt: skip
    # Refused after deciding, so that whoever decided meanwhile is seen first; nothing of it stands.
    if what not in GOES_ON and is_open:
        raise Refused("The case is open on this referral. Close it on the child’s record, where its plans are seen.")
    if what in GOES_ON:
        open_episode(referral=decided, **doing)
    if chosen["worker"]:
        child = Person.objects.get(pk=referral.child_id)
        allocate(child=child, worker=chosen["worker"], from_on=chosen["decided_on"], **doing)


def _version(request: HttpRequest) -> int:
    try:
        return int(request.POST.get("expected_version", ""))
    except ValueError:
        raise Refused("This form is not complete. Open the referral again; copy what you wrote first.") from None


def _referral(referral_id: UUID) -> Referral:
    rows = Referral.objects.select_related("child", "contact__told__envelope")
    referral = rows.filter(pk=referral_id).first()
    if referral is None:
        raise NotFound("There is no record here that you may see.")
    return referral


def _told(referral: Referral) -> NamedChild | None:
    return referral.contact.told if referral.contact else None


def _standing(referral: Referral, as_of: date) -> dict[str, Any]:
    names = ("decision", "threshold_level", "reasons", "history_acknowledged", "danger_reasons")
    return {name: getattr(referral, name) for name in names} | {"decided_on": referral.decided_on or as_of}


def _weighed(referral: Referral, *, as_of: date) -> dict[str, Any]:
    """What a manager weighs: the child, the household, what was told before, what stands."""
    child, told = referral.child, _told(referral)
    since = a_year_before(referral.referred_on)
    worker = allocated_workers([child.id], as_of=as_of).get(child.id)
    return {
        "child": child,
        "name": display_names([child], as_of=as_of)[child.id],
        "born": _born(child, as_of),
        "home": addresses(person_id=child.id).filter(until_on=None).first(),
        "family": family_of(person_id=child.id, as_of=as_of),
        "statuses": statuses([child.id])[child.id],
        "worker": worker,
        "due": [
            line for line in due_lines([child.id], as_of=as_of, stage=Stage.child_in_need) if line.clock in _CLOCKS
        ],
        "contacts": contacts_of([child.id], since=since, but=referral.contact_id),
        "referrals": earlier_referrals(child.id, since=since, but=referral.id),
        "told": told,
        "envelope": told.envelope if told else None,
    }


_CLOCKS = ("referral_decision", "assessment_45")


def _born(child: Person, as_of: date) -> str:
    age = [words.age(child.birth_on, as_of=as_of)] if child.birth_on else []
    return ", ".join([*age, born_words(child)])


def _shown(request: HttpRequest, referral: Referral, form: DecisionForm, weighed: dict[str, Any]) -> HttpResponse:
    decider = user_names([referral.decided_by]) if referral.decided_by else {}
    context = {
        "referral": referral,
        "form": form,
        "source": code_words("ReferralSource", referral.source) if referral.source else "",
        "decided_by": decider.get(referral.decided_by, ""),
        "gaps": _gaps(referral),
        "standard_words": [(each.label, WORDS_FOR_SENDER[each]) for each in ReferralDecision],
        **weighed,
    }
    return render(request, "desk/decision.html", context, status=400 if form.errors else 200)


def _gaps(referral: Referral) -> list[str]:
    """What a decision that was made in haste still lacks."""
    if not referral.decision:
        return []
    lacking = {"the reasons": referral.reasons, "the level of need": referral.threshold_level}
    return [what for what, given in lacking.items() if not given]
