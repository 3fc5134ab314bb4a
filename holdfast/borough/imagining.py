"""From a seed to a body of facts: the months one after another, then the story told."""

from datetime import date
from random import Random

from holdfast.borough import closing, front_door, protection, published
from holdfast.borough.contacts import contacts_in_order, tell_information, tell_referral_contacts, tell_undecided
from holdfast.borough.families import Registrar
from holdfast.borough.ledger import Ledger
from holdfast.borough.skeleton import Family
from holdfast.borough.telling import tell_case, tell_child
from holdfast.borough.telling_plans import tell_visits_in_need
from holdfast.borough.world import World
from holdfast.facts.store import Facts
from holdfast.kernel.working_days import Calendar


def imagine(*, seed: int, as_of: date, scale: float, calendar: Calendar) -> World:
    """The borough's families and everything that happened to them; `scale` 1 is Harrow's size."""
    rng = Random(f"{seed} story")
    world = World(rng, calendar, as_of, Registrar(rng))
    for month in published.months(as_of=as_of, scale=scale):
        front_door.receive(world, month)
        protection.enquire(world, month)
        protection.end_plans(world, month)
        closing.close_cases(world, month)
    return world


def told(families: list[Family], *, seed: int, as_of: date, calendar: Calendar, undecided: int) -> Ledger:
    """The families' story in rows, with the lateness planted in it."""
    ledger = Ledger(as_of, calendar, Random(f"{seed} telling"))
    number = 0
    for family in families:
        for child in family.children:
            number += 1
            tell_child(ledger, child, number)
        for case in family.cases:
            tell_referral_contacts(ledger, case)
            tell_case(ledger, family, case)
            if case.in_need and case.closed_on is None:
                tell_visits_in_need(ledger, case)
        tell_information(ledger, family)
    tell_undecided(ledger, [family for family in families if family.cases[-1].closed_on is None], undecided)
    return ledger


def as_facts(ledger: Ledger) -> Facts:
    """The rows as facts."""
    rows = dict(ledger.rows)
    rows["contact"] = contacts_in_order(rows["contact"])
    return Facts.of(rows)
