"""The pages on which it is written down what was seen: each agency for itself, the front door for whoever told."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from holdfast.access import Purpose, Stage
from holdfast.records.agencies.actions import add_agency, add_team, appoint
from holdfast.records.agencies.codes import AgencyKind
from holdfast.records.sightings.models import Injury, Sighting
from holdfast.wall.acting import acting
from tests.integration.conftest import give
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db

DAY = timezone.localdate() - timedelta(days=2)
ON = {"seen_on_day": DAY.day, "seen_on_month": DAY.month, "seen_on_year": DAY.year}
INJURY = {"site": "left_cheek", "kind": "bruise", "looks": "Yellow", "doctor_looked": "no"} | ON


@pytest.fixture
def posted(cast, family):
    """The persona, working with Oisín, with a post in their own agency."""

    def user(username: str, *, ceiling: Stage = Stage.child_in_need, post: bool = True):
        who = cast(username)
        with acting(actor=cast("carol").actor, purpose=Purpose.front_door):
            give(who, family.oisin, ceiling=ceiling)
        if post:
            team = add_team(agency=add_agency(name=who.agency_name, kind=AgencyKind.school), name="Safeguarding")
            appoint(team=team, holder=who, title="Lead", from_on=DAY)
        return who

    return user


def kept(cast, model):
    with acting(actor=cast("carol").actor, purpose=Purpose.front_door):
        return list(model.objects.select_related("agency"))


def test_a_school_writes_down_a_bruise_for_itself(client, cast, family, posted):
    farah = posted("farah")
    form = sign_in(client, farah).get(f"/seen/{family.oisin}/injury/").content.decode()
    assert "It is not a referral" in form and "data-hf-body" in form and 'name="agency"' not in form
    answer = client.post(f"/seen/{family.oisin}/injury/", INJURY)
    assert answer.status_code == 302, answer.content.decode()
    [injury] = kept(cast, Injury)
    assert (injury.agency.name, injury.site, injury.written_by) == (farah.agency_name, "left_cheek", farah.id)
    assert injury.recorded_for == Purpose.answering
    assert "Left cheek" in client.get(f"/seen/{family.oisin}/").content.decode().replace("left cheek", "Left cheek")


@pytest.mark.parametrize(("username", "ceiling"), [("joy", Stage.pointer), ("ivan", Stage.early_help)])
def test_who_may_read_nothing_of_the_story_may_still_say_what_they_saw(client, cast, family, posted, username, ceiling):
    sign_in(client, posted(username, ceiling=ceiling))
    told = {"what": "not_seen", "why_not": "Nobody opened the door"} | ON
    assert client.post(f"/seen/{family.oisin}/seen/", told).status_code == 302
    page = client.get(f"/seen/{family.oisin}/").content.decode()
    assert "Nobody opened the door" in page
    assert [row.why_not for row in kept(cast, Sighting)] == ["Nobody opened the door"]


def test_an_agency_reads_there_only_what_it_wrote_itself(client, cast, family, posted):
    sign_in(client, posted("farah")).post(f"/seen/{family.oisin}/injury/", INJURY)
    others = sign_in(Client(), posted("helen"))
    page = others.get(f"/seen/{family.oisin}/").content.decode()
    assert "Bruise" not in page and "What others wrote is not shown here" in page
    [injury] = kept(cast, Injury)
    assert others.get(f"/seen/{family.oisin}/injury/{injury.id}/").status_code == 404


def test_nobody_writes_about_a_child_whom_they_do_not_work_with(client, cast, family, posted):
    sign_in(client, posted("farah"))
    hers = client.get(f"/seen/{family.mei}/injury/")
    assert hers.status_code == client.post(f"/seen/{family.mei}/injury/", INJURY).status_code == 404
    assert sign_in(Client(), cast("ben")).get(f"/seen/{family.oisin}/").status_code == 404


def test_who_holds_no_post_answers_for_no_agency(client, family, posted):
    sign_in(client, posted("farah", post=False))
    answer = client.post(f"/seen/{family.oisin}/injury/", INJURY)
    assert answer.status_code == 403 and "You hold no post" in answer.content.decode()


def test_the_front_door_says_which_agency_told(client, cast, family):
    police = add_agency(name="Police", kind=AgencyKind.police)
    sign_in(client, cast("grace"))
    told = {"what": "seen", "saw": "At home alone", "sensitive": "police_intelligence"} | ON
    answer = client.post(f"/seen/{family.oisin}/seen/", told)
    assert answer.status_code == 400 and "Choose the agency" in answer.content.decode()
    assert client.post(f"/seen/{family.oisin}/seen/", told | {"agency": police.pk}).status_code == 302
    [line] = kept(cast, Sighting)
    assert (line.agency, line.sensitive) == (police, "police_intelligence")


def test_a_correction_keeps_what_stood_and_a_stale_one_is_shown_both(client, cast, family):
    sign_in(client, cast("carol")).post(f"/seen/{family.oisin}/injury/", INJURY | {"agency_name": "A neighbour"})
    [injury] = kept(cast, Injury)
    address = f"/seen/{family.oisin}/injury/{injury.id}/"
    assert 'value="1"' in client.get(address).content.decode()
    changed = INJURY | {"site": "right_cheek", "reason": "The other side", "expected_version": 1}
    assert client.post(address, changed | {"reason": ""}).status_code == 400
    assert client.post(address, changed).status_code == 302
    assert [row.site for row in kept(cast, Injury)] == ["right_cheek"]
    assert client.post(address, changed | {"site": "nose"}).status_code == 409
    assert "The other side" in sign_in(client, cast("carol")).get(f"/children/{family.oisin}/history/").content.decode()


def test_who_wrote_a_wrong_line_takes_it_out_with_a_reason(client, cast, family, posted):
    sign_in(client, posted("farah")).post(f"/seen/{family.oisin}/injury/", INJURY)
    [injury] = kept(cast, Injury)
    address = f"/seen/{family.oisin}/injury/{injury.id}/"
    assert f"{address}out/" in client.get(address).content.decode()
    assert "written down by mistake" in client.get(f"{address}out/").content.decode()
    assert client.post(f"{address}out/", {"reason": "", "expected_version": 1}).status_code == 400
    assert client.post(f"{address}out/", {"reason": "Another child", "expected_version": 1}).status_code == 302
    assert [row.entered_in_error for row in kept(cast, Injury)] == [True]
    assert "None is written down" in client.get(f"/seen/{family.oisin}/").content.decode()
    assert client.get(address).status_code == 404
    assert "Another child" in sign_in(client, cast("carol")).get(f"/children/{family.oisin}/history/").content.decode()


def test_the_front_door_takes_out_what_another_wrote_and_a_social_worker_asks_it_to(client, cast, family, posted):
    sign_in(client, cast("carol")).post(f"/seen/{family.oisin}/injury/", INJURY | {"agency_name": "A neighbour"})
    [injury] = kept(cast, Injury)
    address, wrong = f"/seen/{family.oisin}/injury/{injury.id}/", {"reason": "Another child", "expected_version": 1}
    ann = sign_in(Client(), posted("ann", post=False))
    assert "take it out" not in ann.get(address).content.decode()
    refused = ann.post(f"{address}out/", wrong)
    assert refused.status_code == 400 and "Only the front door" in refused.content.decode()
    assert not kept(cast, Injury)[0].entered_in_error
    assert sign_in(Client(), cast("grace")).post(f"{address}out/", wrong).status_code == 302
    assert kept(cast, Injury)[0].entered_in_error


def test_a_day_to_come_is_refused_and_every_word_kept(client, cast, family):
    ahead = timezone.localdate() + timedelta(days=1)
    told = INJURY | {"agency_name": "A neighbour", "seen_on_day": ahead.day, "seen_on_month": ahead.month,
                     "seen_on_year": ahead.year}  # fmt: skip
    answer = sign_in(client, cast("carol")).post(f"/seen/{family.oisin}/injury/", told)
    assert answer.status_code == 400 and "Yellow" in answer.content.decode()


def test_what_a_school_wrote_stands_on_the_first_page_of_the_childs_worker(client, cast, family, posted):
    with acting(actor=cast("carol").actor, purpose=Purpose.front_door):
        from holdfast.records.people.models import Involvement

        Involvement(person_id=family.oisin, worker=cast("ann"), kind="allocated_worker", from_on=DAY).save(
            force_insert=True
        )
    sign_in(client, posted("farah")).post(f"/seen/{family.oisin}/injury/", INJURY)
    page = sign_in(Client(), cast("ann")).get("/work/").content.decode()
    assert "Agencies wrote about your children" in page and "left cheek" in page


def test_what_a_school_wrote_of_a_child_without_a_worker_is_shown_to_the_front_door(client, cast, family, posted):
    sign_in(client, posted("farah")).post(f"/seen/{family.oisin}/injury/", INJURY)
    page = sign_in(Client(), cast("carol")).get("/work/").content.decode()
    assert "Agencies wrote about children without a worker" in page


def test_whoever_leads_early_help_says_what_early_help_saw(client, cast, family, posted):
    sign_in(client, posted("uma", ceiling=Stage.early_help))
    assert client.post(f"/seen/{family.oisin}/injury/", INJURY).status_code == 302
    assert [row.whose for row in kept(cast, Injury)] == [cast("uma").agency_name]
