"""Words for the present: what was said, seen and decided in the last year, out of sentences written for this.

No sentence is about a real child. Records of long ago have their facts but no words, except that every decided
referral has its reasons.
"""

import csv
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from importlib.resources import files
from random import Random

from holdfast.borough.skeleton import Case, Child, Family
from holdfast.borough.stories import stories
from holdfast.facts.schema import Row, Value

TextKey = tuple[str, str, str]
"""Fact table, child, and the row's own key."""

Texts = dict[TextKey, dict[str, str]]
"""Words by field, under the record's own field names."""

_PLAYS_AFTER_DAYS = 3 * 365
_TALKS_AFTER_DAYS = 4 * 365

_THEMES = (
    ("19", "sexual"), ("18", "physical"), ("3", "violence"), ("11", "outside"), ("13", "outside"), ("24", "outside"),
    ("10", "outside"), ("16", "neglect"), ("1", "substance"), ("2", "substance"), ("4", "mental"), ("5", "disability"),
    ("6", "disability"),
)  # fmt: skip
"""What a factor's number says that the story is about; the first that fits."""

_CATEGORIES = {"NEG": "neglect", "PHY": "physical", "SAB": "sexual"}

_AGENCIES = {
    "2A": "A school", "2B": "A nursery", "3A": "A GP practice", "3B": "Community health services",
    "3C": "School nursing", "3D": "Community health services", "3E": "Northgate Hospital, emergency department",
    "3F": "Mental health services", "4": "Housing", "5A": "Adult social care", "5B": "Family hub",
    "5C": "Another local authority", "6": "Police", "7": "Probation service", "8": "A charity",
}  # fmt: skip


@cache
def _sentences() -> dict[tuple[str, str], list[str]]:
    sheet = (files("holdfast.borough") / "data" / "sentences.csv").read_text("utf-8")
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in csv.DictReader(sheet.splitlines()):
        found[row["kind"], row["theme"]].append(row["words"])
    return found


def theme_of(case: Case) -> str:
    """What the case is mainly about: its plan's category if that says, else what its assessment found."""
    if case.plans and case.plans[-1].category in _CATEGORIES:
        return _CATEGORIES[case.plans[-1].category]
    for number, theme in _THEMES:
        if any(code.rstrip("ABCDEF") == number for code in case.factors):
            return theme
    return "disability" if case.primary_need == "N2" else "stress"


def agency_of(source: str) -> str:
    """Who writes, in the referrer's place; empty for people."""
    return _AGENCIES.get(source, "")


def sentence(kind: str, theme: str, child: Child, *, rng: Random) -> str:
    """A sentence of that kind about the child."""
    he, him, his = {"F": ("she", "her", "her")}.get(child.sex, ("he", "him", "his"))
    name = child.given or child.family_name or "the child"
    words = rng.choice(_sentences()[kind, theme])
    return words.format(name="the baby" if name == "Unborn baby" else name, he=he, him=him, his=his)


@dataclass(frozen=True, kw_only=True)
class _About:
    """Whose row it is, and its own chance: brothers and sisters at one event get the same words."""

    child: Child
    theme: str
    rng: Random

    def say(self, kind: str, theme: str = "any") -> str:
        """A sentence of that kind; `own` stands for what the case is about."""
        return sentence(kind, self.theme if theme == "own" else theme, self.child, rng=self.rng)


def write_down(rows: Mapping[str, list[Row]], families: list[Family], *, as_of: date) -> Texts:
    """The words that belong to the rows of the last year and of what is still open."""
    whose = {child.local_id: (family, child) for family in families for child in family.children}
    texts: Texts = {}
    for table, (day_column, fields) in _FIELDS.items():
        for row in rows.get(table, ()):
            if table == "episode" or _is_recent(row, day_column, as_of):
                family, child = whose[str(row["child"])]
                told = {name: words for name, words in fields(row, _about(table, row, family, child)) if words}
                told |= _written(family, table, row)
                if told:
                    texts[table, child.local_id, str(row[table])] = told
    return texts


def _written(family: Family, table: str, row: Row) -> dict[str, str]:
    """A hand-written story's own words for the row, if it has any; they are of its last case."""
    if not family.hero or not str(row[table]).startswith((family.cases[-1].referred_on.isoformat(), "v")):
        return {}
    return dict(stories()[family.hero].words_of(table, row))


def _is_recent(row: Row, day_column: str, as_of: date) -> bool:
    if row.get("ended_on", as_of) is None:
        return True
    day = row.get("ended_on") or row.get(day_column)
    return isinstance(day, date) and not isinstance(day, datetime) and day >= as_of - timedelta(days=366)


def _about(table: str, row: Row, family: Family, child: Child) -> _About:
    seed = f"{family.number} {table} {row[table]}"
    cases = [case for case in family.cases if child in case.children]
    return _About(child=child, theme=theme_of(cases[-1]) if cases else "stress", rng=Random(seed))


Told = Iterator[tuple[str, str]]


def _episode(row: Row, about: _About) -> Told:
    if row["decided_on"] is None:
        return
    decision = "assessment"
    if row["no_further_action"]:
        decision = about.rng.choice(("no_further_action", "no_further_action", "early_help", "another_authority"))
    yield "decision", decision
    yield "reasons", about.say("reasons", decision)
    if row["closed_on"]:
        yield "closing_words", about.say("closing_words")


def _assessment(row: Row, about: _About) -> Told:
    if row["authorised_on"]:
        yield "childs_words", _childs_words(about, row["authorised_on"])
        yield "what_we_know", about.say("what_we_know", "own")
        yield "what_we_think", about.say("what_we_think")


def _strategy_discussion(row: Row, about: _About) -> Told:
    yield "took_part", about.say("took_part")
    yield "discussion", about.say("discussion")
    yield "decision", about.say("strategy_decision")


def _section47(row: Row, about: _About) -> Told:
    if row["conference_not_required"] is not None:
        yield "outcome", about.say("outcome", "not_needed" if row["conference_not_required"] else "needed")


def _conference(row: Row, about: _About) -> Told:
    yield "decision", about.say("conference_decision")


def _protection_plan(row: Row, about: _About) -> Told:
    yield "worries", about.say("worries", "own")
    if row["ended_on"]:
        yield "ending_words", about.say("ending_words")


def _plan_review(row: Row, about: _About) -> Told:
    yield "decision", about.say("review_decision")


def _core_group(row: Row, about: _About) -> Told:
    yield "decision", about.say("group_decision")


def _visit(row: Row, about: _About) -> Told:
    age = _age(about.child, row["visited_on"])
    if not row["child_seen"]:
        yield "not_seen_because", about.say("not_seen", age)
        return
    yield "what_happened", about.say("what_happened", age)
    if row["seen_alone"] and about.rng.random() < 0.5:
        yield "childs_words", _childs_words(about, row["visited_on"])


def _need_plan(row: Row, about: _About) -> Told:
    yield "aims", about.say("aims")


def _age(child: Child, day: Value) -> str:
    """Which sentences fit the child's age."""
    if not isinstance(day, date) or (day - child.born_on).days > _PLAYS_AFTER_DAYS:
        return "any"
    return "baby" if day >= child.born_on else "unborn"


def _childs_words(about: _About, day: Value) -> str:
    """What the child said, if old enough to say it then."""
    old_enough = isinstance(day, date) and (day - about.child.born_on).days > _TALKS_AFTER_DAYS
    return about.say("childs_words", "own") if old_enough else ""


_FIELDS: dict[str, tuple[str, Callable[[Row, _About], Told]]] = {
    "episode": ("referred_on", _episode),
    "assessment": ("started_on", _assessment),
    "strategy_discussion": ("held_on", _strategy_discussion),
    "section47": ("started_on", _section47),
    "conference": ("held_on", _conference),
    "protection_plan": ("started_on", _protection_plan),
    "plan_review": ("held_on", _plan_review),
    "core_group": ("held_on", _core_group),
    "visit": ("visited_on", _visit),
    "need_plan": ("started_on", _need_plan),
}
