"""`holdfast report`: the yearly report as files."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from holdfast.cli.standing import standing
from holdfast.facts.cohorts import CollectionYear
from holdfast.kernel.refused import Refused
from holdfast.measures.benchmarks import MODELS

_File = Annotated[Path | None, typer.Option(dir_okay=False, writable=True)]


def report(
    year: Annotated[str, typer.Option(help="such as 2016-17")],
    pdf: _File = None,
    word: _File = None,
    html: _File = None,
    authority: Annotated[str, typer.Option(help="the department's number; the main one if not said")] = "",
    model: Annotated[str, typer.Option(help=f"whose neighbours: {' or '.join(MODELS)}")] = max(MODELS),
) -> None:
    """Write the report of a year: as released, or where it is not released, as the records stand now."""
    if not (pdf or word or html):
        raise Refused("Say where to write it: --pdf FILE, --word FILE, --html FILE, or several of them.")
    with standing():
        told = _content(CollectionYear.named(year), authority, model)
        for path, write in ((pdf, _pdf), (word, _word), (html, _html)):
            if path:
                path.write_bytes(write(told))
                typer.echo(f"{path}: {told.title}. {told.standing}")


def _content(year: CollectionYear, wanted: str, model: str) -> Any:
    from django.conf import settings

    from holdfast.records.board.queries import release_of
    from holdfast.records.board.queries.report import yearly_report
    from holdfast.records.exchange.actions.counting import account_of, chosen

    authority, at = chosen(wanted), datetime.now(UTC)
    draft = release_of(authority, year) is None
    account = account_of(authority=authority, year=year, model=model, at=at, draft=draft)
    assert account is not None
    return yearly_report(account, partnership=settings.COUNCIL.partnership, made_at=at)


def _pdf(told: Any) -> bytes:
    from django.conf import settings

    from holdfast.records.board.queries.paper import pdf

    return pdf(told, brand=settings.COUNCIL.brand)


def _word(told: Any) -> bytes:
    from django.conf import settings

    from holdfast.records.board.queries.word import docx

    return docx(told, brand=settings.COUNCIL.brand)


def _html(told: Any) -> bytes:
    from holdfast.records.board.queries.standalone import html

    return html(told)
