"""The list definitions and styles of a Word file turned into the sign and level of each paragraph."""

from __future__ import annotations

import re
from dataclasses import dataclass

from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.part import XmlPart
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

BULLET = "• "
HEADING_STYLE = re.compile(r"(?:heading|overskrift) (\d)", re.IGNORECASE)
TITLE_STYLES = {"title", "titel"}
LEVELS = 9
ROMAN = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Level:
    """How one level of a list is numbered: "%1.%2." stands for the counters of levels 1 and 2."""

    format: str
    text: str
    start: int


class Numbering:
    """Counts the lists of a document as its paragraphs go by; ask once per paragraph, in document order."""

    def __init__(self, document: Document) -> None:
        self._levels: dict[tuple[str, int], _Level] = {}
        self._abstract: dict[str, str] = {}
        self._restarts: dict[tuple[str, int], int] = {}
        self._counters: dict[str, list[int | None]] = {}
        root = _part(document, RELATIONSHIP_TYPE.NUMBERING)
        if root is not None:
            self._read(root)

    def _read(self, root: BaseOxmlElement) -> None:
        for abstract in root.iterchildren(qn("w:abstractNum")):
            for level in abstract.iterchildren(qn("w:lvl")):
                key = (_attribute(abstract, "w:abstractNumId"), _whole(_attribute(level, "w:ilvl")))
                self._levels[key] = _Level(
                    format=value_of(level, "w:numFmt") or "decimal",
                    text=value_of(level, "w:lvlText") or "",
                    start=_whole(value_of(level, "w:start"), default=1),
                )
        for number in root.iterchildren(qn("w:num")):
            number_id = _attribute(number, "w:numId")
            self._abstract[number_id] = value_of(number, "w:abstractNumId") or ""
            for override in number.iterchildren(qn("w:lvlOverride")):
                if start := value_of(override, "w:startOverride"):
                    self._restarts[number_id, _whole(_attribute(override, "w:ilvl"))] = _whole(start)

    def sign(self, *, number_id: str, level: int) -> str:
        """Return what Word prints before the next paragraph of a list, with a space; "" for none."""
        abstract = self._abstract.get(number_id, "")
        definition = self._levels.get((abstract, level))
        if definition is None or level >= LEVELS:
            return ""
        if definition.format == "bullet":
            return BULLET
        counters = self._count(abstract, number_id=number_id, level=level, start=definition.start)
        text = re.sub(r"%([1-9])", lambda match: self._printed(abstract, counters, int(match[1]) - 1), definition.text)
        return f"{text.strip()} " if text.strip() else ""

    def _count(self, abstract: str, *, number_id: str, level: int, start: int) -> list[int | None]:
        counters = self._counters.setdefault(abstract, [None] * LEVELS)
        before = counters[level]
        # A list that restarts does so once, where its first paragraph stands.
        restart = self._restarts.pop((number_id, level), None)
        counters[level] = restart if restart is not None else start if before is None else before + 1
        counters[level + 1 :] = [None] * (LEVELS - level - 1)
        return counters

    def _printed(self, abstract: str, counters: list[int | None], level: int) -> str:
        definition = self._levels.get((abstract, level))
        number = counters[level] or (definition.start if definition else 1)
        return _spell(number, definition.format if definition else "decimal")


def _spell(number: int, form: str) -> str:
    if form in ("lowerLetter", "upperLetter") and number > 0:
        text = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
    elif form in ("lowerRoman", "upperRoman"):
        text = ""
        for value, letters in ROMAN:
            text += letters * (number // value)
            number %= value
    elif form == "none":
        text = ""
    else:
        text = f"{number:02d}" if form == "decimalZero" else str(number)
    return text.upper() if form.startswith("upper") else text


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """What a paragraph style says about its paragraphs, inherited values included."""

    level: int = 0
    number_id: str = ""
    list_level: int = 0


def read_styles(document: Document) -> dict[str, Style]:
    """Return the paragraph styles of a document by their id."""
    root = _part(document, RELATIONSHIP_TYPE.STYLES)
    styles = [] if root is None else root.iterchildren(qn("w:style"))
    found = {_attribute(style, "w:styleId"): style for style in styles}
    return {style_id: _resolve(style_id, found) for style_id in found}


def _part(document: Document, relationship: str) -> BaseOxmlElement | None:
    """Return the root of another part of the file; None where there is none, or none that is XML."""
    try:
        part = document.part.part_related_by(relationship)
    except (KeyError, ValueError):
        return None
    return part.element if isinstance(part, XmlPart) else None


def _resolve(style_id: str, found: dict[str, BaseOxmlElement]) -> Style:
    """Follow a style to those it is based on, until each value is known."""
    level, number_id, list_level = 0, "", 0
    visited: set[str] = set()
    at: str | None = style_id
    while at in found and at not in visited:
        visited.add(at)
        element = found[at]
        level = level or _style_level(element)
        own_id, own_level = list_of(element)
        if not number_id and own_id is not None:
            number_id, list_level = own_id, own_level
        at = value_of(element, "w:basedOn")
    return Style(level=level, number_id=number_id, list_level=list_level)


def _style_level(element: BaseOxmlElement) -> int:
    name = (value_of(element, "w:name") or "").lower()
    if heading := HEADING_STYLE.fullmatch(name):
        return min(int(heading[1]), 6)
    return 1 if name in TITLE_STYLES else outline_level(element)


def outline_level(element: BaseOxmlElement) -> int:
    """Return the heading level (1 to 6) that a paragraph or style states itself; 0 for running text."""
    outline = value_of(element, "w:pPr/w:outlineLvl")
    level = _whole(outline, default=LEVELS) + 1
    return level if level <= 6 else 0


def list_of(element: BaseOxmlElement) -> tuple[str | None, int]:
    """Return the list and the list level that a paragraph or style states itself; None where it is silent."""
    level = _whole(value_of(element, "w:pPr/w:numPr/w:ilvl"))
    return value_of(element, "w:pPr/w:numPr/w:numId"), level


def value_of(element: BaseOxmlElement, path: str) -> str | None:
    """Return the value of a child element ("w:pPr/w:outlineLvl"), None where it is missing."""
    child = element.find("/".join(qn(step) for step in path.split("/")))
    return None if child is None else child.get(qn("w:val"))


def _attribute(element: BaseOxmlElement, name: str) -> str:
    return str(element.get(qn(name), ""))


def _whole(text: str | None, *, default: int = 0) -> int:
    return int(text) if text and re.fullmatch(r"\d{1,9}", text) else default
