"""`kill -9` of the import, or of the database under it: no child is left half done, and a second run finishes."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from django.db import connections

from holdfast.access import Purpose
from holdfast.records.exchange.models import ChildInFile, Finding
from holdfast.records.people.models import Person
from holdfast.wall.acting import acting
from holdfast.wall.postgres import roles, server
from holdfast.wall.postgres.place import ADMIN, APP, OWNER, Place
from tests.killing import IMPORTER, Import, holdfast


def kill_again_and_again(census: Import, *, kills: int, chance: Random, longest: float) -> int:
    """Kill the import that many times, each time some moments after it began to read; how many hit it at work."""
    hits = 0
    for _ in range(kills):
        command = census.start()
        try:
            command.wait(timeout=chance.uniform(0, longest))
        except subprocess.TimeoutExpired:
            command.kill()
            command.wait(10)
            hits += 1
        census.taken()
    return hits


def assert_whole(census: Import) -> None:
    """All is in the records as if nothing had happened on the way."""
    assert census.taken() == census.children
    with acting(actor=IMPORTER, purpose=Purpose.statutory_return):
        assert set(ChildInFile.objects.values_list("outcome", flat=True)) == {"new"}
        assert not Person.objects.exclude(version=1).exists()
        assert Finding.objects.filter(kind="refused").count() == len(census.account.refusals)
        assert Finding.objects.filter(kind="odd").count() == len(census.account.flags)


def test_an_import_killed_at_random_moments_leaves_no_child_half_done(committed, tmp_path):
    census = Import(tmp_path / "census.xml", children=1_000, seed=1, app=committed.app, owner=committed.owner)
    assert kill_again_and_again(census, kills=3, chance=Random(1), longest=0.8)
    census.finish()
    assert_whole(census)


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(20))
def test_two_hundred_kills(seed, committed, tmp_path):
    census = Import(tmp_path / "census.xml", children=4_000, seed=seed, app=committed.app, owner=committed.owner)
    assert kill_again_and_again(census, kills=10, chance=Random(seed), longest=1.5)
    census.finish()
    assert_whole(census)


@pytest.fixture
def own_server(django_db_setup, django_db_blocker) -> Iterator[Place]:
    """An embedded server of the test's own, with Holdfast's tables, which the test may kill."""
    folder = Path(tempfile.mkdtemp(prefix="hf-"))
    folder.chmod(0o711)
    place, theirs = Place(folder / "home"), {alias: dict(connections.settings[alias]) for alias in ("default", "owner")}
    with server.running(place), django_db_blocker.unblock():
        app, owner = place.address(APP), place.address(OWNER)
        roles.prepare(admin=place.address(ADMIN, "postgres"), owner=owner, app=app)
        holdfast("manage", "migrate", app=app, owner=owner).communicate(timeout=600)
        connections.close_all()
        for alias, address in (("default", app), ("owner", owner)):
            connections.settings[alias].update(address.for_django() | {"CONN_MAX_AGE": 0})
        yield place
        connections.close_all()
        for alias, settings in theirs.items():
            connections.settings[alias].update(settings)
    shutil.rmtree(folder)


def kill_the_server(census: Import, place: Place, *, after: float) -> None:
    """Kill the database under an import at work, start it again, and look; the import itself says why it stopped."""
    command = census.start()
    with pytest.raises(subprocess.TimeoutExpired):
        command.wait(timeout=after)
    dead = server.process(place)
    assert dead
    dead.kill()
    dead.wait(10)
    said, _ = command.communicate(timeout=60)
    assert (command.returncode, "Traceback" in said) == (3, False), said
    assert "What was saved stands" in said
    connections.close_all()
    assert server.ensure_up(place)
    census.taken()


@pytest.mark.skipif("DATABASE_URL" in os.environ, reason="about the embedded server")
def test_a_server_killed_under_an_import_comes_back_with_no_child_half_done(own_server, tmp_path):
    app, owner = own_server.address(APP), own_server.address(OWNER)
    census = Import(tmp_path / "census.xml", children=1_000, seed=2, app=app, owner=owner)
    kill_the_server(census, own_server, after=0.3)
    census.finish()
    assert_whole(census)


@pytest.mark.soak
@pytest.mark.skipif("DATABASE_URL" in os.environ, reason="about the embedded server")
def test_a_server_killed_twenty_times_under_an_import(own_server, tmp_path):
    app, owner = own_server.address(APP), own_server.address(OWNER)
    census, chance = Import(tmp_path / "census.xml", children=20_000, seed=3, app=app, owner=owner), Random(3)
    for _ in range(20):
        kill_the_server(census, own_server, after=chance.uniform(0.1, 1.2))
    census.finish()
    assert_whole(census)
