"""The reference of facts and of the department's codes, in Markdown, printed from their definitions."""

from holdfast.facts import TABLES
from holdfast.facts._table import Column, Kind, Table
from holdfast.kernel.codes import Code, lists
from holdfast.kernel.source import HOW_SURE

_KINDS: dict[Kind, str] = {
    "text": "words or a code",
    "date": "a day",
    "instant": "an instant, in UTC",
    "flag": "yes, no, or not said",
    "count": "a whole number",
}
_FACTS = """# Facts

What happened, to whom, when: the tables that clocks, measures, checks and returns read, and the only ones. A row names
nobody: `authority` and `child` are the authority's own number for a child. A cell that is empty was not told.

The columns of a table's key make a row unique. A key of our own is built from days, so that the same thing told twice
has the same key: `2016-05-03/a2016-05-10` is the assessment begun on 10 May in the episode of 3 May.
"""
_CODES = f"""# Codes

The Department for Education's code lists as the Children in need census has them. A year is a census header's: 2024
is the year that ended on 31 March 2024. Where no first year is shown, the oldest list that was read (2017) had it.

V1: {HOW_SURE["V1"]}. V2: {HOW_SURE["V2"]}.
"""


def facts_manual() -> str:
    """The reference page of every fact table."""
    contents = [f"| [{table.name}](#{table.name}) | {table.words} |" for table in TABLES.values()]
    head = [_FACTS, "| Table | A row is |", "|---|---|", *contents, ""]
    return "\n".join([*head, *(_table(table) for table in TABLES.values())])


def codes_manual() -> str:
    """The reference page of every code list."""
    return "\n".join([_CODES, *(_list(name, codes) for name, codes in lists().items())])


def _table(table: Table) -> str:
    head = [f"## {table.name}", "", f"{table.words}. Key: {', '.join(f'`{name}`' for name in table.key)}.", ""]
    columns = [_column(table, column) for column in table.columns]
    return "\n".join([*head, "| Column | What it says | Holds |", "|---|---|---|", *columns, ""])


def _column(table: Table, column: Column) -> str:
    holds = f"a code of [{column.codes}](codes.md#{column.codes.lower()})" if column.codes else _KINDS[column.kind]
    always = "; always told" if column.required or column.name in table.key else ""
    return f"| `{column.name}` | {column.words} | {holds}{always} |"


def _list(name: str, codes: dict[str, Code]) -> str:
    rows = [f"| `{code.code}` | {code.words} | {_years(code)} | {_sure(code)} |" for code in codes.values()]
    return "\n".join([f"## {name}", "", "| Code | Words | Valid | Sure |", "|---|---|---|---|", *rows, ""])


def _years(code: Code) -> str:
    first = f"from {code.first_year}" if code.first_year else ""
    last = f"to {code.last_year}" if code.last_year else ""
    return f"{first} {last}".strip()


def _sure(code: Code) -> str:
    return f"**{HOW_SURE['M']}**" if code.confidence == "M" else code.confidence
