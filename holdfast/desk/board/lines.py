"""The Board's table: a line for each measure, with what it stands beside."""

from dataclasses import dataclass

from holdfast.measures import MEASURES
from holdfast.records.board.queries.chance import chance
from holdfast.records.board.queries.comparison import Beside, beside
from holdfast.records.board.queries.report import Account
from holdfast.records.board.queries.sections import SECTIONS
from holdfast.records.board.queries.shown import WITHHELD, by_part, counts, number, said


@dataclass(frozen=True, kw_only=True)
class Line:
    """One measure in the table; empty cells are those that have no meaning for it."""

    code: str
    title: str
    value: str
    counts: str
    why: str
    before: str
    chance: str
    neighbours: str
    london: str
    england: str
    beside_year: str

    @property
    def is_withheld(self) -> bool:
        """Whether disclosure control holds the value back."""
        return self.value == WITHHELD


@dataclass(frozen=True, kw_only=True)
class Group:
    """A section of the table."""

    title: str
    slug: str
    lines: tuple[Line, ...]


def groups(account: Account) -> list[Group]:
    """Every measure in its section."""
    return [
        Group(title=each.title, slug=each.slug, lines=tuple(_line(code, account) for code in each.codes))
        for each in SECTIONS
    ]


def _line(code: str, account: Account) -> Line:
    measure = MEASURES[code]
    figure, before = by_part(account.figures).get((code, "")), by_part(account.before).get((code, ""))
    found = beside(code, area=account.about.compares_as, year=account.year, model=account.model)
    return Line(
        code=code,
        title=measure.title,
        value=said(figure) if figure or not measure.shares else "by source",
        counts=counts(figure),
        why=" ".join(filter(None, (figure.because, figure.caution))) if figure else "",
        before=said(before),
        chance=chance(figure, before) if figure and before and account.is_over else "",
        neighbours=_range(found, measure.unit),
        london=number(found.london.value, measure.unit) if found.london else "",
        england=number(found.england.value, measure.unit) if found.england else "",
        beside_year=found.year.label if found.england and found.year != account.year else "",
    )


def _range(found: Beside, unit: str) -> str:
    if not found.neighbours:
        return ""
    return f"{number(found.lowest, unit)} to {number(found.highest, unit)}"
