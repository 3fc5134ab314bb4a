"""Who may see or do what: roles, purposes, stages, and the one table that joins them.

Pure: it decides and records nothing. Start with `rules.py`, which is written to be read and signed.
"""

from holdfast.access.decisions import Decision, Relationship, decide, may_use, reach, service_reach
from holdfast.access.printed import as_rows, table
from holdfast.access.purposes import Purpose
from holdfast.access.roles import Role
from holdfast.access.rules import RULES, SERVICES, Reach, Rule
from holdfast.access.stages import Stage

__all__ = [
    "RULES",
    "SERVICES",
    "Decision",
    "Purpose",
    "Reach",
    "Relationship",
    "Role",
    "Rule",
    "Stage",
    "as_rows",
    "decide",
    "may_use",
    "reach",
    "service_reach",
    "table",
]
