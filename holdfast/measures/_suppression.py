"""Which numbers of a table to withhold, so that no small one can be worked out from those left standing.

Assume the reader knows every printed number, every sum, the threshold, and that a printed zero is never withheld.
A small number is safe when the table could as well hold another in its place: a step of one on it that the other
withheld numbers can balance, each by a step of one, small ones staying small and none falling below what it could be.
(Small ones must stay small, for a reader also knows that we withhold no more than we need: three withheld numbers that
make 15 would all be 5.) Such a step is a witness; finding none, we withhold more. So a mistake of the search costs a
number that could have stood, never a secret.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

_PATIENCE = 2000


@dataclass(frozen=True)
class Sum:
    """One number that is the sum of others."""

    total: str
    parts: tuple[str, ...]

    def gap(self, steps: Mapping[str, int]) -> int:
        """By how much these steps would put the total above its parts."""
        return steps.get(self.total, 0) - sum(steps.get(part, 0) for part in self.parts)

    @property
    def names(self) -> tuple[str, ...]:
        """Everything in it."""
        return (self.total, *self.parts)


@dataclass(frozen=True, kw_only=True)
class Table:
    """Numbers by name and how they add up.

    `unprinted` numbers never show but could be worked out, such as those *not* seen in time; `plain` numbers always
    show, for they tell of records and not of children.
    """

    values: Mapping[str, int]
    sums: tuple[Sum, ...]
    unprinted: frozenset[str] = frozenset()
    plain: frozenset[str] = frozenset()

    @cached_property
    def sums_with(self) -> Mapping[str, tuple[Sum, ...]]:
        """Every sum that a number stands in."""
        found: dict[str, list[Sum]] = {name: [] for name in self.values}
        for each in self.sums:
            for name in each.names:
                found[name].append(each)
        return {name: tuple(sums) for name, sums in found.items()}

    @cached_property
    def turns(self) -> Mapping[str, tuple[int, int]]:
        """In which order numbers go when another needs cover: wholes last, and among parts the last told first.

        Never by size: who knows that the smallest goes could work back from which one went.
        """
        wholes = {each.total for each in self.sums}
        return {name: (name in wholes, -place) for place, name in enumerate(self.values)}

    def small(self, threshold: int) -> frozenset[str]:
        """The numbers above 0 and below the threshold."""
        return frozenset(
            name for name, number in self.values.items() if 0 < number < threshold and name not in self.plain
        )

    def allows(self, name: str, step: int, threshold: int) -> bool:
        """Whether a reader must think it possible that a withheld number is that much more."""
        number = self.values[name]
        if 0 < number < threshold:
            return 0 < number + step < threshold
        return number + step >= (0 if name in self.unprinted else 1)


def withheld(table: Table, *, threshold: int, also: frozenset[str] = frozenset()) -> frozenset[str]:
    """The names of the numbers not to print; `also` are withheld and protected whatever their size."""
    secret = table.small(threshold) | also
    hidden = set(secret | table.unprinted)
    beyond_help: set[str] = set()
    while exposed := _first_exposed(table, sorted(secret - beyond_help), hidden, threshold):
        chosen = _next_to_hide(table, exposed, hidden)
        if chosen is None:
            beyond_help.add(exposed)  # all that it adds up with is hidden already
        else:
            hidden.add(chosen)
    return frozenset(hidden) - table.unprinted


def _first_exposed(table: Table, secret: list[str], hidden: set[str], threshold: int) -> str | None:
    for name in secret:
        if not _could_be_another(table, name, hidden, threshold):
            return name
    return None


def _could_be_another(table: Table, name: str, hidden: set[str], threshold: int) -> bool:
    """Whether another number would do in its place; for a small one, another small one."""
    for step in (1, -1):
        patience = iter(range(_PATIENCE))
        if table.allows(name, step, threshold) and _balances(table, {name: step}, hidden, threshold, patience):
            return True
    return False


def _balances(table: Table, steps: dict[str, int], hidden: set[str], threshold: int, patience: Iterator[int]) -> bool:
    """Whether hidden numbers can each take a step of one or none until every sum holds again."""
    if next(patience, None) is None:
        return False
    broken = _broken(table, steps)
    if broken is None:
        return True
    up = 1 if broken.gap(steps) > 0 else -1
    for name in sorted(hidden.intersection(broken.names) - steps.keys(), key=lambda each: _ease(table, each)):
        further = steps | {name: -up if name == broken.total else up}
        if table.allows(name, further[name], threshold) and _balances(table, further, hidden, threshold, patience):
            return True
    return False


def _broken(table: Table, steps: Mapping[str, int]) -> Sum | None:
    for name in steps:
        for each in table.sums_with[name]:
            if each.gap(steps):
                return each
    return None


def _ease(table: Table, name: str) -> tuple[int, str]:
    return len(table.sums_with[name]), name


def _next_to_hide(table: Table, exposed: str, hidden: set[str]) -> str | None:
    """The first to go of the printed numbers in a sum with it, or else in a sum that hidden numbers lead to."""
    near = _printed(table, {exposed}, hidden)
    choice = near or _printed(table, _reached(table, exposed, hidden), hidden)
    return min(choice, key=lambda name: table.turns[name], default=None)


def _printed(table: Table, names: set[str], hidden: set[str]) -> set[str]:
    around = {other for name in names for each in table.sums_with[name] for other in each.names}
    return {name for name in around - hidden - table.plain if table.values[name]}


def _reached(table: Table, start: str, hidden: set[str]) -> set[str]:
    reached, waiting = {start}, [start]
    while waiting:
        for each in table.sums_with[waiting.pop()]:
            fresh = hidden.intersection(each.names) - reached
            reached |= fresh
            waiting.extend(fresh)
    return reached
