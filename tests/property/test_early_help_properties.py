"""Whatever is done with a family, in whatever order: it has a stage and an owner, and leaves only with an outcome."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from holdfast.access import Purpose, Role
from holdfast.access.personas import persona
from holdfast.kernel.refused import Refused
from holdfast.records.allegations import actions as allegation_actions
from holdfast.records.allegations.codes import Work
from holdfast.records.allegations.models import Notice, Place
from holdfast.records.allegations.queries import is_one_of
from holdfast.records.earlyhelp import actions
from holdfast.records.earlyhelp.codes import HelpOutcome, HelpSource, HelpStage, Reached, Risk
from holdfast.records.earlyhelp.models import Agreement, Help
from holdfast.records.earlyhelp.queries import open_helps, waiting
from holdfast.records.people.models import Person
from holdfast.wall.acting import acting
from holdfast.wall.models import User
from tests.examples import many

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 20)
AT = datetime(2026, 11, 20, 10, 30, tzinfo=UTC)
SLOW = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
DAYS = st.integers(min_value=-40, max_value=5).map(lambda days: TODAY + timedelta(days=days))
STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            ("attempt", "agree", "agree", "refuse", "withdraw", "lead", "assess", "outcome", "plan", "begin", "review",
             "step_up", "carry_on", "hand_over", "end", "check")
        ),
        DAYS, st.sampled_from(HelpOutcome), st.sampled_from(Risk), st.booleans(),
    ),
    max_size=14,
)  # fmt: skip


def user(username: str) -> User:
    who = persona(username)
    standing = User.objects.filter(username=username).first()
    return standing or User.objects.create_user(
        username=username, role=who.role, display_name=who.display_name, agency_name=who.agency
    )


@pytest.fixture
def uma():
    return {"by": user("uma").actor, "purpose": Purpose.early_help, "at": AT}


@contextmanager
def forgotten() -> Iterator[None]:
    """An example whose rows are gone afterwards: else each would read those of all before it."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def asked(uma) -> Help:
    with acting(actor=uma["by"], purpose=uma["purpose"]):
        child = Person(authority="310", local_id="P1", is_child=True)
        child.save(force_insert=True)
    return actions.offer_early_help(
        child=child, source=HelpSource.family, wanted="Help", referred_on=TODAY - timedelta(days=30), **uma
    )


def take(family: Help, step: tuple, uma) -> None:
    """The step as somebody careless takes it; what is refused is refused in a sentence."""
    word, on, outcome, risk, yes = step
    version = family.version
    words = "Because" if yes else ""
    # The oldest: one chosen by its random key would not be the same one when a failure is tried again.
    agreement = Agreement.objects.filter(help=family, withdrawn_on=None).order_by("recorded_at").first()
    plain = {"family": family, **uma}
    do = {
        "attempt": lambda: actions.record_attempt(tried_on=on, how=Reached.visit, reached=yes, **plain),
        "agree": lambda: actions.record_agreement(given_by="Mum", agreed_on=on, to_what="All of it", **plain),
        "refuse": lambda: actions.record_refusal(
            refused_on=on, why="No", raises_risk=risk, risk_words=words, step_up_now=yes, expected_version=version,
            **plain,
        ),
        "withdraw": lambda: agreement and actions.withdraw_agreement(
            agreement=agreement, withdrawn_on=on, why="No", raises_risk=risk, risk_words=words,
            expected_version=agreement.version, **uma,
        ),
        "lead": lambda: actions.name_lead(user=user("helen" if yes else "farah"), from_on=on, **plain),
        "assess": lambda: actions.record_assessment(completed_on=on, **plain),
        "outcome": lambda: actions.add_outcome(wanted="Sleep", who="Mum", **plain),
        "plan": lambda: actions.make_plan(planned_on=on, review_due_on=None, expected_version=version, **plain),
        "begin": lambda: actions.begin_help(started_on=on, expected_version=version, **plain),
        "review": lambda: actions.hold_review(held_on=on, words="Better", **plain),
        "step_up": lambda: actions.step_up(reason="Worse", **plain),
        "carry_on": lambda: actions.carry_on(why=words, expected_version=version, **plain),
        "hand_over": lambda: actions.hand_over(
            owner=user("carol" if yes else "uma"), why=words, expected_version=version, **plain
        ),
        "end": lambda: actions.end_help(
            ended_on=on, outcome=outcome, why="So", raises_risk=risk if yes else None, expected_version=version, **plain
        ),
        "check": lambda: actions.record_check(checked_on=on, words="Well", expected_version=version, **plain),
    }  # fmt: skip
    with suppress(Refused):
        do[word]()


@settings(max_examples=many(25), suppress_health_check=SLOW, deadline=None)
@given(steps=STEPS)
def test_no_sequence_leaves_a_family_without_a_stage_and_an_owner(uma, steps):
    """f.lower_level_tracking: nothing exits the queue without an outcome."""
    with forgotten():
        family = asked(uma)
        for step in steps:
            with acting(actor=uma["by"], purpose=uma["purpose"]):
                take(Help.objects.get(pk=family.pk), step, uma)
                standing = Help.objects.get(pk=family.pk)
                listed = {line.family.pk for line in waiting(open_helps(), as_of=TODAY)}
            holds_of(standing, is_listed=standing.pk in listed)


def holds_of(standing: Help, *, is_listed: bool) -> None:
    assert standing.stage in HelpStage
    assert standing.owner_id
    assert standing.is_open == (standing.outcome == "")
    assert is_listed == standing.is_open
    assert not (standing.agreed_on and standing.refused_on)
    if standing.outcome in (HelpOutcome.refused, HelpOutcome.withdrawn, HelpOutcome.disengaged):
        assert standing.stepped_up_reference or standing.risk_if_refused == Risk.no


NAMES = st.sampled_from(
    ("Gil Marsh", "Mr Gil Marsh", "MARSH, Gil", "Gil T. Marsh", "Gíl Marsh", "Gil", "Hal Voss", "Ms Hal Voss",
     "Una Beck", "Gilbert Marshall", "", "The office")
)  # fmt: skip
NUMBERS = st.sampled_from(("", "020 7946 0901", "+44 20 7946 0901", "020 7946 0902"))
MOVES = st.lists(
    st.tuples(st.sampled_from(("place", "contact", "tell", "tell_place", "conflict", "who")), NAMES, NUMBERS),
    max_size=12,
)


@settings(max_examples=many(25), suppress_health_check=SLOW, deadline=None)
@given(moves=MOVES)
def test_no_notice_ever_goes_to_the_accused_or_to_somebody_named_as_too_close(moves):
    quinn = {"by": user("quinn").actor, "purpose": Purpose.allegations, "at": AT}
    assert Role(user("quinn").role) is Role.designated_officer
    with forgotten():
        _no_notice_goes_wrong(moves, quinn)


def _no_notice_goes_wrong(moves, quinn) -> None:
    allegation = allegation_actions.record_allegation(
        accused_name="Gil Marsh", accused_telephone="020 7946 0901", what="Shouts", received_at=AT, **quinn
    )
    conflicted: list[str] = []
    for word, name, number in moves:
        with acting(actor=quinn["by"], purpose=quinn["purpose"]):
            before = set(Notice.objects.filter(allegation=allegation).values_list("pk", flat=True))
            with suppress(Refused):
                move(allegation, word, name, number, quinn, conflicted)
            for notice in Notice.objects.filter(allegation=allegation).exclude(pk__in=before):
                assert not is_one_of(notice.to_name, ["Gil Marsh", *conflicted])
                assert not notice.to_telephone.replace(" ", "").endswith("2079460901")


def move(allegation, word, name, number, quinn, conflicted) -> None:
    standing = Place.objects.filter(allegation=allegation).order_by("recorded_at").first()
    contact = {"contact_name": name, "contact_telephone": number}
    if word == "place":
        allegation_actions.add_place(allegation=allegation, work=Work.job, employer="Club", **contact, **quinn)
    elif word == "contact" and standing:
        allegation_actions.choose_contact(place=standing, expected_version=standing.version, **contact, **quinn)
    elif word == "tell":
        allegation_actions.tell(allegation=allegation, to_name=name, to_telephone=number, what="x", why="y", **quinn)
    elif word == "tell_place" and standing:
        allegation_actions.tell(allegation=allegation, place=standing, what="x", why="y", **quinn)
    elif word == "conflict" and name:
        conflicted.append(name)
        allegation_actions.name_conflict(allegation=allegation, name=name, why="Friends", **quinn)
