"""Who is told when nobody picks something up: queues, ladders and the phone list, from local/escalation.toml."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

from holdfast.kernel.refused import Refused

OTHERWISE = "otherwise"
_ADDRESS = re.compile(r"[^@\s,;]+@[^@\s,;]+")


@dataclass(frozen=True, kw_only=True)
class Listed:
    """A person or a shared inbox on the phone list: whom to ring, and where letters go (nowhere else)."""

    key: str
    name: str
    telephone: str
    email: str


@dataclass(frozen=True, kw_only=True)
class Queue:
    """Where things wait, and who is told at once of each."""

    key: str
    name: str
    tell: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Step:
    """How long after the time to be picked up by who is told."""

    after: timedelta
    tell: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Ladder:
    """How soon something is to be picked up, and who is told, step by step, when it is not."""

    key: str
    within: timedelta
    tell_at_once: tuple[str, ...]
    steps: tuple[Step, ...]
    again_every: timedelta

    def is_due(self, *, step: int, acknowledge_by: datetime, passed_up_at: datetime | None, now: datetime) -> bool:
        """Whether what was passed up that many steps is to be passed up one more.

        Past the last step its people are told again and again. A last time that lies ahead comes of a clock that
        was wrong then: it keeps nobody quiet.
        """
        if step < len(self.steps):
            return now >= acknowledge_by + self.steps[step].after
        return passed_up_at is None or passed_up_at > now or now - passed_up_at >= self.again_every

    def told_at(self, step: int) -> tuple[str, ...]:
        """Who is told at this step (from 1), by their keys in the phone list."""
        return self.steps[min(step, len(self.steps)) - 1].tell


@dataclass(frozen=True, kw_only=True)
class Choices:
    """The partnership's choices about what must not be missed."""

    pages: str
    """The address of the pages, for links in letters."""
    people: Mapping[str, Listed]
    queues: Mapping[str, Queue]
    ladders: Mapping[str, Ladder]
    test_every: timedelta
    """How often a test referral is sent."""
    alarm_after: timedelta
    """How long after the last arrival of one the alarm sounds."""

    def ladder(self, key: str) -> Ladder:
        """The ladder of that name, or the one for everything else."""
        return self.ladders.get(key) or self.ladders[OTHERWISE]

    def queue(self, key: str) -> Queue:
        """The queue of that name, or the one for everything else."""
        return self.queues.get(key) or self.queues[OTHERWISE]


def escalation() -> Choices:
    """The choices in local/escalation.toml."""
    return read(settings.HOLDFAST.local / "escalation.toml")


@cache
def read(path: Path) -> Choices:
    """The choices in this file; Refused says what to mend."""
    try:
        return _read(tomllib.loads(path.read_text(encoding="utf-8")))
    except KeyError as missing:
        raise Refused(f"{path}: {missing.args[0]} is missing. Copy it from the file that came with Holdfast.") from None
    except (OSError, ValueError, TypeError) as wrong:
        raise Refused(f"{path} cannot be used: {wrong}. The file that came with Holdfast shows how.") from wrong


def _read(told: Mapping[str, Any]) -> Choices:
    _refuse_unknown("this file", told, {"pages", "people", "queues", "ladders", "test_referral"})
    people = {key: _listed(key, about) for key, about in _table(told, "people").items()}
    queues = {key: _queue(key, about, people) for key, about in _table(told, "queues").items()}
    ladders = {key: _ladder(key, about, people) for key, about in _table(told, "ladders").items()}
    for name, found in (("queues", queues), ("ladders", ladders)):
        if OTHERWISE not in found:
            raise KeyError(f"[{name}.{OTHERWISE}]")
    test = _table(told, "test_referral")
    every = _minutes("[test_referral] every_minutes", test["every_minutes"], least=1)
    alarm = _minutes("[test_referral] alarm_after_minutes", test["alarm_after_minutes"], least=1)
    if alarm <= every:
        raise ValueError("[test_referral] alarm_after_minutes must be more than every_minutes")
    return Choices(
        pages=_text("pages", told["pages"]).rstrip("/"), people=people, queues=queues, ladders=ladders,
        test_every=every, alarm_after=alarm,
    )  # fmt: skip


def _listed(key: str, about: Mapping[str, Any]) -> Listed:
    where = f"[people.{key}]"
    _refuse_unknown(where, about, {"name", "telephone", "email"})
    email = about.get("email", "")
    if email and not _ADDRESS.fullmatch(email):
        raise ValueError(f"{where} email {email!r} is not one e-mail address")
    return Listed(
        key=_short(where, key),
        name=_text(f"{where} name", about.get("name")),
        telephone=_text(f"{where} telephone", about.get("telephone")),
        email=email,
    )


def _queue(key: str, about: Mapping[str, Any], people: Mapping[str, Listed]) -> Queue:
    where = f"[queues.{key}]"
    _refuse_unknown(where, about, {"name", "tell"})
    name = _text(f"{where} name", about.get("name"))
    tell = () if about.get("tell") == [] else _people(where, about.get("tell"), people)
    return Queue(key=_short(where, key), name=name, tell=tell)


def _ladder(key: str, about: Mapping[str, Any], people: Mapping[str, Listed]) -> Ladder:
    where = f"[ladders.{key}]"
    _refuse_unknown(where, about, {"within_minutes", "tell_at_once", "steps", "again_every_minutes"})
    steps = tuple(_step(where, each, people) for each in about.get("steps") or ())
    if not steps:
        raise ValueError(f"{where} needs at least one step: whom to tell when nobody picks it up")
    if [step.after for step in steps] != sorted(step.after for step in steps):
        raise ValueError(f"{where} steps: each after_minutes must be at least that of the step before")
    return Ladder(
        key=_short(where, key),
        within=_minutes(f"{where} within_minutes", about.get("within_minutes")),
        tell_at_once=_people(where, about["tell_at_once"], people) if "tell_at_once" in about else (),
        steps=steps,
        again_every=_minutes(f"{where} again_every_minutes", about.get("again_every_minutes"), least=5),
    )


def _step(where: str, about: Mapping[str, Any], people: Mapping[str, Listed]) -> Step:
    _refuse_unknown(f"{where} steps", about, {"after_minutes", "tell"})
    after = _minutes(f"{where} after_minutes", about.get("after_minutes"))
    return Step(after=after, tell=_people(where, about.get("tell"), people))


def _people(where: str, told: Any, people: Mapping[str, Listed]) -> tuple[str, ...]:
    if not isinstance(told, list) or not told:
        raise ValueError(f'{where} tell must list somebody from the phone list, as in tell = ["duty_manager"]')
    for key in told:
        if key not in people:
            raise ValueError(f"{where} tells {key!r}, who is not on the phone list; there are {', '.join(people)}")
    return tuple(dict.fromkeys(told))


def _table(told: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = told.get(name)
    if not isinstance(found, dict) or not found:
        raise KeyError(f"[{name}]")
    return found


def _refuse_unknown(where: str, told: Any, known: set[str]) -> None:
    if not isinstance(told, dict):
        raise ValueError(f"{where} is not a part with lines of its own")
    if unknown := sorted(set(told) - known):
        raise ValueError(f"{where} has {unknown[0]!r}, which means nothing here; known are {', '.join(sorted(known))}")


def _text(where: str, value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"{where} is missing or is not text")
    return value.strip()


def _short(where: str, key: str) -> str:
    if len(key) > 40:
        raise ValueError(f"{where} has a name of more than 40 letters")
    return key


def _minutes(where: str, value: Any, *, least: int = 0) -> timedelta:
    if type(value) is not int or not least <= value <= 60 * 24 * 30:
        raise ValueError(f"{where} is {value!r}: write a whole number of minutes from {least} to 43200")
    return timedelta(minutes=value)
