"""The night's check killed half-way, with its findings written and its account not: nothing of it stands."""

from holdfast.records.census.models import CensusRun
from tests.integration.census_cast import Cast, in_need, stands
from tests.integration.conftest import Family
from tests.killing import eventually, holdfast, wait_for_the_last_commit

WAITS = "SELECT 1 FROM pg_locks WHERE relation = 'census_censusrun'::regclass AND NOT granted"


def test_a_check_that_is_killed_half_way_leaves_nothing_and_the_next_finds_it_all(
    committed, cast: Cast, family: Family, owned
):
    in_need(cast, family.oisin)
    with owned.transaction():
        owned.execute("LOCK TABLE census_censusrun IN SHARE MODE")  # its account cannot be written
        command = holdfast("check", "records", app=committed.app, owner=committed.owner)
        assert eventually(lambda: owned.execute(WAITS).fetchone()), command.poll()
        command.kill()
        command.wait()
    wait_for_the_last_commit(app=committed.app, owner=committed.owner)
    assert stands(cast) == [] and not CensusRun.objects.exists()
    said, _ = holdfast("check", "records", app=committed.app, owner=committed.owner).communicate(timeout=120)
    assert "1 to mend and 4 to mend or explain, 3 of them about the whole and the others of 1 children" in said
    assert len(stands(cast)) == 2 and CensusRun.objects.count() == 1
