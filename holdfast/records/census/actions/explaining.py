"""Explaining a query in words, confirming what was explained last year, and taking an explanation back."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from uuid import UUID

from holdfast.access import Purpose
from holdfast.kernel.refused import Refused, StaleEdit
from holdfast.records.census.codes import Severity
from holdfast.records.census.models import CensusFinding, Explained, Explanation
from holdfast.wall.acting import Actor, acting
from holdfast.wall.audit import record
from holdfast.wall.deeds import take_turns
from holdfast.wall.versions import amend, inserted


def explain_query(
    *,
    finding: CensusFinding,
    words: str,
    expected_version: int | None = None,
    by: Actor,
    purpose: Purpose,
    at: datetime,
) -> Explanation:
    """Say why a query is right as it stands; it is waived from then on, and next year until somebody confirms it.

    Refused for an error: that is mended. Sent twice it stands once; other words take the place of the former.
    `expected_version` is that of the words for this census which were read, 0 where there were none: StaleEdit where
    somebody has written others meanwhile.
    """
    words = words_said(words)
    with _doing("explain_query", finding.child_id, by=by, purpose=purpose, at=at, label=finding.rule):
        standing = _standing(finding)
        explanation = _explained(standing, words, expected_version, by=by, at=at)
        amend(standing, expected_version=standing.version, changes={"explanation_id": explanation.id})
        return explanation


def confirm_explanation(*, finding: CensusFinding, by: Actor, purpose: Purpose, at: datetime) -> Explanation:
    """Say that what was explained for an earlier census holds for this one too, in the same words."""
    if finding.explanation is None:
        raise Refused("Nobody has explained this yet. Explain it in your own words.")
    return explain_query(finding=finding, words=finding.explanation.words, by=by, purpose=purpose, at=at)


def withdraw_explanation(
    *, explanation: Explanation, because: str, expected_version: int, by: Actor, purpose: Purpose, at: datetime
) -> Explanation:
    """Take an explanation back, and say why; the query is to be mended or explained again.

    What was explained of the same query for earlier censuses goes with it: it would be carried over in its place.
    """
    because = because_said(because)
    with _doing("withdraw_explanation", explanation.child_id, by=by, purpose=purpose, at=at, label=explanation.rule):
        changes = {"withdrawn_at": at, "withdrawn_by": by.id, "withdrawn_because": because}
        taken_back = amend(explanation, expected_version=expected_version, changes=changes)
        same = Explanation.objects.filter(**_same_query(explanation), withdrawn_at=None)
        for earlier in same.filter(year__lt=explanation.year):
            amend(earlier, expected_version=earlier.version, changes=changes)
        for finding in CensusFinding.objects.filter(**_same_query(explanation), gone_at=None, run=None):
            if finding.explanation_id and finding.explanation.withdrawn_at:
                amend(finding, expected_version=finding.version, changes={"explanation_id": None})
        return taken_back


def words_said(words: str) -> str:
    """The words of an explanation; refused where there are none."""
    if not words.strip():
        raise Refused("Say why it is right as it stands: the department reads your words.")
    return words.strip()


def because_said(because: str) -> str:
    """Why an explanation is taken back; refused where nobody says it."""
    if not because.strip():
        raise Refused("Say why you take it back: whoever explained it will ask.")
    return because.strip()


@contextmanager
def _doing(what: str, child_id: UUID, *, by: Actor, purpose: Purpose, at: datetime, label: str) -> Iterator[None]:
    """One transaction with its audit event; no due date follows from words about a query."""
    with acting(actor=by, purpose=purpose):
        take_turns([child_id])
        yield
        record(what=what, children=[child_id], at=at, reason=label)


def _standing(finding: CensusFinding) -> CensusFinding:
    """The finding as it stands now, while nobody else can change it; refused where it is nothing to explain."""
    now = CensusFinding.objects.select_for_update().filter(pk=finding.pk, run=None).first()
    if now is None:
        raise Refused("Only what stands on the record is explained; a file that was kept stays as it was.")
    if now.severity != Severity.query:
        raise Refused("This is an error, and the department takes no explanation for an error: it is mended.")
    if now.gone_at is not None:
        raise Refused("This has been mended meanwhile: there is nothing left to explain.")
    return now


def refuse_stale(standing: Explained | None, expected_version: int, **yours: str) -> None:
    """StaleEdit, with both texts, where what stands is not what was read."""
    version = standing.version if standing else 0
    if version != expected_version:
        raise StaleEdit(
            "Somebody explained this while you were writing. Both texts are below; nothing you typed is lost.",
            theirs={name: getattr(standing, name, "") for name in yours}, yours=yours, version=version,
        )  # fmt: skip


def _explained(
    finding: CensusFinding, words: str, expected_version: int | None, *, by: Actor, at: datetime
) -> Explanation:
    """The explanation for this census, new or in place of the one that stood, whose versions are kept."""
    former = Explanation.objects.filter(**_same_query(finding), year=finding.year, withdrawn_at=None).first()
    about = {"value": finding.value, "message": finding.message, "words": words}
    if former and former.words == words and former.value == finding.value:
        return former
    if expected_version is not None:
        refuse_stale(former, expected_version, words=words)
    if former is None:
        carried = finding.explanation.year if finding.explanation else None
        said = {"year": finding.year, "explained_at": at, "explained_by": by.id, "carried_from": carried}
        return inserted(Explanation(**_same_query(finding), **about, **said))
    changes = about | {"explained_at": at, "explained_by": by.id}
    return amend(former, expected_version=former.version, changes=changes)


def _same_query(about: CensusFinding | Explanation) -> dict[str, Any]:
    return {name: getattr(about, name) for name in ("child_id", "rule", "table", "key", "element")}
