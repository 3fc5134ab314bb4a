"""Early help on its pages: the board, a family followed from asking to ending, and who is shown what."""

import re
from datetime import date, timedelta

import pytest
from django.utils import timezone

from holdfast.access import Purpose, Stage
from holdfast.records.earlyhelp import actions
from holdfast.records.earlyhelp.codes import HelpOutcome, HelpSource, HelpStage
from holdfast.records.earlyhelp.models import Attempt, Help, Outcome
from holdfast.records.frontdoor.models import Contact, Envelope
from holdfast.records.people.models import Person
from holdfast.wall.acting import acting
from tests.integration.conftest import give
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def day(name: str, on: date) -> dict[str, int]:
    return {f"{name}_day": on.day, f"{name}_month": on.month, f"{name}_year": on.year}


@pytest.fixture
def uma(cast):
    return {"by": cast("uma").actor, "purpose": Purpose.early_help, "at": timezone.now()}


@pytest.fixture
def asked(family, uma) -> Help:
    with acting(actor=uma["by"], purpose=uma["purpose"]):
        child = Person.objects.get(pk=family.oisin)
    return actions.offer_early_help(
        child=child, source=HelpSource.family, wanted="Help with the nights", level=2, referred_on=ago(30), **uma
    )


class Pages:
    """One family's pages, as somebody who signed in uses them."""

    def __init__(self, client, help_id) -> None:
        self.client, self.address = client, f"/early-help/{help_id}/"

    def read(self) -> str:
        answer = self.client.get(self.address)
        assert answer.status_code == 200, answer.content.decode()
        return answer.content.decode()

    def offered(self) -> list[str]:
        return re.findall(rf'href="{self.address}([a-z-]+)/"', self.read())

    def write(self, word: str, told: dict[str, object], *, again: bool = False) -> None:
        """Open the step's form, and send it filled in; `again` sends it twice."""
        found = re.search(rf'href="({self.address}{word}/(?:[0-9a-f-]+/)?)"', self.read())
        assert found, f"{word} is not offered"
        form = self.client.get(found[1]).content.decode()
        hidden = dict(re.findall(r'name="(record_id|expected_version)" value="([^"]+)"', form))
        for _ in range(2 if again else 1):
            answer = self.client.post(found[1], hidden | told)
            assert answer.status_code == 302, answer.content.decode()


def test_a_family_is_followed_from_asking_to_ending_on_the_pages(client, cast, asked, uma, family):
    pages = Pages(sign_in(client, cast("uma")), asked.id)
    pages.write("attempt", day("tried_on", ago(20)) | {"how": "telephone", "reached": "yes"}, again=True)
    pages.write("agree", day("agreed_on", ago(19)) | {"given_by": "Roisin", "to_what": "Sharing with school"})
    pages.write("lead", day("from_on", ago(19)) | {"user": cast("farah").pk, "telephone": "020 7946 0333"})
    pages.write("member", day("from_on", ago(19)) | {"name": "Nan", "agency": "grandmother"})
    pages.write("assess", day("completed_on", ago(15)) | {"worries": "No sleep", f"child-{family.oisin}": "I am tired"})
    pages.write("outcome", {"wanted": "Everybody sleeps", "measure": "Nights", "who": "Farah"})
    pages.write("plan", day("planned_on", ago(14)) | day("review_due_on", TODAY + timedelta(days=20)))
    pages.write("meeting", day("held_on", ago(7)) | {"discussion": "Better"})
    pages.write("task", day("due_on", TODAY) | {"what": "Ring the clinic", "who": "Nan"})
    pages.write("done", day("done_on", TODAY) | {"words": "An appointment on Monday"})
    with acting(actor=uma["by"], purpose=uma["purpose"]):
        outcome = Outcome.objects.get()
        assert Attempt.objects.count() == 1
    pages.write("review", day("held_on", TODAY) | {
        "words": "Better", f"now-{outcome.id}": "5 in 7", f"result-{outcome.id}": "met",
    })  # fmt: skip
    shown = pages.read()
    for said in ("Plan running", "I am tired", "5 in 7", "did not come", "020 7946 0333", "An appointment on Monday"):
        assert said in shown, said
    pages.write("end", day("ended_on", TODAY) | {"outcome": "needs_met", "why": "They sleep"})
    assert pages.offered() == ["check"]
    with acting(actor=uma["by"], purpose=uma["purpose"]):
        ended = Help.objects.get()
    assert (ended.stage, ended.check_due_on) == (HelpStage.ended, TODAY + timedelta(weeks=12))


def test_a_refusal_on_the_page_goes_to_the_front_door_at_once(client, cast, asked):
    pages = Pages(sign_in(client, cast("uma")), asked.id)
    pages.write("refuse", day("refused_on", TODAY) | {
        "why": "No", "raises_risk": "yes", "risk_words": "Nobody sees the baby", "step_up_now": "yes",
    })  # fmt: skip
    assert "Stepped up" in pages.read()
    with acting(actor=cast("carol").actor, purpose=Purpose.front_door):
        assert "Nobody sees the baby" in Envelope.objects.get().what_happened


def test_agreement_is_asked_for_on_the_page_before_anything_is_shared(client, cast, asked):
    assert not {"lead", "assess", "outcome", "plan"} & set(Pages(sign_in(client, cast("uma")), asked.id).offered())


def test_two_who_write_at_once_are_shown_both_texts(client, cast, asked):
    uma = sign_in(client, cast("uma"))
    address = f"/early-help/{asked.id}/end/"
    ending = day("ended_on", TODAY) | {"outcome": "universal", "expected_version": 1}
    assert uma.post(address, ending | {"why": "They manage"}).status_code == 302
    answer = uma.post(address, ending | {"why": "They moved on"})
    assert answer.status_code == 409
    assert "They moved on" in answer.content.decode() and "They manage" in answer.content.decode()


def test_the_board_shows_who_waits_how_long_and_takes_in_whom_the_front_door_sent(client, cast, asked, family):
    with acting(actor=cast("carol").actor, purpose=Purpose.front_door):
        Contact(
            child_id=family.mei,
            key="k1",
            received_at=timezone.now(),
            source="2A",
            outcome="early_help",
            concern="Secret",
        ).save(force_insert=True)
    uma = sign_in(client, cast("uma"))
    board = uma.get("/early-help/").content.decode()
    assert "Oisín O&#x27;Neil" in board and "late" in board and "Mei Chen" in board and "Secret" not in board
    answer = uma.post(f"/early-help/take-in/{family.mei}/")
    assert answer.status_code == 302
    assert "Mei Chen" in uma.get("/early-help/?stage=referred").content.decode()
    assert "No family waits here" in uma.get("/early-help/?stage=helped").content.decode()
    assert uma.post(f"/early-help/take-in/{family.mei}/").status_code == 404


def test_a_family_that_rings_is_written_down_under_a_child_who_is_known(client, cast, family, uma):
    page = sign_in(client, cast("uma"))
    told = {"given": "Oisin", "family": "ONeil", "wanted": "The nights", "asked_by": "Roisin", "level": "2"}
    first = page.post("/early-help/ask/", told | day("birth_on", date(2020, 2, 29)))
    assert first.status_code == 400 and str(family.oisin) in first.content.decode()
    saved = page.post("/early-help/ask/", told | day("birth_on", date(2020, 2, 29)) | {"who": str(family.oisin)})
    assert saved.status_code == 302
    with acting(actor=uma["by"], purpose=uma["purpose"]):
        assert Help.objects.get().child_id == family.oisin


def test_a_family_that_nobody_knows_is_written_down_as_well_and_once(client, cast, uma):
    page = sign_in(client, cast("uma"))
    told = {"given": "Zebedee", "family": "Quill", "wanted": "Somebody to talk to",
            "record_id": "6f2c1f3e-1111-4222-8333-444455556666"}  # fmt: skip
    for _ in range(2):
        answer = page.post("/early-help/ask/", told | {"who": "new"})
        assert answer.status_code == 302, answer.content.decode()
    with acting(actor=uma["by"], purpose=uma["purpose"]):
        assert Help.objects.get().child.local_id


def test_a_social_worker_steps_down_with_what_was_worked_on(client, cast, family, uma):
    ann = sign_in(client, cast("ann"))
    address = f"/early-help/offer/{family.oisin}/"
    assert 'value="step_down"' in ann.get(address).content.decode()
    told = {"source": "step_down", "wanted": "Keep going", "worked_on": "Bedtimes, with Nan"}
    assert ann.post(address, told).status_code == 302
    assert ann.get(address).status_code == 302  # there is early help already: it leads there
    with acting(actor=uma["by"], purpose=uma["purpose"]):
        assert Help.objects.get().worked_on == "Bedtimes, with Nan"


def test_a_lead_professional_sees_their_families_and_no_other(client, cast, asked, uma, family):
    actions.record_agreement(family=asked, given_by="Roisin", agreed_on=ago(2), to_what="Help", **uma)
    actions.name_lead(family=asked, user=cast("joy"), from_on=ago(2), **uma)
    joy = sign_in(client, cast("joy"))
    board = joy.get("/early-help/").content.decode()
    assert "Oisín" in board and "sent here, not taken in" not in board
    assert joy.get(f"/early-help/{asked.id}/").status_code == 200
    assert joy.get("/early-help/ask/").status_code == 403
    ben = sign_in(client, cast("ben"))
    assert ben.get(f"/early-help/{asked.id}/").status_code == 404
    assert "Oisín" not in ben.get("/early-help/").content.decode()


def test_a_lead_professional_who_ends_early_help_sees_that_it_was_written(client, cast, asked, uma):
    actions.record_agreement(family=asked, given_by="Roisin", agreed_on=ago(2), to_what="Help", **uma)
    actions.name_lead(family=asked, user=cast("joy"), from_on=ago(2), **uma)
    joy = sign_in(client, cast("joy"))
    told = day("ended_on", TODAY) | {"outcome": HelpOutcome.universal.value, "why": "They manage"}
    assert joy.post(f"/early-help/{asked.id}/end/", told).status_code == 302
    assert "How it ended" in joy.get(f"/early-help/{asked.id}/").content.decode()


def test_a_school_reads_of_its_pupil_and_the_counters_read_of_nobody(client, cast, asked, family):
    with acting(actor=cast("carol").actor, purpose=Purpose.front_door):
        give(cast("farah"), family.oisin, ceiling=Stage.child_in_need)
    assert sign_in(client, cast("farah")).get(f"/early-help/{asked.id}/").status_code == 200
    for nobody in ("noor", "owen", "maya", "priya"):
        assert sign_in(client, cast(nobody)).get(f"/early-help/{asked.id}/").status_code == 403


def test_first_pages_and_the_childs_page_show_early_help_to_those_who_work_in_it(client, cast, asked, family, uma):
    assert "Oisín" in sign_in(client, cast("uma")).get("/work/").content.decode()
    actions.record_agreement(family=asked, given_by="Roisin", agreed_on=ago(2), to_what="Help", **uma)
    actions.name_lead(family=asked, user=cast("joy"), from_on=ago(2), telephone="020 7946 0333", **uma)
    assert "Families whom I help early" in sign_in(client, cast("joy")).get("/work/").content.decode()
    assert "Families whom I help early" not in sign_in(client, cast("ben")).get("/work/").content.decode()
    page = sign_in(client, cast("ann")).get(f"/children/{family.oisin}/").content.decode()
    assert "Lead professional: Joy Mbeki-Lund" in page and "020 7946 0333" in page
    assert "Offer early help" in sign_in(client, cast("carol")).get(f"/children/{family.mei}/").content.decode()
