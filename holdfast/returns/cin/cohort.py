"""Who and what belongs in a year's census: the facts as they stood at the end of 31 March.

What happened later is taken back, since the department counts on that day: a case that closed on 2 April is open, a
child born on 2 April is not born yet. What ended before the year is left out, since it was counted in its own: also an
assessment that an enquiry of this year followed, though query 2991Q then asks for it, since error 8696 forbids it.

What nobody had decided by then is told as not decided so: a referral had not ended without further action, and its main
need is not stated; of an enquiry, no conference had been found not to be required.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date

from holdfast.facts.cohorts import CollectionYear, is_of_year
from holdfast.facts.schema import Row
from holdfast.facts.store import Facts
from holdfast.kernel.days import months_from

Told = Mapping[str, list[Row]]
_SCHOOL_AGE = 5
_NUMBERS = ("upn", "former_upn")
_NOT_STATED = "N0"


def children_of_year(facts: Facts, year: CollectionYear, *, authority: str) -> Iterator[tuple[str, Told]]:
    """Each child of the authority who belongs in the year's census, by number, with the rows that it tells."""
    for whose, child, rows in facts.by_child():
        if whose == authority:
            told = as_of_year(rows, year)
            if told["episode"]:
                yield child, told


def as_of_year(rows: Told, year: CollectionYear) -> dict[str, list[Row]]:
    """One child's rows as the census of that year tells them; no episode where the child does not belong in it."""
    episodes = [_closed_by(row, year) for row in rows.get("episode", ()) if _is_of_year(row, year)]
    kept = {str(row["episode"]) for row in episodes}

    def of(table: str, keep: Callable[[Row, CollectionYear], Row | None]) -> list[Row]:
        told = (keep(row, year) for row in rows.get(table, ()) if str(row["episode"]) in kept)
        return [row for row in told if row is not None]

    enquiries, conferences = _enquiries(rows, kept, year)
    assessments, plans = of("assessment", _assessment), of("protection_plan", _plan)
    authorised = {row["assessment"] for row in assessments if row["authorised_on"]}
    return {
        "child": [_child(row, rows, episodes, year) for row in rows.get("child", ())],
        "identifier": [row for row in rows.get("identifier", ()) if row["kind"] in _NUMBERS],
        "disability": list(rows.get("disability", ())),
        "episode": episodes,
        "assessment": assessments,
        "assessment_factor": [row for row in rows.get("assessment_factor", ()) if row["assessment"] in authorised],
        "need_plan": of("need_plan", _plan),
        "section47": enquiries,
        "conference": conferences,
        "protection_plan": plans,
        "plan_review": _reviews(rows, {str(row["protection_plan"]) for row in plans}, year),
        "pre_proceedings": of("pre_proceedings", _pre_proceedings),
    }


def _is_of_year(row: Row, year: CollectionYear) -> bool:
    return is_of_year(
        year, referred_on=_day(row, "referred_on"), closed_on=_day(row, "closed_on"),
        no_further_action=bool(row.get("no_further_action")), decided_on=_day(row, "decided_on"),
    )  # fmt: skip


def _closed_by(row: Row, year: CollectionYear) -> Row:
    """The episode at the end of the year: what was decided or closed later is not known yet."""
    told = dict(row)
    if _is_later(row, "closed_on", year):
        told |= {"closed_on": None, "closure_reason": None}
    if _is_later(row, "decided_on", year) or row.get("no_further_action") is None:
        told |= {"no_further_action": False, "primary_need": row.get("primary_need") or _NOT_STATED}
    return told


def _assessment(row: Row, year: CollectionYear) -> Row | None:
    authorised = _day(row, "authorised_on")
    if _is_later(row, "started_on", year) or (authorised is not None and authorised < year.start_on):
        return None
    return {**row, "authorised_on": None if _is_later(row, "authorised_on", year) else authorised}


def _plan(row: Row, year: CollectionYear) -> Row | None:
    ended = _day(row, "ended_on")
    if _is_later(row, "started_on", year) or (ended is not None and ended < year.start_on):
        return None
    return {**row, "ended_on": None if _is_later(row, "ended_on", year) else ended}


def _pre_proceedings(row: Row, year: CollectionYear) -> Row | None:
    if row.get("started_on") and _day(row, "started_on") not in year:
        return None
    return {name: None if _is_later(row, name, year) else value for name, value in row.items()}


def _enquiries(rows: Told, kept: set[str], year: CollectionYear) -> tuple[list[Row], list[Row]]:
    """Enquiries that were made or ended in the year, or are open; and the conferences of the year."""
    held = {str(row["section47"]): _day(row, "held_on") for row in rows.get("conference", ()) if row.get("section47")}
    enquiries = [
        {**row, "conference_not_required": bool(row.get("conference_not_required"))}
        for row in rows.get("section47", ())
        if str(row["episode"]) in kept and _is_enquiry_of_year(row, held.get(str(row["section47"])), year)
    ]
    told = {row["section47"] for row in enquiries}
    conferences = [
        row
        for row in rows.get("conference", ())
        if str(row["episode"]) in kept
        and _day(row, "held_on") in year
        and (not row.get("section47") or row["section47"] in told)
    ]
    return enquiries, conferences


def _is_enquiry_of_year(row: Row, held_on: date | None, year: CollectionYear) -> bool:
    if _is_later(row, "started_on", year):
        return False
    if held_on is not None:
        return held_on >= year.start_on
    return not row.get("conference_not_required") or _day(row, "started_on") in year


def _reviews(rows: Told, plans: set[str], year: CollectionYear) -> list[Row]:
    """The reviews of the year, and of each plan the last one before it."""
    told: list[Row] = []
    for plan in sorted(plans):
        reviews = sorted(
            (row for row in rows.get("plan_review", ()) if row["protection_plan"] == plan and row["held_on"]),
            key=lambda row: str(row["held_on"]),
        )
        before = [row for row in reviews if (_day(row, "held_on") or date.max) < year.start_on]
        told += before[-1:] + [row for row in reviews if _day(row, "held_on") in year]
    return told


def _child(row: Row, rows: Told, episodes: list[Row], year: CollectionYear) -> Row:
    """Who the child was on 31 March; the reason why there is no pupil number, where it follows from the rest."""
    told = dict(row)
    if _is_later(row, "died_on", year):
        told["died_on"] = None
    if _is_later(row, "birth_on", year):
        expected = row.get("expected_birth_on") or row["birth_on"]
        told |= {"birth_on": None, "expected_birth_on": expected, "sex": "U"}
    elif row.get("birth_on"):
        told["expected_birth_on"] = None
    has_number = any(each["kind"] == "upn" for each in rows.get("identifier", ()))
    if has_number:
        told["upn_unknown"] = None
    elif not told.get("upn_unknown"):
        told["upn_unknown"] = _why_no_number(told, episodes, year)
    return told


def _why_no_number(child: Row, episodes: list[Row], year: CollectionYear) -> str | None:
    born, expected = _day(child, "birth_on"), _day(child, "expected_birth_on")
    if expected if born is None else months_from(born, 12 * _SCHOOL_AGE) > year.end_on:
        return "UN1"
    return "UN7" if all(row.get("no_further_action") for row in episodes) else None


def _day(row: Row, name: str) -> date | None:
    value = row.get(name)
    return value if isinstance(value, date) else None


def _is_later(row: Row, name: str, year: CollectionYear) -> bool:
    day = _day(row, name)
    return day is not None and day > year.end_on
