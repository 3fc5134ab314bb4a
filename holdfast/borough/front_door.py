"""A month at the front door: who is told of, by whom, and what is decided and assessed."""

from datetime import date

from holdfast.borough.families import chosen
from holdfast.borough.lateness import ASSESSMENT, due_lately
from holdfast.borough.published import Month, of_year, weights
from holdfast.borough.skeleton import Case, Child, Family
from holdfast.borough.world import World, free, young
from holdfast.facts.cohorts import CollectionYear
from holdfast.kernel.days import months_from

_SOURCES: dict[str, tuple[tuple[str, int], ...]] = {
    "individual": (("1A", 6), ("1B", 2), ("1C", 1), ("1D", 2)),
    "schools": (("2A", 1),),
    "education_services": (("2B", 1),),
    "health_services": (("3A", 2), ("3B", 4), ("3C", 2), ("3D", 3), ("3E", 6), ("3F", 2)),
    "housing": (("4", 1),),
    "la_services": (("5A", 2), ("5B", 6)),
    "police": (("6", 1),),
    "other_legal_agency": (("7", 1),),
    "other": (("8", 1),),
    "anonymous": (("9", 1),),
    "unknown": (("10", 1),),
}
"""Census codes within the published groups, and how often each. Another authority (5C) is kept for transfers in."""

_NEEDS = ("N1", "N2", "N3", "N4", "N5", "N6", "N7", "N8", "N9")

_FACTORS: tuple[tuple[str, int], ...] = (
    ("1B", 9), ("2B", 7), ("2A", 2), ("3A", 8), ("3B", 24), ("3C", 3), ("4A", 8), ("4B", 18), ("5A", 4), ("6A", 5),
    ("6B", 4), ("7A", 3), ("10A", 3), ("11A", 2), ("13A", 2), ("14A", 4), ("15A", 3), ("16A", 14), ("17A", 16),
    ("18", 9), ("19", 4), ("20", 6), ("24A", 3),
)  # fmt: skip

_RECENT_WORKING_DAYS = 6
_LATE_DECISIONS = 0.025


def receive(world: World, month: Month) -> None:
    """All referrals of the month."""
    world.fresh.clear()
    world.owe(month, "referrals", "re_referrals", "no_further_action", "not_in_need", "late_assessments", "transfers")
    _transfers_in(world, month)
    _come_back(world, month)
    old = _told_of_long_ago(world, month)
    while world.owed["referrals"] > 0:
        day = _referral_day(world, month)
        family = old.pop() if old and world.rng.random() < 0.17 else world.registrar.family(day)
        if free(family, day) and young(family, day):
            _refer(world, month, family, _told_of(world, family, day), day)


def _transfers_in(world: World, month: Month) -> None:
    while world.owed["transfers"] > 0:
        day = _referral_day(world, month)
        family = world.registrar.family(day)
        children = [child for child in young(family, day, for_days=400) if child.born_on < day]
        if children:
            world.owed["transfers"] -= len(children)
            _refer(world, month, family, children[: max(1, world.owed["referrals"])], day, transfer=True)


def _come_back(world: World, month: Month) -> None:
    """Children referred within the twelve months before."""
    since = months_from(month.first_on, -11)
    families = [family for family in world.families if family.cases and family.cases[-1].referred_on >= since]
    world.rng.shuffle(families)
    for family in families:
        if world.owed["re_referrals"] <= 0:
            return
        day = _referral_day(world, month)
        last = family.cases[-1]
        children = [child for child in young(family, day) if child in last.children]
        if free(family, day) and children:
            _refer(world, month, family, children[: max(1, world.owed["referrals"])], day)


def _told_of_long_ago(world: World, month: Month) -> list[Family]:
    before = months_from(month.first_on, -12)
    told = [family for family in world.families if family.cases[-1].referred_on < before]
    return world.rng.sample(told, min(len(told), month.referrals))


def _referral_day(world: World, month: Month) -> date:
    """Nine in ten on a working day."""
    return world.day_in(month.first_on, month.last_on, working=world.rng.random() < 0.9)


def _told_of(world: World, family: Family, day: date) -> list[Child]:
    """Usually all of the children, never more than there are referrals left for; sometimes a new baby brings them."""
    if family.cases and world.rng.random() < 0.06:
        world.registrar.baby(family, day)
    children = young(family, day)
    if len(children) > 1 and world.rng.random() < 0.3:
        children = world.rng.sample(children, len(children) - 1)
    return sorted(children[: max(1, world.owed["referrals"])], key=lambda child: (child.born_on, child.local_id))


def _refer(
    world: World, month: Month, family: Family, children: list[Child], day: date, *, transfer: bool = False
) -> None:
    count, left = len(children), max(world.owed["referrals"], len(children))
    case = Case(children, day, "5C" if transfer else _source(world, month), _decided_on(world, day), transfer=transfer)
    world.owed["referrals"] -= count
    world.owed["re_referrals"] -= sum(_told_of_lately(family, child, day) for child in children)
    case.no_further_action = not transfer and world.happens("no_further_action", count, out_of=left)
    if not case.no_further_action:
        case.in_need = transfer or not world.happens("not_in_need", count, out_of=left)
        _assess(world, month, case, left)
    if not family.cases:
        world.families.append(family)
    family.cases.append(case)
    if not case.no_further_action:
        world.fresh.append((family, case))
        (world.open_cases if case.in_need else world.short_cases).append((family, case))


def _told_of_lately(family: Family, child: Child, day: date) -> bool:
    since = months_from(day, -12)
    return any(child in case.children and since <= case.referred_on < day for case in family.cases)


def _source(world: World, month: Month) -> str:
    groups = weights("referrals_source_", month.year_end)
    return chosen(world.rng, _SOURCES[chosen(world.rng, list(groups.items()))])


def _decided_on(world: World, day: date) -> date:
    """Within a working day, but for a few; lately more of them, so that somebody always waits."""
    due_on = world.calendar.add(day, 1)
    recent = due_on < world.as_of and world.calendar.between(due_on, world.as_of) < _RECENT_WORKING_DAYS
    if world.rng.random() < (0.3 if recent else _LATE_DECISIONS):
        return world.after(due_on, 1, 7 if recent else 4)
    return day if world.calendar.is_working_day(day) and world.rng.random() < 0.45 else due_on


def _assess(world: World, month: Month, case: Case, left: int) -> None:
    case.primary_need = _primary_need(world, month, case)
    case.factors = _factors(world, month)
    case.started_on = world.calendar.add(case.decided_on, world.rng.choice((0, 0, 1)))
    lately = due_lately(world.calendar.add(case.referred_on, ASSESSMENT), world.as_of)
    if lately and world.rng.random() < 0.35:
        case.authorised_on = world.after(world.as_of, 1, 15)
    elif world.happens("late_assessments", len(case.children), out_of=left):
        case.authorised_on = world.calendar.add(case.started_on, 46 + min(40, round(world.rng.expovariate(1 / 10))))
    else:
        usual = of_year("assessment_median_working_days", month.year_end)
        most = world.calendar.add(case.referred_on, round(world.rng.triangular(9, 45, max(9, usual))))
        case.authorised_on = max(most, world.calendar.add(case.started_on, 2))
    if case.in_need:
        case.wanted_days = _wanted_days(world, case)
        return
    soon = world.calendar.add(case.authorised_on, world.rng.choice((0, 0, 1, 3)))
    # A closure is told beside what it followed from: in the census year in which the assessment ended.
    case.closed_on = soon if soon in CollectionYear.holding(case.authorised_on) else case.authorised_on
    case.closure_reason = "RC9" if case.closed_on >= date(2022, 4, 1) and world.rng.random() < 0.3 else "RC8"


def _primary_need(world: World, month: Month, case: Case) -> str:
    if any(child.disabled for child in case.children) and world.rng.random() < 0.75:
        return "N2"
    told = weights("cin_at_31_march_primary_need_", month.year_end)
    by_code = {name.split("_")[0].upper(): value for name, value in told.items()}
    return chosen(world.rng, [(code, max(1.0, by_code[code])) for code in _NEEDS])


def _factors(world: World, month: Month) -> tuple[str, ...]:
    if world.rng.random() < 0.04:
        return ("21",)
    found = {chosen(world.rng, _FACTORS) for _ in range(world.rng.choice((1, 2, 2, 3, 4)))}
    return tuple(sorted({_as_that_year(world, code, month.year_end) for code in found}))


def _as_that_year(world: World, code: str, year_end: int) -> str:
    """The code that the census of the year has for it: some were split in 2021, one came in 2022."""
    if code in ("18", "19"):
        return f"{code}A" if year_end <= 2020 else f"{code}{'C' if world.rng.random() < 0.85 else 'B'}"
    return "14A" if code == "24A" and year_end < 2022 else code


def _wanted_days(world: World, case: Case) -> int:
    if case.primary_need == "N2":
        return world.rng.randint(700, 2600)
    return max(75, round(world.rng.lognormvariate(5.35, 0.75)))
