"""Words by which a child may be in danger now are found as people write them, and only ever raise what was answered."""

from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.records.frontdoor.codes import Danger
from holdfast.records.frontdoor.queries import danger
from holdfast.records.frontdoor.queries.danger import as_taken, danger_words_in


@pytest.mark.parametrize(
    "said",
    [
        "She is NOT BREATHING",
        "the baby isn't breathing",
        "the baby isn’t  breathing properly",
        "He took all his mum's tablets",
        "I think he has overdosed",
        "over there with a knife.",
        "He strangled her last night",
        "strangling",
        "Dad put his hands round her neck",
        "he is un-conscious; I mean unconscious",
        "unconcious",
        "He said he is going to kill her",
        "gonna kill us all",
        "she wants to kill herself",
        "He can't breathe",
        "they are locked in the bedroom",
        "left alone since yesterday",
        "He is hitting her right now",
        "shaking the little baby",
        "threw him against a wall",
        "they fly to another country tonight",
        "please call the police",
        "(knife)",
        "knife\nin hand",
        "not unconscious",
    ],
)
def test_what_people_write_in_danger_is_found(said: str):
    assert danger_words_in("nothing", said)


@pytest.mark.parametrize(
    "said",
    [
        "",
        "He comes to school hungry and tired.",
        "I hear crying at night.",
        "Her shoes are too small and she is often late.",
        "The begun work; a gunnel; penknifes are unlisted as one word",
        "He is a skilled child",
        "She reads about breathing",
    ],
)
def test_an_everyday_worry_is_not_called_danger(said: str):
    assert danger_words_in(said) == []


@given(st.sampled_from([*Danger.values, ""]), st.lists(st.text(min_size=1), max_size=3))
def test_words_never_lower_what_was_answered(answered: str, found: list[str]):
    order = [Danger.no, Danger.not_sure, Danger.yes]
    taken = as_taken(answered, found)
    assert order.index(taken) >= order.index(Danger(answered) if answered else Danger.not_sure)
    assert taken != Danger.no or not found


@given(st.text(), st.sampled_from(["not breathing", "overdosed", "going to kill", "hit her right now"]), st.text())
def test_nothing_around_a_word_hides_it(before: str, word: str, after: str):
    assert danger_words_in(f"{before} {word} {after}")


def test_a_partnership_adds_words_of_its_own_and_takes_none_away(tmp_path, monkeypatch):
    (tmp_path / "danger_words.txt").write_text("# ours\nzombie knife\nthe old quarry\n", encoding="utf-8")
    monkeypatch.setattr(danger, "settings", SimpleNamespace(HOLDFAST=SimpleNamespace(local=tmp_path)))
    danger._phrases.cache_clear()
    try:
        assert danger_words_in("They are at the Old Quarry") == ["the old quarry"]
        assert danger_words_in("overdose") == ["overdose"]
    finally:
        danger._phrases.cache_clear()


def test_every_phrase_of_the_list_finds_itself():
    for phrase in danger._phrases():
        said = phrase.replace(" ** ", " the little ").replace("*", "ed")
        assert danger_words_in(said), phrase


def test_what_is_shown_are_the_words_that_were_written():
    assert danger_words_in("He has STRANGLED her, his hands round her neck!") == ["strangled", "hands round her neck"]
    assert all(len(each) <= 60 for each in danger_words_in(f"hands {'x' * 500} neck"))
