"""Font sizes turned into heading levels, and headings over several lines joined."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from index.reading.pdf_layout import PrintedLine

LARGER = 1.1
"""Size of the smallest heading in sizes of the body."""
MAX_LINES = 6
"""Lines of one size in a row beyond which they are a list of contents or large print, not headings."""
LEADING = 0.6
"""Space between the lines of one heading, at most, in font sizes."""

Pages = Sequence[Sequence[PrintedLine]]


def set_levels(pages: Pages) -> list[list[PrintedLine]]:
    """Give a level to the lines in fonts larger than the body's: the largest is level 1.

    The body's size is the one that most letters have.
    """
    runs = [list(run) for page in pages for _, run in groupby(page, key=_size)]
    letters: Counter[float] = Counter()
    for run in runs:
        letters[_size(run[0])] += sum(0 if line.row else len(line.text) for line in run)
    body = max(letters, key=lambda size: (letters[size], -size), default=0.0)
    headings = {_size(run[0]) for run in runs if _may_head(run) and _size(run[0]) > LARGER * body}
    levels = {size: min(rank, 6) for rank, size in enumerate(sorted(headings, reverse=True), start=1)}
    return [
        [
            replace(line, level=levels.get(size, 0)) if _may_head(run) else line
            for size, group in groupby(page, key=_size)
            for run in [list(group)]
            for line in run
        ]
        for page in pages
    ]


def _may_head(run: Sequence[PrintedLine]) -> bool:
    return len(run) <= MAX_LINES and not run[0].row


def _size(line: PrintedLine) -> float:
    """Return the font size in half points: the same font comes out a little differently from page to page."""
    return 0.0 if line.row else round(line.size * 2) / 2


def join_headings(page: Sequence[PrintedLine]) -> list[PrintedLine]:
    """Join the lines of a heading that went on because the next word did not fit."""
    joined: list[PrintedLine] = []
    for line in page:
        if joined and line.level and _goes_on(joined[-1], line):
            before = joined[-1]
            joined[-1] = replace(before, text=f"{before.text} {line.text}", x1=line.x1, bottom=line.bottom)
        else:
            joined.append(line)
    return joined


def _goes_on(before: PrintedLine, line: PrintedLine) -> bool:
    if before.level != line.level or abs(line.top - before.bottom) > LEADING * line.size:
        return False
    letter = (line.x1 - line.x0) / len(line.text)
    first_word = line.text.split(" ", 1)[0]
    return before.x1 + letter * (len(first_word) + 2) > before.limit
