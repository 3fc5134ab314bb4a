"""The forms of each step with a family: short, and every word is kept."""

from datetime import date
from typing import Any, ClassVar

from django import forms

from holdfast.access import Purpose, Role, may_use
from holdfast.records.earlyhelp.codes import Diverted, Flag, HelpOutcome, Reached, Result, Risk
from holdfast.records.earlyhelp.models import Help, Member, Outcome, Service
from holdfast.records.earlyhelp.queries import children_of
from holdfast.records.people.queries import brothers_and_sisters, family_of
from holdfast.wall.models import User
from holdfast.web.deeds import DeedForm
from holdfast.web.forms import DayField, Radios, Ticks

YES_NO = (("yes", "Yes"), ("no", "No"))


def written(label: str, *, hint: str = "", rows: int = 3, required: bool = False) -> forms.CharField:
    """A long answer in the writer's own words."""
    return forms.CharField(
        label=label, help_text=hint, required=required, max_length=10_000, widget=forms.Textarea(attrs={"rows": rows})
    )


def line(label: str, *, hint: str = "", required: bool = False, most: int = 150) -> forms.CharField:
    """A short answer."""
    return forms.CharField(label=label, help_text=hint, required=required, max_length=most)


def choice(
    label: str, choices: Any, *, required: bool = True, hints: dict[str, str] | None = None
) -> forms.ChoiceField:
    """One of several."""
    return forms.ChoiceField(label=label, choices=choices, widget=Radios(hints=hints or {}), required=required)


class Helpers(forms.ModelChoiceField):
    """Somebody with an account who may help a family early."""

    def __init__(self, **kwargs: Any) -> None:
        roles = [role.value for role in Role if may_use(role=role, purpose=Purpose.early_help).allowed]
        people = User.objects.filter(role__in=roles, is_active=True).order_by("agency_name", "display_name")
        super().__init__(queryset=people, **kwargs)

    def label_from_instance(self, user: User) -> str:
        """Name, agency and what they are."""
        return f"{user.display_name}, {user.agency_name or Role(user.role).label}"


class StepForm(DeedForm):
    """A step with a family, whose early help the form knows."""

    def __init__(self, *args: Any, family: Help, today: date, **kwargs: Any) -> None:
        super().__init__(*args, today=today, **kwargs)
        self.family, self.today = family, today
        self.prepare()

    def prepare(self) -> None:
        """Fill in the choices that depend on the family."""


class RiskForm(StepForm):
    """The question that a refusal asks."""

    raises_risk = choice("Does going without this help raise the risk to the child?", Risk.choices)
    risk_words = written("Why, or why not? Who else sees the child?", required=True)


class AttemptForm(StepForm):
    """An attempt to speak with the family."""

    tried_on = DayField(label="When?")
    how = choice("How?", Reached.choices)
    reached = choice("Did you speak with somebody of the family?", YES_NO)
    words = written("What was said, or what happened?")


class AgreementForm(StepForm):
    """The family's agreement."""

    given_by = line("Who agreed?", hint="Name, and who they are to the child.", required=True)
    agreed_on = DayField(label="When did they agree?")
    to_what = written("What did they agree to?", hint="What help, and who may share what with whom.", required=True)
    not_to_what = written("What did they not agree to?", hint="Whom not to speak with, what not to share.")


class RefusalForm(RiskForm):
    """The family's refusal, and its risk."""

    refused_on = DayField(label="When did they refuse?")
    why = written("What did they say?")
    step_up_now = choice(
        "Tell the front door now?", YES_NO,
        hints={"yes": "They get everything that is written here: you type nothing again."},
    )  # fmt: skip
    field_order: ClassVar = ["refused_on", "why", "raises_risk", "risk_words", "step_up_now"]


class WithdrawForm(RiskForm):
    """The family takes its agreement back."""

    withdrawn_on = DayField(label="When did they take it back?")
    why = written("What did they say?")
    field_order: ClassVar = ["withdrawn_on", "why", "raises_risk", "risk_words"]


class LeadForm(StepForm):
    """The lead professional."""

    user = Helpers(label="Who is the lead professional?", empty_label="Choose somebody")
    telephone = line("The number that the family may ring", most=60)
    from_on = DayField(label="From when?")


class MemberForm(StepForm):
    """Somebody in the team around the family."""

    user = Helpers(label="Somebody with an account", required=False, empty_label="Nobody: somebody without one")
    name = line("Or their name", hint="For somebody without an account: family, a volunteer, a club.")
    agency = line("Who they are, or their agency")
    telephone = line("Telephone", most=60)
    from_on = DayField(label="From when?")


class LeaveForm(StepForm):
    """Somebody leaves the team."""

    until_on = DayField(label="From which day are they no longer in the team?")


class AssessmentForm(StepForm):
    """An assessment of the whole family, with each child's own words."""

    completed_on = DayField(label="When was it completed?")
    strengths = written("What goes well in this family?")
    worries = written("What are the worries?")
    family_words = written("What do the parents and carers say?")
    what_we_know = written("What do we know?")
    what_we_do_not_know = written("What do we not know yet?")

    def prepare(self) -> None:
        """One box for each child."""
        for row, name in children_of(self.family, as_of=self.today):
            box = written(f"What does {name} say or show?", hint="In the child’s own words where you can.")
            self.fields[f"child-{row.child_id}"] = box

    @property
    def childs_words(self) -> dict[str, str]:
        """What was written of each child, by the child's id."""
        told = self.cleaned_data.items()
        return {name.removeprefix("child-"): said for name, said in told if name.startswith("child-")}


class ServiceChoice(forms.ModelChoiceField):
    """A service of the directory that a family may be sent to."""

    def __init__(self, **kwargs: Any) -> None:
        services = Service.objects.filter(status=Service.Status.active).order_by("name")
        super().__init__(queryset=services.select_related("organization"), **kwargs)

    def label_from_instance(self, service: Service) -> str:
        """Its name and who offers it."""
        return f"{service.name} ({service.organization.name})"


class OutcomeForm(StepForm):
    """What should be different."""

    wanted = written("What should be different for the family?", required=True, rows=2)
    measure = written("How will you see that it is?", hint="Something that can be counted or seen.", rows=2)
    baseline = line("How is it now?", most=200)
    target = line("How should it be?", most=200)
    due_on = DayField(label="By when?", required=False)
    who = line("Who sees to it?", required=True)
    service = ServiceChoice(label="A service of the directory", required=False, empty_label="None")
    may_lie_ahead = ("due_on",)


class PlanForm(StepForm):
    """The plan stands."""

    planned_on = DayField(label="When was the plan agreed?")
    started_on = DayField(label="When did help begin?", required=False, help_text="Leave empty for the same day.")
    review_due_on = DayField(label="When is it reviewed?", required=False)
    may_lie_ahead = ("review_due_on",)


class BeginForm(StepForm):
    """Help began."""

    started_on = DayField(label="When did help begin?")


class MeetingForm(StepForm):
    """A meeting of the team around the family."""

    held_on = DayField(label="When was it?")
    came = forms.MultipleChoiceField(label="Who came?", widget=Ticks, required=False)
    discussion = written("What was said and decided?", rows=6)
    next_on = DayField(label="When is the next?", required=False)
    may_lie_ahead = ("next_on",)

    def prepare(self) -> None:
        """The team."""
        team = Member.objects.filter(help=self.family, until_on=None).order_by("-is_lead", "name")
        self.fields["came"].choices = [(str(each.id), f"{each.name}, {each.agency}".rstrip(", ")) for each in team]


class TaskForm(StepForm):
    """Something to do."""

    what = written("What is to be done?", required=True, rows=2)
    who = line("Who does it?", required=True)
    due_on = DayField(label="By when?")
    may_lie_ahead = ("due_on",)


class DoneForm(StepForm):
    """It was done."""

    done_on = DayField(label="When was it done?")
    words = written("What came of it?")


class ReviewForm(StepForm):
    """A review of the plan, outcome by outcome."""

    held_on = DayField(label="When was it?")
    words = written("Is life better for each child? How do you know?", required=True, rows=5)
    family_words = written("What does the family say?")
    next_on = DayField(label="When is the next review?", required=False)
    may_lie_ahead = ("next_on",)

    def prepare(self) -> None:
        """Two boxes for each outcome."""
        for each in Outcome.objects.filter(help=self.family).order_by("recorded_at"):
            title = f"{each.wanted[:80]}"
            self.fields[f"now-{each.id}"] = line(f"“{title}”: how is it now?", hint=_measured(each), most=200)
            self.fields[f"result-{each.id}"] = choice(f"“{title}”: how far is it?", Result.choices)
            self.initial.setdefault(f"result-{each.id}", each.result)

    @property
    def readings(self) -> dict[str, tuple[str, Result]]:
        """The reading and the result of each outcome, by its id."""
        told = self.cleaned_data
        ids = [name.removeprefix("now-") for name in told if name.startswith("now-")]
        return {key: (told[f"now-{key}"], Result(told[f"result-{key}"])) for key in ids}


def _measured(outcome: Outcome) -> str:
    told = (
        outcome.measure,
        f"at first {outcome.baseline}" if outcome.baseline else "",
        f"aim {outcome.target}" if outcome.target else "",
    )
    return "; ".join(filter(None, told))


class StepUpForm(StepForm):
    """Too much for early help."""

    reason = written("Why is early help not enough?", required=True, rows=4)
    danger = choice("Is a child in danger now?", (("yes", "Yes"), ("no", "No"), ("not_sure", "I am not sure")))


class CarryOnForm(StepForm):
    """Early help goes on after all."""

    why = written("What did the front door decide?", required=True)


class HandOverForm(StepForm):
    """Somebody else answers for the next step."""

    owner = Helpers(label="Who answers for the next step?", empty_label="Choose somebody")
    why = written("What must they know?", required=True)


class ChildForm(StepForm):
    """Another child of the family."""

    child = forms.ChoiceField(label="Which child?", widget=Radios)

    def prepare(self) -> None:
        """Brothers and sisters who are not helped yet."""
        helped = {row.child_id for row, _ in children_of(self.family, as_of=self.today)}
        others = brothers_and_sisters(family_of(person_id=self.family.child_id, as_of=self.today))
        self.fields["child"].choices = [
            (str(each.other.id), each.name) for each in others if each.other.is_child and each.other.id not in helped
        ]


class EndForm(StepForm):
    """Early help ends."""

    ended_on = DayField(label="When does it end?")
    outcome = choice("How did it end?", HelpOutcome.choices)
    why = written("What changed, and who will notice if things get worse?", required=True)
    raises_risk = choice(
        "If the family goes without: does that raise the risk to the child?", Risk.choices, required=False
    )
    risk_words = written("Why, or why not?")
    check_due_on = DayField(label="When does somebody look how the family is?", required=False)
    may_lie_ahead = ("check_due_on",)


class CheckForm(StepForm):
    """A look afterwards."""

    checked_on = DayField(label="When did you look?")
    words = written("How is the family, and who told you?", required=True)


class FlagForm(StepForm):
    """A sign of harm outside the home."""

    flag = choice("What was seen?", Flag.choices)
    noted_on = DayField(label="When?")
    offered = written("What is offered instead?", rows=2)


class AnswerForm(StepForm):
    """The answer to an offer."""

    answer = choice("What became of the offer?", Diverted.choices)
    answered_on = DayField(label="When?")
    words = written("In whose words?")
