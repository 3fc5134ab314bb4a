"""Checks over what was told and decided: contacts that never stood side by side."""

from datetime import UTC, date, datetime

from holdfast.access import Stage
from holdfast.checks._check import Check, Example, On, Setting, Where, days, months
from holdfast.checks._sources import HISTORY, SIXTY_CONTACTS
from holdfast.facts.schema import Row
from holdfast.kernel.source import Dated


def _contact(month: int, day: int, kind: str | None, year: int = 2026) -> Row:
    at = datetime(year, month, day, 10, tzinfo=UTC)
    return {"contact": f"k{at.date()}", "received_at": at, "agency_kind": kind}


def _ended(day: date, *, nfa: bool | None) -> Row:
    return {"episode": str(day), "referred_on": day, "no_further_action": nfa}


_AUTUMN = _contact(9, 1, "school", 2025)
_SCHOOL, _GP = _contact(3, 2, "school"), _contact(4, 1, "gp_practice")

SEVERAL_AGENCIES = Check(
    id="several_agencies",
    title="Several agencies within a short time",
    question="Did three kinds of agency tell us of this child within 90 days?",
    why="Each agency sees its own piece and thinks it small. Nobody laid the pieces together.",
    taught_by=(SIXTY_CONTACTS,),
    to_do="Read what each of them told, in order, as one story. Decide whether it needs an assessment or a strategy "
    "discussion that no single contact did.",
    table="contact",
    marks=On(column="received_at"),
    kind="agency_kind",
    settings=(Dated(value=Setting(at_least=3, kinds=3, within=days(90)), valid_from=date.min),),
    said="{kind_count} kinds of agency told us within {within}: {kinds}; {count} contacts together.",
    stage=Stage.child_in_need,
    examples=(
        Example(
            words="A school, a GP practice and, on the 90th day, the police",
            as_of=date(2026, 6, 1),
            rows={"contact": (_SCHOOL, _GP, _contact(5, 31, "police"))},
            said="Three kinds of agency told us within 90 days: GP practice, police and school; 3 contacts together.",
            evidence=("contact:k2026-03-02", "contact:k2026-04-01", "contact:k2026-05-31"),
        ),
        Example(
            words="The police a day later: the 91st day",
            as_of=date(2026, 6, 1),
            rows={"contact": (_SCHOOL, _GP, _contact(6, 1, "police"))},
            said=None,
        ),
        Example(
            words="Three contacts from two kinds of agency",
            as_of=date(2026, 6, 1),
            rows={"contact": (_SCHOOL, _GP, _contact(5, 31, "school"))},
            said=None,
        ),
    ),
)

MANY_CONTACTS = Check(
    id="many_contacts",
    title="Many contacts",
    question="Were there twelve contacts about this child within twelve months?",
    why="One child was seen sixty times. No contact by itself reached a threshold, and nobody counted.",
    taught_by=(SIXTY_CONTACTS,),
    to_do="Look at the whole, not at the latest. Say what is different about the next answer from the last twelve.",
    table="contact",
    marks=On(column="received_at"),
    kind="agency_kind",
    settings=(Dated(value=Setting(at_least=12, within=months(12)), valid_from=date.min),),
    said="{count} contacts within {within}, from {kinds}.",
    stage=Stage.child_in_need,
    examples=(
        Example(
            words="The twelfth contact arrives on the last day of the twelve months",
            as_of=date(2026, 5, 2),
            rows={
                "contact": (
                    _contact(5, 2, "police", 2025),
                    *(_contact(month, 5, "school", 2025) for month in range(6, 13)),
                    *(_contact(month, 5, "police") for month in range(1, 4)),
                    _contact(5, 2, "health"),
                )
            },
            said="12 contacts within 12 months, from health, police and school.",
            evidence=(
                "contact:k2025-05-02",
                *(f"contact:k2025-{month:02}-05" for month in range(6, 13)),
                *(f"contact:k2026-{month:02}-05" for month in range(1, 4)),
                "contact:k2026-05-02",
            ),
        ),
        Example(
            words="Eleven contacts",
            as_of=date(2026, 5, 2),
            rows={"contact": tuple(_contact(1, day, "school") for day in range(1, 12))},
            said=None,
        ),
    ),
)

THIRD_CONTACT = Check(
    id="third_contact",
    title="A third contact in twelve months",
    question="Is this the third contact about this child within twelve months, or a later one?",
    why="History that is shown is still not read when the same person answers in the same way each time.",
    taught_by=(HISTORY, SIXTY_CONTACTS),
    to_do="Have a manager who did not decide the earlier ones look, or the weekly panel.",
    goes_to="the list of children told of again and again, which the weekly panel reads",
    table="contact",
    marks=On(column="received_at"),
    kind="agency_kind",
    settings=(Dated(value=Setting(at_least=3, within=months(12), keep=months(3)), valid_from=date.min),),
    said="{count} contacts within {within}, from {kinds}.",
    stage=Stage.child_in_need,
    examples=(
        Example(
            words="The third comes a year to the day after the first",
            as_of=date(2026, 3, 3),
            rows={
                "contact": (_contact(3, 2, "school", 2025), _contact(9, 1, "school", 2025), _contact(3, 2, "school"))
            },
            said="3 contacts within 12 months, from school.",
            evidence=("contact:k2025-03-02", "contact:k2025-09-01", "contact:k2026-03-02"),
        ),
        Example(
            words="A day too late",
            as_of=date(2026, 3, 3),
            rows={
                "contact": (_contact(3, 1, "school", 2025), _contact(9, 1, "school", 2025), _contact(3, 2, "school"))
            },
            said=None,
        ),
    ),
)

MANY_NO_FURTHER_ACTIONS = Check(
    id="many_no_further_actions",
    title="No further action again and again",
    question="Did three referrals of this child within two years end with no further action?",
    why="A family that is referred again and again and closed each time is telling us that the closing is wrong.",
    taught_by=(HISTORY,),
    to_do="Read the reasons given for each closing beside each other. Say what would have to be different to act.",
    table="episode",
    marks=On(column="referred_on"),
    where=(Where("no_further_action", True),),
    settings=(Dated(value=Setting(at_least=3, within=months(24)), valid_from=date.min),),
    said="{count} referrals within {within} ended with no further action.",
    stage=Stage.child_in_need,
    examples=(
        Example(
            words="The third, two years to the day after the first; a referral that went on does not count",
            as_of=date(2026, 5, 1),
            rows={
                "episode": (
                    _ended(date(2024, 4, 30), nfa=True),
                    _ended(date(2025, 1, 8), nfa=False),
                    _ended(date(2025, 6, 2), nfa=True),
                    _ended(date(2026, 4, 30), nfa=True),
                )
            },
            said="3 referrals within 24 months ended with no further action.",
            evidence=("episode:2024-04-30", "episode:2025-06-02", "episode:2026-04-30"),
        ),
        Example(
            words="Two, and one not decided yet",
            as_of=date(2026, 5, 1),
            rows={
                "episode": (
                    _ended(date(2024, 4, 30), nfa=True),
                    _ended(date(2025, 6, 2), nfa=True),
                    _ended(date(2026, 4, 30), nfa=None),
                )
            },
            said=None,
        ),
    ),
)

CHECKS = (SEVERAL_AGENCIES, MANY_CONTACTS, THIRD_CONTACT, MANY_NO_FURTHER_ACTIONS)
