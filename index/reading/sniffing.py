"""The first bytes of a file turned into its kind: what the content says counts for more than the suffix."""

from __future__ import annotations

import io
import re

from index.reading.archive import open_archive
from rag.errors import ReadingError

FOREIGN = {
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": "an old or encrypted Office file: save it as .docx, unencrypted",
    b"{\\rtf": "a Rich Text file: save it as .docx or .pdf",
    b"\x89PNG": "an image: run it through text recognition first",
    b"\xff\xd8\xff": "an image: run it through text recognition first",
    b"GIF8": "an image: run it through text recognition first",
    b"II*\x00": "an image: run it through text recognition first",
    b"MM\x00*": "an image: run it through text recognition first",
    b"\x1f\x8b": "a compressed file: unpack it first",
}
"""Beginnings of files that are often taken for minutes but cannot be read."""
TAG = re.compile(r"</?(?:html|head|body|div|p|h[1-6]|table|ul|ol|br|span|article|main|section)\b[^>]*>", re.IGNORECASE)
PAGE = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype html|html|head|body)\b", re.IGNORECASE | re.DOTALL
)
MARKDOWN = {".md", ".markdown"}


def binary_kind(data: bytes, *, name: str) -> str | None:
    """Return "pdf" or "docx", or None where the file can only be text.

    Raises ReadingError for kinds that are known but not read.
    """
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith(b"PK"):
        return _zipped_kind(data, name=name)
    for beginning, what in FOREIGN.items():
        if data.startswith(beginning):
            raise ReadingError(f"{name} is {what}.")
    return None


def _zipped_kind(data: bytes, *, name: str) -> str:
    try:
        with open_archive(io.BytesIO(data), name=name) as archive:
            members = set(archive.namelist())
    except ReadingError as error:
        raise ReadingError(f"{name} is damaged: it begins like a Word file but cannot be unpacked.") from error
    if "word/document.xml" in members:
        return "docx"
    raise ReadingError(f"{name} is an archive or an Office file other than Word: save it as .docx or .pdf.")


def text_kind(text: str, *, suffix: str) -> str:
    """Return "html", "json", "md" or "txt"."""
    suffix = suffix.lower()
    if PAGE.match(text[:4096]) or (suffix in {".html", ".htm"} and TAG.search(text)):
        return "html"
    if suffix == ".json" or (text.lstrip()[:1] == "{" and '"Dagsordenpunkter"' in text):
        return "json"
    return "md" if suffix in MARKDOWN else "txt"
