"""Make the PDF and DOCX sample minutes from the Markdown in `sources/`, the same bytes every time.

Run `python eval/corpus/make.py`; needs the `dev` extra (reportlab).
"""

from __future__ import annotations

import io
import re
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import docx
from reportlab import rl_config
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    PageBreak,
    PageTemplate,
    Paragraph,
    Table,
    TableStyle,
)
from reportlab.platypus.tableofcontents import TableOfContents

SOURCES = Path(__file__).parent / "sources"
MINUTES = Path(__file__).parent / "minutes"
ZIP_DATE = (2025, 1, 1, 0, 0, 0)
BODY = ParagraphStyle("body", fontName="Vera", bulletFontName="Vera", fontSize=9.5, leading=13, spaceAfter=6)
LIST = ParagraphStyle("list", parent=BODY, leftIndent=14, bulletIndent=2, spaceAfter=3)
HEADINGS = {
    1: ParagraphStyle("item", parent=BODY, fontName="VeraBd", fontSize=13, leading=17, spaceBefore=14, keepWithNext=1),
    2: ParagraphStyle("section", parent=BODY, fontName="VeraBd", fontSize=10.5, spaceBefore=6, keepWithNext=1),
}
TITLE = ParagraphStyle("title", parent=BODY, fontName="VeraBd", fontSize=18, leading=24, spaceAfter=18)
GRID = TableStyle([("GRID", (0, 0), (-1, -1), 0.5, colors.grey), ("VALIGN", (0, 0), (-1, -1), "TOP")])


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A heading (level 1 or 2), a paragraph, one point of a list, or a table."""

    kind: str
    text: str = ""
    level: int = 0
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One Markdown source: what to make of it, and its blocks."""

    output: str
    title: str
    created: datetime
    blocks: tuple[Block, ...]


def main() -> None:
    """Make every document of `sources/` in `minutes/`, and name it."""
    for path in sorted(SOURCES.glob("*.md")):
        source = read_source(path.read_text(encoding="utf-8"))
        (MINUTES / source.output).write_bytes(build(source))
        sys.stdout.write(f"{source.output}\n")


def build(source: Source) -> bytes:
    """Return the bytes of the document that the source describes."""
    return make_pdf(source) if source.output.endswith(".pdf") else make_docx(source)


def read_source(text: str) -> Source:
    """Read the front matter and the blocks of a Markdown source."""
    _, front, body = text.split("---\n", maxsplit=2)
    fields = dict(line.split(": ", maxsplit=1) for line in front.splitlines())
    return Source(
        output=fields["output"],
        title=fields["title"],
        created=datetime.fromisoformat(fields["created"]),
        blocks=tuple(_blocks(body)),
    )


def _blocks(body: str) -> Iterator[Block]:
    """Read the Markdown that the sources use: headings, tables, lists, and one paragraph per line."""
    rows: list[tuple[str, ...]] = []
    for line in [*body.splitlines(), ""]:
        if line.startswith("|"):
            rows.append(tuple(cell.strip() for cell in line.strip("|").split("|")))
            continue
        if rows:
            yield Block(kind="table", rows=(rows[0], *rows[2:]))
            rows = []
        if line.strip():
            yield _block(line)


def _block(line: str) -> Block:
    if match := re.match(r"(#{1,2}) (.*)", line):
        return Block(kind="heading", level=len(match[1]), text=match[2])
    if match := re.match(r"- (.*)", line):
        return Block(kind="bullet", text=match[1])
    if match := re.match(r"\d+\. (.*)", line):
        return Block(kind="number", text=match[1])
    return Block(kind="paragraph", text=line)


def make_docx(source: Source) -> bytes:
    """Return the source as a Word document with real headings, lists and tables."""
    document = docx.Document()
    document.add_heading(source.title, level=0)
    for before, block in zip((None, *source.blocks), source.blocks, strict=False):
        _add_to_docx(document, block, first=before is None or before.kind != block.kind)
    core = document.core_properties
    core.title, core.author, core.last_modified_by = source.title, "Klyngesekretariatet", ""
    core.created = core.modified = source.created
    packed = io.BytesIO()
    document.save(packed)
    return _fix_zip_dates(packed)


def _add_to_docx(document: Any, block: Block, *, first: bool) -> None:  # noqa: ANN401  python-docx has no type for it
    match block.kind:
        case "heading":
            document.add_heading(block.text, level=block.level)
        case "bullet":
            document.add_paragraph(block.text, style="List Bullet")
        case "number":
            paragraph = document.add_paragraph(block.text, style="List Number")
            _number_from(document, paragraph, restart=first)
        case "table":
            table = document.add_table(rows=0, cols=len(block.rows[0]), style="Table Grid")
            for row in block.rows:
                for cell, text in zip(table.add_row().cells, row, strict=True):
                    cell.text = text
        case _:
            document.add_paragraph(block.text)


def _number_from(document: Any, paragraph: Any, *, restart: bool) -> None:  # noqa: ANN401  as above
    """Let a numbered paragraph begin a list of its own at 1, or go on with the list before it."""
    numbering = document.part.numbering_part.element
    if restart:
        style_number = document.styles["List Number"].element.pPr.numPr.numId.val
        abstract = numbering.num_having_numId(style_number).abstractNumId.val
        numbering.add_num(abstract).add_lvlOverride(ilvl=0).add_startOverride(1)
    properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()  # noqa: SLF001  the only way to a numbering
    properties.get_or_add_ilvl().val = 0
    properties.get_or_add_numId().val = numbering.num_lst[-1].numId


def _fix_zip_dates(packed: io.BytesIO) -> bytes:
    """Pack the parts again with one fixed date, since a zip notes when each part was written."""
    fixed = io.BytesIO()
    with zipfile.ZipFile(packed) as old, zipfile.ZipFile(fixed, "w") as new:
        for name in old.namelist():
            part = zipfile.ZipInfo(name, date_time=ZIP_DATE)
            part.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(part, old.read(name))
    return fixed.getvalue()


class _Minutes(BaseDocTemplate):
    """A PDF with page headers and footers, whose items fill in the list of contents."""

    def afterFlowable(self, flowable: Flowable) -> None:  # noqa: N802  reportlab's name
        """Enter an item in the list of contents."""
        if getattr(flowable, "style", None) is HEADINGS[1]:
            title = re.sub(r"^Punkt \d+: ", "", flowable.getPlainText())
            self.notify("TOCEntry", (0, escape(title), self.page))


def make_pdf(source: Source) -> bytes:
    """Return the source as a PDF: cover, list of contents with dot leaders, then the items."""
    rl_config.invariant = 1
    for name in ("Vera", "VeraBd"):
        pdfmetrics.registerFont(TTFont(name, f"{name}.ttf"))
    packed = io.BytesIO()
    document = _Minutes(packed, pagesize=A4, title=source.title, author="Klyngesekretariatet", invariant=1)
    frame = Frame(22 * mm, 22 * mm, A4[0] - 44 * mm, A4[1] - 44 * mm, id="page")
    document.addPageTemplates(
        PageTemplate(frames=[frame], onPage=lambda canvas, _: _page_furniture(canvas, title=source.title))
    )
    document.multiBuild(list(_pdf_story(source)))
    return packed.getvalue()


def _pdf_story(source: Source) -> Iterator[Flowable]:
    yield Paragraph(escape(source.title), TITLE)
    first = next(i for i, block in enumerate(source.blocks) if block.kind == "heading")
    yield from map(_pdf_block, source.blocks[:first])
    contents = TableOfContents(dotsMinLevel=0, levelStyles=[BODY])
    yield from (PageBreak(), Paragraph("Indholdsfortegnelse", HEADINGS[2]), contents, PageBreak())
    number = 0
    for block in source.blocks[first:]:
        number = number + 1 if block.kind == "number" else 0
        yield _pdf_block(block, number=number)


def _pdf_block(block: Block, *, number: int = 0) -> Flowable:
    match block.kind:
        case "heading":
            return Paragraph(escape(block.text), HEADINGS[block.level])
        case "bullet" | "number":
            sign = f"{number}." if number else "•"
            return Paragraph(escape(block.text), LIST, bulletText=sign)
        case "table":
            return Table([[Paragraph(escape(cell), BODY) for cell in row] for row in block.rows], style=GRID)
        case _:
            return Paragraph(escape(block.text), BODY)


def _page_furniture(canvas: Canvas, *, title: str) -> None:
    if canvas.getPageNumber() == 1:
        return
    canvas.setFont("Vera", 8)
    canvas.drawString(22 * mm, A4[1] - 14 * mm, title)
    canvas.drawRightString(A4[0] - 22 * mm, 12 * mm, f"Side {canvas.getPageNumber()}")


if __name__ == "__main__":
    main()
