"""The pages on which a query about the whole of a census is explained by whoever sends it; who counts reads why."""

import pytest

from tests.integration.census_cast import YEAR, Cast, checked, stands
from tests.integration.test_census_whole import (
    NEXT_NIGHT,
    NOBODY_HAS_TWO,
    QUERIES,
    WHERE,
    WHY,
    as_,
    explain,
    found,
    page,
)
from tests.integration.test_census_whole import a_small_census as a_small_census

pytestmark = pytest.mark.django_db


def test_noor_explains_it_from_where_the_rule_stands_and_takes_it_back(cast: Cast):
    noor = as_(cast, "noor")
    where = f"{WHERE}/{NOBODY_HAS_TWO}/explain/"
    for place in ("/census/rules/", "/census/"):
        assert f'href="{where}"' in page(noor, place, year=YEAR)
    assert "Why is it right as it stands?" in page(noor, where)
    empty = noor.post(where, {"words": " ", "expected_version": 0})
    assert empty.status_code == 400
    assert "Say why it is right as it stands" in empty.content.decode()
    assert noor.post(where, {"words": WHY, "expected_version": 0}).url == "/census/"
    shown = page(noor, "/census/rules/")
    assert WHY in shown
    assert "Look at the explanation" in shown
    assert WHY in page(noor, "/census/", year=YEAR, state="explained")
    assert WHY not in page(noor, "/census/", year=YEAR)
    back = f"{WHERE}/{NOBODY_HAS_TWO}/take-back/"
    refused = noor.post(back, {"because": "", "expected_version": 1})
    assert refused.status_code == 400
    assert 'name="expected_version" value="1"' in refused.content.decode()
    assert noor.post(back, {"because": "There are some.", "expected_version": 1}).url == where
    assert "There are some." in page(noor, where)


def test_two_who_write_at_once_see_both_texts(cast: Cast):
    noor = as_(cast, "noor")
    where = f"{WHERE}/{NOBODY_HAS_TWO}/explain/"
    noor.post(where, {"words": WHY, "expected_version": 0})
    stale = noor.post(where, {"words": "Other words.", "expected_version": 0})
    assert stale.status_code == 409
    assert WHY in stale.content.decode()
    assert noor.post(where, {"words": "Other words.", "expected_version": 1}).status_code == 302
    assert found().explanation.words == "Other words."


@pytest.mark.parametrize(("username", "sees"), [("tess", True), ("owen", True), ("ann", False), ("erin", False)])
def test_who_counts_reads_why_and_nobody_else_explains(cast: Cast, username: str, sees: bool):
    explain(cast)
    client = as_(cast, username)
    assert client.get(f"{WHERE}/{NOBODY_HAS_TWO}/explain/").status_code == 403
    assert client.post(f"{WHERE}/{NOBODY_HAS_TWO}/take-back/", {"because": "No."}).status_code == 403
    shown = client.get("/census/rules/")
    assert shown.status_code == (200 if sees else 403)
    assert (WHY in shown.content.decode()) is sees
    assert "/census/whole/" not in shown.content.decode()


def test_a_worker_sees_nothing_of_the_whole_among_their_own_children(cast: Cast):
    assert "The whole census" not in page(as_(cast, "ann"), "/census/", year=YEAR, state="all")


@pytest.mark.parametrize("asked", [{"team": "North"}, {"worker": "ann"}, {"rule": "8540"}, {"severity": "error"}])
def test_the_list_narrowed_to_others_leaves_out_what_is_about_the_whole(cast: Cast, asked: dict[str, str]):
    noor = as_(cast, "noor")
    (name, value), *_ = asked.items()
    among = {"team": lambda: stands(cast)[0].team_id, "worker": lambda: cast("ann").id}
    told = {name: str(among[name]()) if name in among else value}
    assert "The whole census of authority 310" in page(noor, "/census/", year=YEAR, rule=NOBODY_HAS_TWO)
    assert "The whole census of authority 310" not in page(noor, "/census/", year=YEAR, state="all", **told)


def test_a_director_reads_who_has_to_explain_what_is_about_the_whole(cast: Cast):
    shown = page(as_(cast, "tess"), "/census/summary/")
    assert "About the census as a whole, mend or explain 3 questions." in shown
    assert "mend or explain 3 questions, about the census as a whole" in shown
    for rule in QUERIES:
        explain(cast, rule)
    checked(NEXT_NIGHT)
    shown = page(as_(cast, "tess"), "/census/summary/")
    assert "about the census as a whole" not in shown.lower()
    assert "3 questions are explained" in shown
