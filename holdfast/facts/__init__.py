"""What happened, to whom, when: the one seam between records and everything that reads them."""

from holdfast.facts import casework, children, early_help, frontdoor, hub, picture
from holdfast.facts._table import Column, Table

TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        children.CHILD,
        children.IDENTIFIER,
        children.DISABILITY,
        frontdoor.CONTACT,
        frontdoor.EPISODE,
        hub.REFERRAL_FACTOR,
        hub.MASH_ENQUIRY,
        hub.AGENCY_CHECK,
        hub.CHALLENGE,
        hub.CHALLENGE_STAGE,
        hub.MANAGEMENT_LOOK,
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
