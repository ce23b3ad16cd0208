from __future__ import annotations

import hashlib
import io
import json
import zipfile
from pathlib import Path

import docx
import pytest
from reportlab.pdfgen.canvas import Canvas

from index.reading import MAX_TEXT_BYTES, SUFFIXES, read_document
from index.reading.document import Hints
from rag.errors import ReadingError


def _pdf(text: str) -> bytes:
    file = io.BytesIO()
    canvas = Canvas(file)
    canvas.drawString(60, 700, text)
    canvas.save()
    return file.getvalue()


def _docx(text: str) -> bytes:
    file = io.BytesIO()
    document = docx.Document()
    document.add_paragraph(text)
    document.save(file)
    return file.getvalue()


def _archive(*members: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for member in members:
            archive.writestr(member, "indhold")
    return file.getvalue()


FILES = {
    "txt": "Blodprøver på hjemmebesøg".encode(),
    "md": "Blodprøver på **hjemmebesøg**".encode(),
    "html": "<!doctype html><p>Blodprøver på <b>hjemmebesøg</b></p>".encode(),
    "json": json.dumps({"Dagsordenpunkter": [{"Navn": "Blodprøver på hjemmebesøg"}]}).encode(),
    "pdf": _pdf("Blodprøver på hjemmebesøg"),
    "docx": _docx("Blodprøver på hjemmebesøg"),
}


def _write(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("kind", FILES)
def test_every_kind_of_file_is_read(tmp_path: Path, kind: str) -> None:
    """Each kind gives the same words, with its own name and the hash of its bytes."""
    path = _write(tmp_path, f"referat.{kind}", FILES[kind])
    document = read_document(path)
    assert [line.text for line in document.lines if line.text] == ["Blodprøver på hjemmebesøg"]
    assert (document.kind, document.path) == (kind, path)
    assert document.content_hash == hashlib.sha256(FILES[kind]).hexdigest()
    assert f".{kind}" in SUFFIXES


@pytest.mark.parametrize("kind", ["html", "json", "pdf", "docx"])
@pytest.mark.parametrize("suffix", [".txt", ".doc", ".pdf", ""])
def test_content_counts_for_more_than_the_suffix(tmp_path: Path, kind: str, suffix: str) -> None:
    """A file under the wrong name is recognised by what it holds."""
    assert read_document(_write(tmp_path, f"referat{suffix}", FILES[kind])).kind == kind


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("referat.HTM", b"<p>Tekst</p>", "html"),
        ("referat.html", b"Bare tekst, a < b", "txt"),
        ("referat.txt", b"Punkt <p> i teksten", "txt"),
        ("referat.pdf", b"Bare tekst", "txt"),
        ("referat.log", b"Bare tekst", "txt"),
        ("referat.txt", b"\xef\xbb\xbf\n <!-- gemt --><!DOCTYPE HTML><p>Tekst", "html"),
        ("referat.xhtml", b'<?xml version="1.0"?><html><body><p>Tekst</p></body></html>', "html"),
        ("referat.txt", "<html><p>Tekst på dansk".encode("utf-16"), "html"),
    ],
)
def test_kinds_of_text_are_told_apart(tmp_path: Path, name: str, data: bytes, kind: str) -> None:
    """Text is what its beginning or its suffix says, whichever is surer."""
    assert read_document(_write(tmp_path, name, data)).kind == kind


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.txt", b"", "a.txt is empty"),
        ("a.txt", b" \n\n\t", "a.txt holds no text"),
        ("a.html", b"<html><script>x()</script></html>", "a.html holds no text"),
        ("a.docx", _docx(""), "a.docx holds no text"),
        ("a.txt", bytes(2000), "a.txt is neither text nor a kind of file that can be read"),
        (
            "a.doc",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500),
            "a.doc is an old or encrypted Office file",
        ),
        ("a.doc", b"{\\rtf1 Tekst}", "a.doc is a Rich Text file"),
        ("a.pdf", b"\x89PNG\r\n\x1a\n" + bytes(50), "a.pdf is an image"),
        ("a.txt", b"\x1f\x8b\x08" + bytes(50), "a.txt is a compressed file"),
        ("a.docx", b"PK\x03\x04" + bytes(50), "a.docx is damaged"),
        ("a.docx", FILES["docx"][:3000], "a.docx is damaged"),
        ("a.xlsx", _archive("xl/workbook.xml"), "a.xlsx is an archive or an Office file other than Word"),
        ("a.docx", _archive("word/document.xml"), "a.docx is damaged"),
        ("a.pdf", b"%PDF-1.7 garbage", "a.pdf is damaged"),
        ("a.json", b'{"Dagsordenpunkter": ', "a.json is not valid JSON"),
        ("a.json", b"{}", "a.json is JSON, but not a meeting"),
    ],
)
def test_file_that_cannot_be_read_gives_one_clear_sentence(
    tmp_path: Path, name: str, data: bytes, message: str
) -> None:
    """The error names the file, says what is wrong, and is one line that ends in a full stop."""
    with pytest.raises(ReadingError) as caught:
        read_document(_write(tmp_path, name, data))
    sentence = str(caught.value)
    assert sentence.startswith(message)
    assert sentence.endswith(".")
    assert "\n" not in sentence


def test_text_above_its_limit_is_refused(tmp_path: Path) -> None:
    """Text, which is taken apart in memory, has a lower limit than other files."""
    path = tmp_path / "stor.txt"
    with path.open("wb") as file:
        file.truncate(MAX_TEXT_BYTES + 1)
    with pytest.raises(ReadingError, match=r"^stor\.txt is larger than 20 MB, which is too large for text"):
        read_document(path)


def test_marks_and_hints_are_spelled_as_the_lines_are(tmp_path: Path) -> None:
    """What a structured source states goes through the same cleaning as its text."""
    meeting = {
        "Dagsordenpunkter": [{"Navn": "A\u030arsplan\u00a02024"}],
        "Udvalg": {"Navn": "Ra\u030adet"},
        "Moede": {"Sted": "Sal\u00a02 "},
    }
    document = read_document(_write(tmp_path, "a.json", json.dumps(meeting).encode()))
    mark = document.lines[0].mark
    assert mark is not None
    assert mark.title == document.lines[0].text == "Årsplan 2024"
    assert (document.hints.forum, document.hints.place) == ("Rådet", "Sal 2")


def test_plain_files_state_nothing_about_the_meeting(tmp_path: Path) -> None:
    """Only structured sources give hints."""
    assert read_document(_write(tmp_path, "a.txt", FILES["txt"])).hints == Hints()
