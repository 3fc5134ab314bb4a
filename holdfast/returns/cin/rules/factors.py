"""Rules about the factors that an assessment found."""

import numpy as np

from holdfast.returns.cin._example import assessment, child, episode, of
from holdfast.returns.cin._rule import Finds, Found, Rule, told_before, where
from holdfast.returns.cin.rows import Mask, Rows, any_of, count_of

_TABLE, _FACTOR = "FactorsIdentifiedAtAssessment", "AssessmentFactors"
_AUTHORISED = "AssessmentAuthorisationDate"
_ASSESSED_ONLY = ("RC8", "RC9")


def _of_assessment(rows: Rows, mask: Mask) -> Mask:
    """For each factor, whether its assessment is in the mask."""
    parents = rows[_TABLE].parent
    return mask[parents] if len(parents) else np.zeros(0, dtype=bool)


def _not_authorised(rows: Rows) -> Found:
    factors = rows[_TABLE].given(_FACTOR)
    return where(_TABLE, factors & _of_assessment(rows, rows["Assessments"].missing(_AUTHORISED)), _FACTOR)


def _none_and_more(rows: Rows) -> Found:
    factors = rows[_TABLE]
    none = factors.among(_FACTOR, ("21",))
    more = any_of(factors.parent, factors.given(_FACTOR) & ~none, len(rows["Assessments"]))
    return where(_TABLE, none & _of_assessment(rows, more), _FACTOR)


def _none_and_closed_otherwise(rows: Rows) -> Found:
    details, assessed, factors = rows["CINdetails"], rows["Assessments"], rows[_TABLE]
    none = factors.among(_FACTOR, ("21",))
    more = any_of(factors.parent, factors.given(_FACTOR) & ~none, len(assessed))
    alone = any_of(factors.parent, none, len(assessed)) & ~more
    only = count_of(assessed.episode, np.ones(len(assessed), dtype=bool), len(details)) == 1
    wanted = only & any_of(assessed.episode, alone, len(details)) & details.given("CINclosureDate")
    return where("CINdetails", wanted & ~details.among("ReasonForClosure", _ASSESSED_ONLY), "ReasonForClosure")


def _no_factor(rows: Rows) -> Found:
    assessed, factors = rows["Assessments"], rows[_TABLE]
    valid = any_of(factors.parent, rows.valid(_TABLE, _FACTOR), len(assessed))
    return where("Assessments", rows.in_year(assessed.day(_AUTHORISED)) & ~valid, _AUTHORISED)


def _twice(rows: Rows) -> Found:
    factors = rows[_TABLE]
    return where(_TABLE, told_before(factors, _FACTOR, factors.parent), _FACTOR)


def _retired(code: str) -> Finds:
    return lambda rows: where(_TABLE, rows[_TABLE].among(_FACTOR, (code,)), _FACTOR)


_CLOSED = {"CINclosureDate": "2025-09-01", "ReasonForClosure": "RC7"}

RULES = (
    Rule(
        code="8614", table=_TABLE, elements=(_FACTOR, _AUTHORISED), per="child",
        title="Factors are told of an assessment that is not authorised",
        said="The factor {AssessmentFactors} is told, and the assessment is not authorised.",
        why="What an assessment found is known when a manager has agreed it.",
        mend="Send the day on which it was authorised, or leave the factors for then.",
        finds=_not_authorised,
        passes=(
            of("Authorised", child(assessment())),
            of("Not authorised, no factors", child(assessment("2026-02-16", None))),
        ),
        fails=(
            of("One factor", child(assessment("2026-02-16", None, ("3B",)))),
            of("Two factors", child(assessment("2026-02-16", None, ("3B", "4B")))),
        ),
    ),
    Rule(
        code="8869", table=_TABLE, elements=(_FACTOR,), per="child",
        title="No factor was found, and factors are told",
        said="Factor 21 says that nothing was found, and other factors are told beside it.",
        why="The child is counted among those with a need and among those without.",
        mend="Take out 21, or the other factors.",
        finds=_none_and_more,
        passes=(
            of("21 alone", child(assessment(factors=("21",)))),
            of("Others without 21", child(assessment(factors=("3B", "4B")))),
            of("21 of one assessment, others of the next",
               child(episode(assessment(factors=("21",)), assessment("2025-10-02", "2025-11-03", ("3B",))))),
        ),
        fails=(
            of("21 first", child(assessment(factors=("21", "3B")))),
            of("21 last", child(assessment(factors=("3B", "21")))),
        ),
    ),
    Rule(
        code="8873Q", table="CINdetails", elements=("ReasonForClosure", _FACTOR), per="child",
        title="The only assessment found nothing, and the case was closed otherwise",
        said="The one assessment found nothing (factor 21); why the case was closed is told as {ReasonForClosure}.",
        why="Where an assessment finds nothing, the case is closed after assessment: RC8 or RC9.",
        mend="Correct the factors or the reason. Explain it where both are right.",
        finds=_none_and_closed_otherwise,
        passes=(
            of("RC8", child(episode(assessment(factors=("21",)), CINclosureDate="2025-09-01",
                                    ReasonForClosure="RC8"))),
            of("Open", child(assessment(factors=("21",)))),
            of("An empty factor", child(episode(assessment(factors=("",)), **_CLOSED)), also=["8897Q"]),
            of("More was found beside it",
               child(episode(assessment(factors=("21", "3B")), **_CLOSED)), also=["8869"]),
            of("A second assessment found more",
               child(episode(assessment(factors=("21",)), assessment("2025-07-01", "2025-08-01"), **_CLOSED))),
        ),
        fails=(
            of("RC7", child(episode(assessment(factors=("21",)), **_CLOSED))),
            of("No reason", child(episode(assessment(factors=("21",)), CINclosureDate="2025-09-01")), also=["8805"]),
            of("21 told twice", child(episode(assessment(factors=("21", "21")), **_CLOSED)), also=["8898"]),
        ),
        reading="Where factors are told beside 21, something was found: 8869 asks for that.",
    ),
    Rule(
        code="8897Q", table="Assessments", elements=(_FACTOR, _AUTHORISED), per="child",
        title="An assessment found no factor",
        said="The assessment authorised on {AssessmentAuthorisationDate} has no factor that the census takes.",
        why="Factors tell what children live with; 21 says that nothing was found.",
        mend="Send every factor that was found, or 21.",
        finds=_no_factor,
        passes=(
            of("One", child(assessment())),
            of("21", child(assessment(factors=("21",)))),
            of("One that is valid beside one that is not", child(assessment(factors=("3B", "99Z")))),
        ),
        fails=(
            of("None", child(assessment(factors=()))),
            of("None that is valid", child(assessment(factors=("99Z",)))),
            of("The second has none",
               child(episode(assessment(), assessment("2025-10-02", "2025-11-03", ())))),
        ),
    ),
    Rule(
        code="8898", table=_TABLE, elements=(_FACTOR,), per="child",
        title="A factor is told twice",
        said="The factor {AssessmentFactors} is told more than once of this assessment.",
        why="Counts of factors come out too high.",
        mend="Send each factor once.",
        finds=_twice,
        passes=(
            of("Two factors", child(assessment(factors=("3B", "4B")))),
            of("The same of two assessments",
               child(episode(assessment(), assessment("2025-10-02", "2025-11-03")))),
        ),
        fails=(
            of("Twice", child(assessment(factors=("3B", "3B")))),
            of("Twice, apart", child(assessment(factors=("3B", "4B", "3B")))),
        ),
    ),
    Rule(
        code="8945Q", table=_TABLE, elements=(_FACTOR,), since=2025,
        title="Factor 18A is no longer used",
        said="The factor 18A is told, which was divided: 18B is abuse by a child, 18C by an adult.",
        why="Who harmed the child is what the new codes ask.",
        mend="Send 18B, 18C or both.",
        finds=_retired("18A"),
        passes=(of("18B", child(assessment(factors=("18B",)))), of("18C", child(assessment(factors=("18C",))))),
        fails=(
            of("18A beside another", child(assessment(factors=("3B", "18A")))),
            of("18A alone", child(assessment(factors=("18A",))), also=["8897Q"]),
        ),
    ),
    Rule(
        code="8950Q", table=_TABLE, elements=(_FACTOR,), since=2025,
        title="Factor 19A is no longer used",
        said="The factor 19A is told, which was divided: 19B is abuse by a child, 19C by an adult.",
        why="Who harmed the child is what the new codes ask.",
        mend="Send 19B, 19C or both.",
        finds=_retired("19A"),
        passes=(of("19B", child(assessment(factors=("19B",)))), of("19C", child(assessment(factors=("19C",))))),
        fails=(
            of("19A beside another", child(assessment(factors=("3B", "19A")))),
            of("19A alone", child(assessment(factors=("19A",))), also=["8897Q"]),
        ),
    ),
)  # fmt: skip
