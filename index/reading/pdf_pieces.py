"""The words of a page joined into pieces: runs of a printed line that no wide gap parts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

WORD_GAP = 0.15
"""Space between two words, at least, in font sizes."""
WIDE_GAP = 1.5
"""Space within a line, in font sizes, that the words of one sentence do not leave."""
OVERLAP = 0.5
"""Share of its height that a word has in common with its row."""
LIST_SIGN = re.compile(r"[•·▪◦●○■□➢✓*o–—-]|[\ue000-\uf8ff]|\d{1,3}(?:\.\d{1,2})*[.):]?|[a-zæøå][.)]", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Text at a place on the page, in points from the upper left corner; a table carries its `rows` instead.

    `limit` is the right margin of its column; `apart` is set where it does not go on from the piece before.
    """

    text: str = ""
    x0: float
    x1: float
    top: float
    bottom: float
    size: float = 0.0
    rows: tuple[str, ...] = ()
    limit: float = 0.0
    apart: bool = False

    @property
    def height(self) -> float:
        """Height in points; the size of the font for text."""
        return self.bottom - self.top


def rows_of(pieces: Iterable[Piece]) -> list[list[Piece]]:
    """Group pieces that stand beside each other, from top to bottom, each row from left to right."""
    rows: list[list[Piece]] = []
    widest: list[Piece] = []
    for piece in sorted(pieces, key=lambda piece: (piece.top, piece.x0)):
        if rows and not piece.rows and not widest[-1].rows and _beside(widest[-1], piece):
            rows[-1].append(piece)
            widest[-1] = max(widest[-1], piece, key=lambda piece: piece.height)
        else:
            rows.append([piece])
            widest.append(piece)
    return [sorted(row, key=lambda piece: piece.x0) for row in rows]


def _beside(one: Piece, other: Piece) -> bool:
    shared = min(one.bottom, other.bottom) - max(one.top, other.top)
    return shared > OVERLAP * min(one.height, other.height)


def join_words(words: Iterable[Piece]) -> list[Piece]:
    """Join words into pieces; the sign of a list point stays with its text, however far apart they stand."""
    pieces: list[Piece] = []
    for row in rows_of(words):
        run = row[0]
        for word in row[1:]:
            if space_between(run, word) > WIDE_GAP and not LIST_SIGN.fullmatch(run.text):
                pieces.append(run)
                run = word
            else:
                run = join(run, word)
        pieces.append(run)
    return pieces


def space_between(left: Piece, right: Piece) -> float:
    """Return the space between two pieces in font sizes."""
    return (right.x0 - left.x1) / (max(left.size, right.size) or 1)


def join(left: Piece, right: Piece) -> Piece:
    """Join two pieces of a row; the size is that of the longer text, so a raised "2" does not count."""
    space = " " if space_between(left, right) > WORD_GAP / 2 else ""
    return replace(
        left,
        text=f"{left.text}{space}{right.text}",
        x1=max(left.x1, right.x1),
        top=min(left.top, right.top),
        bottom=max(left.bottom, right.bottom),
        size=max(left, right, key=lambda piece: len(piece.text)).size,
    )


def join_rows(rows: Iterable[Sequence[Piece]]) -> list[Piece]:
    """Join each row to one piece; `limit` is the right edge of them all."""
    joined = []
    for row in rows:
        piece = row[0]
        for other in row[1:]:
            piece = join(piece, other)
        joined.append(piece)
    limit = max((piece.x1 for piece in joined), default=0.0)
    return [replace(piece, limit=limit) for piece in joined]
