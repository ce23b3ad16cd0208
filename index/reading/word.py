"""A Word file (.docx) turned into lines: paragraphs, list numbers and table rows in document order."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator

import docx
from docx.document import Document
from docx.opc.exceptions import OpcError
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from lxml.etree import XMLSyntaxError

from index.reading.archive import open_archive
from index.reading.content import Content, join_cells
from index.reading.document import Line
from index.reading.word_numbering import Numbering, Style, list_of, outline_level, read_styles, value_of
from rag.errors import ReadingError

MAX_UNPACKED = 200 * 1024 * 1024
MAX_XML = 60 * 1024 * 1024
"""Bytes of the parts that become trees in memory, several times as large."""
LONGEST_PARAGRAPH = 400
"""Characters; a table with a longer paragraph serves the layout of the page and is read as running text."""
PLAIN = Style()
DAMAGE = (
    zipfile.BadZipFile,
    XMLSyntaxError,
    OpcError,
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    NotImplementedError,
    EOFError,
    zlib.error,
)
"""What comes out of a damaged file: python-docx trusts the parts of a package to be there."""
BODY = qn("w:body")
PARAGRAPH, TABLE, ROW, CELL = qn("w:p"), qn("w:tbl"), qn("w:tr"), qn("w:tc")
CONTAINERS = {qn(f"w:{name}") for name in ("sdt", "sdtContent", "customXml", "ins", "moveTo", "tbl", "tr", "tc")}
BOX = qn("w:txbxContent")
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
"""The same text box once more, for old programs."""
UNSEEN = {qn(f"w:{name}") for name in ("pPr", "rPr", "del", "moveFrom", "txbxContent", "sdtPr")} | {FALLBACK}
BREAKS = {qn("w:br"), qn("w:cr")}
TEXT, HYPHEN = qn("w:t"), qn("w:noBreakHyphen")
SPACES = {qn("w:tab"), qn("w:ptab")}


def read_word(data: bytes, *, name: str) -> Content:
    """Turn a Word file into lines; raise ReadingError where it is damaged or unpacks beyond the limit."""
    document = _open(data, name=name)
    return Content(lines=tuple(_Body(document).lines()), wrapped=False)


def _open(data: bytes, *, name: str) -> Document:
    damaged = f"{name} is damaged: Word's own repair may open it, then save it again."
    try:
        with open_archive(io.BytesIO(data), name=name) as archive:
            members = archive.infolist()
        xml = sum(member.file_size for member in members if member.filename.lower().endswith((".xml", ".rels")))
        if xml > MAX_XML or sum(member.file_size for member in members) > MAX_UNPACKED:
            raise ReadingError(f"{name} unpacks to more than {MAX_UNPACKED // 2**20} MB: it is no ordinary file.")
        document = docx.Document(io.BytesIO(data))
    except DAMAGE as error:
        raise ReadingError(damaged) from error
    if document.element.find(BODY) is None:
        raise ReadingError(damaged)
    return document


class _Body:
    """The body of a document with the numbering and styles its paragraphs refer to."""

    def __init__(self, document: Document) -> None:
        self._root = document.element.find(BODY)
        self._numbering = Numbering(document)
        self._styles = read_styles(document)

    def lines(self) -> Iterator[Line]:
        """Yield the lines in document order; once only, for the lists are counted on the way."""
        for block in self._blocks(self._root):
            yield from self._rows(block) if block.tag == TABLE else self._paragraph(block)

    def _blocks(self, parent: BaseOxmlElement) -> Iterator[BaseOxmlElement]:
        """Yield paragraphs and data tables, also those in content controls, layout tables and text boxes."""
        for child in parent.iterchildren():
            if child.tag == PARAGRAPH:
                yield child
                for box in child.iter(BOX):
                    # A box in a box is met within it: met here as well, boxes would double with every level.
                    if next(box.iterancestors(FALLBACK, PARAGRAPH), None) is child:
                        yield from self._blocks(box)
            elif child.tag == TABLE and self._holds_data(child):
                yield child
            elif child.tag in CONTAINERS:
                yield from self._blocks(child)

    def _paragraph(self, paragraph: BaseOxmlElement) -> list[Line]:
        """Return one line, and one more for each line break; a heading is always one."""
        sign, texts, level = self._sign(paragraph), _texts(paragraph), self._level(paragraph)
        if not any(texts):
            return [Line(text="")]
        if level:
            texts = [" ".join(filter(None, texts))]
        return [Line(text=(sign if i == 0 else "") + text, level=level) for i, text in enumerate(texts)]

    def _rows(self, table: BaseOxmlElement) -> Iterator[Line]:
        for row in table.iter(ROW):
            if text := join_cells([self._cell(cell) for cell in row.iter(CELL)]):
                yield Line(text=text, row=True)

    def _cell(self, cell: BaseOxmlElement) -> str:
        """Return the text of a cell; a numbered column has cells with nothing but the number."""
        parts = [(self._sign(p), " ".join(filter(None, _texts(p)))) for p in cell.iter(PARAGRAPH)]
        return " ".join(sign + text for sign, text in parts if text or len(parts) == 1).strip()

    def _holds_data(self, table: BaseOxmlElement) -> bool:
        """Tell a table of data from one that only arranges the page."""
        if next(table.iterdescendants(TABLE), None) is not None or any(map(self._level, table.iter(PARAGRAPH))):
            return False
        cells = [list(row.iter(CELL)) for row in table.iter(ROW)]
        longest = max((sum(map(len, _texts(p))) for row in cells for c in row for p in c.iter(PARAGRAPH)), default=0)
        return max(map(len, cells), default=0) > 1 and longest <= LONGEST_PARAGRAPH

    def _level(self, paragraph: BaseOxmlElement) -> int:
        return outline_level(paragraph) or self._style(paragraph).level

    def _sign(self, paragraph: BaseOxmlElement) -> str:
        """Return the bullet or number before a paragraph, of its own list or that of its style."""
        number_id, level = list_of(paragraph)
        if number_id is None:
            style = self._style(paragraph)
            number_id, level = style.number_id, style.list_level
        return self._numbering.sign(number_id=number_id, level=level)

    def _style(self, paragraph: BaseOxmlElement) -> Style:
        # Not `paragraph.style`: python-docx gives up on a style without a name.
        return self._styles.get(value_of(paragraph, "w:pPr/w:pStyle") or "", PLAIN)


def _texts(paragraph: BaseOxmlElement) -> list[str]:
    """Return the text of a paragraph, split at its line breaks: insertions count, deletions do not."""
    parts: list[str] = []
    stack = [paragraph]
    while stack:
        element = stack.pop()
        if element.tag == TEXT:
            parts.append(element.text or "")
        elif element.tag in BREAKS:
            parts.append("\n")
        elif element.tag in SPACES:
            parts.append(" ")
        elif element.tag == HYPHEN:
            parts.append("-")
        else:
            stack.extend(child for child in reversed(element) if child.tag not in UNSEEN)
    return [" ".join(text.split()) for text in "".join(parts).split("\n")]
