"""The table of access, printed for the person who signs it."""

from collections.abc import Mapping

from holdfast.access.rules import RULES, SERVICES, Reach

_CHILDREN = {
    "all": "Every child",
    "granted": "Children they are currently involved with",
    "own": "Only what they wrote themself",
    "none": "No child",
}
_COLUMNS = ("Role", "Purpose", "Children", "As far as", "Names", "Protected addresses", "May add", "Why")


def as_rows() -> list[dict[str, str]]:
    """Every row of the table in words, people first, then the software itself."""
    people = [
        {"Role": rule.role.label, "Purpose": rule.purpose.label, **_reach_in_words(rule.reach), "Why": rule.why}
        for rule in RULES
    ]
    services = [
        {
            "Role": "The software itself",
            "Purpose": rule.purpose.label,
            **_reach_in_words(rule.reach),
            "Why": rule.why,
        }
        for rule in SERVICES
    ]
    return people + services


def table() -> str:
    """The same as a Markdown table."""
    lines = [_line(dict(zip(_COLUMNS, _COLUMNS, strict=True))), _line(dict.fromkeys(_COLUMNS, "---"))]
    lines += [_line(row) for row in as_rows()]
    return "\n".join(lines)


def _reach_in_words(reach: Reach) -> dict[str, str]:
    return {
        "Children": _CHILDREN[reach.children],
        "As far as": reach.ceiling.label,
        "Names": _yes(reach.names),
        "Protected addresses": _yes(reach.locations),
        "May add": _yes(reach.writes),
    }


def _yes(flag: bool) -> str:
    return "yes" if flag else "no"


def _line(row: Mapping[str, str]) -> str:
    return "| " + " | ".join(row[column] for column in _COLUMNS) + " |"
