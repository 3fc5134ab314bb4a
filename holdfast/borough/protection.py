"""A month of protecting: enquiries, conferences, and child protection plans that begin and end."""

from datetime import date, timedelta

from holdfast.borough.families import chosen
from holdfast.borough.lateness import CONFERENCE, due_lately
from holdfast.borough.published import Month, weights
from holdfast.borough.skeleton import Case, Child, Enquiry, Family, Plan
from holdfast.borough.world import World, active

_CATEGORIES = {"emotional": "EMO", "multiple": "MUL", "neglect": "NEG", "physical": "PHY", "sexual": "SAB"}
_LONG_PLANS = 0.04
_MOST_DAYS = 700
"""A plan not meant to be long ends by then: well before two years."""


def enquire(world: World, month: Month) -> None:
    """The month's section 47 enquiries, and the conferences and plans that they lead to."""
    world.owe(month, "enquiries", "conferences", "late_conferences", "plans", "second_plans")
    _hold_transfer_conferences(world, month)
    left = world.owed["enquiries"]
    for family, case in _worrying(world, month):
        if world.owed["enquiries"] <= 0:
            return
        day = _enquiry_day(world, month, case)
        children = _not_protected(case, day)[: max(1, world.owed["enquiries"])] if day else []
        if day and children:
            world.owed["enquiries"] -= len(children)
            _enquire(world, month, family, case, children, day, left)
            left -= len(children)


def end_plans(world: World, month: Month) -> None:
    """End plans, the ripest first, until no more children are on one than there should be."""
    _leave_the_grown_up(world, month)
    begun = [each for each in world.open_plans if each[1].started_on <= month.last_on]
    stock = sum(active(plan.children, month.last_on) for _, plan in begun)
    for case, plan in sorted(begun, key=lambda pair: _ripe_on(pair[1])):
        too_long = plan.wanted_days <= _MOST_DAYS and (month.last_on - plan.started_on).days > _MOST_DAYS
        first = max(month.first_on, plan.started_on + timedelta(days=85))
        if (stock > month.plans_open or too_long) and first <= month.last_on:
            stock -= active(plan.children, month.last_on)
            _end(world, case, plan, world.day_in(first, month.last_on))


def _leave_the_grown_up(world: World, month: Month) -> None:
    for case, plan in list(world.open_plans):
        if not active(plan.children, month.last_on):
            plan.ended_on = max(child.until for child in plan.children)
            world.open_plans.remove((case, plan))


def _ripe_on(plan: Plan) -> tuple[date, date, str]:
    return plan.started_on + timedelta(days=plan.wanted_days), plan.started_on, plan.children[0].local_id


def _end(world: World, case: Case, plan: Plan, day: date) -> None:
    plan.ended_on = day
    world.open_plans.remove((case, plan))
    since = (day - case.referred_on).days
    case.wanted_days = max(case.wanted_days, since + world.rng.randint(40, 260))


def _worrying(world: World, month: Month) -> list[tuple[Family, Case]]:
    """Cases in the order in which an enquiry may come: once planned for before, then new ones, then the others."""
    fresh = [pair for pair in world.fresh if not pair[1].transfer]
    older = [pair for pair in world.open_cases if not pair[1].transfer and pair[1].authorised_on]
    world.rng.shuffle(older)
    pairs = [*fresh, *older[: len(fresh)]]
    world.rng.shuffle(pairs)
    again = [pair for pair in older if any(plan.ended_on for case in pair[0].cases for plan in case.plans)]
    wanted = round(world.owed["second_plans"] / 1.6)
    return list(dict.fromkeys([*again[: max(0, wanted)], *pairs, *older]))


def _enquiry_day(world: World, month: Month, case: Case) -> date | None:
    """A day on which an enquiry fits: soon after a new referral, any day in an old case; never after it closed."""
    first = max(month.first_on, case.decided_on)
    last = min(month.last_on, (case.closed_on or month.last_on + timedelta(days=9)) - timedelta(days=8))
    if case.referred_on >= month.first_on:
        last = min(last, case.decided_on + timedelta(days=6))
    if last < first:
        return None
    return world.day_in(first, last, working=world.rng.random() < 0.95)


def _not_protected(case: Case, day: date) -> list[Child]:
    """The case's children who are on no plan and were not enquired into lately."""
    planned = {child for plan in case.plans if not plan.ended_on or (day - plan.ended_on).days < 60
               for child in plan.children}  # fmt: skip
    lately = {child for each in case.enquiries if (day - each.started_on).days < 90 for child in each.children}
    grown = {child for child in case.children if (child.until - day).days < 130}
    return [child for child in case.children if child not in planned | lately | grown]


def _enquire(
    world: World, month: Month, family: Family, case: Case, children: list[Child], day: date, left: int
) -> None:
    enquiry = Enquiry(children, day)
    case.enquiries.append(enquiry)
    closes_soon = case.closed_on is not None
    if closes_soon or not world.happens("conferences", len(children), out_of=round(0.8 * left)):
        enquiry.settled_on = world.after(day, 1, 5) if closes_soon else world.after(day, 3, 14)
        return
    late = world.happens("late_conferences", len(children), out_of=max(1, world.owed["conferences"] + len(children)))
    enquiry.conference_on = world.after(day, 16, 34) if late else world.after(day, 5, 15)
    if late and due_lately(world.calendar.add(day, CONFERENCE), world.as_of):
        enquiry.conference_on = world.after(world.as_of, 1, 12)
    if world.happens("plans", len(children), out_of=max(1, world.owed["conferences"] + len(children))):
        _begin(world, month, family, case, children, enquiry.conference_on)


def _begin(world: World, month: Month, family: Family, case: Case, children: list[Child], day: date) -> None:
    category = _category(world, month)
    latest = _category(world, month) if world.rng.random() < 0.1 else category
    wanted = world.rng.randint(760, 1000) if world.rng.random() < _LONG_PLANS else _plan_days(world)
    plan = Plan(children, day, category, latest, wanted)
    _count_earlier(world, month, family, children)
    case.plans.append(plan)
    world.open_plans.append((case, plan))


def _plan_days(world: World) -> int:
    return min(_MOST_DAYS - 20, max(90, round(world.rng.lognormvariate(5.55, 0.45))))


def _category(world: World, month: Month) -> str:
    told = weights("cpp_starts_initial_category_", month.year_end)
    return chosen(world.rng, [(_CATEGORIES[name], value) for name, value in told.items()])


def _count_earlier(world: World, month: Month, family: Family, children: list[Child]) -> None:
    """Take second plans off what is owed; in the first years some children's first plan was before the record."""
    for child in children:
        again = any(child in plan.children for case in family.cases for plan in case.plans)
        old_enough = (month.first_on - child.born_on).days > 1200
        if not again and old_enough and world.owed["second_plans"] > 0 and month.year_end < 2018:
            child.earlier_plans, again = 1, True
        world.owed["second_plans"] -= again


def _hold_transfer_conferences(world: World, month: Month) -> None:
    for family, case in world.open_cases:
        if case.transfer and case.transfer_conference_on is None:
            late = world.rng.random() < 0.2
            day = world.after(case.referred_on, 16, 24) if late else world.after(case.referred_on, 8, 15)
            case.transfer_conference_on = day
            _begin(world, month, family, case, [each for each in case.children if each.until > day], day)
