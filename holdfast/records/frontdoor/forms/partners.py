"""What the hub asks to issue a one-time link, and what it writes down of what it did to find out more."""

from django import forms

from holdfast.kernel.codes import PRESENT_YEAR, choices
from holdfast.records.frontdoor.codes import FollowUpKind
from holdfast.records.frontdoor.forms.telling import line, words
from holdfast.web.forms import Radios


class LinkForm(forms.Form):
    """For whom a one-time link is."""

    agency_name = line("Agency or practice", wanted="Enter the agency or practice")
    sent_to = line(
        "The address that you give it to",
        hint="A safe one, such as the practice’s shared safeguarding inbox",
        longest=254,
        wanted="Enter the address that you give it to",
    )
    source = forms.ChoiceField(
        label="What kind of agency, in the department’s list", error_messages={"required": "Choose"}
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["source"].choices = [("", "Choose"), *choices("ReferralSource", PRESENT_YEAR)]


class FollowUpForm(forms.Form):
    """What somebody did to find out more, and what came of it."""

    kind = forms.ChoiceField(
        label="What did you do?",
        choices=FollowUpKind.choices,
        widget=Radios,
        error_messages={"required": "Choose what you did"},
    )
    asked = line("Whom did you ask?", hint="For example, the school, the health visitor, the mother")
    result = words("What came of it?", rows=3, required=True, wanted="Say what came of it, also where nobody knew more")


class PartnerSystemForm(forms.Form):
    """A partner's system that sends notifications."""

    name = line("What the system is called", hint="For example, “Police notifications”", wanted="Enter its name")
    agency_name = line("Whose it is", hint="The agency, as it is called in Holdfast", wanted="Enter the agency")


class PartnerKeyForm(forms.Form):
    """A new key; a partner that keeps its own secret gives only the public half."""

    public_key = line(
        "Public key, if the partner made the pair",
        hint="32 bytes in base64. Leave it empty, and we make a pair and show its secret half once.",
        longest=100,
    )
