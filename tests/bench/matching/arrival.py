"""The look-up on arrival, against a million persons on record: how fast, and how often it is right."""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from tests.bench.ground import Ground
from tests.bench.matching.curve import NOTHING, Answer
from tests.bench.matching.telling import Told

Statements = list[tuple[str, Any]]


@contextmanager
def at_the_front_door(ground: Ground) -> Iterator[None]:
    """Act as a manager at the front door on that database."""
    from django.db import connections

    from holdfast.access import Purpose, Role
    from holdfast.wall.acting import Actor, acting

    connections.close_all()
    connections.settings["default"].update(ground.app.for_django() | {"CONN_MAX_AGE": 0})
    manager = Actor(id=UUID(int=7, version=4), role=Role.front_door_manager, name="A benchmark")
    with acting(actor=manager, purpose=Purpose.front_door):
        yield
    connections.close_all()


def answered(reports: Sequence[Told]) -> tuple[list[Answer], list[float], list[float]]:
    """Each report's likeliest record; seconds for each look-up, and for its SQL alone, sent again by itself."""
    from holdfast.matching.model import trained
    from holdfast.records.people.queries import may_be

    answers, whole, bare = [], [], []
    for report in reports:
        began = time.perf_counter()
        with _statements() as sent:
            found = may_be(report.described)
        whole.append(time.perf_counter() - began)
        bare.append(_again(sent))
        best = found[0] if found else None
        bits = trained().prior + best.judged.bits if best else NOTHING
        answers.append(Answer(report.by, bits, bool(best and best.person.id == report.truth), report.known))
    return answers, whole, bare


@contextmanager
def _statements() -> Iterator[Statements]:
    from django.db import connection

    sent: Statements = []

    def keep(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        sent.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(keep):
        yield sent


def _again(sent: Statements) -> float:
    from django.db import connection

    began = time.perf_counter()
    with connection.cursor() as cursor:
        for sql, params in sent:
            cursor.execute(sql, params)
            cursor.fetchall()
    return time.perf_counter() - began
