"""Reads XML from outside as a stream of small trees, trusting nothing.

Expat rather than a tree parser: it calls us the moment a DTD begins, before anything in it is acted on, and
when a file breaks we still hold each element that had begun, so that the account can tell of every one.
"""

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO
from xml.parsers import expat

from holdfast.returns.cin.account import Stop

_CHUNK = 65_536
SCHEMA_INSTANCE = "http://www.w3.org/2001/XMLSchema-instance "


@dataclass(frozen=True, kw_only=True)
class Limits:
    """How much of a file we will take: bytes in all, bytes between one child and the next, depth, refusals."""

    most_bytes: int = 4_000_000_000
    most_bytes_a_child: int = 2_000_000
    deepest: int = 16
    most_refused: int = 1_000_000


class Node:
    """One element: its local name, line, pieces of text that are not blank, attributes, elements within."""

    __slots__ = ("attributes", "ended", "line", "name", "nodes", "texts")

    def __init__(self, name: str, line: int) -> None:
        self.name = name
        self.line = line
        self.texts: list[tuple[int, str]] = []
        self.nodes: list[Node] = []
        self.attributes: Sequence[tuple[str, str]] = ()
        self.ended = True

    @property
    def text(self) -> str:
        """All text directly within, without blanks around it."""
        if len(self.texts) == 1:
            return self.texts[0][1].strip()
        return "".join([text for _, text in self.texts]).strip()


class TooMuch(Exception):  # noqa: N818 - whoever reads catches it, and says where it stopped
    """The file goes beyond what we will take; the message says how, for people."""


class CensusStream:
    """The trees below the containers, one at a time, in file order; `stopped` tells where reading ended early.

    A container (`Message`, and `Children` within it) is handed over empty once it ends; whatever else stands
    directly within one is handed over whole.
    """

    def __init__(self, source: BinaryIO, limits: Limits) -> None:
        self.stopped: Stop | None = None
        self._source = source
        self._limits = limits
        self._open: list[Node] = []
        self._containers = 0
        self._ready: deque[Node] = deque()
        self._fed = 0
        self._handed_at = 0
        self._parser = self._new_parser()

    def __iter__(self) -> Iterator[Node]:
        while self.stopped is None and self._feed(self._source.read(_CHUNK)):
            yield from self._handed_over()
        yield from self._handed_over()
        yield from self._left_open()

    def _handed_over(self) -> Iterator[Node]:
        while self._ready:
            yield self._ready.popleft()

    def _left_open(self) -> Iterator[Node]:
        """What had begun and not ended when the file broke: its containers, and the tree within them."""
        whole, self._open = self._open[: self._containers + 1], []
        for node in reversed(whole):
            node.ended = False
            yield node

    def _new_parser(self) -> expat.XMLParserType:
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self._doctype
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        return parser

    def _feed(self, chunk: bytes) -> bool:
        """Parses the chunk; whether there may be more."""
        self._fed += len(chunk)
        try:
            self._parser.Parse(chunk, not chunk)
        except expat.ExpatError as broken:
            self.stopped = Stop(broken.lineno, in_words(broken))
        except TooMuch as too_much:
            self.stopped = Stop(self._parser.CurrentLineNumber, str(too_much))
        except (LookupError, ValueError):
            self.stopped = Stop(1, "The file names an encoding that cannot be read. Save it again as UTF-8.")
        else:
            self._hold_to_limits()
        return bool(chunk)

    def _hold_to_limits(self) -> None:
        line = self._parser.CurrentLineNumber
        if self._fed > self._limits.most_bytes:
            self.stopped = Stop(line, f"The file is larger than {self._limits.most_bytes:,} bytes.")
        elif self._fed - self._handed_at > self._limits.most_bytes_a_child + _CHUNK:
            most = f"{self._limits.most_bytes_a_child:,}"
            self.stopped = Stop(line, f"One child takes more than {most} bytes, which no real child does.")

    def _doctype(self, *_declared: object) -> None:
        raise TooMuch("The file holds a document type declaration (DTD), which a census never has and we never read.")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if len(self._open) >= self._limits.deepest:
            raise TooMuch(f"Elements stand more than {self._limits.deepest} deep, which a census never does.")
        node = Node(name.rpartition(" ")[2], self._parser.CurrentLineNumber)
        if attributes:
            node.attributes = [each for each in attributes.items() if not each[0].startswith(SCHEMA_INSTANCE)]
        depth = len(self._open)
        if depth > self._containers:
            self._open[-1].nodes.append(node)
        elif (depth, node.name) in ((0, "Message"), (1, "Children")):
            self._containers = depth + 1
        self._open.append(node)

    def _end(self, _name: str) -> None:
        node = self._open.pop()
        depth = len(self._open)
        if depth > self._containers:
            return
        self._containers = min(self._containers, depth)
        self._ready.append(node)
        self._handed_at = self._fed

    def _text(self, text: str) -> None:
        if text.isspace():
            return
        node = self._open[-1]
        if "\n" not in text:
            node.texts.append((self._parser.CurrentLineNumber, text))
            return
        begun = self._parser.CurrentLineNumber - text.count("\n")
        blank = len(text) - len(text.lstrip())
        node.texts.append((max(node.line, begun + text[:blank].count("\n")), text))


def in_words(broken: expat.ExpatError) -> str:
    """What is wrong with a file that is not XML, for people."""
    what = expat.ErrorString(broken.code)
    known = {
        "syntax error": "The file is not XML at all.",
        "no element found": "The file ends before its last element does.",
        "mismatched tag": "An element is closed by the name of another, or not closed.",
        "not well-formed (invalid token)": "There is a character here that XML does not allow.",
        "undefined entity": "An entity stands here that XML does not know, such as &nbsp;.",
        "junk after document element": "Something follows after the end of the message.",
        "unclosed token": "The file ends in the middle of an element.",
        "unbound prefix": "An element's prefix belongs to no namespace.",
        "unknown encoding": "The file names an encoding that cannot be read. Save it again as UTF-8.",
        "encoding specified in XML declaration is incorrect": "The file is not in the encoding it says it is in.",
    }
    return known.get(what, f"The file is not XML from here on: {what}.")
