"""The body as a drawing: from before and from behind, a child or a baby, as SVG text without a library.

Every part of `holdfast.web.body` that can be pointed to is a shape with its code. Marks are numbers on the parts, told
apart by number and outline and not by colour alone; the table beside the drawing says what each number is.
"""

from collections.abc import Collection, Mapping, Sequence
from itertools import pairwise
from math import cos, hypot, pi, sin
from typing import Literal
from xml.sax.saxutils import escape

from holdfast.web.body import BACK, FRONT, LEFT, PARTS, RIGHT

Figure = Literal["child", "baby"]
Point = tuple[float, float]
Shape = tuple[Point, ...]

WIDTH, HEIGHT = 400, 416
_MIDDLE = {FRONT: 100.0, BACK: 300.0}
_CORNER = 4.0
INK, SKIN, LINE, MARKED, CONFLICT = "#0b0c0c", "#ffffff", "#7c8790", "#dce6f0", "#fbe6d8"
FONT = "Atkinson Hyperlegible, Segoe UI, Liberation Sans, Arial, sans-serif"


def _oval(x: float, y: float, wide: float, high: float) -> Shape:
    return tuple((x + wide * cos(2 * pi * step / 16), y + high * sin(2 * pi * step / 16)) for step in range(16))


def _box(left: float, top: float, right: float, bottom: float) -> Shape:
    return ((left, top), (right, top), (right, bottom), (left, bottom))


# Drawn as if seen from before, about x = 100; what is paired is drawn for the person's right, which is on the left.
_MIDDLE_SHAPES: dict[str, Shape] = {
    "top_of_head": ((78, 24), (83, 16), (90, 11), (100, 9), (110, 11), (117, 16), (122, 24)),
    "forehead": ((78, 25), (122, 25), (125, 31), (126, 38), (74, 38), (75, 31)),
    "nose": ((96, 44), (104, 44), (107, 58), (93, 58)),
    "mouth": _oval(100, 66, 11, 4.5),
    "chin": ((79, 71), (88, 71), (94, 75), (106, 75), (112, 71), (121, 71), (116, 79), (108, 84), (92, 84), (84, 79)),
    "neck": _box(88, 86, 112, 98),
    "abdomen": ((76, 146), (124, 146), (125, 188), (75, 188)),
    "genitals": ((84, 190), (116, 190), (106, 212), (100, 216), (94, 212)),
    "back_of_head": _oval(100, 44, 27, 35),
    "back_of_neck": ((84, 78), (116, 78), (112, 98), (88, 98)),
}
_RIGHT_SHAPES: dict[str, Shape] = {
    "eye": _oval(87, 47, 7, 4.5),
    "cheek": ((74, 53), (90, 53), (91, 60), (86, 70), (79, 70), (75, 62)),
    "ear": _oval(68, 50, 4.5, 9),
    "shoulder": ((87, 99), (66, 104), (54, 114), (66, 124), (76, 112)),
    "chest": ((100, 99), (88, 99), (77, 113), (74, 146), (100, 146)),
    "upper_arm": ((52, 116), (65, 126), (58, 164), (43, 160)),
    "elbow": ((43, 161), (58, 165), (55, 180), (39, 176)),
    "forearm": ((39, 177), (54, 181), (44, 222), (32, 219)),
    "hand": ((32, 220), (44, 223), (44, 240), (36, 252), (26, 246), (25, 234)),
    "thigh": ((74, 190), (83, 190), (93, 213), (99, 218), (97, 276), (78, 276), (72, 220)),
    "knee": ((78, 277), (97, 277), (96, 298), (79, 298)),
    "shin": ((79, 299), (96, 299), (93, 356), (82, 356)),
    "foot": ((82, 357), (93, 357), (95, 372), (86, 382), (70, 380), (72, 370)),
}
_BACK_LIKE_FRONT = {
    "shoulder_blade": "shoulder",
    "back_of_upper_arm": "upper_arm",
    "back_of_elbow": "elbow",
    "back_of_forearm": "forearm",
    "back_of_hand": "hand",
    "back_of_knee": "knee",
    "calf": "shin",
}
_RIGHT_SHAPES_BEHIND: dict[str, Shape] = {
    **{behind: _RIGHT_SHAPES[before] for behind, before in _BACK_LIKE_FRONT.items()},
    "upper_back": _RIGHT_SHAPES["chest"],
    "lower_back": ((74, 147), (100, 147), (100, 178), (74, 178)),
    "buttock": ((74, 179), (100, 179), (100, 212), (88, 216), (74, 208)),
    "back_of_thigh": ((73, 210), (88, 218), (99, 214), (97, 276), (78, 276), (72, 232)),
    "sole": ((82, 357), (93, 357), (94, 376), (89, 384), (81, 384), (78, 376)),
}


def shape_of(code: str, *, figure: Figure = "child") -> Shape:
    """The outline of a part, in the drawing's own units; KeyError where it is none that can be drawn."""
    part = PARTS[code]
    name = code.removeprefix(f"{LEFT}_").removeprefix(f"{RIGHT}_") if part.side else code
    behind = part.surface == BACK
    plain = (_RIGHT_SHAPES_BEHIND if behind else _RIGHT_SHAPES)[name] if part.side else _MIDDLE_SHAPES[name]
    # From before, the person's right is on the drawing's left; from behind, on its right.
    mirrored = part.side == (RIGHT if behind else LEFT)
    across = [(200 - x if mirrored else x, y) for x, y in plain]
    moved = _MIDDLE[part.surface] - 100
    return tuple((x + moved, y) for x, y in (_as_baby(point) if figure == "baby" else point for point in across))


def _as_baby(point: Point) -> Point:
    """A baby has a large head and short limbs: the same outline, stretched by height."""
    x, y = point
    head = max(0.0, min(1.0, (100 - y) / 30))
    wider = 1 + 0.28 * head + 0.14 * (1 - head)
    heights = ((0, 0), (98, 128), (188, 226), (277, 292), (384, 372), (446, 434))
    for (low, new_low), (high, new_high) in pairwise(heights):
        if y <= high:
            return 100 + (x - 100) * wider, new_low + (y - low) * (new_high - new_low) / (high - low)
    return point


def svg(
    *,
    marks: Mapping[str, Sequence[int]] | None = None,
    conflicting: Collection[str] = (),
    figure: Figure = "child",
    name: str = "body",
    pick: bool = False,
) -> str:
    """The drawing as one <svg> element. `marks` are numbers by part; `conflicting` parts are outlined twice.

    With `pick` it stands beside a list that offers the same parts, is hidden from those who cannot see it, and a
    script may choose in the list what is clicked here.
    """
    marks = marks or {}
    drawn = [_part(code, figure, marked=code in marks, conflicting=code in conflicting) for code in _drawn()]
    numbers = [_numbers(code, figure, numbers) for code, numbers in marks.items() if PARTS[code].is_drawn]
    hidden, titled = _for_nobody() if pick else _for_readers(name, said(marks, conflicting, figure=figure))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" '
        f'{hidden} font-family="{FONT}" font-size="14">{titled}{_words()}{_face(figure)}'
        f"{''.join(drawn)}{''.join(numbers)}</svg>"
    )


def said(marks: Mapping[str, Sequence[int]], conflicting: Collection[str] = (), *, figure: Figure = "child") -> str:
    """The drawing in sentences, for those who do not see it."""
    if not marks:
        return f"A {figure}’s body from before and behind. Nothing is marked."
    differs = dict.fromkeys(conflicting, ", explained differently")
    parts = [
        f"{PARTS[code].words}: {', '.join(map(str, numbers))}{differs.get(code, '')}."
        for code, numbers in marks.items()
    ]
    return f"A {figure}’s body from before and behind. " + " ".join(parts)


def _face(figure: Figure) -> str:
    """The outline of the head from before, behind its parts."""
    shape = tuple(_as_baby(point) if figure == "baby" else point for point in _oval(100, 47, 28, 39))
    return f'<path d="{_rounded(shape)}" fill="{SKIN}" stroke="{LINE}" stroke-width="1.2"/>'


def _drawn() -> list[str]:
    """Small parts last, so that they lie on top of large ones."""
    return [code for code, part in PARTS.items() if part.is_drawn]


def _part(code: str, figure: Figure, *, marked: bool, conflicting: bool) -> str:
    fill = CONFLICT if conflicting else MARKED if marked else SKIN
    line, width = (INK, 2) if marked else (LINE, 1.2)
    dash = ' stroke-dasharray="5 3"' if conflicting else ""
    return (
        f'<path data-hf-part="{code}" d="{_rounded(shape_of(code, figure=figure))}" fill="{fill}" stroke="{line}" '
        f'stroke-width="{width}" stroke-linejoin="round"{dash}><title>{escape(PARTS[code].words)}</title></path>'
    )


def _rounded(shape: Shape) -> str:
    """The outline with its corners taken off: a body has none."""
    steps = []
    for before, corner, after in zip((shape[-1], *shape), shape, (*shape[1:], shape[0]), strict=False):
        (x1, y1), (x2, y2) = _towards(corner, before), _towards(corner, after)
        steps.append(f"{'L' if steps else 'M'}{x1:.1f} {y1:.1f}Q{corner[0]:.1f} {corner[1]:.1f} {x2:.1f} {y2:.1f}")
    return "".join(steps) + "Z"


def _towards(corner: Point, other: Point) -> Point:
    apart = max(hypot(other[0] - corner[0], other[1] - corner[1]), 0.1)
    share = min(_CORNER / apart, 0.5)
    return corner[0] + (other[0] - corner[0]) * share, corner[1] + (other[1] - corner[1]) * share


def _numbers(code: str, figure: Figure, numbers: Sequence[int]) -> str:
    points = shape_of(code, figure=figure)
    x, y = (sum(point[axis] for point in points) / len(points) for axis in (0, 1))
    text = ", ".join(map(str, numbers)) if len(numbers) < 4 else f"{numbers[0]} to {numbers[-1]}"
    wide = max(17.0, 7.5 * len(text) + 7)
    return (
        f'<rect x="{x - wide / 2:.1f}" y="{y - 8.5:.1f}" width="{wide:.1f}" height="17" rx="8.5" fill="{INK}"/>'
        f'<text x="{x:.1f}" y="{y + 4.5:.1f}" text-anchor="middle" fill="#ffffff" font-size="13" font-weight="bold">'
        f"{text}</text>"
    )


def _words() -> str:
    """Which way round the body is: left and right are the person's own."""
    front, back, low = _MIDDLE[FRONT], _MIDDLE[BACK], HEIGHT - 12
    named = _text(front, low, "Front", bold=True) + _text(back, low, "Back", bold=True)
    sides = ((front - 62, "Right"), (front + 62, "Left"), (back - 62, "Left"), (back + 62, "Right"))
    return named + "".join(_text(x, low, word) for x, word in sides)


def _text(x: float, y: float, word: str, *, bold: bool = False) -> str:
    weight = ' font-weight="bold"' if bold else ""
    return f'<text x="{x:.0f}" y="{y}" text-anchor="middle" fill="{INK}"{weight}>{word}</text>'


def _for_nobody() -> tuple[str, str]:
    return 'aria-hidden="true" focusable="false"', ""


def _for_readers(name: str, words: str) -> tuple[str, str]:
    safe = escape(name)
    attributes = f'role="img" aria-labelledby="{safe}-title {safe}-desc"'
    return attributes, f'<title id="{safe}-title">Body map</title><desc id="{safe}-desc">{escape(words)}</desc>'
