"""A PDF page turned into its printed lines in reading order."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from pdfplumber.page import Page

from index.reading.pdf_columns import in_reading_order
from index.reading.pdf_pieces import WORD_GAP, Piece, join_words
from index.reading.pdf_tables import find_tables

PARAGRAPH_GAP = 0.35
"""Space between paragraphs beyond that between lines, in font sizes."""

NO_UNICODE = re.compile(r"\(cid:\d+\)")
UNUSED_CODE = "(cid:127)"
"""Code without letter, which the PDF standard fills with bullets (ISO 32000-1, annex D.2, note 3)."""
MARGIN = 0.12
"""Share of a page's height at its upper and lower edge where headers and footers stand."""
HAIR = 0.1
"""Distance of a letter printed twice, at most, in font sizes: narrower than any letter."""
HAIR_CELL = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedLine:
    """A line or table row of a page; lengths are points from the upper left corner.

    `limit` is the right margin of its column, `margin` is set in the upper and lower margin of the
    page, `gap` where space parts it from the line before,
    `level` is its heading level, found when the whole document is known.
    """

    text: str
    page: int
    x0: float
    x1: float
    limit: float
    top: float
    bottom: float
    size: float
    margin: bool = False
    gap: bool = False
    row: bool = False
    level: int = 0


def read_page(page: Page) -> list[PrintedLine]:
    """Return the lines of a page in reading order; text that runs upwards or down is left out."""
    page = page.filter(_FirstPrint())
    tables = find_tables(page)
    words = page.extract_words(x_tolerance_ratio=WORD_GAP, extra_attrs=["size"])
    pieces = join_words(
        Piece(
            text=_as_printed(w["text"]),
            x0=w["x0"],
            x1=w["x1"],
            top=w["top"],
            bottom=w["bottom"],
            size=round(w["size"], 1),
        )
        for w in words
        if w["upright"] and not any(table.holds(w) for table in tables)
    )
    pieces += [Piece(rows=t.rows, x0=t.x0, x1=t.x1, top=t.top, bottom=t.bottom) for t in tables]
    return _lines(in_reading_order(pieces), page=page)


class _FirstPrint:
    """Passes each letter once: some programs print bold by printing twice, a hair apart.

    The library's own way takes quadratic time.
    """

    def __init__(self) -> None:
        self._seen: defaultdict[str, dict[tuple[int, int], tuple[float, float]]] = defaultdict(dict)

    def __call__(self, item: Mapping[str, Any]) -> bool:
        if item["object_type"] != "char":
            return True
        places, x, y, near = self._seen[item["text"]], item["x0"], item["top"], HAIR * item["size"]
        column, row = int(x // HAIR_CELL), int(y // HAIR_CELL)
        around = [places.get((column + dx, row + dy)) for dx in (-1, 0, 1) for dy in (-1, 0, 1)]
        if any(seen and abs(seen[0] - x) < near and abs(seen[1] - y) < near for seen in around):
            return False
        places[column, row] = (x, y)
        return True


def _lines(pieces: Sequence[Piece], *, page: Page) -> list[PrintedLine]:
    """Turn pieces into lines; `gap` marks more space before a line than is usual on the page.

    Usual is the lower quartile: on a page of short paragraphs most spaces part these.
    """
    spaces = sorted(b.top - a.bottom for a, b in pairwise(pieces) if b.top > a.top)
    usual = spaces[len(spaces) // 4] if spaces else 0.0
    lines: list[PrintedLine] = []
    before: Piece | None = None
    for piece in pieces:
        gap = before is not None and (
            piece.apart
            or bool(piece.rows or before.rows)
            or piece.top - before.bottom > usual + PARAGRAPH_GAP * piece.size
        )
        for i, text in enumerate(piece.rows or (piece.text,)):
            lines.append(
                PrintedLine(
                    text=text,
                    page=page.page_number,
                    x0=piece.x0,
                    x1=piece.x1,
                    limit=piece.limit,
                    top=piece.top,
                    bottom=piece.bottom,
                    size=piece.size,
                    margin=piece.bottom < MARGIN * page.height or piece.top > (1 - MARGIN) * page.height,
                    gap=gap and i == 0,
                    row=bool(piece.rows),
                )
            )
        before = piece
    return lines


def _as_printed(text: str) -> str:
    """Show a soft hyphen at the end of a word as the hyphen it is, and letters without Unicode as U+FFFD."""
    text = NO_UNICODE.sub("\ufffd", text.replace(UNUSED_CODE, "•"))
    return text[:-1] + "-" if text.endswith("\u00ad") else text
