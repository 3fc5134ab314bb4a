"""What happened, to whom, when: the one seam between records and everything that reads them."""

from holdfast.facts import casework, children, early_help, frontdoor, picture
from holdfast.facts._table import Column, Table

TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        children.CHILD,
        children.IDENTIFIER,
        children.DISABILITY,
        frontdoor.CONTACT,
        frontdoor.EPISODE,
        frontdoor.REFERRAL_FACTOR,
        frontdoor.MASH_ENQUIRY,
        frontdoor.AGENCY_CHECK,
        frontdoor.CHALLENGE,
        frontdoor.CHALLENGE_STAGE,
        frontdoor.MANAGEMENT_LOOK,
        picture.SIGHTING,
        picture.INJURY,
        picture.MOVE,
        picture.HOUSEHOLD_CHANGE,
        early_help.EARLY_HELP,
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
