"""Ways round the wall at the front door, tried by plain SQL: former versions, other agencies' rows, what is waited for.

Whoever finds another way adds it here, as in test_ways_round.py.
"""

import pytest
from django.db import DatabaseError, connection, transaction

from holdfast.access import Purpose
from holdfast.records.mash.codes import Rating
from holdfast.records.mash.models import Request
from holdfast.wall.acting import PUBLIC, acting
from holdfast.wall.models import QueueItem
from holdfast.wall.waiting.sweeping import WATCH
from tests.integration.mash_cast import Hub

pytestmark = pytest.mark.django_db


@pytest.fixture
def mash(cast, family) -> Hub:
    return Hub(cast, family)


@pytest.fixture
def police(mash: Hub) -> Request:
    request = mash.ask("erin", mash.started(Rating.red))
    mash.answer("erin", request, words="Two calls in May.", sensitive="An informant says that he is armed.")
    return request


def said(user, purpose: Purpose, query: str) -> str:
    with acting(actor=user.actor, purpose=purpose), connection.cursor() as cursor:
        cursor.execute(query)
        return " ".join(str(row) for row in cursor.fetchall())


def changed(user, purpose: Purpose, change: str) -> int:
    """How many rows the change met; a refusal is none."""
    try:
        with transaction.atomic(), acting(actor=user.actor, purpose=purpose), connection.cursor() as cursor:
            cursor.execute(change)
            return cursor.rowcount
    except DatabaseError:
        return 0


@pytest.mark.parametrize("table", ["mash_reply", "mash_sensitivepart", "mash_askedabout"])
def test_what_an_agency_answered_stands_for_everybody(mash: Hub, police: Request, table: str):
    """So no former version is there to be read by whoever may not read the row."""
    for who, purpose in (("erin", Purpose.answering), ("carol", Purpose.front_door), ("ann", Purpose.direct_work)):
        assert changed(mash.cast(who), purpose, f"UPDATE {table} SET version = version") == 0


ANYBODY = (
    ("erin", Purpose.answering), ("farah", Purpose.answering), ("helen", Purpose.early_help),
    ("joy", Purpose.challenging), ("uma", Purpose.early_help), ("quinn", Purpose.allegations),
    ("noor", Purpose.statutory_return), ("ann", Purpose.challenging), ("kwame", Purpose.conference),
)  # fmt: skip


@pytest.mark.parametrize("table", ["mash_request", "mash_enquiry"])
def test_whoever_only_answers_counts_or_challenges_changes_nothing_of_an_enquiry(mash: Hub, police: Request, table):
    for who, purpose in ANYBODY:
        assert changed(mash.cast(who), purpose, f"UPDATE {table} SET version = version") == 0, who


ASKED_ONCE = (
    "question = 'Nothing'", "asked_at = now()", "asked_by = NULL", "agency_name = 'Nobody'", "to_whom = 'Me'",
    "agency_id = NULL", "necessity = ''", "basis = 'consent'", "parents_told = 'may'", "key = 'x'", "source = 'gp'",
    "enquiry_id = gen_random_uuid()",
)  # fmt: skip


def test_nobody_rewrites_what_an_agency_was_asked(mash: Hub, police: Request):
    for who, purpose in (("carol", Purpose.front_door), ("grace", Purpose.front_door), ("ann", Purpose.direct_work)):
        for change in ASKED_ONCE:
            assert changed(mash.cast(who), purpose, f"UPDATE mash_request SET {change}") == 0, change
        for change in ("started_at = now()", "kind = 'section47'", "basis = 'consent'", "necessity = ''"):
            assert changed(mash.cast(who), purpose, f"UPDATE mash_enquiry SET {change}") == 0, change


WAIVED = "UPDATE mash_request SET waived_because = 'Late', waived_at = now(), waived_by = {by}"


def test_silence_is_waived_by_a_manager_in_their_own_name_and_by_nobody_else(mash: Hub):
    """f.silence_read_as_no_concern: whoever takes calls, or works with the child, cannot end it by plain SQL."""
    mash.ask("erin", mash.started(Rating.red))
    own = WAIVED.format(by="wall_actor()")
    assert changed(mash.cast("grace"), Purpose.front_door, own) == 0
    assert changed(mash.cast("ann"), Purpose.direct_work, own) == 0
    assert changed(mash.cast("dev"), Purpose.out_of_hours, own) == 0
    assert changed(mash.cast("carol"), Purpose.front_door, WAIVED.format(by=f"'{mash.cast('rosa').id}'")) == 0
    assert changed(mash.cast("carol"), Purpose.front_door, own) == 1
    assert changed(mash.cast("grace"), Purpose.front_door, "UPDATE mash_request SET waived_because = 'Other'") == 0


def test_an_enquiry_is_completed_in_ones_own_name_and_once(mash: Hub):
    mash.started(Rating.red)
    done = "UPDATE mash_enquiry SET completed_at = now(), completed_by = {by}, completed_words = 'All gathered'"
    assert changed(mash.cast("grace"), Purpose.front_door, done.format(by=f"'{mash.cast('carol').id}'")) == 0
    assert changed(mash.cast("grace"), Purpose.front_door, done.format(by="wall_actor()")) == 1
    assert changed(mash.cast("carol"), Purpose.front_door, "UPDATE mash_enquiry SET completed_at = NULL") == 0
    assert changed(mash.cast("carol"), Purpose.front_door, done.format(by="wall_actor()")) == 0


def test_an_agency_does_not_change_whom_it_was_asked_about(mash: Hub, police: Request):
    assert changed(mash.cast("erin"), Purpose.answering, "UPDATE mash_askedabout SET called = 'Nobody'") == 0


@pytest.mark.parametrize("purpose", [Purpose.answering, Purpose.challenging, Purpose.early_help, Purpose.referring])
def test_an_agency_ends_no_waiting_of_the_hubs(mash: Hub, police: Request, purpose: Purpose):
    with mash.at_the_hub():
        waiting = list(QueueItem.objects.filter(acknowledged_at=None).exclude(kind="agency_check"))
        assert {each.kind for each in waiting} >= {"referral"}
    for each in waiting:
        said(mash.cast("farah"), purpose, f"SELECT wall_acknowledge('{each.kind}', '{each.subject}', now())")
    with mash.at_the_hub():
        assert not QueueItem.objects.exclude(acknowledged_at=None).filter(pk__in=[each.pk for each in waiting]).exists()


def test_whoever_is_not_asked_ends_no_waiting_for_an_answer(mash: Hub):
    asked = mash.ask("erin", mash.started(Rating.red))
    for who in ("farah", "gpshared"):
        said(mash.cast(who), Purpose.answering, f"SELECT wall_acknowledge('agency_check', '{asked.id}', now())")
        said(mash.cast(who), Purpose.answering, f"SELECT mash_answered('{asked.id}', now())")
    with mash.at_the_hub():
        assert QueueItem.objects.get(kind="agency_check", subject=asked.id).acknowledged_at is None
    mash.answer("erin", asked)
    with mash.at_the_hub():
        assert QueueItem.objects.get(kind="agency_check", subject=asked.id).acknowledged_by == mash.cast("erin").id


def test_neither_side_of_a_challenge_rewrites_what_was_said_nor_moves_it(cast):
    for table in ("said SET words = ''", "challenge SET child_id = NULL", "hearing SET roles = '{}'"):
        for who, purpose in (("carol", Purpose.front_door), ("helen", Purpose.challenging)):
            with pytest.raises(DatabaseError), transaction.atomic():
                said(cast(who), purpose, f"UPDATE challenges_{table}")


OTHERS = ("farah", "gpshared", "helen", "ivan", "joy")
PRIVATE = (
    "mash_request", "mash_reply", "mash_sensitivepart", "mash_askedabout", "mash_enquiry", "mash_disclosure",
    "mash_link", "frontdoor_match", "frontdoor_restrictedmatch", "frontdoor_handover", "looks_look",
    "allegations_allegation", "allegations_place", "allegations_notice", "wall_queueitem", "wall_notice",
    "wall_escalation", "people_sameperson", "frontdoor_followup", "frontdoor_allegedworker", "wall_version",
)  # fmt: skip


@pytest.mark.parametrize("purpose", [Purpose.answering, Purpose.early_help, Purpose.challenging, Purpose.partner_work])
def test_no_partner_reads_what_is_the_hubs_or_anothers(mash: Hub, police: Request, purpose: Purpose):
    for who in OTHERS:
        for table in PRIVATE:
            assert said(mash.cast(who), purpose, f"SELECT * FROM {table}") == "", f"{who} reads {table}"


def test_the_public_reads_nothing_whatever_it_may_write(mash: Hub, police: Request):
    with acting(actor=PUBLIC, purpose=Purpose.referring), connection.cursor() as cursor:
        for table in (*PRIVATE, "frontdoor_envelope", "frontdoor_namedchild", "people_person"):
            cursor.execute(f"SELECT * FROM {table}")
            assert cursor.fetchall() == [], table


def test_what_watches_reads_no_name_and_no_word(mash: Hub, police: Request):
    with acting(actor=WATCH, purpose=Purpose.watching), connection.cursor() as cursor:
        for table in (
            "people_personname", "people_address", "frontdoor_envelope", "frontdoor_namedchild", "frontdoor_contact",
            "mash_reply", "mash_sensitivepart", "mash_askedabout", "challenges_said", "allegations_allegation",
        ):  # fmt: skip
            cursor.execute(f"SELECT * FROM {table}")
            assert cursor.fetchall() == [], table


LENGTHENED = "UPDATE wall_grant SET until_at = until_at + interval '9 years' WHERE user_id = wall_actor()"
RAISED = "UPDATE wall_grant SET ceiling = 5 WHERE user_id = wall_actor()"
LET_IN = (
    "INSERT INTO wall_grant (id, user_id, child_id, kind, ceiling, opens_seal, reason, from_at, until_at, version) "
    "SELECT gen_random_uuid(), wall_actor(), '{child}', 'friend', 5, false, 'x', now(), now() + interval '1 day', 1"
)


def test_nobody_lengthens_or_raises_their_own_way_to_a_child(cast, family):
    ann = cast("ann")
    assert said(ann, Purpose.direct_work, "SELECT count(*) FROM wall_grant WHERE user_id = wall_actor()") == "(1,)"
    assert changed(ann, Purpose.direct_work, LENGTHENED) == 0
    assert changed(ann, Purpose.challenging, LENGTHENED) == 0
    assert changed(ann, Purpose.early_help, RAISED) == 0


@pytest.mark.parametrize(("who", "purpose"), [
    ("uma", Purpose.early_help), ("quinn", Purpose.allegations), ("noor", Purpose.statutory_return),
    ("carol", Purpose.referring), ("ann", Purpose.challenging),
])  # fmt: skip
def test_writing_for_another_purpose_lets_nobody_in(cast, family, who: str, purpose: Purpose):
    assert changed(cast(who), purpose, LET_IN.format(child=family.oisin)) == 0


@pytest.mark.parametrize(("who", "purpose"), [
    ("uma", Purpose.early_help), ("quinn", Purpose.allegations), ("grace", Purpose.front_door),
    ("noor", Purpose.statutory_return),
])  # fmt: skip
def test_a_seal_is_put_on_and_taken_off_only_by_those_who_see_to_the_end(cast, family, who: str, purpose: Purpose):
    put = "INSERT INTO wall_seal (id, child_id, from_at, version) SELECT gen_random_uuid(), '{}', now(), 1"
    assert changed(cast("carol"), Purpose.front_door, put.format(family.mei)) == 1
    assert changed(cast(who), purpose, put.format(family.oisin)) == 0
    assert changed(cast(who), purpose, "UPDATE wall_seal SET until_at = now()") == 0
