"""What a check of the census was of, and how a finding stands."""

from django.db.models import TextChoices


class RunKind(TextChoices):
    """What was checked."""

    nightly = "nightly", "The records, overnight"
    file = "file", "A file that was kept on request"


class Severity(TextChoices):
    """What is to be done about a finding."""

    error = "error", "To mend"
    query = "query", "To mend or explain"


class FindingState(TextChoices):
    """How a finding stands; `new` ones are standing too."""

    new = "new", "New since the night before"
    standing = "standing", "To mend or explain"
    explained = "explained", "Explained"
    carried = "carried", "Explained in an earlier year, to be confirmed"
    fixed = "fixed", "Mended"
