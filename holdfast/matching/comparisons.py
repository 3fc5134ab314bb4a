"""What of two descriptions is compared, and the answers there are: declared once, read by our look-up and by Splink.

The names of brothers, sisters and twins are the difficulty: they share a home, a telephone, a mother, a family name,
some of them a birthday. So a comparison is weighed apart for people of one household: there, agreeing in what a
household shares says little, and another first name says much. It is a weight, never a veto: brothers may share a
first name, and one child may be called two things.
"""

from dataclasses import dataclass

from holdfast.matching.conditions import (
    Alike,
    BothBorn,
    Condition,
    Crossed,
    Either,
    Every,
    Not,
    Shares,
    SpansMeet,
    Tells,
)
from holdfast.matching.described import Ready

TOGETHER = Either((Shares("homes"), Shares("telephones"), Shares("mothers")))
"""The two live or lived in one household, as far as anybody told."""
TWINNED = Every((TOGETHER, Shares("birth")))
"""And were born on one day: one child, or twins."""

SILENT = "silent"
"""The answer where one of the two says nothing: it weighs nothing."""
OTHERWISE = "other"


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """One thing that is compared. `answers` are asked in order; the first that holds is the answer, else `other`.

    `among` are the situations in which it weighs differently, in order; the last has no condition.
    """

    name: str
    speaks: Condition
    answers: tuple[tuple[str, Condition], ...]
    among: tuple[tuple[str, Condition | None], ...] = (("", None),)

    def answer(self, a: Ready, b: Ready) -> str:
        """The answer for this pair, with the situation before it where there are several: `together:same`."""
        if not self.speaks.holds(a, b):
            return SILENT
        said = next((name for name, condition in self.answers if condition.holds(a, b)), OTHERWISE)
        return _in(self.situation(a, b), said)

    def situation(self, a: Ready, b: Ready) -> str:
        """In which situation this pair is compared."""
        return next(name for name, condition in self.among if condition is None or condition.holds(a, b))

    @property
    def levels(self) -> tuple[str, ...]:
        """Every answer but silence, in the order in which they are asked."""
        said = [*(name for name, _ in self.answers), OTHERWISE]
        return tuple(_in(situation, name) for situation, _ in self.among for name in said)


def _in(situation: str, said: str) -> str:
    return f"{situation}:{said}" if situation else said


HOUSEHOLDS: tuple[tuple[str, Condition | None], ...] = (("together", TOGETHER), ("apart", None))
TWINS: tuple[tuple[str, Condition | None], ...] = (("twinned", TWINNED), *HOUSEHOLDS)

COMPARISONS: tuple[Comparison, ...] = (
    Comparison(name="number", speaks=Shares("number_kinds"), answers=(("same", Shares("numbers")),)),
    Comparison(
        name="home",
        speaks=Either(tuple(Tells(each) for each in ("homes", "postcodes", "telephones", "mothers"))),
        answers=(
            ("home_and_more", Every((Shares("homes"), Either((Shares("telephones"), Shares("mothers")))))),
            ("home", Shares("homes")),
            ("telephone", Shares("telephones")),
            ("mother", Shares("mothers")),
            ("postcode", Shares("postcodes")),
        ),
    ),
    Comparison(
        name="birth",
        speaks=BothBorn(),
        answers=(
            ("same", Shares("birth")),
            ("swapped", Shares("birth", "birth_swapped")),
            ("slip", Shares("birth_slips")),
            ("fits", SpansMeet()),
            ("other_year", Shares("birth_day")),
        ),
        among=HOUSEHOLDS,
    ),
    Comparison(
        name="family",
        speaks=Tells("family"),
        answers=(
            ("same", Shares("family")),
            ("crossed", Crossed()),
            ("near", Shares("family_near")),
            ("alike", Alike("family", 0.88)),
        ),
        among=HOUSEHOLDS,
    ),
    Comparison(
        name="given",
        speaks=Tells("given"),
        answers=(
            ("same", Shares("given")),
            ("form", Shares("given_forms")),
            ("crossed", Crossed()),
            ("near", Shares("given_near")),
            ("middle", Shares("given", "given_more")),
            ("initial", Shares("given_single", "given_initials")),
            ("alike", Alike("given", 0.88)),
        ),
        among=TWINS,
    ),
    Comparison(name="sex", speaks=Tells("sex"), answers=(("same", Shares("sex")),)),
    Comparison(name="siblings", speaks=Tells("siblings"), answers=(("same", Shares("siblings")),), among=HOUSEHOLDS),
)
"""In the order in which their reasons are shown."""


def answers(a: Ready, b: Ready) -> dict[str, str]:
    """The answer of every comparison for this pair; the same whichever of the two comes first."""
    return {each.name: each.answer(a, b) for each in COMPARISONS}


def splink_levels(comparison: Comparison) -> list[tuple[str, str]]:
    """The comparison's levels for Splink, silence first: each with its condition as SQL, `ELSE` for the last."""
    levels = [(SILENT, Not(comparison.speaks).sql())]
    for situation, among in comparison.among:
        for name, condition in (*comparison.answers, (OTHERWISE, None)):
            parts = [each.sql() for each in (among, condition) if each is not None]
            levels.append((_in(situation, name), " AND ".join(parts) or "ELSE"))
    return levels
