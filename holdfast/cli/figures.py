"""`holdfast figures`: every figure of a year, as published; from the records, a census file or a folder of facts."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated

import typer

from holdfast.cli.standing import standing
from holdfast.facts.cohorts import CollectionYear
from holdfast.facts.store import Facts, read, read_manifest
from holdfast.kernel.days import in_words
from holdfast.kernel.refused import Refused
from holdfast.measures import benchmarks, compute
from holdfast.measures.account import figures_as_json
from holdfast.measures.disclosure import Published, publish
from holdfast.returns.cin import census_facts
from holdfast.returns.cin import read as read_census


@dataclass(frozen=True, kw_only=True)
class _Counted:
    """The figures of a year, and what they were counted from."""

    published: list[Published]
    authority: str
    year: CollectionYear
    as_of: date
    standing: str


def figures(
    year: Annotated[str, typer.Option(help="such as 2016-17; the last whole year if not said")] = "",
    authority: Annotated[str, typer.Option(help="the department's number; the main one if not said")] = "",
    source: Annotated[
        Path | None, typer.Option("--from", exists=True, help="a census file, or a folder of facts, instead of records")
    ] = None,
    population: Annotated[int | None, typer.Option(help="children aged 0 to 17, where none is published")] = None,
    release: Annotated[bool, typer.Option(help="release them first, for good; only from the records")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="print as JSON")] = False,
) -> None:
    """Print every figure of a year: value, counts, unit, as-at, withheld or not and why."""
    if source is not None:
        if release:
            raise Refused("Only figures counted from the records can be released.")
        counted = _from_path(source, year, authority, population)
    else:
        with standing():
            counted = _from_records(year, authority, release=release)
    if as_json:
        typer.echo(json.dumps(_as_json(counted), indent=2, ensure_ascii=False))
    else:
        _say(counted)


def _from_records(label: str, wanted: str, *, release: bool) -> _Counted:
    from holdfast.access import Purpose
    from holdfast.measures.comparison import LATEST_MODEL
    from holdfast.records.board.queries import release_of
    from holdfast.records.exchange.actions.counting import COUNTER, account_of, chosen, release_year
    from holdfast.wall.deeds import day_of

    at = datetime.now(UTC)
    authority, year = chosen(wanted), _year(label, day_of(at))
    if release:
        release_year(authority=authority, year=year, by=COUNTER, purpose=Purpose.publishing, at=at)
    draft = release_of(authority, year) is None
    account = account_of(authority=authority, year=year, model=LATEST_MODEL, at=at, draft=draft)
    assert account is not None
    return _Counted(
        published=list(account.figures), authority=authority, year=year, as_of=day_of(account.counted_at),
        standing=account.standing,
    )  # fmt: skip


def _from_path(path: Path, label: str, wanted: str, population: int | None) -> _Counted:
    facts, authority, as_of, known_from = _of_folder(path) if path.is_dir() else _of_census(path)
    authority = wanted or authority
    year = _year(label, as_of) if label or path.is_dir() else CollectionYear.holding(as_of)
    exact = compute(
        facts, authority=authority, year=year, as_of=as_of, known_from=known_from,
        population=population or benchmarks.population(authority, year),
    )  # fmt: skip
    said = f"Not released: counted from {path.name}, as at {in_words(as_of)}."
    return _Counted(published=publish(exact), authority=authority, year=year, as_of=as_of, standing=said)


def _of_folder(path: Path) -> tuple[Facts, str, date, date | None]:
    facts = read(path)
    found = sorted(set(facts.table("child").column("authority").to_pylist()))
    if not found:
        raise Refused(f"There are no children in {path.name}.")
    return facts, found[0], read_manifest(path).as_of, None


def _of_census(path: Path) -> tuple[Facts, str, date, date | None]:
    """A census tells of one year: what was before it, it cannot say."""
    with path.open("rb") as source:
        header = read_census(source).header
        source.seek(0)
        facts, _ = census_facts(source)
    ends = header.reference_on
    if ends is None:
        raise Refused(f"{path.name} does not say of which day it tells.")
    return facts, header.authority, ends, CollectionYear.holding(ends).start_on


def _year(label: str, today: date) -> CollectionYear:
    return CollectionYear.named(label) if label else CollectionYear.holding(today).previous


def _as_json(counted: _Counted) -> dict[str, object]:
    told = figures_as_json(counted.published, authority=counted.authority, year=counted.year, as_of=counted.as_of)
    return {"standing": counted.standing, **told}


def _say(counted: _Counted) -> None:
    typer.echo(f"Authority {counted.authority}, {counted.year.label}. {counted.standing}")
    for line in _lines(counted.published):
        typer.echo(line)


def _lines(published: Iterable[Published]) -> Iterable[str]:
    title = ""
    for each in published:
        if each.title != title:
            title = each.title
            yield f"{each.code:8} {title}"
        name = each.breakdown.words if each.breakdown else "in all"
        why = each.because or each.why or each.caution or ""
        whole = each.numerator is not None and each.denominator is not None
        counts = f"{each.numerator} of {each.denominator}" if whole else ""
        yield f"         {_value(each):>9} {name:38} {counts:>14} {why}".rstrip()


def _value(figure: Published) -> str:
    if figure.value is None:
        return "withheld" if figure.withheld else "-"
    return {"count": f"{figure.value:,.0f}", "percent": f"{figure.value:.1f}%"}.get(figure.unit, f"{figure.value:,.1f}")
