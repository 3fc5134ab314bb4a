"""Facts of any kind, and facts such as a census can tell, for properties."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

from hypothesis import strategies as st

from holdfast.facts import TABLES, Table
from holdfast.facts.store import Facts
from holdfast.kernel import codes
from holdfast.kernel.keys import numbered

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
DAYS = st.dates(date(1990, 1, 1), date(2030, 12, 31))
VALUES = {
    "text": TEXT,
    "date": st.dates(),
    "instant": st.datetimes(datetime(1900, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC)),
    "flag": st.booleans(),
    "count": st.integers(-(2**63), 2**63 - 1),
}


def rows_of(table: Table, *, most: int = 6) -> st.SearchStrategy[list[dict[str, Any]]]:
    """Rows that fit the table, no key twice; not told is as likely as anything else."""
    columns = {
        column.name: VALUES[column.kind]
        if column.required or column.name in table.key
        else st.none() | VALUES[column.kind]
        for column in table.columns
    }
    return st.lists(
        st.fixed_dictionaries(columns), max_size=most, unique_by=lambda row: tuple(row[name] for name in table.key)
    )


@st.composite
def facts(draw: Callable[..., Any], *tables: str) -> Facts:
    """Facts of these tables (of any, by default) that hold together in nothing but their types."""
    names = tables or tuple(draw(st.sets(st.sampled_from(sorted(TABLES)), max_size=5)))
    return Facts.of({name: draw(rows_of(TABLES[name])) for name in names})


_NUMBERS = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-é&<\"'_ ", min_size=1, max_size=20).map(str.strip).filter(bool)
_ANY_DAY = st.none() | DAYS


def _code(list_name: str, *, odd: bool = True) -> st.SearchStrategy[str | None]:
    known = st.sampled_from(sorted(codes.lists()[list_name]))
    return st.none() | known | (st.just("ZZ9") if odd else known)


class _ChildOfACensus:
    """Draws one child's rows with the keys that reading a census would give them."""

    def __init__(self, draw: Callable[..., Any], authority: str, child: str) -> None:
        self._draw = draw
        self._whose = {"authority": authority, "child": child}
        self.rows: dict[str, list[dict[str, Any]]] = {}
        self._stems: list[str] = []

    def tell(self) -> None:
        known = {
            "birth_on": _ANY_DAY,
            "expected_birth_on": _ANY_DAY,
            "died_on": _ANY_DAY,
            "sex": st.sampled_from([None, "M", "F", "U", "I"]),
            "ethnicity": _code("Ethnicity"),
            "upn_unknown": _code("UPNunknown"),
        }
        self._add("child", **{name: self._draw(values) for name, values in known.items()})
        for kind in self._draw(st.sets(st.sampled_from(["upn", "former_upn"]))):
            self._add("identifier", kind=kind, value=self._draw(_NUMBERS))
        for code in self._draw(st.sets(_code("Disability").filter(bool), max_size=3)):
            self._add("disability", code=code)
        for referred in self._draw(st.lists(DAYS, max_size=3)):
            self._episode(referred)

    def _add(self, table: str, **columns: Any) -> None:
        self.rows.setdefault(table, []).append({**self._whose, **columns})

    def _key(self, stem: str) -> str:
        self._stems.append(stem)
        return numbered(self._stems)[-1]

    def _days(self, most: int = 2) -> list[date | None]:
        days: list[date | None] = self._draw(st.lists(_ANY_DAY, max_size=most))
        return days

    def _episode(self, referred: date) -> None:
        key = self._key(str(referred))
        self._add(
            "episode",
            episode=key,
            referred_on=referred,
            referral_source=self._draw(_code("ReferralSource")),
            no_further_action=self._draw(st.sampled_from([None, True, False])),
            primary_need=self._draw(_code("PrimaryNeedCode")),
            closed_on=self._draw(_ANY_DAY),
            closure_reason=self._draw(_code("ReasonForClosure")),
        )
        if held := self._draw(_ANY_DAY):
            conference = self._key(f"{key}/c{held}")
            self._add("conference", conference=conference, episode=key, kind="transfer_in", held_on=held)
        for started in self._days():
            self._assessment(key, started)
            self._enquiry(key, started)
            self._plan(key, started)
            need_plan = self._key(f"{key}/n{started or '-'}")
            self._add("need_plan", need_plan=need_plan, episode=key, started_on=started, ended_on=self._draw(_ANY_DAY))

    def _assessment(self, episode: str, started: date | None) -> None:
        key = self._key(f"{episode}/a{started or '-'}")
        self._add("assessment", assessment=key, episode=episode, started_on=started, authorised_on=self._draw(_ANY_DAY))
        for code in self._draw(st.sets(_code("AssessmentFactors").filter(bool), max_size=3)):
            self._add("assessment_factor", assessment=key, code=code)

    def _enquiry(self, episode: str, started: date | None) -> None:
        key = self._key(f"{episode}/s{started or '-'}")
        none_needed = self._draw(st.sampled_from([None, True, False]))
        self._add("section47", section47=key, episode=episode, started_on=started, conference_not_required=none_needed)
        if held := self._draw(_ANY_DAY):
            conference = self._key(f"{key}/c{held}")
            self._add("conference", conference=conference, episode=episode, section47=key, kind="initial", held_on=held)

    def _plan(self, episode: str, started: date | None) -> None:
        key = self._key(f"{episode}/p{started or '-'}")
        category, earlier = self._draw(_code("CategoryOfAbuse")), self._draw(st.none() | st.integers(0, 99))
        self._add(
            "protection_plan",
            protection_plan=key,
            episode=episode,
            started_on=started,
            ended_on=self._draw(_ANY_DAY),
            initial_category=category,
            previous_plans=earlier,
        )
        for held in self._draw(st.lists(DAYS, max_size=3)):
            review = self._key(f"{key}/r{held}")
            self._add("plan_review", plan_review=review, protection_plan=key, held_on=held)


@st.composite
def census_facts_of(draw: Callable[..., Any], authority: str = "310") -> Facts:
    """Facts that a census file can tell in full: its tables and columns, its keys, room for one of each."""
    told: dict[str, list[dict[str, Any]]] = {}
    for child in draw(st.lists(_NUMBERS, max_size=3, unique=True)):
        story = _ChildOfACensus(draw, authority, child)
        story.tell()
        for table, rows in story.rows.items():
            told.setdefault(table, []).extend(rows)
    return Facts.of(told)
