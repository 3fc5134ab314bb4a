"""Every deed of casework, written down on its page, and what the pages offer before and after."""

import re
from datetime import date, timedelta

import pytest
from django.utils import timezone

from holdfast.access import Purpose
from holdfast.records.casework import actions
from holdfast.records.casework.models import Episode, NeedPlan, ProtectionPlan, Section47, Visit
from holdfast.records.casework.queries import last_seen, last_seen_alone, previous_plans
from holdfast.records.casework.views import DEEDS
from holdfast.records.frontdoor.models import Referral
from holdfast.wall.acting import acting
from holdfast.wall.models import Due
from tests.integration.mash_cast import waive_blanks
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def day(name: str, on: date) -> dict[str, int]:
    """A day as its three boxes send it."""
    return {f"{name}_day": on.day, f"{name}_month": on.month, f"{name}_year": on.year}


@pytest.fixture
def ann(cast):
    return {"by": cast("ann").actor, "purpose": Purpose.direct_work, "at": timezone.now()}


@pytest.fixture
def episode(cast, family, ann) -> Episode:
    with acting(actor=cast("carol").actor, purpose=Purpose.front_door):
        referral = Referral(
            child_id=family.oisin, key=str(ago(60)), referred_on=ago(60), no_further_action=False,
            decision="assessment", decided_on=ago(59), reasons="Bruises seen at school",
        )  # fmt: skip
        referral.save(force_insert=True)
    return actions.open_episode(referral=referral, **ann)


class Pages:
    """The deeds that the pages offer a worker for one child."""

    def __init__(self, client, child_id, manager) -> None:
        self.client, self.address = client, f"/casework/{child_id}/"
        self.child_id, self.manager = child_id, manager

    def offered(self) -> list[str]:
        """The words in the addresses of what can be recorded now."""
        page = self.client.get(self.address).content.decode()
        return re.findall(rf'href="{self.address}([a-z0-9-]+)/', page)

    def write(self, word: str, told: dict[str, object]) -> None:
        """Open the deed's form, and send it filled in."""
        page = self.client.get(self.address).content.decode()
        form = re.search(rf'href="({self.address}{word}/[0-9a-f-]+/)"', page)
        assert form, f"{word} is not offered"
        hidden = re.findall(r'name="(record_id|expected_version)" value="([^"]+)"', self._get(form[1]))
        answer = self.client.post(form[1], dict(hidden) | told)
        assert answer.status_code == 302, answer.content.decode()
        if word == "section-47":
            waive_blanks(self.manager, self.child_id)

    def _get(self, address: str) -> str:
        answer = self.client.get(address)
        assert answer.status_code == 200
        return answer.content.decode()


@pytest.fixture
def pages(client, cast, family, episode) -> Pages:
    return Pages(sign_in(client, cast("ann")), family.oisin, cast("carol"))


PROTECTED = [
    ("strategy-discussion", day("held_on", ago(50))),
    ("section-47", day("started_on", ago(50))),
    ("conference", day("held_on", ago(40)) | {"plan_category": "NEG", "worries": "Left alone at night"}),
    ("core-group", day("held_on", ago(35))),
    ("visit", day("visited_on", ago(34)) | {"seen": "alone", "childs_words": "Nan is here now"}),
    ("review", day("held_on", ago(10)) | {"category": "EMO"}),
    ("end-plan", day("ended_on", ago(10)) | {"why": "Nan lives with them now"}),
]
IN_NEED = [
    ("assessment", day("started_on", ago(58))),
    ("authorise", day("authorised_on", ago(20)) | {"factors": ["3B"], "childs_words": "I like Nan's"}),
    ("need-plan", day("started_on", ago(9)) | {"aims": "Somebody home after school"}),
    ("end-need-plan", day("ended_on", ago(2)) | {"why": "Nan collects him"}),
    ("close", day("closed_on", ago(1)) | {"closure_reason": "RC9", "closing_words": "The school will notice"}),
]
OTHERWISE = [
    ("section-47", day("started_on", ago(50))),
    ("no-conference", {"outcome": "The bruises were from football"}),
    ("transfer-in", day("held_on", ago(30))),
]


def test_a_child_is_followed_from_enquiry_to_closing_on_the_pages(family, pages, ann):
    for word, told in PROTECTED + IN_NEED:
        pages.write(word, told)
    with acting(actor=ann["by"], purpose=ann["purpose"]):
        plan, need = ProtectionPlan.objects.get(), NeedPlan.objects.get()
        assert (plan.initial_category, plan.latest_category) == ("NEG", "EMO")
        assert (plan.started_on, plan.ended_on, plan.ending_words) == (ago(40), ago(10), "Nan lives with them now")
        assert (need.started_on, need.ended_on) == (ago(9), ago(2))
        assert Visit.objects.get().plan_id == plan.id
        assert Episode.objects.get().closed_on == ago(1)
        assert not Due.objects.filter(child_id=family.oisin).exists()
    assert pages.offered() == ["visit"]


def test_an_enquiry_without_a_conference_and_a_conference_without_an_enquiry(pages, ann):
    for word, told in OTHERWISE:
        pages.write(word, told)
    with acting(actor=ann["by"], purpose=ann["purpose"]):
        enquiry = Section47.objects.get()
        assert (enquiry.conference_not_required, enquiry.outcome) == (True, "The bruises were from football")
    assert not {"no-conference", "conference"} & set(pages.offered())


def test_an_enquiry_is_not_ended_while_the_schools_check_is_blank(client, pages, ann):
    """f.checks_not_done: completing with the school's check blank is blocked; a conference is not."""
    with acting(actor=ann["by"], purpose=ann["purpose"]):
        episode = Episode.objects.get()
    enquiry = actions.start_section47(episode=episode, started_on=ago(50), **ann)
    address = f"{pages.address}no-conference/{enquiry.id}/"
    refused = client.post(address, {"outcome": "All well.", "expected_version": "1"})
    assert refused.status_code == 400
    assert "School or college: nobody has been asked yet." in refused.content.decode()
    assert "All well." in refused.content.decode()
    held = {"plan_category": "", **day("held_on", ago(40))}
    assert client.post(f"{pages.address}conference/{enquiry.id}/", held).status_code == 302


def test_these_tests_write_every_deed_that_there_is():
    assert {word for word, _ in PROTECTED + IN_NEED + OTHERWISE} == set(DEEDS)


def test_a_case_is_not_closed_while_a_child_in_need_plan_is_open(client, pages, ann):
    pages.write("need-plan", day("started_on", ago(9)))
    with pytest.raises(AssertionError, match="open child in need plan"):
        pages.write("close", dict(IN_NEED)["close"])
    with acting(actor=ann["by"], purpose=ann["purpose"]):
        assert Episode.objects.get().closed_on is None


def test_seen_with_others_there_is_seen_and_not_seen_alone(family, pages, ann):
    pages.write("visit", day("visited_on", ago(8)) | {"seen": "alone"})
    pages.write("visit", day("visited_on", ago(3)) | {"seen": "with_others"})
    with acting(actor=ann["by"], purpose=ann["purpose"]):
        assert last_seen(child_id=family.oisin).visited_on == ago(3)
        assert last_seen_alone(child_id=family.oisin).visited_on == ago(8)


def test_a_plan_that_begins_the_same_day_is_not_a_plan_before(family, pages, ann):
    for word, told in PROTECTED[:3]:
        pages.write(word, told)
    with acting(actor=ann["by"], purpose=ann["purpose"]):
        assert previous_plans(child_id=family.oisin, before=ago(40)) == 0
        assert previous_plans(child_id=family.oisin, before=ago(39)) == 1


def test_what_could_never_be_computed_is_not_due_once_the_case_is_closed(family, episode, pages, ann):
    with acting(actor=ann["by"], purpose=ann["purpose"]):  # as a census tells an enquiry whose start is not known
        Section47(child_id=family.oisin, key=f"{episode.key}/s-", episode=episode).save(force_insert=True)
    pages.write("visit", day("visited_on", ago(3)) | {"seen": "alone"})
    with acting(actor=ann["by"], purpose=ann["purpose"]):
        assert Due.objects.filter(child_id=family.oisin, clock="initial_conference").exclude(because="").exists()
    pages.write("close", dict(IN_NEED)["close"])
    with acting(actor=ann["by"], purpose=ann["purpose"]):
        assert not Due.objects.filter(child_id=family.oisin).exists()
