"""A measure's charts and the tables beside them: over the years, beside neighbours, and by its parts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.text import slugify

from holdfast.facts.cohorts import CollectionYear
from holdfast.measures import MEASURES, Breakdown, benchmarks
from holdfast.measures.comparison import Beside, basis, comparable, series_beside
from holdfast.measures.disclosure import Published
from holdfast.records.board.queries.authority import About
from holdfast.records.board.queries.shown import CHART_UNITS, ByPart, number, point, said
from holdfast.web import charts

_YEARS = 10
Ours = Mapping[int, Published]
"""Our own figures of a measure by the year's end."""


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """A chart, the table that says the same, and what to know of both."""

    chart: charts.LineChart | charts.BarChart
    table: charts.Table
    note: str = ""

    @property
    def svg(self) -> str:
        """The chart, its ids made of its title so that they are unique on a page."""
        return charts.svg(self.chart, name=slugify(self.table.caption))

    @property
    def said(self) -> str:
        """The chart in words, for those who do not see it."""
        return charts.said(self.chart)


def over_years(code: str, about: About, ours: Ours, *, year: CollectionYear, model: str) -> Drawn:
    """The last ten years up to `year`: ours, and where it can be compared, others' published values."""
    measure = MEASURES[code]
    others = {}
    if about.compares_as and not comparable(measure):
        others = series_beside(code, about.compares_as, model)
    ends = _years_told(ours, others, year)
    labels = {end: CollectionYear.ending(end).label for end in ends}
    mine = charts.Line(
        about.name, tuple(point(labels[end], ours.get(end), missing="no figure released") for end in ends)
    )
    theirs = tuple(
        charts.Line(name, tuple(charts.Point(labels[end], points[end].value) for end in ends if end in points))
        for name, points in others.items()
    )
    chart = charts.LineChart(title=measure.title, unit=CHART_UNITS[measure.unit], lines=(mine, *theirs))
    columns = [_column(name, points, ends, measure.unit) for name, points in others.items()]
    head = ("Year", about.name, *(name for name, _ in columns))
    rows = tuple(
        (label, said(ours.get(end)) or "not released", *(cells[place] for _, cells in columns))
        for place, (end, label) in enumerate(labels.items())
    )
    return Drawn(
        chart=chart, table=charts.Table(f"{measure.title}, by year", head, rows), note=_note(others, about, model)
    )


def _years_told(ours: Ours, others: Mapping[str, Mapping[int, object]], year: CollectionYear) -> range:
    """The last ten years, from the first of them that anybody tells of."""
    last = year.end_on.year
    held = {end for told in (ours, *others.values()) for end in told if last - _YEARS < end <= last}
    return range(min(held, default=last), last + 1)


def beside_neighbours(code: str, about: About, figure: Published | None, found: Beside) -> Drawn | None:
    """One year beside each statistical neighbour, London and England; None where nothing is held to stand beside."""
    if not found.neighbours:
        return None
    measure = MEASURES[code]
    mine = charts.Point(about.name, figure.value if figure else None, said(figure) or "no figure released")
    ranked = sorted(found.neighbours, key=lambda named: -named[1].value)
    areas = [(name, each) for name, each in (("London", found.london), ("England", found.england)) if each]
    bars = (mine, *(charts.Point(name, each.value) for name, each in [*ranked, *areas]))
    title = f"{measure.title}, {found.year.label}"
    chart = charts.BarChart(
        title=title, unit=CHART_UNITS[measure.unit], name="Area", bars=tuple(bars), about=about.name
    )
    rows = (
        (about.name, mine_said(figure), "counted here"),
        *((name, number(each.value, measure.unit), basis(each)) for name, each in [*ranked, *areas]),
    )
    silent = f" No value is held of {', '.join(found.silent)}." if found.silent else ""
    note = f"{benchmarks.MODELS[found.model]}.{silent}"
    return Drawn(
        chart=chart, table=charts.Table(f"{title}, beside others", ("Area", "Figure", "Basis"), rows), note=note
    )


def by_breakdown(code: str, split: Breakdown, figures: ByPart, before: ByPart, year: CollectionYear) -> Drawn:
    """A year's figure by its parts, with the year before."""
    measure = MEASURES[code]
    now = {part: figures.get((code, part.slug)) for part in split.parts}
    title = f"{measure.title}, {year.label}, by {split.words[:1].lower()}{split.words[1:]}"
    bars = tuple(point(part.words, figure, missing="no figure") for part, figure in now.items())
    rows = tuple(
        (part.words, said(figure) or "no figure", said(before.get((code, part.slug))) or "no figure")
        for part, figure in now.items()
    )
    chart = charts.BarChart(title=title, unit=CHART_UNITS[measure.unit], name=split.words, bars=bars)
    return Drawn(chart=chart, table=charts.Table(title, (split.words, year.label, year.previous.label), rows))


def mine_said(figure: Published | None) -> str:
    """Our own figure in a table that others stand in too."""
    return said(figure) or "no figure"


def _column(
    name: str, points: Mapping[int, benchmarks.Point | benchmarks.Middle], ends: Iterable[int], unit: str
) -> tuple[str, list[str]]:
    """Heading and cells of another area: what all its values rest on stands in the heading, else with each value."""
    told = [points.get(end) for end in ends]
    bases = {basis(each) for each in told if each}
    said_once = len(bases) == 1
    cells = [
        "not published" if each is None else number(each.value, unit) + ("" if said_once else f" {basis(each)}")
        for each in told
    ]
    return (f"{name} ({bases.pop()})" if said_once else name), cells


def _note(others: Mapping[str, object], about: About, model: str) -> str:
    if not others:
        return ""
    return f"{benchmarks.MODELS[model]}; their middle is the median, derived by Holdfast.{stands_beside(about)}"


def stands_beside(about: About) -> str:
    """That an authority without published figures of its own stands beside another's neighbours; empty otherwise."""
    if not about.is_another:
        return ""
    like = about.compares_as_name
    return f" {about.name} has no published figures of its own: it stands beside the neighbours of {like}."
