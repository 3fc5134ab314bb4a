"""Rules about unique pupil numbers (UPN), and the reason where there is none."""

import csv
import re
from collections import Counter
from collections.abc import Callable
from functools import cache
from importlib.resources import files

import numpy as np
import numpy.typing as npt

from holdfast.kernel.identifiers import upn_check_letter
from holdfast.returns.cin._example import NO_EPISODE, child, episode, no_further_action, of
from holdfast.returns.cin._rule import Finds, Found, Rule, taken_forward, where
from holdfast.returns.cin.rows import Days, Mask, Rows

_TABLE = "ChildIdentifiers"
_ELEVEN_DIGITS = re.compile(r"[0-9]{12}")
_LAST = frozenset("0123456789ABCDEFGHJKLMNPQRTUVWXYZabcdefghjklmnpqrtuvwxyz")
_SCHOOL_AGE = (5, 16)
_UPN_YET = ("UN2", "UN3", "UN4", "UN5", "UN6", "UN7")
_GOOD = "M310000000123"


def _numbers(element: str, is_wrong: Callable[[str], bool]) -> Finds:
    """Rows whose number is wrong in this way; the question is asked of each number by itself."""

    def finds(rows: Rows) -> Found:
        column = rows[_TABLE][element]
        wrong = np.array([is_wrong(word) for word in column.vocabulary] + [False], dtype=bool)
        return where(_TABLE, wrong[column.values.astype(np.int32)] & column.given, element)

    return finds


def _wrong_check_letter(upn: str) -> bool:
    rest = upn[1:]
    return len(upn) == 13 and bool(_ELEVEN_DIGITS.fullmatch(rest)) and upn[0].upper() != upn_check_letter(rest)


def _unknown_authority(upn: str) -> bool:
    return upn[1:4] not in _authorities()


@cache
def _authorities() -> frozenset[str]:
    """The authority numbers that a pupil number may hold: those since 1998, and pseudo numbers."""
    sheet = (files("holdfast.kernel") / "la_numbers.csv").read_text(encoding="utf-8")
    ranges = [(int(row["first"]), int(row["last"])) for row in csv.DictReader(sheet.splitlines())]
    return frozenset(f"{number:03}" for first, last in ranges for number in range(first, last + 1))


def _not_digits(upn: str) -> bool:
    return not re.fullmatch(r"[0-9]{8}", upn[4:12])


def _wrong_last(upn: str) -> bool:
    return upn[-1:] not in _LAST


def _former_misshapen(upn: str) -> bool:
    return not re.fullmatch(r"[A-Za-z][0-9]{12}", upn)


def _carried_twice(rows: Rows) -> Found:
    column = rows[_TABLE]["UPN"]
    words = [column.word(row).upper() for row in range(rows.children)]
    often = Counter(word for word in words if word)
    twice = np.array([often[word] > 1 for word in words], dtype=bool)
    return where(_TABLE, twice & column.given, "UPN")


def _none_at_school_age(rows: Rows) -> Found:
    table = rows[_TABLE]
    wanted = _is_school_age(rows) & taken_forward(rows) & table.missing("UPN")
    return where(_TABLE, wanted & ~table.among("UPNunknown", _UPN_YET), "UPN")


def _is_school_age(rows: Rows) -> Mask:
    """Five on the day, and not sixteen when the school year began: whoever turns sixteen in it stays to its end."""
    born = rows[_TABLE].day("PersonBirthDate")
    five, sixteen = _SCHOOL_AGE
    return np.asarray((_age(born, rows.waits_to) >= five) & (_age(born, _eve_of_school_year(rows.waits_to)) < sixteen))


def _eve_of_school_year(day: np.datetime64) -> np.datetime64:
    """The 31 August before the school year that the day lies in."""
    autumn = np.timedelta64(8, "M")
    began = (day.astype("datetime64[M]") - autumn).astype("datetime64[Y]").astype("datetime64[M]") + autumn
    eve: np.datetime64 = began.astype("datetime64[D]") - np.timedelta64(1, "D")
    return eve


def _age(born: Days, on: np.datetime64) -> npt.NDArray[np.int64]:
    """Whole years; below 0 where the day of birth is not told."""
    months = on.astype("datetime64[M]") - born.astype("datetime64[M]")
    still_to_come = _of_month(born) > _of_month(on)
    return np.where(np.isnat(born), -1, (months.astype(np.int64) - still_to_come) // 12)


def _of_month(days: Days | np.datetime64) -> npt.NDArray[np.int64]:
    """Which day of its month each is, from 0."""
    return np.asarray(days - days.astype("datetime64[M]").astype("datetime64[D]")).astype(np.int64)


def _un7_though_taken_forward(rows: Rows) -> Found:
    wrong = rows[_TABLE].among("UPNunknown", ("UN7",)) & taken_forward(rows)
    return where(_TABLE, wrong, "UPNunknown")


RULES = (
    Rule(
        code="1510", table=_TABLE, elements=("UPN",),
        title="The pupil number’s first letter does not fit",
        said="The first letter of {UPN} does not fit the twelve digits after it: one of them is mistyped.",
        why="A wrong number joins the child to another pupil’s schooling.",
        mend="Take the number from the school’s own record, not from a letter or a form.",
        finds=_numbers("UPN", _wrong_check_letter),
        passes=(
            of("A letter that fits", child(UPN=upn_check_letter("310000000123") + "310000000123")),
            of("A temporary number, which ends in a letter, is not tested", child(UPN="A31000000012A")),
        ),
        fails=(
            of("The next letter", child(UPN="A310000000123")),
            of("Two digits changed places", child(UPN=upn_check_letter("310000000123") + "310000000132")),
        ),
    ),
    Rule(
        code="1520", table=_TABLE, elements=("UPN",), per="file",
        title="Two children carry the same pupil number",
        said="Another child in this file carries {UPN} too.",
        why="One of them is somebody else in every table that the number is joined to.",
        mend="Find out whose it is. Where both records are of one child, join them.",
        finds=_carried_twice,
        passes=(
            of("Two children, two numbers", child(), child()),
            of("Two children without one", child(UPNunknown="UN4"), child(UPNunknown="UN4")),
        ),
        fails=(
            of("Two children with one number", child(UPN=_GOOD), child(UPN=_GOOD), also=["1510"]),
            of("In capitals and not", child(UPN=_GOOD), child(UPN=_GOOD.lower()), also=["1510"]),
        ),
    ),
    Rule(
        code="1530", table=_TABLE, elements=("UPN",),
        title="The pupil number holds no authority’s number",
        said="The second to fourth signs of {UPN} are no authority’s number.",
        why="They say which authority gave the number: it was mistyped, or it is no pupil number.",
        mend="Take the number from the school’s own record.",
        finds=_numbers("UPN", _unknown_authority),
        passes=(
            of("Harrow’s", child(UPN=upn_check_letter("310000000123") + "310000000123")),
            of("Of an authority that is no more", child(UPN=upn_check_letter("928000000123") + "928000000123")),
            of("A pseudo number", child(UPN=upn_check_letter("001000000123") + "001000000123")),
        ),
        fails=(
            of("000 is nobody’s", child(UPN=upn_check_letter("000000000123") + "000000000123")),
            of("999 is nobody’s", child(UPN=upn_check_letter("999000000123") + "999000000123")),
        ),
        reading="The list is that of the public validator for 2023-24 and later; earlier years are held to it too.",
    ),
    Rule(
        code="1540", table=_TABLE, elements=("UPN",),
        title="The pupil number has a letter in its middle",
        said="The fifth to twelfth signs of {UPN} are not all digits.",
        why="Such a number is nobody’s.",
        mend="Take the number from the school’s own record; look for O written for 0, and I for 1.",
        finds=_numbers("UPN", _not_digits),
        passes=(
            of("Digits", child()),
            of("A letter at the very end", child(UPN="A31000000012A")),
        ),
        fails=(
            of("O for 0 in the fifth place", child(UPN="A310O00000123")),
            of("A letter in the twelfth place", child(UPN="A3100000000A3")),
            of("Too short to have them", child(UPN="A310000")),
        ),
    ),
    Rule(
        code="1550", table=_TABLE, elements=("UPN",),
        title="The pupil number ends in a sign that no pupil number ends in",
        said="The last sign of {UPN} is neither a digit nor a letter other than I, O and S.",
        why="Such a number is nobody’s.",
        mend="Take the number from the school’s own record.",
        finds=_numbers("UPN", _wrong_last),
        passes=(
            of("A digit", child()),
            of("A letter that is allowed", child(UPN="A31000000012Z")),
        ),
        fails=(
            of("I, which looks like 1", child(UPN="A31000000012I")),
            of("O, which looks like 0", child(UPN="A31000000012O")),
            of("S, which looks like 5", child(UPN="A31000000012S")),
        ),
    ),
    Rule(
        code="1560Q", table=_TABLE, elements=("FormerUPN",),
        title="The former pupil number is misshapen",
        said="{FormerUPN} is not a letter and twelve digits.",
        why="The former number joins the child to what went before a change of number.",
        mend="Take it from the former school’s record, or leave it out.",
        finds=_numbers("FormerUPN", _former_misshapen),
        passes=(
            of("A letter and twelve digits", child(FormerUPN="B202000000456")),
            of("None", child()),
        ),
        fails=(
            of("A temporary number", child(FormerUPN="B20200000045A")),
            of("Eleven digits", child(FormerUPN="B20200000045")),
            of("No letter", child(FormerUPN="2020000004567")),
        ),
    ),
    Rule(
        code="8770Q", table=_TABLE, elements=("UPN", "UPNunknown"), per="child", since=2025,
        title="A child of school age has no pupil number",
        said="The child is of school age, was taken forward, and has no pupil number; why not is told as {UPNunknown}.",
        why="Without it nobody can tell how children in need do at school.",
        mend="Ask the school for the number; if there is none yet, give one of the reasons UN2 to UN7.",
        finds=_none_at_school_age,
        passes=(
            of("With a number", child()),
            of("With a reason", child(UPNunknown="UN4")),
            of("Five the day after", child(UPNunknown="UN1", PersonBirthDate="2021-04-01")),
            of("Sixteen before the school year", child(UPNunknown="UN1", PersonBirthDate="2009-08-31")),
            of("Every referral ended without action", child(no_further_action(), UPNunknown="UN1")),
        ),
        fails=(
            of("Five on the day", child(UPNunknown="UN1", PersonBirthDate="2021-03-31")),
            of("Sixteen on its first day, and at school to its end",
               child(UPNunknown="UN1", PersonBirthDate="2009-09-01")),
            of("No number and no reason", child(UPN=None)),
            of("The second referral was taken forward",
               child(no_further_action(), episode(CINreferralDate="2025-09-01"), UPNunknown="UN1")),
        ),
        reading="School age is that of the law: from five to the end of the school year in which a child is sixteen; "
        "on the reference date, or today while the year still runs. The public validator asks from the autumn in which "
        "a child is four, and of young people of any age.",
    ),
    Rule(
        code="8772", table=_TABLE, elements=("UPNunknown",), per="child",
        title="UN7 is said of a child whose referral was taken forward",
        said="Why there is no pupil number is told as {UPNunknown}, and a referral of the child was taken forward.",
        why="UN7 is for children all of whose referrals ended without further action; others are known by the number.",
        mend="Ask for the pupil number, or give the reason that holds.",
        finds=_un7_though_taken_forward,
        passes=(
            of("Every referral ended without action", child(no_further_action(), UPNunknown="UN7")),
            of("Another reason", child(UPNunknown="UN4")),
            of("No referral is told at all", child(NO_EPISODE, UPNunknown="UN7"), also=["8590"]),
        ),
        fails=(
            of("One referral, taken forward", child(UPNunknown="UN7")),
            of("The second of two was taken forward",
               child(no_further_action(), episode(CINreferralDate="2025-09-01"), UPNunknown="UN7")),
        ),
    ),
)  # fmt: skip
