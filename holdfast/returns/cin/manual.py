"""The rules of the census as a page of the manual, printed from their definitions."""

from collections.abc import Iterable

from holdfast.returns.cin._example import Example
from holdfast.returns.cin._rule import Rule
from holdfast.returns.cin.checking import label

_OPENING = """# Rules of the children in need census

What the department asks of the file, in our own words. An error must be mended; a query (its code ends in Q) is
mended or explained. `holdfast check cin FILE` asks them of a file. A rule that could not be asked says *not run*
and why, never *passed*. Each rule carries small files that it passes and small files in which it finds something:
they run as tests, and each of the latter trips just the rules that it says.

The rules are those of the set of 2025-26 and the twelve proposed for 2026-27, read in the sector's public validator
and put in our own words; where its wording left a doubt, the rule says which reading we took. They are to be
confirmed against the department's own document. This page is printed from the definitions.
"""

_PER = {"row": "each row by itself", "child": "all that a child has", "file": "the whole file"}


def rules_manual(rules: Iterable[Rule]) -> str:
    """The reference page of these rules, as Markdown."""
    told = list(rules)
    lines = "\n".join(f"| `{rule.code}` | {rule.severity} | {rule.table} | {rule.title} |" for rule in told)
    contents = f"| Code | Kind | Block | What is wrong |\n|---|---|---|---|\n{lines}\n"
    return "\n".join([_OPENING, contents, *(_rule(rule) for rule in told)])


def _rule(rule: Rule) -> str:
    facts = {
        "Looks at": ", ".join(f"`{element}`" for element in rule.elements),
        "Asked of": _PER[rule.per],
        "Says": rule.said,
        "Why": rule.why,
        "What to do": rule.mend,
        "Read as": rule.reading,
        "From": f"the census of {label(rule.since)}" if rule.since else "",
        "Source": f"{rule.source.title}, {rule.source.how_sure}",
    }
    told = "\n".join(f"- {name}: {words}" for name, words in facts.items() if words)
    passes = "; ".join(_words(example) for example in rule.passes)
    fails = "; ".join(_words(example) for example in rule.fails)
    return f"## {rule.code}: {rule.title}\n\n{told}\n- Passes: {passes}.\n- Finds: {fails}.\n"


def _words(example: Example) -> str:
    return example.words[:1].lower() + example.words[1:]
