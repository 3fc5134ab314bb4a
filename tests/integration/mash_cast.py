"""The hub at work with a school, a practice, the police and others, as the tests about enquiries need them."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from holdfast.access import Purpose
from holdfast.records.agencies.actions import add_agency, add_team, appoint
from holdfast.records.agencies.codes import AgencyKind
from holdfast.records.agencies.models import Agency
from holdfast.records.frontdoor import actions as frontdoor
from holdfast.records.frontdoor.models import NamedChild, Referral
from holdfast.records.mash import actions
from holdfast.records.mash.codes import Rating, ReplyKind, Source
from holdfast.records.mash.models import Enquiry, Reply, Request
from holdfast.records.mash.queries import Asked, Check, checks, checks_of_child
from holdfast.records.people.models import Person
from holdfast.wall.acting import acting
from holdfast.wall.models import User
from tests.integration.conftest import AT
from tests.integration.test_front_door_told import Cast, tell

AGENCIES = {
    "farah": ("Kestrel Lane Primary School", AgencyKind.school, Source.school),
    "gpshared": ("Kingfisher Practice", AgencyKind.gp_practice, Source.gp_practice),
    "erin": ("Police", AgencyKind.police, Source.police),
    "helen": ("Community health services", AgencyKind.health, Source.health_visiting),
    "ivan": ("Mental health services", AgencyKind.mental_health, Source.adult_mental_health),
    "joy": ("Housing", AgencyKind.housing, Source.housing),
}


@dataclass
class Hub:
    """The front door, the agencies with their people in post, and Oisín whom somebody is worried about."""

    cast: Cast
    family: Any
    agencies: dict[str, Agency] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for username, (name, kind, _) in AGENCIES.items():
            agency = self.agencies[username] = add_agency(name=name, kind=kind)
            team = add_team(agency=agency, name="Safeguarding")
            appoint(team=team, holder=self.cast(username), title="Lead", from_on=AT.date() - timedelta(days=400))

    def doing(self, who: str = "carol", *, at: datetime = AT) -> dict[str, Any]:
        return {"by": self.cast(who).actor, "purpose": Purpose.front_door, "at": at}

    def answering(self, who: str, *, at: datetime = AT) -> dict[str, Any]:
        return {"by": self.cast(who).actor, "purpose": Purpose.answering, "at": at}

    def at_the_hub(self, who: str = "carol"):
        return acting(actor=self.cast(who).actor, purpose=Purpose.front_door)

    def as_agency(self, who: str):
        return acting(actor=self.cast(who).actor, purpose=Purpose.answering)

    def referred(self, *, child: UUID | None = None, at: datetime = AT) -> Referral:
        with self.at_the_hub():
            receipt = tell(self.cast("farah").actor, at=at)
            named = NamedChild.objects.select_related("envelope").get(envelope_id=receipt.envelope_id, place=1)
            person = Person.objects.get(pk=child or self.family.oisin)
            frontdoor.match_named_child(named=named, child=person, **self.doing(at=at))
            return frontdoor.make_referral(named=named, source="2A", **self.doing(at=at))

    def started(self, rating: Rating = Rating.amber, *, at: datetime = AT, **more: Any) -> Enquiry:
        referral = more.pop("referral", None) or self.referred(at=at)
        return actions.start_enquiry(referral=referral, rating=rating, **more, **self.doing(at=at))

    def about(self) -> list[Asked]:
        return [
            Asked(called="Oisín O'Neil", what="Child", person_id=self.family.oisin),
            Asked(called="Roisin", what="Mother", is_adult=True, person_id=self.family.mother),
        ]

    def ask(self, who: str, enquiry: Enquiry, *, at: datetime = AT, **more: Any) -> Request:
        source = AGENCIES[who][2]
        given = {"source": source, "agency": self.agencies[who], "about": self.about(), **more}
        return actions.ask_agency(enquiry=enquiry, **given, **self.doing(at=at))

    def answer(self, who: str, request: Request, *, at: datetime = AT, **more: Any) -> Reply:
        given = {"kind": ReplyKind.known, "words": "Seen on Tuesday, well.", "answers_so_far": 0, **more}
        return actions.answer_request(request=request, **given, **self.answering(who, at=at))

    def check(self, request: Request, *, at: datetime = AT) -> Check:
        with self.at_the_hub():
            return checks([Request.objects.get(pk=request.pk)], at=at)[0]


NOTHING = {
    "kind": ReplyKind.nothing_known, "words": "No record under either name.", "searched_where": "The practice’s system",
    "searched_by": "Dr Okafor-Lindqvist", "searched_on": AT.date(),
}  # fmt: skip


def waive_blanks(manager: User, child_id: UUID, *, at: datetime = AT) -> None:
    """A manager no longer waits for anything that was asked about the child."""
    by = {"by": manager.actor, "purpose": Purpose.front_door, "at": at}
    with acting(actor=manager.actor, purpose=Purpose.front_door):
        for check in checks_of_child(child_id, at=at):
            if check.stands:
                told = {"because": "Told at the discussion.", "expected_version": check.request.version}
                actions.waive(request=check.request, **told, **by)
