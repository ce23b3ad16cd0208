"""Reading: a file of any kind turned into a RawDocument.

One module per kind of file; `sniffing` tells the kind, `files` finds the files and reads their bytes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from index.reading.content import Content
from index.reading.document import Hints, Line, RawDocument
from index.reading.files import SUFFIXES, find_documents, read_bytes
from index.reading.firstagenda import read_firstagenda
from index.reading.html import read_html
from index.reading.markdown import read_markdown
from index.reading.pdf import read_pdf
from index.reading.sniffing import binary_kind, text_kind
from index.reading.text import decode, read_text
from index.reading.word import read_word
from rag.danish.normalise import normalise
from rag.errors import ReadingError

__all__ = ["SUFFIXES", "find_documents", "read_document"]

MAX_TEXT_BYTES = 20 * 1024 * 1024
"""Limit of the kinds that are taken apart in memory as one tree: text, Markdown, HTML, JSON."""


def read_document(path: Path) -> RawDocument:
    """Read a file into lines; raise ReadingError where it is empty, too large, damaged or of another kind."""
    data = read_bytes(path)
    kind, content = _read(data, path=path)
    lines = _tidy(content.lines)
    if not any(line.text for line in lines):
        raise ReadingError(f"{path.name} holds no text.")
    return RawDocument(
        path=path,
        content_hash=hashlib.sha256(data).hexdigest(),
        kind=kind,
        lines=lines,
        wrapped=content.wrapped,
        hints=_tidy_hints(content.hints),
    )


def _read(data: bytes, *, path: Path) -> tuple[str, Content]:
    """Return the kind of the file and what it holds."""
    name = path.name
    match binary_kind(data, name=name):
        case "pdf":
            return "pdf", read_pdf(data, name=name)
        case "docx":
            return "docx", read_word(data, name=name)
    if len(data) > MAX_TEXT_BYTES:
        raise ReadingError(
            f"{name} is larger than {MAX_TEXT_BYTES // 2**20} MB, which is too large for text: split it."
        )
    text = decode(data, name=name)
    match text_kind(text, suffix=path.suffix):
        case "html":
            return "html", read_html(text)
        case "json":
            return "json", read_firstagenda(text, name=name)
        case "md":
            return "md", read_markdown(text)
    return "txt", read_text(text)


def _tidy(lines: Iterable[Line]) -> tuple[Line, ...]:
    """Spell every line in one way; indentation stays, white space at the end goes."""
    return tuple(
        replace(
            line,
            text=_one_line(line.text).rstrip(),
            mark=replace(line.mark, title=_one_line(line.mark.title)) if line.mark else None,
        )
        for line in lines
    )


def _tidy_hints(hints: Hints) -> Hints:
    return replace(
        hints,
        forum=_one_line(hints.forum),
        title=_one_line(hints.title),
        place=_one_line(hints.place).strip(),
    )


def _one_line(text: str) -> str:
    return normalise(text).replace("\n", " ")
