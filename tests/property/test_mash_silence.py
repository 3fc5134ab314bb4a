"""Whatever people do in whatever order: silence is no answer, ends nothing, and holds up nothing that protects."""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from holdfast.kernel.refused import Refused
from holdfast.records.frontdoor.actions import decide_referral
from holdfast.records.frontdoor.codes import NO_FURTHER_ACTION, ReferralDecision
from holdfast.records.frontdoor.models import Referral
from holdfast.records.mash import actions
from holdfast.records.mash.codes import STANDS, ChaseHow, CheckStatus, Rating, ReplyKind, Source
from holdfast.records.mash.models import Reply, Request
from holdfast.records.mash.queries import checks_of_referral
from tests.examples import many
from tests.integration.conftest import AT
from tests.integration.conftest import cast as cast  # a fixture
from tests.integration.conftest import family as family  # a fixture
from tests.integration.mash_cast import AGENCIES, NOTHING, Hub
from tests.integration.test_front_door_decision import ENDED
from tests.integration.test_front_door_told import Cast

pytestmark = pytest.mark.django_db

ANSWERS = {CheckStatus(kind.value) for kind in ReplyKind}
ENDS = sorted(NO_FURTHER_ACTION)
GOES_ON = sorted(set(ReferralDecision) - NO_FURTHER_ACTION)
ASKED = sorted(AGENCIES)

who = st.sampled_from(ASKED)
hours = st.integers(min_value=0, max_value=200)
moves = st.one_of(
    st.tuples(st.just("ask"), who, hours),
    st.tuples(st.just("ask nobody"), who, hours),
    st.tuples(st.just("leave out"), who, hours),
    st.tuples(st.just("chase"), who, hours),
    st.tuples(st.just("guess"), who, hours),
    st.tuples(st.just("answer"), who, hours),
    st.tuples(st.just("waive"), who, hours),
    st.tuples(st.just("worker waives"), who, hours),
    st.tuples(st.just("rate"), who, hours),
    st.tuples(st.just("end"), st.sampled_from(ENDS), hours),
)


class Story:
    """One referral, what people did about it, and what was answered by an agency itself."""

    def __init__(self, mash: Hub) -> None:
        self.mash, self.referral = mash, mash.referred()
        self.enquiry = mash.started(Rating.amber, referral=self.referral)
        self.answered: set[Any] = set()

    def requests(self, agency: str) -> list[Request]:
        with self.mash.at_the_hub():
            return list(Request.objects.filter(source=AGENCIES[agency][2]))

    def do(self, move: str, about: str, at: Any) -> None:
        if move == "end":
            self.end(ReferralDecision(about), at)
        elif move in ("ask", "ask nobody", "leave out", "rate"):
            self.at_the_enquiry(move, about, at)
        else:
            for request in self.requests(about)[:1]:
                self.to_a_question(move, about, request, at)

    def at_the_enquiry(self, move: str, about: str, at: Any) -> None:
        doing, source = self.mash.doing(at=at), Source(AGENCIES[about][2])
        if move == "leave out":
            actions.leave_out(enquiry=self.enquiry, source=source, because="Not theirs.", **doing)
        elif move == "rate":
            said = {"because": "Seen.", "expected_version": self.enquiry.version}
            self.enquiry = actions.change_rating(enquiry=self.enquiry, rating=Rating.red, **said, **doing)
        else:
            self.mash.ask(about, self.enquiry, at=at, **({"agency": None} if move == "ask nobody" else {}))

    def to_a_question(self, move: str, about: str, request: Request, at: Any) -> None:
        told = {"request": request, "expected_version": request.version}
        doing: dict[str, Callable[[], object]] = {
            "chase": lambda: actions.chase(
                request=request, how=ChaseHow.telephone, whom="Reception", **self.mash.doing(at=at)
            ),
            "guess": lambda: actions.answer_request(
                request=request, **NOTHING | {"words": "Nothing expected."}, via="telephone", said_by="Nobody",
                answers_so_far=0, **self.mash.doing("grace", at=at),
            ),
            "waive": lambda: actions.waive(because="Merged.", **told, **self.mash.doing(at=at)),
            "worker waives": lambda: actions.waive(because="No time.", **told, **self.mash.doing("grace", at=at)),
            "answer": lambda: self.answer(about, request, at),
        }  # fmt: skip
        doing[move]()

    def answer(self, about: str, request: Request, at: Any) -> None:
        with self.mash.at_the_hub():
            seen = Reply.objects.filter(request=request).count()
        self.mash.answer(about, request, answers_so_far=seen, at=at)
        self.answered.add(request.id)

    def end(self, decision: ReferralDecision, at: Any) -> Referral:
        with self.mash.at_the_hub():
            standing = Referral.objects.get(pk=self.referral.pk)
        return decide_referral(
            referral=standing, decision=decision, reasons="Weighed.", decided_on=at.date(), weighed=ENDED,
            expected_version=standing.version, **self.mash.doing(at=at),
        )  # fmt: skip


@settings(
    max_examples=many(20),
    phases=[Phase.generate],  # a story takes half a second: the first that fails is short enough to read
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=st.lists(moves, max_size=8), last=st.sampled_from(GOES_ON))
def test_no_order_of_deeds_ends_a_referral_over_silence_or_holds_up_what_protects(
    cast: Cast, family: Any, steps: list[tuple[str, str, int]], last: ReferralDecision
):
    """f.silent_reply, f.mash_info_gaps: held in every order that people may do things in."""
    outer = transaction.savepoint()
    story, at = Story(Hub(cast, family)), AT
    for move, about, later in steps:
        at += timedelta(hours=later)
        with suppress(Refused):
            story.do(move, about, at)
        _hold(story, at)
    assert story.end(last, at).decision == last
    transaction.savepoint_rollback(outer)


def _hold(story: Story, at: Any) -> None:
    with story.mash.at_the_hub():
        found = checks_of_referral(story.referral, at=at)
        ended = Referral.objects.get(pk=story.referral.pk)
        blank = [check for check in found if check.status in STANDS]
        assert not (ended.decision in ENDS and blank and not _asked_later(ended, blank))
        for check in found:
            assert (check.status in ANSWERS) == (check.request.id in story.answered), check.said


def _asked_later(ended: Referral, blank: list[Any]) -> bool:
    """Whether all that stands blank was asked after the end."""
    return all(check.request.recorded_at >= ended.recorded_at for check in blank)
