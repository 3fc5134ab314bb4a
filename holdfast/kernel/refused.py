"""What the software will not do, said in a sentence for the person who asked."""


class Refused(Exception):  # noqa: N818 - a refusal is an answer to a person, not an error
    """Holdfast will not do this, because; the message is for people and carries references, never names."""


class NotFound(Refused):
    """Nothing here that you may see; said alike for what does not exist and what is not yours."""


class Unavailable(Refused):
    """Something that we need cannot be had as things stand, such as the database; the message says what to do."""


class StaleEdit(Refused):
    """Somebody changed the record meanwhile.

    Holds the field values that stand now (`theirs`) and the ones that were sent (`yours`),
    so that a page can show both and lose neither; `version` is the one that stands, to save over it knowingly.
    """

    def __init__(
        self, message: str, *, theirs: dict[str, str], yours: dict[str, str], version: int | None = None
    ) -> None:
        super().__init__(message)
        self.theirs = theirs
        self.yours = yours
        self.version = version
