"""Reading: a file of any kind turned into a RawDocument.

One module per kind of file; `sniffing` tells the kind, `files` finds the files and reads their bytes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from index.masking import refuse_cpr_in_path
from index.reading.confined import read_confined
from index.reading.content import Content
from index.reading.document import Hints, Line, RawDocument
from index.reading.files import SUFFIXES, find_documents, read_bytes
from index.reading.masked import mask_document
from index.reading.sniffing import binary_kind, text_kind
from index.reading.text import decode, read_text
from rag.danish.normalise import normalise
from rag.errors import ReadingError

__all__ = ["SUFFIXES", "find_documents", "read_document"]

MAX_TEXT_BYTES = 20 * 1024 * 1024
"""Limit of the kinds that are taken apart in memory as one tree: text, Markdown, HTML, JSON."""
MAX_CHARACTERS = 4_000_000
"""Text of a document without its markup; the longest minutes of a year's meetings are a tenth of it."""
MAX_LINES = 60_000
MAX_TAGS = 150_000
"""Elements of a page: some 7,000 are taken apart in a second, and a long meeting's page has 5,000."""
LONGEST_LINE = 5_000
"""Characters; a longer line is parted at the end of a sentence, since patterns are searched in whole lines."""


def read_document(path: Path) -> RawDocument:
    """Read a file into lines; raise ReadingError where it is empty, too large, damaged or of another kind."""
    refuse_cpr_in_path(path)
    data = read_bytes(path)
    kind, content = _read(data, path=path)
    lines = _tidy(content.lines)
    _check(lines, name=path.name)
    document = RawDocument(
        path=path,
        content_hash=hashlib.sha256(data).hexdigest(),
        kind=kind,
        lines=lines,
        wrapped=content.wrapped,
        hints=_tidy_hints(content.hints),
    )
    return mask_document(document)


def _read(data: bytes, *, path: Path) -> tuple[str, Content]:
    """Return the kind of the file and what it holds."""
    name = path.name
    if packed := binary_kind(data, name=name):
        return packed, read_confined(packed, data, name=name)
    if len(data) > MAX_TEXT_BYTES:
        raise ReadingError(
            f"{name} is larger than {MAX_TEXT_BYTES // 2**20} MB, which is too large for text: split it."
        )
    text = decode(data, name=name)
    if text.count("<") > MAX_TAGS:
        raise ReadingError(f"{name} has more markup than the minutes of any meeting: split it.")
    kind = text_kind(text, suffix=path.suffix)
    return kind, _read_text(text, kind=kind, name=name)


def _read_text(text: str, *, kind: str, name: str) -> Content:
    """Read a text of a kind; each reader is imported when a file of its kind comes, for some load slowly."""
    match kind:
        case "html":
            from index.reading.html import read_html  # noqa: PLC0415

            return read_html(text)
        case "json":
            from index.reading.firstagenda import read_firstagenda  # noqa: PLC0415

            return read_firstagenda(text, name=name)
        case "md":
            from index.reading.markdown import read_markdown  # noqa: PLC0415

            return read_markdown(text)
    return read_text(text)


def _check(lines: Sequence[Line], *, name: str) -> None:
    """Raise ReadingError for a document without text, or with more than any minutes have."""
    if not any(line.text for line in lines):
        raise ReadingError(f"{name} holds no text.")
    if len(lines) > MAX_LINES or sum(len(line.text) for line in lines) > MAX_CHARACTERS:
        raise ReadingError(f"{name} holds more text than the minutes of any meeting: split it.")


def _tidy(lines: Iterable[Line]) -> tuple[Line, ...]:
    """Spell every line in one way; indentation stays, white space at the end goes."""
    return tuple(
        replace(
            line,
            text=text,
            mark=replace(line.mark, title=_one_line(line.mark.title)) if line.mark and not i else None,
        )
        for line in lines
        for i, text in enumerate(_parted(_one_line(line.text).rstrip()))
    )


def _parted(text: str) -> Iterator[str]:
    """Yield a line in pieces that are not too long; the words stay as they are."""
    while len(text) > LONGEST_LINE:
        end = text.rfind(". ", 0, LONGEST_LINE) + 1 or text.rfind(" ", 1, LONGEST_LINE)
        end = end if end > 0 else LONGEST_LINE
        yield text[:end].rstrip()
        text = text[end:].lstrip()
    yield text


def _tidy_hints(hints: Hints) -> Hints:
    return replace(
        hints,
        forum=_one_line(hints.forum),
        title=_one_line(hints.title),
        place=_one_line(hints.place).strip(),
    )


def _one_line(text: str) -> str:
    return normalise(text).replace("\n", " ")
