"""A feed as a file: a page of /services as JSON, or HSDS's table of tables as a zip of CSV files."""

import csv
import io
import json
from collections import defaultdict
from typing import Any
from zipfile import BadZipFile, ZipFile

from holdfast.kernel.refused import Refused

Row = dict[str, Any]
MOST_BYTES = 50_000_000


def services_in(content: bytes) -> list[Row]:
    """The services of the file, nested as /services/{id} tells them; Refused where it is neither."""
    if content[:2] == b"PK":
        return _from_tables(_tables(content))
    try:
        told = json.loads(content.decode("utf-8-sig"))
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as wrong:
        raise Refused("This is neither JSON nor a zip of CSV files.") from wrong
    if isinstance(told, dict) and ("contents" in told or "content" in told):
        told = told.get("contents", told.get("content"))
    rows = told if isinstance(told, list) else [told]
    if not rows:
        raise Refused("There is no service in this file.")
    return rows


def _tables(content: bytes) -> dict[str, list[Row]]:
    try:
        with ZipFile(io.BytesIO(content)) as folder:
            if sum(each.file_size for each in folder.infolist()) > MOST_BYTES:
                raise Refused("The files in this zip are too large.")
            names = [name for name in folder.namelist() if name.lower().endswith(".csv")]
            return {_table_of(name): _rows(folder.read(name)) for name in names}
    except (BadZipFile, UnicodeDecodeError, csv.Error, NotImplementedError, RuntimeError) as wrong:
        raise Refused("This zip cannot be read.") from wrong


def _table_of(name: str) -> str:
    told = name.rsplit("/", 1)[-1].removesuffix(".csv").lower()
    return {"services": "service", "organizations": "organization", "locations": "location"}.get(told, told)


def _rows(content: bytes) -> list[Row]:
    read = csv.DictReader(io.StringIO(content.decode("utf-8-sig")))
    return [{name: value for name, value in row.items() if name and value not in (None, "")} for row in read]


def _from_tables(tables: dict[str, list[Row]]) -> list[Row]:
    if not tables.get("service"):
        raise Refused("There is no service.csv with services in this zip.")
    organisations = _by("id", tables.get("organization", []))
    terms = _by("id", tables.get("taxonomy_term", []))
    places = {key: rows[0] | _at(key, tables) for key, rows in _by("id", tables.get("location", [])).items()}
    return [_service(row, tables, organisations, terms, places) for row in tables["service"]]


def _service(row: Row, tables: dict[str, list[Row]], organisations: Any, terms: Any, places: Any) -> Row:
    def own(table: str) -> list[Row]:
        return [_without(each, "service_id") for each in tables.get(table, []) if each.get("service_id") == row["id"]]

    links = [each for each in tables.get("attribute", []) if each.get("link_id") == row["id"]]
    return _without(row, "organization_id") | {
        "organization": next(iter(organisations.get(row.get("organization_id"), [])), None),
        "schedules": own("schedule"),
        "cost_options": own("cost_option"),
        "languages": own("language"),
        "phones": own("phone"),
        "service_areas": own("service_area"),
        "contacts": own("contact"),
        "attributes": [
            {"id": each["id"], "taxonomy_term": terms[each["taxonomy_term_id"]][0]}
            for each in links
            if each.get("taxonomy_term_id") in terms
        ],
        "service_at_locations": [
            {"id": each["id"], "location": places[each["location_id"]]}
            for each in own("service_at_location")
            if each.get("location_id") in places
        ],
    }


def _at(key: str, tables: dict[str, list[Row]]) -> Row:
    addresses = [each for each in tables.get("address", []) if each.get("location_id") == key]
    access = [each for each in tables.get("accessibility", []) if each.get("location_id") == key]
    return {"addresses": [_without(each, "location_id") for each in addresses], "accessibility": access}


def _by(column: str, rows: list[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row.get(column, "")].append(row)
    return dict(found)


def _without(row: Row, *columns: str) -> Row:
    return {name: value for name, value in row.items() if name not in columns}
