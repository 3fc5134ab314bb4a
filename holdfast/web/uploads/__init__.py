"""Files that people send: what each really is by its content, what is refused and why, and how it is handed out.

Five kinds are taken: PDF, Word, JPEG, PNG and plain text. A name or a browser's word for the type counts for nothing.
Everything that could act when it is opened is refused: macros, scripts, embedded files, links that fetch a template, a
second format hidden before or after the first. Pictures lose where they were taken. It is no virus scanner.
"""

import unicodedata
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import PurePosixPath
from urllib.parse import quote

from django.http import HttpResponse

from holdfast.kernel.refused import Refused
from holdfast.web.uploads import documents, pictures

LARGEST = 10 * 1024 * 1024
"""The most bytes of one file."""
MOST = 10
"""The most files of one message."""

MEDIA = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "text": "text/plain; charset=utf-8",
}
_ENDINGS = {"pdf": ".pdf", "docx": ".docx", "jpeg": ".jpg", "png": ".png", "text": ".txt"}
WORDS = {"pdf": "PDF", "docx": "Word", "jpeg": "picture", "png": "picture", "text": "plain text"}

_KNOWN_BUT_NOT_TAKEN = (
    (b"MZ", "It is a program."),
    (b"\x7fELF", "It is a program."),
    (b"#!", "It is a program."),
    (b"\xd0\xcf\x11\xe0", "It is an older Word, Excel or Outlook file. Save it as PDF or .docx and send that."),
    (b"GIF8", "It is a GIF. Save the picture as JPEG or PNG."),
    (b"II*\0", "It is a TIFF. Save the picture as JPEG or PNG."),
    (b"MM\0*", "It is a TIFF. Save the picture as JPEG or PNG."),
    (b"{\\rtf", "It is rich text. Save it as PDF or .docx."),
    (b"Rar!", "It is a packed folder. Send the files themselves."),
    (b"7z\xbc\xaf", "It is a packed folder. Send the files themselves."),
    (b"\x1f\x8b", "It is a packed file. Send the file itself."),
)


@dataclass(frozen=True, kw_only=True)
class Checked:
    """A file that may be kept: its safe name, its kind, and its content without what should not travel."""

    name: str
    kind: str
    content: bytes = field(repr=False)
    taken_words: str = ""
    """When a picture says that it was taken."""

    @property
    def size(self) -> int:
        """Bytes."""
        return len(self.content)

    @property
    def sha256(self) -> str:
        """The digest of the content as kept."""
        return sha256(self.content).hexdigest()


def checked(name: str, content: bytes) -> Checked:
    """The file as it may be kept; Refused says in a sentence why it may not, and what to do."""
    if not content:
        raise Refused("It is empty.")
    if len(content) > LARGEST:
        raise Refused(f"It is larger than {LARGEST // 2**20} MB. Send it in parts, or a smaller picture.")
    kind = _kind(content)
    taken = ""
    match kind:
        case "jpeg":
            content, taken = pictures.clean_jpeg(content)
        case "png":
            content = pictures.clean_png(content)
        case "pdf":
            documents.refuse_active_pdf(content)
        case "docx":
            documents.refuse_active_docx(content)
        case _:
            content = documents.plain_text(content)
    return Checked(name=safe_name(name, kind), kind=kind, content=content, taken_words=taken)


def handed_out(*, name: str, kind: str, content: bytes) -> HttpResponse:
    """The file for whoever may have it: saved, never opened inside our pages, and typed by what it is."""
    response = HttpResponse(bytes(content), content_type=MEDIA[kind])
    plain = name.encode("ascii", "replace").decode().replace("?", "_").replace('"', "_").replace("\\", "_")
    response["Content-Disposition"] = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name)}"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


def name_as_given(name: str) -> str:
    """The name that somebody gave it, without folders and without signs that nobody sees."""
    last = PurePosixPath(name.replace("\\", "/")).name
    return "".join(filter(_is_seen, unicodedata.normalize("NFC", last))).strip(" .")[:120] or "file"


def safe_name(name: str, kind: str) -> str:
    """The name that somebody gave it, ending in what it really is."""
    stem = name_as_given(name)
    for known in (*_ENDINGS.values(), ".jpeg"):
        stem = stem[: -len(known)] if stem.lower().endswith(known) else stem
    return f"{stem.strip(' .') or 'file'}{_ENDINGS[kind]}"


def _is_seen(sign: str) -> bool:
    return sign == " " or unicodedata.category(sign)[0] not in "CZ"


def _kind(content: bytes) -> str:
    if content.startswith(b"%PDF-"):
        return "pdf"
    if content.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if content.startswith(b"PK\x03\x04"):
        return "docx"
    for start, why in _KNOWN_BUT_NOT_TAKEN:
        if content.startswith(start):
            raise Refused(why)
    if content[4:8] == b"ftyp":
        raise Refused("It is a film, or a picture that only some telephones can show. Send a JPEG, or ring us.")
    return "text"
