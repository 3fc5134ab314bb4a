"""Nobody-picked-it-up: everything that waits for a person has an owner, a time to be picked up by, and steps beyond.

What a slice needs is here: `queue_item()` beside the record that makes somebody wait, `acknowledge()` beside the deed
that picks it up, both inside that deed's transaction. The rest happens by itself: see `sweeping` and `sending`.
"""

from holdfast.wall.waiting.items import acknowledge, queue_item, take

__all__ = ["acknowledge", "queue_item", "take"]
