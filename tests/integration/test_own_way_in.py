"""Nobody opens a way to a child for themselves: by a new grant, by somebody else's, or by lifting what bars them.

Each is tried by plain SQL under the actor, and as the page lets them.
"""

import re
from datetime import UTC, date, datetime
from html import unescape
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client

from holdfast.access import Purpose, Stage
from holdfast.records.agencies.models import Agency, Post, Team
from holdfast.records.people.actions import involve
from holdfast.records.people.codes import InvolvementKind
from holdfast.records.people.models import Person
from holdfast.wall.acting import acting
from holdfast.wall.models import Exclusion, Grant, Seal, User
from tests.integration.conftest import AT, Family, give
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db

LET_IN = (
    "INSERT INTO wall_grant (id, user_id, child_id, kind, ceiling, opens_seal, reason, from_at, until_at, version) "
    "SELECT gen_random_uuid(), '{who}', '{child}', 'friend', {ceiling}, false, 'x', now(), now() + interval '1 day', 1"
)


@pytest.fixture
def helper(cast, family: Family) -> User:
    """Ben, a social worker, who leads the early help of Mei's family and knows nothing beyond it."""
    with acting(actor=cast("carol").actor, purpose=Purpose.front_door):
        give(cast("ben"), family.mei, ceiling=Stage.early_help)
    return cast("ben")


def changed(user: User, purpose: Purpose, statement: str) -> int:
    """How many rows the statement met; a refusal is none."""
    try:
        with transaction.atomic(), acting(actor=user.actor, purpose=purpose), connection.cursor() as cursor:
            cursor.execute(statement)
            return cursor.rowcount
    except DatabaseError:
        return 0


def goes(user: User, child_id: UUID, purpose: Purpose = Purpose.direct_work) -> int:
    """How far they go with the child."""
    with acting(actor=user.actor, purpose=purpose), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM generate_series(1, 5) n WHERE %s IN (SELECT wall_granted(n))", [child_id])
        return cursor.fetchone()[0]


def test_whoever_goes_a_part_of_the_way_lets_nobody_in_further(cast, family: Family, helper: User):
    for who in ("ben", "ann"):
        further = LET_IN.format(who=cast(who).pk, child=family.mei, ceiling=5)
        assert changed(helper, Purpose.direct_work, further) == 0
    assert changed(helper, Purpose.direct_work, LET_IN.format(who=cast("ann").pk, child=family.mei, ceiling=2)) == 1
    assert goes(helper, family.mei) == Stage.early_help


def test_nobody_takes_over_somebody_elses_grant_nor_makes_more_of_their_own(cast, family: Family, helper: User):
    with acting(actor=cast("carol").actor, purpose=Purpose.front_door):
        give(cast("ann"), family.mei, ceiling=Stage.decision_maker)
    taken = f"UPDATE wall_grant SET user_id = wall_actor() WHERE user_id = '{cast('ann').pk}'"
    assert changed(helper, Purpose.direct_work, taken) == 0
    assert changed(helper, Purpose.early_help, taken) == 0
    for change in ("ceiling = 5", "until_at = until_at + interval '9 years'", f"child_id = '{family.oisin}'"):
        own = f"UPDATE wall_grant SET {change} WHERE user_id = wall_actor()"
        assert changed(helper, Purpose.direct_work, own) == 0, change
    assert goes(helper, family.mei) == Stage.early_help


def test_whoever_works_with_the_whole_story_lets_in_a_colleague(cast, family):
    ann = {"by": cast("ann").actor, "purpose": Purpose.direct_work, "at": AT}
    with acting(actor=ann["by"], purpose=ann["purpose"]):
        told = {"worker": cast("ben"), "kind": InvolvementKind.supporting_worker, "from_on": date(2026, 11, 1)}
        involve(person=Person.objects.get(pk=family.oisin), **told, **ann)
    assert goes(cast("ben"), family.oisin) == Stage.decision_maker


def test_a_social_worker_who_helps_early_opens_no_page_of_the_whole_story(cast, family: Family, helper: User):
    """Their role may go so far with a child; they may not go so far with this one."""
    ben = sign_in(Client(), helper)
    told = {"worker": helper.pk, "from_on_0": "20", "from_on_1": "11", "from_on_2": "2026", "reason": "Mine"}
    assert ben.post(f"/people/{family.mei}/allocate/", told).status_code == 404
    assert ben.get(f"/people/{family.mei}/").status_code == 404
    assert ben.get(f"/people/{family.mei}/details/").status_code == 404
    assert ben.get(f"/census/mend/{family.mei}/child/{family.mei}/").status_code == 404
    assert goes(helper, family.mei) == Stage.early_help
    assert sign_in(Client(), cast("ann")).get(f"/people/{family.oisin}/").status_code == 200


@pytest.mark.parametrize("ceiling", list(Stage)[1:])
@pytest.mark.parametrize("who", ["ben", "erin", "farah", "ivan", "joy", "kwame", "lena"])
def test_every_link_on_a_childs_page_leads_somewhere_however_far_the_reader_goes(
    cast, family, who: str, ceiling: Stage
):
    with acting(actor=cast("carol").actor, purpose=Purpose.front_door):
        give(cast(who), family.mei, ceiling=ceiling)
    reader = sign_in(Client(), cast(who))
    page = reader.get(f"/children/{family.mei}/")
    assert page.status_code == 200
    links = {link for link in re.findall('href="(/[^"#]*)', page.content.decode()) if str(family.mei) in link}
    assert links
    assert {link: reader.get(unescape(link)).status_code for link in links} == dict.fromkeys(links, 200)


@pytest.mark.parametrize("purpose", [Purpose.front_door, Purpose.referring])
def test_whoever_is_shut_out_does_not_let_themself_in_again(cast, family: Family, purpose: Purpose):
    carol = cast("carol")
    with acting(actor=cast("rosa").actor, purpose=Purpose.front_door):
        Exclusion(user=carol, child_id=family.oisin, from_at=datetime(2026, 1, 1, tzinfo=UTC)).save(force_insert=True)
    for statement in ("SET until_at = now()", "SET from_at = now() + interval '1 day'", "SET child_id = id",
                      f"SET user_id = '{cast('ann').pk}'"):  # fmt: skip
        change = f"UPDATE wall_exclusion {statement} WHERE user_id = wall_actor()"
        assert changed(carol, purpose, change) == 0, statement
    with acting(actor=carol.actor, purpose=Purpose.front_door):
        assert not Person.objects.filter(pk=family.oisin).exists()


EVERYBODY = (
    ("grace", Purpose.front_door), ("uma", Purpose.early_help), ("noor", Purpose.statutory_return),
    ("maya", Purpose.figures), ("kwame", Purpose.figures), ("ann", Purpose.direct_work), ("erin", Purpose.partner_work),
)  # fmt: skip


def test_who_is_shut_out_and_which_record_is_closed_is_read_by_those_who_say_so_and_nobody_reads_their_own(
    cast, family
):
    """Else a colleague reads who is accused, and anybody who counts that a closed record is there."""
    since = datetime(2026, 1, 1, tzinfo=UTC)
    with acting(actor=cast("rosa").actor, purpose=Purpose.front_door):
        Exclusion(user=cast("carol"), child_id=family.oisin, from_at=since).save(force_insert=True)
        Seal(child_id=family.mei, from_at=since).save(force_insert=True)
    for who, purpose in EVERYBODY:
        with acting(actor=cast(who).actor, purpose=purpose):
            assert not Exclusion.objects.exists() and not Seal.objects.exists(), who
    for who, purpose, shut in (("rosa", Purpose.front_door, 1), ("quinn", Purpose.allegations, 1),
                               ("carol", Purpose.front_door, 0)):  # fmt: skip
        with acting(actor=cast(who).actor, purpose=purpose):
            assert Exclusion.objects.count() == shut, who


def test_whoever_has_left_their_post_at_the_front_door_sees_no_child_any_more(cast, family: Family):
    hub = Team.objects.create(agency=Agency.objects.create(name="Council", kind="children_services"), name="Hub")
    post = Post.objects.create(team=hub, holder=cast("grace"), title="Worker", from_on=date(2020, 1, 1))
    with acting(actor=cast("grace").actor, purpose=Purpose.front_door):
        assert Person.objects.filter(is_child=True).count() == 2
    Post.objects.filter(pk=post.pk).update(until_on=date(2021, 1, 1))
    with acting(actor=cast("grace").actor, purpose=Purpose.front_door):
        assert not Person.objects.exists()
        assert not Grant.objects.exists()
