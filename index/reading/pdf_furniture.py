"""Pages freed of what is printed on each of them: running headers, footers and page numbers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import takewhile

from index.reading.pdf_layout import PrintedLine

SHARE = 0.4
"""Share of the pages on which a line must return: left and right pages may differ."""
STEP = 4.0
"""Points within which a line counts as standing at the same height."""
PAGE_NUMBER = re.compile(r"(?:side|s\.|page)?\s*[-–]?\s*\d{1,4}\s*[-–]?(?:\s*(?:af|/|of)\s*\d{1,4})?", re.IGNORECASE)
ITEM = re.compile(r"(?:punkt|pkt|ad|sag|dagsordenspunkt|emne)\b", re.IGNORECASE)
"""Words that open an agenda item: where each begins on a new page, they look like a header."""

Pages = list[list[PrintedLine]]


def drop_furniture(pages: Pages) -> Pages:
    """Return the pages without furniture; the first page keeps its header, for it may name the meeting."""
    seen = Counter(key for page in pages for key in {_key(line) for edge in _edges(page) for line in edge})
    needed = max(2.0, SHARE * len(pages))
    running = {key for key, count in seen.items() if count >= needed}
    return [_without(page, running, first=number == 0) for number, page in enumerate(pages)]


def _without(page: list[PrintedLine], running: set[tuple[str, int]], *, first: bool) -> list[PrintedLine]:
    """Take lines off both edges of a page until one is not furniture: what stands inside is text."""
    header, footer = _edges(page)
    top, bottom = list(_furniture(header, running)), list(_furniture(footer, running))
    kept = [line for line in top if first and not PAGE_NUMBER.fullmatch(line.text)]
    dropped = {id(line) for line in (*top, *bottom)} - {id(line) for line in kept}
    left = [line for line in page if id(line) not in dropped]
    # The space below a header says nothing: a sentence may go on from the page before.
    return [replace(line, gap=False) if i == 0 else line for i, line in enumerate(left)]


def _edges(page: Sequence[PrintedLine]) -> tuple[list[PrintedLine], list[PrintedLine]]:
    """Return the lines in the margins of a page, from the upper and from the lower edge inwards."""
    by_height = sorted(page, key=lambda line: line.top)
    header = list(takewhile(lambda line: line.margin, by_height))
    footer = list(takewhile(lambda line: line.margin, by_height[len(header) :][::-1]))
    return header, footer


def _furniture(edge: Sequence[PrintedLine], running: set[tuple[str, int]]) -> Iterator[PrintedLine]:
    for line in edge:
        numbered = PAGE_NUMBER.fullmatch(line.text)
        if not numbered and (_key(line) not in running or ITEM.match(line.text)):
            return
        yield line


def _key(line: PrintedLine) -> tuple[str, int]:
    """Return what a line has in common with itself on other pages: text without numbers, and height."""
    return re.sub(r"\d+", "#", line.text), round(line.top / STEP)
