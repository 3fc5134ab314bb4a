"""Charts as SVG text, drawn without a library and without Django; `picture` gives the same as PNG for Word.

Dark on white, told apart by dash and mark as well as colour, labelled where they are and not in a legend.
What is missing is said: withheld, not published, not computable.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor, log10
from xml.sax.saxutils import escape

WIDTH = 720
TOP, LEFT, RIGHT, PLOT = 34, 56, 168, 260
LINE = 17  # height of a line of text
INK, FAINT, RULE = "#0b0c0c", "#484949", "#d5d9dc"
FONT = "Atkinson Hyperlegible, Segoe UI, Liberation Sans, Arial, sans-serif"
MANNERS = (  # colour, dash, mark: the first is the one the chart is about
    ("#0b3d6b", "", "circle"),
    ("#a84c08", "7 4", "square"),
    ("#0b6b52", "2 4", "triangle"),
    ("#6f3192", "11 4 2 4", "diamond"),
    ("#484949", "4 2", "circle"),
)


@dataclass(frozen=True)
class Point:
    """A figure at a time; without a value, why not."""

    at: str
    value: float | None
    because: str = ""


@dataclass(frozen=True)
class Line:
    """One authority, or a group of them, over time."""

    name: str
    points: tuple[Point, ...]


@dataclass(frozen=True, kw_only=True)
class LineChart:
    """A figure over years: the first line is the one the chart is about, the others are what it is held against."""

    title: str
    unit: str
    lines: tuple[Line, ...]

    @property
    def times(self) -> tuple[str, ...]:
        """Every time at which some line has a point, in order."""
        return tuple(sorted({point.at for line in self.lines for point in line.points}))


@dataclass(frozen=True, kw_only=True)
class BarChart:
    """Figures side by side; `name` is what the bars are of, `about` the label of the bar to bring out."""

    title: str
    unit: str
    name: str
    bars: tuple[Point, ...]
    about: str = ""


@dataclass(frozen=True)
class Table:
    """The same chart to read: a heading row, then rows whose first cell is their heading."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def svg(chart: LineChart | BarChart, *, name: str = "chart") -> str:
    """The chart as one <svg> element; `name` makes its ids unique on a page."""
    body, height = _lines(chart) if isinstance(chart, LineChart) else _bars(chart)
    title = f"{chart.title}, {chart.unit}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" '
        f'role="img" aria-labelledby="{escape(name)}-title {escape(name)}-desc" font-family="{FONT}" font-size="14">'
        f'<title id="{escape(name)}-title">{escape(title)}</title>'
        f'<desc id="{escape(name)}-desc">{escape(said(chart))}</desc>'
        f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>'
        f"{_text(0, 14, chart.unit[:1].upper() + chart.unit[1:], colour=FAINT)}{body}</svg>"
    )


def table(chart: LineChart | BarChart) -> Table:
    """The chart's figures as a table; a missing one reads as its reason."""
    caption = f"{chart.title}, {chart.unit}"
    if isinstance(chart, BarChart):
        return Table(caption, (chart.name, "Figure"), tuple((bar.at, _cell(bar, chart.unit)) for bar in chart.bars))
    found = [{point.at: point for point in line.points} for line in chart.lines]
    rows = tuple((at, *(_cell(points.get(at), chart.unit) for points in found)) for at in chart.times)
    return Table(caption, ("Year", *(line.name for line in chart.lines)), rows)


def said(chart: LineChart | BarChart) -> str:
    """The chart in a few sentences, for those who do not see it."""
    if isinstance(chart, BarChart):
        return "Bar chart. " + " ".join(f"{bar.at}: {_cell(bar, chart.unit)}." for bar in chart.bars)
    if not chart.times:
        return "Line chart without any figure."
    sentences = [f"Line chart from {chart.times[0]} to {chart.times[-1]}."]
    for line in chart.lines:
        known = _known(line)
        sentences.append(
            f"{line.name}: from {number(known[0].value, chart.unit)} in {known[0].at} "
            f"to {number(known[-1].value, chart.unit)} in {known[-1].at}."
            if known
            else f"{line.name}: no figure."
        )
    return " ".join([*sentences, *_notes(chart)])


def number(value: float | None, unit: str) -> str:
    """A figure as people write it: 1,234 or 45.2 or 81.3%."""
    if value is None:
        return "no figure"
    shown = f"{value:,.0f}" if float(value).is_integer() else f"{value:,.1f}"
    return f"{shown}%" if unit in ("%", "per cent") else shown


def _lines(chart: LineChart) -> tuple[str, int]:
    ticks = _ticks([point.value for line in chart.lines for point in line.points if point.value is not None])
    times = chart.times
    places = {at: LEFT + (WIDTH - LEFT - RIGHT) * (index + 0.5) / max(len(times), 1) for index, at in enumerate(times)}
    drawn = [_grid(ticks, chart.unit), _time_labels(places)]
    for line, manner in reversed(list(zip(chart.lines, _manners(chart), strict=True))):
        drawn.append(_one_line(line, manner, places, ticks[-1]))
    if chart.lines:
        drawn += [_hollow(places[point.at]) for point in chart.lines[0].points if point.value is None]
    drawn.append(_end_labels(chart, places, ticks[-1]))
    notes = _notes(chart)
    below = TOP + PLOT + 50
    drawn += [_text(0, below + LINE * row, note, size=13, colour=FAINT) for row, note in enumerate(notes)]
    return "".join(drawn), below + LINE * len(notes)


def _grid(ticks: Sequence[float], unit: str) -> str:
    parts = []
    for tick in ticks:
        y = _height(tick, ticks[-1])
        parts.append(f'<path d="M{LEFT} {y:.1f}H{WIDTH - RIGHT}" stroke="{RULE if tick else INK}"/>')
        parts.append(_text(LEFT - 8, y + 5, number(tick, unit), anchor="end", size=13, colour=FAINT))
    return "".join(parts)


def _time_labels(places: dict[str, float]) -> str:
    longest = max((len(at) for at in places), default=1) * 7.5
    room = (WIDTH - LEFT - RIGHT) / max(len(places), 1)
    every = max(1, ceil(longest / room))
    shown = list(places.items())[::-every][::-1]  # the latest is always named
    return "".join(_text(x, TOP + PLOT + 22, at, anchor="middle", size=13, colour=FAINT) for at, x in shown)


def _one_line(line: Line, manner: tuple[str, str, str], places: dict[str, float], top: float) -> str:
    colour, dash, mark = manner
    steps, pen_down = [], False
    for point in sorted(line.points, key=lambda point: point.at):
        if point.value is not None:
            steps.append(f"{'L' if pen_down else 'M'}{places[point.at]:.1f} {_height(point.value, top):.1f}")
        pen_down = point.value is not None
    marks = [_mark(mark, places[point.at], _height(point.value or 0, top), colour) for point in _known(line)]
    dashes = f' stroke-dasharray="{dash}"' if dash else ""
    width = 2 if dash else 3
    return f'<path d="{"".join(steps)}" fill="none" stroke="{colour}" stroke-width="{width}"{dashes}/>{"".join(marks)}'


def _end_labels(chart: LineChart, places: dict[str, float], top: float) -> str:
    ends = []
    for line, (colour, _, _) in zip(chart.lines, _manners(chart), strict=True):
        if known := _known(line):
            ends.append((_height(known[-1].value or 0, top) + 5, line, known[-1], colour))
    x = max(places.values(), default=LEFT) + 12
    parts, lowest = [], 0.0
    for wanted, line, last, colour in sorted(ends, key=lambda end: end[0]):
        rows = _wrapped(f"{line.name} {number(last.value, chart.unit)}", room=WIDTH - x)
        y = max(wanted, lowest)
        weight = "bold" if line is chart.lines[0] else "normal"
        parts += [_text(x, y + LINE * row, text, colour=colour, weight=weight) for row, text in enumerate(rows)]
        lowest = y + LINE * len(rows) + 1
    return "".join(parts)


def _notes(chart: LineChart) -> list[str]:
    notes = []
    for line in chart.lines:
        gaps: dict[str, list[str]] = {}
        for point in line.points:
            if point.value is None:
                gaps.setdefault(point.because or "no figure", []).append(point.at)
        sign = "◇ " if line is chart.lines[0] else ""
        if not line.points:
            notes.append(f"{line.name}: no published series.")
        notes += [f"{sign}{line.name}, {_years(years, line)}: {because}." for because, years in gaps.items()]
    return notes


def _years(years: Sequence[str], line: Line) -> str:
    return "every year" if len(years) == len(line.points) > 1 else ", ".join(years)


def _bars(chart: BarChart) -> tuple[str, int]:
    ticks = _ticks([bar.value for bar in chart.bars if bar.value is not None])
    start = min(300.0, max((len(bar.at) for bar in chart.bars), default=1) * 7.2 + 12)
    parts, y = [], TOP
    for bar in chart.bars:
        rows = _wrapped(bar.at, room=start - 12)
        about = bar.at == chart.about or not chart.about
        middle = y + 10 + LINE * (len(rows) - 1) / 2
        parts += [_text(start - 10, y + 15 + LINE * row, text, anchor="end") for row, text in enumerate(rows)]
        length = (WIDTH - start - 90) * (bar.value or 0) / ticks[-1]
        colour = MANNERS[0][0] if about else "#8195a8"
        parts.append(f'<rect x="{start:.1f}" y="{middle - 10:.1f}" width="{length:.1f}" height="20" fill="{colour}"/>')
        shown = number(bar.value, chart.unit) if bar.value is not None else f"◇ {bar.because or 'no figure'}"
        parts.append(_text(start + length + 6, middle + 5, shown, colour=INK if bar.value is not None else FAINT))
        y += LINE * len(rows) + 13
    parts.append(f'<path d="M{start:.1f} {TOP - 4}V{y - 4}" stroke="{INK}"/>')
    return "".join(parts), y + 4


def _ticks(values: Sequence[float]) -> list[float]:
    """Round numbers from nought, so that no difference looks larger than it is."""
    highest = max([value for value in values if value > 0], default=1.0)
    power = 10.0 ** floor(log10(highest / 4))
    step = next(step * power for step in (1, 2, 2.5, 5, 10) if step * power * 5 >= highest)
    return [step * index for index in range(ceil(highest / step - 1e-9) + 1)]


def _height(value: float, top: float) -> float:
    return TOP + PLOT * (1 - value / top)


def _known(line: Line) -> list[Point]:
    return [point for point in sorted(line.points, key=lambda point: point.at) if point.value is not None]


def _manners(chart: LineChart) -> list[tuple[str, str, str]]:
    return [MANNERS[index % len(MANNERS)] for index, _ in enumerate(chart.lines)]


def _cell(point: Point | None, unit: str) -> str:
    if point is None:
        return "not published"
    return number(point.value, unit) if point.value is not None else point.because or "no figure"


def _hollow(x: float) -> str:
    return _mark("diamond", x, TOP + PLOT, MANNERS[0][0], fill="#ffffff")


def _mark(kind: str, x: float, y: float, colour: str, *, fill: str = "") -> str:
    shape = {
        "circle": f"M{x - 4:.1f} {y:.1f}a4 4 0 1 0 8 0a4 4 0 1 0 -8 0",
        "square": f"M{x - 4:.1f} {y - 4:.1f}h8v8h-8z",
        "triangle": f"M{x:.1f} {y - 5:.1f}l5 9h-10z",
        "diamond": f"M{x:.1f} {y - 5.5:.1f}l5.5 5.5l-5.5 5.5l-5.5 -5.5z",
    }[kind]
    return f'<path d="{shape}" fill="{fill or colour}" stroke="{colour}" stroke-width="1.5"/>'


def _wrapped(text: str, *, room: float) -> list[str]:
    rows = [""]
    for word in text.split():
        longer = f"{rows[-1]} {word}".strip()
        rows = [*rows[:-1], longer] if len(longer) * 7.4 <= room or not rows[-1] else [*rows, word]
    return rows


def _text(
    x: float, y: float, text: str, *, anchor: str = "start", size: int = 14, colour: str = INK, weight: str = "normal"
) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" fill="{colour}" font-size="{size}" font-weight="{weight}" '
        f'text-anchor="{anchor}">{escape(text)}</text>'
    )
