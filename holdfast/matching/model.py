"""The trained weights: what each answer says for and against, and what they say together.

The file is a model of Splink's own form, read here and by Splink alike. Its probabilities were counted on an invented
population and on nothing else; `model_card.toml` beside it says how, when and from what.
"""

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import log2
from typing import Any, Literal

from holdfast.matching.comparisons import COMPARISONS, SILENT, answers
from holdfast.matching.described import Ready

Likely = Literal["very likely", "may be", "unlikely"]
VERY_LIKELY, MAY_BE = 0.95, 0.02
"""From which probability the words begin. They order a list for a person; nothing is ever done because of them."""


@dataclass(frozen=True, kw_only=True)
class Weighed:
    """One comparison's answer, and how much it says: bits of evidence, for (above 0) or against."""

    comparison: str
    answer: str
    bits: float


@dataclass(frozen=True, kw_only=True)
class Judged:
    """What all the answers say together about one pair."""

    weighed: tuple[Weighed, ...]
    probability: float
    """By the model, were the pair drawn from the population that it was trained on. Never shown."""

    @property
    def likely(self) -> Likely:
        """In words."""
        if self.probability >= VERY_LIKELY:
            return "very likely"
        return "may be" if self.probability >= MAY_BE else "unlikely"

    @property
    def together(self) -> bool:
        """Whether the two live or lived in one household, as far as anybody told."""
        home = next(each.answer for each in self.weighed if each.comparison == "home")
        return home in ("home_and_more", "home", "telephone", "mother")

    @property
    def bits(self) -> float:
        """All the evidence added up; where probabilities are all but one, it still tells pairs apart."""
        return sum(each.bits for each in self.weighed)


@dataclass(frozen=True)
class Model:
    """Bits of evidence by comparison and answer, and those against any two people being one."""

    prior: float
    bits: dict[str, dict[str, float]]

    def judged(self, a: Ready, b: Ready) -> Judged:
        """How likely the two are one person, and what each comparison adds; the same whichever comes first."""
        weighed = tuple(
            Weighed(comparison=name, answer=answer, bits=self.bits[name][answer])
            for name, answer in answers(a, b).items()
        )
        total = self.prior + sum(each.bits for each in weighed)
        return Judged(weighed=weighed, probability=1 / (1 + 2.0 ** -max(-500.0, min(500.0, total))))


def splink_settings() -> dict[str, Any]:
    """The model as Splink reads it."""
    settings: dict[str, Any] = json.loads((files("holdfast.matching") / "data" / "model.json").read_text("utf-8"))
    return settings


@cache
def trained() -> Model:
    """The model that ships with Holdfast."""
    settings = splink_settings()
    prior = settings["probability_two_random_records_match"]
    bits = {each["output_column_name"]: _bits(each["comparison_levels"]) for each in settings["comparisons"]}
    wanted = {each.name: {SILENT, *each.levels} for each in COMPARISONS}
    if wanted != {name: set(levels) for name, levels in bits.items()}:
        raise ValueError("The trained model does not know the comparisons that are made: train it anew.")
    return Model(prior=log2(prior / (1 - prior)), bits=bits)


def _bits(levels: list[dict[str, Any]]) -> dict[str, float]:
    return {
        each["label_for_charts"]: 0.0
        if each.get("is_null_level")
        else log2(each["m_probability"] / each["u_probability"])
        for each in levels
    }
