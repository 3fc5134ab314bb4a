"""Nobody picked it up: what waits is passed up in time, once a step, under any clock, and letters say nothing."""

from datetime import timedelta
from itertools import pairwise
from smtplib import SMTPServerDisconnected
from uuid import uuid4

import pytest
from django.core import mail
from django.db import DatabaseError, IntegrityError, transaction

from holdfast.access import Purpose
from holdfast.access.personas import PERSONAS
from holdfast.wall.acting import PUBLIC, acting
from holdfast.wall.models import Notice, QueueItem
from holdfast.wall.waiting import acknowledge, queue_item, take
from holdfast.wall.waiting.beats import the_clock_is_right
from holdfast.wall.waiting.duty import put_on_duty, take_off_duty
from holdfast.wall.waiting.sending import MOST_TRIES, NO_MAIL, send_notices
from holdfast.wall.waiting.sweeping import WATCH, sweep
from tests.waiting import NOON, Machine, alarms, arrive, item_of, pick_up, steps_of, told

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)


def test_what_nobody_picks_up_goes_up_the_phone_list_step_by_step():
    danger, machine = arrive(), Machine()
    for minutes, steps in ((14, []), (1, [1]), (14, [1]), (1, [1, 2]), (15, [1, 2, 3]), (29, [1, 2, 3])):
        machine.wait(minutes=minutes).sweep()
        assert steps_of(danger) == steps
    machine.wait(minutes=1).sweep()
    assert steps_of(danger) == [1, 2, 3, 4], "past the last step its people are told again"
    assert told(danger) == [
        (0, "duty_manager"), (0, "front_door"), (1, "duty_manager"), (2, "head_of_service"), (3, "director"),
        (4, "director"),
    ]  # fmt: skip


def test_what_was_picked_up_goes_no_further():
    danger, machine = arrive(), Machine()
    machine.wait(minutes=20).sweep()
    assert pick_up(danger, at=machine.clock)
    machine.wait(hours=5).sweep()
    assert steps_of(danger) == [1]
    assert not pick_up(danger, at=machine.clock), "a second click changes nothing"


def test_taking_it_says_who_sees_to_it_and_stops_nothing(cast):
    danger, machine = arrive(), Machine()
    with acting(actor=cast("carol").actor, purpose=Purpose.front_door):
        item = QueueItem.objects.get(subject=danger)
        for _ in range(2):
            assert take(item=item, by=cast("carol").actor, at=NOON).owner == cast("carol").id
    machine.wait(minutes=16).sweep()
    assert steps_of(danger) == [1]
    assert item_of(danger).version == 3, "made, taken once, passed up once"


def test_a_long_silence_tells_everybody_once_and_forgets_no_step():
    danger, machine = arrive(), Machine()
    machine.wait(hours=9).sweep()
    assert steps_of(danger)[:3] == [1, 2, 3]
    late = [to for step, to in told(danger) if step]
    assert sorted(late) == ["director", "duty_manager", "head_of_service"]


def test_two_sweeps_at_one_moment_are_one():
    danger, machine = arrive(), Machine().wait(minutes=20)
    assert [machine.sweep("worker").steps, machine.sweep("web").steps] == [1, 0]
    assert steps_of(danger) == [1]


def test_a_clock_put_back_keeps_nothing_quiet_and_sounds_the_alarm():
    danger, machine = arrive(), Machine()
    machine.wait(minutes=5).sweep()
    machine.set_clock(hours=-3).wait(minutes=5).sweep()
    assert alarms() == ["The clock of this machine was put back: what waits is passed on by the later time."]
    machine.wait(minutes=5).sweep()
    assert steps_of(danger) == [1], "a quarter of an hour has passed, whatever the clock says"


def test_what_comes_in_under_a_clock_put_back_is_passed_up_at_once_rather_than_late():
    machine = Machine()
    machine.sweep()
    machine.set_clock(hours=-3)
    danger = arrive(at=machine.clock)
    machine.wait(minutes=1).sweep()
    assert steps_of(danger)[:1] == [1]


def test_a_clock_that_jumps_ahead_passes_up_and_nothing_is_taken_back_when_it_is_put_right():
    danger, machine = arrive(), Machine()
    machine.sweep()
    machine.set_clock(days=3).wait(minutes=1).sweep()
    assert steps_of(danger)[:3] == [1, 2, 3]
    assert "jumped ahead" in alarms()[0]
    before = steps_of(danger)
    machine.set_clock(days=-3).wait(minutes=1).sweep()
    assert steps_of(danger) == before
    the_clock_is_right(at=machine.clock)
    machine.restart()
    machine.wait(minutes=30).sweep()
    assert len(steps_of(danger)) > len(before), "told again, though the last telling lies in a future that never came"


def test_what_came_in_under_a_clock_that_was_ahead_only_then_does_not_wait_for_it():
    machine = Machine()
    machine.sweep()
    machine.set_clock(hours=3)
    danger = arrive(at=machine.clock)
    machine.set_clock(hours=-3).wait(minutes=1).sweep()
    assert steps_of(danger) == [1]


def test_once_somebody_says_that_the_clock_is_right_it_is_believed():
    machine = Machine()
    machine.sweep()
    machine.set_clock(hours=-3).wait(minutes=1).sweep()
    the_clock_is_right(at=machine.clock)
    machine.restart()
    assert machine.wait(minutes=1).sweep().now == machine.clock


def test_the_database_puts_nothing_off_passes_nothing_down_and_takes_nothing_back():
    danger, machine = arrive(), Machine()
    machine.wait(minutes=16).sweep()
    pick_up(danger)
    with acting(actor=WATCH, purpose=Purpose.watching):
        for changes in ({"step": 0}, {"acknowledged_at": None}, {"acknowledge_by": NOON + timedelta(days=1)}):
            with pytest.raises(DatabaseError), transaction.atomic():
                QueueItem.objects.filter(subject=danger).update(**changes)


def test_nothing_waits_twice_at_once_and_may_wait_again_afterwards():
    danger = arrive()
    with pytest.raises(IntegrityError), transaction.atomic():
        arrive(subject=danger)
    pick_up(danger)
    arrive(subject=danger)


def test_whoever_tells_us_neither_sees_what_waits_nor_ends_its_waiting(cast):
    danger = arrive()
    for sender in (PUBLIC, cast("farah").actor):
        with acting(actor=sender, purpose=Purpose.referring):
            assert not QueueItem.objects.exists()
            assert not Notice.objects.exists()
            assert not acknowledge(kind="envelope", subject=danger, at=NOON)
    assert item_of(danger).acknowledged_at is None


def test_only_whom_it_is_for_sees_that_it_waits(cast):
    with acting(actor=WATCH, purpose=Purpose.watching):
        queue_item(kind="allegation", subject=uuid4(), queue="designated_officer", ladder="allegation", at=NOON,
                   words="An allegation.", seen_for=[Purpose.allegations])  # fmt: skip
    sees = set()
    for who in PERSONAS:
        for purpose in Purpose:
            try:
                with acting(actor=cast(who.username).actor, purpose=purpose):
                    sees |= {(who.username, purpose)} if QueueItem.objects.exists() else set()
            except Exception as refused:
                assert type(refused).__name__ == "Refused"
    assert sees == {("quinn", Purpose.allegations)}


def test_whoever_cannot_see_that_something_waits_does_not_end_it(cast):
    """An agency ends the waiting for its own answer by its own way: see test_front_door_ways_round.py."""
    asked = arrive(ladder="agency_request")
    with acting(actor=cast("farah").actor, purpose=Purpose.answering):
        assert not QueueItem.objects.exists()
        assert not acknowledge(kind="envelope", subject=asked, at=NOON)
    assert item_of(asked).acknowledged_at is None


def test_a_ladder_or_a_queue_that_nobody_wrote_down_is_that_for_everything_else():
    odd, machine = arrive(ladder="no such ladder"), Machine()
    machine.wait(days=1).sweep()
    assert told(odd) == [(0, "front_door"), (1, "duty_manager")]


def test_a_letter_holds_a_reference_and_a_link_and_goes_to_the_phone_list_alone(mailoutbox):
    arrive()
    send_notices(now=NOON)
    letters = {letter.to[0]: letter for letter in mailoutbox}
    assert set(letters) == {"front.door@alderbrook.example", "duty.manager@alderbrook.example"}
    for letter in mailoutbox:
        assert letter.subject == "Holdfast: Something came in. K7QF-92QD"
        assert "Open it: http://127.0.0.1:8000/" in letter.body
        assert letter.extra_headers["Message-ID"]
    assert not send_notices(now=NOON + MINUTE).sent, "each is sent once"


def test_whoever_is_on_duty_is_told_beside_the_phone_list(cast, mailoutbox):
    rosa = cast("rosa")
    rosa.email = "rosa@alderbrook.example"
    rosa.save()
    spell = put_on_duty(person="duty_manager", holder=rosa, from_at=NOON, until_at=NOON + 8 * 60 * MINUTE, by=rosa.id)
    assert put_on_duty(
        person="duty_manager", holder=rosa, from_at=NOON, until_at=NOON + 8 * 60 * MINUTE, by=rosa.id
    ) == spell  # fmt: skip
    arrive()
    send_notices(now=NOON)
    assert ["duty.manager@alderbrook.example", "rosa@alderbrook.example"] in [letter.to for letter in mailoutbox]
    take_off_duty(duty=spell, at=NOON)
    mailoutbox.clear()
    arrive()
    send_notices(now=NOON)
    assert ["duty.manager@alderbrook.example"] in [letter.to for letter in mailoutbox]


def test_somebody_taken_off_the_phone_list_gets_no_letter(mailoutbox):
    with acting(actor=WATCH, purpose=Purpose.watching):
        Notice(key="gone", to="somebody_gone", words="x", seen_for=[], written_at=NOON, next_try_at=NOON).save(
            force_insert=True
        )
    send_notices(now=NOON)
    assert mailoutbox == []
    with acting(actor=WATCH, purpose=Purpose.watching):
        assert Notice.objects.get().state == "dead"


@pytest.fixture
def mail_down(monkeypatch):
    """No letter goes."""

    def refuse(self, messages):
        raise SMTPServerDisconnected("550 to farah@kestrel.example: she told us of Oisín")

    monkeypatch.setattr(mail.backends.locmem.EmailBackend, "send_messages", refuse)
    return monkeypatch


def test_with_the_mail_down_everything_is_passed_up_and_letters_wait(mail_down, mailoutbox):
    danger, machine = arrive(), Machine()
    for _ in range(4):
        machine.wait(minutes=15)
        send_notices(now=machine.sweep().now)
    assert steps_of(danger) == [1, 2, 3]
    assert "Letters cannot be sent" in "".join(alarms())
    with acting(actor=WATCH, purpose=Purpose.watching):
        assert set(Notice.objects.values_list("said", flat=True)) == {"SMTPServerDisconnected"}, "and no word more"
    mail_down.undo()
    machine.wait(hours=2)
    send_notices(now=machine.sweep().now)
    with acting(actor=WATCH, purpose=Purpose.watching):
        assert not Notice.objects.filter(item__subject=danger).exclude(state="sent").exists()


def test_a_letter_is_tried_less_and_less_often_and_then_listed_for_a_person(mail_down, owned):
    arrive(ladder="worry")
    now, gaps = NOON, []
    for _ in range(24 * 60):
        failed = send_notices(now=now).failed
        gaps += [now] * failed
        now += MINUTE
    assert len(gaps) == MOST_TRIES
    between = [later - earlier for earlier, later in pairwise(gaps)]
    assert between == sorted(between)
    assert (between[0], between[-1]) == (MINUTE, 60 * MINUTE)
    with acting(actor=WATCH, purpose=Purpose.watching):
        assert Notice.objects.get().state == "dead"


def test_without_a_mail_server_it_is_said_whom_to_ring(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    arrive()
    send_notices(now=NOON)
    with acting(actor=WATCH, purpose=Purpose.watching):
        assert set(Notice.objects.values_list("state", "said")) == {("dead", NO_MAIL)}


def test_the_alarm_sounds_where_no_test_referral_arrives_and_is_quiet_for_an_hour_once_seen_to():
    machine = Machine()
    machine.sweep()
    machine.wait(minutes=26).sweep()
    machine.wait(minutes=1).sweep()
    assert alarms() == ["Test referrals do not arrive: what partners send may not either."]
    with acting(actor=WATCH, purpose=Purpose.watching):
        subject = QueueItem.objects.get(kind="alarm").subject
        acknowledge(kind="alarm", subject=subject, at=machine.clock)
    machine.wait(minutes=59).sweep()
    assert alarms() == []
    machine.wait(minutes=2).sweep()
    assert len(alarms()) == 1, "nothing was mended"


def test_one_item_that_cannot_be_passed_up_keeps_no_other_waiting(monkeypatch):
    bad, good = arrive(), arrive()
    real = sweep.__globals__["_pass_up"]

    def fail_for_one(item, ladder, now):
        if item.subject == bad:
            raise DatabaseError("broken")
        return real(item, ladder, now)

    monkeypatch.setitem(sweep.__globals__, "_pass_up", fail_for_one)
    swept = sweep(at=NOON + 16 * MINUTE)
    assert (swept.failed, steps_of(good), steps_of(bad)) == (1, [1], [])
    assert "look at the log" in "".join(alarms())
