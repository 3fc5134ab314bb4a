"""The checks as a page of the manual, printed from their definitions."""

from collections.abc import Iterable
from datetime import date, datetime

from holdfast.checks._check import Check, Example, Setting
from holdfast.facts.schema import Value
from holdfast.kernel.days import in_words
from holdfast.kernel.source import Dated

_OPENING = """# Checks

Lessons made executable: each check is a question over what is recorded, learned from a review, an audit or an
inspection. It answers children, each with the reason in a sentence and the rows that it rests on, and asks a manager
for a recorded look. It gives no score, ranks no family, and nothing it says decides anything. It asks about children:
from the eighteenth birthday on it asks nothing, and what it had asked is taken back.

A check runs when something is written down and every night. It asks once for each new piece of evidence, stays until
somebody has looked, and takes its question back where what it rested on was taken back. A partnership sets its own
counts and times in `local/checks.toml`. This page is printed from the definitions; its examples run as tests.
"""


def checks_manual(checks: Iterable[Check]) -> str:
    """The reference page of these checks, as Markdown."""
    told = list(checks)
    rows = "\n".join(f"| {check.title} | `{check.id}` | {check.question} |" for check in told)
    contents = f"| What | Check | The question |\n|---|---|---|\n{rows}\n"
    return "\n".join([_OPENING, contents, *(_check(check) for check in told)])


def _check(check: Check) -> str:
    facts = {
        "Check": f"`{check.id}`, over `{check.table}`",
        "Question": check.question,
        "Why": check.why,
        "Learned from": "; ".join(f"{source.title} (`{source.place}`)" for source in check.taught_by),
        "What to do": check.to_do,
        "Asked of": check.goes_to or "a manager, who records a look",
        "Counts": "; ".join(_setting(check, dated) for dated in check.settings),
        "Told to those who see": check.stage.label.lower(),
    }
    told = "\n".join(f"- {name}: {words}" for name, words in facts.items())
    return f"## {check.title}\n\n{told}\n\n" + "\n".join(_example(example) for example in check.examples)


def _setting(check: Check, dated: Dated[Setting]) -> str:
    setting = dated.value
    kinds = f" of {setting.kinds} kinds or more (`{check.kind}`)" if setting.kinds else ""
    since = f", from {in_words(dated.valid_from)}" if dated.valid_from > date.min else ""
    rising = ", and more than in as long a time before" if check.rising else ""
    return (
        f"{setting.at_least} or more{kinds} within {setting.within.words}{rising}; "
        f"asks until {setting.keep.words} after the latest{since}"
    )


def _example(example: Example) -> str:
    told = "\n".join(
        f"    {table}: {', '.join(f'{name} {_value(value)}' for name, value in row.items() if value is not None)}"
        for table, rows in example.rows.items()
        for row in rows
    )
    answer = f"**{example.said}**" if example.said else "does not ask."
    return f"*{example.words}.* As of {in_words(example.as_of)}: {answer}\n\n{told}\n"


def _value(value: Value) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return f"{in_words(value.date())} at {value:%H:%M}"
    return in_words(value) if isinstance(value, date) else str(value)
