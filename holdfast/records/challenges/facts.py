"""Challenges told as facts: how they stand, stage by stage, and nothing of what was written."""

from holdfast.wall.providers import register

_KEY = "'x' || to_char(c.raised_at AT TIME ZONE 'Europe/London', 'YYYY-MM-DD') || '-' || left(c.id::text, 8)"
_FROM = "FROM challenges_challenge c JOIN people_person p ON p.id = c.child_id"
_KEPT = "WHERE (%(children)s::uuid[] IS NULL OR c.child_id = ANY (%(children)s::uuid[]))"


def _day(column: str) -> str:
    return f"(({column}) AT TIME ZONE 'Europe/London')::date"


CHALLENGE = f"""
SELECT p.authority, p.local_id AS child, {_KEY} AS challenge, c.kind AS about, {_day("c.raised_at")} AS raised_on,
       nullif(c.agency_kind, '') AS raised_by_kind, c.immediate, h.number AS stage,
       {_day("h.from_at")} AS stage_started_on, {_day("h.answered_at")} AS answered_on,
       {_day("c.closed_at")} AS closed_on,
       CASE WHEN c.closed_how = 'withdrawn' THEN 'withdrawn' WHEN c.closed_at IS NOT NULL THEN c.outcome END AS outcome
{_FROM}
CROSS JOIN LATERAL (
    SELECT number, from_at, answered_at FROM challenges_hearing
     WHERE challenge_id = c.id AND from_at <= coalesce(c.closed_at, now()) ORDER BY number DESC LIMIT 1
) h
{_KEPT}
"""
STAGE = f"""
SELECT p.authority, p.local_id AS child, {_KEY} AS challenge, h.number AS stage, {_day("h.from_at")} AS started_on,
       {_day("(h.due_at - interval '1 second')")} AS due_on, {_day("h.answered_at")} AS answered_on
{_FROM} JOIN challenges_hearing h ON h.challenge_id = c.id AND h.from_at <= coalesce(c.closed_at, now())
{_KEPT}
"""
"""A stage laid out for later has not begun, and is no fact yet."""


def register_facts() -> None:
    """Say how challenges tell their fact tables."""
    register("challenge", sql=CHALLENGE)
    register("challenge_stage", sql=STAGE)
