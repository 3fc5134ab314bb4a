"""`holdfast compare ...`: this year's file beside last year's and what was published, before the department asks."""

import csv
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated, Any, TextIO

import typer

from holdfast.cli.output import put
from holdfast.kernel.refused import Refused
from holdfast.measures import benchmarks
from holdfast.measures.comparison import LATEST_MODEL
from holdfast.measures.moved import Census, Line, held_against
from holdfast.measures.moved_words import as_sheet, in_words, line_as_data
from holdfast.returns.cin import CensusRefused, census_facts
from holdfast.returns.cin.compare import Moved, as_data, compared
from holdfast.returns.cin.rows import Rows
from holdfast.returns.cin.scan import scan

app = typer.Typer(help="Hold a file against last year's.", no_args_is_help=True)

_ASKED = 4

_This = Annotated[Path, typer.Argument(help="this year's census", exists=True, dir_okay=False)]
_Last = Annotated[Path | None, typer.Argument(help="last year's census", exists=True, dir_okay=False)]
_Like = Annotated[
    str, typer.Option(help="whose published figures and neighbours to stand beside; the file's own where not said")
]
_Model = Annotated[str, typer.Option(help=f"whose neighbours: {' or '.join(benchmarks.MODELS)}")]
_Population = Annotated[int | None, typer.Option(help="children aged 0 to 17, where none is published")]
_Json = Annotated[str, typer.Option("--json", help="write all of it as JSON to this file; - prints it")]
_Csv = Annotated[str, typer.Option("--csv", help="write every number as a line of CSV to this file; - prints them")]
_All = Annotated[bool, typer.Option("--all", help="print every number, not only what moved or stands apart")]


@app.callback()
def group() -> None:
    """Hold a file against last year's."""


@app.command()
def cin(
    this: _This, last: _Last = None, like: _Like = "", model: _Model = LATEST_MODEL, population: _Population = None,
    as_json: _Json = "", as_csv: _Csv = "", every: _All = False,
) -> None:  # fmt: skip
    """Hold a census against last year's, against what was published, and against neighbours. Exit 4: it will be asked.

    The department asks about seven numbers that moved far since last year; the rest is what you may want to know first.
    """
    moved = _year_on_year(this, last) if last else []
    now, before = _census(this, population), _census(last, population) if last else None
    if before and before.authority != now.authority:
        raise Refused(f"The files are of two authorities, {now.authority} and {before.authority}.")
    area = _area(like or now.authority, asked=bool(like))
    lines = held_against(now, before, like=area, model=model)
    put(as_json, lambda to: _write_json(to, this, last, now, area, moved, lines))
    put(as_csv, lambda to: csv.writer(to).writerows(as_sheet(lines)))
    if not {as_json, as_csv} & {"-"}:
        for said in _told(now, area, moved, lines, every=every):
            typer.echo(said)
    raise typer.Exit(_ASKED if any(each.is_asked for each in moved) else 0)


def _year_on_year(this: Path, last: Path) -> list[Moved]:
    now, before = _rows(this), _rows(last)
    if now.year != before.year + 1:
        raise Refused(f"The files are of {before.year} and {now.year}: hold a year against the one before it.")
    return compared(now, before)


def _rows(file: Path) -> Rows:
    try:
        with file.open("rb") as source:
            rows = scan(source)
    except CensusRefused as refusal:
        raise Refused(str(refusal)) from None
    if rows.stopped:
        raise Refused(f"{file} breaks off at line {rows.stopped[0]:,}: {rows.stopped[1]}")
    return rows


def _census(file: Path, population: int | None) -> Census:
    """The file as facts, with the children that its rates are out of."""
    try:
        with file.open("rb") as source:
            facts, account = census_facts(source)
    except CensusRefused as refusal:
        raise Refused(str(refusal)) from None
    if account.stopped:
        raise Refused(f"{file} breaks off at line {account.stopped.line:,}: {account.stopped.because}")
    if account.header is None or account.header.year is None:
        raise Refused(f"{file} does not say of which year it tells.")
    return Census.told(facts, authority=account.header.authority, year=account.header.year, population=population)


def _area(code: str, *, asked: bool) -> str | None:
    """The area of that code; none for an authority that nobody published of, unless it was asked for by name."""
    return benchmarks.area_of(code).code if asked or code in benchmarks.areas() else None


def _told(now: Census, area: str | None, moved: list[Moved], lines: list[Line], *, every: bool) -> Iterator[str]:
    yield f"Authority {now.authority}, {now.year.label}. {_beside(area)} {_out_of(now)}"
    if moved:
        yield "\nWhat the department holds against last year's file:"
    for each in moved:
        yield f"  {each.code}  {each.title}: {each.before:,}, now {each.now:,}. {each.said}."
    worth = [line for line in lines if line.is_worth_a_look]
    yield f"\n{len(worth)} of {len(lines)} numbers moved, or stand apart, more than chance usually gives{_colon(worth)}"
    yield from (f"  {in_words(line)}" for line in worth)
    if every:
        yield "\nThe others:"
        yield from (f"  {in_words(line)}" for line in lines if not line.is_worth_a_look)
    yield from _sources(lines if every else worth)


def _beside(area: str | None) -> str:
    if area is None:
        return "Nothing was published of it that we hold: --like names an authority to stand beside."
    return f"Beside it stands what was published of {benchmarks.area_of(area).name} and of its statistical neighbours."


def _out_of(now: Census) -> str:
    if now.population is None:
        return "Rates need --population."
    return f"Rates are out of {now.population:,} children."


def _sources(lines: list[Line]) -> Iterator[str]:
    """Where what stands beside the numbers was published."""
    titles = dict.fromkeys(line.published.source for line in lines if line.published)
    models = dict.fromkeys(benchmarks.MODELS[line.others.model] for line in lines if line.others)
    if titles:
        yield f"\nPublished in: {'; '.join([*titles, *models])}. A share of published numbers is derived."


def _colon(worth: list[Line]) -> str:
    return ":" if worth else "."


def _write_json(
    to: TextIO, this: Path, last: Path | None, now: Census, area: str | None, moved: Iterable[Moved], lines: list[Line]
) -> None:
    told: dict[str, Any] = {
        "file": str(this), "last_year": str(last) if last else None, "authority": now.authority,
        "collection": now.year.label, "compares_as": area, "population": now.population,
        "year_on_year": [as_data(each) for each in moved], "numbers": [line_as_data(line) for line in lines],
    }  # fmt: skip
    json.dump(told, to, ensure_ascii=False, indent=1)
    to.write("\n")
