"""What else is worked out anew in the transaction of a deed: slices say it here, and every deed does it.

Due dates are the wall's own; what else follows from a child's facts belongs to a slice that the wall does not know.
"""

from collections.abc import Callable, Collection
from datetime import datetime
from uuid import UUID

Work = Callable[[Collection[UUID], datetime], None]
"""Works something out about these children, as at that instant."""

_work: dict[str, Work] = {}


def register(name: str, work: Work) -> None:
    """Have every deed about children end with this; registering a name twice keeps the last."""
    _work[name] = work


def follow_up(children: Collection[UUID], *, at: datetime) -> None:
    """Do all of it for these children."""
    if not children:
        return
    for work in _work.values():
        work(children, at)
