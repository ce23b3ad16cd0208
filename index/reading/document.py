"""What a reader hands on: the lines of a document with what the file itself says about them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, time
from pathlib import Path

from rag.domain import DocumentType, Participant


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemMark:
    """What a structured source states about the agenda item that begins at a line."""

    number: str
    title: str
    case_number: str = ""
    closed: bool = False
    attachments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of text, without line break; "" is a blank line.

    `level` is the heading level the markup gives (1 to 6; 0: not marked as heading), `page` counts from 1.
    A bullet keeps its sign in the text ("• ", "1. "); the cells of a table row are joined by " | " and
    `row` is set. A blank line with a level is a heading without words: it ends the section before it.
    """

    text: str
    page: int | None = None
    level: int = 0
    row: bool = False
    mark: ItemMark | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Hints:
    """What a structured source states about the meeting; None or empty where it is silent."""

    forum: str = ""
    title: str = ""
    date: date | None = None
    start: time | None = None
    end: time | None = None
    place: str = ""
    document_type: DocumentType | None = None
    participants: tuple[Participant, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RawDocument:
    """The text of one file, before anything is understood.

    `wrapped` tells whether lines are physical (a paragraph runs over several: PDF) or whole paragraphs
    (HTML, DOCX, JSON); None: unknown, the text itself has to tell. `content_hash` is the SHA-256 of the file.
    """

    path: Path
    content_hash: str
    kind: str
    lines: tuple[Line, ...]
    wrapped: bool | None = None
    hints: Hints = field(default_factory=Hints)
