"""Measures of contacts: what came in, what it became, and whether whoever told us heard."""

from datetime import UTC, date, datetime

from holdfast.facts.schema import Row, Value
from holdfast.kernel.source import Source
from holdfast.measures._ibis import Rows, beside, day_of, months, one_before
from holdfast.measures._measure import Ask, Cohort, Example, Measure
from holdfast.measures._parts import BY_AGENCY, agency
from holdfast.measures._sources import FEEDBACK, NO_SERIES, annual_report
from holdfast.measures._timed import flags_of, left_out, timed

_RECEIVED = "The day in London on which it arrived, 1 April to 31 March"
_SINCE = date(2012, 4, 1)
_GOES_ON = ("referral", "early_help", "open_case")


def _contacts(ask: Ask) -> Rows:
    every = ask.of("contact")
    every = every.mutate(
        day=day_of(every["received_at"]), read_on=day_of(every["opened_at"]), told_on=day_of(every["answered_at"])
    )
    every = _with_contact_before(every)
    rows = every.filter(ask.holds(every["day"]))
    rows = timed(rows, "reading", start="day", end="read_on", limit=1)
    rows = timed(rows, "answering", start="day", end="told_on", limit=1)
    return _flagged(rows).select("child", "agency", *CONTACTS.flags, key=rows["contact"])


def _with_contact_before(contacts: Rows) -> Rows:
    """Two contacts on one day are one occasion, so that the one before is looked for among days."""
    days = contacts.select("child", "day").distinct()
    days = days.mutate(before=one_before(days, "day", within=("child",)))
    return beside(contacts, days, on={"child": "child", "day": "day"}, take={"before_on": "before"})


def _flagged(rows: Rows) -> Rows:
    told_here = ~rows["danger"].isnull()
    anonymous = rows["anonymous"].fill_null(False)
    goes_on = rows["outcome"].isin(_GOES_ON).fill_null(False)
    answered = ~rows["answered_at"].isnull()
    return rows.mutate(
        agency=agency(rows["agency_kind"], rows["by_public"]),
        became_referral=(rows["outcome"] == "referral").fill_null(False),
        came_again=(rows["day"] <= rows["before_on"] + months(12)).fill_null(False),
        matched=~rows["matched_on"].isnull(),
        anonymous=anonymous,
        anonymous_followed=anonymous & goes_on,
        answerable=told_here & ~anonymous,
        answered=told_here & ~anonymous & answered,
        told_elsewhere=~told_here,
    )


CONTACTS = Cohort(
    name="contacts",
    words="Every contact received in the year that somebody has matched to a child; one about two children is two",
    table="contact",
    needs="contact",
    rows=_contacts,
    flags=(
        "became_referral",
        "came_again",
        "matched",
        "anonymous",
        "anonymous_followed",
        "answerable",
        "answered",
        "told_elsewhere",
        *flags_of("reading"),
        *flags_of("answering"),
    ),
    breakdowns=(BY_AGENCY,),
)


def _told(child: str, at: datetime, **columns: Value) -> Row:
    row: Row = {"child": child, "contact": f"k{at:%Y-%m-%d-%H}", "received_at": at, "agency_kind": "school"}
    return row | {"danger": False, "anonymous": False} | columns


def _at(month: int, day: int, hour: int = 9, year: int = 2016) -> datetime:
    return datetime(year, month, day, hour, tzinfo=UTC)


_THREE = (
    _told("1", _at(5, 3), outcome="referral", matched_on=date(2016, 5, 3), answered_at=_at(5, 4)),
    _told("1", _at(6, 1), outcome="information_only", agency_kind="police", opened_at=_at(6, 1, 11)),
    _told("2", _at(6, 3), outcome="information_only", answered_at=_at(6, 7), opened_at=_at(6, 7)),
    _told("2", datetime(2017, 3, 31, 23, 30, tzinfo=UTC), outcome="referral"),
)
_NAMELESS = (
    _told("1", _at(5, 3), anonymous=True, by_public=True, agency_kind=None, outcome="referral"),
    _told("2", _at(5, 3), anonymous=True, by_public=True, agency_kind=None, outcome="information_only"),
)

CONTACTS_NUMBER = Measure(
    code="CON-01",
    title="Contacts",
    numerator="Contacts received in the year",
    counted_by=_RECEIVED,
    unit="count",
    source=annual_report("contacts and referrals received by children's services"),
    cohort=CONTACTS,
    breakdowns=(BY_AGENCY,),
    no_series=NO_SERIES,
    note="A contact is anything that anyone told us about a child, whatever it became. A figure of contacts says "
    "nothing beside one of referrals until conversion stands with it.",
    valid_from=_SINCE,
    examples=(
        Example(
            words="Three in the year; the fourth came at half past midnight in London, on 1 April",
            facts={"contact": _THREE},
            numerator=3,
            value=3,
        ),
        Example(
            words="One of the three from the police",
            facts={"contact": _THREE},
            part="agency:police",
            numerator=1,
            value=1,
        ),
    ),
)

CONVERSION = Measure(
    code="CON-02",
    title="Contacts that became a referral",
    numerator="Contacts whose outcome is a referral",
    denominator="Contacts received in the year",
    counted_by=_RECEIVED,
    unit="percent",
    source=annual_report("share of contacts that needed an assessment"),
    cohort=CONTACTS,
    counts="became_referral",
    no_series=NO_SERIES,
    note="Neither high nor low is good: a low share may mean that agencies tell us of too much, or that we hear too "
    "little in what they tell.",
    valid_from=_SINCE,
    examples=(Example(words="One of three", facts={"contact": _THREE}, numerator=1, denominator=3, value=33.3),),
)

CAME_AGAIN = Measure(
    code="CON-03",
    title="Contacts about a child told of in the 12 months before",
    numerator="Contacts about a child of whom somebody had told us on an earlier day in the 12 months before",
    denominator="Contacts received in the year",
    counted_by=_RECEIVED,
    unit="percent",
    direction="lower",
    source=Source(
        title="Haringey action plan after a child's death, 2009", place="seen 60 times, never put together"
    ),
    cohort=CONTACTS,
    counts="came_again",
    looks_back_months=12,
    no_series=NO_SERIES,
    note="Calendar months, as for referrals. Two contacts on one day are one occasion.",
    valid_from=_SINCE,
    examples=(
        Example(
            words="The second contact about the first child", facts={"contact": _THREE}, numerator=1, denominator=3,
            value=33.3,
        ),
    ),
)  # fmt: skip

MATCHED = Measure(
    code="CON-04",
    title="Contacts that a person matched to a child already known",
    numerator="Contacts that somebody confirmed to be about a child whose record stood already",
    denominator="Contacts received in the year",
    counted_by=_RECEIVED,
    unit="percent",
    source=CAME_AGAIN.source,
    cohort=CONTACTS,
    counts="matched",
    no_series=NO_SERIES,
    note="Nothing is matched by itself. A contact that waits for a match is not counted yet: it leads to no child.",
    valid_from=_SINCE,
    examples=(
        Example(
            words="One of the three was matched", facts={"contact": _THREE}, numerator=1, denominator=3, value=33.3
        ),
    ),
)

READ_IN_TIME = Measure(
    code="CON-05",
    title="Contacts read within one working day",
    numerator="Contacts opened by somebody no later than the working day after they arrived",
    denominator="Contacts of which both days are known",
    counted_by=_RECEIVED,
    unit="percent",
    direction="higher",
    source=annual_report("referrals seen to promptly"),
    cohort=CONTACTS,
    counts="reading_in_time",
    among="reading_timed",
    left_out=left_out("reading", start="arrival", end="reading"),
    no_series=NO_SERIES,
    note="A contact counts once somebody has said which child it is about. What nobody has opened or matched yet is "
    "not in it, however old: *Waiting* shows that by age, and it is passed up until somebody opens it.",
    valid_from=_SINCE,
    examples=(
        Example(
            words="One read the same day; one that came on a Friday read on the Tuesday after",
            facts={"contact": _THREE},
            numerator=1,
            denominator=2,
            value=50.0,
        ),
    ),
)

FEEDBACK_GIVEN = Measure(
    code="CON-06",
    title="Contacts whose teller was told what became of it",
    numerator="Contacts whose teller was answered",
    denominator="Contacts told here by somebody who gave a name",
    counted_by=_RECEIVED,
    unit="percent",
    direction="higher",
    source=FEEDBACK,
    cohort=CONTACTS,
    counts="answered",
    among="answerable",
    left_out={"told_elsewhere": "recorded without how it was told"},
    no_series=NO_SERIES,
    valid_from=_SINCE,
    examples=(
        Example(
            words="Two of three were answered",
            facts={"contact": _THREE},
            numerator=2,
            denominator=3,
            value=66.7,
        ),
    ),
)

FEEDBACK_IN_TIME = Measure(
    code="CON-07",
    title="Answers to whoever told us, within one working day",
    numerator="Answers given no later than the working day after the contact arrived",
    denominator="Contacts whose teller was answered",
    counted_by=_RECEIVED,
    unit="percent",
    direction="higher",
    source=FEEDBACK,
    cohort=CONTACTS,
    counts="answering_in_time",
    among="answering_timed",
    left_out=left_out("answering", start="arrival", end="answer"),
    no_series=NO_SERIES,
    valid_from=_SINCE,
    examples=(
        Example(
            words="One answered the next day; one that came on a Friday answered on the Tuesday after",
            facts={"contact": _THREE},
            numerator=1,
            denominator=2,
            value=50.0,
        ),
    ),
)

ANONYMOUS_FOLLOWED = Measure(
    code="CON-08",
    title="Anonymous contacts that were followed up",
    numerator="Anonymous contacts that became a referral, early help, or news for the child's worker",
    denominator="Contacts from somebody who gave no name",
    counted_by=_RECEIVED,
    unit="percent",
    direction="higher",
    source=annual_report("community and anonymous referrals were not followed up"),
    cohort=CONTACTS,
    counts="anonymous_followed",
    among="anonymous",
    no_series=NO_SERIES,
    valid_from=_SINCE,
    examples=(
        Example(
            words="Two without a name, one of them followed up",
            facts={"contact": _NAMELESS},
            numerator=1,
            denominator=2,
            value=50.0,
        ),
    ),
)

MEASURES = (
    CONTACTS_NUMBER,
    CONVERSION,
    CAME_AGAIN,
    MATCHED,
    READ_IN_TIME,
    FEEDBACK_GIVEN,
    FEEDBACK_IN_TIME,
    ANONYMOUS_FOLLOWED,
)
