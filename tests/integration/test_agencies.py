"""Agencies, their teams, and who holds which post from when until when."""

from datetime import date

import pytest

from holdfast.kernel.refused import Refused
from holdfast.records.agencies.actions import add_agency, add_team, appoint, leave_post
from holdfast.records.agencies.codes import AgencyKind
from holdfast.records.agencies.models import Agency, Post, Team

pytestmark = pytest.mark.django_db


@pytest.fixture
def hub() -> Team:
    council = add_agency(name="Alderbrook Council", kind=AgencyKind.children_services)
    return add_team(agency=council, name="Front door", is_hub=True)


def test_an_agency_and_a_team_told_twice_stand_once(hub):
    again = add_agency(name=" Alderbrook Council ", kind=AgencyKind.police)
    assert (add_team(agency=again, name="Front door").pk, again.kind) == (hub.pk, "children_services")
    assert (Agency.objects.count(), Team.objects.count()) == (1, 1)


def test_a_post_is_held_until_the_day_it_is_left_and_not_on_it(hub, cast):
    post = appoint(team=hub, holder=cast("carol"), title="Manager", from_on=date(2026, 1, 5))
    left = leave_post(post=post, until_on=date(2026, 11, 20))
    assert [left.held_on(date(2026, month, day)) for month, day in ((1, 4), (1, 5), (11, 19), (11, 20))] == [
        False, True, True, False,
    ]  # fmt: skip


def test_appointing_somebody_twice_gives_one_post_and_again_after_leaving_another(hub, cast):
    told = {"team": hub, "holder": cast("carol"), "title": "Manager"}
    first = appoint(**told, from_on=date(2026, 1, 5))
    assert appoint(**told, from_on=date(2026, 2, 1)).pk == first.pk
    leave_post(post=first, until_on=date(2026, 6, 1))
    assert appoint(**told, from_on=date(2026, 9, 1)).pk != first.pk
    assert Post.objects.count() == 2


def test_a_post_ends_after_it_begins(hub, cast):
    day = date(2026, 1, 5)
    with pytest.raises(Refused, match="must end after it begins"):
        appoint(team=hub, holder=cast("carol"), title="Manager", from_on=day, until_on=day)
    post = appoint(team=hub, holder=cast("carol"), title="Manager", from_on=day)
    with pytest.raises(Refused, match="must end after it begins"):
        leave_post(post=post, until_on=day)
