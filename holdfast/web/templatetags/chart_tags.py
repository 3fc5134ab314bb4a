"""Our own charts as a template tag; put the table that says the same beside it."""

from django import template
from django.utils.safestring import SafeString, mark_safe

from holdfast.web.charts import BarChart, LineChart, svg

register = template.Library()


@register.simple_tag
def drawn(chart: BarChart | LineChart, name: str = "chart") -> SafeString:
    """The chart as SVG; `name` makes its ids unique on the page."""
    # Our own drawing; every word in it is escaped there.
    return mark_safe(svg(chart, name=name))
