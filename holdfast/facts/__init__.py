"""What happened, to whom, when: the one seam between records and everything that reads them."""

from holdfast.facts import casework, children, frontdoor
from holdfast.facts._table import Column, Table

TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        children.CHILD,
        children.IDENTIFIER,
        children.DISABILITY,
        frontdoor.CONTACT,
        frontdoor.EPISODE,
        casework.ASSESSMENT,
        casework.ASSESSMENT_FACTOR,
        casework.STRATEGY_DISCUSSION,
        casework.SECTION47,
        casework.CONFERENCE,
        casework.PROTECTION_PLAN,
        casework.PLAN_REVIEW,
        casework.CORE_GROUP,
        casework.VISIT,
        casework.NEED_PLAN,
        casework.PRE_PROCEEDINGS,
    )
}
"""Every fact table by name."""

__all__ = ["TABLES", "Column", "Table"]
