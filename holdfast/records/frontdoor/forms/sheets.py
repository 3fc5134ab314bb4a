"""Police notifications as rows of a sheet: a row for each child, rows of one id together."""

import csv
import io
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from holdfast.kernel.refused import Refused
from holdfast.records.frontdoor.forms.wire import CHILD, NOTIFICATION

_OF_CHILD = [name for name in CHILD["properties"] if name != "injuries"]
_OF_TELLER = {"teller_name": "name", "teller_role": "role", "teller_telephone": "telephone"}
_OF_ALL = [name for name, told in NOTIFICATION["properties"].items() if told["type"] == "string"]
COLUMNS = (*_OF_ALL, *_OF_CHILD, *_OF_TELLER)
"""Every column that a sheet may have."""
_DAYS = ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y")


def notifications_of_sheet(text: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each notification of a CSV sheet, with the numbers of its rows; Refused where a column is not known."""
    rows = csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True)
    try:
        named = [(name or "").strip() for name in rows.fieldnames or ()]
        unknown = [name for name in named if name not in COLUMNS]
        if unknown or "id" not in named:
            raise Refused(f"The first row must name columns, id among them. Known are: {', '.join(COLUMNS)}.")
        yield from _together(enumerate(rows, start=2), named)
    except csv.Error as wrong:
        raise Refused(f"It is not a sheet that can be read: {wrong}.") from wrong


def _together(rows: Any, named: list[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    found: dict[str, tuple[list[int], dict[str, Any]]] = {}
    for number, row in rows:
        told = {name: (value or "").strip() for name, value in zip(named, row.values(), strict=False) if name}
        told = {name: value for name, value in told.items() if value}
        numbers, notification = found.setdefault(told.get("id") or f"row {number}", ([], {}))
        numbers.append(number)
        _add(notification, told)
    for numbers, notification in found.values():
        yield f"row {', '.join(map(str, numbers))}", notification


def _add(notification: dict[str, Any], told: dict[str, str]) -> None:
    child = {name: _day(value) if name.endswith("_on") else value for name, value in told.items() if name in _OF_CHILD}
    if child:
        notification.setdefault("children", []).append(child)
    for name, inner in _OF_TELLER.items():
        if name in told:
            notification.setdefault("teller", {}).setdefault(inner, told[name])
    for name in _OF_ALL:
        standing = notification.setdefault(name, told[name]) if name in told else ""
        if name == "what_happened" and standing and told[name] not in standing:
            notification[name] = f"{standing}\n\n{told[name]}"
        if name == "danger" and standing:
            notification[name] = _worse(standing, told[name])


def _worse(one: str, other: str) -> str:
    """Of two answers whether a child is in danger, the worse."""
    return next((answer for answer in ("yes", "not_sure", "no") if answer in (one, other)), other)


def _day(text: str) -> str:
    """A day as people write it, as 2020-02-29; left alone where it is none, and then refused with its place."""
    for written in _DAYS:
        try:
            return datetime.strptime(text, written).date().isoformat()
        except ValueError:
            continue
    return text
