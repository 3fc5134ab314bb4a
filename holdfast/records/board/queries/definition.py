"""A measure's definition in words for people: what is counted, of what, by which day, and who says so."""

from collections.abc import Iterator, Mapping

from holdfast.kernel.days import in_words
from holdfast.measures import MEASURES, Measure

UNITS: Mapping[str, str] = {
    "count": "a number",
    "percent": "percent",
    "per_10000": "for every 10,000 children",
}
_BETTER = {"higher": "Higher is better", "lower": "Lower is better", None: "Neither higher nor lower is better"}


def definition(code: str) -> list[tuple[str, str]]:
    """What to say of the measure, each with its heading."""
    return list(_told(MEASURES[code]))


def rate_of(measure: Measure) -> Measure | None:
    """The share or rate of the same children, to compare with other areas where this is a number."""
    alike = (measure.cohort.name, measure.counts)
    if measure.unit != "count":
        return None
    return next(
        (
            each
            for each in MEASURES.values()
            if each.unit != "count" and not each.shares and (each.cohort.name, each.counts) == alike
        ),
        None,
    )


def _told(measure: Measure) -> Iterator[tuple[str, str]]:
    yield "Counted", measure.numerator
    if measure.denominator:
        yield "Out of", measure.denominator
    yield "Who counts", measure.cohort.words
    yield "Date that counts", measure.counted_by
    yield "Unit", f"{UNITS[measure.unit][:1].upper()}{UNITS[measure.unit][1:]}. {_BETTER[measure.direction]}"
    if measure.clock:
        yield "Time limit", measure.clock
    if measure.left_out:
        yield "Left out, and said so", "; ".join(measure.left_out.values())
    if measure.looks_back_months:
        yield "Needs facts from", f"{measure.looks_back_months} months before the year"
    if measure.note:
        yield "Note", measure.note
    yield "In this form since", in_words(measure.valid_from)
    yield "Source", f"{measure.source.title}: {measure.source.place} ({measure.source.how_sure})"
