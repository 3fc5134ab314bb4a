"""What agencies told and saw, as tests of the joined picture need it, and the page as somebody reads it."""

from datetime import UTC, date, datetime, timedelta

from django.test import Client
from django.utils import timezone

from holdfast.records.agencies.codes import AgencyKind
from holdfast.records.frontdoor.models import Contact, Referral
from holdfast.records.people.models import Person
from holdfast.records.sightings import actions as sightings
from holdfast.records.sightings.codes import InjuryKind, What
from holdfast.wall.acting import acting
from tests.signing_in import sign_in

TODAY = timezone.localdate()
AGENCIES = {
    "Kestrel Lane Primary School": AgencyKind.school,
    "Kingfisher Practice": AgencyKind.gp_practice,
    "Police": AgencyKind.police,
    "Community health services": AgencyKind.health,
}


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def told(child: Person, done: dict, agency: str, *, days: int, concern: str = "Worried") -> Contact:
    """A contact that came from that agency so many days ago."""
    received_at = datetime.combine(ago(days), datetime.min.time(), tzinfo=UTC) + timedelta(hours=12)
    with acting(actor=done["by"], purpose=done["purpose"]):
        key = f"k{ago(days)}.{Contact.objects.filter(child_id=child.id).count()}"
        contact = Contact(child_id=child.id, key=key, received_at=received_at, from_agency=agency, concern=concern)
        contact.save(force_insert=True)
    return contact


def hurt(child: Person, done: dict, agency: str, *, days: int, site: str = "left_forearm", **more):
    return sightings.record_injury(
        child_id=child.id, site=site, kind=InjuryKind.bruise, seen_on=ago(days), agency_name=agency, **more, **done
    )


def saw(child: Person, done: dict, agency: str, *, days: int, what: What = What.seen, **more):
    return sightings.record_sighting(
        child_id=child.id, what=what, seen_on=ago(days), agency_name=agency, **more, **done
    )


def reading(client: Client, user, child: Person, asked: str = "") -> str:
    answer = sign_in(client, user).get(f"/children/{child.id}/picture/{asked}")
    assert answer.status_code == 200, answer.content
    return answer.content.decode()


def decided(child: Person, done: dict, *, days: int) -> Referral:
    decided_at = timezone.now() - timedelta(days=days)
    with acting(actor=done["by"], purpose=done["purpose"]):
        referral = Referral(
            child_id=child.id, key=str(ago(days + 1)), referred_on=ago(days + 1), decision="no_further_action",
            decided_on=ago(days), decided_at=decided_at, decided_by=done["by"].id, reasons="Nothing was known",
            no_further_action=True,
        )  # fmt: skip
        referral.save(force_insert=True)
    return referral
