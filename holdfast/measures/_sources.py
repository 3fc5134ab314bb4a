"""The documents that several measures rest on."""

from holdfast.kernel.source import Source

_TITLE = "Department for Education: Children in need statistics; CIN census guide 2023-24; LAIT data dictionary"


def statistics(indicator: str) -> Source:
    """The national statistic whose definition was read."""
    return Source(title=_TITLE, place=indicator, confidence="V1")


def statistics_from_memory(indicator: str) -> Source:
    """The same where part of the method is from memory and must be checked."""
    return Source(title=_TITLE, place=indicator, confidence="M")


POPULATION = "Children aged 0 to 17 living in the area: the ONS estimate for the middle of the year before"
"""What a rate is out of, in words."""

NO_SERIES = "No published series is held: the department counts referrals and what follows, not what comes before."
"""Why measures of the front door stand beside nobody else's."""

FEEDBACK = Source(
    title="Working Together 2023, chapter 3; Keeping children safe in education 2025, paragraphs 62 and 63",
    place="the referrer hears what is decided within one working day",
    confidence="V1",
)


def annual_report(what: str) -> Source:
    """What a Board's annual report counted, or could not."""
    return Source(title="Harrow LSCB annual report 2016-17", place=what, confidence="V1")
