"""Rules about ethnicity and disabilities."""

import numpy as np

from holdfast.returns.cin._example import characteristics, child, no_further_action, of, unborn
from holdfast.returns.cin._rule import Found, Rule, not_in_list, taken_forward, told_before, where
from holdfast.returns.cin.rows import Mask, Rows, any_of, count_of

_TABLE = "Disabilities"
_FEWEST_KINDS = 8


def _kinds(rows: Rows) -> set[str]:
    column = rows[_TABLE]["Disability"]
    told = np.bincount(column.values[column.given].astype(np.int32))
    return {column.vocabulary[place] for place in np.flatnonzero(told).tolist()} - {"NONE"}


def _few_kinds(rows: Rows) -> Found:
    kinds = len(_kinds(rows))
    header = rows["Header"]
    count = np.full(len(header), kinds)
    return where("Header", np.full(len(header), kinds < _FEWEST_KINDS), "Year", kinds=count)


def _nobody_has_two(rows: Rows) -> Found:
    table = rows[_TABLE]
    kinds = table.given("Disability") & ~table.among("Disability", ("NONE",))
    each = count_of(table.child, kinds & ~told_before(table, "Disability", table.child), rows.children)
    header = rows["Header"]
    return where("Header", np.full(len(header), not bool((each > 1).any())), "Year")


def _not_told(rows: Rows) -> tuple[Found, Found]:
    asked = _born(rows) & taken_forward(rows)
    table = rows[_TABLE]
    none = ~any_of(table.child, table.given("Disability"), rows.children)
    wrong = asked[table.child] & ~rows.valid(_TABLE, "Disability")
    return (
        where("ChildCharacteristics", asked & none, "Disability"),
        where(_TABLE, wrong & table.given("Disability"), "Disability"),
    )


def _born(rows: Rows) -> Mask:
    return rows["ChildIdentifiers"].given("PersonBirthDate")


def _none_and_more(rows: Rows) -> Found:
    table = rows[_TABLE]
    none = table.among("Disability", ("NONE",))
    more = any_of(table.child, table.given("Disability") & ~none, rows.children)
    return where(_TABLE, none & more[table.child], "Disability")


def _twice(rows: Rows) -> Found:
    table = rows[_TABLE]
    return where(_TABLE, told_before(table, "Disability", table.child), "Disability")


_EIGHT = ("MOB", "HAND", "PC", "INC", "COMM", "LD", "HEAR", "VIS")

RULES = (
    Rule(
        code="2887Q", table="Header", elements=("Disability",), per="file",
        title="Few kinds of disability are told of in the whole file",
        said="Kinds of disability in the whole file, besides NONE: {kinds}. An authority has eight at least.",
        why="So few say that workers choose from a short list, or that codes were lost on the way.",
        mend="Look at how disability is asked for, and at the extract. Explain it if it is right.",
        finds=_few_kinds,
        passes=(
            of("Eight kinds", child(characteristics(*_EIGHT))),
            of("Eight kinds, in several children", child(characteristics(*_EIGHT[:5])),
               child(characteristics(*_EIGHT[3:]))),
        ),
        fails=(
            of("Seven kinds", child(characteristics(*_EIGHT[:7]))),
            of("NONE is no kind", child(characteristics(*_EIGHT[:7])), child(characteristics())),
            of("One kind, of twelve children", *[child(characteristics("LD")) for _ in range(12)]),
        ),
    ),
    Rule(
        code="2888Q", table="Header", elements=("Disability",), per="file",
        title="No child in the whole file has two disabilities",
        said="No child in this file has more than one disability told of.",
        why="Some children have several: the extract very likely keeps the first alone.",
        mend="Mend the extract so that it sends every disability. Explain it if it is right.",
        finds=_nobody_has_two,
        passes=(
            of("One child has two", child(), child(characteristics("LD", "AUT"))),
            of("One child has three", child(characteristics("LD", "AUT", "VIS"))),
        ),
        fails=(
            of("Each has one", child(characteristics("LD")), child(characteristics("AUT"))),
            of("Nobody has any", child()),
            of("One is told twice", child(characteristics("LD", "LD")), also=["8794"]),
            of("NONE is no disability", child(characteristics("NONE", "LD")), also=["8790"]),
        ),
    ),
    Rule(
        code="4220", table="ChildCharacteristics", elements=("Ethnicity",),
        title="The child’s ethnicity is not one of the census’s",
        said="The ethnicity is told as {Ethnicity}, which is not in the census’s list.",
        why="Without it nobody can see whether children of one background are helped less.",
        mend="Ask the family; REFU where they would not say, NOBT where it could not be asked yet.",
        finds=not_in_list("ChildCharacteristics", "Ethnicity", needed=True),
        passes=(of("White British", child()), of("Not obtained yet", child(characteristics(ethnicity="NOBT")))),
        fails=(
            of("Not told", child(characteristics(ethnicity=None))),
            of("A school’s own code", child(characteristics(ethnicity="WENG"))),
            of("In small letters", child(characteristics(ethnicity="wbri"))),
        ),
    ),
    Rule(
        code="8540", table=_TABLE, elements=("Disability",), per="child",
        title="A child in need has no disability code, or a wrong one",
        said="The child is born and was referred and taken forward; disability is told as {Disability}.",
        why="Not told reads as not disabled, and disabled children go uncounted.",
        mend="Ask, and send every disability that the child has; NONE where there is none.",
        finds=_not_told,
        passes=(
            of("NONE", child()),
            of("Two", child(characteristics("LD", "AUT"))),
            of("An unborn child", unborn(characteristics(none=True))),
            of("No referral was taken forward", child(characteristics(none=True), no_further_action())),
        ),
        fails=(
            of("Not told", child(characteristics(none=True))),
            of("A code that is none", child(characteristics("XYZ"))),
            of("One right, one wrong", child(characteristics("LD", "XYZ"))),
            of("An empty one", child(characteristics(""))),
        ),
    ),
    Rule(
        code="8790", table=_TABLE, elements=("Disability",), per="child",
        title="A child is told as not disabled and as disabled",
        said="NONE is told beside another disability.",
        why="One of the two is wrong, and every table counts the child differently.",
        mend="Take out NONE, or the disability.",
        finds=_none_and_more,
        passes=(of("NONE by itself", child()), of("Two without NONE", child(characteristics("LD", "AUT")))),
        fails=(
            of("NONE and a disability", child(characteristics("NONE", "LD"))),
            of("In the other order", child(characteristics("LD", "NONE"))),
        ),
    ),
    Rule(
        code="8794", table=_TABLE, elements=("Disability",), per="child",
        title="A disability is told twice",
        said="{Disability} is told more than once of this child.",
        why="Counts of disabilities come out too high.",
        mend="Send each disability once.",
        finds=_twice,
        passes=(
            of("Two different", child(characteristics("LD", "AUT"))),
            of("The same in two children", child(characteristics("LD")), child(characteristics("LD"))),
        ),
        fails=(
            of("Twice", child(characteristics("LD", "LD"))),
            of("Twice, apart", child(characteristics("LD", "AUT", "LD"))),
            of("NONE twice", child(characteristics("NONE", "NONE"))),
        ),
    ),
)  # fmt: skip
