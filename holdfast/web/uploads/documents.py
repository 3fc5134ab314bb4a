"""Documents that do nothing when they are opened: PDF, Word and plain text."""

import io
import re
import zipfile
import zlib

from holdfast.kernel.refused import Refused

_UNPACKED_AT_MOST = 80 * 1024 * 1024
_PARTS_AT_MOST = 2_000

_PDF_ACTS = re.compile(
    rb"/(?:JavaScript|JS|Launch|EmbeddedFiles?|RichMedia|XFA|SubmitForm|ImportData|GoToE|Rendition|AA)\b"
)
_PDF_STREAM = re.compile(rb"\bstream\r?\n(.*?)\bendstream\b", re.S)
_PDF_NAME_HEX = re.compile(rb"#([0-9A-Fa-f]{2})")

_WORD_MAIN = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_WORD_ACTS = re.compile(r"vbaProject|vbaData|activeX|oleObject|/embeddings/|attachedToolbars|\.bin$|\.exe$|\.js$", re.I)
_WORD_FETCHES = re.compile(
    rb"<Relationship\b(?=[^>]*TargetMode\s*=\s*[\"']External)(?![^>]*/(?:hyperlink)[\"'])[^>]*>", re.I
)
_WORD_FIELDS = re.compile(rb"\b(?:DDEAUTO|DDE|INCLUDETEXT|INCLUDEPICTURE)\b[^<]{0,3}[\"\\ ]", re.I)
_MARKUP = re.compile(
    r"^\s*(?:<\?|<!doctype|<html|<script|<svg|<\w+[^>]*\bon\w+\s*=|\{\\rtf)|<script\b|javascript:", re.I
)

PDF_ACTS = "The PDF can run a program, opens other files, or has files inside. Print it to a new PDF and send that."
WORD_ACTS = "The Word file has macros or other files inside. Save it as a plain .docx or as PDF and send that."
WORD_FETCHES = "The Word file fetches something from elsewhere when it is opened. Save it as PDF and send that."
NOT_WHOLE = "It is damaged, or something else is hidden in it. Save it again and send the new copy."
NOT_TAKEN = "We take PDF, Word (.docx), JPEG, PNG and plain text. Save it as one of those."


def refuse_active_pdf(content: bytes) -> None:
    """Refuse a PDF that acts, is locked, or carries another file after its end."""
    end = content.rfind(b"%%EOF")
    if end < 0 or content[end + 5 :].strip(b"\r\n\0 \t"):
        raise Refused(NOT_WHOLE)
    outside, packed = _PDF_STREAM.sub(b" ", content), _pdf_objects(content)
    if re.search(rb"/Encrypt\b", outside):
        raise Refused("The PDF is locked with a password, so that nobody here could read it. Send it unlocked.")
    if any(_PDF_ACTS.search(_PDF_NAME_HEX.sub(_unhexed, part)) for part in (outside, *packed)):
        raise Refused(PDF_ACTS)


def _pdf_objects(content: bytes) -> list[bytes]:
    """Objects that are packed into streams, unpacked; pictures and fonts are streams too, and hold any bytes."""
    found, left = [], _UNPACKED_AT_MOST
    for stream in _PDF_STREAM.finditer(content):
        holds_objects = b"ObjStm" in _PDF_NAME_HEX.sub(_unhexed, content[max(stream.start() - 400, 0) : stream.start()])
        try:
            unpacked = zlib.decompressobj().decompress(stream[1], left)
        except zlib.error:
            if holds_objects and not re.match(rb"\s*\d+ \d+", stream[1]):
                raise Refused(PDF_ACTS) from None  # packed in a way that hides what is in it
            unpacked = stream[1]
        left -= len(unpacked)
        if left <= 0:
            raise Refused(NOT_WHOLE)
        if holds_objects or b"<xdp" in unpacked[:400].lower():
            found.append(unpacked)
    return found


def _unhexed(found: re.Match[bytes]) -> bytes:
    return bytes.fromhex(found[1].decode())


def refuse_active_docx(content: bytes) -> None:
    """Refuse a Word file that holds macros, other files or references that are fetched, and any other packed folder."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            _refuse_hidden(content, packed)
            names = [part.filename for part in packed.infolist()]
            if "[Content_Types].xml" not in names:
                raise Refused("It is a packed folder. Send the files themselves.")
            if _WORD_MAIN not in packed.read("[Content_Types].xml"):
                raise Refused(WORD_ACTS if any("word/" in name for name in names) else NOT_TAKEN)
            if any(_WORD_ACTS.search(name) for name in names):
                raise Refused(WORD_ACTS)
            _refuse_fetching(packed)
    except (zipfile.BadZipFile, zlib.error, OSError, RuntimeError, NotImplementedError, EOFError) as wrong:
        raise Refused(NOT_WHOLE) from wrong


def _refuse_hidden(content: bytes, packed: zipfile.ZipFile) -> None:
    """Nothing before the first part or after the end, nothing locked, and not more than it says."""
    parts = packed.infolist()
    end = content.rfind(b"PK\x05\x06")
    said = int.from_bytes(content[end + 20 : end + 22], "little")
    if end < 0 or end + 22 + said != len(content) or said or (parts and min(p.header_offset for p in parts)):
        raise Refused(NOT_WHOLE)
    locked = any(part.flag_bits & 1 for part in parts)
    if locked or len(parts) > _PARTS_AT_MOST or sum(part.file_size for part in parts) > _UNPACKED_AT_MOST:
        raise Refused(NOT_WHOLE)
    if packed.testzip() is not None:
        raise Refused(NOT_WHOLE)


def _refuse_fetching(packed: zipfile.ZipFile) -> None:
    for name in packed.namelist():
        if name.endswith(".rels") and _WORD_FETCHES.search(packed.read(name)):
            raise Refused(WORD_FETCHES)
        if name.startswith("word/") and name.endswith(".xml") and _WORD_FIELDS.search(_fields(packed.read(name))):
            raise Refused(WORD_FETCHES)


_INSTRUCTIONS = re.compile(rb"<w:instrText[^>]*>([^<]*)<|w:instr=[\"']([^\"']*)[\"']")


def _fields(xml: bytes) -> bytes:
    """The instructions of fields, which Word may break over several runs."""
    return b"".join(text or other for text, other in _INSTRUCTIONS.findall(xml)) + b" "


def plain_text(content: bytes) -> bytes:
    """Plain text as UTF-8; Refused where it is no text, or is a page or a program written as text."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", "replace") if b"\0" not in content else "\0"
    if any(ord(sign) < 32 and sign not in "\t\n\r\f" for sign in text) or "\ufffd" in text:
        raise Refused(NOT_TAKEN)
    if _MARKUP.search(text):
        raise Refused("It is a web page or a program, not plain text. Save it as PDF and send that.")
    return text.encode()
