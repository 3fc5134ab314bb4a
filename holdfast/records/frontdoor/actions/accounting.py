"""Each day's account of what arrived, made after midnight and kept where all is zero too."""

from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction

from holdfast.access import Purpose
from holdfast.records.frontdoor.actions.queueing import address_of
from holdfast.records.frontdoor.models import DayOfArrivals
from holdfast.records.frontdoor.queries.arrivals import day_of_arrivals
from holdfast.records.frontdoor.queries.waiting import HUB_QUEUE
from holdfast.wall.acting import acting
from holdfast.wall.deeds import day_of, midnight
from holdfast.wall.waiting.alarms import sound
from holdfast.wall.waiting.beats import last
from holdfast.wall.waiting.items import HUB
from holdfast.wall.waiting.ladders import escalation
from holdfast.wall.waiting.models import Notice
from holdfast.wall.waiting.sweeping import SINCE, WATCH
from holdfast.web import words

_LONGEST_GAP = timedelta(days=31)


def account_for_days(*, at: datetime) -> None:
    """Make the account of every day that is over and has none yet, the oldest first."""
    since = last(SINCE)
    if since is None:
        return
    yesterday = day_of(at) - timedelta(days=1)
    if DayOfArrivals.objects.filter(day__gte=yesterday).exists():
        return
    newest = DayOfArrivals.objects.order_by("-day").values_list("day", flat=True).first()
    day = max(newest + timedelta(days=1) if newest else day_of(since), yesterday - _LONGEST_GAP)
    while day <= yesterday:
        account_for(day=day, at=at)
        day += timedelta(days=1)


def account_for(*, day: date, at: datetime) -> None:
    """Keep one day's account, and tell the front door; made twice it stands once."""
    with acting(actor=WATCH, purpose=Purpose.watching):
        told = day_of_arrivals(day)
        account = DayOfArrivals(day=day, made_at=at, tests_due=_tests_due(day), **vars(told))
        try:
            with transaction.atomic():
                account.save(force_insert=True)
        except IntegrityError:
            return  # another process was quicker
        _tell(account, at)
        if told.missing or told.sent != told.received:
            sound("missing", words="The day’s account does not add up: something that came in may be lost.", at=at)


def _tests_due(day: date) -> int:
    """How many test referrals belong to the day, from when the watch began."""
    since = max(midnight(day), last(SINCE) or midnight(day))
    until = midnight(day + timedelta(days=1))
    return max(0, int((until - since) / escalation().test_every) - 1)


def _tell(account: DayOfArrivals, at: datetime) -> None:
    for person in escalation().queue(HUB_QUEUE).tell:
        Notice(
            key=f"account/{account.day}/{person}", to=person, seen_for=[purpose.value for purpose in HUB],
            words=said(account), path=address_of("frontdoor:arrivals"), written_at=at, next_try_at=at,
        ).save(force_insert=True)  # fmt: skip


def said(account: DayOfArrivals) -> str:
    """The account in a sentence."""
    numbers = f"{account.sent} sent, {account.received} received, {account.queued} queued"
    ending = "all arrived" if account.all_arrived else "NOT all arrived"
    return f"{words.day(account.day)}: {numbers}; {account.tests_arrived} test referrals; {ending}."
