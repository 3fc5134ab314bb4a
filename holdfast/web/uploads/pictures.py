"""Pictures without what a camera writes into them: where it was, whose it is, and anything hidden after the end.

Where a picture was taken may be a refuge, or the home of whoever told us. When it was taken is kept beside it, and
which way up it is stays in it. Nothing is drawn anew: not a pixel changes.
"""

import re
import struct
import zlib

from holdfast.kernel.refused import Refused

NOT_WHOLE = "The picture is damaged, or something else is hidden in it. Take a screenshot of it and send that."

_PNG_KEPT = frozenset(
    {b"PLTE", b"IDAT", b"IEND", b"IHDR", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"pHYs", b"sBIT"}
)
"""How to draw it and in which colours: those of a bruise must not change."""
_ORIENTATION, _TAKEN, _EXIF = 0x0112, 0x9003, 0x8769


def clean_jpeg(content: bytes) -> tuple[bytes, str]:
    """The picture without its metadata but for which way up it is; and when it says that it was taken."""
    kept, exif, at = [content[:2]], b"", 2
    while True:
        marker, segment = _segment(content, at)
        if marker == 0xDA:
            break
        if marker == 0xE1 and segment[4:10] == b"Exif\0\0":
            exif = exif or segment[10:]
        if _is_kept(marker, segment):
            kept.append(segment)
        at += len(segment)
    tags = _tags(exif)
    kept.insert(1, _only_orientation(tags.get(_ORIENTATION, 1)))
    return b"".join(kept) + _to_the_end(content, at), _taken(str(tags.get(_TAKEN, "")))


def _is_kept(marker: int, segment: bytes) -> bool:
    """Whatever is needed to draw it, with its colours (JFIF, Adobe, ICC); no other application's part, no comment."""
    if marker == 0xE2:
        return segment[4:16] == b"ICC_PROFILE\0"
    return marker in (0xE0, 0xEE) or not (0xE0 <= marker <= 0xEF or marker == 0xFE)


def _segment(content: bytes, at: int) -> tuple[int, bytes]:
    if content[at : at + 1] != b"\xff" or at + 4 > len(content):
        raise Refused(NOT_WHOLE)
    marker = content[at + 1]
    length = int.from_bytes(content[at + 2 : at + 4], "big")
    if marker in (0xD8, 0xD9, 0x00) or length < 2 or at + 2 + length > len(content):
        raise Refused(NOT_WHOLE)
    return marker, content[at : at + 2 + length]


def _to_the_end(content: bytes, at: int) -> bytes:
    """The drawn part up to its end. Cameras add a second, smaller picture or a film after it: that goes too."""
    end = content.find(b"\xff\xd9", at)
    if end < 0:
        raise Refused(NOT_WHOLE)
    return content[at : end + 2]


def _only_orientation(number: object) -> bytes:
    if not isinstance(number, int) or not 2 <= number <= 8:
        return b""
    tiff = b"MM\0*\0\0\0\x08" + struct.pack(">H", 1) + struct.pack(">HHIHHI", _ORIENTATION, 3, 1, number, 0, 0)
    body = b"Exif\0\0" + tiff
    return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body


def _tags(exif: bytes) -> dict[int, int | str]:
    """Orientation and the day it was taken, as far as the camera's own table can be read."""
    order = {b"II": "<", b"MM": ">"}.get(exif[:2])
    found: dict[int, int | str] = {}
    if order is None:
        return found
    try:
        _read_table(exif, struct.unpack_from(f"{order}I", exif, 4)[0], order, found, deeper=True)
    except struct.error:
        return found
    return found


def _read_table(exif: bytes, at: int, order: str, found: dict[int, int | str], *, deeper: bool) -> None:
    (count,) = struct.unpack_from(f"{order}H", exif, at)
    for entry in range(at + 2, at + 2 + 12 * min(count, 200), 12):
        tag, kind, number, value = struct.unpack_from(f"{order}HHII", exif, entry)
        if tag == _ORIENTATION and kind == 3:
            found[tag] = struct.unpack_from(f"{order}H", exif, entry + 8)[0]
        elif tag == _TAKEN and kind == 2:
            found[tag] = exif[value : value + min(number, 20)].decode("ascii", "replace")
        elif tag == _EXIF and deeper:
            _read_table(exif, value, order, found, deeper=False)


def _taken(text: str) -> str:
    """ "2026:11:20 15:04:05" as "2026-11-20 15:04", by the camera's own clock; empty where it is no such thing."""
    said = re.match(r"(\d{4}):(\d\d):(\d\d) (\d\d:\d\d)", text)
    return f"{said[1]}-{said[2]}-{said[3]} {said[4]}" if said else ""


def clean_png(content: bytes) -> bytes:
    """The picture without words, dates and places; refused where anything follows its end."""
    kept, at = [content[:8]], 8
    while at < len(content):
        length = int.from_bytes(content[at : at + 4], "big")
        kind, chunk = content[at + 4 : at + 8], content[at : at + 12 + length]
        if len(chunk) < 12 + length or zlib.crc32(chunk[4:-4]) != int.from_bytes(chunk[-4:], "big"):
            raise Refused(NOT_WHOLE)
        if kind in _PNG_KEPT:
            kept.append(chunk)
        elif not kind[0] & 0x20:
            raise Refused(NOT_WHOLE)  # a part that must be understood to draw it, and is none of ours
        at += len(chunk)
        if kind == b"IEND":
            break
    if kept[-1][4:8] != b"IEND" or at != len(content):
        raise Refused(NOT_WHOLE)
    return b"".join(kept)
