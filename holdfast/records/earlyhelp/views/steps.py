"""Each step with a family: its form, when it is offered, and what it does. One page draws any of them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from holdfast.access import Purpose, Stage
from holdfast.kernel.refused import NotFound
from holdfast.records.earlyhelp import actions
from holdfast.records.earlyhelp.codes import Diverted, Flag, HelpOutcome, HelpStage, Reached, Risk
from holdfast.records.earlyhelp.forms import steps as forms
from holdfast.records.earlyhelp.models import Agreement, Diversion, Help, Member, Task
from holdfast.records.earlyhelp.queries import children_of, early_help, help_or_not_found
from holdfast.records.people.queries import child_or_not_found
from holdfast.wall.acting import current
from holdfast.wall.guarded import Guarded
from holdfast.web.deeds import is_done
from holdfast.web.pages import page

HELPING = (Purpose.direct_work, Purpose.front_door, Purpose.out_of_hours, Purpose.early_help)
"""What people do when they help a family early; each role by the first of these that it may use."""

S = HelpStage
OPEN = frozenset(HelpStage) - {S.ended}
AGREED = frozenset({S.agreed, S.assessed, S.helped})
Told = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Step:
    """Something that is done with a family."""

    words: str
    hint: str
    form: type[forms.StepForm]
    when: frozenset[HelpStage]
    do: Callable[[Any, Told, Told], object]
    """Called with the subject, what the form says, and who does it, what for and when."""
    of: type[Guarded] = Help
    """What it is done to."""


def _told(told: Told, *without: str) -> Told:
    return {name: value for name, value in told.items() if name not in ("expected_version", "record_id", *without)}


def _adds(action: Callable[..., object], **codes: Callable[[Any], Any]) -> Callable[[Any, Told, Told], object]:
    """A step that adds a row to the family's early help."""

    def do(family: Help, told: Told, by: Told) -> object:
        said = _told(told, "childs_words", "readings")
        said |= {name: code(told[name]) for name, code in codes.items()}
        return action(family=family, record_id=told["record_id"], **said, **by)

    return do


def _changes(
    action: Callable[..., object], subject: str, **codes: Callable[[Any], Any]
) -> Callable[[Any, Told, Told], object]:
    """A step that changes a record."""

    def do(record: Any, told: Told, by: Told) -> object:
        said = _told(told) | {name: code(told[name]) for name, code in codes.items() if told.get(name)}
        version = told["expected_version"] or record.version
        return action(**{subject: record}, expected_version=version, **said, **by)

    return do


def _yes(said: str) -> bool:
    return said == "yes"


def _assess(family: Help, told: Told, by: Told) -> object:
    said = {name: value for name, value in _told(told).items() if not name.startswith("child-")}
    said["childs_words"] = {UUID(key): words for key, words in told["childs_words"].items()}
    return actions.record_assessment(family=family, record_id=told["record_id"], **said, **by)


def _review(family: Help, told: Told, by: Told) -> object:
    said = {name: value for name, value in _told(told).items() if not name.startswith(("now-", "result-"))}
    said["readings"] = {UUID(key): reading for key, reading in told["readings"].items()}
    return actions.hold_review(family=family, record_id=told["record_id"], **said, **by)


def _meet(family: Help, told: Told, by: Told) -> object:
    said = _told(told) | {"came": {UUID(key) for key in told["came"]}}
    return actions.hold_meeting(family=family, record_id=told["record_id"], **said, **by)


def _refuse(family: Help, told: Told, by: Told) -> object:
    said = _told(told) | {"raises_risk": Risk(told["raises_risk"]), "step_up_now": told["step_up_now"] == "yes"}
    version = told["expected_version"] or family.version
    return actions.record_refusal(family=family, record_id=told["record_id"], expected_version=version, **said, **by)


def _withdraw(agreement: Agreement, told: Told, by: Told) -> object:
    said = _told(told) | {"raises_risk": Risk(told["raises_risk"])}
    version = told["expected_version"] or agreement.version
    return actions.withdraw_agreement(agreement=agreement, expected_version=version, **said, **by)


def _another_child(family: Help, told: Told, by: Told) -> object:
    child = child_or_not_found(UUID(told["child"]))
    return actions.add_helped_child(family=family, child=child, **by)


def _end(family: Help, told: Told, by: Told) -> object:
    said = _told(told) | {
        "outcome": HelpOutcome(told["outcome"]),
        "raises_risk": Risk(told["raises_risk"]) if told["raises_risk"] else None,
        "check_due_on": told["check_due_on"] or told["ended_on"] + early_help().check_after,
    }
    version = told["expected_version"] or family.version
    return actions.end_help(family=family, expected_version=version, **said, **by)


STEPS: dict[str, Step] = {
    "attempt": Step(
        words="Write down an attempt to speak with the family", hint="Nobody answered? Write that down too.",
        form=forms.AttemptForm, when=frozenset({S.referred, S.offered, S.refused}),
        do=_adds(actions.record_attempt, how=Reached, reached=_yes),
    ),
    "agree": Step(
        words="The family agrees", hint="Who agreed, to what. They may take it back.",
        form=forms.AgreementForm, when=frozenset({S.referred, S.offered, S.refused}),
        do=_adds(actions.record_agreement),
    ),
    "refuse": Step(
        words="The family refuses", hint="Asks whether refusing raises the risk; you can tell the front door at once.",
        form=forms.RefusalForm, when=frozenset({S.referred, S.offered}), do=_refuse,
    ),
    "lead": Step(
        words="Name the lead professional", hint="Of any agency. The family’s early help opens to them.",
        form=forms.LeadForm, when=AGREED, do=_adds(actions.name_lead),
    ),
    "assess": Step(
        words="Record the assessment", hint="The whole family, and each child’s own words.",
        form=forms.AssessmentForm, when=AGREED, do=_assess,
    ),
    "outcome": Step(
        words="Add an outcome", hint="What should be different, how it is measured, by when, and who sees to it.",
        form=forms.OutcomeForm, when=AGREED, do=_adds(actions.add_outcome),
    ),
    "begin": Step(
        words="Help began", hint="It may begin before the plan is written.",
        form=forms.BeginForm, when=frozenset({S.agreed, S.assessed}), do=_changes(actions.begin_help, "family"),
    ),
    "plan": Step(
        words="The plan stands", hint="It needs an outcome and a lead professional.",
        form=forms.PlanForm, when=frozenset({S.agreed, S.assessed}), do=_changes(actions.make_plan, "family"),
    ),
    "member": Step(
        words="Add somebody to the team", hint="Family and friends too.",
        form=forms.MemberForm, when=AGREED, do=_adds(actions.add_member),
    ),
    "meeting": Step(
        words="Record a meeting of the team", hint="Who came, and who did not.",
        form=forms.MeetingForm, when=AGREED, do=_meet,
    ),
    "task": Step(
        words="Add something to do", hint="What, who, by when.",
        form=forms.TaskForm, when=OPEN, do=_adds(actions.add_task),
    ),
    "review": Step(
        words="Review the plan", hint="Outcome by outcome: is life better for each child?",
        form=forms.ReviewForm, when=frozenset({S.helped}), do=_review,
    ),
    "child": Step(
        words="Add another child of the family", hint="A brother or sister who is helped too.",
        form=forms.ChildForm, when=OPEN, do=_another_child,
    ),
    "flag": Step(
        words="Note drugs, antisocial behaviour or a gang", hint="Something is to be offered soon, and answered.",
        form=forms.FlagForm, when=OPEN, do=_adds(actions.note_diversion, flag=Flag),
    ),
    "step-up": Step(
        words="Step up to children’s social care", hint="The front door gets all that is written here, at once.",
        form=forms.StepUpForm, when=OPEN - {S.stepped_up}, do=_adds(actions.step_up),
    ),
    "carry-on": Step(
        words="Carry on with early help", hint="The front door decided that it is enough.",
        form=forms.CarryOnForm, when=frozenset({S.stepped_up}), do=_changes(actions.carry_on, "family"),
    ),
    "hand-over": Step(
        words="Hand over", hint="Somebody else answers for the next step.",
        form=forms.HandOverForm, when=OPEN, do=_changes(actions.hand_over, "family"),
    ),
    "end": Step(
        words="End early help", hint="With its outcome, and a day to look again.",
        form=forms.EndForm, when=OPEN, do=_end,
    ),
    "check": Step(
        words="Look how the family is", hint="Some time after help ended.",
        form=forms.CheckForm, when=frozenset({S.ended}), do=_changes(actions.record_check, "family"),
    ),
    "withdraw": Step(
        words="The family takes its agreement back", hint="Sharing stops.",
        form=forms.WithdrawForm, when=OPEN, do=_withdraw, of=Agreement,
    ),
    "leave": Step(
        words="Somebody leaves the team", hint="Their way to the family’s early help closes.",
        form=forms.LeaveForm, when=OPEN, do=_changes(actions.leave_team, "member"), of=Member,
    ),
    "done": Step(
        words="It was done", hint="", form=forms.DoneForm, when=frozenset(HelpStage), of=Task,
        do=_changes(actions.finish_task, "task"),
    ),
    "answer": Step(
        words="What became of the offer", hint="", form=forms.AnswerForm, when=frozenset(HelpStage), of=Diversion,
        do=_changes(actions.answer_diversion, "diversion", answer=Diverted),
    ),
}  # fmt: skip
"""Every step by the word in its address, in the order in which the page offers them."""


def offered(family: Help) -> list[dict[str, str]]:
    """The steps that can be taken with this family now, with their addresses."""
    return [
        {"words": step.words, "hint": step.hint, "url": reverse("earlyhelp:step", args=[family.id, word])}
        for word, step in STEPS.items()
        if step.of is Help and family.stage in step.when and not (word == "check" and family.checked_on)
    ]


@page(
    key="earlyhelp.step", words="Take a step with a family", purposes=HELPING, needs=Stage.early_help,
    methods=("GET", "POST"), about_child=True, writes=True,
)  # fmt: skip
def step(request: HttpRequest, help_id: UUID, word: str, subject_id: UUID | None = None) -> HttpResponse:
    """The form of one step; saved, it leads back to the family."""
    family = help_or_not_found(help_id)
    taken, subject = _found(family, word, subject_id)
    if request.method != "POST" and family.stage not in taken.when:
        raise NotFound("This cannot be done now. Somebody may have done it already: go back, and look.")
    form = taken.form(
        request.POST or None, family=family, today=request.today, initial={"expected_version": subject.version}
    )
    if request.method == "POST" and form.is_valid() and _did(request, taken, subject, form):
        messages.success(request, f"Saved: {taken.words[:1].lower()}{taken.words[1:]}.")
        return redirect("earlyhelp:family", family.id)
    _, name = children_of(family, as_of=request.today)[0]
    shown = {"family": family, "name": name, "step": taken, "form": form}
    return render(request, "earlyhelp/step.html", shown, status=400 if form.errors else 200)


def _found(family: Help, word: str, subject_id: UUID | None) -> tuple[Step, Any]:
    taken = STEPS.get(word)
    if taken is None:
        raise NotFound("There is no record here that you may see.")
    if taken.of is Help:
        return taken, family
    subject = taken.of.objects.filter(help=family, pk=subject_id).first()
    if subject is None:
        raise NotFound("There is no record here that you may see.")
    return taken, subject


def _did(request: HttpRequest, taken: Step, subject: Any, form: forms.StepForm) -> bool:
    now = current()
    by = {"by": now.actor, "purpose": now.purpose, "at": request.now}
    told = form.cleaned_data | {"record_id": form.own_id}
    for name in ("childs_words", "readings"):
        if hasattr(form, name):
            told[name] = getattr(form, name)
    return is_done(form, lambda: taken.do(subject, told, by))
