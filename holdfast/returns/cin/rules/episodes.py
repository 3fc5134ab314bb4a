"""Rules about the episodes of one child beside each other."""

import numpy as np

from holdfast.returns.cin._example import child, episode, no_further_action, of
from holdfast.returns.cin._rule import Found, Rule, where
from holdfast.returns.cin._running import begun_during_another, ends, open_twice
from holdfast.returns.cin.rows import NO_DAY, Mask, Rows

_TABLE = "CINdetails"


def _is_open(rows: Rows) -> Mask:
    table = rows[_TABLE]
    return ~table.yes("ReferralNFA") & table.missing("CINclosureDate")


def _two_open(rows: Rows) -> Found:
    return where(_TABLE, open_twice(_is_open(rows), rows[_TABLE].child), "CINclosureDate")


def _open_and_not_latest(rows: Rows) -> Found:
    table = rows[_TABLE]
    days = table.day("CINreferralDate")
    latest = np.full(rows.children, np.datetime64("1000-01-01", "D"))
    dated = ~np.isnat(days)
    np.maximum.at(latest, table.child[dated], days[dated])
    newest = latest[table.child]
    return where(_TABLE, _is_open(rows) & (days < newest), "CINreferralDate", newest=newest)


def _overlapping(rows: Rows) -> Found:
    table = rows[_TABLE]
    opens_nothing = table.yes("ReferralNFA") & table.missing("CINclosureDate")
    begins = np.where(opens_nothing, NO_DAY, table.day("CINreferralDate"))
    over = begun_during_another(begins, ends(rows, _TABLE, "CINclosureDate"), table.child)
    return where(_TABLE, over, "CINreferralDate")


_CLOSED = {"CINclosureDate": "2025-09-01", "ReasonForClosure": "RC7"}

RULES = (
    Rule(
        code="8815", table=_TABLE, elements=("CINclosureDate", "ReferralNFA"), per="child",
        title="A child has two open cases",
        said="The case of {CINreferralDate} is open, and so is another of the same child.",
        why="A child is in need once: the second case is counted besides.",
        mend="Close the one that has ended; a new concern about an open case belongs to it.",
        finds=_two_open,
        passes=(
            of("One open, one closed", child(episode(**_CLOSED), episode(CINreferralDate="2025-10-01"))),
            of("One open, and a referral without action",
               child(no_further_action(), episode(CINreferralDate="2025-10-01"))),
        ),
        fails=(
            of("Two open", child(episode(), episode(CINreferralDate="2025-10-01")), also=["8816", "8820"]),
            of("Two open, referred on one day", child(episode(), episode()), also=["8820"]),
        ),
    ),
    Rule(
        code="8816", table=_TABLE, elements=("CINreferralDate", "CINclosureDate"), per="child",
        title="The open case is not the child’s latest",
        said="The case of {CINreferralDate} is open, though the child was referred again on {newest}.",
        why="The earlier case was very likely closed, and the day was not sent.",
        mend="Send the day of closing. A new concern about an open case belongs to it, not to a new referral.",
        finds=_open_and_not_latest,
        passes=(
            of("The latest is open", child(episode(**_CLOSED), episode(CINreferralDate="2025-10-01"))),
            of("Referred twice on one day",
               child(episode(CINclosureDate="2025-05-12", ReasonForClosure="RC7"), episode())),
        ),
        fails=(
            of("A later referral ended without action",
               child(episode(), no_further_action(CINreferralDate="2025-10-01"))),
            of("A later case is closed",
               child(episode(), episode(CINreferralDate="2025-06-01", **_CLOSED)), also=["8820"]),
        ),
        reading="A later referral counts even where it ended without further action.",
    ),
    Rule(
        code="8820", table=_TABLE, elements=("CINreferralDate", "CINclosureDate", "ReferralNFA"), per="child",
        title="Two cases of a child overlap",
        said="The case of {CINreferralDate} began while another of the same child was open.",
        why="A child is in need once at a time: the days of both are counted.",
        mend="Correct the days, or put all that is told under one referral.",
        finds=_overlapping,
        passes=(
            of("Referred again on the day of closing",
               child(episode(**_CLOSED), episode(CINreferralDate="2025-09-01"))),
            of("A referral without action while a case is open",
               child(no_further_action(CINreferralDate="2025-05-20"), episode(CINreferralDate="2025-05-20"))),
        ),
        fails=(
            of("Referred again the day before closing",
               child(episode(**_CLOSED), episode(CINreferralDate="2025-08-31"))),
            of("In the other order",
               child(episode(CINreferralDate="2025-08-31"), episode(**_CLOSED))),
        ),
        reading="A referral without further action opens no case; it counts only where it was closed on a day.",
    ),
)  # fmt: skip
