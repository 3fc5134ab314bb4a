"""What a partner's system sends: each notification described once, as JSON Schema, and read by that description."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from holdfast.kernel.codes import PRESENT_YEAR, choices
from holdfast.records.frontdoor.actions import Around
from holdfast.records.frontdoor.codes import Answer, Danger
from holdfast.records.sightings.codes import ExplainedBy, InjuryKind
from holdfast.web.body import PARTS

MOST = 100
"""The most notifications of one request."""
OWN_ID = r"^[A-Za-z0-9._:-]{1,100}$"
Schema = dict[str, Any]


def _text(longest: int, words: str = "", **more: Any) -> Schema:
    return {"type": "string", "maxLength": longest, **({"description": words} if words else {}), **more}


def _one_of(codes: Any, words: str = "") -> Schema:
    return {"type": "string", "enum": list(codes), **({"description": words} if words else {})}


def _whole(properties: Mapping[str, Schema], *, required: tuple[str, ...] = (), **more: Any) -> Schema:
    asked = {"required": list(required)} if required else {}
    return {"type": "object", "properties": dict(properties), "additionalProperties": False, **asked, **more}


def _several(item: Schema, most: int, **more: Any) -> Schema:
    return {"type": "array", "items": item, "maxItems": most, **more}


_DAY: Schema = {"type": "string", "format": "date", "pattern": r"^\d{4}-\d{2}-\d{2}$"}
_FACTORS = [code for code, _ in choices("AssessmentFactors", PRESENT_YEAR) if code != "21"]
_SOURCES = [code for code, _ in choices("ReferralSource", PRESENT_YEAR)]

INJURY = _whole(
    {
        "site": _one_of(PARTS, "Where on the body"),
        "kind": _one_of(InjuryKind.values),
        "looks": _text(500),
        "seen_on": _DAY,
        "seen_by": _text(150),
        "explanation": _text(10_000, "How it was explained, in their own words"),
        "explained_by": _one_of(ExplainedBy.values),
    },
    minProperties=1,
)
CHILD = _whole(
    {
        "given": _text(150),
        "family": _text(150),
        "birth_on": _DAY,
        "age_words": _text(100, "Such as “about 6”, where the date of birth is not known"),
        "expected_on": {**_DAY, "description": "Only for a child who is not born yet"},
        "address": _text(10_000),
        "school": _text(150),
        "language_needs": _text(150),
        "communication_needs": _text(10_000),
        "injuries": _several(INJURY, 20),
    },
    minProperties=1,
)
ADULT = _whole(
    {
        "name": _text(150),
        "who_to_child": _text(150, "Such as mother, her partner, lodger"),
        "birth_on": _DAY,
        "age_words": _text(100),
        "lives_there": _one_of(Answer.values),
    },
    minProperties=1,
)
ALLEGED = _whole(
    {
        "name": _text(150),
        "employer": _text(150),
        "roles": _text(10_000, "Every place where they work or help with children"),
        "works_with_children": _one_of(Answer.values),
        "told_by_relation": _text(150),
    },
    minProperties=1,
)
_TELLER = _whole(
    {
        "name": _text(150),
        "role": _text(150),
        "telephone": _text(60),
        "safe_contact": _text(10_000),
    }
)
NOTIFICATION = _whole(
    {
        "id": _text(100, "Your own reference: the same one is never taken in twice", pattern=OWN_ID),
        "danger": _one_of(Danger.values, "Is a child in danger now? Then ring 999 as well: this is no telephone"),
        "what_happened": _text(10_000, "What happened, in the words of whoever tells", pattern=r"\S"),
        "child_said": _text(10_000),
        "household": _text(10_000),
        "parents_needs": _text(500),
        "parents_know": _one_of(Answer.values),
        "parents_know_because": _text(10_000),
        "parents_agree": _one_of(Answer.values),
        "parents_agree_because": _text(10_000),
        "main_worry": _one_of(_FACTORS, "The one main reason, a code of the DfE’s list of factors"),
        "further_worries": _several(_one_of(_FACTORS), 40),
        "source": _one_of(_SOURCES, "A code of the DfE’s list of sources; your agency’s own where left out"),
        "teller": _TELLER,
        "children": _several(CHILD, 20, minItems=1),
        "adults": _several(ADULT, 20),
        "alleged": _several(ALLEGED, 5, description="Somebody who works with children, about whom the worry is"),
    },
    required=("id", "danger", "what_happened", "children"),
)

_BESIDES = frozenset({"id", "teller", "children", "adults", "alleged"})
_KINDS: dict[str, type] = {"string": str, "object": dict, "array": list}


@dataclass(frozen=True, kw_only=True)
class Notification:
    """One notification as it was sent: its own id, what was told, or what is wrong with it."""

    id: str
    told: Mapping[str, Any] = field(default_factory=dict)
    children: tuple[Mapping[str, Any], ...] = ()
    around: Around = field(default_factory=Around)
    wrong: tuple[str, ...] = ()
    """Where and what, never what was written there."""


def read_notification(sent: Any) -> Notification:
    """The notification, or all that is wrong with it."""
    sent = cleaned(sent)
    own_id = sent.get("id") if isinstance(sent, dict) else None
    known = own_id if isinstance(own_id, str) and re.search(OWN_ID, own_id) else ""
    wrong = tuple(mistakes(sent, NOTIFICATION))
    if wrong:
        return Notification(id=known, wrong=wrong[:20])
    teller = {f"teller_{name}": said for name, said in sent.get("teller", {}).items()}
    if "teller_safe_contact" in teller:
        teller["safe_contact"] = teller.pop("teller_safe_contact")
    return Notification(
        id=known,
        told={name: value for name, value in sent.items() if name not in _BESIDES} | teller,
        children=tuple(_days(child) for child in sent["children"]),
        around=Around(adults=[_days(each) for each in sent.get("adults", [])], alleged=sent.get("alleged", [])),
    )


def mistakes(sent: Any, schema: Schema, where: str = "") -> Iterator[str]:
    """What is wrong by this description, a sentence each; it knows the few words of JSON Schema that are used here."""
    at = where or "the notification"
    kind = schema["type"]
    if not isinstance(sent, _KINDS[kind]):
        yield f"{at} must be {'an' if kind[0] in 'ao' else 'a'} {kind}"
    elif kind == "string":
        yield from _of_text(sent, schema, at)
    elif kind == "array":
        if not schema.get("minItems", 0) <= len(sent) <= schema["maxItems"]:
            yield f"{at} must hold {schema.get('minItems', 0)} to {schema['maxItems']} entries"
            return
        for number, each in enumerate(sent):
            yield from mistakes(each, schema["items"], f"{where}/{number}".lstrip("/"))
    else:
        yield from _of_object(sent, schema, where, at)


def _of_object(sent: Mapping[str, Any], schema: Schema, where: str, at: str) -> Iterator[str]:
    known = schema["properties"]
    yield from (f"{at} lacks {name}" for name in schema.get("required", ()) if name not in sent)
    unknown = len(set(sent) - set(known))
    if unknown:
        yield f"{at} holds {unknown} names that are not known here; known are {', '.join(known)}"
    if len(sent) < schema.get("minProperties", 0):
        yield f"{at} says nothing"
    for name in known:
        if name in sent:
            yield from mistakes(sent[name], known[name], f"{where}/{name}".lstrip("/"))


def _of_text(sent: str, schema: Schema, at: str) -> Iterator[str]:
    if len(sent) > schema.get("maxLength", len(sent)):
        yield f"{at} is longer than {schema['maxLength']} characters"
    if "enum" in schema and sent not in schema["enum"]:
        yield f"{at} is none of the codes that are known here"
    elif schema.get("format") == "date":
        if _day(sent, schema) is None:
            yield f"{at} is no day such as 2020-02-29"
    elif "pattern" in schema and not re.search(schema["pattern"], sent):
        yield f"{at} is empty, or has signs that cannot stand there"


def _day(sent: str, schema: Schema) -> date | None:
    try:
        return date.fromisoformat(sent) if re.search(schema["pattern"], sent, re.ASCII) else None
    except ValueError:
        return None


def _days(told: Mapping[str, Any]) -> dict[str, Any]:
    """Days as days; what is left open is left out."""
    read = {name: date.fromisoformat(value) if name.endswith("_on") else value for name, value in told.items()}
    if "injuries" in read:
        read["injuries"] = [_days(injury) for injury in read["injuries"]]
    return read


def cleaned(sent: Any) -> Any:
    """The same without the few signs that PostgreSQL cannot keep."""
    if isinstance(sent, str):
        return sent.replace("\0", "").encode("utf-8", "ignore").decode()
    if isinstance(sent, list):
        return [cleaned(each) for each in sent]
    if isinstance(sent, dict):
        return {cleaned(name): cleaned(value) for name, value in sent.items()}
    return sent
