"""Components of the shell as template tags; each says what it shows."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import BaseForm
from django.template.context import Context
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify

from holdfast.kernel.refused import StaleEdit
from holdfast.wall.models import User
from holdfast.web import conflicts, words
from holdfast.web.places import may_open
from holdfast.web.summary import mistakes
from holdfast.web.tables import stacked

register = template.Library()

# What a status means, not how it looks: a page says "late", the shell says red.
COLOURS: Mapping[str, str] = {
    "late": "red",
    "danger": "red",
    "soon": "yellow",
    "waiting": "orange",
    "running": "blue",
    "new": "teal",
    "done": "green",
    "stopped": "grey",
    "withheld": "grey",
    "unknown": "grey",
    "not_computable": "grey",
    "restricted": "purple",
}


@register.filter
def plain_date(when: date | datetime | None) -> str:
    """A date, or a date and time, in words."""
    return words.plain(when or None)


@register.filter
def thousands(number: int) -> str:
    """A count as people write it: 1,234."""
    return f"{number:,}"


@register.filter
def opens_to(url_name: str, user: User) -> bool:
    """Whether somebody may open the page of that name: a link to it would lead others nowhere."""
    return may_open(reverse(url_name), user.actor.role)


@register.filter
def plain_days(text: str) -> str:
    """A sentence in which days are said as people say them."""
    return words.days_in(text)


@register.filter
def due(on: date | None, as_of: date) -> str:
    """How a due day stands on `as_of`, in calendar days."""
    return words.due(on or None, as_of=as_of)


@register.filter
def ago(on: date | datetime | None, as_of: date) -> str:
    """How long since, within a month; then the day."""
    return words.ago(on or None, as_of=as_of)


@register.filter
def age(born_on: date | None, as_of: date) -> str:
    """How old on `as_of`."""
    return words.age(born_on or None, as_of=as_of)


@register.simple_tag
def due_words(on: date | None, as_of: date, working_days_late: int | None = None) -> SafeString:
    """As `due`, late in red and bold; give the working days late where a clock counted them."""
    said = words.due(on or None, as_of=as_of, working_days_late=working_days_late)
    return format_html('<span class="hf-late">{}</span>' if said.endswith("late") else "{}", said)


@register.simple_tag
def child_name(name: str | None, number: str | None = None) -> str:
    """The child's name, or the number and that no name was supplied."""
    return words.child(name, number)


@register.simple_tag
def tag(said: str, meaning: str = "") -> SafeString:
    """A status; `meaning` is a key of COLOURS, or empty for the council's own colour."""
    colour = f" govuk-tag--{COLOURS[meaning]}" if meaning else ""
    return format_html('<strong class="govuk-tag{}">{}</strong>', colour, said)


@register.simple_block_tag
def summary(content: str, plain: bool = False) -> SafeString:
    """A summary list around `row` tags; `plain` leaves out the lines between."""
    return format_html(
        '<dl class="govuk-summary-list{}">{}</dl>', " govuk-summary-list--no-border" if plain else "", content
    )


@register.simple_tag
def row(key: str, value: Any, url: str = "", action: str = "Change") -> SafeString:
    """A row of a summary list; an empty value reads "not known", a date reads in words."""
    link = format_html(
        '<dd class="govuk-summary-list__actions"><a class="govuk-link" href="{}">{}'
        '<span class="govuk-visually-hidden"> {}</span></a></dd>',
        url, action, key.lower(),
    ) if url else ""  # fmt: skip
    return format_html(
        '<div class="govuk-summary-list__row{}"><dt class="govuk-summary-list__key">{}</dt>'
        '<dd class="govuk-summary-list__value">{}</dd>{}</div>',
        "" if url else " govuk-summary-list__row--no-actions", key, _shown(value), link,
    )  # fmt: skip


@register.simple_block_tag
def table(
    content: str, caption: str, hidden_caption: bool = False, small: bool = False, stacks: bool = False
) -> SafeString:
    """A table with its caption in a box that scrolls sideways; write bare thead, tbody, th scope, td inside.

    `stacks` is for one that is read a row at a time: on a telephone each row stands as a block, and nothing scrolls.
    """
    name = f"table-{slugify(caption)}"
    hidden = "govuk-visually-hidden" if hidden_caption else "govuk-table__caption--m"
    look = " govuk-table--small-text-until-tablet" if small else ""
    return format_html(
        '<div class="hf-scroll" role="region" aria-labelledby="{0}" tabindex="0">'
        '<table class="govuk-table hf-table{1}"{2}><caption class="govuk-table__caption {3}" id="{0}">{4}</caption>'
        "{5}</table></div>",
        name, f"{look} hf-table--stacks" if stacks else look, mark_safe(' role="table"') if stacks else "",
        hidden, caption, stacked(content) if stacks else content,
    )  # fmt: skip


@register.simple_block_tag
def panel(content: str, title: str) -> SafeString:
    """A receipt: what was done, in large, with its reference inside."""
    return format_html(
        '<div class="govuk-panel govuk-panel--confirmation"><h1 class="govuk-panel__title">{}</h1>'
        '<div class="govuk-panel__body">{}</div></div>',
        title, content,
    )  # fmt: skip


@register.simple_block_tag
def inset(content: str) -> SafeString:
    """A passage set apart: a quotation, a condition, what somebody said."""
    return format_html('<div class="govuk-inset-text">{}</div>', content)


@register.simple_block_tag
def warning(content: str) -> SafeString:
    """A sentence with a consequence."""
    return format_html(
        '<div class="govuk-warning-text"><span class="govuk-warning-text__icon" aria-hidden="true">!</span>'
        '<strong class="govuk-warning-text__text"><span class="govuk-visually-hidden">Warning</span>{}</strong></div>',
        content,
    )


@register.simple_block_tag
def details(content: str, title: str, opened: bool = False) -> SafeString:
    """What most readers may pass over; always open on paper."""
    return format_html(
        '<details class="govuk-details"{}><summary class="govuk-details__summary">'
        '<span class="govuk-details__summary-text">{}</span></summary>'
        '<div class="govuk-details__text">{}</div></details>',
        mark_safe(" open") if opened else "", title, content,
    )  # fmt: skip


@register.simple_block_tag
def card(content: str, title: str = "", level: int = 2) -> SafeString:
    """A bordered part of a page under its own heading."""
    heading = format_html('<h{0} class="govuk-heading-m">{1}</h{0}>', level, title) if title else ""
    return format_html('<section class="hf-card">{}{}</section>', heading, content)


@register.inclusion_tag("web/parts/timeline.html")
def timeline(events: Iterable[Mapping[str, Any]], level: int = 3) -> dict[str, Any]:
    """Events newest first: on, title; by, text, url, late, tag, meaning if you like."""
    return {"events": events, "level": level}


@register.inclusion_tag("web/parts/task_list.html")
def tasks(items: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """A list of things to do: title, url, status; hint, meaning if you like."""
    return {"items": [{"at": at, **item} for at, item in enumerate(items, start=1)]}


@register.inclusion_tag("web/parts/tabs.html")
def tabs(items: Iterable[Mapping[str, Any]], label: str = "Sections") -> dict[str, Any]:
    """Sections of one thing, each an address of its own: label, url, current."""
    return {"items": items, "label": label}


@register.inclusion_tag("web/parts/breadcrumbs.html")
def crumbs(*pairs: str) -> dict[str, Any]:
    """Where this page stands: label, url, label, url, and so on."""
    return {"crumbs": list(zip(pairs[::2], pairs[1::2], strict=True))}


@register.simple_tag
def back(url: str, said: str = "Back") -> SafeString:
    """A link to the page before, in a landmark of its own: it stands outside the main content."""
    return format_html('<nav aria-label="Back"><a href="{}" class="govuk-back-link">{}</a></nav>', url, said)


@register.inclusion_tag("web/parts/pagination.html", takes_context=True)
def pagination(context: Context, page: Page[Any], parameter: str = "page") -> dict[str, Any]:
    """Next, previous and near pages of a Django Page; keeps the rest of the address."""
    asked = context["request"].GET.copy() if "request" in context else None
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return {"page": page, "numbers": [(number, _address(asked, parameter, number)) for number in numbers]} | {
        "before": _address(asked, parameter, page.number - 1) if page.has_previous() else "",
        "after": _address(asked, parameter, page.number + 1) if page.has_next() else "",
    }


@register.inclusion_tag("web/parts/error_summary.html")
def error_summary(*forms: BaseForm) -> dict[str, Any]:
    """Every mistake in these forms, each a link to its field; nothing where there is none."""
    return {"mistakes": [mistake for form in forms if form for mistake in mistakes(form)]}


@register.inclusion_tag("web/parts/progress.html")
def progress(done: int, whole: int, doing: str) -> dict[str, Any]:
    """Long work under way: how many of how many, and what."""
    return {"done": done, "whole": whole, "doing": doing}


@register.inclusion_tag("web/parts/conflict_form.html", takes_context=True)
def conflict_form(context: Context, conflict: StaleEdit) -> dict[str, Any]:
    """Both texts of a stale edit side by side, field by field, sent again to the same address."""
    sent = context["request"].POST
    return {
        "lines": conflicts.lines(conflict),
        "carried": conflicts.carried(conflict, sent),
        "csrf_token": context.get("csrf_token"),
    }


def _shown(value: Any) -> Any:
    if isinstance(value, date):
        return words.plain(value)
    if value is None or value == "":
        return format_html('<span class="hf-not-known">{}</span>', words.NOT_KNOWN)
    return value


def _address(asked: Any, parameter: str, number: int | str) -> str:
    if asked is None:
        return f"?{parameter}={number}"
    asked[parameter] = str(number)
    return f"?{asked.urlencode()}"
