"""How the whole is doing: figures over facts, what may leave of them, and what others published."""

from holdfast.measures._measure import Ask, Breakdown, Cohort, Example, Measure, Part
from holdfast.measures._registry import MEASURES
from holdfast.measures.engine import NOT_RECORDED, Figure, compute, rows_behind

__all__ = [
    "MEASURES",
    "NOT_RECORDED",
    "Ask",
    "Breakdown",
    "Cohort",
    "Example",
    "Figure",
    "Measure",
    "Part",
    "compute",
    "rows_behind",
]
