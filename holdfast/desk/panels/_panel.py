"""What a panel is: a short list with its title, shown on a home page, a child's page or beside a decision."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line: words, where they lead, what is said beside them, and a tag (`meaning` as in the tag component)."""

    text: str
    url: str = ""
    hint: str = ""
    tag: str = ""
    meaning: str = ""
    late: bool = False


@dataclass(frozen=True, kw_only=True)
class Panel:
    """A list that somebody should see where they work; `empty` is said where it has no lines."""

    title: str
    lines: tuple[Line, ...] = ()
    empty: str = ""
    more_url: str = ""
    more_words: str = ""
