"""Early help for a family by agreement, and the directory of help that there is."""

from holdfast.records.earlyhelp.models.directory import (
    Contact,
    CostOption,
    FeedImport,
    Language,
    Location,
    Organisation,
    Schedule,
    Service,
    ServiceAtLocation,
    ServiceTerm,
    TaxonomyTerm,
)
from holdfast.records.earlyhelp.models.helping import Agreement, Asking, Attempt, Diversion, Help, HelpedChild
from holdfast.records.earlyhelp.models.working import Assessment, Attendance, Meeting, Member, Outcome, Review, Task

__all__ = [
    "Agreement",
    "Asking",
    "Assessment",
    "Attempt",
    "Attendance",
    "Contact",
    "CostOption",
    "Diversion",
    "FeedImport",
    "Help",
    "HelpedChild",
    "Language",
    "Location",
    "Meeting",
    "Member",
    "Organisation",
    "Outcome",
    "Review",
    "Schedule",
    "Service",
    "ServiceAtLocation",
    "ServiceTerm",
    "Task",
    "TaxonomyTerm",
]
