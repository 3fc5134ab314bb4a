"""The parts that figures are split into, and the expressions that say which part a row is in."""

from collections.abc import Mapping

from holdfast.kernel.codes import lists
from holdfast.measures._ibis import Column, when
from holdfast.measures._measure import Breakdown, breakdown

SOURCE_GROUPS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "individual": ("Family, friends and other individuals", ("1A", "1B", "1C", "1D")),
    "schools": ("Schools", ("2A",)),
    "education_services": ("Education services", ("2B",)),
    "health_services": ("Health services", ("3A", "3B", "3C", "3D", "3E", "3F")),
    "housing": ("Housing", ("4",)),
    "la_services": ("Local authority services", ("5A", "5B", "5C", "5D")),
    "police": ("Police", ("6",)),
    "other_legal_agency": ("Other legal agencies", ("7",)),
    "other": ("Other", ("8",)),
    "anonymous": ("Anonymous", ("9",)),
}
"""Who refers: the department's groups, with the census codes in each. Any other answer, or none, is unknown."""

BY_SOURCE = breakdown(
    "source",
    "Who referred",
    {name: words for name, (words, _) in SOURCE_GROUPS.items()} | {"unknown": "Not known or not recorded"},
)

BY_CATEGORY = breakdown(
    "category",
    "Category of abuse",
    {code: lists()["CategoryOfAbuse"][code].words for code in ("NEG", "PHY", "SAB", "EMO", "MUL")}
    | {"unknown": "Not recorded"},
)

BY_AGE = breakdown(
    "age",
    "Age",
    {
        "unborn": "Unborn",
        "under_1": "Under 1",
        "1_to_4": "1 to 4",
        "5_to_9": "5 to 9",
        "10_to_15": "10 to 15",
        "16_and_over": "16 and over",
        "unknown": "Not recorded",
    },
)
"""Bands as the department's tables have them (from memory, to be checked)."""

AGENCIES = {
    "children_services": "Children's services",
    "police": "Police",
    "health": "Health",
    "school": "Schools",
    "gp_practice": "GP practices",
    "mental_health": "Mental health services",
    "housing": "Housing",
    "charity": "Charities and community groups",
    "council_other": "Other council services",
}
"""Kinds of agency, as a figure is split by them; any other, or none, is told together."""

BY_AGENCY = breakdown(
    "agency",
    "Kind of agency",
    AGENCIES | {"public": "The public", "unknown": "Another, or not recorded"},
)

BY_COLOUR = breakdown("colour", "Colour", {"red": "Red", "amber": "Amber", "green": "Green", "unknown": "Not recorded"})

BY_STAGE = breakdown(
    "stage", "Stage", {"1": "First stage", "2": "Second stage", "3": "Third stage", "later": "Later, or not recorded"}
)

BY_LEVEL = breakdown(
    "level",
    "Level of need",
    {"1": "Level 1", "2": "Level 2", "3": "Level 3", "4": "Level 4", "unknown": "Not recorded"},
)


def agency(kind: Column, by_public: Column | None = None) -> Column:
    """The kind of agency, the public, or neither known."""
    cases: list[tuple[Column, Column | str]] = [(kind.isin(AGENCIES), kind)]
    if by_public is not None:
        cases.append((by_public.fill_null(False), "public"))
    return when(*cases, otherwise="unknown")


def one_of(split: Breakdown, told: Column) -> Column:
    """The part whose code this is, or the last of them where it is none."""
    known = [part.code for part in split.parts[:-1]]
    return when((told.isin(known), told), otherwise=split.parts[-1].code)


def source_group(code: Column) -> Column:
    """The group of a referral's source."""
    cases = [(code.isin(codes), name) for name, (_, codes) in SOURCE_GROUPS.items()]
    return when(*cases, otherwise="unknown")


def category(code: Column) -> Column:
    """The category of abuse, or unknown where it is none of the five."""
    known = [part.code for part in BY_CATEGORY.parts[:-1]]
    return when((code.isin(known), code), otherwise="unknown")


def age_band(birth_on: Column, expected_birth_on: Column, day: Column) -> Column:
    """The band of a child's age on a day; one born on 29 February comes of age on 1 March of a common year."""
    years = age_on(birth_on, day)
    return when(
        (birth_on.isnull() & expected_birth_on.isnull(), "unknown"),
        (birth_on.isnull() | (birth_on > day), "unborn"),
        (years < 1, "under_1"),
        (years < 5, "1_to_4"),
        (years < 10, "5_to_9"),
        (years < 16, "10_to_15"),
        otherwise="16_and_over",
    )


def age_on(birth_on: Column, day: Column) -> Column:
    """Whole years lived."""
    before_birthday = _month_and_day(day) < _month_and_day(birth_on)
    return day.year() - birth_on.year() - before_birthday.cast("int64")


def _month_and_day(day: Column) -> Column:
    return day.month() * 100 + day.day()
