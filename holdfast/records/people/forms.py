"""What people write down about who somebody is, who belongs to whom and who works with them: one form a deed."""

from typing import Any

from django import forms

from holdfast.access import Role, Stage
from holdfast.kernel import codes
from holdfast.records.people.actions import ceiling_of
from holdfast.records.people.codes import (
    AbsenceBecause,
    AbsenceOf,
    IdentifierKind,
    InvolvementKind,
    NameKind,
    RelationshipKind,
)
from holdfast.wall.models import User
from holdfast.web.deeds import DeedForm
from holdfast.web.forms import DayField, Radios

YES_NO = (("yes", "Yes"), ("no", "No"), ("", "Not known"))
_YES = {"yes": True, "no": False, "": None}


class Workers(forms.ModelChoiceField):
    """Somebody who works with children, named with their agency."""

    def __init__(self, *, roles: tuple[Role, ...], **kwargs: Any) -> None:
        working = User.objects.filter(is_active=True, role__in=roles).order_by("agency_name", "display_name")
        super().__init__(queryset=working, empty_label="Choose", **kwargs)

    def label_from_instance(self, user: User) -> str:
        """ "Farah Siddiqui, Kestrel Lane Primary School"."""
        return ", ".join(filter(None, (user.display_name, user.agency_name)))


class AllocateForm(DeedForm):
    """Who becomes the child's allocated social worker."""

    worker = Workers(label="Social worker", roles=(Role.social_worker,))
    from_on = DayField(label="From")
    reason = forms.CharField(label="Why this worker, or why a change?", max_length=300, required=False)


class InvolveForm(DeedForm):
    """Who else works with the child; the record opens to them as far as their role goes."""

    worker = Workers(
        label="Who", roles=tuple(role for role in Role if role.signs_in and ceiling_of(role) > Stage.nothing)
    )
    kind = forms.ChoiceField(
        label="As what?",
        choices=[each for each in InvolvementKind.choices if each[0] != InvolvementKind.allocated_worker],
        widget=Radios,
    )
    from_on = DayField(label="From")
    until_on = DayField(
        label="Until", required=False, help_text="The first day on which they no longer see the record. At most a year."
    )


class EndForm(DeedForm):
    """When something ends, and why."""

    until_on = DayField(label="Ends on", help_text="The first day on which it no longer holds.")
    reason = forms.CharField(label="Why?", max_length=300, required=False)


class NameForm(DeedForm):
    """A name that the child goes or went by."""

    kind = forms.ChoiceField(label="What is this name?", choices=NameKind.choices, widget=Radios)
    given = forms.CharField(label="First names", max_length=150, required=False)
    family = forms.CharField(label="Family name", max_length=150, required=False)


class DetailsForm(DeedForm):
    """Birth, sex, ethnic group and language; what stood before is kept."""

    birth_on = DayField(label="Date of birth", required=False)
    expected_birth_on = DayField(label="Expected date of birth", required=False, help_text="Of an unborn child.")
    sex = forms.ChoiceField(
        label="Sex", choices=codes.choices("Sex", codes.PRESENT_YEAR), widget=Radios, required=False
    )
    ethnicity = forms.ChoiceField(
        label="Ethnic group",
        choices=[("", "Not known"), *codes.choices("Ethnicity", codes.PRESENT_YEAR)],
        required=False,
    )
    needs_interpreter = forms.CharField(
        label="Interpreter", max_length=60, required=False, help_text="The language, where the child needs one."
    )
    reason = forms.CharField(label="How do you know?", max_length=300, help_text="Such as: birth certificate seen.")


class NumberForm(DeedForm):
    """A number by which another service knows the child."""

    kind = forms.ChoiceField(label="Whose number is it?", choices=IdentifierKind.choices, widget=Radios)
    value = forms.CharField(
        label="Number", max_length=40, help_text="A number that fails its check is kept, and marked for a second look."
    )


class AddressForm(DeedForm):
    """Where the child lives now."""

    lines = forms.CharField(label="Address", max_length=250, widget=forms.Textarea({"rows": 3}))
    postcode = forms.CharField(label="Postcode", max_length=10, required=False)
    telephone = forms.CharField(label="Telephone", max_length=40, required=False)
    protected = forms.BooleanField(
        label="This address is protected",
        required=False,
        help_text="A refuge, a placement, a new start: shown only to those who must know it.",
    )
    from_on = DayField(label="Since when?", required=False)


class RelationForm(DeedForm):
    """Somebody in the child's life: another child known here by number, or an adult by name."""

    kind = forms.ChoiceField(label="What are they to the child?", choices=RelationshipKind.choices, widget=Radios)
    given = forms.CharField(label="First names", max_length=150, required=False)
    family = forms.CharField(label="Family name", max_length=150, required=False)
    birth_on = DayField(label="Date of birth", required=False)
    local_id = forms.CharField(
        label="Or the number of a child who is known here", max_length=40, required=False,
        help_text="For a brother or sister with a record of their own, such as HF000042.",
    )  # fmt: skip
    parental_responsibility = forms.ChoiceField(
        label="Do they have parental responsibility?", choices=YES_NO, widget=Radios(inline=True), required=False
    )
    lives_with = forms.ChoiceField(
        label="Do they live with the child?", choices=YES_NO, widget=Radios(inline=True), required=False
    )

    def clean(self) -> dict[str, Any]:
        """A name or a number is needed; the answers become yes, no and not known."""
        told = super().clean() or {}
        if not any(told.get(name) for name in ("given", "family", "local_id")):
            self.add_error("given", "Enter a name, or the number of a child who is known here")
        for name in ("parental_responsibility", "lives_with"):
            told[name] = _YES[told.get(name, "")]
        return told


class NotKnownForm(DeedForm):
    """Something that is not known, and why."""

    what = forms.ChoiceField(label="What is not known?", choices=AbsenceOf.choices, widget=Radios)
    because = forms.ChoiceField(label="Why not?", choices=AbsenceBecause.choices, widget=Radios)
    note = forms.CharField(label="More", max_length=300, required=False)
    asked_on = DayField(label="When did you ask?", required=False)
