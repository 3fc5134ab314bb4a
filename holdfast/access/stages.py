"""How far into a child's story somebody may read."""

from enum import IntEnum


class Stage(IntEnum):
    """Each stage shows what the ones before it show, and more."""

    words: str

    def __new__(cls, value: int, words: str) -> "Stage":
        stage = int.__new__(cls, value)
        stage._value_ = value
        stage.words = words
        return stage

    nothing = (0, "Nothing about any child.")
    pointer = (1, "That the child is known, who is involved and how to ring them.")
    early_help = (2, "Early help: what support the family has been offered and by whom.")
    child_in_need = (3, "Child in need: referrals, assessments, and plans under section 17.")
    child_protection = (4, "Child protection: enquiries, conferences, plans and core groups.")
    decision_maker = (5, "Strategy discussions, police and legal matters: what those who decide must know.")

    @property
    def label(self) -> str:
        """The code as words: "Child in need"."""
        return self.name.replace("_", " ").capitalize()
