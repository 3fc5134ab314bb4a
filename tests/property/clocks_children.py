"""Children made up for the clocks: plausible enough to reach every state, careless enough to be wrong."""

from datetime import date
from random import Random

WHOSE = {"authority": "999"}

BASES = [
    date(2011, 12, 20),  # before the bank holidays that are known
    date(2013, 4, 1),  # around the edition that brought the single assessment
    date(2015, 8, 31),  # months of different lengths, and a leap year
    date(2016, 2, 29),
    date(2016, 11, 30),
    date(2020, 3, 20),  # a bank holiday that moved
    date(2022, 5, 20),  # two jubilee days and a funeral
    date(2028, 10, 20),  # the end of the bank holidays that are known
]
EXTREMES = [date.min, date(1900, 1, 1), date(2012, 1, 1), date(2028, 12, 31), date(9999, 12, 31)]


class Teller:
    """Tells a child's facts by throwing dice; where `wild`, one day in ten is an impossible one."""

    def __init__(self, dice: Random, base: date, *, wild: bool = False) -> None:
        self.dice, self.base, self.wild = dice, base, wild

    def after(self, day, low, high, *, unknown=0.0):
        """A day from `low` to `high` days after another, most often soon, or None."""
        if self.dice.random() < unknown:
            return None
        if self.wild and self.dice.random() < 0.1:
            return self.dice.choice(EXTREMES)
        days = low + int((high - low) * self.dice.random() ** 2)
        return shifted(day or self.base, days)

    def maybe(self, yes=0.5):
        return self.dice.random() < yes

    def answer(self):
        return self.dice.choice([True, False, None])

    def child(self, number):
        told = {name: [] for name in ("episode", "assessment", "section47", "conference", "protection_plan")}
        told |= {"plan_review": [], "core_group": [], "visit": [], "early_help": []}
        referred_on = self.after(self.base, 0, 90)
        for _ in range(self.dice.choice([1, 1, 2, 3])):
            self.episode(told, referred_on)
            referred_on = self.after(referred_on, 0, 600)
        told["child"] = [{"died_on": self.after(self.base, 0, 900) if self.maybe(0.1) else None}]
        # Dice of their own, so that the rest of the child's story stays what it was.
        other = Teller(Random(f"early help {self.base} {number} {referred_on}"), self.base, wild=self.wild)
        for _ in range(other.dice.choice([0, 1, 2])):
            other.early_help(told, other.after(self.base, 0, 300))
        return {table: [{**WHOSE, "child": number, **row} for row in rows] for table, rows in told.items()}

    def episode(self, told, referred_on):
        key = f"e{len(told['episode'])}"
        told["episode"].append({
            "episode": key, "referred_on": referred_on, "decided_on": self.after(referred_on, -1, 5, unknown=0.3),
            "no_further_action": self.answer(), "closed_on": self.after(referred_on, -2, 900, unknown=0.6),
        })  # fmt: skip
        for _ in range(self.dice.choice([0, 1, 1, 2])):
            authorised_on = self.after(referred_on, -5, 140, unknown=0.3)
            told["assessment"].append(
                {"assessment": f"a{len(told['assessment'])}", "episode": key, "authorised_on": authorised_on}
            )
        for _ in range(self.dice.choice([0, 1, 2])):
            self.enquiry(told, key, referred_on)
        if self.maybe(0.2):
            self.conference(told, key, referred_on, kind="transfer_in", section47=None)
        for _ in range(self.dice.choice([0, 1, 1])):
            self.plan(told, key, self.after(referred_on, 0, 60, unknown=0.05))

    def early_help(self, told, referred_on):
        agreed_on = self.after(referred_on, -1, 40, unknown=0.3)
        told["early_help"].append({
            "early_help": f"h{len(told['early_help'])}", "referred_on": referred_on,
            "offered_on": self.after(referred_on, -1, 30, unknown=0.3), "agreed_on": agreed_on,
            "refused_on": self.after(referred_on, 0, 40, unknown=0.8),
            "started_on": self.after(agreed_on, -2, 60, unknown=0.3),
            "planned_on": self.after(agreed_on, -2, 60, unknown=0.3),
            "reviewed_on": self.after(agreed_on, 10, 200, unknown=0.5),
            "ended_on": self.after(referred_on, 0, 400, unknown=0.5),
        })  # fmt: skip

    def enquiry(self, told, episode, referred_on):
        key, started_on = f"s{len(told['section47'])}", self.after(referred_on, 0, 30, unknown=0.05)
        told["section47"].append({
            "section47": key, "episode": episode, "started_on": started_on,
            "conference_not_required": self.dice.choice([True, False, None, None]),
        })  # fmt: skip
        for _ in range(self.dice.choice([0, 1, 1, 2])):
            kind = self.dice.choice(["initial", "initial", "transfer_in"])
            self.conference(told, episode, started_on, kind=kind, section47=key)

    def conference(self, told, episode, day, *, kind, section47):
        told["conference"].append({
            "conference": f"c{len(told['conference'])}", "episode": episode, "kind": kind, "section47": section47,
            "held_on": self.after(day, -2, 45),
        })  # fmt: skip

    def plan(self, told, episode, started_on):
        key = f"p{len(told['protection_plan'])}"
        reviews = self.chain(started_on, 5, 220)
        ended_on = self.dice.choice([None, None, self.after(started_on, -1, 900), reviews[-1] if reviews else None])
        told["protection_plan"].append(
            {"protection_plan": key, "episode": episode, "started_on": started_on, "ended_on": ended_on}
        )
        for table, column, days in (
            ("plan_review", "held_on", reviews),
            ("core_group", "held_on", self.chain(started_on, 6, 60)),
            ("visit", "visited_on", self.chain(started_on, 9, 25)),
        ):
            for day in days:
                row = {table: f"{table}{len(told[table])}", "protection_plan": key, column: day}
                told[table].append(row | ({"child_seen": self.answer()} if table == "visit" else {}))

    def chain(self, day, at_most, apart):
        """Days one after another, some the same, now and then one that comes too early."""
        days = []
        for _ in range(self.dice.randint(0, at_most)):
            day = self.after(day, -3 if self.maybe(0.1) else 0, apart)
            days.append(day)
        return days


def shifted(day, days):
    """So many days on or back, but no further than days go."""
    return date.fromordinal(min(max(day.toordinal() + days, 1), date.max.toordinal()))


def crowd(*, seed, base, size, wild=False):
    """So many children from one throw of the dice; the same seed tells the same."""
    teller = Teller(Random(seed), base, wild=wild)
    return [teller.child(f"A{n}") for n in range(size)]
