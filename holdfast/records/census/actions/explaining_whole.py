"""Explaining a query about the whole of a census, confirming last year's words, and taking an explanation back.

What was said is never changed: each wording, and that it was taken back, is a row after the one before.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import connection

from holdfast.access import Purpose
from holdfast.facts.cohorts import CollectionYear
from holdfast.kernel.refused import NotFound, Refused
from holdfast.records.census.actions.explaining import because_said, refuse_stale, words_said
from holdfast.records.census.codes import Severity
from holdfast.records.census.models import WholeExplanation
from holdfast.records.census.queries.whole import WholeFinding, latest_said, whole_or_not_found
from holdfast.wall.acting import Actor, acting
from holdfast.wall.audit import record


def explain_whole(
    *, finding: WholeFinding, words: str, expected_version: int = 0, by: Actor, purpose: Purpose, at: datetime
) -> WholeExplanation:
    """Say why a query about the whole of a census is right; waived from then on, and next year until it is confirmed.

    Refused for an error, and to whoever does not send the return. `expected_version` is what was said of it for this
    census, as it was read: StaleEdit where somebody said more meanwhile. Sent twice it stands once.
    """
    words = words_said(words)
    about = {"authority": finding.authority, "rule": finding.rule}
    with _saying("explain_whole", **about, year=finding.year, by=by, purpose=purpose, at=at):
        now = _standing(finding)
        last = latest_said(**about).get(now.year)
        if last and last.withdrawn_at is None and (last.words, last.message) == (words, now.message):
            return last
        refuse_stale(last, expected_version, words=words)
        said = {"message": now.message, "words": words, "explained_at": at, "explained_by": by.id}
        return _next(last, **about, year=now.year, carried_from=_carried_from(now), **said)


def withdraw_whole(
    *, explanation: WholeExplanation, because: str, expected_version: int, by: Actor, purpose: Purpose, at: datetime
) -> WholeExplanation:
    """Take an explanation back, and say why; the query is to be mended or explained again.

    What was said of it for earlier censuses goes with it: it would be carried over in its place.
    """
    because = because_said(because)
    about = {"authority": explanation.authority, "rule": explanation.rule}
    with _saying("withdraw_whole", **about, year=explanation.year, by=by, purpose=purpose, at=at):
        standing = latest_said(**about)
        refuse_stale(standing[explanation.year], expected_version, withdrawn_because=because)
        back = {"withdrawn_at": at, "withdrawn_by": by.id, "withdrawn_because": because}
        for year, last in standing.items():
            if year <= explanation.year and last.withdrawn_at is None:
                standing[year] = _next(last, **_same(last), **back)
        return standing[explanation.year]


@contextmanager
def _saying(
    what: str, *, authority: str, rule: str, year: int, by: Actor, purpose: Purpose, at: datetime
) -> Iterator[None]:
    """One transaction with its audit event, after whoever else says something of that query."""
    if purpose is not Purpose.statutory_return:
        raise Refused("Only whoever sends the return explains a question about the whole of it.")
    with acting(actor=by, purpose=purpose):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"census {authority} {rule}"])
        yield
        of = CollectionYear.ending(year).label
        record(what=what, children=[], at=at, reason=f"{rule} of authority {authority}, {of}")


def _standing(finding: WholeFinding) -> WholeFinding:
    if finding.severity != Severity.query:
        raise Refused("This is an error, and the department takes no explanation for an error: it is mended.")
    try:
        return whole_or_not_found(year=finding.year, authority=finding.authority, rule=finding.rule)
    except NotFound:
        raise Refused("This has been mended meanwhile: there is nothing left to explain.") from None


def _carried_from(finding: WholeFinding) -> int | None:
    standing = finding.explanation
    if standing is None:
        return None
    return standing.year if finding.is_carried else standing.carried_from


def _next(last: WholeExplanation | None, **said: Any) -> WholeExplanation:
    explanation = WholeExplanation(version=last.version + 1 if last else 1, **said)
    explanation.save(force_insert=True)
    return explanation


_SAID = ("authority", "rule", "year", "message", "words", "explained_at", "explained_by", "carried_from")


def _same(last: WholeExplanation) -> dict[str, Any]:
    return {name: getattr(last, name) for name in _SAID}
