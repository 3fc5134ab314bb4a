"""Reads a census file into tables in one pass, trusting nothing: what the rules are asked of.

Expat passes every byte, and calls us the moment a DTD begins, before anything in it is acted on. Where it passes whole
children about whom nothing is odd, they are taken in bulk; where there is more, such as a comment, an attribute or an
element that the census does not have, it calls us for every element. Both ways lead to the same tables.
"""

from typing import BinaryIO
from xml.parsers import expat

from holdfast.returns.cin._bulk import Batch, Bulk, Irregular
from holdfast.returns.cin._gathering import Gathering, TooDeep
from holdfast.returns.cin._notes import in_order
from holdfast.returns.cin._stream import SCHEMA_INSTANCE, Limits, TooMuch, in_words
from holdfast.returns.cin.account import Account, CensusRefused, Stop
from holdfast.returns.cin.rows import Rows, Table

_CHUNK = 1 << 20
_FEWEST = 1 << 14
_BEGINS, _ENDS = b"<Child>", b"</Child>"
_SETTLE_AT = 1 << 18
_YEARS = range(2009, 2100)
"""The first census of children in need was of 2009; what lies beyond these years is mistyped."""


def scan(source: BinaryIO, *, year: int | None = None, limits: Limits | None = None) -> Rows:
    """The whole file as tables, judged as the census of `year`, or of the year that its header says.

    Raises CensusRefused where there is no year to judge it by. Where the file breaks off, `stopped` says so, and
    the tables hold the children before that line.
    """
    found = _Scan(limits or Limits())
    stopped = found.read(source)
    tables = {name: table.table() for name, table in found.gathered.tables.items()}
    judged = year or _year_said(tables["Header"])
    if judged is None:
        because = f"Line {stopped[0]}: {stopped[1]} " if stopped else ""
        raise CensusRefused(f"{because}The file has no header that says the year of its census.", _account(stopped))
    if judged not in _YEARS:
        raise CensusRefused(f"There is no census of children in need of {judged - 1}-{judged % 100:02}.", Account())
    return Rows(tables, judged, in_order(found.gathered.notes, tables), stopped)


def _year_said(header: Table) -> int | None:
    """The year in the header, where it is one that a census may be of."""
    said = int(header["Year"].values[0])
    return said if said in _YEARS else None


def _account(stopped: tuple[int, str] | None) -> Account:
    account = Account()
    account.stopped = Stop(*stopped) if stopped else None
    return account


def _to_last_child(sent: bytes) -> tuple[bytes, bytes]:
    """What was sent up to the end of its last child, and the rest; all of it where no child ends."""
    at = sent.rfind(_ENDS) + len(_ENDS) if _ENDS in sent else len(sent)
    return sent[:at], sent[at:]


class _Scan:
    """One reading of one file."""

    def __init__(self, limits: Limits) -> None:
        self.gathered = Gathering(limits.deepest)
        self._bulk = Bulk(self.gathered.tables)
        self._limits = limits
        self._is_first = True
        self._is_wide = self._in_cdata = False
        self._handed_at = self._fed = 0
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.StartDoctypeDeclHandler = self._doctype
        self._parser.StartCdataSectionHandler = self._cdata_begins
        self._parser.EndCdataSectionHandler = self._cdata_ends

    def read(self, source: BinaryIO) -> tuple[int, str] | None:
        """Read to the end; where and why it stopped early, if it did."""
        stopped, rest = None, b""
        while stopped is None and (read := source.read(_CHUNK)):
            chunk, rest = _to_last_child(rest + read)
            stopped = self._feed(chunk)
        stopped = stopped or self._feed(rest, last=True)
        if stopped:
            self.gathered.forget_open_child()
        self.gathered.need_header()
        return stopped

    def _feed(self, chunk: bytes, *, last: bool = False) -> tuple[int, str] | None:
        """Read a chunk, in bulk where that can be, and else by halves, so that what is odd slows only what is near."""
        batch = self._planned(chunk)
        if batch is None and len(chunk) > _FEWEST and (middle := self._middle(chunk)) > 0:
            return self._feed(chunk[:middle]) or self._feed(chunk[middle:], last=last)
        try:
            self._take(chunk, batch, last=last)
        except expat.ExpatError as broken:
            return broken.lineno, in_words(broken)
        except TooDeep as too_deep:
            return too_deep.line, str(too_deep)
        except TooMuch as too_much:
            return self._parser.CurrentLineNumber, str(too_much)
        except (LookupError, ValueError):
            if self.gathered.has_begun:
                raise
            return 1, "The file names an encoding that cannot be read. Save it again as UTF-8."
        self._settle()
        return self._beyond_limits()

    def _planned(self, chunk: bytes) -> Batch | None:
        """What a chunk says, where it can be read in bulk."""
        if not self._is_between_tags or not self.gathered.is_between_children:
            return None
        try:
            return self._bulk.plan(chunk)
        except Irregular:
            return None

    @property
    def _is_between_tags(self) -> bool:
        """Whether the next byte may begin a tag: expat keeps none back, as within a comment, until it has seen more."""
        return self._parser.CurrentByteIndex == self._fed and not (self._in_cdata or self._is_wide)

    def _middle(self, chunk: bytes) -> int:
        """Where a child begins in the middle of a chunk; of the first, where its first child begins."""
        first, self._is_first = self._is_first, False
        return chunk.find(_BEGINS) if first else chunk.find(_BEGINS, len(chunk) // 2)

    def _take(self, chunk: bytes, batch: Batch | None, *, last: bool) -> None:
        before, line, ended = self._fed, self._parser.CurrentLineNumber, self.gathered.ended
        self._fed += len(chunk)
        self._is_wide = self._is_wide or b"\0" in chunk  # as in UTF-16, whose letters may have the bytes of a tag
        self._listen(batch is None)
        try:
            self._parser.Parse(chunk, last)
        except expat.ExpatError:
            passed = chunk[: self._parser.ErrorByteIndex - before]
            if batch is not None and _ENDS in passed:
                self.gathered.ended += self._bulk.take(self._bulk.plan(_to_last_child(passed)[0]), line)
            raise
        if batch is not None:
            self.gathered.ended += self._bulk.take(batch, line)
        if self.gathered.ended != ended:
            self._handed_at = self._fed

    def _listen(self, listening: bool) -> None:
        """Have expat call us for every element and text, or not."""
        self._parser.StartElementHandler = self._start if listening else None
        self._parser.EndElementHandler = self._end if listening else None
        self._parser.CharacterDataHandler = self.gathered.texts.append if listening else None

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self.gathered.begin(name, self._parser.CurrentLineNumber)
        for told in attributes:
            if not told.startswith(SCHEMA_INSTANCE):
                self.gathered.pass_over(told, self._parser.CurrentLineNumber)

    def _end(self, _name: str) -> None:
        self.gathered.end(self._parser.CurrentLineNumber)

    def _cdata_begins(self) -> None:
        self._in_cdata = True

    def _cdata_ends(self) -> None:
        self._in_cdata = False

    def _beyond_limits(self) -> tuple[int, str] | None:
        line = self._parser.CurrentLineNumber
        if self._fed > self._limits.most_bytes:
            return line, f"The file is larger than {self._limits.most_bytes:,} bytes."
        if self._fed - self._handed_at > self._limits.most_bytes_a_child + _CHUNK:
            most = f"{self._limits.most_bytes_a_child:,}"
            return line, f"One child takes more than {most} bytes, which no real child does."
        return None

    def _settle(self) -> None:
        for table in self.gathered.tables.values():
            for column in table.columns.values():
                if len(column.rows) >= _SETTLE_AT:
                    column.settle()

    def _doctype(self, *_declared: object) -> None:
        raise TooMuch("The file holds a document type declaration (DTD), which a census never has and we never read.")
