"""Pieces of a page put in reading order: columns, marginal headings and side boxes taken apart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from index.reading.pdf_pieces import Piece, join_rows, rows_of

GUTTER = 10.0
"""Width in points of the empty strip between two columns, at least."""
PROSE_LETTERS = 20
PROSE_FILL = 0.8
NARROW = 0.35
ALIGNED = 1.0
"""Points by which the feet of two lines may differ that belong to one row."""
IN_ROWS = 0.4
"""Share of the right side's lines level with one on the left, at least, in a table."""
MAX_DEPTH = 12

Row = Sequence[Piece]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Band:
    """Rows `start` to `end` of a region with nothing across the gutter, and how they are to be read."""

    start: int
    end: int
    gutter: float
    layout: str
    weight: int


def in_reading_order(pieces: Iterable[Piece], *, depth: int = 0) -> list[Piece]:
    """Return the printed lines of a region in reading order."""
    rows = rows_of(pieces)
    band = _find_band(rows) if depth < MAX_DEPTH else None
    if band is None:
        return join_rows(rows)
    left, right = _sides(rows[band.start : band.end], band.gutter)
    inside = _READERS[band.layout](left, right, depth + 1)
    above = in_reading_order((p for row in rows[: band.start] for p in row), depth=depth + 1)
    below = in_reading_order((p for row in rows[band.end :] for p in row), depth=depth + 1)
    return [*above, *inside, *below]


def _find_band(rows: Sequence[Row]) -> _Band | None:
    """Return the band of columns that the most rows bear out."""
    beside = [pair for row in rows for pair in pairwise(row)]
    # Columns need not share a baseline: then no row holds both sides, but neighbouring rows do.
    beside += [(a, b) for one, other in pairwise(rows) for a, b in ((one[-1], other[0]), (other[-1], one[0]))]
    gaps = [(a.x1, b.x0) for a, b in beside if b.x0 - a.x1 >= GUTTER and not (a.rows or b.rows)]
    gutters = {round((a + b) / 8) * 4.0 for a, b in gaps}
    found = [band for gutter in gutters for band in _bands(rows, gutter)]
    return max(found, key=lambda band: (band.weight, band.end - band.start), default=None)


def _bands(rows: Sequence[Row], gutter: float) -> list[_Band]:
    """Return the runs of rows that a gutter parts, and that can be read as columns."""
    bands = []
    start = 0
    for end in range(len(rows) + 1):
        if end < len(rows) and not any(p.x0 < gutter + 1 and p.x1 > gutter - 1 for p in rows[end]):
            continue
        right = [i for i in range(start, end) if rows[i][-1].x0 > gutter]
        if right:
            first, last = right[0], _left_goes_on(rows, right[-1], end)
            left_rows, right_rows = _sides(rows[first:last], gutter)
            if layout := _classify(left_rows, right_rows):
                weight = min(len(left_rows), len(right_rows))
                bands.append(_Band(start=first, end=last, gutter=gutter, layout=layout, weight=weight))
        start = end + 1
    return bands


def _left_goes_on(rows: Sequence[Row], last: int, end: int) -> int:
    """Return where the left column ends that is longer than the right one: at a wider gap."""
    at = last + 1
    while at < end and rows[at][0].top - rows[at - 1][0].bottom < 0.8 * rows[at][0].size:
        at += 1
    return at


def _sides(rows: Sequence[Row], gutter: float) -> tuple[list[Piece], list[Piece]]:
    left = [piece for row in rows for piece in row if piece.x0 < gutter]
    right = [piece for row in rows for piece in row if piece.x0 >= gutter]
    return left, right


def _classify(left: Sequence[Piece], right: Sequence[Piece]) -> str:
    """Tell how two sides are to be read; "" where they are the columns of a table, read row by row."""
    left_lines, right_lines = join_rows(rows_of(left)), join_rows(rows_of(right))
    few = min(len(left_lines), len(right_lines))
    if few == 0:
        return ""
    left_prose, right_prose = _is_prose(left_lines), _is_prose(right_lines)
    aligned = sum(any(abs(a.bottom - b.bottom) <= ALIGNED for a in left_lines) for b in right_lines) / len(right_lines)
    if (left_prose and right_prose) or (few >= 5 and aligned < IN_ROWS):
        return "columns"
    if right_prose and _width(left) < NARROW * _width([*left, *right]) and len(left_lines) < 0.5 * len(right_lines):
        return "margin"
    words = sum(any(c.isalpha() for c in line.text) for line in right_lines)
    if (
        left_prose
        and words > 0.5 * len(right_lines)
        and (len(right_lines) < 0.6 * len(left_lines) or aligned < IN_ROWS)
    ):
        return "box"
    return ""


def _is_prose(lines: Sequence[Piece]) -> bool:
    """Tell running text, whose lines fill their column, from the cells of a table."""
    width = _width(lines)
    full = sum(line.x1 - line.x0 > PROSE_FILL * width for line in lines)
    letters = median(len(line.text) for line in lines)
    return len(lines) >= 4 and letters >= PROSE_LETTERS and full >= 0.5 * len(lines)


def _width(pieces: Sequence[Piece]) -> float:
    return max(p.x1 for p in pieces) - min(p.x0 for p in pieces)


def _read_columns(left: list[Piece], right: list[Piece], depth: int) -> list[Piece]:
    return [*in_reading_order(left, depth=depth), *in_reading_order(right, depth=depth)]


def _read_margin(left: list[Piece], right: list[Piece], depth: int) -> list[Piece]:
    """Put each marginal heading before the line beside it."""
    lines = in_reading_order(right, depth=depth)
    for heading in reversed(join_rows(rows_of(left))):
        at = next((i for i, line in enumerate(lines) if line.bottom > heading.top + heading.height / 2), len(lines))
        lines.insert(at, replace(heading, apart=True))
        if at + 1 < len(lines):
            lines[at + 1] = replace(lines[at + 1], apart=True)
    return lines


def _read_box(left: list[Piece], right: list[Piece], depth: int) -> list[Piece]:
    """Put what stands in a box or a column of names after the paragraph beside which it begins."""
    lines = in_reading_order(left, depth=depth)
    spacing = median([b.top - a.bottom for a, b in pairwise(lines)] or [0.0])
    for block in reversed(_blocks(in_reading_order(right, depth=depth))):
        at = next(
            (
                i + 1
                for i, (a, b) in enumerate(pairwise(lines))
                if b.top > block[0].bottom and b.top - a.bottom > spacing + 0.35 * b.size
            ),
            len(lines),
        )
        after = [replace(line, apart=True) for line in lines[at : at + 1]]
        lines[at : at + 1] = [replace(block[0], apart=True), *block[1:], *after]
    return lines


def _blocks(lines: Sequence[Piece]) -> list[list[Piece]]:
    blocks = [list(lines[:1])]
    for before, line in pairwise(lines):
        if line.top - before.bottom > line.size:
            blocks.append([])
        blocks[-1].append(line)
    return blocks


_READERS = {"columns": _read_columns, "margin": _read_margin, "box": _read_box}
