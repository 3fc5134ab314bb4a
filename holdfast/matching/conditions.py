"""What can be asked of two descriptions, each read in two ways: in Python for one pair, as DuckDB's SQL for millions.

A property test holds the two readings equal.
"""

from dataclasses import dataclass

from rapidfuzz.distance import JaroWinkler

from holdfast.matching.described import Ready


@dataclass(frozen=True)
class Shares:
    """The two have a key in common: in this column, or between this and another one, whichever way round."""

    column: str
    other: str = ""

    def holds(self, a: Ready, b: Ready) -> bool:
        """In Python."""
        if not self.other:
            return not getattr(a, self.column).isdisjoint(getattr(b, self.column))
        across = getattr(a, self.column).isdisjoint(getattr(b, self.other))
        return not (across and getattr(a, self.other).isdisjoint(getattr(b, self.column)))

    def sql(self) -> str:
        """In SQL."""
        first = f'list_has_any("{self.column}_l", "{self.other or self.column}_r")'
        return f'({first} OR list_has_any("{self.other}_l", "{self.column}_r"))' if self.other else first


@dataclass(frozen=True)
class Crossed:
    """Given name and family name have changed places."""

    def holds(self, a: Ready, b: Ready) -> bool:
        """In Python."""
        return not (a.given.isdisjoint(b.family) or a.family.isdisjoint(b.given))

    def sql(self) -> str:
        """In SQL."""
        return '(list_has_any("given_l", "family_r") AND list_has_any("family_l", "given_r"))'


@dataclass(frozen=True)
class Alike:
    """Some word of the one is spelt nearly as some word of the other (Jaro-Winkler, 0 to 1)."""

    column: str
    near: float

    def holds(self, a: Ready, b: Ready) -> bool:
        """In Python."""
        return any(
            JaroWinkler.normalized_similarity(one, other) >= self.near
            for one in getattr(a, self.column)
            for other in getattr(b, self.column)
        )

    def sql(self) -> str:
        """In SQL."""
        pairs = (
            f'list_transform("{self.column}_l", lambda x: list_max(list_transform("{self.column}_r", '
            "lambda y: jaro_winkler_similarity(x, y))))"
        )
        return f"coalesce(list_max({pairs}) >= {self.near}, false)"


@dataclass(frozen=True)
class Tells:
    """Both say something here."""

    column: str

    def holds(self, a: Ready, b: Ready) -> bool:
        """In Python."""
        return bool(getattr(a, self.column) and getattr(b, self.column))

    def sql(self) -> str:
        """In SQL."""
        return f'(len("{self.column}_l") > 0 AND len("{self.column}_r") > 0)'


@dataclass(frozen=True)
class BothBorn:
    """Of both it is known, to the day or within a span, when they were born."""

    def holds(self, a: Ready, b: Ready) -> bool:
        """In Python."""
        return a.born_from is not None and b.born_from is not None

    def sql(self) -> str:
        """In SQL."""
        return '("born_from_l" IS NOT NULL AND "born_from_r" IS NOT NULL)'


@dataclass(frozen=True)
class SpansMeet:
    """Of one or both only a span is known (an age, an expected day), and the two could be one day."""

    def holds(self, a: Ready, b: Ready) -> bool:
        """In Python."""
        if not (a.born_from and a.born_until and b.born_from and b.born_until):
            return False
        exact = a.born_from == a.born_until and b.born_from == b.born_until
        return not exact and a.born_from <= b.born_until and b.born_from <= a.born_until

    def sql(self) -> str:
        """In SQL."""
        spans = '"born_from_l" <> "born_until_l" OR "born_from_r" <> "born_until_r"'
        meet = '"born_from_l" <= "born_until_r" AND "born_from_r" <= "born_until_l"'
        return f"coalesce(({spans}) AND {meet}, false)"


@dataclass(frozen=True)
class Every:
    """All of these hold."""

    conditions: tuple["Condition", ...]

    def holds(self, a: Ready, b: Ready) -> bool:
        """In Python."""
        return all(each.holds(a, b) for each in self.conditions)

    def sql(self) -> str:
        """In SQL."""
        return "(" + " AND ".join(each.sql() for each in self.conditions) + ")"


@dataclass(frozen=True)
class Either:
    """At least one of these holds."""

    conditions: tuple["Condition", ...]

    def holds(self, a: Ready, b: Ready) -> bool:
        """In Python."""
        return any(each.holds(a, b) for each in self.conditions)

    def sql(self) -> str:
        """In SQL."""
        return "(" + " OR ".join(each.sql() for each in self.conditions) + ")"


@dataclass(frozen=True)
class Not:
    """This does not hold."""

    condition: "Condition"

    def holds(self, a: Ready, b: Ready) -> bool:
        """In Python."""
        return not self.condition.holds(a, b)

    def sql(self) -> str:
        """In SQL."""
        return f"NOT {self.condition.sql()}"


Condition = Shares | Crossed | Alike | Tells | BothBorn | SpansMeet | Every | Either | Not
