"""The ruled tables of a PDF page turned into rows of text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pdfplumber.page import Page
from pdfplumber.table import Table as Grid

from index.reading.content import join_cells

MAX_DRAWN = 3000
"""Lines, boxes and curves of a page beyond which it is a drawing, and looking for tables takes too long."""
LONGEST_CELL = 600
"""Characters; a table with a longer cell frames running text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table's place on the page and its rows, cells joined."""

    x0: float
    x1: float
    top: float
    bottom: float
    rows: tuple[str, ...]

    def holds(self, word: Mapping[str, float]) -> bool:
        """Tell whether the middle of a word lies in the table."""
        x, y = (word["x0"] + word["x1"]) / 2, (word["top"] + word["bottom"]) / 2
        return self.x0 <= x <= self.x1 and self.top <= y <= self.bottom


def find_tables(page: Page) -> list[Table]:
    """Return the tables of at least two rows and two columns that hold data, from top to bottom."""
    if len(page.rects) + len(page.lines) + len(page.curves) > MAX_DRAWN:
        return []
    tables = [table for grid in page.find_tables() if (table := _read(grid))]
    return sorted(tables, key=lambda table: table.top)


def _read(grid: Grid) -> Table | None:
    cells = [[" ".join((cell or "").split()) for cell in row] for row in grid.extract(x_tolerance_ratio=0.15)]
    filled = [sum(map(bool, row)) for row in cells]
    longest = max((len(cell) for row in cells for cell in row), default=0)
    if sum(count > 1 for count in filled) < 2 or longest > LONGEST_CELL:
        return None
    x0, top, x1, bottom = grid.bbox
    return Table(x0=x0, x1=x1, top=top, bottom=bottom, rows=tuple(filter(None, map(join_cells, cells))))
