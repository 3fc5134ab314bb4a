"""Where each role goes: the links at the top of every page, for the pages that exist and that the role may open."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from holdfast.access import Role, Stage
from holdfast.web.places import may_open, page_at


@dataclass(frozen=True)
class Place:
    """A page that is worth a link: the name of its address, and the words of the link."""

    url_name: str
    label: str


PLACES: tuple[Place, ...] = (
    Place("desk:work", "My work"),
    Place("desk:find", "Find a person"),
    Place("frontdoor:call", "Take a call"),
    Place("frontdoor:inbox", "Inbox"),
    Place("frontdoor:waiting", "Waiting"),
    Place("mash:board", "Requests to agencies"),
    Place("desk:deciding", "To decide"),
    Place("mash:inbox", "What we are asked"),
    Place("desk:unallocated", "Unallocated"),
    Place("frontdoor:refer", "Make a referral"),
    Place("earlyhelp:board", "Early help"),
    Place("allegations:list", "Allegations"),
    Place("challenges:log", "Challenges"),
    Place("census:file", "Check a census file"),
    Place("exchange:imports", "Census files"),
    Place("desk:board", "The Board’s figures"),
    Place("identity:accounts", "Accounts"),
)
"""In the order in which they stand. A page that another part of Holdfast adds is listed here by its name."""


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Context: `navigation`, the links for whoever is signed in."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    return {"navigation": list(_links(request, Role(user.role)))}


def address(url_name: str, *args: Any) -> str:
    """The address of a page, empty where there is no such page here."""
    try:
        return reverse(url_name, args=args)
    except NoReverseMatch:
        return ""


def _links(request: HttpRequest, role: Role) -> Iterator[dict[str, Any]]:
    for place in PLACES:
        url = address(place.url_name)
        if url and may_open(url, role):
            current = request.path.startswith(url)
            yield {"label": place.label, "url": url, "current": current}


CHILD_TABS: tuple[Place, ...] = (
    Place("desk:child", "The child"),
    Place("casework:deeds", "Work with the child"),
    Place("people:deeds", "Family, home and workers"),
    Place("desk:picture", "Everything we know"),
    Place("sightings:told", "What was seen"),
    Place("desk:chronology", "Chronology"),
    Place("desk:history", "Who changed what"),
)
"""The pages about one child, each with the child's id in its address."""


def child_tabs(request: HttpRequest, child_id: UUID, *, stage: Stage) -> list[dict[str, Any]]:
    """The pages about this child that exist and that the reader's role may open, as far as they go with this child."""
    role = Role(request.user.role)
    urls = [(place.label, address(place.url_name, child_id)) for place in CHILD_TABS]
    return [
        {"label": label, "url": url, "current": url == request.path}
        for label, url in urls
        if (page := page_at(url)) and page.needs <= stage and page.purpose_for(role)
    ]
