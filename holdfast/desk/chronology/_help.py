"""Early help that was asked for, agreed, refused and ended; and powers that were used to protect a child at once."""

from collections.abc import Collection
from uuid import UUID

from holdfast.desk.chronology._line import Lines, lines, of
from holdfast.records.earlyhelp.models import Help
from holdfast.records.frontdoor.models import PowerUsed
from holdfast.wall.deeds import day_of


def early_help(children: Collection[UUID]) -> Lines:
    """The steps of each time that a family was helped early, or would not be."""
    for row in Help.objects.filter(child_id__in=children):
        yield of(row, on=row.referred_on, title="Early help asked for", text=row.wanted, kind="helped")
        for on, title, text in (
            (row.agreed_on, "The family agreed to early help", ""),
            (row.refused_on, "The family refused early help", lines(row.refusal_words, row.risk_words)),
            (row.stepped_up_on, "Early help stepped up to children’s social care", ""),
            (row.ended_on, f"Early help ended: {row.get_outcome_display()}".removesuffix(": "), row.ending_words),
        ):
            if on:
                yield of(row, again=True, on=on, title=title, text=text, kind="helped", significant=True)


def powers(children: Collection[UUID]) -> Lines:
    """Police protection, an emergency order: what was used, and what came of it."""
    for row in PowerUsed.objects.filter(child_id__in=children):
        yield of(
            row, on=day_of(row.used_at), title=row.get_power_display(), text=lines(row.reason, row.outcome),
            kind="protected", significant=True, tag="Protected at once", meaning="danger",
        )  # fmt: skip
