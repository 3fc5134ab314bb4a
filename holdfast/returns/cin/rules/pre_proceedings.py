"""Rules proposed for 2026-27 about pre-proceedings and family group decision making."""

from typing import Any

import numpy as np

from holdfast.returns.cin._example import Piece, assessment, child, episode, of, pre_proceedings
from holdfast.returns.cin._rule import PROPOSED_FOR_2027, Finds, Found, Rule, outside_year, where
from holdfast.returns.cin.rows import Rows

_TABLE = "PreProceedingsandFGDM"
_SINCE = 2027
_NOT_SURE = " The rule is proposed and was not yet in force when we read it."


def _none_at_all(rows: Rows) -> Found:
    header = rows["Header"]
    return where("Header", np.full(len(header), len(rows[_TABLE]) == 0), "Year")


def _no_start(rows: Rows) -> Found:
    return where(_TABLE, rows[_TABLE].missing("PPStartDate"), "PPStartDate")


def _outside_or_before(element: str, than: str) -> Finds:
    def finds(rows: Rows) -> Found:
        table = rows[_TABLE]
        days = table.day(element)
        wrong = table.given(element) & (~rows.in_year(days) | (days < table.day(than)))
        return where(_TABLE, wrong, element)

    return finds


def _said_where(element: str, given: str) -> Finds:
    return lambda rows: where(_TABLE, rows[_TABLE].given(given) & rows[_TABLE].missing(element), element)


def _offered_and_not_told(rows: Rows) -> Found:
    table = rows[_TABLE]
    return where(_TABLE, table.yes("FGDMMeetingOffer") & table.missing("FGDMMeetingFac"), "FGDMMeetingFac")


def _outcome(rows: Rows) -> Found:
    table = rows[_TABLE]
    return where(_TABLE, table.given("PPOutcome") & ~table.among("PPOutcome", ("A", "B", "C")), "PPOutcome")


def _with(**elements: Any) -> Piece:
    """A child of 2026-27 with a pre-proceedings block that says this."""
    started = episode(assessment("2026-05-14", "2026-06-20"), pre_proceedings(**elements), CINreferralDate="2026-05-12")
    return child(started)


RULES = (
    Rule(
        code="8995Q", table="Header", elements=("PPStartDate",), per="file", since=_SINCE, source=PROPOSED_FOR_2027,
        title="No pre-proceedings at all are told of",
        said="No child in this file has a pre-proceedings block.",
        why="Every authority has some: the extract very likely leaves them out.",
        mend="Mend the extract; explain it if there truly were none.",
        finds=_none_at_all,
        passes=(of("One", _with(), year=2027), of("Two", _with(), _with(), year=2027)),
        fails=(
            of("None", child(episode(CINreferralDate="2026-05-12")), year=2027),
            of("None in two children", child(episode(CINreferralDate="2026-05-12")),
               child(episode(CINreferralDate="2026-05-13")), year=2027),
        ),
    ),
    Rule(
        code="9000Q", table=_TABLE, elements=("PPStartDate",), since=_SINCE, source=PROPOSED_FOR_2027,
        title="Pre-proceedings have no first day",
        said="A pre-proceedings block says no day on which it was decided to begin.",
        why="How long families wait before court is counted from it.",
        mend="Send the day, or explain why there is none.",
        finds=_no_start,
        passes=(of("A day", _with(), year=2027), of("No block",
                                                    child(episode(CINreferralDate="2026-05-12")), year=2027)),
        fails=(
            of("None", _with(PPStartDate=None), year=2027),
            of("An empty one", _with(PPStartDate=""), year=2027),
        ),
        reading="Asked of each block. The public validator counts rows of the whole file, so it finds only an empty "
        "one." + _NOT_SURE,
    ),
    Rule(
        code="9005", table=_TABLE, elements=("PPStartDate",), since=_SINCE, source=PROPOSED_FOR_2027,
        title="Pre-proceedings begin outside the census year",
        said="Pre-proceedings begin on {PPStartDate}, which is not in the census year.",
        why="They are counted in the year in which they begin.",
        mend="Correct the day, or leave the block out of this year’s file.",
        finds=outside_year(_TABLE, "PPStartDate"),
        passes=(
            of("On the first day", _with(PPStartDate="2026-04-01"), year=2027),
            of("On the last day", _with(PPStartDate="2027-03-31"), year=2027),
        ),
        fails=(
            of("The day before", _with(PPStartDate="2026-03-31"), year=2027),
            of("The day after", _with(PPStartDate="2027-04-01"), year=2027),
        ),
    ),
    Rule(
        code="9006", table=_TABLE, elements=("LBPSentDate", "PPStartDate"), since=_SINCE, source=PROPOSED_FOR_2027,
        title="The letter before proceedings is outside the year, or before the decision",
        said="The letter was sent on {LBPSentDate}: outside the census year, or before the decision, told as "
        "{PPStartDate}.",
        why="The letter follows the decision.",
        mend="Correct whichever is wrong.",
        finds=_outside_or_before("LBPSentDate", "PPStartDate"),
        passes=(
            of("On the day", _with(LBPSentDate="2026-09-01", FGDMMeetingOffer="false"), year=2027),
            of("On the last day of the year", _with(LBPSentDate="2027-03-31", FGDMMeetingOffer="false"), year=2027),
        ),
        fails=(
            of("The day before the decision", _with(LBPSentDate="2026-08-31", FGDMMeetingOffer="false"), year=2027),
            of("The day after the year", _with(LBPSentDate="2027-04-01", FGDMMeetingOffer="false"), year=2027),
        ),
    ),
    Rule(
        code="9007", table=_TABLE, elements=("FGDMMeetingOffer", "LBPSentDate"), since=_SINCE,
        source=PROPOSED_FOR_2027,
        title="A letter was sent, and it is not told whether a family meeting was offered",
        said="The letter of {LBPSentDate} was sent, and whether a family meeting was offered is not told.",
        why="Families are offered the chance to decide before a court does.",
        mend="Send true or false.",
        finds=_said_where("FGDMMeetingOffer", "LBPSentDate"),
        passes=(
            of("Offered", _with(LBPSentDate="2026-09-02", FGDMMeetingOffer="true", FGDMMeetingFac="true"), year=2027),
            of("No letter", _with(), year=2027),
        ),
        fails=(
            of("Not told", _with(LBPSentDate="2026-09-02"), year=2027),
            of("Empty", _with(LBPSentDate="2026-09-02", FGDMMeetingOffer=""), year=2027),
        ),
        reading="The public validator finds the reverse, an offer without a letter; the words say this." + _NOT_SURE,
    ),
    Rule(
        code="9008", table=_TABLE, elements=("InitialPPMeetingDate",), since=_SINCE, source=PROPOSED_FOR_2027,
        title="The first pre-proceedings meeting is outside the census year",
        said="The first meeting was held on {InitialPPMeetingDate}, which is not in the census year.",
        why="It is counted in the year in which it is held.",
        mend="Correct the day, or leave it for the year to which it belongs.",
        finds=outside_year(_TABLE, "InitialPPMeetingDate"),
        passes=(
            of("In the year", _with(InitialPPMeetingDate="2026-09-20", ReviewMeetingsCount="0"), year=2027),
            of("On the last day", _with(InitialPPMeetingDate="2027-03-31", ReviewMeetingsCount="0"), year=2027),
        ),
        fails=(
            of("The day after", _with(InitialPPMeetingDate="2027-04-01", ReviewMeetingsCount="0"), year=2027),
            of("The day before the year", _with(InitialPPMeetingDate="2026-03-31", ReviewMeetingsCount="0"), year=2027),
        ),
    ),
    Rule(
        code="9009", table=_TABLE, elements=("StepDecisionDate", "PPStartDate"), since=_SINCE,
        source=PROPOSED_FOR_2027,
        title="The decision to step up or down is outside the year, or before pre-proceedings",
        said="It was decided to step up or down on {StepDecisionDate}: outside the census year, or before they "
        "began, told as {PPStartDate}.",
        why="The decision ends what began.",
        mend="Correct whichever is wrong.",
        finds=_outside_or_before("StepDecisionDate", "PPStartDate"),
        passes=(
            of("On the day", _with(StepDecisionDate="2026-09-01"), year=2027),
            of("On the last day of the year", _with(StepDecisionDate="2027-03-31"), year=2027),
        ),
        fails=(
            of("The day before", _with(StepDecisionDate="2026-08-31"), year=2027),
            of("The day after the year", _with(StepDecisionDate="2027-04-01"), year=2027),
        ),
    ),
    Rule(
        code="9010Q", table=_TABLE, elements=("FGDMMeetingFac", "FGDMMeetingOffer"), since=_SINCE,
        source=PROPOSED_FOR_2027,
        title="A family meeting was offered, and it is not told whether it was held",
        said="A family meeting was offered, and whether it was facilitated is not told.",
        why="An offer helps where it is taken up.",
        mend="Send true or false.",
        finds=_offered_and_not_told,
        passes=(
            of("Offered and held", _with(FGDMMeetingOffer="1", FGDMMeetingFac="1"), year=2027),
            of("Not offered", _with(FGDMMeetingOffer="false"), year=2027),
        ),
        fails=(
            of("Told as true", _with(FGDMMeetingOffer="true"), year=2027),
            of("Told as 1", _with(FGDMMeetingOffer="1"), year=2027),
        ),
    ),
    Rule(
        code="9011", table=_TABLE, elements=("PPOutcome",), since=_SINCE, source=PROPOSED_FOR_2027,
        title="The outcome of pre-proceedings is not one of the census’s",
        said="The outcome is told as {PPOutcome}; the census takes A, B and C.",
        why="It is left out of every table by outcome.",
        mend="Send A, B or C; nothing while it is not decided.",
        finds=_outcome,
        passes=(of("A", _with(PPOutcome="A"), year=2027), of("Not decided", _with(), year=2027)),
        fails=(of("D", _with(PPOutcome="D"), year=2027), of("In words", _with(PPOutcome="Court"), year=2027)),
        reading="Only an outcome that is given is asked; the public validator finds blanks too." + _NOT_SURE,
    ),
    Rule(
        code="9012", table=_TABLE, elements=("CourtAppDate", "StepDecisionDate"), since=_SINCE,
        source=PROPOSED_FOR_2027,
        title="The court was asked outside the year, or before the decision",
        said="The court was asked on {CourtAppDate}: outside the census year, or before the decision, told as "
        "{StepDecisionDate}.",
        why="A court is asked after it was decided to.",
        mend="Correct whichever is wrong.",
        finds=_outside_or_before("CourtAppDate", "StepDecisionDate"),
        passes=(
            of("On the day", _with(StepDecisionDate="2026-12-01", CourtAppDate="2026-12-01"), year=2027),
            of("No decision told", _with(CourtAppDate="2026-12-01"), year=2027),
        ),
        fails=(
            of("The day before", _with(StepDecisionDate="2026-12-01", CourtAppDate="2026-11-30"), year=2027),
            of("The day after the year", _with(CourtAppDate="2027-04-01"), year=2027),
        ),
    ),
    Rule(
        code="9013", table=_TABLE, elements=("LetterInitCPDate", "CourtAppDate"), since=_SINCE,
        source=PROPOSED_FOR_2027,
        title="The letter that starts care proceedings is outside the year, or before the court was asked",
        said="The letter is of {LetterInitCPDate}: outside the census year, or before the court was asked, told as "
        "{CourtAppDate}.",
        why="The letter follows what the court was asked.",
        mend="Correct whichever is wrong.",
        finds=_outside_or_before("LetterInitCPDate", "CourtAppDate"),
        passes=(
            of("On the day", _with(CourtAppDate="2026-12-01", LetterInitCPDate="2026-12-01"), year=2027),
            of("The day after", _with(CourtAppDate="2026-12-01", LetterInitCPDate="2026-12-02"), year=2027),
        ),
        fails=(
            of("The day before", _with(CourtAppDate="2026-12-01", LetterInitCPDate="2026-11-30"), year=2027),
            of("The day after the year", _with(LetterInitCPDate="2027-04-01"), year=2027),
        ),
    ),
    Rule(
        code="9015Q", table=_TABLE, elements=("ReviewMeetingsCount", "InitialPPMeetingDate"), since=_SINCE,
        source=PROPOSED_FOR_2027,
        title="A first meeting was held, and the number of reviews is not told",
        said="The first meeting was held on {InitialPPMeetingDate}, and how many review meetings followed is not told.",
        why="0 and not known are different answers.",
        mend="Send the number; 0 where there was none.",
        finds=_said_where("ReviewMeetingsCount", "InitialPPMeetingDate"),
        passes=(
            of("0", _with(InitialPPMeetingDate="2026-09-20", ReviewMeetingsCount="0"), year=2027),
            of("No meeting", _with(), year=2027),
        ),
        fails=(
            of("Not told", _with(InitialPPMeetingDate="2026-09-20"), year=2027),
            of("Empty", _with(InitialPPMeetingDate="2026-09-20", ReviewMeetingsCount=""), year=2027),
        ),
    ),
)  # fmt: skip
