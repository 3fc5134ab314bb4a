"""Who people are, how they are related, where they live, who works with them; and how to find them."""

from holdfast.matching.spelling import search_keys
from holdfast.records.people.queries.alike import (
    MayBe,
    descriptions,
    judged_pair,
    judged_records,
    look_up_by,
    may_be,
    may_be_same_record,
)
from holdfast.records.people.queries.asking import Asked, as_postcode, asked, split_address
from holdfast.records.people.queries.family import (
    Relation,
    absences,
    brothers_and_sisters,
    family_of,
    grouped_by_family,
    related,
)
from holdfast.records.people.queries.finding import Found, Match, found
from holdfast.records.people.queries.person import (
    address_lines,
    addresses,
    born_words,
    child_or_not_found,
    display_names,
    identifiers,
    is_unborn,
    names,
)
from holdfast.records.people.queries.same import (
    OtherRecord,
    link_or_not_found,
    links_of,
    other_records,
    same_people_as,
    same_person_as,
)
from holdfast.records.people.queries.working import (
    allocated_workers,
    manager_of,
    own_children,
    unallocated,
    working_with,
)

__all__ = [
    "Asked",
    "Found",
    "Match",
    "MayBe",
    "OtherRecord",
    "Relation",
    "absences",
    "address_lines",
    "addresses",
    "allocated_workers",
    "as_postcode",
    "asked",
    "born_words",
    "brothers_and_sisters",
    "child_or_not_found",
    "descriptions",
    "display_names",
    "family_of",
    "found",
    "grouped_by_family",
    "identifiers",
    "is_unborn",
    "judged_pair",
    "judged_records",
    "link_or_not_found",
    "links_of",
    "look_up_by",
    "manager_of",
    "may_be",
    "may_be_same_record",
    "names",
    "other_records",
    "own_children",
    "related",
    "same_people_as",
    "same_person_as",
    "search_keys",
    "split_address",
    "unallocated",
    "working_with",
]
