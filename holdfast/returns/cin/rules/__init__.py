"""Every rule of the children in need census that we hold, in the order of its code."""

from importlib import import_module

from holdfast.returns.cin._rule import Rule

__all__ = ["RULES"]

_FILES = (
    "header", "pupil_numbers", "children", "characteristics", "referrals", "closures", "episodes",
    "assessments", "factors", "section47", "protection_plans", "reviews", "need_plans", "pre_proceedings",
)  # fmt: skip
_ALL = [rule for name in _FILES for rule in import_module(f"{__name__}.{name}").RULES]
RULES: dict[str, Rule] = {
    rule.code: rule for rule in sorted(_ALL, key=lambda rule: (int(rule.code.rstrip("Q")), rule.code))
}
