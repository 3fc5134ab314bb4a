"""Checks over what was seen: injuries, appointments, homes and the people in them."""

from datetime import date

from holdfast.access import Stage
from holdfast.checks._check import Check, Example, On, Setting, Where, days, months
from holdfast.checks._sources import FIFTY_INJURIES, MISSED_MEDICALS, MOBILE, UNSEEN_MEN
from holdfast.facts.schema import Row
from holdfast.kernel.source import Dated


def _injury(day: date, kind: str, *, conflicts: bool | None = None) -> Row:
    return {"injury": f"i{day}", "seen_on": day, "agency_kind": kind, "conflicts": conflicts}


def _appointment(day: date, what: str) -> Row:
    return {"sighting": f"t{day}", "seen_on": day, "agency_kind": "health", "what": what}


def _move(day: date) -> Row:
    return {"move": f"m{day}", "moved_on": day}


def _joined(day: date, *, adult: bool) -> Row:
    return {"household_change": f"h{day}", "joined_on": day, "adult": adult, "relation": "partner"}


_FIRST, _SECOND = date(2026, 3, 2), date(2026, 4, 1)

INJURIES_ADD_UP = Check(
    id="injuries_add_up",
    title="A third injury, seen by a second agency",
    question="Were three injuries seen within 90 days, by more than one kind of agency?",
    why="Each injury was small and each had an explanation. Fifty of them, over eight months, had none.",
    taught_by=(FIFTY_INJURIES,),
    to_do="Look at the body map of all agencies. Ask a paediatrician, and think of a strategy discussion today.",
    table="injury",
    marks=On(column="seen_on"),
    kind="agency_kind",
    settings=(Dated(value=Setting(at_least=3, kinds=2, within=days(90)), valid_from=date.min),),
    said="{count} injuries seen within {within}, by {kinds}.",
    stage=Stage.child_protection,
    examples=(
        Example(
            words="The third on the 90th day, and the school is not alone any more",
            as_of=date(2026, 6, 1),
            rows={
                "injury": (
                    _injury(_FIRST, "school"),
                    _injury(_SECOND, "school"),
                    _injury(date(2026, 5, 31), "gp_practice"),
                )
            },
            said="3 injuries seen within 90 days, by GP practice and school.",
            evidence=("injury:i2026-03-02", "injury:i2026-04-01", "injury:i2026-05-31"),
        ),
        Example(
            words="The third on the 91st day",
            as_of=date(2026, 6, 1),
            rows={
                "injury": (
                    _injury(_FIRST, "school"),
                    _injury(_SECOND, "school"),
                    _injury(date(2026, 6, 1), "gp_practice"),
                )
            },
            said=None,
        ),
    ),
)

INJURIES_RISING = Check(
    id="injuries_rising",
    title="More injuries than before",
    question="Were two injuries or more seen within 90 days, and more than in the 90 days before?",
    why="A rising count over months shows to nobody who sees the child once.",
    taught_by=(FIFTY_INJURIES,),
    to_do="Ask what changed in the home when the injuries began to be more.",
    table="injury",
    marks=On(column="seen_on"),
    kind="agency_kind",
    rising=True,
    settings=(Dated(value=Setting(at_least=2, within=days(90)), valid_from=date.min),),
    said="{count} injuries seen within {within}, more than in as long a time before; seen by {kinds}.",
    stage=Stage.child_protection,
    examples=(
        Example(
            words="Two in these 90 days, one in those before",
            as_of=date(2026, 6, 1),
            rows={
                "injury": (
                    _injury(date(2026, 1, 10), "school"),
                    _injury(date(2026, 5, 1), "school"),
                    _injury(date(2026, 5, 30), "school"),
                )
            },
            said="2 injuries seen within 90 days, more than in as long a time before; seen by school.",
            evidence=("injury:i2026-05-01", "injury:i2026-05-30"),
        ),
        Example(
            words="Two, and two in the 90 days before",
            as_of=date(2026, 8, 1),
            rows={
                "injury": tuple(
                    _injury(day, "school")
                    for day in (date(2026, 1, 20), date(2026, 1, 25), date(2026, 4, 26), date(2026, 4, 27))
                )
            },
            said=None,
        ),
    ),
)

EXPLANATIONS_CONFLICT = Check(
    id="explanations_conflict",
    title="Two explanations of one injury",
    question="Was an injury explained to one person in one way, and to another in another?",
    why="Each explanation was believed, because nobody who heard one had heard the other.",
    taught_by=(FIFTY_INJURIES,),
    to_do="Read the explanations side by side. Have the child seen alone, and the injury seen by a doctor.",
    table="injury",
    marks=On(column="seen_on"),
    where=(Where("conflicts", True),),
    settings=(Dated(value=Setting(at_least=1, within=days(90)), valid_from=date.min),),
    said="{count} injury record{s} within {within} with conflicting explanations.",
    stage=Stage.child_protection,
    examples=(
        Example(
            words="A bruise: from a fall, says one record; from a brother, says the other",
            as_of=_SECOND,
            rows={"injury": (_injury(_FIRST, "school", conflicts=True), _injury(_SECOND, "health", conflicts=True))},
            said="2 injury records within 90 days with conflicting explanations.",
            evidence=("injury:i2026-03-02", "injury:i2026-04-01"),
        ),
        Example(
            words="The same explanation each time",
            as_of=_SECOND,
            rows={"injury": (_injury(_FIRST, "school", conflicts=False), _injury(_SECOND, "health", conflicts=False))},
            said=None,
        ),
    ),
)

NOT_BROUGHT = Check(
    id="not_brought",
    title="Not brought, again",
    question="Was the child not brought to three appointments within six months?",
    why="A child does not miss an appointment: somebody did not bring them. Each clinic counts its own.",
    taught_by=(MISSED_MEDICALS,),
    to_do="Ask what each appointment was for, and who has seen the child since.",
    table="sighting",
    marks=On(column="seen_on"),
    where=(Where("what", "was_not_brought"),),
    kind="agency_kind",
    settings=(Dated(value=Setting(at_least=3, within=months(6)), valid_from=date.min),),
    said="Not brought to {count} appointments within {within}, by {kinds}.",
    stage=Stage.child_in_need,
    examples=(
        Example(
            words="The third, six months to the day after the first; one that was kept does not count",
            as_of=date(2026, 9, 2),
            rows={
                "sighting": (
                    _appointment(_FIRST, "was_not_brought"),
                    _appointment(_SECOND, "was_not_brought"),
                    _appointment(date(2026, 6, 1), "kept"),
                    _appointment(date(2026, 9, 2), "was_not_brought"),
                )
            },
            said="Not brought to 3 appointments within 6 months, by health.",
            evidence=("sighting:t2026-03-02", "sighting:t2026-04-01", "sighting:t2026-09-02"),
        ),
        Example(
            words="Twice",
            as_of=date(2026, 9, 2),
            rows={
                "sighting": (_appointment(_FIRST, "was_not_brought"), _appointment(_SECOND, "was_not_brought")),
            },
            said=None,
        ),
    ),
)

MANY_MOVES = Check(
    id="many_moves",
    title="Many moves",
    question="Did the child move house three times within two years?",
    why="With each move the family has a new school, a new doctor and a new worker, and the story begins again.",
    taught_by=(MOBILE,),
    to_do="Say who holds the whole story now, and whether every service knows the address.",
    table="move",
    marks=On(column="moved_on"),
    settings=(Dated(value=Setting(at_least=3, within=months(24)), valid_from=date.min),),
    said="{count} moves of home within {within}.",
    stage=Stage.child_in_need,
    examples=(
        Example(
            words="The third move, two years to the day after the first",
            as_of=date(2026, 3, 2),
            rows={"move": (_move(date(2024, 3, 2)), _move(date(2025, 3, 2)), _move(date(2026, 3, 2)))},
            said="3 moves of home within 24 months.",
            evidence=("move:m2024-03-02", "move:m2025-03-02", "move:m2026-03-02"),
        ),
        Example(
            words="The day before: it has not happened yet",
            as_of=date(2026, 3, 1),
            rows={"move": (_move(date(2024, 3, 2)), _move(date(2025, 3, 2)), _move(date(2026, 3, 2)))},
            said=None,
        ),
    ),
)

NEW_ADULT = Check(
    id="new_adult",
    title="A new adult in the household",
    question="Did an adult begin to live with the child within the last three months?",
    why="A man moved in, and nobody who met the mother asked who he was.",
    taught_by=(UNSEEN_MEN,),
    to_do="Ask who it is, what is known of them by the police and in other households, and what the child says.",
    table="household_change",
    marks=On(column="joined_on"),
    where=(Where("adult", True),),
    kind="relation",
    settings=(Dated(value=Setting(at_least=1, within=months(3), keep=months(3)), valid_from=date.min),),
    said="An adult joined the household within {within} ({count} in all): {kinds}.",
    stage=Stage.child_in_need,
    examples=(
        Example(
            words="Still asked on the last day of the three months",
            as_of=date(2026, 6, 2),
            rows={"household_change": (_joined(_FIRST, adult=True),)},
            said="An adult joined the household within 3 months (1 in all): partner.",
            evidence=("household_change:h2026-03-02",),
        ),
        Example(
            words="The day after: no longer new",
            as_of=date(2026, 6, 3),
            rows={"household_change": (_joined(_FIRST, adult=True),)},
            said=None,
        ),
        Example(
            words="A baby is not an adult",
            as_of=date(2026, 6, 2),
            rows={"household_change": (_joined(_FIRST, adult=False),)},
            said=None,
        ),
    ),
)

CHECKS = (INJURIES_ADD_UP, INJURIES_RISING, EXPLANATIONS_CONFLICT, NOT_BROUGHT, MANY_MOVES, NEW_ADULT)
