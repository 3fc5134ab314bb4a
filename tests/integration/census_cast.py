"""Children in need as the census tells them, with something wrong where a test wants it."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from holdfast.access import Purpose, Stage
from holdfast.records.agencies.models import Agency, Post, Team
from holdfast.records.casework.models import (
    Assessment,
    AssessmentFactor,
    Conference,
    Episode,
    NeedPlan,
    PlanReview,
    PreProceedings,
    ProtectionPlan,
    Section47,
)
from holdfast.records.census.actions import check_now
from holdfast.records.census.models import CensusFinding, CensusRun
from holdfast.records.census.queries import standing
from holdfast.records.frontdoor.models import Referral
from holdfast.records.people.actions import allocate
from holdfast.records.people.models import Disability, Identifier, Person
from holdfast.wall.acting import acting
from holdfast.wall.models import User
from tests.integration.conftest import Family

Cast = Callable[[str], User]

YEAR = 2027
"""The census year in which the tests' deeds are done: 2026-27."""
WHOLE = 3
"""How many queries stand about the whole of a census of one child: few disabilities, nobody has two, no court."""
NIGHT = datetime(2026, 11, 21, 3, tzinfo=UTC)
"""The night after the Friday of the tests."""


def in_need(cast: Cast, child_id: UUID, *, referred: date = date(2026, 6, 1), authorised: date | None = None) -> None:
    """A referral that went on, and an assessment that began two days later; the child's details are all there."""
    with acting(actor=cast("carol").actor, purpose=Purpose.front_door):
        child = Person.objects.get(pk=child_id)
        child.sex, child.ethnicity, child.upn_unknown = "M", "WBRI", "UN1"
        child.save()
        key = str(referred)
        referral = saved(
            Referral, child_id=child_id, key=key, referred_on=referred, source="6", no_further_action=False
        )
        episode = saved(Episode, child_id=child_id, key=key, referral=referral, primary_need="N1")
        started = date(referred.year, referred.month, referred.day + 2)
        assessment = saved(
            Assessment, child_id=child_id, key=f"{key}/a{started}", episode=episode, started_on=started,
            authorised_on=authorised or date(2026, 7, 10),
        )  # fmt: skip
        saved(AssessmentFactor, child_id=child_id, assessment=assessment, code="3B")


def everything(cast: Cast, child_id: UUID) -> None:
    """A row in every table that the census is told from."""
    in_need(cast, child_id)
    with acting(actor=cast("carol").actor, purpose=Purpose.front_door):
        saved(Identifier, person_id=child_id, kind="upn", value="A310000000001", check_digit_ok=False)
        saved(Disability, person_id=child_id, code="HEAR")
        episode = Episode.objects.get(child_id=child_id)
        under = {"child_id": child_id, "episode": episode}
        enquiry = saved(Section47, key=f"{episode.key}/s", started_on=date(2026, 7, 13), **under)
        saved(Conference, key=f"{enquiry.key}/c", kind="initial", section47=enquiry, held_on=date(2026, 7, 27), **under)
        plan = saved(
            ProtectionPlan, key=f"{episode.key}/p", started_on=date(2026, 7, 27), initial_category="NEG",
            latest_category="NEG", previous_plans=0, **under,
        )  # fmt: skip
        saved(PlanReview, child_id=child_id, plan=plan, key=f"{plan.key}/r", held_on=date(2026, 10, 12))
        saved(NeedPlan, key=f"{episode.key}/n", started_on=date(2026, 7, 13), ended_on=date(2026, 7, 27), **under)
        saved(PreProceedings, key=f"{episode.key}/q", started_on=date(2026, 9, 1), **under)


def saved(model: type[Any], **fields: Any) -> Any:
    """A record as somebody who acts saves it."""
    record = model(**fields)
    record.save(force_insert=True)
    return record


def teams(cast: Cast, family: Family) -> Team:
    """Ann's team, with Tess to manage it, and the front door with Carol; Oisín is allocated to Ann."""
    council = Agency.objects.create(name="Children's services", kind="children_services")
    north = Team.objects.create(agency=council, name="North")
    hub = Team.objects.create(agency=council, name="Front door", is_hub=True)
    for team, holder, title in ((north, "ann", "Social worker"), (north, "tess", "Team manager"),
                                (hub, "carol", "Front door manager")):  # fmt: skip
        Post.objects.create(team=team, holder=cast(holder), title=title, from_on=date(2026, 1, 1))
    with acting(actor=cast("carol").actor, purpose=Purpose.front_door):
        child = Person.objects.get(pk=family.oisin)
        allocate(
            child=child, worker=cast("ann"), from_on=date(2026, 6, 1), by=cast("carol").actor,
            purpose=Purpose.front_door, at=NIGHT,
        )  # fmt: skip
    return north


def checked(at: datetime = NIGHT) -> CensusRun:
    """The records are checked; the run of the census that goes on."""
    return check_now(at=at)[0]


def stands(cast: Cast, *, who: str = "noor", **asked: Any) -> list[CensusFinding]:
    """What that person sees standing."""
    with acting(actor=cast(who).actor, purpose=PURPOSES[who]):
        return list(standing(YEAR, **asked))


PURPOSES = {
    "noor": Purpose.statutory_return, "ann": Purpose.direct_work, "ben": Purpose.direct_work,
    "carol": Purpose.front_door, "owen": Purpose.figures, "erin": Purpose.partner_work,
}  # fmt: skip
ALL = Stage.decision_maker
