"""What people do about who somebody is, who belongs to whom, where they live and who works with them.

The only writers of these records. Each takes who does it (`by`), what for (`purpose`) and when (`at`).
"""

from holdfast.records.people.actions.family import end_relationship, record_absence, relate, resolve_absence
from holdfast.records.people.actions.person import (
    DETAILS,
    add_child,
    add_name,
    add_person,
    change_details,
    change_name,
    record_address,
    record_identifier,
)
from holdfast.records.people.actions.same import link_same_person, unlink_same_person
from holdfast.records.people.actions.working import allocate, ceiling_of, end_involvement, involve

__all__ = [
    "DETAILS",
    "add_child",
    "add_name",
    "add_person",
    "allocate",
    "ceiling_of",
    "change_details",
    "change_name",
    "end_involvement",
    "end_relationship",
    "involve",
    "link_same_person",
    "record_absence",
    "record_address",
    "record_identifier",
    "relate",
    "resolve_absence",
    "unlink_same_person",
]
