"""Pages set by hand for tests, and the PDF made of them."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence

from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import simpleSplit
from reportlab.pdfgen.canvas import Canvas

FONT, BOLD, SIZE, LEADING = "Helvetica", "Helvetica-Bold", 10, 12


class Sheet:
    """A page that texts are set on, in points from the upper left corner."""

    def __init__(self, canvas: Canvas) -> None:
        self.canvas = canvas

    def line(self, x: float, y: float, text: str, *, size: float = SIZE, font: str = FONT) -> float:
        """Set one line and return where the next one goes."""
        self.canvas.setFont(font, size)
        self.canvas.drawString(x, 842 - y, text)
        return y + 1.2 * size

    def prose(self, x: float, y: float, text: str, *, width: float, size: float = SIZE) -> float:
        """Set a paragraph in a column and return where the next line goes."""
        for line in simpleSplit(text, FONT, size, width):
            y = self.line(x, y, line, size=size)
        return y

    def grid(self, x: float, y: float, rows: Sequence[Sequence[str]], *, widths: Sequence[float]) -> float:
        """Set a ruled table, cells wrapped, and return the height of its foot."""
        edges = [x + sum(widths[:i]) for i in range(len(widths) + 1)]
        self._rule(edges, y)
        for row in rows:
            cells = [simpleSplit(cell, FONT, SIZE, w - 8) for cell, w in zip(row, widths, strict=True)]
            foot = y + LEADING * max(map(len, cells)) + 6
            for edge, cell in zip(edges, cells, strict=False):
                for i, text in enumerate(cell):
                    self.line(edge + 4, y + LEADING * (i + 1) - 1, text)
            for edge in edges:
                self.canvas.line(edge, 842 - y, edge, 842 - foot)
            self._rule(edges, foot)
            y = foot
        return y + LEADING

    def _rule(self, edges: Sequence[float], y: float) -> None:
        self.canvas.line(edges[0], 842 - y, edges[-1], 842 - y)


Draw = Callable[[Sheet], object]


def pdf_of(*pages: Draw, encrypt: StandardEncryption | None = None) -> bytes:
    """Return the pages as one PDF."""
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=(595, 842), encrypt=encrypt)
    for draw in pages:
        draw(Sheet(canvas))
        canvas.showPage()
    canvas.save()
    return file.getvalue()
