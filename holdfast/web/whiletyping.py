"""Forms that are answered while they are typed: another part may know beforehand what it would say of them.

Slices that come later in the story register here, as in `aftersave`. A form that is answered has the attributes
`data-asked-at` (an address) and `data-asked-of` (names of fields): `web/asked.js` sends those fields there a moment
after the last key, and shows beside each what came back for it. Nothing is stored by it, and nothing held up.
"""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class Asked:
    """Where a form is answered while it is typed, and of which fields it is asked."""

    address: str
    fields: tuple[str, ...]


Answers = Callable[..., Asked | None]
"""Called with the deed's word, and by name the child's id and that of what it is done to."""

_answering: list[Answers] = []


def register(answers: Answers) -> None:
    """Let this answer forms."""
    if answers not in _answering:
        _answering.append(answers)


def asked_at(deed: str, *, child_id: UUID, subject_id: UUID) -> Asked | None:
    """Where the form of this deed is answered while it is typed; None where nobody does."""
    found = (answers(deed, child_id=child_id, subject_id=subject_id) for answers in _answering)
    return next((asked for asked in found if asked), None)
