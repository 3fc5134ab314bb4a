"""How far an import is, and what it has to say about a line."""

from django.db.models import TextChoices


class FileState(TextChoices):
    """How far a census file has got."""

    waiting = "waiting", "Waiting"
    reading = "reading", "Being read"
    finished = "finished", "Finished"
    stopped = "stopped", "Stopped before the end"
    refused = "refused", "Refused"


class ChildOutcome(TextChoices):
    """What a file changed about one child."""

    new = "new", "New child"
    changed = "changed", "Changed"
    unchanged = "unchanged", "Nothing new"
    held = "held", "Held for a person to look at"


class FindingKind(TextChoices):
    """What sort of thing is said about a line of a file."""

    refused = "refused", "Not kept"
    odd = "odd", "Kept, but odd"
    ours_kept = "ours_kept", "Different from our record, which was kept"
    held = "held", "Held for a person to look at"
