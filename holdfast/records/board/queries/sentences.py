"""Figures in plain English, each sentence made of what was published and of nothing else."""

from collections.abc import Mapping

from holdfast.facts.cohorts import CollectionYear
from holdfast.kernel.days import in_words
from holdfast.measures import MEASURES
from holdfast.measures.chance import WITHIN, chance
from holdfast.measures.comparison import Beside
from holdfast.measures.disclosure import Published
from holdfast.records.board.queries.shown import ByPart, number, said


def told(codes: tuple[str, ...], figures: ByPart) -> list[str]:
    """What the year shows of these measures, which are told together; the number first, then its share or rate."""
    found = [figures[code, ""] for code in codes if (code, "") in figures]
    if not found:
        return _parts(codes[0], figures)
    tellable = [each for each in found if each.value is not None]
    shares = [each for each in tellable if each.unit == "percent"]
    sentences = [_sentence(shares or tellable)] if tellable else []
    unsaid = () if shares else (each for each in found if each.value is None)
    return sentences + [_silent(each) for each in unsaid]


def against_last_year(now: Published, before: Published | None) -> str:
    """How the year before was, and whether chance is enough to explain the change; empty where nobody can say."""
    if before is None or now.value is None:
        return ""
    if before.value is None:
        return f"The year before it {'was withheld' if before.withheld else 'could not be computed'}."
    told_by_chance = chance(now, before)
    words = {"": "", WITHIN: ", a difference within what chance gives"}
    ending = words.get(told_by_chance, ", a difference larger than chance usually gives")
    return f"The year before it was {said(before)}{ending}."


def against_others(beside: Beside, unit: str, *, year: CollectionYear) -> str:
    """How other areas were; empty where none stands beside."""
    if not beside.neighbours:
        return ""
    when = "" if beside.year == year else f" in {beside.year.label}, the last year published"
    low, high = number(beside.lowest, unit), number(beside.highest, unit)
    areas = [
        f"{name} {number(point.value, unit)}"
        for name, point in (("London", beside.london), ("England", beside.england))
        if point
    ]
    among = f"Among {len(beside.neighbours)} statistical neighbours the figure was from {low} to {high}{when}"
    return f"{among}; {' and '.join(areas)}." if areas else f"{among}."


def _sentence(found: list[Published]) -> str:
    """A number with its rate, or a share with the numbers it is made of."""
    first = found[0]
    one, several = _SAID[first.code]
    words = one if first.numerator == 1 else several
    sentence = words.format(
        n=number(first.numerator, "count"),
        of=number(first.denominator, "count"),
        value=said(first),
        day=in_words(first.as_at),
    )
    rates = [f", a rate of {said(each)} for every 10,000 children" for each in found[1:]]
    return "".join([sentence, *rates, "."])


def _silent(figure: Published) -> str:
    title = MEASURES[figure.code].title
    if figure.withheld:
        return f"“{title}” is withheld, so that no child can be picked out."
    return f"“{title}” cannot be computed. {figure.because}"


def _parts(code: str, figures: ByPart) -> list[str]:
    """The largest of the parts that a whole falls into."""
    parts = [each for (name, slug), each in figures.items() if name == code and slug and each.value]
    largest = sorted(parts, key=lambda each: -(each.value or 0))[:3]
    named = [f"{_small(each.breakdown.words)} ({said(each)})" for each in largest if each.breakdown]
    return [f"{_LARGEST[code]} {_listed(named)}."] if named else []


def _small(words: str) -> str:
    return words[:1].lower() + words[1:]


def _listed(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


_LARGEST = {"REF-04": "Most referrals came from"}
_SAID: Mapping[str, tuple[str, str]] = {
    "CON-01": ("There was {n} contact", "There were {n} contacts"),
    "CON-02": ("{n} of {of} contacts ({value}) became a referral",) * 2,
    "CON-03": ("{n} of {of} contacts ({value}) was about a child told of in the 12 months before",
               "{n} of {of} contacts ({value}) were about a child told of in the 12 months before"),
    "CON-04": ("{n} of {of} contacts ({value}) was matched by a person to a child already known",
               "{n} of {of} contacts ({value}) were matched by a person to a child already known"),
    "CON-05": ("{n} of {of} contacts ({value}) was read within one working day",
               "{n} of {of} contacts ({value}) were read within one working day"),
    "CON-06": ("After {n} of {of} contacts ({value}) whoever told us heard what became of it",) * 2,
    "CON-07": ("{n} of {of} answers ({value}) came within one working day",) * 2,
    "CON-08": ("{n} of {of} contacts without a name ({value}) was followed up",
               "{n} of {of} contacts without a name ({value}) were followed up"),
    "MASH-01": ("The hub began {n} enquiry", "The hub began {n} enquiries"),
    "MASH-02": ("{n} of {of} enquiries ({value}) was complete in time",
                "{n} of {of} enquiries ({value}) were complete in time"),
    "MASH-03": ("{n} question was put to an agency", "{n} questions were put to agencies"),
    "MASH-04": ("{n} of {of} questions ({value}) was answered", "{n} of {of} questions ({value}) were answered"),
    "MASH-05": ("{n} of {of} questions ({value}) was answered in time",
                "{n} of {of} questions ({value}) were answered in time"),
    "MASH-06": ("{n} question was never answered", "{n} questions were never answered"),
    "MASH-07": ("A manager did not wait for the answer to {n} question",
                "Managers did not wait for the answers to {n} questions"),
    "DA-01": ("{n} of {of} referrals ({value}) had domestic abuse as the main reason",) * 2,
    "DA-02": ("{n} of {of} referrals ({value}) had domestic abuse as the main or a further reason",) * 2,
    "REF-05": ("{n} of {of} referrals ({value}) was decided within one working day",
               "{n} of {of} referrals ({value}) were decided within one working day"),
    "EH-01": ("Early help was asked for {n} time", "Early help was asked for {n} times"),
    "EH-02": ("Early help began in time for {n} of {of} families ({value})",) * 2,
    "EH-03": ("{n} of {of} families ({value}) refused early help",) * 2,
    "CHA-01": ("{n} decision was challenged", "{n} decisions were challenged"),
    "CHA-02": ("{n} of the challenges still stands", "{n} of the challenges still stand"),
    "CHA-03": ("{n} of {of} stages of a challenge ({value}) was answered in time",
               "{n} of {of} stages of a challenge ({value}) were answered in time"),
    "LOOK-01": ("{n} look was asked of a manager, since small things added up",
                "{n} looks were asked of managers, since small things added up"),
    "LOOK-02": ("{n} of {of} looks ({value}) was recorded", "{n} of {of} looks ({value}) were recorded"),
    "LOOK-03": ("{n} of {of} looks ({value}) was recorded within five working days",
                "{n} of {of} looks ({value}) were recorded within five working days"),
    "REF-01N": ("There was {n} referral", "There were {n} referrals"),
    "REF-02N": ("{n} referral came within 12 months of an earlier one",
                "{n} referrals came within 12 months of an earlier one"),
    "REF-02": ("{n} of {of} referrals ({value}) came within 12 months of an earlier one",) * 2,
    "REF-03": ("{n} child was referred", "{n} children were referred"),
    "ASM-01N": ("{n} assessment was finished", "{n} assessments were finished"),
    "ASM-02": ("{n} of {of} assessments ({value}) was finished within 45 working days of its start",
               "{n} of {of} assessments ({value}) were finished within 45 working days of their start"),
    "ASM-02G": ("{n} of {of} assessments ({value}) was finished within 45 working days of the referral",
                "{n} of {of} assessments ({value}) were finished within 45 working days of the referral"),
    "CIN-01N": ("On {day}, {n} child was in need", "On {day}, {n} children were in need"),
    "S47-01N": ("There was {n} section 47 enquiry", "There were {n} section 47 enquiries"),
    "ICPC-01N": ("{n} initial child protection conference was held",
                 "{n} initial child protection conferences were held"),
    "ICPC-02": ("{n} of {of} initial conferences ({value}) was held within 15 working days",
                "{n} of {of} initial conferences ({value}) were held within 15 working days"),
    "CPP-01N": ("On {day}, {n} child was on a child protection plan",
                "On {day}, {n} children were on a child protection plan"),
    "CPP-02N": ("{n} child protection plan began", "{n} child protection plans began"),
    "CPP-03N": ("{n} of the plans that began was for a child who had one before",
                "{n} of the plans that began were for a child who had one before"),
    "CPP-03": ("{n} of {of} plans that began ({value}) was for a child who had one before",
               "{n} of {of} plans that began ({value}) were for a child who had one before"),
    "CPP-07N": ("{n} child on a plan on {day} had been on it for two years or longer",
                "{n} children on a plan on {day} had been on it for two years or longer"),
    "CPP-07": ("{n} of {of} children on a plan on {day} ({value}) had been on it for two years or longer",) * 2,
}  # fmt: skip
"""How each statement begins, of one and of several; the number of a pair comes first."""
