"""How often descriptions are wrong, silent or old, and what families are like: the one table of the invented crowd.

Nothing here was measured on real records. A rate with a source is rounded from it; the others are assumed, and said
to be. They decide the benchmark's answer: change one here, and every run after it says so.
"""

from dataclasses import dataclass

ASSUMED = "assumed"


@dataclass(frozen=True)
class Rate:
    """A share of one, and where it comes from."""

    share: float
    source: str = ASSUMED


FAMILIES = {
    "twins at a birth": Rate(0.0145, "ONS, Birth characteristics, England and Wales: 14 to 15 maternities in 1,000"),
    "brothers or sisters of one first name": Rate(0.003),
    "a half-brother or half-sister with another family name": Rate(0.12),
    "mother with another family name than her children": Rate(0.30),
    "father or another man known and living there": Rate(0.50),
    "a double family name": Rate(0.06),
    "a second given name": Rate(0.55),
    "moved since first known": Rate(0.40),
    "telephone known": Rate(0.80),
    "a member of the household not known to us": Rate(0.15),
}  # fmt: skip

SIZES = ((1, 0.44), (2, 0.33), (3, 0.16), (4, 0.07))
"""How many children a household has, and how often; as the borough's."""


ANYWHERE = {
    "another house number": Rate(0.03),
    "a house without its number": Rate(0.03),
    "sex not told": Rate(0.05),
    "sex told wrong": Rate(0.004),
    "somebody else named as mother": Rate(0.04),
    "other children named as brothers and sisters": Rate(0.06),
}
"""On our records and in what we are told alike."""


@dataclass(frozen=True, kw_only=True)
class Errors:
    """What is wrong or missing in one agency's descriptions, each a share of them, each assumed."""

    birth_missing: float
    birth_swapped: float
    birth_slip: float
    birth_other_year: float
    age_only: float
    """Of those whose birth date is missing: an age is told, right to a year."""
    address_missing: float
    address_former: float
    postcode_missing: float
    telephone_told: float
    mother_told: float
    siblings_told: float
    nickname: float
    given_typed_wrong: float
    family_typed_wrong: float
    family_sound: float
    """Spelt as it sounds."""
    names_crossed: float
    family_other: float
    """The mother's or a stepfather's family name, or one half of a double one."""
    family_missing: float
    given_missing: float
    second_name_told: float
    number_told: float
    number_wrong: float


RECORDS = Errors(
    birth_missing=0.01, birth_swapped=0.004, birth_slip=0.004, birth_other_year=0.002, age_only=0.0,
    address_missing=0.05, address_former=0.06, postcode_missing=0.04, telephone_told=0.6, mother_told=0.85,
    siblings_told=0.8, nickname=0.04, given_typed_wrong=0.01, family_typed_wrong=0.01, family_sound=0.005,
    names_crossed=0.002, family_other=0.02, family_missing=0.005, given_missing=0.002, second_name_told=0.4,
    number_told=0.7, number_wrong=0.003,
)  # fmt: skip
"""What stands on our own records."""

AGENCIES = {
    "school": Errors(
        birth_missing=0.01, birth_swapped=0.01, birth_slip=0.01, birth_other_year=0.003, age_only=0.8,
        address_missing=0.04, address_former=0.08, postcode_missing=0.06, telephone_told=0.5, mother_told=0.75,
        siblings_told=0.4, nickname=0.10, given_typed_wrong=0.02, family_typed_wrong=0.02, family_sound=0.01,
        names_crossed=0.005, family_other=0.05, family_missing=0.002, given_missing=0.001, second_name_told=0.3,
        number_told=0.5, number_wrong=0.01,
    ),
    "health": Errors(
        birth_missing=0.005, birth_swapped=0.008, birth_slip=0.008, birth_other_year=0.002, age_only=0.5,
        address_missing=0.03, address_former=0.12, postcode_missing=0.03, telephone_told=0.5, mother_told=0.7,
        siblings_told=0.25, nickname=0.05, given_typed_wrong=0.02, family_typed_wrong=0.02, family_sound=0.01,
        names_crossed=0.01, family_other=0.06, family_missing=0.002, given_missing=0.004, second_name_told=0.5,
        number_told=0.6, number_wrong=0.005,
    ),
    "police": Errors(
        birth_missing=0.04, birth_swapped=0.02, birth_slip=0.02, birth_other_year=0.01, age_only=0.9,
        address_missing=0.06, address_former=0.08, postcode_missing=0.15, telephone_told=0.3, mother_told=0.6,
        siblings_told=0.5, nickname=0.12, given_typed_wrong=0.04, family_typed_wrong=0.04, family_sound=0.04,
        names_crossed=0.01, family_other=0.08, family_missing=0.005, given_missing=0.005, second_name_told=0.1,
        number_told=0.0, number_wrong=0.0,
    ),
    "public": Errors(
        birth_missing=0.90, birth_swapped=0.02, birth_slip=0.03, birth_other_year=0.03, age_only=0.75,
        address_missing=0.25, address_former=0.03, postcode_missing=0.70, telephone_told=0.03, mother_told=0.35,
        siblings_told=0.3, nickname=0.30, given_typed_wrong=0.06, family_typed_wrong=0.06, family_sound=0.08,
        names_crossed=0.002, family_other=0.15, family_missing=0.25, given_missing=0.05, second_name_told=0.02,
        number_told=0.0, number_wrong=0.0,
    ),
}  # fmt: skip
"""What is told at the front door, by who tells it. Schools, health and police are agencies; the public are not."""

TOLD_BY = (("school", 0.3), ("health", 0.25), ("police", 0.3), ("public", 0.15))
UNKNOWN_SHARE = 0.25
"""Of what is told, how much is about somebody who is not on any record, though brothers and sisters may be."""
