"""The reviews, inspections and audits that several checks were learned from."""

from holdfast.kernel.source import Source

SIXTY_CONTACTS = Source(
    title="Haringey action plan after a child's death, 2009: seen 60 times, never put together",
    place="f.contacts_not_joined",
)
FIFTY_INJURIES = Source(
    title="Ofsted on Haringey, 2010: more than 50 injuries did not change the response", place="f.injuries_accumulate"
)
HISTORY = Source(
    title="Harrow LSCB annual report 2016-17: earlier history and other agencies' information not used",
    place="f.history_ignored",
)
MOBILE = Source(
    title="Harrow LSCB annual report 2016-17: a family hard to find, and nobody owned the case as it moved",
    place="f.mobile_family",
)
UNSEEN_MEN = Source(
    title="Harrow LSCB annual report 2016-17: men in the household not asked about",
    place="f.absent_father_curiosity",
)
MISSED_MEDICALS = Source(
    title="Haringey action plan, 2009: medical checks of children on plans not followed up",
    place="f.medical_monitoring",
)
SILENCE = Source(
    title="Harrow LSCB annual report 2016-17, audits of agency checks: silence read as no concern",
    place="f.silent_reply",
)
LOWER_LEVEL = Source(
    title="Ofsted in the Harrow LSCB annual report 2016-17: children with lower levels of need not tracked",
    place="f.lower_level_tracking",
)
UNRESOLVED = Source(
    title="Harrow LSCB annual report 2016-17: challenges between agencies left unresolved", place="f.drift_escal"
)
