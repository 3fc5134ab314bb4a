"""What agencies are asked waits in the queue until it is answered or waived, and is passed up by the clock."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from holdfast.access import Purpose
from holdfast.kernel.refused import Refused
from holdfast.records.frontdoor.actions import decide_referral
from holdfast.records.frontdoor.codes import ReferralDecision
from holdfast.records.frontdoor.models import Referral
from holdfast.records.mash import actions
from holdfast.records.mash.codes import ChaseHow, Rating, ReplyKind, Via
from holdfast.records.mash.models import Request
from holdfast.wall.acting import PUBLIC, acting
from holdfast.wall.models import Notice, QueueItem
from holdfast.wall.waiting.sweeping import sweep
from tests.integration.conftest import AT
from tests.integration.mash_cast import Hub
from tests.integration.test_front_door_told import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def mash(cast: Cast, family: Any) -> Hub:
    return Hub(cast, family)


def waits(mash: Hub, kind: str) -> list[QueueItem]:
    with mash.at_the_hub():
        return list(QueueItem.objects.filter(kind=kind, acknowledged_at=None).order_by("came_at"))


def test_a_question_waits_until_its_own_hour_and_names_no_child(mash: Hub):
    request = mash.ask("farah", mash.started(Rating.red))
    (item,) = waits(mash, "agency_check")
    assert (item.subject, item.acknowledge_by, item.urgent) == (request.id, AT + timedelta(hours=4), True)
    assert item.words == "School or college: asked, and has not answered"
    with mash.at_the_hub():
        assert not Notice.objects.filter(item=item).exists()


def test_nobody_is_told_until_an_agency_is_silent_and_then_the_front_door_is(mash: Hub):
    """f.mash_timescales: a breach is told of."""
    mash.ask("farah", mash.started(Rating.red))
    (item,) = waits(mash, "agency_check")
    sweep(at=AT + timedelta(hours=4, minutes=1))
    with mash.at_the_hub():
        assert [each.to for each in Notice.objects.filter(item=item)] == ["front_door"]


def test_an_answer_or_a_waiver_ends_the_waiting(mash: Hub):
    enquiry = mash.started()
    school, practice = mash.ask("farah", enquiry), mash.ask("gpshared", enquiry)
    mash.answer("farah", school)
    assert [item.subject for item in waits(mash, "agency_check")] == [practice.id]
    actions.waive(request=practice, because="Merged.", expected_version=1, **mash.doing())
    assert waits(mash, "agency_check") == []


def test_an_answer_by_a_link_ends_the_waiting_for_its_own_question_alone(mash: Hub):
    now: datetime = timezone.now()
    enquiry = mash.started(at=now)
    practice, school = mash.ask("gpshared", enquiry, at=now), mash.ask("farah", enquiry, at=now)
    code = actions.make_link(request=practice, sent_to="inbox@kingfisher.example", **mash.doing(at=now))
    with acting(actor=PUBLIC, purpose=Purpose.referring):
        _, token = actions.open_link(code=code, at=now)
        link, asked = actions.linked_request(code=code, token=token, at=now)
        actions.answer_request(
            request=asked, kind=ReplyKind.known, words="Seen in May.", via=Via.link, answers_so_far=0,
            by=PUBLIC, purpose=Purpose.referring, at=now,
        )  # fmt: skip
        actions.use_link(link=link, at=now)
    assert [item.subject for item in waits(mash, "agency_check")] == [school.id]


def test_another_colour_is_another_hour_in_the_queue_too(mash: Hub):
    enquiry = mash.started(Rating.green)
    request = mash.ask("farah", enquiry)
    actions.change_rating(enquiry=enquiry, rating=Rating.red, because="A burn.", expected_version=1, **mash.doing())
    (item,) = waits(mash, "agency_check")
    assert (item.subject, item.acknowledge_by) == (request.id, AT + timedelta(hours=4))


def test_an_answer_after_the_decision_waits_for_whoever_decides(mash: Hub):
    referral = mash.referred()
    request = mash.ask("farah", mash.started(referral=referral))
    with mash.at_the_hub():
        decide_referral(
            referral=Referral.objects.get(pk=referral.pk), decision=ReferralDecision.assessment, reasons="Thin.",
            decided_on=AT.date(), expected_version=referral.version, **mash.doing(),
        )  # fmt: skip
    reply = mash.answer("farah", request, at=AT + timedelta(days=1))
    assert [item.subject for item in waits(mash, "late_answer")] == [reply.id]
    actions.look_at_late_answer(reply=reply, words="It fits.", changes_decision=False, **mash.doing())
    assert waits(mash, "late_answer") == []


def test_the_childs_own_social_worker_asks_for_the_checks_of_an_enquiry(mash: Hub):
    """f.checks_not_done: whoever leads the enquiry asks, chases and types, as the hub does."""
    referral = mash.referred()
    ann = {"by": mash.cast("ann").actor, "purpose": Purpose.direct_work, "at": AT}
    enquiry = actions.start_section47_checks(child_id=referral.child_id, section47_id=referral.id, **ann)
    with acting(actor=ann["by"], purpose=ann["purpose"]):
        blank = Request.objects.get(enquiry=enquiry, source="school")
    asked = actions.ask_now(request=blank, agency=mash.agencies["farah"], about=mash.about(), expected_version=1, **ann)
    actions.chase(request=asked, how=ChaseHow.telephone, whom="The office", **ann)
    assert [item.subject for item in waits(mash, "agency_check")] == [asked.id]
    actions.answer_request(
        request=asked, kind=ReplyKind.known, words="Well cared for.", via=Via.telephone, said_by="Ms Ade",
        answers_so_far=0, **ann,
    )  # fmt: skip
    assert waits(mash, "agency_check") == []
    with acting(actor=ann["by"], purpose=ann["purpose"]):
        police = Request.objects.get(enquiry=enquiry, source="police")
    with pytest.raises(Refused, match="Only a manager"):
        actions.waive(request=police, because="No time.", expected_version=1, **ann)
