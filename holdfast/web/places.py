"""Whether somebody may open a page at all, so that no link leads where they are refused."""

from django.urls import Resolver404, resolve

from holdfast.access import Role
from holdfast.web.middleware import declared_page
from holdfast.web.pages import Page


def page_at(url: str) -> Page | None:
    """The page that is declared at this address; None where there is none."""
    try:
        found = resolve(url)
    except Resolver404:
        return None
    return declared_page(found.func, found.view_name)


def may_open(url: str, role: Role) -> bool:
    """Whether the role may open the page at this address at all."""
    page = page_at(url)
    return page is not None and (page.open_to_all or page.purpose_for(role) is not None)
