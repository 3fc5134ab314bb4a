"""Names misspelt still meet: keys shared, words near."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.matching.spelling import likeness, nearness, search_keys, wanted, words_of


def shares_a_key(asked: str, given_name: str, family: str) -> bool:
    keys = set(search_keys(given_name, family))
    return all(keys & set(wanted(word).alike) for word in words_of(asked))


@pytest.mark.parametrize(
    ("asked", "given_name", "family"),
    [
        ("siddiki farah", "Farah", "Siddiqui"),
        ("Mohammed", "Muhammad", "Iqbal"),
        ("kathryn jonson", "Catherine", "Johnson"),
        ("jonhson", "Kyle", "Johnson"),
        ("Steven", "Stephen", "Wright"),
        ("zoe obrien", "Zoë", "O'Brien"),
        ("mbekilund", "Joy", "Mbeki-Lund"),
        ("Zavier", "Xavier", "Moss"),
    ],
)
def test_a_misspelt_name_shares_a_key_with_the_right_one(asked, given_name, family):
    assert shares_a_key(asked, given_name, family)


def test_another_name_shares_no_key():
    assert not shares_a_key("Okonkwo", "Farah", "Siddiqui")


@given(st.text("abcdefghijklmnopqrstuvwxyz", min_size=4, max_size=12), st.data())
def test_any_one_slip_still_finds_the_name(word, data):
    at = data.draw(st.integers(0, len(word) - 1))
    letter = data.draw(st.sampled_from("abcdefghijklmnopqrstuvwxyz"))
    left_out = word[:at] + word[at + 1 :]
    swapped = word[:at] + word[at + 1 : at + 2] + word[at : at + 1] + word[at + 2 :]
    added, another = word[:at] + letter + word[at:], word[:at] + letter + word[at + 1 :]
    for slip in (added, another, swapped, left_out):
        if len(slip) >= 4:
            assert shares_a_key(slip, word, "")


def test_the_order_of_the_words_does_not_matter():
    one, other = likeness(["siddiqui", "farah"], "Farah Siddiqui"), likeness(["farah", "siddiqui"], "Farah Siddiqui")
    assert nearness(one) == nearness(other) == 1.0


def test_how_a_word_is_like_another_is_told():
    (like,) = likeness(["siddiki"], "Farah Siddiqui")
    assert (like.how, like.found) == ("sounds", "siddiqui")


@given(st.text(max_size=40), st.text(max_size=40))
def test_no_name_breaks_the_keys(given_name, family):
    assert all(0 < len(key) <= 60 for key in search_keys(given_name, family))
