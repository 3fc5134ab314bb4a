"""The nights as a chart, with the table that says the same beside it."""

from collections.abc import Sequence

from holdfast.records.census.queries import Night
from holdfast.web import charts, words


class Trend:
    """What stood after each night: to mend, and to mend or explain."""

    def __init__(self, nights: Sequence[Night]) -> None:
        self.nights = nights

    @property
    def chart(self) -> charts.LineChart:
        """Two lines over the nights."""
        lines = (
            charts.Line("Errors", tuple(charts.Point(night.on.isoformat(), night.errors) for night in self.nights)),
            charts.Line("Questions", tuple(charts.Point(night.on.isoformat(), night.queries) for night in self.nights)),
        )
        return charts.LineChart(title="What stood after each night", unit="findings", lines=lines)

    @property
    def rows(self) -> list[tuple[str, Night]]:
        """The latest night first, each with its day in words; within a month of now, the year goes without saying."""
        return [(words.day(night.on).rpartition(" ")[0], night) for night in reversed(self.nights)]
