"""Ways by which a child's row gets out by mistake. Each is tried where nobody acts, and as a worker without a grant.

Whoever finds another way adds it here: with the wall standing, none of them may bring back a row.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.core import serializers
from django.db import DatabaseError, connection, transaction
from django.db.models import Count, Exists, OuterRef, Q, Subquery

from holdfast.access import Purpose
from holdfast.records.people.models import Address, Person, PersonName, Relationship
from holdfast.records.people.queries import asked, found, search_keys
from holdfast.wall.acting import NotActing, acting
from holdfast.wall.models import Grant, User
from holdfast.wall.providers import facts_of
from holdfast.wall.versions import amend
from tests.integration.conftest import AT

pytestmark = pytest.mark.django_db

Way = Callable[[], list]


def sql(query: str) -> Way:
    def way() -> list:
        with connection.cursor() as cursor:
            cursor.execute(query)
            return [row for row in cursor.fetchall() if any(row)]

    return way


def by_server_side_cursor() -> list:
    with connection.cursor() as cursor:
        cursor.execute("DECLARE c NO SCROLL CURSOR FOR SELECT id FROM people_person")
        cursor.execute("FETCH ALL FROM c")
        return cursor.fetchall()


def by_copy() -> list:
    with connection.cursor() as cursor, cursor.copy("COPY people_personname TO STDOUT") as copied:
        return list(copied.rows())


def through_users() -> list:
    """From a table that everybody may read, along a reverse relation."""
    return [grant for user in User.objects.all() for grant in user.grants.all()]


def through_an_exists() -> list:
    known = Exists(PersonName.objects.filter(family="O'Neil"))
    return list(User.objects.annotate(known=known).filter(known=True))


def through_a_subquery() -> list:
    inner = PersonName.objects.filter(person__involvements__worker=OuterRef("pk")).values("family")[:1]
    return list(User.objects.annotate(name=Subquery(inner)).exclude(name=None))


def through_a_filter() -> list:
    return list(User.objects.filter(grants__reason="Allocated"))


def by_counting_joined() -> list:
    return list(User.objects.annotate(grants_held=Count("grants")).filter(grants_held__gt=0))


def by_changing() -> list:
    return [None] * Person.objects.filter(is_child=True).update(sex="U")


def by_changing_with_sql() -> list:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE people_personname SET given = given RETURNING given, family")
        return cursor.fetchall()


def by_locking() -> list:
    return list(Person.objects.select_for_update())


def by_inserting_what_is_there() -> list:
    """A clash of keys must not hand back the row that was there."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO people_personname SELECT * FROM people_personname ON CONFLICT (id) DO UPDATE SET given = 'x'"
            " RETURNING family"
        )
        return cursor.fetchall()


WAYS: dict[str, Way] = {
    "every row": lambda: list(Person.objects.all()),
    "the base manager": lambda: list(Person._base_manager.all()),
    "the default manager": lambda: list(PersonName._default_manager.all()),
    "values": lambda: list(PersonName.objects.values("given", "family")),
    "values, flat": lambda: list(Person.objects.values_list("birth_on", flat=True)),
    "an iterator": lambda: list(Person.objects.iterator(chunk_size=1)),
    "in bulk": lambda: list(Person.objects.in_bulk()),
    "a join": lambda: list(PersonName.objects.select_related("person")),
    "fetched ahead": lambda: list(Person.objects.prefetch_related("names", "addresses")),
    "an either-or filter": lambda: list(Person.objects.filter(Q(is_child=True) | Q(is_child=False))),
    "a union": lambda: list(Person.objects.filter(is_child=True).union(Person.objects.filter(is_child=False))),
    "a count": lambda: [None] * Person.objects.count(),
    "whether any": lambda: [None] * Address.objects.exists(),
    "the first": lambda: list(filter(None, [Person.objects.first()])),
    "an aggregate": lambda: list(filter(None, Relationship.objects.aggregate(n=Count("id")).values())),
    "raw": lambda: list(Person.objects.raw("SELECT * FROM people_person")),
    "a dump": lambda: serializers.serialize("python", Person.objects.all()),
    "from users along a relation": through_users,
    "from users by whether": through_an_exists,
    "from users by a subquery": through_a_subquery,
    "from users by a filter": through_a_filter,
    "from users by counting": by_counting_joined,
    "grants": lambda: list(Grant.objects.all()),
    "a change to all": by_changing,
    "locking": by_locking,
    "the search": lambda: list(found(asked("Mei Chen", as_of=AT.date()), as_of=AT.date()).matches),
    "facts": lambda: facts_of(None).rows("child"),
    "plain SQL": sql("SELECT id FROM people_person"),
    "plain SQL over names": sql("SELECT family FROM people_personname"),
    "plain SQL that counts": sql("SELECT nullif(count(*), 0) FROM people_address"),
    "plain SQL along a relation": sql("SELECT u.id FROM wall_user u JOIN wall_grant g ON g.user_id = u.id"),
    "plain SQL over versions": sql("SELECT was FROM wall_version"),
    "plain SQL over due dates": sql("SELECT child_id FROM wall_due"),
    "plain SQL over who else is related": sql("SELECT people_related(1)"),
    "plain SQL that changes": by_changing_with_sql,
    "plain SQL that inserts over": by_inserting_what_is_there,
    "a cursor on the server": by_server_side_cursor,
    "a copy of the table": by_copy,
    "statistics of the table": sql("SELECT most_common_vals FROM pg_stats WHERE tablename LIKE 'people%'"),
}


@contextmanager
def caught() -> Iterator[None]:
    """A refusal is as good as no rows; either is a way that is shut."""
    try:
        with transaction.atomic():
            yield
    except (NotActing, DatabaseError):
        pass


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_nobody_gets_a_row_without_acting(family, way):
    got: list = []
    with caught():
        got = list(way())
    assert got == []


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_a_worker_without_a_grant_gets_no_row(cast, family, way):
    got: list = []
    ben = cast("ben").actor
    with caught(), acting(actor=ben, purpose=Purpose.direct_work):
        got = list(way())
    assert got == []


SHUT_TO_ALL = {
    "plain SQL over versions": "nothing has changed yet",
    "plain SQL over due dates": "nothing is due yet",
    "plain SQL over who else is related": "asks for grants, and she needs none",
    "plain SQL that inserts over": "the names of somebody who is there are not hers to add",
    "from users by a subquery": "nobody is allocated yet",
    "statistics of the table": "PostgreSQL keeps them from whoever is bound by row-level security",
}


@pytest.mark.parametrize("name", [name for name in WAYS if name not in SHUT_TO_ALL])
def test_each_way_brings_rows_to_whoever_may_see_them(cast, family, name):
    """Else a way that is mistaken would look like one that is shut."""
    with acting(actor=cast("carol").actor, purpose=Purpose.front_door):
        Address(person_id=family.oisin, lines="1 Harbour Row").save(force_insert=True)
        name_of_mei = PersonName.objects.get(person=family.mei)
        amend(name_of_mei, expected_version=1, changes={"search_keys": search_keys("Mei", "Chen")})
        assert list(WAYS[name]())
