"""An allegation against somebody who works with children goes to the designated officer, and never to the accused."""

import re
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from holdfast.access import Purpose, Stage
from holdfast.kernel.refused import NotFound, Refused, StaleEdit
from holdfast.records.allegations import actions
from holdfast.records.allegations.codes import Finding, Meeting, Threshold, Work
from holdfast.records.allegations.models import Allegation, Notice, Place
from holdfast.records.allegations.queries import allegation_or_not_found, arrived, is_one_of, still_to_do
from holdfast.records.frontdoor.actions import receive_envelope
from holdfast.records.frontdoor.actions.receiving import Around
from holdfast.records.frontdoor.models import AllegedWorker
from holdfast.records.people.models import Person
from holdfast.wall.acting import PUBLIC, acting
from holdfast.wall.models import Exclusion, QueueItem, Version
from holdfast.wall.models import Notice as Letter
from holdfast.wall.waiting.sweeping import sweep
from tests.integration.conftest import give
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 20, 10, 30, tzinfo=UTC)
TODAY = date(2026, 11, 20)


@pytest.fixture
def quinn(cast):
    return {"by": cast("quinn").actor, "purpose": Purpose.allegations, "at": AT}


@pytest.fixture
def acts(quinn):
    return lambda: acting(actor=quinn["by"], purpose=quinn["purpose"])


@pytest.fixture
def told(family):
    """A parent tells us of a coach, on a Wednesday evening."""
    receive_envelope(
        form_key=uuid4(), told={"danger": "no", "what_happened": "The coach messages my son at night"},
        children=[{"given": "Oisin"}], around=Around(alleged=[{"name": "Gil Marsh", "employer": "Weir Lane Club"}]),
        by=PUBLIC, purpose=Purpose.referring, at=AT - timedelta(days=2),
    )  # fmt: skip


@pytest.fixture
def allegation(family, cast, quinn, acts) -> Allegation:
    """Farah, of Oisín's school, is accused; his mother told us yesterday."""
    with acts():
        child = Person.objects.get(pk=family.oisin)
    return actions.record_allegation(
        accused_name="Farah Siddiqui", what="Shut him in a cupboard", received_at=AT - timedelta(days=1), child=child,
        accused_user=cast("farah"), accused_telephone="020 7946 0333", **quinn,
    )  # fmt: skip


def place(allegation, quinn, **contact):
    return actions.add_place(allegation=allegation, work=Work.job, employer="Kestrel Lane", **contact, **quinn)


def test_what_was_told_of_a_worker_stands_before_the_designated_officer_at_once(told, quinn, acts):
    with acts():
        [fresh] = arrived(as_of=date(2026, 11, 19))
        assert (fresh.alleged.name, fresh.due_on, fresh.late) == ("Gil Marsh", date(2026, 11, 19), False)
        [later] = arrived(as_of=TODAY)
        assert later.late
    taken = actions.take_up(alleged=fresh.alleged, **quinn)
    again = actions.take_up(alleged=fresh.alleged, **quinn)
    assert taken.id == again.id and not taken.was_told_late
    with acts():
        assert arrived(as_of=TODAY) == []
        assert Place.objects.get().employer == "Weir Lane Club"


def test_an_allegation_known_for_longer_than_a_working_day_says_so_for_good(quinn):
    said = {"accused_name": "Gil Marsh", "what": "Shouts", **quinn}
    friday, monday = datetime(2026, 11, 13, 9, tzinfo=UTC), datetime(2026, 11, 16, 16, tzinfo=UTC)
    in_time = actions.record_allegation(**said | {"received_at": friday, "at": monday})
    assert (in_time.tell_by_on, in_time.was_told_late) == (date(2026, 11, 16), False)
    late = actions.record_allegation(**said | {"received_at": friday, "at": monday + timedelta(days=1), "what": "Hits"})
    assert late.was_told_late


def test_the_accused_sees_nothing_of_it_nor_of_the_child(allegation, cast, family):
    with acting(actor=cast("carol").actor, purpose=Purpose.front_door):
        give(cast("farah"), family.oisin, ceiling=Stage.child_in_need)
        assert Exclusion.objects.filter(user=cast("farah"), child_id=family.oisin).exists()
    for purpose in (Purpose.partner_work, Purpose.early_help, Purpose.referring, Purpose.challenging):
        with acting(actor=cast("farah").actor, purpose=purpose):
            assert not Allegation.objects.exists()
            assert not Person.objects.filter(pk=family.oisin).exists()


def test_an_account_taken_for_the_accuseds_by_mistake_is_let_in_again(allegation, cast, family, quinn):
    actions.say_who(
        allegation=allegation, accused_name="Farah Siddiq", accused_user=cast("joy"), expected_version=1, **quinn
    )
    with acting(actor=cast("carol").actor, purpose=Purpose.front_door):
        shut = dict(Exclusion.objects.filter(child_id=family.oisin).values_list("user__username", "until_at"))
    assert shut == {"farah": AT, "joy": None}


def test_nobody_but_the_officer_reads_it_whatever_they_may_see_of_the_child(allegation, cast, quinn, acts):
    place(allegation, quinn, contact_name="Hal Voss")
    actions.weigh(allegation=allegation, thresholds=[Threshold.harmed], words="", expected_version=2, **quinn)
    for who, purpose in (
        ("carol", Purpose.front_door), ("dev", Purpose.out_of_hours), ("ann", Purpose.direct_work),
        ("tess", Purpose.front_door), ("uma", Purpose.early_help), ("maya", Purpose.figures),
    ):  # fmt: skip
        with acting(actor=cast(who).actor, purpose=purpose):
            assert not Allegation.objects.exists() and not Place.objects.exists()
            assert not Version.objects.filter(table_name__startswith="allegations_").exists()
    with acts():
        assert Allegation.objects.exists() and Place.objects.exists()
        assert Version.objects.filter(table_name__startswith="allegations_").exists()


def test_an_officer_who_is_accused_sees_nothing_of_it_themself(cast, acts):
    carol = {"by": cast("carol").actor, "purpose": Purpose.front_door, "at": AT}
    accused = {"accused_name": "Quinn Abara", "accused_user": cast("quinn"), "what": "Rude", "received_at": AT}
    made = actions.record_allegation(**accused, **carol)
    with acts():
        assert not Allegation.objects.exists()
    with acting(actor=carol["by"], purpose=carol["purpose"]):
        assert allegation_or_not_found(made.id)


def test_the_hub_reads_what_it_wrote_down_and_changes_nothing_of_it(cast, acts, quinn):
    carol = {"by": cast("carol").actor, "purpose": Purpose.front_door, "at": AT}
    made = actions.record_allegation(accused_name="Gil Marsh", what="Shouts", received_at=AT, **carol)
    with acting(actor=carol["by"], purpose=carol["purpose"]):
        assert allegation_or_not_found(made.id).what == "Shouts"
    with acting(actor=cast("rosa").actor, purpose=Purpose.front_door), pytest.raises(NotFound):
        allegation_or_not_found(made.id)
    with pytest.raises(Allegation.DoesNotExist):
        actions.weigh(allegation=made, thresholds=[], words="Nothing", expected_version=1, **carol)


@pytest.mark.parametrize(
    "contact",
    [
        {"contact_name": "Farah Siddiqui"},
        {"contact_name": "Ms F. Siddiqui, Farah"},
        {"contact_name": "siddiqui farah"},
        {"contact_name": "Farah Anne Siddiqui"},
        {"contact_name": "The office", "contact_telephone": "+44 20 7946 0333"},
    ],
    ids=lambda contact: contact["contact_name"],
)
def test_an_employer_is_never_told_through_the_accused(allegation, quinn, contact):
    with pytest.raises(Refused, match="may be, the person whom the allegation is about"):
        place(allegation, quinn, **contact)


def test_an_employer_is_never_told_through_the_account_of_the_accused(allegation, quinn, cast):
    with pytest.raises(Refused, match="may be, the person"):
        place(allegation, quinn, contact_user=cast("farah"))


def test_somebody_named_as_too_close_is_not_told_even_where_they_were_chosen_before(allegation, quinn, acts):
    school = place(allegation, quinn, contact_name="Hal Voss", contact_role="Head")
    actions.name_conflict(allegation=allegation, name="Hal Voss", why="Her husband", **quinn)
    with pytest.raises(Refused, match="Her husband"):
        actions.tell(allegation=allegation, place=school, what="An allegation", why="Suspension", **quinn)
    with acts():
        assert any(
            "choose somebody else" in gap for gap in still_to_do(allegation_or_not_found(allegation.id), as_of=TODAY)
        )
        assert not Notice.objects.exists()
    chosen = actions.choose_contact(place=school, contact_name="Una Beck", expected_version=school.version, **quinn)
    actions.tell(allegation=allegation, place=chosen, what="An allegation", why="Suspension", **quinn)
    with acts():
        assert Notice.objects.get().to_name == "Una Beck"


def test_every_place_where_they_work_with_children_is_asked_for_again(allegation, quinn, acts):
    for work, where in ((Work.job, "Kestrel Lane"), (Work.volunteer, "Swim club"), (Work.foster_carer, "The council")):
        actions.add_place(allegation=allegation, work=work, employer=where, **quinn)
    with acts():
        standing = allegation_or_not_found(allegation.id)
        assert len([gap for gap in still_to_do(standing, as_of=TODAY) if "nobody is chosen" in gap]) == 3
        assert not any("Ask where else" in gap for gap in still_to_do(standing, as_of=TODAY))
        later = still_to_do(standing, as_of=TODAY + timedelta(days=30))
    assert any("Ask where else" in gap for gap in later)


def test_it_is_followed_to_its_end_and_not_closed_without_barring_being_thought_of(allegation, quinn, acts):
    def fresh():
        with acts():
            return allegation_or_not_found(allegation.id)

    actions.weigh(
        allegation=allegation, thresholds=[Threshold.harmed], words="", expected_version=fresh().version, **quinn
    )
    actions.hold_discussion(allegation=allegation, kind=Meeting.initial, held_on=TODAY, **quinn)
    actions.hold_discussion(allegation=allegation, kind=Meeting.strategy, held_on=TODAY, decision="Suspend", **quinn)
    end = {"allegation": allegation, "closed_on": TODAY, "words": "Windows in doors", **quinn}
    with pytest.raises(Refused, match="what was found first"):
        actions.close_allegation(**end, expected_version=fresh().version)
    actions.record_finding(
        allegation=allegation, finding=Finding.substantiated, found_on=TODAY, words="Seen by two",
        expected_version=fresh().version, **quinn,
    )  # fmt: skip
    with pytest.raises(Refused, match="Barring"):
        actions.close_allegation(**end, expected_version=fresh().version)
    actions.record_referrals(
        allegation=allegation, barring_on=TODAY, regulator="Teaching Regulation Agency", regulator_on=TODAY,
        expected_version=fresh().version, **quinn,
    )  # fmt: skip
    actions.close_allegation(**end, expected_version=fresh().version)
    assert not fresh().is_open and still_to_do(fresh(), as_of=TODAY) == []


def test_a_double_click_tells_once_and_two_findings_at_once_are_both_shown(allegation, quinn, acts):
    school = place(allegation, quinn, contact_name="Hal Voss")
    form = uuid4()
    for _ in range(2):
        actions.tell(allegation=allegation, place=school, what="x", why="y", record_id=form, told_at=AT, **quinn)
    with acts():
        assert Notice.objects.count() == 1
        version = allegation_or_not_found(allegation.id).version
    found = {"allegation": allegation, "found_on": TODAY, "words": "Looked into", "expected_version": version, **quinn}
    actions.record_finding(finding=Finding.false, **found)
    actions.record_finding(finding=Finding.false, **found)
    with pytest.raises(StaleEdit):
        actions.record_finding(finding=Finding.unfounded, **found)


def test_names_are_the_same_whatever_stands_before_or_between_them():
    assert is_one_of("Dr Zoë O'Neil", ["Zoe ONeil"])
    assert is_one_of("Siddiqui", ["Farah Siddiqui"])
    assert not is_one_of("Hal Voss", ["Farah Siddiqui"]) and not is_one_of("", ["Farah"])


# The pages


def day(name, on):
    return {f"{name}_day": on.day, f"{name}_month": on.month, f"{name}_year": on.year}


def test_the_officer_follows_an_allegation_on_the_pages(client, cast, told, acts):
    quinn, today = sign_in(client, cast("quinn")), timezone.localdate()
    listed = quinn.get("/allegations/").content.decode()
    assert "Gil Marsh" in listed and "Gil Marsh" in quinn.get("/work/").content.decode()
    address = quinn.post(re.search(r'action="(/allegations/take-up/[^"]+)"', listed)[1])["Location"]
    assert "The coach messages my son" in quinn.get(address).content.decode()

    def write(word, said, url=None):
        form = quinn.get(url or f"{address}{word}/").content.decode()
        hidden = dict(re.findall(r'name="(record_id|expected_version)" value="([^"]+)"', form))
        answer = quinn.post(url or f"{address}{word}/", hidden | said)
        assert answer.status_code == 302, answer.content.decode()

    write("weigh", {"thresholds": ["risk"], "words": "Night messages"})
    write("discussion", day("held_on", today) | {"kind": "initial", "decision": "Police first"})
    wrong = quinn.post(f"{address}place/", {"work": "job", "employer": "School", "contact_name": "Gil Marsh"})
    assert wrong.status_code == 400 and "Choose somebody else" in wrong.content.decode()
    write("place", {"work": "job", "employer": "School", "contact_name": "Una Beck"})
    write("tell", {"to_name": "Inspector Moss", "what": "All of it", "why": "A crime"})
    write("finding", day("found_on", today) | {"finding": "unsubstantiated", "words": "Not enough"})
    write("close", day("closed_on", today) | {"words": "The club has a policy now"})
    shown = quinn.get(address).content.decode()
    for said in ("Night messages", "Police first", "Una Beck", "Inspector Moss", "Not enough", "The club has a policy"):
        assert said in shown, said


def test_the_hub_writes_one_down_and_nobody_elses_page_opens(client, cast, family):
    carol = sign_in(client, cast("carol"))
    told = day("received_on", timezone.localdate()) | {
        "accused_name": "Joy Mbeki-Lund", "what": "Pushed him", "employer": "Housing", "child": "100001",
        "accused_user": "joy",
    }  # fmt: skip
    cast("joy")
    answer = carol.post("/allegations/new/", told)
    assert answer.status_code == 302, answer.content.decode()
    address = answer["Location"]
    assert "Pushed him" in carol.get(address).content.decode()
    assert carol.get("/allegations/").status_code == 403
    assert carol.get(f"{address}weigh/").status_code == 403
    for other, code in (("rosa", 404), ("joy", 403), ("ann", 403), ("farah", 403), ("priya", 403)):
        assert sign_in(client, cast(other)).get(address).status_code == code, other


def queued(acts) -> list[QueueItem]:
    with acts():
        return list(QueueItem.objects.filter(kind="allegation", acknowledged_at=None))


def test_what_is_told_of_a_worker_waits_for_the_officer_for_one_working_day_and_no_longer_once_taken_up(
    told, quinn, acts, cast
):
    """f.lado_late: told on a Wednesday evening; on Thursday when the hub closes it is passed up."""
    [item] = queued(acts)
    assert (item.queue, item.ladder) == ("designated_officer", "allegation")
    assert item.acknowledge_by == datetime(2026, 11, 19, 17, tzinfo=UTC)
    with acting(actor=cast("carol").actor, purpose=Purpose.front_door):
        assert not QueueItem.objects.filter(kind="allegation").exists()
    sweep(at=AT)
    with acts():
        assert set(Letter.objects.filter(item=item, step=1).values_list("to", flat=True)) == {"designated_officer"}
        alleged = AllegedWorker.objects.select_related("envelope").get()
    actions.take_up(alleged=alleged, **quinn)
    assert queued(acts) == []


def test_what_the_hub_writes_down_waits_for_the_officer_and_what_the_officer_writes_does_not(cast, quinn, acts):
    said = {"accused_name": "Gil Marsh", "received_at": AT}
    made = actions.record_allegation(what="Shouts", by=cast("carol").actor, purpose=Purpose.front_door, at=AT, **said)
    actions.record_allegation(what="Hits", **said, **quinn)
    assert [item.subject for item in queued(acts)] == [made.id]
    actions.acknowledge(allegation=made, **quinn)
    assert queued(acts) == []


def test_no_letter_about_an_officer_goes_to_the_officers_inbox(cast, acts):
    actions.record_allegation(
        accused_name="Quinn", accused_user=cast("quinn"), what="Rude", received_at=AT, by=cast("carol").actor,
        purpose=Purpose.front_door, at=AT,
    )  # fmt: skip
    sweep(at=AT + timedelta(days=30))
    with acting(actor=cast("carol").actor, purpose=Purpose.front_door):
        told = set(Letter.objects.filter(item__kind="allegation").values_list("to", flat=True))
    assert told and "designated_officer" not in told
