"""Who works with whom: allocated social workers over time, and the partners of the families of today."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from holdfast.access.roles import Role
from holdfast.borough.ledger import case_end, plan_end
from holdfast.borough.model import Exclusion, Involvement, Seal, Worker
from holdfast.borough.skeleton import FOREVER, Case, Child, Family
from holdfast.borough.staff import ALLOCATED_TO, COUNCIL, PRIMARY_SCHOOLS, SECONDARY_SCHOOLS, Staff
from holdfast.borough.stories import stories

OF_NAMED_WORKERS = {"ann": 13, "ben": 12}
"""About how many open children Ann and Ben each have."""

_UNALLOCATED_DAYS = 4
_AUDITED = 10

_AS = {
    Role.health_visitor: "health_visitor",
    Role.school_lead: "school",
    Role.gp_practice: "gp_practice",
    Role.police_officer: "police",
    Role.mental_health_nurse: "mental_health",
    Role.housing_officer: "housing",
}
"""The kind of involvement that a role has."""


@dataclass(eq=False)
class Desk:
    """Where cases are given out."""

    staff: Staff
    as_of: date
    rng: Random
    turns: Iterator[Worker]
    involvements: list[Involvement] = field(default_factory=list)

    def involve(self, child: Child, worker: Worker, kind: str, from_on: date, until: date = FOREVER) -> None:
        """Note an involvement, ended where its end has come; nothing that begins after its end or after today."""
        if from_on <= self.as_of and from_on < until:
            told = Involvement(
                child=child.local_id, worker=worker.username, team=worker.team, agency=worker.agency, kind=kind,
                from_on=from_on, until_on=until if until <= self.as_of else None,
            )  # fmt: skip
            self.involvements.append(told)

    def chosen(self, role: Role, agency: str | None = None) -> Worker:
        """Somebody of that role."""
        return self.rng.choice(self.staff.of(role, agency=agency))


def allocate(families: list[Family], staff: Staff, *, as_of: date, seed: int) -> list[Involvement]:
    """Every involvement, past and present."""
    rng = Random(f"{seed} allocation")
    desk = Desk(staff, as_of, rng, _in_turn(staff))
    now = list(_open(families, as_of))
    named = _named(now, desk)
    for family in families:
        for case in family.cases:
            if not case.no_further_action and case.decided_on <= as_of:
                _allocate(desk, family, case, named)
                _involve_chair(desk, family, case)
                if _ended_on(case) > as_of - timedelta(days=365):
                    _involve_partners(desk, family, case)
    _audit(desk, now)
    return desk.involvements


def seals_of(families: Iterable[Family]) -> list[Seal]:
    """Records closed to all but their own worker."""
    return [
        Seal(child=child.local_id, because=str(stories()[family.hero].written["sealed"]), from_on=family.known_on)
        for family in families
        if family.hero and "sealed" in stories()[family.hero].written
        for child in family.children
    ]


def exclusions_of(families: Iterable[Family]) -> list[Exclusion]:
    """People shut out of a record, such as a worker who is family."""
    return [
        Exclusion(child=child.local_id, worker=told["username"], because=told["because"], from_on=family.known_on)
        for family in families
        if family.hero
        for told in stories()[family.hero].written.get("excluded", ())
        for child in family.children
    ]


def _in_turn(staff: Staff) -> Iterator[Worker]:
    pool = [worker for worker in staff.of(Role.social_worker, agency=COUNCIL) if worker.team in ALLOCATED_TO]
    others = [worker for worker in pool if worker.username not in OF_NAMED_WORKERS]
    while True:
        yield from others


def _open(families: Iterable[Family], as_of: date) -> Iterator[tuple[Family, Case]]:
    for family in families:
        for case in family.cases:
            if not case.no_further_action and case.decided_on <= as_of < _ended_on(case):
                yield family, case


def _ended_on(case: Case) -> date:
    return max(case_end(case, child) for child in case.children)


def _named(now: list[tuple[Family, Case]], desk: Desk) -> dict[int, str]:
    """The families of Ann and of Ben: their stories', then others until there are enough, some of them on plans."""
    given = {family.number: worker for family, _ in now if family.hero and (worker := stories()[family.hero].worker)}
    load = {name: sum(_now(case, desk.as_of) for family, case in now if given.get(family.number) == name)
            for name in OF_NAMED_WORKERS}  # fmt: skip
    others = [pair for pair in now if not pair[0].hero and _long_enough(pair[1], desk.as_of)]
    desk.rng.shuffle(others)
    others.sort(key=lambda pair: not any(plan.ended_on is None for plan in pair[1].plans))
    for name, wanted in OF_NAMED_WORKERS.items():
        for family, case in [*others[:2], *others[::-1]]:
            if load[name] < wanted and family.number not in given:
                given[family.number] = name
                load[name] += _now(case, desk.as_of)
        others = [pair for pair in others if pair[0].number not in given]
    return given


def _now(case: Case, as_of: date) -> int:
    return sum(case_end(case, child) > as_of for child in case.children)


def _long_enough(case: Case, as_of: date) -> bool:
    return (as_of - case.decided_on).days > 20


def _allocate(desk: Desk, family: Family, case: Case, named: dict[int, str]) -> None:
    """A worker from a day or two after the decision; some families change worker when the assessment is done."""
    is_open = _ended_on(case) > desk.as_of
    if is_open and _waits(desk, family, case, named):
        return
    worker = desk.staff.worker(named[family.number]) if is_open and family.number in named else next(desk.turns)
    from_on = case.decided_on + timedelta(days=desk.rng.choice((0, 0, 1, 3)))
    change_on = case.authorised_on if case.in_need and desk.rng.random() < 0.35 else None
    first = next(desk.turns)
    for child in case.children:
        until = case_end(case, child)
        if change_on and from_on < change_on < min(until, desk.as_of):
            desk.involve(child, first, "allocated_worker", from_on, change_on)
            desk.involve(child, worker, "allocated_worker", change_on, until)
        else:
            desk.involve(child, worker, "allocated_worker", from_on, until)


def _waits(desk: Desk, family: Family, case: Case, named: dict[int, str]) -> bool:
    """Whether nobody has the case yet: very new ones, and a few that are no longer new."""
    if family.number in named:
        return False
    if family.hero or (desk.as_of - case.decided_on).days <= _UNALLOCATED_DAYS:
        return True
    return not case.plans and desk.rng.random() < 0.03


def _involve_chair(desk: Desk, family: Family, case: Case) -> None:
    for plan in case.plans:
        named = family.hero or desk.rng.random() < 0.4
        chair = desk.staff.worker("kwame") if named else desk.chosen(Role.conference_chair)
        for child in plan.children:
            desk.involve(child, chair, "conference_chair", plan.started_on, plan_end(case, plan, child))


def _involve_partners(desk: Desk, family: Family, case: Case) -> None:
    told = list(_written_partners(desk, family)) if family.hero else list(_partners(desk, family, case))
    for child in case.children:
        for worker in told:
            if _fits(worker, child, min(desk.as_of, case_end(case, child))):
                from_on = case.decided_on + timedelta(days=desk.rng.choice((0, 1, 4, 7)))
                desk.involve(child, worker, _AS[worker.role], from_on, case_end(case, child))


def _written_partners(desk: Desk, family: Family) -> Iterator[Worker]:
    for username in stories()[family.hero].written["involved"]:
        yield desk.staff.worker(username)


def _partners(desk: Desk, family: Family, case: Case) -> Iterator[Worker]:
    """A health visitor, schools and a practice; police, a parent's nurse and housing where the story has them."""
    choose = Random(f"{family.number} partners")
    staff, rng = desk.staff, desk.rng
    yield choose.choice(staff.of(Role.health_visitor))
    for schools in (PRIMARY_SCHOOLS, SECONDARY_SCHOOLS):
        yield staff.of(Role.school_lead, agency=choose.choice(schools))[0]
    if rng.random() < 0.85:
        yield choose.choice(staff.of(Role.gp_practice))
    if any(each.started_on > desk.as_of - timedelta(days=150) for each in case.enquiries):
        yield choose.choice(staff.of(Role.police_officer))
    if "4B" in case.factors and rng.random() < 0.3:
        yield staff.worker("ivan")
    if rng.random() < 0.08:
        yield staff.worker("joy")


def _fits(worker: Worker, child: Child, day: date) -> bool:
    """Whether a child of that age is one that this worker sees."""
    years = (day - child.born_on).days / 365.25
    if worker.role == Role.health_visitor:
        return years < 5
    if worker.role == Role.school_lead:
        return years >= 11 if worker.agency in SECONDARY_SCHOOLS else 4.2 <= years < 11
    return True


def _audit(desk: Desk, now: list[tuple[Family, Case]]) -> None:
    """Lena's sample: ten open children, one of them a story's, for eight weeks."""
    lena = desk.staff.worker("lena")
    children = [case.children[0] for family, case in now if not family.hero]
    sample = desk.rng.sample(children, min(_AUDITED - 1, len(children)))
    sample += [case.children[0] for family, case in now if family.hero == "apostrophe"]
    for child in sample:
        desk.involve(child, lena, "quality_audit", desk.as_of - timedelta(days=14))
