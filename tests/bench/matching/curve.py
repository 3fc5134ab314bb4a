"""How often the likeliest answer is the right one, at each threshold."""

from collections.abc import Sequence
from dataclasses import dataclass

from tests.bench.table import Line

AIMED_PRECISION, AIMED_RECALL = 0.99, 0.95


@dataclass(frozen=True)
class Answer:
    """The likeliest record for one report: how likely (in bits), right or wrong; and whether the child was known."""

    by: str
    bits: float
    right: bool
    known: bool


@dataclass(frozen=True)
class Point:
    """What a threshold gives."""

    bits: float
    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """Their harmonic mean."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


NOTHING = float("-inf")


def curve(answers: Sequence[Answer]) -> list[Point]:
    """A point for each answer taken as the threshold, the strictest first."""
    known = sum(each.known for each in answers)
    points, right, taken = [], 0, 0
    for each in sorted((each for each in answers if each.bits > NOTHING), key=lambda each: -each.bits):
        taken, right = taken + 1, right + each.right
        points.append(Point(each.bits, right / taken, right / known if known else 0.0))
    return points


def at(answers: Sequence[Answer], bits: float) -> Point:
    """The point of a threshold that was chosen beforehand."""
    reached = [each for each in curve(answers) if each.bits >= bits]
    return reached[-1] if reached else Point(bits, 1.0, 0.0)


def widest(answers: Sequence[Answer], *, precision: float = AIMED_PRECISION) -> Point:
    """The most that is found while the answers stay so precise."""
    kept = [each for each in curve(answers) if each.precision >= precision]
    return max(kept, key=lambda each: each.recall, default=Point(float("inf"), 1.0, 0.0))


def line(what: str, point: Point, *, aimed: bool = False, limit: str = "") -> Line:
    """As a line of the printed table."""
    met = point.precision >= AIMED_PRECISION and point.recall >= AIMED_RECALL if aimed else None
    return Line(
        what=what,
        took=f"precision {point.precision:.4f}, recall {point.recall:.4f}, F1 {point.f1:.4f}",
        limit=limit,
        aim=f"precision {AIMED_PRECISION} at recall {AIMED_RECALL}" if aimed else "",
        met=met,
    )


def printed(answers: Sequence[Answer]) -> list[str]:
    """The curve in a few lines, for the notes."""
    steps = (-6.6, -3.3, 0.0, 3.3, 4.25, 6.6, 10.0, 13.3)
    points = [(bits, at(answers, bits)) for bits in steps]
    return [
        f"odds {'1 to ' if bits < 0 else ''}{2 ** abs(bits):,.0f}{' to 1' if bits >= 0 else ''}: "
        f"precision {point.precision:.4f}, recall {point.recall:.4f}, F1 {point.f1:.4f}"
        for bits, point in points
    ]
