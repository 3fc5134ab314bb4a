"""What a partner may send is described once: the description and the code say the same of whatever is sent."""

import json
from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker

from holdfast.kernel.refused import Refused
from holdfast.records.frontdoor.forms.described import description
from holdfast.records.frontdoor.forms.sheets import COLUMNS, notifications_of_sheet
from holdfast.records.frontdoor.forms.wire import ADULT, CHILD, INJURY, NOTIFICATION, cleaned, read_notification
from tests.examples import many

JUDGE = Draft202012Validator(NOTIFICATION, format_checker=FormatChecker(["date"]))
TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=40)
PLAIN = st.none() | st.booleans() | st.integers() | TEXT
JUNK = st.recursive(PLAIN, lambda deep: st.lists(deep, max_size=3) | st.dictionaries(TEXT, deep, max_size=3))


def fitting(schema: dict[str, Any]) -> st.SearchStrategy[Any]:
    """Values of the right shape, now and then a wrong one."""
    kind = schema["type"]
    if kind == "array":
        return st.lists(
            fitting(schema["items"]), min_size=schema.get("minItems", 0), max_size=min(schema["maxItems"], 3)
        )
    if kind == "object":
        return objects(schema)
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    if schema.get("format") == "date":
        return st.dates().map(date.isoformat) | st.sampled_from(
            ["2023-02-29", "2020-2-9", "yesterday", "２０２０-01-01"]
        )
    return st.sampled_from(["DA-1", "x y", "", " "]) | TEXT


@st.composite
def objects(draw: st.DrawFn, schema: dict[str, Any]) -> dict[str, Any]:
    known = schema["properties"]
    named = draw(st.lists(st.sampled_from(sorted(known)), unique=True, max_size=6)) + list(schema.get("required", ()))
    told = {name: draw(JUNK if draw(st.integers(0, 30)) == 0 else fitting(known[name])) for name in named}
    if draw(st.integers(0, 30)) == 0:
        told[draw(TEXT)] = draw(JUNK)
    return told


@given(objects(NOTIFICATION) | JUNK)
@settings(max_examples=many(200))
def test_the_code_takes_what_the_description_allows_and_nothing_else(sent: Any):
    read = read_notification(sent)
    assert (not read.wrong) == JUDGE.is_valid(sent), (read.wrong, [each.message for each in JUDGE.iter_errors(sent)])
    assert all(isinstance(each, str) and each for each in read.wrong)


@given(JUNK)
def test_a_refusal_never_repeats_what_was_written(secret: Any):
    """What is wrong is said by its place: a name must not stand in another system's log."""
    read = read_notification(
        {
            "id": "A",
            "danger": "Rumpelstiltskin",
            "what_happened": "Rumpelstiltskin",
            "children": [{"Rumpelstiltskin": secret}],
        }
    )
    assert "Rumpelstiltskin" not in " ".join(read.wrong)


def test_the_description_is_good_openapi_and_its_schemas_are_json_schema():
    whole = description(sending="/api/v1/notifications/", largest=1)
    for schema in whole["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)
    assert whole["openapi"].startswith("3.1")
    references = [part for part in json.dumps(whole).split('"') if part.startswith("#/")]
    assert references
    for reference in references:
        at: Any = whole
        for step in reference.removeprefix("#/").split("/"):
            at = at[step]


def test_every_field_of_the_description_is_a_column_that_can_be_kept():
    from holdfast.records.frontdoor.models import Envelope, NamedAdult, NamedChild, NamedInjury

    for schema, model in ((CHILD, NamedChild), (ADULT, NamedAdult), (INJURY, NamedInjury), (NOTIFICATION, Envelope)):
        columns = {field.name: field for field in model._meta.get_fields() if hasattr(field, "column")}
        for name, told in schema["properties"].items():
            if name in columns and name != "id" and told["type"] == "string" and columns[name].max_length:
                longest = told.get("maxLength") or max(len(code) for code in told.get("enum", ["0000-00-00"]))
                assert longest <= columns[name].max_length, (model.__name__, name)


@given(st.lists(st.dictionaries(st.sampled_from(sorted(COLUMNS)), TEXT, max_size=8), max_size=6))
def test_any_sheet_is_read_or_refused_and_no_row_is_lost(rows: list[dict[str, str]]):
    import csv
    import io

    told = io.StringIO(newline="")
    sheet = csv.DictWriter(told, sorted(COLUMNS))
    sheet.writeheader()
    sheet.writerows(rows)
    try:
        read = list(notifications_of_sheet(told.getvalue()))
    except Refused:
        return
    numbers = [int(number) for where, _ in read for number in where.removeprefix("row ").split(", ")]
    assert len(numbers) == len(set(numbers))
    for _, notification in read:
        read_notification(notification)


def test_rows_of_one_id_are_one_notification_with_several_children_at_the_worse_danger():
    sheet = (
        "id,danger,what_happened,teller_name,given,family,birth_on\n"
        "D1,no,Shouting heard,PC Okoro,Oisín,O'Neil,29/02/2020\n"
        "D1,yes,A knife was seen,,Aoife,O'Neil,\n"
        "D2,no,Found alone,,Mei,,2015-09-01\n"
    )
    (where, one), (_, other) = notifications_of_sheet(sheet)
    assert where == "row 2, 3"
    read = read_notification(one)
    assert read.wrong == ()
    assert [child["given"] for child in read.children] == ["Oisín", "Aoife"]
    assert read.children[0]["birth_on"] == date(2020, 2, 29)
    assert read.told["danger"] == "yes"
    assert read.told["what_happened"] == "Shouting heard\n\nA knife was seen"
    assert read.told["teller_name"] == "PC Okoro"
    assert read_notification(other).wrong == ()


@given(TEXT)
def test_cleaning_changes_nothing_that_can_be_kept(text: str):
    assert cleaned({"a": [text]}) == {"a": [text]}
