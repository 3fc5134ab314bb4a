"""Who reaches what, and why: the one table. A pair of role and purpose that is not here reaches nothing.

Read each row as: *a ROLE, when doing PURPOSE, reaches WHICH children, as far as STAGE; because WHY.*
Changing a row changes who may see children: it is reviewed by the information-governance lead.
"""

from dataclasses import dataclass
from typing import Literal

from holdfast.access.purposes import Purpose
from holdfast.access.roles import Role
from holdfast.access.stages import Stage

Children = Literal["all", "granted", "own", "none"]
"""all: every child. granted: those the person has a current relationship with. own: only what the person
wrote down themself. none: no child."""


@dataclass(frozen=True, kw_only=True)
class Reach:
    """What a role reaches for a purpose: which children, how far, and what is shown or may be changed."""

    children: Children = "none"
    ceiling: Stage = Stage.nothing
    names: bool = False
    """Shown who the child is: names, birth date, ordinary address. Without it: the authority's number alone."""
    locations: bool = False
    """Shown an address that is protected (a refuge, a placement, a new start)."""
    writes: bool = False
    """May add to what is reached."""


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One row of the table."""

    role: Role
    purpose: Purpose
    reach: Reach
    why: str


NOTHING = Reach()

_WHOLE_STORY = Reach(children="granted", ceiling=Stage.decision_maker, names=True, locations=True, writes=True)
_ANY_CHILD = Reach(children="all", ceiling=Stage.decision_maker, names=True, locations=True, writes=True)
_WHAT_YOU_WROTE = Reach(children="own", ceiling=Stage.pointer, names=True, writes=True)
_ADDRESSED_TO_YOU = Reach(children="own", ceiling=Stage.pointer, names=True, writes=True)
_HELPED_EARLY = Reach(children="granted", ceiling=Stage.early_help, names=True, writes=True)
_COUNTED = Reach(children="all", ceiling=Stage.child_protection)
_FILES = Reach(children="all", ceiling=Stage.child_protection, writes=True)


def _alongside(ceiling: Stage) -> Reach:
    return Reach(children="granted", ceiling=ceiling, names=True)


_WORK: tuple[Rule, ...] = (
    Rule(
        role=Role.social_worker,
        purpose=Purpose.direct_work,
        reach=_WHOLE_STORY,
        why="The lead agency's worker needs the whole story of the children they work with, and of no others.",
    ),
    Rule(
        role=Role.front_door_manager,
        purpose=Purpose.front_door,
        reach=_ANY_CHILD,
        why="A contact may be about any child, and a decision taken without what is known is the one reviews regret.",
    ),
    Rule(
        role=Role.service_manager,
        purpose=Purpose.front_door,
        reach=_ANY_CHILD,
        why="Whoever takes up what nobody else has must see what it is, whoever the child.",
    ),
    Rule(
        role=Role.front_door_worker,
        purpose=Purpose.front_door,
        reach=Reach(children="all", ceiling=Stage.child_protection, names=True, writes=True),
        why="A caller may speak of any child. What an agency marks as sensitive goes to the decision-maker alone.",
    ),
    Rule(
        role=Role.out_of_hours_worker,
        purpose=Purpose.out_of_hours,
        reach=_ANY_CHILD,
        why="At night a worker goes out to a child they have never met, and there is nobody to ask.",
    ),
    Rule(
        role=Role.conference_chair,
        purpose=Purpose.conference,
        reach=Reach(children="granted", ceiling=Stage.decision_maker, names=True, writes=True),
        why="The chair must test all that is known. A protected address is withheld, so that it cannot reach minutes.",
    ),
    Rule(
        role=Role.quality_auditor,
        purpose=Purpose.quality_audit,
        reach=Reach(children="granted", ceiling=Stage.decision_maker, names=True),
        why="An audit reads the record as it was written and asks the family, so it has names, within the sample.",
    ),
)

_PARTNERS: tuple[Rule, ...] = (
    Rule(
        role=Role.police_officer,
        purpose=Purpose.partner_work,
        reach=_alongside(Stage.child_protection),
        why="Police take part in enquiries, conferences and core groups on children they are involved with.",
    ),
    Rule(
        role=Role.health_visitor,
        purpose=Purpose.partner_work,
        reach=_alongside(Stage.child_protection),
        why="Health visitors sit in core groups and see the child at home between social work visits.",
    ),
    Rule(
        role=Role.school_lead,
        purpose=Purpose.partner_work,
        reach=_alongside(Stage.child_in_need),
        why="A school sees its pupil daily: it must know the plan's worker, aims and next meeting, not police matters.",
    ),
    Rule(
        role=Role.gp_practice,
        purpose=Purpose.partner_work,
        reach=_alongside(Stage.child_in_need),
        why="The practice answers checks and shares the plan; several people read the inbox, so it goes no further.",
    ),
    Rule(
        role=Role.mental_health_nurse,
        purpose=Purpose.partner_work,
        reach=_alongside(Stage.early_help),
        why="The nurse's patient is the parent: who supports the family helps, the child's own record is not needed.",
    ),
    Rule(
        role=Role.housing_officer,
        purpose=Purpose.partner_work,
        reach=_alongside(Stage.pointer),
        why="Housing must know whom to ring before a decision about the home, and nothing of the reasons.",
    ),
)

_WHOLE: tuple[Rule, ...] = (
    Rule(
        role=Role.early_help_coordinator,
        purpose=Purpose.early_help,
        reach=Reach(children="all", ceiling=Stage.early_help, names=True, writes=True),
        why="Early help may be offered to any family, and one that is forgotten on the way is found by looking at all.",
    ),
    Rule(
        role=Role.designated_officer,
        purpose=Purpose.allegations,
        reach=Reach(children="all", ceiling=Stage.child_in_need, names=True, writes=True),
        why="An allegation may be about any child. The officer weighs the adult; the child's own case is another's.",
    ),
    Rule(
        role=Role.returns_officer,
        purpose=Purpose.statutory_return,
        reach=_FILES,
        why="A return counts every child by number. The officer sees its account and its errors, and needs no name.",
    ),
    Rule(
        role=Role.partnership_manager,
        purpose=Purpose.publishing,
        reach=_COUNTED,
        why="What is released stands for good, so one role answers to the Board for releasing it.",
    ),
    Rule(
        role=Role.data_analyst,
        purpose=Purpose.analysis,
        reach=NOTHING,
        why="Analysis works on what has passed disclosure control, where there are no children to see.",
    ),
    Rule(
        role=Role.system_administrator,
        purpose=Purpose.administration,
        reach=NOTHING,
        why="Looking after the system never needs a child's record.",
    ),
)

_COUNTING_ROLES = (
    Role.partnership_manager,
    Role.front_door_manager,
    Role.service_manager,
    Role.conference_chair,
    Role.quality_auditor,
    Role.returns_officer,
    Role.data_analyst,
)
_REFERRING_ROLES = (
    Role.social_worker,
    Role.front_door_worker,
    Role.front_door_manager,
    Role.service_manager,
    Role.out_of_hours_worker,
    Role.early_help_coordinator,
    Role.designated_officer,
    Role.police_officer,
    Role.school_lead,
    Role.gp_practice,
    Role.health_visitor,
    Role.mental_health_nurse,
    Role.housing_officer,
    Role.partner_system,
    Role.public,
)
_ANSWERING_ROLES = (
    Role.police_officer,
    Role.school_lead,
    Role.gp_practice,
    Role.health_visitor,
    Role.mental_health_nurse,
    Role.housing_officer,
    Role.early_help_coordinator,
)
_HELPING_ROLES = (
    Role.social_worker,
    Role.police_officer,
    Role.school_lead,
    Role.gp_practice,
    Role.health_visitor,
    Role.mental_health_nurse,
    Role.housing_officer,
)
_CHALLENGING_ROLES = (
    *_HELPING_ROLES,
    Role.front_door_worker,
    Role.front_door_manager,
    Role.service_manager,
    Role.out_of_hours_worker,
    Role.early_help_coordinator,
    Role.designated_officer,
    Role.conference_chair,
)

RULES: tuple[Rule, ...] = (
    *_WORK,
    *_PARTNERS,
    *_WHOLE,
    *(
        Rule(
            role=role,
            purpose=Purpose.figures,
            reach=_COUNTED,
            why="Figures count every child; only what is published shows. The records behind it need another purpose.",
        )
        for role in _COUNTING_ROLES
    ),
    *(
        Rule(
            role=role,
            purpose=Purpose.referring,
            reach=_WHAT_YOU_WROTE,
            why="Anybody may tell us of a worry and follow their receipt, which never says if a child is known.",
        )
        for role in _REFERRING_ROLES
    ),
    *(
        Rule(
            role=role,
            purpose=Purpose.answering,
            reach=_ADDRESSED_TO_YOU,
            why="Whoever is asked sees the question put to their own agency and their own reply, and no other's.",
        )
        for role in _ANSWERING_ROLES
    ),
    *(
        Rule(
            role=role,
            purpose=Purpose.early_help,
            reach=_HELPED_EARLY,
            why="A lead professional may come from any agency, and needs the family's early help and nothing beyond.",
        )
        for role in _HELPING_ROLES
    ),
    *(
        Rule(
            role=role,
            purpose=Purpose.challenging,
            reach=Reach(children="granted", ceiling=Stage.pointer, names=True, writes=True),
            why="Anybody who works with a child, or told us of one, may say that a decision is wrong and be heard.",
        )
        for role in _CHALLENGING_ROLES
    ),
    *(
        Rule(
            role=role,
            purpose=Purpose.own_account,
            reach=NOTHING,
            why="Everybody with an account looks after their own password and second factor.",
        )
        for role in Role
        if role.signs_in
    ),
)


@dataclass(frozen=True, kw_only=True)
class ServiceRule:
    """What the software itself reaches when no person is at the keyboard."""

    purpose: Purpose
    reach: Reach
    why: str


SERVICES: tuple[ServiceRule, ...] = (
    ServiceRule(
        purpose=Purpose.statutory_return,
        reach=_FILES,
        why="A census file is taken in by a command on the server, under the same limits as the returns officer.",
    ),
    ServiceRule(
        purpose=Purpose.figures,
        reach=_COUNTED,
        why="Figures and due dates are counted overnight, without names.",
    ),
    ServiceRule(
        purpose=Purpose.publishing,
        reach=_COUNTED,
        why="A year's figures may be released by a command on the server.",
    ),
    ServiceRule(
        purpose=Purpose.watching,
        reach=Reach(children="all", ceiling=Stage.pointer, writes=True),
        why="What waits too long is passed on to the next person by the clock, and no child is named.",
    ),
    ServiceRule(
        purpose=Purpose.allegations,
        reach=Reach(children="all", ceiling=Stage.child_in_need, names=True, writes=True),
        why="Whoever is accused is shut out of a child at the moment when somebody finds out who the child is.",
    ),
    ServiceRule(
        purpose=Purpose.checking,
        reach=_FILES,
        why="Checks add up what no one agency sees, without names, and put a question to a manager.",
    ),
    ServiceRule(
        purpose=Purpose.borough_load,
        reach=_ANY_CHILD,
        why="A demonstration is filled with invented people; the database refuses it anywhere else.",
    ),
)
