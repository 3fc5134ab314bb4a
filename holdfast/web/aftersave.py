"""What follows when somebody has saved a record of a child: another part may have something to say of it first.

Slices that come later in the story register here, so that an earlier one need not know them. Nothing of it keeps
anybody from saving: it is asked when all is saved, and what goes wrong while asking is logged and passed over.
"""

import logging
from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.db import transaction

Says = Callable[..., str]
"""Called with the child's id, the record as saved, and when; answers the address of a page to show, or nothing."""

log = logging.getLogger(__name__)
_asked: list[Says] = []


def register(says: Says) -> None:
    """Let this be asked after each save."""
    if says not in _asked:
        _asked.append(says)


def page_after(record: object, *, child_id: UUID, at: datetime, otherwise: str) -> str:
    """The address of the page that follows: of the first who has something to say, or the one given."""
    for says in _asked:
        try:
            with transaction.atomic():
                address = says(child_id=child_id, record=record, at=at)
        except Exception:  # the record is saved, and a question about it must not undo that
            log.exception("What should follow a save could not be asked.")
        else:
            if address:
                return address
    return otherwise
