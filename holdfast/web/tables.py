"""A table that stands as blocks on a telephone: each row a block, each cell after the heading of its column."""

import re
from html import unescape

from django.utils.html import format_html, format_html_join, strip_tags
from django.utils.safestring import SafeString, mark_safe

_PART = re.compile(r"<(thead|tbody|tr|th|td)\b([^>]*)>")
_HEADING = re.compile(r"<th\b[^>]*scope=\"col\"[^>]*>(.*?)</th>", re.DOTALL)
_ROLES = {"thead": "rowgroup", "tbody": "rowgroup", "tr": "row", "th": "columnheader", "td": "cell"}
"""What each part is called for whoever listens: a part that is shown as a block is no table's any more by itself."""


def stacked(content: str) -> SafeString:
    """The inside of a table with the heading of its column on each cell, and the role of each part.

    `content` is markup that a template made and escaped; a cell over several columns has no heading.
    """
    headings = [" ".join(unescape(strip_tags(each)).split()) for each in _HEADING.findall(content)]
    place = 0

    def opened(part: re.Match[str]) -> str:
        nonlocal place
        name, attributes = part.groups()
        place = place + 1 if name in ("th", "td") else 0
        told = {"role": "rowheader" if 'scope="row"' in attributes else _ROLES[name]}
        if name == "td" and place <= len(headings) and "colspan" not in attributes:
            told["data-label"] = headings[place - 1]
        return format_html("<{}{}{}>", name, mark_safe(attributes), format_html_join("", ' {}="{}"', told.items()))

    return mark_safe(_PART.sub(opened, content))
