"""The drawing of a body as a template tag."""

from collections.abc import Collection, Mapping, Sequence

from django import template
from django.utils.safestring import SafeString, mark_safe

from holdfast.web.body_map import Figure, svg

register = template.Library()


@register.simple_tag
def body_map(
    marks: Mapping[str, Sequence[int]], conflicting: Collection[str] = (), figure: Figure = "child", name: str = "body"
) -> SafeString:
    """The body with its marks: numbers by part. Put a table beside it that says what each number is."""
    # Our own drawing; every word in it is escaped there.
    return mark_safe(svg(marks=marks, conflicting=conflicting, figure=figure, name=name))
