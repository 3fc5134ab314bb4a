"""In which queue something at the front door waits, and by when somebody has to pick it up."""

from datetime import datetime, time, timedelta

from holdfast.records.frontdoor.queries.local import decide_by, front_door, who_answers
from holdfast.wall.deeds import LONDON, day_of
from holdfast.wall.waiting.ladders import escalation

HUB_QUEUE, NIGHT_QUEUE = "front_door", "out_of_hours"
_AT_LEAST = timedelta(minutes=60)
"""What comes in shortly before the hub closes may still be looked at for so long."""


def queue_at(at: datetime) -> str:
    """Where what comes in at that moment waits: with the hub, or with the out-of-hours team."""
    return HUB_QUEUE if who_answers(at).is_hub else NIGHT_QUEUE


def ladder_of_envelope(*, maybe_danger: bool, at: datetime) -> str:
    """By which ladder an envelope is passed up."""
    if maybe_danger:
        return "danger"
    return "worry" if who_answers(at).is_hub else "worry_at_night"


def look_by(*, maybe_danger: bool, at: datetime) -> datetime:
    """By when an envelope is to be opened: at once in danger, else before the hub closes, or soon in the night."""
    within = at + escalation().ladder(ladder_of_envelope(maybe_danger=maybe_danger, at=at)).within
    if maybe_danger or not who_answers(at).is_hub:
        return within
    return min(within, max(_today_at(front_door().closes, at), at + _AT_LEAST))


def decide_at_the_latest(*, maybe_danger: bool, received_at: datetime, at: datetime) -> datetime:
    """By when a referral is to be decided: within a working day of its receipt; in danger the same day, and soon."""
    if maybe_danger:
        soon = received_at + escalation().ladder("decision_at_once").within
        return min(soon, max(_today_at(time.max, received_at), received_at + _AT_LEAST))
    return within_a_working_day(received_at=received_at, ladder="decision", at=at)


def within_a_working_day(*, received_at: datetime, ladder: str, at: datetime) -> datetime:
    """When the hub closes on the next working day; by the ladder's minutes where no bank holidays are listed so far."""
    day = decide_by(day_of(received_at))
    if day is None:
        return at + escalation().ladder(ladder).within
    return datetime.combine(day, front_door().closes, tzinfo=LONDON)


def _today_at(hour: time, at: datetime) -> datetime:
    return datetime.combine(day_of(at), hour, tzinfo=LONDON)
