"""Who is not yours is answered as nobody is, byte for byte, on every page about a child."""

import re
from datetime import date
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.utils import timezone

from holdfast.access import Purpose
from holdfast.records.people.actions import relate
from holdfast.records.people.codes import RelationshipKind
from holdfast.records.people.models import Involvement, Person, PersonName
from holdfast.wall.acting import acting
from tests.integration.conftest import add_child
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db

PAGES = (
    "/children/{0}/",
    "/children/{0}/chronology/",
    "/children/{0}/history/",
    "/people/{0}/",
    "/people/{0}/name/",
    "/people/{0}/allocate/",
    "/casework/{0}/",
    "/casework/{0}/visit/{0}/",
)


@pytest.fixture
def brother(cast, family) -> UUID:
    """Tadhg, Oisín's brother: Ann sees his name on Oisín's page, and works with Oisín alone."""
    carol = {"by": cast("carol").actor, "purpose": Purpose.front_door}
    with acting(actor=carol["by"], purpose=carol["purpose"]):
        tadhg = add_child("100009", given="Tadhg", family="O'Neil", birth_on=date(2012, 1, 1))
        oisin = Person.objects.get(pk=family.oisin)
        relate(person=oisin, other=tadhg, kind=RelationshipKind.sibling, at=timezone.now(), **carol)
    return tadhg.id


@pytest.fixture
def ann(client, cast, family):
    return sign_in(client, cast("ann"))


def answered(client: Client, page: str, who: UUID) -> tuple[int, str]:
    """The status and the page, without what is drawn anew for each answer and the asker's own address."""
    answer = client.get(page.format(who))
    token = r'name="csrfmiddlewaretoken" value="[^"]+"'
    return answer.status_code, re.sub(token, "", answer.content.decode()).replace(str(who), "")


@pytest.mark.parametrize("page", PAGES)
def test_a_stranger_and_a_brother_are_answered_as_nobody(ann, family, brother, page):
    nobody = answered(ann, page, uuid4())
    assert nobody[0] == 404
    assert answered(ann, page, family.mei) == answered(ann, page, brother) == nobody


def test_nothing_is_written_on_a_brother_whom_one_does_not_work_with(ann, cast, brother):
    today = timezone.localdate().isoformat()
    for word, told in {
        "allocate": {"worker": cast("ann").id, "from_on": today},
        "name": {"kind": "alias", "given": "Thady"},
        "address": {"lines": "1 Sheepcote Road"},
    }.items():
        assert ann.post(f"/people/{brother}/{word}/", told).status_code == 404
    with acting(actor=cast("carol").actor, purpose=Purpose.front_door):
        assert PersonName.objects.filter(person_id=brother).count() == 1
        assert not Involvement.objects.filter(person_id=brother).exists()
