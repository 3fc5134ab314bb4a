"""The mistakes of a form, each with the field to mend."""

from dataclasses import dataclass

from django.forms import BaseForm, BaseFormSet


@dataclass(frozen=True)
class Mistake:
    """A sentence, and the id of the input to mend; empty where it concerns the whole form."""

    sentence: str
    target: str


def mistakes(form: BaseForm | BaseFormSet) -> list[Mistake]:
    """All mistakes of a form or a set of forms, in the order of its fields."""
    if isinstance(form, BaseFormSet):
        whole = [Mistake(str(sentence), "") for sentence in form.non_form_errors()] if form.is_bound else []
        return whole + [mistake for each in form.forms for mistake in mistakes(each)]
    if not form.is_bound:
        return []
    found = [Mistake(str(sentence), "") for sentence in form.non_field_errors()]
    for field in form:
        target = "" if field.is_hidden else getattr(field, "first_input", field.auto_id)
        found += [Mistake(sentence, target) for sentence in getattr(field, "sentences", field.errors)]
    return found
