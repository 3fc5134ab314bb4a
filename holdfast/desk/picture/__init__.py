"""Everything we know about a child on one page: what every agency told, saw and did, put together and never retyped."""

from holdfast.desk.picture._after import added_after_own_decisions
from holdfast.desk.picture._current import how_current
from holdfast.desk.picture._summary import Summary, count_of_contacts, summary
from holdfast.desk.picture.views import picture, picture_read

__all__ = [
    "Summary",
    "added_after_own_decisions",
    "count_of_contacts",
    "how_current",
    "picture",
    "picture_read",
    "summary",
]
