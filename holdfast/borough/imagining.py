"""From a seed to a story: the months one after another, then the telling."""

from datetime import date
from random import Random

from holdfast.borough import closing, front_door, protection, published
from holdfast.borough.contacts import ToldContact, as_rows, contacts_of, undecided
from holdfast.borough.early_help import tell_help
from holdfast.borough.families import Registrar
from holdfast.borough.ledger import Ledger
from holdfast.borough.skeleton import Family
from holdfast.borough.stories import families_of_stories
from holdfast.borough.telling import tell_case, tell_child
from holdfast.borough.telling_plans import tell_visits_in_need
from holdfast.borough.words import Texts, write_down
from holdfast.borough.world import World
from holdfast.kernel.working_days import Calendar

_UNDECIDED = 5
"""Families about whom something came in that nobody has decided yet."""


def imagine(*, seed: int, as_of: date, scale: float, calendar: Calendar) -> World:
    """The borough's families and everything that happened to them; `scale` 1 is Harrow's size."""
    rng = Random(f"{seed} story")
    world = World(rng, calendar, as_of, Registrar(rng))
    for month in published.months(as_of=as_of, scale=scale):
        front_door.receive(world, month)
        protection.enquire(world, month)
        protection.end_plans(world, month)
        closing.close_cases(world, month)
    world.families += families_of_stories(world.registrar, as_of=as_of, calendar=calendar)
    return world


def told(families: list[Family], *, seed: int, as_of: date, calendar: Calendar) -> tuple[Ledger, Texts]:
    """The families' story in rows, with the lateness planted in it, and the words that belong to the rows."""
    ledger = Ledger(as_of, calendar, Random(f"{seed} telling"))
    contacts: list[ToldContact] = []
    number = 0
    for family in families:
        for child in family.children:
            number += 1
            tell_child(ledger, family, child, number)
        for case in family.cases:
            tell_case(ledger, family, case)
            if case.in_need and case.closed_on is None:
                tell_visits_in_need(ledger, case)
        contacts += contacts_of(ledger, family)
    tell_help(ledger, families)
    waiting = [family for family in families if not family.hero and family.cases[-1].closed_on is None]
    contacts += undecided(ledger, waiting, _UNDECIDED)
    ledger.rows["contact"], texts = as_rows(contacts)
    return ledger, write_down(ledger.rows, families, as_of=as_of) | texts
