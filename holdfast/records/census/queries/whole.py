"""What the rules found about the whole of an authority's census, and how it was explained; it leads to no child."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from holdfast.kernel.refused import NotFound
from holdfast.records.census.codes import FindingState, Severity
from holdfast.records.census.models import CensusRun, Explainable, WholeExplanation
from holdfast.records.census.queries.asking import Asked
from holdfast.records.census.queries.runs import latest_run, run_before


@dataclass(frozen=True, kw_only=True)
class WholeFinding(Explainable):
    """What a rule found about the whole of an authority's census: the same while the rule finds it of the authority."""

    authority: str
    year: int
    rule: str
    severity: Severity
    message: str
    first_seen_at: datetime
    is_new: bool = False
    """Whether it was first found after the night before."""
    gone_at: datetime | None = None
    explanation: WholeExplanation | None = None

    @property
    def state(self) -> FindingState:
        """How it stands."""
        if self.gone_at:
            return FindingState.fixed
        if self.explanation is None:
            return FindingState.standing
        return FindingState.explained if self.is_explained else FindingState.carried


Key = tuple[str, str]
"""An authority and a rule: what makes two findings about the whole of a year's census the same."""


def whole_of(asked: Asked, *, former: CensusRun | None, at: datetime) -> list[WholeFinding]:
    """What was found now, since when, with its explanation; new is what the check before, `former`, did not find."""
    year, since = asked.year.end_on.year, {_key(told): _instant(told) for told in former.whole} if former else {}
    found = [
        WholeFinding(
            authority=authority, year=year, rule=code, severity=Severity(asked.results[code].severity), message=message,
            first_seen_at=since.get((authority, code), at), is_new=(authority, code) not in since,
        )
        for code, said in asked.said.items()
        for authority, message in said.items()
    ]  # fmt: skip
    return _explained(found)


def as_kept(found: Iterable[WholeFinding]) -> list[dict[str, Any]]:
    """What was found, as a run keeps it."""
    return [
        {
            "authority": each.authority, "rule": each.rule, "severity": str(each.severity), "said": each.message,
            "since": each.first_seen_at.isoformat(),
            "explained": each.explanation.year if each.explanation else None,
        }
        for each in found
    ]  # fmt: skip


def about_the_whole(
    run: CensusRun | None, *, rule: str = "", severity: Severity | str = "", state: FindingState | str = ""
) -> list[WholeFinding]:
    """What was found in this check and stands, as it is explained at this moment; errors first.

    Of what was mended, only what the check of the day before still found.
    """
    if run is None:
        return []
    every = _gone(run) if state == FindingState.fixed else _standing(run)
    found = [each for each in every if rule in ("", each.rule) and severity in ("", each.severity)]
    if state == FindingState.new:
        return [each for each in found if each.is_new]
    return [each for each in found if state in ("", each.state)]


def whole_or_not_found(*, year: int, authority: str, rule: str) -> WholeFinding:
    """What the last check found by that rule about the whole of the authority's census; raises NotFound."""
    for each in about_the_whole(latest_run(year), rule=rule):
        if each.authority == authority:
            return each
    raise NotFound("Nothing like that stands in this census: it may have been mended meanwhile.")


def left_to_do(run: CensusRun) -> Counter[Severity]:
    """How many errors and how many queries about the whole were left after that check."""
    return Counter(Severity(told["severity"]) for told in run.whole if told["explained"] is None)


def said_of_whole(*, authority: str, rule: str) -> list[WholeExplanation]:
    """Everything ever said of that query, the latest first; what was taken back once, with the reason."""
    said = list(_said(authority, rule).order_by("-explained_at", "-year", "-version"))
    taken_back = {(each.year, each.version - 1) for each in said if each.withdrawn_at}
    return [each for each in said if (each.year, each.version) not in taken_back]


def latest_said(*, authority: str, rule: str) -> dict[int, WholeExplanation]:
    """What was said last of that query, by the census for which it was said; what was taken back, too."""
    return {each.year: each for each in _said(authority, rule).order_by("year", "version")}


def _said(authority: str, rule: str) -> QuerySet[WholeExplanation]:
    return WholeExplanation.objects.filter(authority=authority, rule=rule)


def _standing(run: CensusRun) -> list[WholeFinding]:
    former = run_before(run)
    found = [_told(run, told, is_new=former is None or _instant(told) > former.started_at) for told in run.whole]
    return sorted(_explained(found), key=lambda each: (each.severity, each.rule, each.authority))


def _gone(run: CensusRun) -> list[WholeFinding]:
    former, standing = run_before(run), {_key(told) for told in run.whole}
    if former is None:
        return []
    return [replace(_told(run, told), gone_at=run.started_at) for told in former.whole if _key(told) not in standing]


def _told(run: CensusRun, told: Mapping[str, Any], *, is_new: bool = False) -> WholeFinding:
    return WholeFinding(
        authority=told["authority"], year=run.year, rule=told["rule"], severity=Severity(told["severity"]),
        message=told["said"], first_seen_at=_instant(told), is_new=is_new,
    )  # fmt: skip


def _explained(found: list[WholeFinding]) -> list[WholeFinding]:
    """Each query with the explanation that stands for it, of its own census or else of the latest before."""
    rows = WholeExplanation.objects.filter(rule__in={each.rule for each in found}).order_by("year", "version")
    last = {(row.authority, row.rule, row.year): row for row in rows}
    standing = [row for row in last.values() if row.withdrawn_at is None]
    return [_with(each, [row for row in standing if _key_of(row) == _key_of(each)]) for each in found]


def _with(found: WholeFinding, said: list[WholeExplanation]) -> WholeFinding:
    upto = [row for row in said if row.year <= found.year]
    return replace(found, explanation=upto[-1]) if upto and found.severity == Severity.query else found


def _key(told: Mapping[str, Any]) -> Key:
    return told["authority"], told["rule"]


def _key_of(about: WholeFinding | WholeExplanation) -> Key:
    return about.authority, about.rule


def _instant(told: Mapping[str, Any]) -> datetime:
    return datetime.fromisoformat(told["since"])
