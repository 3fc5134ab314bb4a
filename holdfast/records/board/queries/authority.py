"""Whose figures they are, whom they stand beside, and out of how many children."""

from dataclasses import dataclass
from datetime import date

from holdfast.facts.cohorts import CollectionYear
from holdfast.measures import benchmarks
from holdfast.records.board.models import Authority, Population


@dataclass(frozen=True, kw_only=True)
class About:
    """An authority as its figures need it; `compares_as` is the area whose neighbours and series they stand beside."""

    code: str
    name: str
    compares_as: str | None
    known_from: date | None

    @property
    def compares_as_name(self) -> str:
        """What that area is called."""
        return benchmarks.area_of(self.compares_as).name if self.compares_as else ""

    @property
    def is_another(self) -> bool:
        """Whether it stands beside the neighbours of an authority that it is not."""
        return self.compares_as is not None and self.compares_as != self.code


def about(code: str, *, told_from: date | None = None) -> About:
    """What is known of an authority: as it was described here, else as the department lists it.

    `told_from` is the first day its facts are whole from, where nobody described it.
    """
    described = Authority.objects.filter(code=code).first()
    if described:
        like = described.compares_as or None
        return About(code=code, name=described.name, compares_as=like, known_from=described.known_from)
    area = benchmarks.areas().get(code)
    name = area.name if area else f"Authority {code}"
    return About(code=code, name=name, compares_as=code if area else None, known_from=told_from)


def described_authorities() -> list[str]:
    """The codes of the authorities that were described here, in the order of their names."""
    return list(Authority.objects.order_by("name").values_list("code", flat=True))


def population_of(code: str, year: CollectionYear) -> int | None:
    """Children aged 0 to 17 that the year's rates are out of; None where nobody says."""
    told = Population.objects.filter(authority=code, year_end=year.end_on.year).first()
    return told.children if told else benchmarks.population(code, year)
