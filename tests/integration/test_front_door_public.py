"""The public tell us on pages that leave no trace."""

import re
from datetime import UTC, datetime

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from holdfast.access import Purpose
from holdfast.records.frontdoor.actions.bursts import is_in_a_burst
from holdfast.records.frontdoor.models import AllegedWorker, Envelope, NamedChild
from holdfast.wall.acting import PUBLIC, acting
from tests.integration.test_front_door_told import Cast
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db

ONE_CHILD = {"child-TOTAL_FORMS": "1", "child-INITIAL_FORMS": "0"}


class Form:
    """Somebody of the public, who fills in the form page by page."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.answer = client.post("/tell-us/", {"go": "start"})

    @property
    def page(self) -> str:
        return self.answer.content.decode()

    @property
    def heading(self) -> str:
        return re.search(r"<h1[^>]*>(.*?)</h1>", self.page, re.DOTALL)[1].strip()

    @property
    def code(self) -> str:
        return re.search(r'name="code" value="([^"]+)"', self.page)[1]

    def go(self, go: str, **typed: str) -> "Form":
        step = re.search(r'name="step" value="([^"]+)"', self.page)
        sent = {"code": self.code, "step": step[1] if step else "", "go": go, **typed}
        self.answer = self.client.post("/tell-us/", sent)
        return self


@pytest.fixture(autouse=True)
def no_crowd() -> None:
    """Nobody else wrote to us in these ten minutes."""
    cache.clear()


@pytest.fixture
def form() -> Form:
    """As from a real browser, without any cookie and so without a token."""
    return Form(Client(enforce_csrf_checks=True))


def filled_in(form: Form, danger: str = "no") -> Form:
    form.go("next", danger=danger)
    form.go("next", **ONE_CHILD, **{"child-0-given": "Zoë", "child-0-birth_on_year": ""})
    form.go("next", what_happened="I hear crying at night.")
    form.go("next", parents_know="no")
    form.go("next", works_with_children="no")
    form.go("next", source="1B")
    return form.go("next", may_ring="no")


def envelopes(cast: Cast) -> list[Envelope]:
    with acting(actor=cast("carol").actor, purpose=Purpose.front_door):
        return list(Envelope.objects.order_by("sent_at"))


def test_the_first_page_gives_the_telephone_first(client: Client):
    page = client.get("/tell-us/").content.decode()
    assert page.index("tel:999") < page.index("Ringing is quickest") < page.index("Start")


def test_seven_short_pages_then_a_check_then_a_reference(cast: Cast, form: Form):
    assert filled_in(form).heading == "Check what you wrote"
    assert "I hear crying at night." in form.page
    form.go("send")
    (envelope,) = envelopes(cast)
    assert form.heading == "We have what you wrote"
    assert envelope.reference in form.page
    assert (envelope.by_public, envelope.sent_by, envelope.source) == (True, PUBLIC.id, "1B")


def test_nothing_is_left_in_the_browser(form: Form):
    for answer in (form.client.get("/tell-us/"), form.answer, filled_in(form).answer, form.go("send").answer):
        assert answer["Cache-Control"] == "no-store"
        assert not answer.cookies
        assert "Location" not in answer
    assert not form.client.cookies
    assert form.client.get("/tell-us/").content.decode().count("crying") == 0


def test_every_page_of_it_has_the_quick_exit(form: Form):
    for page in (form.page, filled_in(form).page, form.go("save").page):
        assert "data-hf-exit" in page


def test_a_double_click_on_send_tells_once_and_shows_the_same_reference(cast: Cast, form: Form):
    code = filled_in(form).code
    pages = [form.client.post("/tell-us/", {"code": code, "go": "send"}).content.decode() for _ in range(3)]
    assert len(envelopes(cast)) == 1
    assert len({re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}", page)[0] for page in pages}) == 1


def test_who_stops_comes_back_with_the_code_from_any_browser(form: Form):
    form.go("next", danger="no")
    form.go("save", **ONE_CHILD, **{"child-0-given": "Zoë", "child-0-birth_on_day": "31x"})
    assert "Saved" in form.heading
    back = Client().post("/tell-us/", {"go": "resume", "code": form.code.lower()}).content.decode()
    assert "Who are you worried about?" in back
    assert 'value="Zoë"' in back
    assert 'value="31x"' in back


def test_a_code_that_opens_nothing_says_so_and_no_more(form: Form):
    code = filled_in(form).code
    wrong = Client().post("/tell-us/", {"go": "resume", "code": "0000-0000-0000-0000"})
    assert wrong.status_code == 400
    assert "There is nothing under this code" in wrong.content.decode()
    assert code not in wrong.content.decode()


def test_what_is_wrong_is_said_and_every_word_is_kept(form: Form):
    form.go("next", danger="no")
    day = {"child-0-birth_on_day": "29", "child-0-birth_on_month": "2", "child-0-birth_on_year": "2023"}
    form.go("next", **ONE_CHILD, **{"child-0-given": "D'Arcy", **day})
    assert form.answer.status_code == 400
    assert "2023 was not a leap year" in form.page
    assert "D&#x27;Arcy" in form.page
    assert 'value="29"' in form.page


def test_somebody_born_on_29_february_and_somebody_unborn_are_taken_in(cast: Cast, form: Form):
    form.go("next", danger="no")
    leap = {"child-0-birth_on_day": "29", "child-0-birth_on_month": "2", "child-0-birth_on_year": "2020"}
    unborn = {"child-1-expected_on_day": "1", "child-1-expected_on_month": "3", "child-1-expected_on_year": "2027"}
    form.go("next", **ONE_CHILD | {"child-TOTAL_FORMS": "3"}, **leap, **unborn)
    form.go("next", what_happened="Shouting.").go("next").go("next").go("next", source="9").go("next").go("send")
    with acting(actor=cast("carol").actor, purpose=Purpose.front_door):
        told = [(each.birth_on and str(each.birth_on), each.called) for each in NamedChild.objects.order_by("place")]
    assert told == [("2020-02-29", "A child whose name was not given"), (None, "An unborn child")]


def test_somebody_who_can_say_nothing_of_the_child_is_asked_for_anything_at_all(form: Form):
    form.go("next", danger="no").go("next", **ONE_CHILD)
    assert "Tell us something to find the child by" in form.page


def test_another_child_can_be_added_without_losing_the_first(form: Form):
    form.go("next", danger="no").go("add", **ONE_CHILD, **{"child-0-given": "Zoë"})
    assert 'name="child-1-given"' in form.page
    assert 'value="Zoë"' in form.page
    assert form.answer.status_code == 200


def test_going_back_and_changing_keep_what_was_typed(form: Form):
    filled_in(form).go("change:worry")
    assert "I hear crying at night." in form.page
    form.go("back", what_happened="I hear crying at night, and shouting.")
    assert 'value="Zoë"' in form.page
    form.go("next", **ONE_CHILD, **{"child-0-given": "Zoë"})
    assert "and shouting." in form.page


def test_who_says_that_a_child_is_in_danger_reads_999_on_every_page_and_no_waiting(form: Form):
    form.go("next", danger="yes")
    for _ in range(4):
        assert "You said that a child is in danger now. Ring 999 first" in form.page
        form.go("next", **ONE_CHILD, **{"child-0-given": "Zoë", "what_happened": "A fire."})
    form.go("next", source="9").go("next").go("send")
    assert "ring 999. Do not wait for us" in form.page
    assert "working day" not in form.page


def test_a_form_sent_half_filled_shows_what_is_missing_and_sends_nothing(cast: Cast, form: Form):
    form.go("next", danger="no")
    form.go("send", **ONE_CHILD, **{"child-0-given": "Zoë"})
    assert form.answer.status_code == 400
    assert "Say what you are worried about" in form.page
    assert envelopes(cast) == []


def test_somebody_signed_in_who_uses_the_public_form_is_the_public(cast: Cast, client: Client):
    filled_in(Form(sign_in(client, cast("farah")))).go("send")
    (envelope,) = envelopes(cast)
    assert (envelope.sent_by, envelope.teller_name) == (PUBLIC.id, "")


def test_who_goes_back_after_sending_and_writes_more_is_heard_again(cast: Cast, form: Form):
    code = filled_in(form).code
    form.go("send")
    more = {"code": code, "step": "worry", "go": "next", "what_happened": "Now he has shut her out in the cold."}
    form.answer = form.client.post("/tell-us/", more)
    assert form.heading != "We have what you wrote"
    assert form.code != code
    form.go("change:danger")
    filled_in(form).go("change:worry").go("next", what_happened=more["what_happened"])
    form.client.post("/tell-us/", {"code": form.code, "go": "send"})
    assert [each.what_happened for each in envelopes(cast)][-1] == more["what_happened"]


def test_a_sign_that_cannot_be_kept_loses_nothing_else(cast: Cast, form: Form):
    form.go("next", danger="no")
    form.go("next", **ONE_CHILD, **{"child-0-given": "Zo\0ë"})
    assert form.go("next", what_happened="I hear\0 crying.").answer.status_code == 200
    form.go("next", parents_know="no").go("next").go("next", source="1B").go("next").go("send")
    assert [each.what_happened for each in envelopes(cast)] == ["I hear crying."]


def test_words_of_danger_put_999_first_and_the_contact_higher_whatever_was_answered(cast: Cast, form: Form):
    form.go("next", danger="no").go("next", **ONE_CHILD, **{"child-0-given": "Zoë"})
    form.go("next", what_happened="He held her down and she went blue. She isn’t breathing well.")
    assert "You wrote “isnt breathing”. If a child is in danger now, ring 999 first" in form.page
    form.go("next").go("next").go("next", source="9").go("next").go("send")
    assert "ring 999. Do not wait for us" in form.page
    assert "working day" not in form.page
    (envelope,) = envelopes(cast)
    assert (envelope.danger_answered, envelope.danger, envelope.danger_words) == ("no", "not_sure", ["isnt breathing"])


def test_somebody_who_is_watched_says_how_it_is_safe_to_reach_them(cast: Cast, form: Form):
    filled_in(form).go("change:ring")
    safe = {"teller_telephone": "07700 900123", "may_ring": "yes", "safe_contact": "Before 3pm", "who_might_see": "Him"}
    form.go("next", **safe, may_leave_message="no").go("send")
    (envelope,) = envelopes(cast)
    assert {name: getattr(envelope, name) for name in safe} == safe
    assert envelope.may_leave_message == "no"


def test_language_and_help_to_talk_are_asked_of_the_child_the_parents_and_the_teller(cast: Cast, form: Form):
    form.go("next", danger="no").go("next", **ONE_CHILD, **{"child-0-language_needs": "Signs"})
    form.go("next", what_happened="Shouting.").go("next", parents_needs="Polish, needs an interpreter").go("next")
    form.go("next", source="1B", teller_needs="Text me, I cannot hear").go("next").go("send")
    (envelope,) = envelopes(cast)
    with acting(actor=cast("carol").actor, purpose=Purpose.front_door):
        child = envelope.children.get()
    asked = (child.language_needs, envelope.parents_needs, envelope.teller_needs)
    assert asked == ("Signs", "Polish, needs an interpreter", "Text me, I cannot hear")


def burst(form: Form, address: str = "203.0.113.7") -> None:
    for _ in range(10):
        is_in_a_burst(address=address, at=timezone.now())
    form.client.defaults["REMOTE_ADDR"] = address


def test_over_the_limit_a_small_question_is_asked_and_the_contact_goes_in_whatever_is_answered(cast: Cast, form: Form):
    burst(filled_in(form))
    form.go("send")
    assert form.heading == "One small question, then it goes in"
    assert envelopes(cast) == []
    form.go("send", sum="I do not know")
    assert form.heading == "We have what you wrote"
    assert [each.in_a_burst for each in envelopes(cast)] == [True]


def test_over_the_limit_a_right_answer_leaves_no_mark(cast: Cast, form: Form):
    burst(filled_in(form))
    form.go("send")
    one, other = re.search(r"How much is (\d+) and (\d+)", form.page).groups()
    form.go("send", sum=str(int(one) + int(other)))
    assert [each.in_a_burst for each in envelopes(cast)] == [False]


@pytest.mark.parametrize("danger", ["yes", "not_sure"])
def test_no_limit_ever_stands_before_a_child_who_may_be_in_danger(cast: Cast, form: Form, danger: str):
    burst(filled_in(form, danger))
    assert form.go("send").heading == "We have what you wrote"
    assert len(envelopes(cast)) == 1


def test_where_the_front_door_is_shut_the_page_names_the_team_that_answers(client: Client, monkeypatch):
    night = datetime(2026, 11, 21, 23, tzinfo=UTC)
    monkeypatch.setattr(timezone, "now", lambda: night)
    page = client.get("/tell-us/").content.decode()
    assert "the emergency duty team" in page
    assert "020 7946 0199" in page
    assert "opens on Monday 23 November 2026 at 9am: do not wait for it" in page


def test_who_is_accused_is_kept_apart_from_the_public_form_too(cast: Cast, form: Form):
    filled_in(form).go("change:worker").go("next", works_with_children="yes", worker_name="The football coach")
    form.go("change:you")
    form.go("next", source="1B").go("next").go("send")
    with acting(actor=cast("carol").actor, purpose=Purpose.front_door):
        assert [each.name for each in AllegedWorker.objects.all()] == ["The football coach"]
