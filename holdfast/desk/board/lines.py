"""The Board's table: a line for each measure, with what it stands beside."""

from dataclasses import dataclass

from holdfast.measures import MEASURES
from holdfast.measures.chance import MORE, chance
from holdfast.measures.comparison import Beside, beside
from holdfast.measures.disclosure import Published
from holdfast.records.board.queries.report import Account
from holdfast.records.board.queries.sections import SECTIONS
from holdfast.records.board.queries.shown import by_part, counts, number, said


@dataclass(frozen=True, kw_only=True)
class Line:
    """Measures told together: a number, its share or rate, and what that stands beside; empty where without meaning."""

    code: str
    title: str
    number_code: str
    number: str
    share: str
    why: tuple[str, ...]
    before: str
    changed: bool
    """Whether the change from the year before is more than chance usually gives."""
    neighbours: str
    london: str
    england: str
    beside_year: str


@dataclass(frozen=True, kw_only=True)
class Group:
    """A section of the table."""

    title: str
    lines: tuple[Line, ...]


def groups(account: Account) -> list[Group]:
    """Every measure in its section."""
    return [
        Group(title=section.title, lines=tuple(_line(codes, account) for codes in section.together))
        for section in SECTIONS
    ]


def _line(codes: tuple[str, ...], account: Account) -> Line:
    code, measure = codes[-1], MEASURES[codes[-1]]
    figures, last_year = by_part(account.figures), by_part(account.before)
    figure, before = figures.get((code, "")), last_year.get((code, ""))
    found = beside(code, area=account.about.compares_as, year=account.year, model=account.model)
    if not account.is_over and measure.unit == "per_10000":
        found = Beside(year=account.year, model=account.model)  # part of a year has no rate to hold against a whole one
    told = [figures[each, ""] for each in codes if (each, "") in figures]
    is_number = measure.unit == "count"
    return Line(
        code=code,
        title=MEASURES[codes[0]].title,
        number_code=codes[0] if len(codes) > 1 else "",
        number=said(figures.get((codes[0], ""))) if len(codes) > 1 or is_number else counts(figure),
        share="" if is_number else said(figure),
        why=tuple(dict.fromkeys(said for each in told for said in _because(each, account) if said)),
        before=said(before),
        changed=bool(figure and before and account.is_over and chance(figure, before) == MORE),
        neighbours=_range(found, measure.unit),
        london=number(found.london.value, measure.unit) if found.london else "",
        england=number(found.england.value, measure.unit) if found.england else "",
        beside_year=found.year.label if found.england and found.year != account.year else "",
    )


def _because(figure: Published, account: Account) -> tuple[str | None, ...]:
    """Why there is no figure, or what to beware of; that the year still runs is said once, above the table."""
    return (figure.because, figure.caution) if account.is_over else (figure.because,)


def _range(found: Beside, unit: str) -> str:
    if not found.neighbours:
        return ""
    return f"{number(found.lowest, unit)} to {number(found.highest, unit)}"
