"""What is known for the Board."""

from holdfast.records.board.queries.authority import About, about, described_authorities, population_of
from holdfast.records.board.queries.releases import ledger_of, release_of, released_figures, released_years, releases

__all__ = [
    "About",
    "about",
    "described_authorities",
    "ledger_of",
    "population_of",
    "release_of",
    "released_figures",
    "released_years",
    "releases",
]
