"""A month's endings: cases that close, and the few children who die."""

from datetime import date, timedelta

from holdfast.borough.families import chosen
from holdfast.borough.published import Month
from holdfast.borough.skeleton import Case, Family
from holdfast.borough.world import World, active

_DEATHS_A_REFERRAL = 0.0008
_REASONS = (("RC7", 90), ("RC5", 5), ("RC3", 2), ("RC4", 2), ("RC1", 1))


def close_cases(world: World, month: Month) -> None:
    """Close cases, the ripest first, until no more children are in need than there should be."""
    _mourn(world, month)
    _leave_the_grown_up(world, month)
    stock = sum(active(case.children, month.last_on) for _, case in [*world.open_cases, *world.short_cases])
    for family, case in sorted(world.open_cases, key=_ripeness):
        if stock <= month.cases_open:
            return
        first = max(month.first_on, case.busy_until + timedelta(days=1))
        if first <= month.last_on:
            stock -= active(case.children, month.last_on)
            case.closed_on = world.day_in(first, month.last_on)
            case.closure_reason = chosen(world.rng, _REASONS)
            world.open_cases.remove((family, case))


def _ripeness(pair: tuple[Family, Case]) -> tuple[date, date, int]:
    family, case = pair
    return case.ripe_on, case.referred_on, family.number


def _leave_the_grown_up(world: World, month: Month) -> None:
    for family, case in list(world.open_cases):
        if not active(case.children, month.last_on):
            case.closed_on = max(child.until for child in case.children)
            world.open_cases.remove((family, case))
    short = world.short_cases
    world.short_cases = [pair for pair in short if (pair[1].closed_on or month.last_on) > month.last_on]


def _mourn(world: World, month: Month) -> None:
    """A child whose case is quiet dies; their brothers and sisters stay."""
    quiet = [case for _, case in world.open_cases if case.busy_until < month.first_on]
    if quiet and world.rng.random() < _DEATHS_A_REFERRAL * month.referrals:
        child = world.rng.choice(world.rng.choice(quiet).children)
        if child.born_on < month.first_on and child.died_on is None:
            child.died_on = world.day_in(month.first_on, month.last_on, working=False)
