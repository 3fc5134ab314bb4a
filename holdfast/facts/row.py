"""A fact in plain Python."""

from datetime import date, datetime
from typing import TypeAlias

Value: TypeAlias = str | date | datetime | bool | int | None
"""What one cell holds: text, a day, an instant (aware, UTC), yes or no, a whole number; None for unknown."""

Row: TypeAlias = dict[str, Value]
"""One fact, by column name."""
