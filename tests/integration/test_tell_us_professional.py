"""A professional tells us all they know on one page: several children, injuries, adults, files, and who is accused."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.utils import timezone

from holdfast.access import Purpose
from holdfast.access.personas import PERSONAS
from holdfast.kernel.refused import Refused
from holdfast.records.frontdoor.models import (
    AllegedWorker,
    Attachment,
    Draft,
    DraftFile,
    Envelope,
    NamedAdult,
    NamedChild,
    NamedInjury,
)
from holdfast.wall.acting import acting
from holdfast.wall.models import User
from tests.signing_in import sign_in
from tests.unit.test_uploads import GOOD

pytestmark = pytest.mark.django_db

Cast = Callable[[str], User]
FORM = {
    "danger": "no",
    "child-TOTAL_FORMS": "1",
    "child-INITIAL_FORMS": "0",
    "child-0-given": "Oisín",
    "child-0-family": "O'Neil",
    "child-0-address": "1 Elm Road",
    "injury-TOTAL_FORMS": "1",
    "injury-INITIAL_FORMS": "0",
    "adult-TOTAL_FORMS": "1",
    "adult-INITIAL_FORMS": "0",
    "what_happened": "He comes to school hungry.",
    "teller_name": "Farah Siddiqui",
    "teller_agency": "Kestrel Lane Primary School",
    "teller_telephone": "020 7946 0123",
}


@pytest.fixture
def school(cast: Cast, client: Client) -> Client:
    return sign_in(client, cast("farah"))


def send(client: Client, go: str = "send", key: UUID | None = None, **more: object):
    return client.post("/referrals/new/", {**FORM, "form_key": str(key or uuid4()), "go": go, **more})


def told(cast: Cast) -> list[Envelope]:
    with acting(actor=cast("carol").actor, purpose=Purpose.front_door):
        return list(Envelope.objects.order_by("sent_at"))


def seen_by_hub(cast: Cast, model: type) -> list:
    with acting(actor=cast("carol").actor, purpose=Purpose.front_door):
        return list(model.objects.order_by("place"))


def a_file(kind: str, name: str = "") -> SimpleUploadedFile:
    return SimpleUploadedFile(name or f"evidence.{kind}", GOOD[kind], content_type="application/octet-stream")


def test_the_form_is_filled_in_from_the_account(school: Client):
    page = school.get("/referrals/new/").content.decode()
    assert 'value="Farah Siddiqui"' in page
    assert 'value="Kestrel Lane Primary School"' in page


def test_brothers_and_sisters_share_an_address_and_differ_in_the_rest(cast: Cast, school: Client):
    send(school, **{"child-TOTAL_FORMS": "3", "child-1-given": "Aoife", "child-2-expected_on": "2027-03-01"})
    children = seen_by_hub(cast, NamedChild)
    assert [each.called for each in children] == ["Oisín O'Neil", "Aoife", "An unborn child"]
    assert {each.address for each in children} == {"1 Elm Road"}
    assert children[2].expected_on == date(2027, 3, 1)


def test_each_injury_stands_with_its_own_child(cast: Cast, school: Client):
    hurt = {
        "child-TOTAL_FORMS": "2", "child-1-given": "Aoife", "injury-TOTAL_FORMS": "3",
        "injury-0-child": "2", "injury-0-site": "left_cheek", "injury-0-kind": "bruise", "injury-0-seen_by": "Ms Lee",
        "injury-0-seen_on": "2026-11-19", "injury-0-explanation": "Fell off a swing", "injury-0-explained_by": "mother",
        "injury-1-child": "1", "injury-1-kind": "burn",
    }  # fmt: skip
    send(school, **hurt)
    found = [(each.named.given, each.said, each.explanation) for each in _injuries(cast)]
    assert sorted(found) == [("Aoife", "Bruise, Left cheek", "Fell off a swing"), ("Oisín", "Burn or scald", "")]


def _injuries(cast: Cast) -> list[NamedInjury]:
    with acting(actor=cast("carol").actor, purpose=Purpose.front_door):
        return list(NamedInjury.objects.select_related("named"))


def test_of_several_children_whose_injury_it_is_must_be_said(school: Client):
    answer = send(school, **{"child-TOTAL_FORMS": "2", "child-1-given": "Aoife", "injury-0-kind": "bruise"})
    assert answer.status_code == 400
    assert "Choose which child was hurt" in answer.content.decode()


def test_adults_and_reasons_and_agreement_are_kept(cast: Cast, school: Client):
    """f.da_secondary: domestic abuse beside neglect is a further reason, and never the main one as well."""
    reasons = {"main_worry": "16A", "further_worries": ["3B", "16A"]}
    adult = {"adult-0-name": "Sean", "adult-0-who_to_child": "her partner", "adult-0-lives_there": "yes"}
    send(school, **adult, **reasons, parents_agree="no", parents_agree_because="He would hit her.")
    (envelope,) = told(cast)
    assert (envelope.main_worry, envelope.further_worries) == ("16A", ["3B"])
    assert (envelope.parents_agree, envelope.parents_agree_because) == ("no", "He would hit her.")
    assert [(each.name, each.who_to_child) for each in seen_by_hub(cast, NamedAdult)] == [("Sean", "her partner")]


def test_who_is_accused_is_read_by_the_hub_and_the_lado_and_by_nobody_else(cast: Cast, school: Client):
    send(school, works_with_children="yes", worker_name="Mr Grey", worker_employer="Kestrel Lane Primary School")
    for who in PERSONAS:
        for purpose in Purpose:
            try:
                with acting(actor=cast(who.username).actor, purpose=purpose):
                    seen = AllegedWorker.objects.count()
            except Refused:
                continue
            reads = purpose in (Purpose.front_door, Purpose.out_of_hours, Purpose.allegations)
            assert seen == (1 if reads else 0), (who.username, purpose)


def test_the_lado_reads_what_was_told_of_somebody_accused_and_nothing_else(cast: Cast, school: Client):
    send(school)
    send(school, works_with_children="yes", worker_name="Mr Grey", what_happened="He shouts at them.")
    with acting(actor=cast("quinn").actor, purpose=Purpose.allegations):
        assert [each.what_happened for each in Envelope.objects.all()] == ["He shouts at them."]
        assert NamedChild.objects.count() == 1


def test_a_receipt_about_somebody_accused_shows_no_words_to_whoever_shares_the_inbox(cast: Cast, school: Client):
    answer = send(school, works_with_children="yes", worker_name="Mr Grey", what_happened="Mr Grey hit him.")
    page = school.get(answer["Location"]).content.decode()
    assert "Mr Grey" not in page
    assert "Oisín" not in page
    assert "Not yet read" in page


def test_files_are_taken_by_content_and_handed_out_to_the_hub_and_to_their_sender(cast: Cast, school: Client):
    answer = send(school, files=[a_file("pdf", "report.exe"), a_file("jpeg")])
    assert b"report.exe.pdf" in school.get(answer["Location"]).content
    (envelope,) = told(cast)
    files = seen_by_hub(cast, Attachment)
    assert sorted((each.name, each.kind) for each in files) == [("evidence.jpg", "jpeg"), ("report.exe.pdf", "pdf")]
    carol = sign_in(Client(), cast("carol"))
    for each in files:
        mine = school.get(f"/referrals/told/{envelope.id}/files/{each.id}/")
        theirs = carol.get(f"/referrals/in/{envelope.id}/files/{each.id}/")
        assert mine.content == theirs.content == GOOD[each.kind]
        assert mine["Content-Disposition"].startswith("attachment;")
        assert mine["X-Content-Type-Options"] == "nosniff"
        assert mine["Cache-Control"] == "no-store"


def test_nobody_reaches_a_file_without_reaching_what_it_came_with(cast: Cast, school: Client):
    send(school, files=[a_file("pdf")])
    send(school, what_happened="Another worry.")
    first, other = told(cast)
    (file,) = seen_by_hub(cast, Attachment)
    assert school.get(f"/referrals/told/{other.id}/files/{file.id}/").status_code == 404
    for who in PERSONAS:
        client = sign_in(Client(), cast(who.username))
        hub = who.username in ("grace", "carol", "rosa", "tess", "dev")
        assert (client.get(f"/referrals/in/{first.id}/files/{file.id}/").status_code == 200) == hub, who.username
        own = client.get(f"/referrals/told/{first.id}/files/{file.id}/").status_code
        assert (own == 200) == (who.username == "farah"), who.username


def test_a_file_that_is_refused_holds_up_nothing_and_is_listed_with_its_reason(cast: Cast, school: Client):
    bad = SimpleUploadedFile("tablet list.doc", b"\xd0\xcf\x11\xe0" + b"\0" * 600)
    answer = send(school, files=[bad, a_file("pdf")])
    page = school.get(answer["Location"]).content.decode()
    assert "tablet list.doc was not taken." in page
    assert "older Word" in page
    (envelope,) = told(cast)
    hub = sign_in(Client(), cast("carol")).get(f"/referrals/in/{envelope.id}/").content.decode()
    assert "tablet list.doc was not taken" in hub
    assert "Ask for it in another way" in hub
    refused = next(each for each in seen_by_hub(cast, Attachment) if each.refused_because)
    assert bytes(refused.content) == b""
    assert school.get(f"/referrals/told/{envelope.id}/files/{refused.id}/").status_code == 404


def test_files_chosen_before_a_mistake_need_not_be_chosen_again(cast: Cast, school: Client):
    key = uuid4()
    wrong = send(school, key=key, what_happened="", files=[a_file("pdf", "letter.pdf")])
    assert wrong.status_code == 400
    assert "letter.pdf" in wrong.content.decode()
    send(school, key=key)
    assert [each.name for each in seen_by_hub(cast, Attachment)] == ["letter.pdf"]


def test_a_file_can_be_taken_away_again_before_it_is_sent(cast: Cast, school: Client):
    key = uuid4()
    send(school, "files", key=key, files=[a_file("pdf"), a_file("png")])
    with acting(actor=cast("farah").actor, purpose=Purpose.referring):
        first = DraftFile.objects.get(kind="pdf")
    page = send(school, f"remove-file:{first.id}", key=key).content.decode()
    assert "evidence.pdf" not in page
    assert "evidence.png" in page


def test_an_eleventh_file_is_listed_as_one_too_many(cast: Cast, school: Client):
    texts = [SimpleUploadedFile(f"{at:02}.txt", f"note {at}".encode()) for at in range(11)]
    send(school, files=texts)
    refused = [each.name for each in seen_by_hub(cast, Attachment) if each.refused_because]
    assert refused == ["10.txt"]


def test_a_double_click_with_files_sends_once_with_its_files(cast: Cast, school: Client):
    key = uuid4()
    send(school, "files", key=key, files=[a_file("pdf")])
    places = {send(school, key=key)["Location"] for _ in range(3)}
    assert len(places) == 1
    assert len(told(cast)) == 1
    assert len(seen_by_hub(cast, Attachment)) == 1


def test_the_same_words_with_another_file_lose_no_file(cast: Cast, school: Client):
    key = uuid4()
    send(school, key=key, files=[a_file("pdf")])
    send(school, key=key, files=[a_file("png")])
    first, later = told(cast)
    assert later.adds_to == first.id
    assert later.reference == first.reference
    assert sorted(each.kind for each in seen_by_hub(cast, Attachment)) == ["pdf", "png"]


def test_a_draft_is_saved_as_it_is_typed_and_its_files_go_with_it(cast: Cast, school: Client):
    key = uuid4()
    assert send(school, "keep", key=key, files=[a_file("pdf")]).status_code == 204
    with acting(actor=cast("farah").actor, purpose=Purpose.referring):
        assert Draft.objects.get().content["typed"]["what_happened"] == ["He comes to school hungry."]
        assert DraftFile.objects.count() == 1
    with acting(actor=cast("helen").actor, purpose=Purpose.referring):
        assert not DraftFile.objects.exists()
    send(school, key=key)
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('holdfast.actor', %s, true)", [str(cast("farah").id)])
    with acting(actor=cast("farah").actor, purpose=Purpose.referring):
        assert not Draft.objects.exists()
        assert not DraftFile.objects.exists()


def test_what_is_kept_in_the_background_after_sending_is_no_draft(cast: Cast, school: Client):
    key = uuid4()
    send(school, key=key)
    assert send(school, "keep", key=key).status_code == 204
    with acting(actor=cast("farah").actor, purpose=Purpose.referring):
        assert not Draft.objects.exists()


def test_somebody_signed_out_half_way_finds_what_was_kept(cast: Cast, school: Client):
    key = uuid4()
    send(school, "keep", key=key)
    school.logout()
    assert send(school, "keep", key=key).status_code in (302, 403)
    page = sign_in(school, cast("farah")).get(f"/referrals/new/{key}/").content.decode()
    assert "He comes to school hungry." in page


def test_words_of_danger_are_answered_on_the_page_before_anything_is_sent(school: Client):
    page = send(school, "add", what_happened="She says he has a knife.").content.decode()
    assert "You wrote “knife”. If a child is in danger now, ring 999 first" in page


def test_a_sender_adds_to_what_they_told_under_the_same_reference(cast: Cast, school: Client):
    address = send(school)["Location"].removesuffix("?sent")
    for _ in range(2):
        added = school.post(address, {"more": "He was not collected today.", "files": [a_file("png")]})
    first, later = told(cast)
    assert (later.adds_to, later.reference) == (first.id, first.reference)
    assert added["Location"] == f"/referrals/told/{later.id}/?sent"
    assert "You added to it" in school.get(address).content.decode()
    with acting(actor=cast("carol").actor, purpose=Purpose.front_door):
        assert [each.called for each in NamedChild.objects.filter(envelope=later)] == ["Oisín O'Neil"]
    assert len(seen_by_hub(cast, Attachment)) == 1


def test_nobody_adds_to_what_somebody_else_told(cast: Cast, school: Client):
    address = send(school)["Location"].removesuffix("?sent")
    helen = sign_in(Client(), cast("helen"))
    assert helen.post(address, {"more": "Forged."}).status_code == 404
    assert len(told(cast)) == 1


def test_each_child_of_several_has_its_own_place_on_what_i_told_you(school: Client):
    send(school, **{"child-TOTAL_FORMS": "2", "child-1-given": "Aoife"})
    page = school.get("/referrals/told/").content.decode()
    assert "Oisín O&#x27;Neil" in page
    assert "Aoife" in page
    assert page.count("Not yet read") == 2


def test_at_night_the_form_names_who_answers(cast: Cast, client: Client, monkeypatch):
    night = datetime(2026, 11, 21, 23, tzinfo=UTC)
    monkeypatch.setattr(timezone, "now", lambda: night)
    page = sign_in(client, cast("farah")).get("/referrals/new/").content.decode()
    assert "020 7946 0199" in page
    assert "emergency duty team answers until then" in page


@pytest.mark.parametrize("table", ["namedadult", "namedinjury", "allegedworker", "attachment"])
def test_nothing_of_what_was_told_is_changed_or_removed(cast: Cast, school: Client, table: str):
    send(school, **{"adult-0-name": "Sean", "injury-0-kind": "burn"}, worker_name="X", files=[a_file("pdf")])
    update = f"UPDATE frontdoor_{table} SET place = 5"
    sender = acting(actor=cast("farah").actor, purpose=Purpose.referring)
    with sender, connection.cursor() as cursor, pytest.raises(DatabaseError), transaction.atomic():
        cursor.execute(update)
    with acting(actor=cast("carol").actor, purpose=Purpose.front_door), connection.cursor() as cursor:
        with pytest.raises(DatabaseError), transaction.atomic():
            cursor.execute(update)
        with pytest.raises(DatabaseError), transaction.atomic():
            cursor.execute(f"DELETE FROM frontdoor_{table}")
