"""A stale edit as a form: each line that differs with both texts, and the rest of what was sent carried along."""

import re
from dataclasses import dataclass

from django.http import QueryDict

from holdfast.kernel.refused import StaleEdit
from holdfast.web.days import PARTS

NOT_CARRIED = {"csrfmiddlewaretoken"}
VERSIONS = {"version", "expected_version"}


@dataclass(frozen=True)
class Line:
    """One field that two people wrote."""

    name: str
    label: str
    yours: str
    theirs: str

    @property
    def yours_said(self) -> str:
        """What was written, for a reader: a code in words."""
        return _in_words(self.yours)

    @property
    def theirs_said(self) -> str:
        """What stands now, for a reader."""
        return _in_words(self.theirs)


def lines(conflict: StaleEdit) -> list[Line]:
    """The fields whose texts differ, in the order in which they were sent."""
    return [
        Line(name, name.removesuffix("_id").replace("_", " ").capitalize(), yours, conflict.theirs.get(name, ""))
        for name, yours in conflict.yours.items()
        if name not in VERSIONS and yours != conflict.theirs.get(name, "")
    ]


def carried(conflict: StaleEdit, sent: QueryDict) -> list[tuple[str, str]]:
    """Everything else that was sent, with the version that stands now where the refusal says it."""
    shown = {line.name for line in lines(conflict)}
    shown |= {f"{name}_{part}" for name in shown for part in PARTS}
    standing = conflict.version or conflict.theirs.get("version")
    return [
        (name, str(standing) if name in VERSIONS and standing else value)
        for name, values in sent.lists()
        if name not in shown | NOT_CARRIED
        for value in values
    ]


def _in_words(text: str) -> str:
    """A code such as no_further_action as words; whatever somebody wrote is left alone."""
    return text.replace("_", " ").capitalize() if re.fullmatch(r"[a-z0-9]+(_[a-z0-9]+)+", text) else text
