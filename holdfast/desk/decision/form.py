"""The questions of a decision. A decision that protects needs two of them; ending the referral asks for more."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.core.validators import MaxLengthValidator
from django.forms.boundfield import BoundField
from django.http import QueryDict

from holdfast.access import Role
from holdfast.kernel import codes
from holdfast.records.frontdoor.codes import GOES_ON, Answer, ReferralDecision
from holdfast.records.frontdoor.models import Contact, NamedChild, Referral
from holdfast.records.frontdoor.queries import Past, Weighed, edition_on, wanted_before
from holdfast.wall.models import User
from holdfast.web.forms import DayField, Radios, Ticks

PREPARED = ("decision", "threshold_level", "reasons", "main_reason", "factors")
"""What a worker prepares, besides the indicators."""
_PAST = "past:"
_AREA = "area:"
_OF_ITS_OWN = ("past", "also_answer", "read_to_at", "indicators", "factors")


def words(label: str, *, hint: str = "", rows: int = 3, most: int = 10_000, wanted: str = "") -> forms.CharField:
    """A long answer, not always needed; `wanted` says what to do where it is, and is missing."""
    return forms.CharField(
        label=label, help_text=hint, required=bool(wanted), validators=[MaxLengthValidator(most)],
        widget=forms.Textarea({"rows": rows}), error_messages={"required": wanted},
    )  # fmt: skip


def one_of(label: str, choices: Sequence[tuple[str, str]], *, hint: str = "", inline: bool = True) -> forms.ChoiceField:
    """One of a few answers, or none yet."""
    return forms.ChoiceField(label=label, choices=choices, help_text=hint, required=False, widget=Radios(inline=inline))


class DecisionForm(forms.Form):
    """The decision and what it rests on; the indicators and the history are the document's and the child's own."""

    decision = forms.ChoiceField(
        label="What does this child need?", error_messages={"required": "Choose what this child needs"}
    )
    threshold_level = forms.TypedChoiceField(
        label="Level of need", required=False, coerce=int, empty_value=None, widget=Radios
    )
    level_because = words("If it is another level than the document suggests, why?", rows=2)
    reasons = words(
        "Reasons",
        hint="What you weighed: what was said, what is known and not known, what life is like for the child.",
        rows=5,
    )
    main_reason = forms.ChoiceField(label="Main reason", required=False)
    factors = forms.MultipleChoiceField(label="Further reasons, as many as there are", required=False, widget=Ticks)
    culture = one_of("Does a cultural, religious or family practice affect this child’s welfare?", Answer.choices)
    culture_words = words("Which, what it does to the risk, and whom you asked", rows=2)
    danger_reasons = words(
        "Danger was spoken of: if nothing more is done, why?",
        hint="Needed only where you end it here. Who made sure that the child is safe, and how?",
    )
    told_to_whom = words("Who was told of it, and what?", hint="The family, the school, the person who told us.")
    family_agrees = one_of(
        "Does the family agree to early help?", [("yes", "Yes"), ("no", "No"), ("not_sure", "Nobody has asked yet")]
    )
    help_wanted = words(
        "What help would they like?", hint="Early help reads this, and nothing else of this page.", rows=2
    )
    refusal_words = words("If they refuse: why, and who spoke with them", rows=2)
    refusing_raises_risk = one_of("Does refusing raise the risk for the child?", Answer.choices)
    passed_to = forms.CharField(label="Which authority takes the child on?", required=False, max_length=150)
    decided_on = DayField(label="Day of the decision", error_messages={"required": "Enter the day of the decision"})
    worker = forms.ModelChoiceField(
        label="Allocate to", queryset=User.objects.none(), required=False, empty_label="Nobody yet"
    )
    answer = words(
        "Answer to whoever told us",
        hint="Leave it empty to send the words below that belong to your decision. They never tell of the family.",
        most=2000,
    )
    also_answer = forms.MultipleChoiceField(
        label="Answer these as well, who told us of the same", required=False, widget=Ticks
    )
    read_to_at = forms.DateTimeField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        referral: Referral,
        *args: Any,
        as_of: date,
        past: Sequence[Past],
        same_matter: Sequence[Contact],
        hints: dict[str, str],
        prepares: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.edition = edition_on(referral.decided_on or as_of)
        self.data = self._unfolded()
        self.referral, self.prepares, self.past = referral, prepares, () if prepares else past
        self.fields["decision"] = forms.ChoiceField(
            label="What does this child need?",
            choices=ReferralDecision.choices,
            widget=Radios(hints=hints),
            error_messages={"required": "Choose what this child needs"},
        )
        self.order_fields(["decision"])
        self._offer(same_matter)
        self.fields["decided_on"].latest = as_of
        self._leave_out(same_matter)
        if prepares:
            self.fields = {name: self.fields[name] for name in PREPARED}
        else:
            self._ask_of_the_past(past)
        self._ask_indicators()

    def _unfolded(self) -> Any:
        """What was sent; where two people decided at once, each list comes back as one line, and is a list again."""
        if not isinstance(self.data, QueryDict) or (
            "indicators" not in self.data and "," not in self.data.get("factors", "")
        ):
            return self.data
        sent = self.data.copy()
        sent.setlist("factors", _listed(sent.getlist("factors")))
        if "indicators" in sent:
            ticked = set(_listed(sent.getlist("indicators")))
            for area in self.edition.areas:
                codes_of = [each.code for each in self.edition.indicators if each.area == area]
                sent.setlist(f"{_AREA}{area}", [code for code in codes_of if code in ticked])
        return sent

    def _offer(self, same_matter: Sequence[Contact]) -> None:
        levels = [(str(level), f"{level}. {said}") for level, said in sorted(self.edition.levels.items())]
        self.fields["threshold_level"].choices = levels
        listed = codes.choices("AssessmentFactors", codes.PRESENT_YEAR)
        self.fields["main_reason"].choices = [("", "Choose"), *listed]
        self.fields["factors"].choices = listed
        workers = User.objects.filter(role=Role.social_worker.value, is_active=True).order_by("display_name")
        self.fields["worker"].queryset = workers
        senders = [(str(each.id), _sender(each)) for each in same_matter]
        self.fields["also_answer"].choices = senders

    def _leave_out(self, same_matter: Sequence[Contact]) -> None:
        told = told_of(self.referral)
        if told is None or not told.envelope.maybe_danger:
            del self.fields["danger_reasons"]
        if (told is None or told.envelope.by_public) and not same_matter:
            del self.fields["answer"]
        if not same_matter:
            del self.fields["also_answer"]

    def _ask_of_the_past(self, past: Sequence[Past]) -> None:
        for each in past:
            self.fields[f"{_PAST}{each.item}"] = forms.CharField(
                label="What it means now", initial=each.note, required=False, max_length=1000,
                widget=forms.Textarea({"rows": 1}),
            )  # fmt: skip

    def _ask_indicators(self) -> None:
        known = set(self.initial.get("indicators", ()))
        for area, said in self.edition.areas.items():
            offered = [(each.code, each.words) for each in self.edition.indicators if each.area == area]
            self.fields[f"{_AREA}{area}"] = forms.MultipleChoiceField(
                label=said, choices=offered, required=False, widget=Ticks,
                initial=[code for code, _ in offered if code in known],
            )  # fmt: skip

    def areas(self) -> Iterator[BoundField]:
        """The indicators, an area at a time."""
        return (self[name] for name in self.fields if name.startswith(_AREA))

    def histories(self) -> Iterator[tuple[Past, BoundField]]:
        """What came before, each with the field for what it means now."""
        return ((each, self[f"{_PAST}{each.item}"]) for each in self.past)

    @property
    def ticked(self) -> list[str]:
        """The indicators ticked, as sent or as they stand."""
        return [code for field in self.areas() for code in (field.value() or ())]

    def weighed(self) -> Weighed:
        """What was weighed, for the action."""
        chosen = self.cleaned_data
        kept = {
            name: chosen[name] for name in Weighed.__dataclass_fields__ if name in chosen and name not in _OF_ITS_OWN
        }
        return Weighed(
            **kept,
            factors=tuple(code for code in chosen.get("factors", ()) if code != chosen.get("main_reason")),
            indicators=tuple(code for name in chosen if name.startswith(_AREA) for code in chosen[name]),
            past={name.removeprefix(_PAST): chosen[name] for name in chosen if name.startswith(_PAST)},
            also_answer=tuple(UUID(contact) for contact in chosen.get("also_answer", ())),
            read_to_at=chosen.get("read_to_at"),
        )

    def clean(self) -> dict[str, Any]:
        """Nothing that is missing holds up a decision that protects; ending the referral asks for more."""
        chosen = self.cleaned_data
        if self.prepares or not chosen.get("decision") or chosen["decision"] in GOES_ON or not chosen.get("decided_on"):
            return chosen
        missing = wanted_before(
            self.referral, decision=chosen["decision"], reasons=chosen.get("reasons", ""),
            level=chosen.get("threshold_level"), decided_on=chosen["decided_on"], weighed=self.weighed(),
        )  # fmt: skip
        for each in missing:
            for name in self._where(each.field):
                if name is None or name not in self._errors:
                    self.add_error(name, each.sentence)
        return chosen

    def _where(self, name: str) -> list[str | None]:
        if name != "past":
            return [name if name in self.fields else None]
        return [field for field in self.fields if field.startswith(_PAST) and not self.cleaned_data.get(field)][:1]


def _listed(lines: list[str]) -> list[str]:
    return [code for line in lines for code in line.split(", ") if code]


def told_of(referral: Referral) -> NamedChild | None:
    """What was told, where the referral came in through the front door."""
    return referral.contact.told if referral.contact else None


def _sender(contact: Contact) -> str:
    who = contact.told.envelope.from_whom if contact.told else ""
    return f"{who or contact.from_agency}, {contact.received_at:%-d %B}"
