"""What agencies answer: known, nothing known, cannot say; and what is no answer."""

from datetime import timedelta
from typing import Any

import pytest

from holdfast.kernel.refused import Refused, StaleEdit
from holdfast.records.frontdoor.actions import decide_referral
from holdfast.records.frontdoor.codes import ReferralDecision
from holdfast.records.frontdoor.models import Referral
from holdfast.records.mash import actions
from holdfast.records.mash.codes import (
    CheckStatus,
    Mark,
    Via,
)
from holdfast.records.mash.models import Reply
from tests.integration.conftest import AT
from tests.integration.mash_cast import NOTHING, Hub
from tests.integration.test_front_door_told import Cast

pytestmark = pytest.mark.django_db

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


@pytest.fixture
def mash(cast: Cast, family: Any) -> Hub:
    return Hub(cast, family)


def test_there_is_nothing_to_waive_where_an_agency_answered(mash: Hub):
    request = mash.ask("gpshared", mash.started())
    mash.answer("gpshared", request)
    with pytest.raises(Refused, match="has answered"):
        actions.waive(request=request, because="No time.", expected_version=1, **mash.doing())


def test_an_answer_after_a_waiver_is_an_answer(mash: Hub):
    request = mash.ask("gpshared", mash.started())
    waived = actions.waive(request=request, because="Ring back.", expected_version=1, **mash.doing())
    mash.answer("gpshared", waived)
    assert mash.check(request).status == CheckStatus.known


@pytest.mark.parametrize("missing", ["searched_where", "searched_by", "searched_on", "words"])
def test_no_trace_needs_who_searched_where_and_when(mash: Hub, missing: str):
    """f.checks_not_done: 'no trace' needs a searcher and a date."""
    request = mash.ask("gpshared", mash.started())
    with pytest.raises(Refused):
        mash.answer("gpshared", request, **NOTHING | {missing: None if missing == "searched_on" else " "})
    assert mash.check(request).stands
    mash.answer("gpshared", request, **NOTHING)
    assert mash.check(request).status == CheckStatus.nothing_known


@pytest.mark.parametrize(
    "typed", ["Nothing expected", "nothing is expected", "None anticipated.", "Assumed no concerns", "As expected"]
)
def test_what_the_worker_expects_is_no_answer(mash: Hub, typed: str):
    """f.checks_assumed: 'nothing expected' typed in place of an answer is rejected."""
    request = mash.ask("gpshared", mash.started())
    with pytest.raises(Refused, match="expected or assumed is no answer"):
        actions.answer_request(
            request=request, **NOTHING | {"words": typed}, via=Via.telephone, said_by="Reception", answers_so_far=0,
            **mash.doing(),
        )  # fmt: skip
    assert mash.check(request).stands


def test_an_answer_by_telephone_names_who_gave_it_and_the_agency_sees_it_and_corrects_it(mash: Hub):
    """f.checks_assumed: the partner's own words are quoted, by name, before the partner's eyes."""
    request = mash.ask("gpshared", mash.started())
    by_telephone = {"via": Via.telephone, "answers_so_far": 0, **NOTHING}
    with pytest.raises(Refused, match="who in the agency gave the answer"):
        actions.answer_request(request=request, **by_telephone, **mash.doing("grace"))
    actions.answer_request(request=request, said_by="Dr Vane, duty doctor", **by_telephone, **mash.doing("grace"))
    with mash.as_agency("gpshared"):
        (seen,) = Reply.objects.filter(request=request)
    assert (seen.said_by, seen.via) == ("Dr Vane, duty doctor", Via.telephone)
    mash.answer("gpshared", request, words="Registered since May: two injuries.", answers_so_far=1, at=AT + HOUR)
    check = mash.check(request)
    assert check.status == CheckStatus.known
    assert len(check.replies) == 2


def test_two_people_of_one_practice_who_answer_at_once_see_both_texts(mash: Hub):
    request = mash.ask("gpshared", mash.started())
    mash.answer("gpshared", request, words="Seen in May.")
    with pytest.raises(StaleEdit) as stale:
        mash.answer("gpshared", request, words="Never seen.", at=AT + MINUTE)
    assert (stale.value.theirs["words"], stale.value.yours["words"]) == ("Seen in May.", "Never seen.")
    assert stale.value.version == 1


def test_an_answer_sent_twice_is_one(mash: Hub):
    request = mash.ask("gpshared", mash.started())
    key = request.id
    assert mash.answer("gpshared", request, record_id=key) == mash.answer("gpshared", request, record_id=key)


def test_whoever_asked_says_whether_the_answer_helped(mash: Hub):
    request = mash.ask("gpshared", mash.started())
    with pytest.raises(Refused, match="no answer to mark"):
        actions.mark_answer(request=request, mark=Mark.useful, expected_version=1, **mash.doing())
    mash.answer("gpshared", request)
    marked = actions.mark_answer(request=request, mark=Mark.not_useful, expected_version=1, **mash.doing("grace"))
    assert marked.mark == Mark.not_useful


def test_an_answer_after_the_decision_waits_until_whoever_decides_looked(mash: Hub):
    referral = mash.referred()
    request = mash.ask("gpshared", mash.started(referral=referral))
    with mash.at_the_hub():
        decide_referral(
            referral=Referral.objects.get(pk=referral.pk), decision=ReferralDecision.assessment, reasons="Hungry.",
            decided_on=AT.date(), expected_version=referral.version, **mash.doing(),
        )  # fmt: skip
    late = mash.answer("gpshared", request, at=AT + 30 * HOUR)
    with pytest.raises(Refused, match="Whoever decides"):
        actions.look_at_late_answer(reply=late, words="Read.", changes_decision=False, **mash.doing("grace"))
    first = actions.look_at_late_answer(reply=late, words="It fits.", changes_decision=False, **mash.doing())
    assert actions.look_at_late_answer(reply=late, words="Again.", changes_decision=True, **mash.doing()) == first
