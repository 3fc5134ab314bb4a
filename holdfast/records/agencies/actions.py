"""Agencies, teams and posts are made here. None of it leads to a child, so none of it needs a purpose."""

from datetime import date

from django.db.models import Q

from holdfast.kernel.refused import Refused
from holdfast.records.agencies.codes import AgencyKind
from holdfast.records.agencies.models import Agency, Post, Team
from holdfast.wall.models import User


def add_agency(*, name: str, kind: AgencyKind, telephone: str = "") -> Agency:
    """Add an organisation; told again under the same name, it stands once."""
    agency, _ = Agency.objects.get_or_create(name=name.strip(), defaults={"kind": kind, "telephone": telephone})
    return agency


def add_team(*, agency: Agency, name: str, telephone: str = "", is_hub: bool = False) -> Team:
    """Add a team to an agency; told again under the same name, it stands once."""
    told = {"telephone": telephone, "is_hub": is_hub}
    team, _ = Team.objects.get_or_create(agency=agency, name=name.strip(), defaults=told)
    return team


def appoint(*, team: Team, holder: User, title: str, from_on: date, until_on: date | None = None) -> Post:
    """Give somebody a post in a team; told again it stands once, and ends where it is told with its end."""
    if until_on and until_on <= from_on:
        raise Refused("A post must end after it begins.")
    same = Post.objects.filter(team=team, holder=holder, title=title)
    standing = same.filter(Q(until_on=None) | Q(from_on=from_on)).order_by("from_on").last()
    if standing is None:
        return Post.objects.create(team=team, holder=holder, title=title, from_on=from_on, until_on=until_on)
    return leave_post(post=standing, until_on=until_on) if until_on else standing


def leave_post(*, post: Post, until_on: date) -> Post:
    """End a post; `until_on` is the first day on which it is no longer held."""
    if until_on <= post.from_on:
        raise Refused("A post must end after it begins.")
    post.until_on = until_on
    post.save(update_fields=["until_on"])
    return post
