"""What becomes of a check's question to the managers: asked, asked with more, kept, or taken back.

A question once asked stays until somebody looks. What somebody has looked at is not asked again; anything new is.
"""

from collections.abc import Collection
from dataclasses import dataclass

from holdfast.checks._check import Finding


@dataclass(frozen=True, kw_only=True)
class Question:
    """What a check asks about one child, with every row that it rests on."""

    said: str
    evidence: tuple[str, ...]


def question(
    *,
    standing: Question | None,
    lately: Finding | None,
    ever: Finding | None,
    looked_at: Collection[str],
    told: Collection[str],
) -> Question | None:
    """The question that should stand now; None where there is none.

    `standing` is the question that nobody has looked at yet; `lately` what the check finds now, `ever` what it finds
    however long ago; `looked_at` the rows that managers have looked at for this check; `told` the rows that are marks.
    """
    if standing is None:
        return _with(lately, ()) if lately and _is_new(lately, looked_at) else None
    kept = tuple(row for row in standing.evidence if row in told)
    if lately and not set(lately.evidence) <= set(standing.evidence):
        return _with(lately, kept)
    if len(kept) == len(standing.evidence):
        return standing
    return _with(ever, ()) if ever and _is_new(ever, looked_at) else None


def _is_new(found: Finding, looked_at: Collection[str]) -> bool:
    return not set(found.evidence) <= set(looked_at)


def _with(found: Finding, kept: tuple[str, ...]) -> Question:
    return Question(said=found.said, evidence=tuple(dict.fromkeys((*kept, *found.evidence))))
