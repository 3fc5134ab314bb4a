"""What must never happen when access is decided, whatever is asked."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from holdfast.access import Purpose, Relationship, Role, Stage, decide, may_use

DAYS = st.dates(min_value=date(2013, 4, 1), max_value=date(2031, 3, 31))
RELATIONSHIPS = st.builds(
    Relationship, ceiling=st.sampled_from(Stage), from_on=DAYS, until_on=DAYS, opens_seal=st.booleans()
)
QUESTIONS = st.fixed_dictionaries(
    {
        "role": st.sampled_from(Role),
        "purpose": st.sampled_from(Purpose),
        "needs": st.sampled_from(Stage),
        "relationship": st.none() | RELATIONSHIPS,
        "sealed": st.booleans(),
        "conflict": st.booleans(),
        "protected_location": st.booleans(),
        "as_of": DAYS,
    }
)


@given(QUESTIONS)
def test_taking_a_relationship_away_never_allows_more(question):
    without = decide(**{**question, "relationship": None})
    assert decide(**question).allowed or not without.allowed


@given(QUESTIONS, st.sampled_from(Stage))
def test_a_lower_ceiling_or_a_deeper_question_never_allows_more(question, other):
    shallower = {**question, "needs": min(question["needs"], other)}
    assert decide(**shallower).allowed or not decide(**question).allowed
    if question["relationship"]:
        ceiling = min(question["relationship"].ceiling, other)
        narrowed = {**question, "relationship": replace(question["relationship"], ceiling=ceiling)}
        assert decide(**question).allowed or not decide(**narrowed).allowed


@given(QUESTIONS, RELATIONSHIPS, st.integers(min_value=0, max_value=5000))
def test_a_relationship_past_its_end_is_no_relationship(question, relationship, days):
    late = {**question, "relationship": relationship, "as_of": relationship.until_on + timedelta(days=days)}
    assert decide(**late).allowed == decide(**{**late, "relationship": None}).allowed


@given(QUESTIONS)
def test_a_conflict_of_interest_always_refuses(question):
    assert not decide(**{**question, "conflict": True}).allowed


@given(QUESTIONS)
def test_a_sealed_record_refuses_everybody_not_named_for_it_today(question):
    relationship = question["relationship"]
    named = relationship is not None and relationship.opens_seal and relationship.holds_on(question["as_of"])
    assert named or not decide(**{**question, "sealed": True}).allowed


@given(QUESTIONS)
def test_sealing_or_protecting_never_allows_more(question):
    for flag in ("sealed", "conflict", "protected_location"):
        flagged, plain = {**question, flag: True}, {**question, flag: False}
        assert decide(**plain).allowed or not decide(**flagged).allowed


@given(QUESTIONS)
def test_a_role_without_the_purpose_never_reaches(question):
    if not may_use(role=question["role"], purpose=question["purpose"]).allowed:
        assert not decide(**question).allowed


@given(QUESTIONS)
def test_every_decision_is_a_sentence(question):
    assert decide(**question).reason.endswith(".")
