"""What stands in casework, for those who may see it; each runs inside `acting()`."""

from holdfast.records.casework.queries.challenged import decisions_of
from holdfast.records.casework.queries.past import past_of_assessment, plans_told
from holdfast.records.casework.queries.standing import (
    Gap,
    every_open_episode,
    last_seen,
    last_seen_alone,
    open_episodes,
    open_need_plans,
    open_plans,
    previous_plans,
    still_to_do,
)

__all__ = [
    "Gap",
    "decisions_of",
    "every_open_episode",
    "last_seen",
    "last_seen_alone",
    "open_episodes",
    "open_need_plans",
    "open_plans",
    "past_of_assessment",
    "plans_told",
    "previous_plans",
    "still_to_do",
]
