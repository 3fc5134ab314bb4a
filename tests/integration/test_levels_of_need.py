"""The partnership's own document suggests a level in words; a second manager rates what another decided, unseen."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from holdfast.access import Purpose
from holdfast.kernel.refused import Refused
from holdfast.records.frontdoor import actions
from holdfast.records.frontdoor.codes import ReferralDecision
from holdfast.records.frontdoor.models import (
    Rating,
    Referral,
)
from holdfast.records.frontdoor.queries import (
    agreement,
    document,
    edition_on,
    may_rate,
    overridden,
    suggested,
    to_rate,
)
from holdfast.records.frontdoor.queries.levels import read_levels
from holdfast.wall.acting import acting
from tests.integration.conftest import AT
from tests.integration.test_front_door_decision import TODAY, Hub
from tests.integration.test_front_door_told import Cast

pytestmark = pytest.mark.django_db

END = ReferralDecision.no_further_action


@pytest.fixture
def hub(cast: Cast, family: Any) -> Iterator[Hub]:
    with acting(actor=cast("carol").actor, purpose=Purpose.front_door):
        yield Hub(cast, family)


def by(hub: Hub, who: str) -> dict[str, Any]:
    return {"by": hub.cast(who).actor, "purpose": Purpose.front_door, "at": AT}


# ------------------------------------------------------------------ the document


def test_the_gravest_indicator_suggests_the_level_in_the_documents_words_and_nothing_is_added_up():
    edition = edition_on(TODAY)
    suggestion = suggested(edition, ["neglect", "unknown_adult", "routine_lost"])
    assert suggestion.level == 3
    assert all(said.startswith("Level 3: ") for said in suggestion.because)
    assert suggested(edition, ["injuries_again"]).level == 4
    assert suggested(edition, []).level is None


def test_needs_in_several_parts_of_a_childs_life_suggest_one_level_more_but_never_the_highest():
    edition = edition_on(TODAY)
    assert suggested(edition, ["behind_a_little", "routine_lost"]).level == 2
    assert suggested(edition, ["behind_a_little", "routine_lost", "often_absent"]).level == 3
    assert suggested(edition, ["medical_neglect", "neglect", "not_seen", "self_harm", "domestic_abuse"]).level == 3


def test_a_decision_keeps_the_edition_that_was_in_force_on_its_day(tmp_path: Path):
    told = (Path(__file__).parents[2] / "local" / "levels.toml").read_text()
    second = told[told.index("[[edition]]") : told.index("[double_rating]")]
    later = second.replace('name = "2026"', 'name = "2027"').replace("2026-04-01", "2027-04-01")
    file = tmp_path / "levels.toml"
    file.write_text(told.replace("[double_rating]", f"{later}\n[double_rating]"))
    assert [each.name for each in read_levels(file).editions] == ["2026", "2027"]


@pytest.mark.parametrize(
    ("instead", "said"),
    [
        (("several = 3", "several = 1"), "from 2 on"),
        (('area = "child"', 'area = "chidl"'), "an area that the edition does not have"),
        (("2026-04-01", '"April"'), "is not a day"),
        (('code = "neglect"', 'code = "neglect_grave"'), "two indicators of one code"),
    ],
)
def test_a_mistake_in_the_document_is_said_at_the_start(tmp_path: Path, instead: tuple[str, str], said: str):
    told = (Path(__file__).parents[2] / "local" / "levels.toml").read_text()
    file = tmp_path / "levels.toml"
    file.write_text(told.replace(*instead))
    with pytest.raises(Refused, match=said):
        read_levels(file)


def test_another_level_than_the_document_suggests_needs_a_reason_and_stands_on_the_list(hub: Hub):
    """f.mash_inconsistent: structured indicators give a suggested level; override needs reason."""
    referral = hub.referred()
    ticked = {"indicators": ("neglect",)}
    with pytest.raises(Refused, match=r"suggests level 3\. Say why you choose level 2"):
        hub.decide(referral, END, threshold_level=2, weighed=ticked)
    because = ticked | {"level_because": "The school feeds him now."}
    decided = hub.decide(referral, END, threshold_level=2, weighed=because)
    assert (decided.suggested_level, decided.edition) == (3, "2026")
    assert [each.level_because for each in overridden(since=TODAY)] == ["The school feeds him now."]


def test_protecting_at_another_level_needs_no_reason(hub: Hub):
    decided = hub.decide(
        hub.referred(), ReferralDecision.strategy_discussion, threshold_level=4, weighed={"indicators": ("neglect",)}
    )
    assert (decided.suggested_level, decided.level_because) == (3, "")


# ------------------------------------------------------------------ rated twice


def test_two_managers_rate_the_same_and_the_agreement_is_counted():
    """f.mash_inconsistent: two workers rate same vignette, agreement statistic computed."""
    found = agreement([(2, 2), (3, 3), (3, 4), (4, 4)])
    assert (found.pairs, found.agreed, found.per_cent) == (4, 3, 75.0)
    assert found.kappa == pytest.approx((0.75 - 0.3125) / (1 - 0.3125))
    assert agreement([(3, 3), (3, 3)]).kappa is None
    assert agreement([]).per_cent is None


def test_a_second_manager_rates_without_the_first_and_only_what_is_in_the_sample(hub: Hub, monkeypatch):
    """f.mash_inconsistent: blind double-rating sample gives agreement rate."""
    monkeypatch.setattr("holdfast.records.frontdoor.queries.rating.is_sampled", lambda *_, **__: True)
    decided = hub.decide(hub.referred(), END, threshold_level=2)
    carol, rosa = hub.cast("carol").actor, hub.cast("rosa").actor
    assert to_rate(carol, as_of=TODAY) == []
    assert to_rate(rosa, as_of=TODAY) == [decided]
    with pytest.raises(Refused, match="You decided this referral"):
        actions.rate_again(referral=decided, level=3, indicators=(), reasons="Neglect.", **by(hub, "carol"))
    rated = actions.rate_again(referral=decided, level=3, indicators=("neglect",), reasons="Hungry.", **by(hub, "rosa"))
    assert (rated.first_level, rated.level) == (2, 3)
    assert actions.rate_again(referral=decided, level=2, indicators=(), reasons="Hm.", **by(hub, "rosa")) == rated
    with pytest.raises(Refused, match="has rated this referral already"):
        actions.rate_again(referral=decided, level=2, indicators=(), reasons="Hm.", **by(hub, "tess"))
    assert Rating.objects.count() == 1
    assert Referral.objects.get().threshold_level == 2


def test_the_sample_is_chosen_by_nobody(hub: Hub):
    decided = [hub.decide(hub.referred(), ReferralDecision.assessment, threshold_level=3) for _ in range(3)]
    sampled = [each for each in decided if each.id.int % document().one_in == 0]
    assert to_rate(hub.cast("rosa").actor, as_of=TODAY) == sampled
    left_out = next((each for each in decided if each not in sampled), None)
    assert left_out is None or "not in the sample" in may_rate(left_out, user=hub.cast("rosa").actor)
