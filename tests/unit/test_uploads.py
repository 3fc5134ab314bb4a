"""What people send is taken by its content, and nothing that acts when it is opened gets in."""

import io
import struct
import zipfile
import zlib

import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter

from holdfast.kernel.refused import Refused
from holdfast.web.uploads import LARGEST, MEDIA, checked, handed_out, safe_name

TEMPLATE = b'<Relationship Type="http://x/attachedTemplate" Target="http://e/t.dotm" TargetMode="External"/>'
PLACE = b"51 30 0 N 0 7 0 W, 12 Refuge Lane"


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(*, more: bytes = b"") -> bytes:
    start = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    return start + more + chunk(b"IDAT", zlib.compress(b"\0\x7f")) + chunk(b"IEND", b"")


def segment(marker: int, body: bytes) -> bytes:
    return bytes((0xFF, marker)) + struct.pack(">H", len(body) + 2) + body


def exif(order: str = "<") -> bytes:
    """A camera's table: which way up, when, and where."""
    mark = b"II" if order == "<" else b"MM"
    head = mark + struct.pack(f"{order}HI", 42, 8)
    taken = b"2026:11:20 15:04:05\0"
    first, sub = 8, 8 + 2 + 2 * 12 + 4
    words = sub + 2 + 12 + 4
    table = struct.pack(f"{order}H", 2) + struct.pack(f"{order}HHIHH", 0x0112, 3, 1, 6, 0)
    table += struct.pack(f"{order}HHII", 0x8769, 4, 1, sub) + struct.pack(f"{order}I", 0)
    deeper = (
        struct.pack(f"{order}H", 1) + struct.pack(f"{order}HHII", 0x9003, 2, 20, words) + struct.pack(f"{order}I", 0)
    )
    assert first + len(table) == sub
    return b"Exif\0\0" + head + table + deeper + taken + PLACE


def jpeg(*parts: bytes, end: bytes = b"") -> bytes:
    drawn = segment(0xDA, b"\x01\x01\0\0\x3f\0") + b"\x12\x34\xff\x00\x56"
    return (
        b"\xff\xd8" + segment(0xE0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0") + b"".join(parts) + drawn + b"\xff\xd9" + end
    )


def docx(**more: bytes) -> bytes:
    made = io.BytesIO()
    document = Document()
    document.add_paragraph("She came in with a mark on her arm.")
    document.save(made)
    if more:
        with zipfile.ZipFile(made, "a") as packed:
            for name, content in more.items():
                packed.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return made.getvalue()


def pdf(change=None) -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    if change:
        change(writer)
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


GOOD = {
    "pdf": pdf(), "docx": docx(), "jpeg": jpeg(), "png": png(), "text": "Zoë – “he fell”\r\n".encode(),
}  # fmt: skip


@pytest.mark.parametrize("kind", GOOD)
def test_each_kind_is_known_by_its_content_whatever_it_is_called(kind: str):
    for name in ("report.exe", "photo.jpg", "x", "..", "letter.pdf"):
        assert checked(name, GOOD[kind]).kind == kind
        assert checked(name, GOOD[kind]).name.endswith({"jpeg": ".jpg", "text": ".txt"}.get(kind, f".{kind}"))


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "empty"),
        (b"MZ\x90\0", "program"),
        (b"#!/bin/sh\nrm -rf ~", "program"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "older Word"),
        (b"GIF89a....", "GIF"),
        (b"\0\0\0\x18ftypheic", "film"),
        (b"<html><script>alert(1)</script>", "web page"),
        (b"Dear all,\n<SCRIPT src=//evil>", "web page"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>", "web page"),
        (b"abc\0def", "We take PDF"),
        (b"{\\rtf1 hello}", "rich text"),
        (b"PK\x03\x04 not a folder at all", "damaged"),
        (b"%PDF-1.7 no end", "damaged"),
        (b"\xff\xd8\xff\xe0 no picture", "damaged"),
        (b"\x89PNG\r\n\x1a\n no picture", "damaged"),
    ],
)
def test_what_is_not_taken_says_why(content: bytes, why: str):
    with pytest.raises(Refused, match=why):
        checked("evidence.pdf", content)


def test_a_file_that_is_too_large_is_refused_with_what_to_do():
    with pytest.raises(Refused, match="larger than 10 MB"):
        checked("a.txt", b"a" * (LARGEST + 1))


def with_file(writer: PdfWriter) -> None:
    writer.add_attachment("x.exe", b"MZ")


@pytest.mark.parametrize("change", [with_file, lambda w: w.encrypt("secret")], ids=["file", "locked"])
def test_a_pdf_that_acts_is_refused(change):
    with pytest.raises(Refused, match=r"run a program|locked"):
        checked("a.pdf", pdf(change))


def test_a_pdf_whose_script_is_packed_or_spelt_in_another_way_is_refused():
    hidden = zlib.compress(b"7 0 <</S /JavaScript /JS (app.alert(1))>>")
    packed = b"9 0 obj<</Type /ObjStm /N 1 /First 4 /Filter /FlateDecode>>stream\n" + hidden + b"\nendstream endobj\n"
    oddly = b"9 0 obj<</Type /ObjStm /Filter /LZWDecode>>stream\n\x80\x0b\x60\nendstream endobj\n"
    spelt = b"7 0 obj<</S /#4aavaScript /J#53 (x)>>endobj\n"
    plain = b"7 0 obj<</OpenAction <</S /JavaScript /JS (app.alert(1))>>>>endobj\n"
    for body in (plain, packed, oddly, spelt):
        with pytest.raises(Refused, match="run a program"):
            checked("a.pdf", b"%PDF-1.7\n" + body + b"%%EOF\n")


def test_the_bytes_of_a_picture_inside_a_pdf_are_not_read_as_words():
    body = b"9 0 obj<</Subtype /Image /Filter /DCTDecode>>stream\n\xff\xd8 /JS /AA \xff\xd9\nendstream endobj\n"
    assert checked("scan.pdf", b"%PDF-1.7\n" + body + b"%%EOF\n").kind == "pdf"


@pytest.mark.parametrize(
    "more",
    [
        {"word__vbaProject_dot_bin": b"x"},
        {"word__embeddings__oleObject1_dot_bin": b"x"},
        {"word__activeX__activeX1.xml": b"x"},
        {"word___rels__settings.xml.rels": TEMPLATE},
        {"word__footnotes.xml": b"<w:instrText>DDE</w:instrText><w:instrText>AUTO c:\\\\x </w:instrText>"},
    ],
)  # fmt: skip
def test_a_word_file_that_acts_or_fetches_is_refused(more: dict[str, bytes]):
    with pytest.raises(Refused, match=r"macros|fetches"):
        checked("a.docx", docx(**more))


def test_a_word_file_with_a_web_link_is_taken():
    link = b'<Relationship Id="1" Type="http://x/relationships/hyperlink" Target="https://e/" TargetMode="External"/>'
    assert checked("a.docx", docx(**{"word___rels__footnotes.xml.rels": link})).kind == "docx"


def test_any_other_packed_folder_is_refused():
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as packed:
        packed.writestr("notes.txt", "x")
    with pytest.raises(Refused, match="packed folder"):
        checked("notes.docx", made.getvalue())


@pytest.mark.parametrize("kind", ["pdf", "docx", "png"])
def test_two_files_in_one_are_refused(kind: str):
    with pytest.raises(Refused):
        checked("x", GOOD[kind] + GOOD["docx"] + b"tail")


def test_a_packed_folder_hidden_behind_a_picture_does_not_get_in():
    assert checked("x.jpg", jpeg(end=docx())).content == jpeg()


@pytest.mark.parametrize("order", ["<", ">"])
def test_a_picture_loses_where_it_was_taken_and_keeps_when_and_which_way_up(order: str):
    kept = checked("hall.jpeg", jpeg(segment(0xE1, exif(order)), segment(0xE1, b"http://ns.adobe.com/xap/" + PLACE)))
    assert PLACE not in kept.content
    assert kept.taken_words == "2026-11-20 15:04"
    assert struct.pack(">HHIH", 0x0112, 3, 1, 6) in kept.content
    assert kept.name == "hall.jpg"


def test_the_colours_of_a_picture_are_kept():
    profile = segment(0xE2, b"ICC_PROFILE\0\x01\x01 colours")
    assert profile in checked("x.jpg", jpeg(profile, segment(0xFE, PLACE))).content


def test_a_png_loses_its_words():
    kept = checked("x.png", png(more=chunk(b"tEXt", b"Location\0" + PLACE) + chunk(b"eXIf", exif()[6:])))
    assert PLACE not in kept.content
    assert kept.content == png()


@given(st.binary(max_size=3000))
def test_no_bytes_at_all_break_it(content: bytes):
    for start in (b"", b"%PDF-1.7\n", b"\xff\xd8\xff\xe1", b"\x89PNG\r\n\x1a\n", b"PK\x03\x04"):
        try:
            assert checked("x", start + content).kind in MEDIA
        except Refused as refusal:
            assert str(refusal).endswith(".")


@given(st.sampled_from(sorted(GOOD)), st.integers(0, 4000), st.binary(min_size=1, max_size=8))
def test_a_file_damaged_anywhere_is_taken_or_refused_and_never_breaks(kind: str, at: int, damage: bytes):
    whole = GOOD[kind]
    try:
        checked("x", whole[:at] + damage + whole[at + len(damage) :])
    except Refused as refusal:
        assert str(refusal)


@given(st.text(max_size=200), st.sampled_from(sorted(MEDIA)))
def test_a_name_cannot_leave_its_folder_nor_hide_its_ending(name: str, kind: str):
    safe = safe_name(name, kind)
    assert safe
    assert not set(safe) & set("/\\\0\r\n\u202e")
    assert len(safe) <= 130
    assert handed_out(name=safe, kind=kind, content=b"x")["Content-Disposition"].startswith("attachment;")


def test_what_is_handed_out_is_saved_and_never_shown_in_our_pages():
    given_out = handed_out(name='Zoë "1".pdf', kind="pdf", content=GOOD["pdf"])
    assert given_out["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in given_out["Content-Security-Policy"]
    assert (
        given_out["Content-Disposition"]
        == "attachment; filename=\"Zo_ _1_.pdf\"; filename*=UTF-8''Zo%C3%AB%20%221%22.pdf"
    )
    assert len(PdfReader(io.BytesIO(given_out.content)).pages) == 1
