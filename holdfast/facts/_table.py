"""How every fact table is declared: named, typed columns with a key and words for people."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["text", "date", "instant", "flag", "count"]


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column: its name, kind, words, and the code list that its values come from, if any."""

    name: str
    kind: Kind
    words: str
    required: bool = False
    codes: str | None = None


@dataclass(frozen=True, kw_only=True)
class Table:
    """One kind of thing that happened, told one row at a time; `key` makes a row unique."""

    name: str
    words: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]

    def column(self, name: str) -> Column:
        """The column of that name; raises KeyError where there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(f"{self.name} has no column {name}")


def text(name: str, words: str, *, required: bool = False, codes: str | None = None) -> Column:
    """A column of words or codes."""
    return Column(name=name, kind="text", words=words, required=required, codes=codes)


def date(name: str, words: str, *, required: bool = False) -> Column:
    """A column of calendar days; its name ends in `_on`."""
    return Column(name=name, kind="date", words=words, required=required)


def instant(name: str, words: str, *, required: bool = False) -> Column:
    """A column of instants in UTC; its name ends in `_at`."""
    return Column(name=name, kind="instant", words=words, required=required)


def flag(name: str, words: str, *, required: bool = False) -> Column:
    """A column that is yes, no, or not said."""
    return Column(name=name, kind="flag", words=words, required=required)


def count(name: str, words: str, *, required: bool = False) -> Column:
    """A column of whole numbers."""
    return Column(name=name, kind="count", words=words, required=required)


WHOSE = (
    text("authority", "Three-figure number of the local authority", required=True),
    text("child", "The authority's own number for the child", required=True),
)
"""Every row says whose it is: these two columns stand first in every table."""


def of_child(name: str, words: str, *columns: Column) -> Table:
    """A table with one row a child."""
    return Table(name=name, words=words, key=("authority", "child"), columns=WHOSE + columns)


def under_child(name: str, words: str, *columns: Column) -> Table:
    """A table with many rows a child; its own key column bears the table's name."""
    own = text(name, "Key of this row, unique for the child", required=True)
    return Table(name=name, words=words, key=("authority", "child", name), columns=(*WHOSE, own, *columns))
