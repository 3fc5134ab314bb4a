"""A year's census beside last year's, beside what was published of the authority, and beside its neighbours.

The numbers are exact, for whoever sends the file: what is shown to others goes through `disclosure`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from holdfast.facts.cohorts import CollectionYear
from holdfast.facts.store import Facts
from holdfast.measures import benchmarks
from holdfast.measures._measure import Part, Unit
from holdfast.measures._registry import MEASURES
from holdfast.measures.chance import MORE, chance, chance_from
from holdfast.measures.comparison import LATEST_MODEL, Beside, beside
from holdfast.measures.engine import Figure, compute, in_unit
from holdfast.measures.mixes import MIXES, Mix, Told

HELD: tuple[str, ...] = (
    "REF-01N", "REF-01", "REF-02", "REF-03", "ASM-01N", "ASM-01", "ASM-02", "S47-01N", "S47-01", "ICPC-01N", "ICPC-01",
    "ICPC-02", "CPP-02N", "CPP-02", "CPP-03", "CPP-01N", "CPP-01", "CPP-07", "CIN-01N", "CIN-01",
)  # fmt: skip
"""The measures that a census alone can tell, in the order of a child's story."""

_SPLIT = (
    ("REF-01N", "source"),
    ("CPP-02N", "category"),
    ("CPP-01N", "category"),
    ("CPP-01N", "age"),
    ("CIN-01N", "age"),
)
"""Numbers whose parts are held against each other as shares of the whole."""

_OUT_OF = {"REF-02": "referrals", "ASM-02": "assessments_completed", "ICPC-02": "icpc", "CPP-03": "cpp_starts"}
"""The published number that a published share is of, by measure."""


@dataclass(frozen=True, kw_only=True)
class Census:
    """One year's census of an authority, as facts; `population` is that of its children, for rates."""

    facts: Facts
    authority: str
    year: CollectionYear
    population: int | None = None

    @classmethod
    def told(cls, facts: Facts, *, authority: str, year: int, population: int | None = None) -> "Census":
        """The census of the year that ends then; the population is the last one published where none is given."""
        of = CollectionYear.ending(year)
        held = benchmarks.last_population(authority, of)
        return cls(
            facts=facts, authority=authority, year=of, population=population or (int(held.value) if held else None)
        )


@dataclass(frozen=True, kw_only=True)
class Amount:
    """A number, share or rate with what it is made of; where it cannot be told, `because`."""

    unit: Unit
    value: float | None = None
    numerator: int | None = None
    denominator: int | None = None
    because: str | None = None
    caution: str | None = None


@dataclass(frozen=True, kw_only=True)
class Publication:
    """What was published of the authority, of which year, and where."""

    year: str
    amount: Amount
    basis: benchmarks.Basis
    source: str


@dataclass(frozen=True, kw_only=True)
class Line:
    """One number of the census beside the others. Of what cannot be held against each other, nothing is said."""

    code: str
    title: str
    part: str = ""
    now: Amount
    before: Amount | None = None
    published: Publication | None = None
    others: Beside | None = None
    """What it was at the neighbours, where that is held."""

    @property
    def since_before(self) -> str:
        """Whether it moved more than chance since last year's file."""
        return chance(self.now, self.before) if self.before else ""

    @property
    def since_published(self) -> str:
        """Whether it is further than chance from what was published of the authority."""
        return chance(self.now, self.published.amount) if self.published else ""

    @property
    def from_neighbours(self) -> str:
        """Whether it is further than chance from the neighbours' middle."""
        return "" if self.others is None or self.others.middle is None else chance_from(self.now, self.others.middle)

    @property
    def is_beyond_all(self) -> bool:
        """Whether it is above or below every neighbour, and further than chance from their middle."""
        if self.others is None or self.now.value is None or self.from_neighbours != MORE:
            return False
        lowest, highest = self.others.lowest, self.others.highest
        return lowest is not None and highest is not None and not lowest <= self.now.value <= highest

    @property
    def is_worth_a_look(self) -> bool:
        """Whether it moved, or stands apart, more than chance usually gives."""
        return MORE in (self.since_before, self.since_published) or self.is_beyond_all


def held_against(
    now: Census, before: Census | None = None, *, like: str | None = None, model: str = LATEST_MODEL
) -> list[Line]:
    """Every number of the census, in order. `like` is the area whose published figures and neighbours it stands beside.

    A census tells of its own year: what looks a year back is told where last year's file is there to look into.
    """
    pair = _Pair(now, before, like, model)
    return [*pair.measured(), *pair.split(), *pair.mixed()]


@dataclass(frozen=True)
class _Pair:
    """Two years of a census, and whom they are held against."""

    census: Census
    earlier: Census | None
    like: str | None
    model: str

    def measured(self) -> Iterator[Line]:
        """The measures that have one figure for the whole."""
        for code in HELD:
            measure = MEASURES[code]
            before = self._before.get((code, ""))
            yield Line(
                code=code, title=measure.title, now=_amount(self._now[code, ""]),
                before=_amount(before) if before else None, published=self._published(code), others=self._others(code),
            )  # fmt: skip

    def split(self) -> Iterator[Line]:
        """The parts of a number, as shares of it."""
        for code, by in _SPLIT:
            for each in MEASURES[code].breakdowns:
                for part in each.parts if each.by == by else ():
                    before = _share(self._before, code, part) if self._before else None
                    yield Line(
                        code=f"{code}/{part.slug}", title=f"{MEASURES[code].title}, by {each.words.lower()}",
                        part=part.words, now=_share(self._now, code, part), before=before,
                        published=self._published_share(code, part),
                    )  # fmt: skip

    def mixed(self) -> Iterator[Line]:
        """What no measure counts."""
        for mix in MIXES:
            now, before = _mixed(mix, self.census), _mixed(mix, self.earlier)
            for kind, words in mix.kinds.items():
                if kind in now or kind in before:
                    yield Line(
                        code=f"{mix.code}/{kind}", title=mix.title, part=words, now=now.get(kind, now[_NONE]),
                        before=before.get(kind, before[_NONE]) if before else None,
                    )  # fmt: skip

    @cached_property
    def _now(self) -> Mapping[tuple[str, str], Figure]:
        alone = _figures(self.census)
        if self.earlier is None:
            return alone
        looking_back = _figures(self.census, earlier=self.earlier)
        return {key: looking_back[key] if MEASURES[key[0]].looks_back_months else each for key, each in alone.items()}

    @cached_property
    def _before(self) -> Mapping[tuple[str, str], Figure]:
        return _figures(self.earlier) if self.earlier else {}

    def _others(self, code: str) -> Beside | None:
        found = beside(code, area=self.like, year=self.census.year, model=self.model)
        return found if found.neighbours else None

    def _published(self, code: str) -> Publication | None:
        point, unit = self._last_point(MEASURES[code].series), MEASURES[code].unit
        if point is None or (unit == "count" and self.like != self.census.authority):
            return None  # another authority is of another size
        year = CollectionYear.ending(point.year_end)
        return _publication(point, _rebuilt(unit, point.value, self._published_among(code, unit, year)))

    def _published_among(self, code: str, unit: Unit, year: CollectionYear) -> int | None:
        """What a published rate or share was out of; where that number is not held, of the last year that is."""
        if unit == "per_10000":
            return benchmarks.population(str(self.like), year)
        point = benchmarks.last_named(_OUT_OF[code], str(self.like), year) if code in _OUT_OF else None
        return int(point.value) if point else None

    def _published_share(self, code: str, part: Part) -> Publication | None:
        """The part's published number as a share of the whole's."""
        point = self._last_point((MEASURES[code].part_series or {}).get(part.slug))
        whole = MEASURES[code].series
        if point is None or whole is None:
            return None
        among = benchmarks.named(whole, str(self.like), CollectionYear.ending(point.year_end))
        if among is None or not among.value:
            return None
        amount = _percent(int(point.value), int(among.value))
        return _publication(replace(point, basis="derived"), amount)

    def _last_point(self, series: str | None) -> benchmarks.Point | None:
        """The last value published up to the census's year."""
        if series is None or self.like is None:
            return None
        return benchmarks.last_named(series, self.like, self.census.year)


_NONE = "none of them"


def _figures(census: Census, *, earlier: Census | None = None) -> Mapping[tuple[str, str], Figure]:
    """The year's figures by code and part; with last year's referrals to look back to, where they are given."""
    facts = census.facts if earlier is None else _with_referrals_before(census.facts, earlier.facts)
    known = census.year if earlier is None else census.year.previous
    found = compute(
        facts, authority=census.authority, year=census.year, as_of=census.year.end_on, population=census.population,
        known_from=known.start_on,
    )  # fmt: skip
    return {(each.code, each.breakdown.slug if each.breakdown else ""): each for each in found}


def _with_referrals_before(now: Facts, before: Facts) -> Facts:
    """The facts of this year, and the referrals that only last year's file tells of."""
    there = {(row["authority"], row["child"], row["episode"]) for row in now.rows("episode")}
    more = [row for row in before.rows("episode") if (row["authority"], row["child"], row["episode"]) not in there]
    return Facts.of({**now.tables, "episode": [*now.rows("episode"), *more]})


def _amount(figure: Figure) -> Amount:
    return Amount(
        unit=figure.unit, value=figure.value, numerator=figure.numerator, denominator=figure.denominator,
        because=figure.because,
    )  # fmt: skip


def _share(figures: Mapping[tuple[str, str], Figure], code: str, part: Part) -> Amount:
    return _percent(figures[code, part.slug].numerator or 0, figures[code, ""].numerator or 0)


def _mixed(mix: Mix, census: Census | None) -> Mapping[str, Amount]:
    """Each kind's share; of a kind that nothing is of, that of `_NONE`."""
    if census is None:
        return {}
    counted, among = mix.of(Told(census.facts, census.authority, census.year))
    return {kind: _percent(number, among) for kind, number in counted.items()} | {_NONE: _percent(0, among)}


def _percent(number: int, among: int) -> Amount:
    if not among:
        return Amount(unit="percent", because="There were none to take a share of.")
    return Amount(unit="percent", value=in_unit("percent", number, among), numerator=number, denominator=among)


def _rebuilt(unit: Unit, value: float, among: int | None) -> Amount:
    """A published value with the number behind it, as near as its rounding lets it be told."""
    if unit == "count":
        return Amount(unit=unit, value=value, numerator=int(value))
    number = None if among is None else round(value * among / (100 if unit == "percent" else 10_000))
    return Amount(unit=unit, value=value, numerator=number, denominator=among)


def _publication(point: benchmarks.Point, amount: Amount) -> Publication:
    year = CollectionYear.ending(point.year_end).label
    return Publication(year=year, amount=amount, basis=point.basis, source=point.source.title)
