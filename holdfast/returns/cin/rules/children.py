"""Rules about who the child is: number, birth, death, sex, and that something is told of them."""

import re
from collections import Counter

import numpy as np

from holdfast.returns.cin._example import NO_EPISODE, child, episode, no_further_action, of, unborn
from holdfast.returns.cin._rule import Found, Rule, where
from holdfast.returns.cin.rows import Days, Mask, Rows, any_of

_TABLE = "ChildIdentifiers"
_LONGEST = 20
_ADULT_AT = 25


def _words(rows: Rows, element: str) -> list[str]:
    column = rows[_TABLE][element]
    return [column.word(row) for row in range(rows.children)]


def _too_long(rows: Rows) -> Found:
    long = np.array([len(word) > _LONGEST for word in _words(rows, "LAchildID")], dtype=bool)
    return where(_TABLE, long, "LAchildID")


def _not_alphanumeric(rows: Rows) -> Found:
    odd = [bool(word) and not re.fullmatch(r"[A-Za-z0-9]+", word) for word in _words(rows, "LAchildID")]
    return where(_TABLE, np.array(odd, dtype=bool), "LAchildID")


def _without_number(rows: Rows) -> Found:
    return where(_TABLE, rows[_TABLE].missing("LAchildID"), "LAchildID")


def _number_twice(rows: Rows) -> Found:
    words = _words(rows, "LAchildID")
    often = Counter(word for word in words if word)
    return where(_TABLE, np.array([often[word] > 1 for word in words], dtype=bool), "LAchildID")


def _born_after_year(rows: Rows) -> Found:
    return where(_TABLE, rows[_TABLE].day("PersonBirthDate") > rows.reference_on, "PersonBirthDate")


def _not_one_birth(rows: Rows) -> Found:
    table = rows[_TABLE]
    wrong = table.given("PersonBirthDate") == table.given("ExpectedPersonBirthDate")
    return where(_TABLE, wrong, "PersonBirthDate")


def _expected_far_off(rows: Rows) -> Found:
    expected = rows[_TABLE].day("ExpectedPersonBirthDate")
    latest = _months_after(rows.reference_on, 9)
    far = (expected < rows.waits_to - np.timedelta64(30, "D")) | (expected > latest)
    return where(_TABLE, far, "ExpectedPersonBirthDate")


def _months_after(end_of_march: np.datetime64, months: int) -> np.datetime64:
    """The last day of the month that many months on: nine after 31 March is 31 December."""
    month = end_of_march.astype("datetime64[M]") + np.timedelta64(months + 1, "M")
    last: np.datetime64 = month.astype("datetime64[D]") - np.timedelta64(1, "D")
    return last


def _died_unborn(rows: Rows) -> Found:
    table = rows[_TABLE]
    died = table.day("PersonDeathDate")
    wrong = (died < table.day("PersonBirthDate")) | (~np.isnat(died) & table.missing("PersonBirthDate"))
    return where(_TABLE, wrong, "PersonDeathDate")


def _died_outside_year(rows: Rows) -> Found:
    died = rows[_TABLE].day("PersonDeathDate")
    return where(_TABLE, ~np.isnat(died) & ~rows.in_year(died), "PersonDeathDate")


def _nothing_told(rows: Rows) -> Found:
    told = any_of(rows["CINdetails"].child, np.ones(len(rows["CINdetails"]), dtype=bool), rows.children)
    return where(_TABLE, ~told, "LAchildID")


def _sex_not_in_list(rows: Rows) -> Found:
    return where(_TABLE, ~rows[_TABLE].among("Sex", ("M", "F", "U")), "Sex")


def _unborn_with_sex(rows: Rows) -> Found:
    table = rows[_TABLE]
    unborn = table.given("ExpectedPersonBirthDate") & table.missing("PersonBirthDate")
    return where(_TABLE, unborn & ~table.among("Sex", ("U",)), "Sex")


def _sex_often_unknown(rows: Rows) -> Found:
    table = rows[_TABLE]
    born = table.given("PersonBirthDate")
    unknown = born & (table.missing("Sex") | table.among("Sex", ("U",)))
    share = np.full(len(rows["Header"]), f"{unknown.sum()} of {born.sum()}", dtype=object)
    too_many = bool(unknown.sum() * 50 > born.sum())
    return where("Header", np.full(len(rows["Header"]), too_many), "Year", share=share)


def _grown_up(rows: Rows) -> Found:
    details = rows["CINdetails"]
    adult_on = _birthday(rows[_TABLE].day("PersonBirthDate"), _ADULT_AT)[details.child]
    closed = details.day("CINclosureDate")
    until = np.where(np.isnat(closed), rows.waits_to, closed)
    taken: Mask = ~details.yes("ReferralNFA") | ~np.isnat(closed)
    return where("CINdetails", taken & (until > adult_on), "CINclosureDate", adult_on=adult_on)


def _birthday(born: Days, years: int) -> Days:
    """The day on which somebody reaches that age; born on 29 February, on 1 March of a year without one."""
    months = born.astype("datetime64[M]")
    day = born - months.astype("datetime64[D]")
    birthdays: Days = (months + np.timedelta64(12 * years, "M")).astype("datetime64[D]") + day
    return birthdays


RULES = (
    Rule(
        code="1570", table=_TABLE, elements=("LAchildID",), since=2025,
        title="The child’s number is too long",
        said="{LAchildID} has more than twenty signs.",
        why="The department’s tables hold twenty, and would cut it off.",
        mend="Send the same shorter number for this child every year.",
        finds=_too_long,
        passes=(of("Twenty", child(LAchildID="A" * 20)), of("One", child(LAchildID="7"))),
        fails=(of("Twenty-one", child(LAchildID="A" * 21)), of("Thirty", child(LAchildID="9" * 30))),
    ),
    Rule(
        code="1580", table=_TABLE, elements=("LAchildID",), since=2025,
        title="The child’s number holds more than letters and digits",
        said="{LAchildID} holds something besides letters and digits.",
        why="Hyphens, slashes and blanks are lost on the way, and the child then has two numbers.",
        mend="Send the number without them, and the same way every year.",
        finds=_not_alphanumeric,
        passes=(of("Letters and digits", child(LAchildID="AB12")), of("Digits", child(LAchildID="215141"))),
        fails=(of("A hyphen", child(LAchildID="AB-12")), of("A blank", child(LAchildID="AB 12"))),
    ),
    Rule(
        code="2886Q", table="Header", elements=("Sex", "PersonBirthDate"), per="file", since=2025,
        title="Many children’s sex is not known",
        said="Of the children who are born, {share} have no sex told, or U: more than two in a hundred.",
        why="So many say that it was not asked, or that a field was lost on the way.",
        mend="Ask for it. If it was lost in the extract, mend the extract.",
        finds=_sex_often_unknown,
        passes=(
            of("One in fifty is just two in a hundred", *[child() for _ in range(49)], child(Sex="U")),
            of("Unborn children do not count", child(), unborn()),
        ),
        fails=(
            of("One in forty-nine is more", *[child() for _ in range(48)], child(Sex="U")),
            of("Not told counts too", child(), child(Sex=None), also=["4180"]),
        ),
    ),
    Rule(
        code="4180", table=_TABLE, elements=("Sex",), since=2025,
        title="The child’s sex is not M, F or U",
        said="The sex is told as {Sex}; the census takes M, F and U.",
        why="Without it the child is left out of every table by sex.",
        mend="Ask for it; U where it is not known, and for a child not born yet.",
        finds=_sex_not_in_list,
        passes=(
            of("F", child()),
            of("U, where it is not known", child(Sex="U")),
        ),
        fails=(
            of("Not told", child(Sex=None)),
            of("An earlier year’s code", child(Sex="2")),
            of("In small letters", child(Sex="f")),
        ),
    ),
    Rule(
        code="8500", table=_TABLE, elements=("LAchildID",),
        title="A child has no number",
        said="The child has no number of the authority’s own.",
        why="Nobody can find the child that the rest of the block is about.",
        mend="Send the number that the child has in your case system.",
        finds=_without_number,
        passes=(of("A number", child()), of("A short number", child(LAchildID="1"))),
        fails=(of("No number", child(LAchildID=None)), of("An empty one", child(LAchildID=""))),
    ),
    Rule(
        code="8510", table=_TABLE, elements=("LAchildID",), per="file",
        title="A child stands in the file twice",
        said="{LAchildID} stands in this file more than once.",
        why="The child is counted twice, and no episode has the whole story.",
        mend="Put all that is told of the child into one block; if they are two children, give each a number.",
        finds=_number_twice,
        passes=(of("Two numbers", child(), child()), of("Numbers that differ in one sign", child(LAchildID="1"),
                                                         child(LAchildID="l"))),
        fails=(
            of("Twice", child(LAchildID="215141"), child(LAchildID="215141")),
            of("Three times", child(LAchildID="A1"), child(LAchildID="A1"), child(LAchildID="A1")),
        ),
    ),
    Rule(
        code="8520", table=_TABLE, elements=("PersonBirthDate",),
        title="The child is born after the census year",
        said="The birth date {PersonBirthDate} lies after the last day of the census year.",
        why="A child who is not born yet has an expected date, and another sex and age in the tables.",
        mend="Correct the year, or send it as the expected date.",
        finds=_born_after_year,
        passes=(
            of("Born on the last day", child(PersonBirthDate="2026-03-31", UPNunknown="UN1")),
            of("Unborn", unborn()),
        ),
        fails=(
            of("Born the day after", child(episode(CINreferralDate="2025-12-01"), PersonBirthDate="2026-04-01",
                                           UPNunknown="UN1")),
            of("Born the year after", child(episode(CINreferralDate="2026-03-01"), PersonBirthDate="2026-10-05",
                                            UPNunknown="UN1")),
        ),
    ),
    Rule(
        code="8525Q", table=_TABLE, elements=("PersonBirthDate", "ExpectedPersonBirthDate"),
        title="The child has no birth date, or two kinds of it",
        said="The birth date is told as {PersonBirthDate}, the expected one as {ExpectedPersonBirthDate}; send one.",
        why="The child’s age, and whether they are born, cannot be known.",
        mend="Keep the birth date of a born child, and the expected date of one not born yet.",
        finds=_not_one_birth,
        passes=(
            of("Born", child()),
            of("Unborn", unborn()),
        ),
        fails=(
            of("Neither", child(PersonBirthDate=None)),
            of("Both", child(ExpectedPersonBirthDate="2026-05-01")),
            of("A day that is none", child(PersonBirthDate="2014-02-30")),
        ),
    ),
    Rule(
        code="8530Q", table=_TABLE, elements=("ExpectedPersonBirthDate",),
        title="The expected birth date is far off",
        said="The expected date {ExpectedPersonBirthDate} is more than 30 days before, or nine months after, 31 March.",
        why="The child has very likely been born, or the year is mistyped.",
        mend="Find out whether the child is born, and send the birth date.",
        finds=_expected_far_off,
        passes=(
            of("Thirty days before", unborn(expected="2026-03-01")),
            of("Nine months after", unborn(expected="2026-12-31", referred="2026-03-26")),
        ),
        fails=(
            of("Thirty-one days before", unborn(expected="2026-02-28")),
            of("A day beyond nine months", unborn(expected="2027-01-01", referred="2026-03-27")),
        ),
    ),
    Rule(
        code="8535Q", table=_TABLE, elements=("PersonDeathDate", "PersonBirthDate"),
        title="The child died before birth, or died without a birth date",
        said="The child died on {PersonDeathDate}; the birth date is told as {PersonBirthDate}.",
        why="One of the dates is wrong, and a child’s death must be told right.",
        mend="Correct whichever date is wrong.",
        finds=_died_unborn,
        passes=(
            of("Died on the day of birth",
               child(PersonBirthDate="2025-06-02", PersonDeathDate="2025-06-02", UPNunknown="UN1")),
            of("Living", child()),
        ),
        fails=(
            of("Died the day before birth", child(PersonBirthDate="2025-06-02", PersonDeathDate="2025-06-01",
                                                  UPNunknown="UN1")),
            of("Died, and no birth date", unborn(expected="2026-03-15", PersonDeathDate="2025-11-01")),
        ),
    ),
    Rule(
        code="8545Q", table=_TABLE, elements=("PersonDeathDate",),
        title="The child died outside the census year",
        said="The child died on {PersonDeathDate}, which is not in the census year.",
        why="A child who died in an earlier year is not in need in this one.",
        mend="Correct the date, or leave the child out of this year’s file.",
        finds=_died_outside_year,
        passes=(
            of("On the first day", child(episode(CINreferralDate="2025-04-01"), PersonDeathDate="2025-04-01")),
            of("On the last day", child(PersonDeathDate="2026-03-31")),
        ),
        fails=(
            of("The day before it began", child(episode(CINreferralDate="2025-03-31"), PersonDeathDate="2025-03-31")),
            of("The day after it ended", child(PersonDeathDate="2026-04-01")),
        ),
    ),
    Rule(
        code="8590", table=_TABLE, elements=("LAchildID",), per="child",
        title="Nothing is told of the child",
        said="The child {LAchildID} has no CINdetails: no referral, so no reason to be in the file.",
        why="The census counts episodes of need; a child without one is in no table.",
        mend="Send the child’s referral, or leave the child out.",
        finds=_nothing_told,
        passes=(of("One referral", child()), of("A referral without action", child(no_further_action()))),
        fails=(
            of("None", child(NO_EPISODE)),
            of("None for the second child", child(), child(NO_EPISODE)),
        ),
    ),
    Rule(
        code="8750", table=_TABLE, elements=("Sex",), since=2025,
        title="An unborn child is told with a sex",
        said="The child is not born yet, and the sex is told as {Sex}; it must be U.",
        why="So unborn children are counted by themselves.",
        mend="Send U until the child is born.",
        finds=_unborn_with_sex,
        passes=(
            of("Unborn, U", unborn()),
            of("Born, F", child()),
        ),
        fails=(
            of("Unborn, F", unborn(Sex="F")),
            of("Unborn, not told", unborn(Sex=None), also=["4180"]),
        ),
    ),
    Rule(
        code="8775Q", table="CINdetails", elements=("CINclosureDate", "PersonBirthDate"), per="child",
        title="The person is over 25",
        said="The person turned 25 on {adult_on}, and the case was open after that day.",
        why="Children’s services end at 25 at the latest: the birth date or the closure is likely wrong.",
        mend="Correct the birth date, or close the case on the day it ended.",
        finds=_grown_up,
        passes=(
            of("Closed on the birthday",
               child(episode(CINclosureDate="2025-09-01", ReasonForClosure="RC6"), PersonBirthDate="2000-09-01")),
            of("Open, and 25 on the last day", child(PersonBirthDate="2001-03-31")),
            of("Born on 29 February, 25 on 1 March",
               child(episode(CINreferralDate="2024-04-10", CINclosureDate="2025-03-01", ReasonForClosure="RC6"),
                     PersonBirthDate="2000-02-29"), year=2025),
        ),
        fails=(
            of("Closed the day after",
               child(episode(CINclosureDate="2025-09-02", ReasonForClosure="RC6"), PersonBirthDate="2000-09-01")),
            of("Open, and 25 the day before the last", child(PersonBirthDate="2001-03-30")),
        ),
        reading="A referral without further action opens no case, so it counts only where it was closed on a day.",
    ),
)  # fmt: skip
