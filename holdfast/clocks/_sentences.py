"""Why a clock stopped or cannot be worked out: the sentences that both interpreters say."""

from holdfast.clocks._clock import Clock
from holdfast.facts import TABLES

NO_LIMIT = "No limit is set for a start on {start}."
CONTRADICTION = "{words} on {end}, before the start on {start}."
STOPPED = "{words} on {end}."
WINDOW_CLOSED = "The window closed on {end}."
NOT_IN_CALENDAR = "{limit} {side} {start} cannot be counted: {calendar}."
NOT_IN_TIME = "{limit} {side} {start} cannot be counted: they lie beyond the days that can be written."


def no_start(clock: Clock) -> str:
    """The sentence for a start that nobody recorded."""
    words = TABLES[clock.start.table].column(clock.start.column).words
    return f"Not recorded: {words[0].lower()}{words[1:]}."
