"""What kind of agency the department's code for the source of a referral means."""

from collections.abc import Mapping

KIND_OF_SOURCE: Mapping[str, str] = {
    "2A": "school",
    "2B": "council_other",
    "3A": "gp_practice",
    "3B": "health",
    "3C": "health",
    "3D": "health",
    "3E": "health",
    "3F": "health",
    "4": "housing",
    "5A": "council_other",
    "5B": "council_other",
    "5C": "children_services",
    "5D": "council_other",
    "6": "police",
    "8": "charity",
}
"""The kind that is told where the agency itself is not on the partnership's list; other codes mean no agency."""

OF_THE_PUBLIC = ("1A", "1B", "1C", "1D", "9")
"""Codes that mean somebody of the public; 9 is anonymous."""
