"""Choosing a part of the body in a form: a list, with the drawing beside it that a script lets people click."""

from typing import Any

from django import forms
from django.utils.safestring import mark_safe

from holdfast.web.body import CHOICES, PARTS
from holdfast.web.body_map import Figure, svg


class BodyPicker(forms.Select):
    """The list is the field; the drawing chooses in it. Without a script the drawing shows what the words mean."""

    template_name = "web/forms/body.html"

    def __init__(self, *args: Any, figure: Figure = "child", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.figure = figure

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Django's context and the drawing, with what is chosen outlined."""
        context = super().get_context(name, value, attrs)
        chosen = {str(value): ()} if str(value) in PARTS and PARTS[str(value)].is_drawn else {}
        # Our own drawing; every word in it is escaped there.
        context["widget"]["drawing"] = mark_safe(svg(marks=chosen, figure=self.figure, pick=True))
        return context


class BodyField(forms.ChoiceField):
    """A part of the body, or how little was said of where it is."""

    def __init__(self, *, figure: Figure = "child", **kwargs: Any) -> None:
        kwargs.setdefault("label", "Where on the body?")
        kwargs.setdefault("help_text", "Left and right are the child’s own.")
        kwargs.setdefault("error_messages", {"required": "Choose where on the body it is"})
        super().__init__(choices=[("", "Choose"), *CHOICES], widget=BodyPicker(figure=figure), **kwargs)
