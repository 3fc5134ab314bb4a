"""Who tells us, and how it is safe to ring them: the public, a professional, somebody on the telephone."""

from typing import Any

from django import forms

from holdfast.kernel.codes import PRESENT_YEAR, choices
from holdfast.records.frontdoor.codes import Answer, Knows
from holdfast.records.frontdoor.forms.telling import line, words
from holdfast.web.forms import Radios


def yes_no(label: str, *, hint: str = "", inline: bool = True) -> forms.ChoiceField:
    """A question that may be left open."""
    return forms.ChoiceField(
        label=label, help_text=hint, choices=Answer.choices, required=False, widget=Radios(inline=inline)
    )


class PublicTellerForm(forms.Form):
    """Who a member of the public is, if they like."""

    source = forms.ChoiceField(
        label="How do you know the child?",
        choices=Knows.choices,
        widget=Radios,
        error_messages={"required": "Choose how you know the child, or “I would rather not say”"},
    )
    asks_for_help = forms.BooleanField(
        label="I am asking for help for my own family",
        help_text="Somebody speaks with you, in the way that you say is safe.",
        required=False,
    )
    teller_name = line("Your name")
    teller_needs = line(
        "Your language, or help that you need to talk with us",
        hint="For example, “Somali, needs an interpreter” or “text me, I cannot hear”",
        longest=500,
    )


class RingForm(forms.Form):
    """How it is safe to ring somebody whom somebody else may watch."""

    teller_telephone = line("Telephone number", inputmode="tel", longest=60)
    may_ring = yes_no("May we ring you?", hint="If you say nothing, we do not ring.", inline=False)
    safe_contact = words(
        "When is it safe to ring?", hint="For example, “weekdays before 3pm, and say it is the dentist”", rows=2
    )
    may_leave_message = yes_no("Is it safe to leave a message, or to send a text?", inline=False)
    who_might_see = words(
        "Who else might see your telephone, your post or your messages?",
        hint="For example, “my husband looks at my phone”. We then take care.",
        rows=2,
    )


class ProfessionalTellerForm(forms.Form):
    """Who a professional is: filled in from their account and their post."""

    teller_name = line("Your name", hint="If this is a shared inbox, who is writing?", wanted="Enter your name")
    teller_role = line("Your post", hint="For example, designated safeguarding lead")
    teller_agency = line("Your agency")
    teller_telephone = line(
        "Telephone number, also after hours",
        inputmode="tel",
        longest=60,
        wanted="Enter a telephone number on which we can ring you",
    )
    safe_contact = words("Anything to know before we ring you or the family", rows=2)


class CallerForm(forms.Form):
    """Who rings, as a call handler asks it: the number first, in case the line drops. Nothing holds up the call."""

    teller_telephone = line("Number to ring back, in case we are cut off", inputmode="tel", longest=60)
    teller_name = line("Caller’s name", hint="Leave it empty if they would rather not say")
    source = forms.ChoiceField(label="Who is ringing?", required=False)
    teller_role = line("Their post, if they ring for their work")
    teller_agency = line("Their agency")
    asks_for_help = forms.BooleanField(label="They ask for help for their own family", required=False)
    teller_needs = line("Caller’s language, or help to talk", longest=500)
    may_ring = yes_no("May we ring them?")
    may_leave_message = yes_no("Safe to leave a message?")
    safe_contact = words("When and how is it safe to ring?", rows=2)
    who_might_see = words("Who else might see or hear it?", rows=2)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["source"].choices = [("", "Not asked yet"), *choices("ReferralSource", PRESENT_YEAR)]
