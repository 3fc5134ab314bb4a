"""What a reader of the Board's pages asked for, and the figures that answer."""

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.http import HttpRequest

from holdfast.access import Purpose, Role, may_use
from holdfast.facts.cohorts import CollectionYear
from holdfast.kernel.refused import NotFound, Refused
from holdfast.measures.benchmarks import MODELS
from holdfast.measures.comparison import LATEST_MODEL
from holdfast.records.board.queries import release_of
from holdfast.records.board.queries.report import Account
from holdfast.records.exchange.actions.counting import account_of, authorities, described

DRAFTERS = (Purpose.publishing, Purpose.front_door, Purpose.statutory_return)
"""Whoever releases figures, or may look at the records anyway, may also see figures before they are released."""

_YEARS_BACK = 12


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Which figures, beside whom, and whether as the records stand now although they were released."""

    authority: str
    year: CollectionYear
    model: str = LATEST_MODEL
    from_records: bool = False

    @property
    def query(self) -> str:
        """The same as the end of an address."""
        told = {"year": self.year.label, "authority": self.authority, "model": self.model}
        return urlencode(told | ({"as": "records"} if self.from_records else {}))

    def of(self, year: CollectionYear) -> "Asked":
        """The same of another year."""
        return replace(self, year=year)


def asked_of(request: HttpRequest) -> Asked:
    """What the address asks for; raises NotFound or Refused for what there cannot be."""
    known = authorities()
    authority = request.GET.get("authority") or (known[0] if known else "")
    if authority and authority not in known:
        raise NotFound(f"There are no figures here of an authority {authority[:20]}.")
    model = request.GET.get("model", LATEST_MODEL)
    if model not in MODELS:
        raise NotFound(f"There is no neighbour model called {model[:20]}; there are {' and '.join(MODELS)}.")
    label = request.GET.get("year")
    year = CollectionYear.named(label) if label else CollectionYear.holding(request.today).previous
    if year.start_on > request.today:
        raise Refused(f"{year.label} has not begun.")
    return Asked(authority=authority, year=year, model=model, from_records=request.GET.get("as") == "records")


def account_for(request: HttpRequest, asked: Asked) -> Account | None:
    """The account that the reader may see: released, or a draft for those who may; None where there is neither."""
    if not asked.authority:
        return None
    released = release_of(asked.authority, asked.year) is not None
    draft = sees_drafts(request) and (asked.from_records or not released)
    return account_of(authority=asked.authority, year=asked.year, model=asked.model, at=request.now, draft=draft)


def sees_drafts(request: HttpRequest) -> bool:
    """Whether the reader may see figures that are not released."""
    return any(may_use(role=Role(request.user.role), purpose=purpose).allowed for purpose in DRAFTERS)


def choices(request: HttpRequest, asked: Asked) -> dict[str, list[tuple[str, str, bool]]]:
    """What else could be asked for: value, words, and whether it is what was asked."""
    now = CollectionYear.holding(request.today)
    ends = sorted({*range(now.end_on.year - _YEARS_BACK, now.end_on.year + 1), asked.year.end_on.year}, reverse=True)
    years = [CollectionYear.ending(end) for end in ends]
    return {
        "years": [(each.label, _said(each, now), each == asked.year) for each in years],
        "authorities": [(code, described(code).name, code == asked.authority) for code in authorities()],
        "models": [(code, words, code == asked.model) for code, words in MODELS.items()],
    }


def _said(year: CollectionYear, now: CollectionYear) -> str:
    return f"{year.label}, so far" if year == now else year.label
