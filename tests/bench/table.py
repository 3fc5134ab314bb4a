"""The printed table: what was measured, what stands beside it, and whether the aim is met."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import quantiles


@dataclass(frozen=True, kw_only=True)
class Line:
    """One measurement: in words, beside the physical limit measured in the same run."""

    what: str
    took: str
    limit: str = ""
    ratio: float | None = None
    aim: str = ""
    met: bool | None = None


@dataclass(frozen=True)
class Section:
    """A table of lines, the physical limit that its ratios are taken to, and notes under it."""

    title: str
    limit: str
    lines: list[Line]
    notes: tuple[str, ...] = ()


def show(section: Section) -> None:
    """Print the table."""
    rows = [("what", "took", "limit", "ratio", "aim", "")] + [_cells(line) for line in section.lines]
    widths = [max(len(row[column]) for row in rows) for column in range(6)]
    say(f"\n{section.title}")
    say(f"Physical limit: {section.limit}")
    for row in rows:
        say("  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
    for note in section.notes:
        say(f"  {note}")


def say(words: str) -> None:
    """Print at once."""
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


def median_and_95th(seconds: Sequence[float]) -> tuple[float, float]:
    """The median and the 95th percentile."""
    cuts = quantiles(seconds, n=100, method="inclusive")
    return cuts[49], cuts[94]


def milliseconds(seconds: float) -> str:
    """As people read it."""
    return f"{seconds * 1000:.1f} ms"


def _cells(line: Line) -> tuple[str, ...]:
    met = {None: "", True: "met", False: "NOT MET"}[line.met]
    ratio = "" if line.ratio is None else f"{line.ratio:.1f}"
    return line.what, line.took, line.limit, ratio, line.aim, met
