"""Pages that no journey passes: opened at both widths by whoever they are for, and axe finds nothing on them."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Page

from holdfast.access import Purpose
from holdfast.records.allegations.models import Allegation
from holdfast.records.casework.models import Assessment
from holdfast.records.census.actions import check_now, keep_file
from holdfast.records.census.queries import latest_run
from holdfast.records.census.queries.sending import year_to_send
from holdfast.records.census.queries.whole import about_the_whole
from holdfast.records.earlyhelp.models import Help
from holdfast.records.frontdoor.actions import record_power
from holdfast.records.frontdoor.codes import Power
from holdfast.records.frontdoor.models import NamedChild, Referral
from holdfast.records.frontdoor.queries import document, may_rate
from holdfast.records.frontdoor.queries.rating import is_sampled
from holdfast.records.mash.models import Enquiry
from holdfast.records.people.actions import link_same_person
from holdfast.records.people.models import Involvement, Person
from holdfast.returns.cin.checking import check
from holdfast.returns.cin.scan import scan
from holdfast.wall.acting import Actor, acting
from holdfast.wall.models import User
from holdfast.wall.versions import amend
from tests.census_files import INPUTS
from tests.functional.conftest import WIDTHS, accessible

pytestmark = pytest.mark.browser

STEPS = ("acknowledge", "who", "weigh", "discussion", "place", "asked", "conflict", "tell", "finding", "referrals",
         "close")  # fmt: skip
Addresses = dict[str, list[str]]


def actor(username: str) -> Actor:
    return User.objects.get(username=username).actor


@pytest.fixture
def addresses(borough: Any) -> Addresses:
    """Each persona's pages, with records of the borough in them."""
    return {
        "carol": [*deciding(), *two_records(), *front_door()],
        "ann": past(),
        "uma": early_help(),
        "quinn": allegation(),
        "noor": census(),
    }


def deciding() -> list[str]:
    carol, rosa = actor("carol"), actor("rosa")
    doing = {"by": carol, "purpose": Purpose.front_door, "at": datetime.now(UTC)}
    with acting(actor=carol, purpose=Purpose.front_door) as now:
        referral = Referral.objects.exclude(child=None).first()
        used = {"power": Power.police_protection, "used_at": doing["at"], "record_id": uuid4()}
        power = record_power(child_id=referral.child_id, referral=referral, **used, **doing)
        every = Referral.objects.exclude(child=None).iterator()
        sampled = next(each for each in every if is_sampled(each.id, one_in=document().one_in))
        changes = {"threshold_level": 3, "decided_by": rosa.id, "decided_on": doing["at"].date()}
        rated = amend(sampled, expected_version=sampled.version, changes=changes)
        assert not may_rate(rated, user=now.actor)
        passed = Referral.objects.filter(decision="another_authority").exclude(child=None).first()
    pages = [f"/powers/{power.id}/", f"/referrals/{rated.id}/rate/", "/referrals/ratings/", "/challenges/log/"]
    return pages + ([f"/referrals/{passed.id}/transfer/"] if passed else [])


def census() -> list[str]:
    """The pages of the census after a night that found something about the whole, with a file that was kept."""
    noor, now = actor("noor"), datetime.now(UTC)
    check_now(at=now)
    with (INPUTS / "cin-332-children.xml").open("rb") as file:
        checked = check(scan(file))
    run = keep_file(checked=checked, name="census.xml", by=noor, purpose=Purpose.statutory_return, at=now)
    whole = about_the_whole(latest_run(year_to_send(as_of=now.date())))
    told = ["", "rules/", "summary/", "file/", "compare/", "kept/", f"kept/{run.id}/"]
    told += [f"whole/{each.year}/{each.authority}/{each.rule}/explain/" for each in whole]
    return [f"/census/{address}" for address in told]


def two_records() -> list[str]:
    carol = actor("carol")
    doing = {"by": carol, "purpose": Purpose.front_door, "at": datetime.now(UTC)}
    with acting(actor=carol, purpose=Purpose.front_door):
        one, two, other = Person.objects.filter(is_child=True).order_by("local_id")[:3]
        link = link_same_person(person=one, other=two, because="Same NHS number on both", **doing)
    return [
        f"/people/{one.id}/same/", f"/people/{one.id}/same/{other.id}/", f"/people/links/{link.id}/",
        "/looks/", f"/children/{one.id}/look/",
    ]  # fmt: skip


def front_door() -> list[str]:
    with acting(actor=actor("carol"), purpose=Purpose.front_door):
        named = NamedChild.objects.order_by("-envelope__sent_at").first()
        enquiry = Enquiry.objects.first()
    waiting = ["/waiting/", "/waiting/missed/", "/waiting/hand-over/", "/waiting/duty/", "/waiting/arrivals/",
               "/waiting/watch/"]  # fmt: skip
    told = [f"/referrals/in/{named.envelope_id}/"] if named else []
    mash = ["/mash/", "/mash/agencies/"]
    if enquiry:
        mash += [f"/mash/{enquiry.id}/", f"/mash/{enquiry.id}/ask/", f"/mash/child/{enquiry.child_id}/"]
    return told + mash + waiting


def past() -> list[str]:
    ann = actor("ann")
    with acting(actor=ann, purpose=Purpose.direct_work):
        own = Involvement.objects.filter(worker_id=ann.id, until_on=None).values_list("person_id", flat=True)
        assessment = Assessment.objects.filter(child_id__in=list(own)).first()
    return [f"/casework/{assessment.child_id}/past/{assessment.id}/"] if assessment else []


def early_help() -> list[str]:
    with acting(actor=actor("uma"), purpose=Purpose.early_help):
        family = Help.objects.first()
    return ["/early-help/", *([f"/early-help/{family.id}/"] if family else [])]


def allegation() -> list[str]:
    with acting(actor=actor("quinn"), purpose=Purpose.allegations):
        allegation = Allegation.objects.first()
    if allegation is None:
        return ["/allegations/", "/allegations/new/"]
    steps = [f"/allegations/{allegation.id}/{word}/" for word in STEPS]
    return ["/allegations/", "/allegations/new/", f"/allegations/{allegation.id}/", *steps]


@pytest.mark.soak
def test_every_page_that_no_journey_passes_is_accessible(addresses: Addresses, visit: Callable[..., Page]):
    found = [
        wrong
        for username, pages in addresses.items()
        for page in [visit(username)]
        for address in pages
        for width in WIDTHS.values()
        for wrong in wrong_with(page, address, width)
    ]
    assert not found, "\n".join(found)


def wrong_with(page: Page, address: str, width: int) -> list[str]:
    """What is wrong with the page there at that width, in words."""
    page.set_viewport_size({"width": width, "height": 900})
    answer = page.goto(address)
    if answer is None or answer.status != 200:
        return [f"{address} answers {answer and answer.status}"]
    wide = page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
    try:
        accessible(page)
    except AssertionError as wrong:
        return [f"{width} pixels: {wrong}"]
    scrolls = page.evaluate(SCROLLS)
    told = [f"{address} is wider than {width} pixels"] if wide else []
    return told + [f"{address}: {name} is wider than {width} pixels" for name in scrolls]


SCROLLS = """
[...document.querySelectorAll(".hf-scroll:has(.hf-table--stacks)")]
  .filter(box => box.clientWidth && box.scrollWidth > box.clientWidth).map(box => box.getAttribute("aria-labelledby"))
"""
"""The tables that are to stand as blocks on a telephone, and scroll sideways all the same."""
