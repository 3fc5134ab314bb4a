"""The body, part by part: what each part is called, which side it is on, whether it is seen from before or behind.

Plain Python: nothing here knows what is marked on the body, or whose it is. `holdfast.web.body_map` draws it.
Left and right are the person's own.
"""

from dataclasses import dataclass

FRONT, BACK = "front", "back"
LEFT, RIGHT = "left", "right"


@dataclass(frozen=True, kw_only=True)
class Part:
    """A part of the body that somebody can point to. `site` is the part without its side and its surface."""

    code: str
    words: str
    site: str
    surface: str = ""
    side: str = ""

    @property
    def is_drawn(self) -> bool:
        """Whether it is one place on the drawing: "the arm, side not said" is none."""
        return bool(self.surface)


_MIDDLE_FRONT = (
    ("top_of_head", "Top of the head", "head"),
    ("forehead", "Forehead", "forehead"),
    ("nose", "Nose", "nose"),
    ("mouth", "Mouth and lips", "mouth"),
    ("chin", "Chin and jaw", "chin"),
    ("neck", "Front of the neck", "neck"),
    ("abdomen", "Abdomen", "abdomen"),
    ("genitals", "Genital area", "genitals"),
)
_PAIRED_FRONT = (
    ("eye", "eye and eyelid", "eye"),
    ("cheek", "cheek", "cheek"),
    ("ear", "ear", "ear"),
    ("shoulder", "shoulder", "shoulder"),
    ("chest", "side of the chest", "chest"),
    ("upper_arm", "upper arm, front", "upper_arm"),
    ("elbow", "inside of the elbow", "elbow"),
    ("forearm", "forearm, front", "forearm"),
    ("hand", "palm and fingers", "hand"),
    ("thigh", "thigh, front", "thigh"),
    ("knee", "knee", "knee"),
    ("shin", "shin", "lower_leg"),
    ("foot", "top of the foot", "foot"),
)
_MIDDLE_BACK = (
    ("back_of_head", "Back of the head", "head"),
    ("back_of_neck", "Back of the neck", "neck"),
)
_PAIRED_BACK = (
    ("shoulder_blade", "shoulder blade", "shoulder"),
    ("upper_back", "upper back", "upper_back"),
    ("lower_back", "lower back", "lower_back"),
    ("buttock", "buttock", "buttock"),
    ("back_of_upper_arm", "upper arm, back", "upper_arm"),
    ("back_of_elbow", "elbow, back", "elbow"),
    ("back_of_forearm", "forearm, back", "forearm"),
    ("back_of_hand", "back of the hand", "hand"),
    ("back_of_thigh", "thigh, back", "thigh"),
    ("back_of_knee", "back of the knee", "knee"),
    ("calf", "calf", "lower_leg"),
    ("sole", "heel and sole", "foot"),
)
_NOT_SAID = (
    ("head", "Head, place not said", "head"),
    ("face", "Face, place not said", "face"),
    ("trunk", "Chest, abdomen or back, place not said", "trunk"),
    ("arm", "Arm, side or place not said", "arm"),
    ("leg", "Leg, side or place not said", "leg"),
    ("inside", "Inside the body, such as a broken rib", "inside"),
    ("not_said", "Place on the body not said", "not_said"),
)


def _middle(surface: str, listed: tuple[tuple[str, str, str], ...]) -> list[Part]:
    return [Part(code=code, words=words, site=site, surface=surface) for code, words, site in listed]


def _paired(surface: str, listed: tuple[tuple[str, str, str], ...]) -> list[Part]:
    return [
        Part(code=f"{side}_{code}", words=f"{side.capitalize()} {words}", site=site, surface=surface, side=side)
        for code, words, site in listed
        for side in (LEFT, RIGHT)
    ]


GROUPS: tuple[tuple[str, tuple[Part, ...]], ...] = (
    ("Front of the body", tuple(_middle(FRONT, _MIDDLE_FRONT) + _paired(FRONT, _PAIRED_FRONT))),
    ("Back of the body", tuple(_middle(BACK, _MIDDLE_BACK) + _paired(BACK, _PAIRED_BACK))),
    ("Place not said", tuple(_middle("", _NOT_SAID))),
)
"""Every part under the heading by which a list offers it, from the head down."""

PARTS: dict[str, Part] = {part.code: part for _, parts in GROUPS for part in parts}
"""Every part by its code. Codes are never used again for another part."""

CHOICES: list[tuple[str, list[tuple[str, str]]]] = [
    (heading, [(part.code, part.words) for part in parts]) for heading, parts in GROUPS
]
"""Every part as the choices of a form or a model field, under their headings."""

_WIDER = {
    "head": ("forehead",),
    "face": ("eye", "cheek", "nose", "mouth", "chin", "forehead"),
    "trunk": ("chest", "abdomen", "upper_back", "lower_back", "shoulder"),
    "arm": ("upper_arm", "elbow", "forearm", "hand", "shoulder"),
    "leg": ("thigh", "knee", "lower_leg", "foot"),
}
"""What may be meant where only so much was said."""


def may_be_one_place(one: str, other: str) -> bool:
    """Whether two codes may tell of the same place: the same site and side, as far as either was said.

    >>> may_be_one_place("left_forearm", "left_back_of_forearm"), may_be_one_place("left_forearm", "right_forearm")
    (True, False)
    >>> may_be_one_place("arm", "right_forearm")
    True
    """
    first, second = PARTS[one], PARTS[other]
    sides = {first.side, second.side} - {""}
    within = second.site in _WIDER.get(first.site, ()) or first.site in _WIDER.get(second.site, ())
    return len(sides) < 2 and (first.site == second.site or within)
