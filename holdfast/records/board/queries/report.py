"""The yearly report as content: one object that the page, the PDF and the Word file are all made from."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from holdfast.facts.cohorts import CollectionYear
from holdfast.kernel.days import in_words
from holdfast.measures import MEASURES, NOT_RECORDED, benchmarks
from holdfast.measures.comparison import beside
from holdfast.measures.disclosure import Published, Rules
from holdfast.records.board.models import Release
from holdfast.records.board.queries.authority import About
from holdfast.records.board.queries.drawn import Drawn, by_breakdown, over_years, stands_beside
from holdfast.records.board.queries.sections import SECTIONS, Section
from holdfast.records.board.queries.sentences import against_last_year, against_others, told
from holdfast.records.board.queries.shown import ByPart, by_part
from holdfast.wall.deeds import day_of


@dataclass(frozen=True, kw_only=True)
class Account:
    """A year's figures as they may be shown, and what is known of the years around it.

    `release` is None where they were counted from the records and are not released yet.
    """

    about: About
    year: CollectionYear
    figures: tuple[Published, ...]
    before: tuple[Published, ...] = ()
    earlier: Mapping[int, tuple[Published, ...]]
    release: Release | None
    facts_sha256: str
    counted_at: datetime
    model: str

    @property
    def standing(self) -> str:
        """Whether they were released, and as of which day they are."""
        if self.release is None:
            return f"Not released: counted from the records as they stood on {in_words(day_of(self.counted_at))}."
        on, as_at = day_of(self.release.released_at), self.release.as_at
        return f"Released on {in_words(on)} by {self.release.released_by_name}, as at {in_words(as_at)}."

    @property
    def is_over(self) -> bool:
        """Whether the year was over when it was counted."""
        return all(each.as_at == self.year.end_on for each in self.figures)

    @property
    def last_whole(self) -> CollectionYear:
        """The year itself, or the one before while it still runs: part of a year is not drawn beside whole ones."""
        return self.year if self.is_over else self.year.previous

    def of_years(self, code: str) -> dict[int, Published]:
        """The whole figure of a measure, by year's end."""
        every = {**self.earlier, self.year.end_on.year: self.figures, self.year.previous.end_on.year: self.before}
        return {
            end: each for end, figures in every.items() for each in figures if each.code == code and not each.breakdown
        }


@dataclass(frozen=True, kw_only=True)
class Statement:
    """A few measures told together: in words, then in charts with their tables, then their definitions."""

    slug: str
    title: str
    code: str
    sentences: tuple[str, ...]
    caveats: tuple[str, ...]
    drawn: tuple[Drawn, ...]
    definitions: tuple[tuple[str, str, str], ...]
    """Code, title and what is counted."""


@dataclass(frozen=True, kw_only=True)
class Chapter:
    """A section of the report."""

    slug: str
    title: str
    paragraphs: tuple[str, ...] = ()
    statements: tuple[Statement, ...] = ()
    points: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Report:
    """The whole report."""

    title: str
    authority: str
    partnership: str
    year: str
    standing: str
    chapters: tuple[Chapter, ...]
    made_at: datetime


def yearly_report(account: Account, *, partnership: str, made_at: datetime) -> Report:
    """The report of a year: what it shows, what cannot be told and why, how numbers were protected, and sources."""
    figures, before = by_part(account.figures), by_part(account.before)
    chapters = [_in_short(account, figures)]
    chapters += [chapter for section in SECTIONS if (chapter := _chapter(section, account, figures, before)).statements]
    chapters += [_not_told(account), _protected(account), _sources(account)]
    return Report(
        title=f"Safeguarding children in {account.about.name}: {account.year.label}",
        authority=account.about.name,
        partnership=partnership,
        year=account.year.label,
        standing=account.standing,
        chapters=tuple(chapters),
        made_at=made_at,
    )


def _in_short(account: Account, figures: ByPart) -> Chapter:
    first, last = in_words(account.year.start_on), in_words(max(each.as_at for each in account.figures))
    opening = (
        f"This report tells how children were safeguarded in {account.about.name} from {first} to {last}. Every number "
        "in it is counted from records by the definition beside it. "
    )
    said = [sentence for codes in _IN_SHORT for sentence in told(codes, figures)[:1]]
    return Chapter(
        slug="in-short", title="The year in short", paragraphs=(opening + account.standing,), points=tuple(said)
    )


_IN_SHORT = (
    ("REF-01N", "REF-01"), ("REF-02N", "REF-02"), ("ASM-02",), ("S47-01N", "S47-01"), ("ICPC-02",),
    ("CPP-01N", "CPP-01"), ("CPP-03N", "CPP-03"), ("CIN-01N", "CIN-01"),
)  # fmt: skip


def _chapter(section: Section, account: Account, figures: ByPart, before: ByPart) -> Chapter:
    recorded = {each.code for each in account.figures if each.because != NOT_RECORDED}
    together = [codes for codes in section.together if recorded.intersection(codes)]
    statements = tuple(_statement(codes, account, figures, before) for codes in together)
    return Chapter(slug=section.slug, title=section.title, statements=statements)


def _statement(codes: tuple[str, ...], account: Account, figures: ByPart, before: ByPart) -> Statement:
    code = codes[-1]
    compared = figures.get((code, ""))
    sentences = told(codes, figures)
    if compared is not None and account.is_over:
        sentences.append(against_last_year(compared, before.get((code, ""))))
        other = beside(code, area=account.about.compares_as, year=account.year, model=account.model)
        sentences.append(against_others(other, compared.unit, year=account.year))
    cautions = (figures[each, ""].caution for each in codes if (each, "") in figures)
    return Statement(
        slug=code.lower(),
        title=MEASURES[codes[0]].title,
        code=code,
        sentences=tuple(filter(None, sentences)),
        caveats=tuple(dict.fromkeys(filter(None, cautions))),
        drawn=tuple(_drawings(codes, account, figures, before)),
        definitions=tuple(_definitions(codes)),
    )


def _drawings(codes: tuple[str, ...], account: Account, figures: ByPart, before: ByPart) -> Iterator[Drawn]:
    measure = MEASURES[codes[-1]]
    if not measure.shares:
        ours = account.of_years(measure.code)
        yield over_years(measure.code, account.about, ours, year=account.last_whole, model=account.model)
    for code in codes:
        for split in MEASURES[code].breakdowns:
            yield by_breakdown(code, split, figures, before, account.year)


def _definitions(codes: Iterable[str]) -> Iterator[tuple[str, str, str]]:
    for code in codes:
        measure = MEASURES[code]
        said = measure.numerator if not measure.denominator else f"{measure.numerator}, out of: {measure.denominator}"
        check = " Part of this definition is from memory and is to be checked." if measure.source.needs_checking else ""
        yield code, measure.title, f"{said}. Counted by: {measure.counted_by}.{check}"


def _not_told(account: Account) -> Chapter:
    silent = [each for each in account.figures if each.because]
    points = tuple(dict.fromkeys(f"{MEASURES[each.code].title}: {each.because}" for each in silent))
    none = () if points else ("Every figure in this report could be computed.",)
    return Chapter(slug="not-computed", title="What could not be computed, and why", paragraphs=none, points=points)


def _protected(account: Account) -> Chapter:
    hidden, threshold = sum(each.withheld for each in account.figures), Rules().threshold
    rule = (
        f"Counts of 1 to {threshold - 1} are withheld, and a share or rate with its counts. So is any other number "
        "that would give a withheld one back by a sum, or beside figures released before. A count of 0 is shown. "
        "That a number is withheld says no more than that."
    )
    told_of = f"Of the {len(account.figures)} figures of this year, {hidden} are withheld or have a number withheld."
    return Chapter(slug="protected", title="How numbers were protected", paragraphs=(rule, told_of))


def _sources(account: Account) -> Chapter:
    own = (
        f"Our own figures: counted from the records of {account.about.name}. The facts they were counted from have the "
        f"SHA-256 {account.facts_sha256}."
    )
    like = f"{benchmarks.MODELS[account.model]}.{stands_beside(account.about)}"
    released = {point.source.title: point.source for point in _published_points(account)}
    published = tuple(f"{each.title}. {each.publisher}. {each.licence}." for _, each in sorted(released.items()))
    definitions = tuple(sorted({f"Definitions: {each.source.title}." for each in MEASURES.values()}))
    return Chapter(slug="sources", title="Sources", points=(own, f"Compared with: {like}", *published, *definitions))


def _published_points(account: Account) -> Iterator[benchmarks.Point]:
    if account.about.compares_as is None:
        return
    for code, measure in MEASURES.items():
        if measure.series and measure.unit != "count":
            for each in benchmarks.neighbour_series(code, account.about.compares_as, account.model):
                yield from each
            yield from benchmarks.series(code, "england")
