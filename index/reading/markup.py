"""A tree of HTML elements turned into lines: headings, list points, table rows and paragraphs."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bs4 import BeautifulSoup
from bs4.element import CData, NavigableString, PageElement, Tag

from index.reading.content import join_cells
from index.reading.document import Line

HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption"
    " figure footer form header hr html legend li main nav ol optgroup option p pre section summary table"
    " tbody td tfoot th thead tr ul".split()
) | set(HEADINGS)
LONGEST_CELL = 600
"""Characters; a table with a longer cell serves the layout of the page and is read as running text."""


@dataclass(slots=True)
class _List:
    """A list that is being written: the number of its next point, or None for bullets without order."""

    number: int | None
    style: str = "1"
    bare: bool = False

    def next_sign(self, point: Tag) -> str:
        """Return what stands before a point, and count it."""
        if self.bare:
            return ""
        if self.number is None:
            return "• "
        self.number = _whole_number(point.get("value"), default=self.number) + 1
        if self.style in "aA" and 2 <= self.number <= 27:
            return f"{chr(ord(self.style) + self.number - 2)}. "
        return f"{self.number - 1}. "


def parse_fragment(html: str) -> Tag:
    """Parse a piece of HTML as it stands in a field."""
    return BeautifulSoup(f"<div>{html}</div>", "lxml")


def lines_of(root: Tag) -> list[Line]:
    """Return the lines of an element in document order.

    The tree is walked with a stack of its own: pages of the wild nest deeper than Python recurses.
    """
    writer = _Writer()
    stack: list[tuple[PageElement, bool]] = [(root, False)]
    while stack:
        node, finished = stack.pop()
        if isinstance(node, Tag):
            if finished:
                writer.leave(node)
            elif node.name == "table" and (rows := _data_rows(node)) is not None:
                writer.write_rows(rows)
            else:
                writer.enter(node)
                stack.append((node, True))
                stack.extend((child, False) for child in reversed(node.contents))
        elif type(node) in (NavigableString, CData):
            writer.add(str(node))
    writer.flush()
    return writer.lines


class _Writer:
    """Collects the words of a block, and writes them as a line where the block begins or ends."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self._words: list[str] = []
        self._sign = ""
        self._headings: list[tuple[int, int]] = []
        self._lists: list[_List] = []
        self._preformatted = 0

    def enter(self, tag: Tag) -> None:
        if tag.name in BLOCKS:
            self.flush()
        if tag.name in HEADINGS:
            self._headings.append((HEADINGS[tag.name], len(self.lines)))
        elif tag.name in ("ul", "ol"):
            self._lists.append(_open_list(tag))
        elif tag.name == "li":
            self._sign = self._lists[-1].next_sign(tag) if self._lists else "• "
        elif tag.name == "pre":
            self._preformatted += 1
        elif tag.name == "br":
            self._break()

    def leave(self, tag: Tag) -> None:
        if tag.name in BLOCKS:
            self.flush()
        if tag.name in HEADINGS:
            self._close_heading()
        elif tag.name in ("ul", "ol"):
            self._lists.pop()
        elif tag.name == "li":
            self._sign = ""
        elif tag.name == "pre":
            self._preformatted -= 1

    def add(self, text: str) -> None:
        if not self._preformatted:
            self._words.append(text)
            return
        for number, line in enumerate(text.split("\n")):
            if number:
                self.flush()
            self._words.append(line)

    def write_rows(self, rows: list[str]) -> None:
        self.flush()
        self.lines.extend(Line(text=row, row=True) for row in rows)

    def flush(self) -> None:
        text = " ".join("".join(self._words).split())
        self._words.clear()
        if text:
            self.lines.append(Line(text=self._sign + text, level=self._headings[-1][0] if self._headings else 0))
            self._sign = ""

    def _break(self) -> None:
        """Break the line, except in a heading: a heading over two lines is still one."""
        if self._headings:
            self._words.append(" ")
        else:
            self.flush()

    def _close_heading(self) -> None:
        """Leave a blank line with a level for a heading without words: it ends the section before it."""
        level, start = self._headings.pop()
        if len(self.lines) == start:
            self.lines.append(Line(text="", level=level))


def _open_list(tag: Tag) -> _List:
    bare = "unstyled" in str(tag.get("class", "")) or bool(
        re.search(r"list-style(?:-type)?\s*:\s*none", str(tag.get("style", "")))
    )
    number = _whole_number(tag.get("start"), default=1) if tag.name == "ol" else None
    return _List(number=number, style=str(tag.get("type", "1"))[:1] or "1", bare=bare)


def _whole_number(value: object, *, default: int) -> int:
    text = str(value)
    return int(text) if re.fullmatch(r"\d{1,6}", text) else default


def _data_rows(table: Tag) -> list[str] | None:
    """Return the rows of a table that holds data; None for one that only arranges the page."""
    if table.get("role") in ("presentation", "none") or table.find(["table", *HEADINGS]):
        return None
    rows = [
        [" ".join(line.text for line in lines_of(cell)) for cell in row.find_all(["td", "th"])]
        for row in table.find_all("tr")
    ]
    cells = [cell for row in rows for cell in row]
    if max(map(len, rows), default=0) < 2 or max(map(len, cells)) > LONGEST_CELL:
        return None
    caption = table.find("caption")
    titles = [line.text for line in lines_of(caption)] if caption else []
    return titles + [text for row in rows if (text := join_cells(row))]
