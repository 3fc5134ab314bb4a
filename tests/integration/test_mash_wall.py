"""Agencies are blind to one another, and what is sensitive is for whoever decides."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from holdfast.access import Purpose, Stage
from holdfast.kernel.refused import NotFound
from holdfast.records.agencies.actions import leave_post
from holdfast.records.agencies.models import Post
from holdfast.records.mash import actions
from holdfast.records.mash.codes import Mark, Rating, ReplyKind, Via
from holdfast.records.mash.models import (
    AskedAbout,
    Chase,
    Consent,
    Disclosure,
    Enquiry,
    Link,
    Reply,
    Request,
    SensitivePart,
)
from holdfast.records.mash.queries import request_or_not_found
from holdfast.wall.acting import PUBLIC, acting
from holdfast.wall.models import Exclusion, Seal, Version
from tests.integration.conftest import AT, give
from tests.integration.mash_cast import Hub
from tests.integration.test_front_door_told import Cast

pytestmark = pytest.mark.django_db

TABLES = (Enquiry, Request, AskedAbout, Reply, SensitivePart, Chase, Disclosure, Consent, Link)
PARTNERS = ("farah", "gpshared", "erin", "helen", "ivan", "joy")


@pytest.fixture
def mash(cast: Cast, family: Any) -> Hub:
    return Hub(cast, family)


@pytest.fixture
def two(mash: Hub) -> tuple[Request, Request]:
    """The school and the police are asked, and both answer; the police say something sensitive."""
    enquiry = mash.started(Rating.red)
    school, police = mash.ask("farah", enquiry), mash.ask("erin", enquiry)
    mash.answer("farah", school, words="Often late.")
    mash.answer("erin", police, words="Two calls in May.", sensitive="An informant says that he is armed.")
    return school, police


def test_an_agency_sees_the_question_put_to_it_and_its_own_answer_and_no_other(mash: Hub, two: tuple):
    school, police = two
    with mash.as_agency("farah"):
        assert [each.id for each in Request.objects.all()] == [school.id]
        assert [each.words for each in Reply.objects.all()] == ["Often late."]
        assert {each.request_id for each in AskedAbout.objects.all()} == {school.id}
        assert not any(model.objects.exists() for model in (Enquiry, SensitivePart, Chase, Disclosure, Consent, Link))
        with pytest.raises(NotFound):
            request_or_not_found(police.id)
    with mash.as_agency("erin"):
        assert [each.words for each in SensitivePart.objects.all()] == ["An informant says that he is armed."]


def test_who_was_not_asked_sees_nothing_at_all(mash: Hub, two: tuple):
    for who in ("gpshared", "helen", "ivan", "joy"):
        with mash.as_agency(who):
            assert not any(model.objects.exists() for model in TABLES)


def test_a_partner_who_works_with_the_child_does_not_read_there_what_another_agency_said(mash: Hub, two: tuple):
    with mash.at_the_hub():
        give(mash.cast("erin"), mash.family.oisin, ceiling=Stage.child_protection)
        give(mash.cast("farah"), mash.family.oisin, ceiling=Stage.child_in_need)
        give(mash.cast("ann"), mash.family.oisin, ceiling=Stage.decision_maker)
    for who in ("erin", "farah"):
        with acting(actor=mash.cast(who).actor, purpose=Purpose.partner_work):
            assert not any(model.objects.exists() for model in TABLES)
    with acting(actor=mash.cast("ann").actor, purpose=Purpose.direct_work):
        assert Reply.objects.count() == 2
        assert not SensitivePart.objects.exists()


def test_what_was_said_before_is_no_partners_to_read(mash: Hub, two: tuple):
    school, _ = two
    with mash.at_the_hub():
        give(mash.cast("erin"), mash.family.oisin, ceiling=Stage.child_protection)
    actions.mark_answer(request=school, mark=Mark.useful, expected_version=1, **mash.doing())
    with mash.at_the_hub():
        enquiry = Enquiry.objects.get()
    actions.change_rating(
        enquiry=enquiry, rating=Rating.green, because="Seen and well.", expected_version=1, **mash.doing()
    )
    with acting(actor=mash.cast("erin").actor, purpose=Purpose.partner_work):
        assert not Version.objects.filter(table_name__startswith="mash_").exists()


def test_what_is_sensitive_is_for_the_manager_and_not_for_whoever_takes_calls(mash: Hub, two: tuple):
    """Everybody at the hub sees at once that something sensitive was said; what it is, whoever decides."""
    with mash.at_the_hub("grace"):
        assert sorted(each.has_sensitive for each in Reply.objects.all()) == [False, True]
        assert not SensitivePart.objects.exists()
    for who in ("carol", "tess"):
        with mash.at_the_hub(who):
            assert SensitivePart.objects.count() == 1
    with acting(actor=mash.cast("dev").actor, purpose=Purpose.out_of_hours):
        assert SensitivePart.objects.count() == 1


def test_whoever_left_the_post_has_no_inbox(mash: Hub, two: tuple):
    post = Post.objects.get(holder=mash.cast("farah"))
    leave_post(post=post, until_on=AT.date() - timedelta(days=1))
    with mash.as_agency("farah"):
        assert not Request.objects.exists()
        assert not Reply.objects.exists()


def test_somebody_shut_out_of_a_childs_record_is_not_asked_about_that_child(mash: Hub, two: tuple):
    with mash.at_the_hub():
        Exclusion(user=mash.cast("farah"), child_id=mash.family.oisin, from_at=AT - timedelta(days=9)).save(
            force_insert=True
        )
    with mash.as_agency("farah"):
        assert not any(model.objects.exists() for model in TABLES)


def test_a_sealed_child_is_asked_about_by_whoever_may_open_the_seal_and_seen_by_nobody_else_at_the_hub(mash: Hub):
    enquiry = mash.started()
    with mash.at_the_hub("tess"):
        give(mash.cast("carol"), mash.family.oisin, ceiling=Stage.decision_maker, opens_seal=True)
        Seal(child_id=mash.family.oisin, from_at=AT - timedelta(days=9)).save(force_insert=True)
    request = mash.ask("gpshared", enquiry)
    with mash.at_the_hub("grace"):
        assert not any(model.objects.exists() for model in TABLES)
    with mash.as_agency("gpshared"):
        assert [each.called for each in AskedAbout.objects.order_by("place")] == ["Oisín O'Neil", "Roisin"]
    mash.answer("gpshared", request)
    with mash.at_the_hub():
        assert Reply.objects.count() == 1


def test_an_agency_changes_nothing_of_what_it_was_asked(mash: Hub, two: tuple):
    school, _ = two
    with mash.as_agency("farah"):
        assert Request.objects.filter(pk=school.id).update(waived_because="We would rather not.") == 0


def test_nobody_changes_an_answer(mash: Hub, two: tuple):
    with mash.at_the_hub(), pytest.raises(DatabaseError), transaction.atomic():
        Reply.objects.update(words="Nothing at all.")


@pytest.mark.parametrize("what", ["another agency’s question", "another child", "as if by telephone"])
def test_an_agency_answers_only_what_it_was_asked_and_in_its_own_name(mash: Hub, two: tuple, what: str):
    school, police = two
    told = {"kind": "known", "words": "x", "replied_at": AT, "replied_by": uuid4(), "answers_so_far": 7, "via": "inbox"}
    forged = {
        "another agency’s question": {"request_id": police.id, "child_id": police.child_id},
        "another child": {"request_id": school.id, "child_id": mash.family.mei},
        "as if by telephone": {
            "request_id": school.id, "child_id": school.child_id, "via": "telephone", "said_by": "Me",
        },
    }[what]  # fmt: skip
    with mash.as_agency("farah"), pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        Reply(**told | forged).save(force_insert=True)


def test_the_hub_writes_no_answer_but_by_telephone(mash: Hub):
    request = mash.ask("farah", mash.started())
    with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        actions.answer_request(
            request=request, kind=ReplyKind.known, words="Fine.", via=Via.inbox, answers_so_far=0, **mash.doing(),
        )  # fmt: skip


def linked(mash: Hub) -> tuple[Request, str, Any]:
    now = timezone.now()
    request = mash.ask("gpshared", mash.started())
    code = actions.make_link(request=request, sent_to="inbox@kingfisher.example", **mash.doing(at=now))
    return request, code, now


def test_a_link_opens_one_question_in_one_browser_for_one_answer(mash: Hub):
    request, code, now = linked(mash)
    mash.ask("farah", mash.started(referral=mash.referred()))
    with acting(actor=PUBLIC, purpose=Purpose.referring):
        _, token = actions.open_link(code=code, at=now)
        assert [each.id for each in Request.objects.all()] == [request.id]
        assert AskedAbout.objects.count() == 2
    with acting(actor=PUBLIC, purpose=Purpose.referring):
        with pytest.raises(NotFound):
            actions.open_link(code=code, at=now)
        with pytest.raises(NotFound):
            actions.linked_request(code=code, token="elsewhere", at=now)
    with acting(actor=PUBLIC, purpose=Purpose.referring):
        link, asked = actions.linked_request(code=code, token=token, at=now)
        actions.answer_request(
            request=asked, kind=ReplyKind.known, words="Seen in May.", via=Via.link, answers_so_far=0,
            by=PUBLIC, purpose=Purpose.referring, at=now,
        )  # fmt: skip
        actions.use_link(link=link, at=now)
        with pytest.raises(NotFound):
            actions.linked_request(code=code, token=token, at=now)
        assert not Request.objects.exists()
    with mash.at_the_hub():
        assert Reply.objects.get().via == Via.link


def test_a_link_runs_out_and_its_code_is_kept_only_as_a_hash(mash: Hub):
    _, code, now = linked(mash)
    with mash.at_the_hub():
        link = Link.objects.get()
    assert code not in str(link.__dict__.values())
    with acting(actor=PUBLIC, purpose=Purpose.referring), pytest.raises(NotFound):
        actions.open_link(code=code, at=link.expires_at + timedelta(seconds=1))
    with acting(actor=PUBLIC, purpose=Purpose.referring), pytest.raises(NotFound):
        actions.open_link(code="0000-0000-0000-0000", at=now)


def test_without_a_code_the_public_reaches_nothing(mash: Hub, two: tuple):
    linked(mash)
    with acting(actor=PUBLIC, purpose=Purpose.referring):
        assert not any(model.objects.exists() for model in TABLES)
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('holdfast.link', '', true)")
        assert not Link.objects.exists()
