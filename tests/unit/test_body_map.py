"""The body as a list and as a drawing: every part once, told apart by words and numbers, the same on both."""

import re
from itertools import product
from xml.etree import ElementTree

import pytest

from holdfast.web.body import BACK, CHOICES, FRONT, LEFT, PARTS, RIGHT, may_be_one_place
from holdfast.web.body_map import HEIGHT, WIDTH, said, shape_of, svg

DRAWN = [code for code, part in PARTS.items() if part.is_drawn]


def middle(code: str) -> tuple[float, float]:
    points = shape_of(code)
    return sum(x for x, _ in points) / len(points), sum(y for _, y in points) / len(points)


def test_every_part_is_offered_once_and_in_words_of_its_own():
    offered = [code for _, parts in CHOICES for code, _ in parts]
    assert sorted(offered) == sorted(PARTS) and len(set(offered)) == len(offered)
    assert len({part.words for part in PARTS.values()}) == len(PARTS)


def test_every_part_that_can_be_pointed_to_is_on_the_drawing_and_no_other():
    assert set(re.findall(r'data-hf-part="(\w+)"', svg())) == set(DRAWN)


@pytest.mark.parametrize(("code", "figure"), list(product(DRAWN, ["child", "baby"])))
def test_every_shape_lies_within_the_drawing(code, figure):
    for x, y in shape_of(code, figure=figure):
        assert 0 <= x <= WIDTH and 0 <= y <= HEIGHT - 22


def test_left_is_the_childs_own():
    assert middle("left_forearm")[0] > middle("right_forearm")[0]
    assert middle("left_back_of_forearm")[0] < middle("right_back_of_forearm")[0]


def test_what_is_behind_stands_on_the_other_figure():
    for code in DRAWN:
        assert (middle(code)[0] > WIDTH / 2) == (PARTS[code].surface == BACK), code


def test_the_drawing_is_well_formed_and_says_what_it_shows():
    drawing = svg(marks={"left_forearm": [1, 2], "nose": [3]}, conflicting={"left_forearm"}, name="all")
    root = ElementTree.fromstring(drawing)
    assert root.get("role") == "img" and root.get("aria-labelledby") == "all-title all-desc"
    assert "Left forearm, front: 1, 2, explained differently. Nose: 3." in drawing
    assert ">1, 2</text>" in drawing and "stroke-dasharray" in drawing


def test_a_part_whose_place_was_not_said_is_told_in_words_and_not_drawn():
    marked = {"arm": [1]}
    assert ">1</text>" not in svg(marks=marked) and "Arm, side or place not said: 1" in said(marked)


def test_a_drawing_to_click_on_is_hidden_from_those_who_use_the_list():
    drawing = svg(pick=True)
    assert 'aria-hidden="true"' in drawing and "role=" not in drawing


def test_a_baby_has_a_larger_head():
    def height(figure) -> float:
        heights = [y for _, y in shape_of("back_of_head", figure=figure)]
        return max(heights) - min(heights)

    assert height("baby") > height("child")


def test_what_may_be_one_place_is_so_both_ways_round():
    for one, other in product(PARTS, PARTS):
        assert may_be_one_place(one, other) == may_be_one_place(other, one)
        assert may_be_one_place(one, one)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("left_forearm", "right_forearm", False),
        ("left_forearm", "left_back_of_forearm", True),
        ("arm", "right_hand", True),
        ("face", "left_cheek", True),
        ("leg", "left_cheek", False),
        ("not_said", "left_cheek", False),
        ("trunk", "left_buttock", False),
    ],
)
def test_places_are_the_same_as_far_as_was_said(one, other, same):
    assert may_be_one_place(one, other) is same


def test_front_and_back_left_and_right_are_said_on_the_drawing():
    drawing = svg()
    assert all(f">{word}</text>" in drawing for word in (FRONT.title(), BACK.title(), LEFT.title(), RIGHT.title()))
