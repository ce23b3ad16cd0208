"""The tables in a section's text: cells parted by bars, each on a line of its own, or figures behind a name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise, zip_longest

from rag.danish.spans import Span, trim

BAR = " | "
"""What parts the cells of a row that was read as one."""
CELL, NAME = 60, 100
"""Characters at most of a cell on a line of its own or the name of a group of rows, and of the name of a column."""
ROWS, USUAL = 3, 0.7
"""Rows of figures that make lines a table, and the share of them that have as many cells as most."""
NAMES = 3
"""Lines that may name a row of figures: the row, its group and one more."""
GROUP = 300
"""Characters of rows that are kept together under the name of their group."""

FIGURE = re.compile(
    r"(?:kr\.?\s?)?[-–+]?\s?\d[\d.,]*(?:\s\d{3})*,?-?(?:\s?(?:%|‰|pct\.?|procent|(?:t\.?\s?|mio\.?\s?|mia\.?\s?)?kr\.?|mio\.?"
    r"|mia\.?|m[2²³3]|ha|km|timer|stk\.?|år))?\**",
    re.IGNORECASE,
)
"""A cell that holds a figure, with its unit."""
_FIGURES = re.compile(r"^[^\w\n]*(?:kr\.?\s?)?\d[^\n]{0,20}$", re.MULTILINE | re.IGNORECASE)
"""Lines that may be figures, for a quick look."""
_NO_FIGURE = re.compile(r"[-–]|\s*")
_SPACED = re.compile(r"(?=.*[^\W\d]).{3,60}?(?<=[^\d\s.,])\s(?P<figures>\*?\d[\d.,]*%?(?:\s\*?\d[\d.,]*%?)+)\*?")
"""A name and two figures or more, on a line."""
_YEAR = re.compile(r"(?:19|20)\d\d")
_YEARS = re.compile(r"\b(?:19|20)\d\d\s(?:19|20)\d\d\b")
_POINT = re.compile(r"[•·▪◦*●■□]|[-–]\s|\d{1,2}[.)]\s")
_LINE = re.compile(r"[^\n]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row of a table, or the rows of one group; `under` is what tells what its cells mean: headings, group."""

    span: Span
    under: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    span: Span
    text: str

    @property
    def is_figure(self) -> bool:
        return FIGURE.fullmatch(self.text) is not None

    @property
    def is_cell(self) -> bool:
        """Tell whether the line may be a cell: short, and neither a sentence nor the point of a list."""
        return self.is_figure or (
            len(self.text) <= CELL and self.text[-1] not in ".:;!?" and not _POINT.match(self.text)
        )


def rows_of(text: str) -> list[Row]:
    """Return the rows of all tables of a text, in order, with what stands above them; the heading is no row."""
    return sorted([*_barred(text), *_flat(text), *_spaced(text)], key=lambda row: row.span)


def above(text: str, span: Span) -> list[Span]:
    """Return what tells what the cells of the rows mean that a stretch of a text lies in; nothing outside tables."""
    rows = (row for row in rows_of(text) if row.span.start < span.end and span.start < row.span.end)
    return sorted({over for row in rows for over in row.under})


def flat_spans(text: str) -> list[Span]:
    """Return the rows and headings of tables whose cells each stand on a line of their own, in order."""
    rows = list(_flat(text))
    return sorted({span for row in rows for span in (row.span, *row.under)})


def _barred(text: str) -> Iterator[Row]:
    """Yield the rows of tables whose cells are parted by bars; a short line between them names those that follow."""
    if "| " not in text:
        return
    lines = _lines(text)
    kinds = ["row" if BAR in line.text or line.text.startswith("| ") else "line" for line in lines]
    place = 0
    while place < len(lines):
        if kinds[place] == "line":
            place += 1
            continue
        end = place
        while end < len(lines) and (kinds[end] == "row" or _is_label(lines, kinds, end)):
            end += 1
        yield from _rows_under(lines[place:end], kinds[place:end])
        place = end


def _is_label(lines: Sequence[_Line], kinds: Sequence[str], place: int) -> bool:
    """Tell whether a line between rows names a group of them."""
    follows = place + 1 < len(kinds) and kinds[place + 1] == "row"
    return follows and len(lines[place].text) <= CELL and lines[place].text[-1] not in ".;!?"


def _rows_under(lines: Sequence[_Line], kinds: Sequence[str]) -> Iterator[Row]:
    cells = [line.text.strip("| ").split(BAR) if kind == "row" else [] for line, kind in zip(lines, kinds, strict=True)]
    heads = _heads(lines, cells)
    head = (Span(lines[0].span.start, lines[heads - 1].span.end),) if heads else ()
    label: Span | None = None
    for line, kind in zip(lines[heads:], kinds[heads:], strict=True):
        if kind == "line":
            label = line.span
        else:
            yield Row(span=line.span, under=(*head, label) if label else head)


def _heads(lines: Sequence[_Line], cells: Sequence[Sequence[str]]) -> int:
    """Return how many of the first rows name the columns: none, one, or two where the second names parts of them."""
    if not _is_head(lines[0].text, [it for it in cells[1:] if it]):
        return 0
    parts = len(cells) > 2 and lines[1].text.startswith("| ")
    return 2 if parts and all(_YEAR.fullmatch(it) or not FIGURE.fullmatch(it) for it in cells[1]) else 1


def _is_head(first: str, rows: Sequence[Sequence[str]]) -> bool:
    """Tell whether the first row of a table names its columns: over figures it has words, years or nothing."""
    names = [name.strip() for name in first.strip("| ").split(BAR)]
    if not rows or any(name.endswith(":") or len(name) > NAME for name in names):
        return False
    if first.startswith("| "):
        return True
    columns = _columns(rows)
    if not _has_digit(_YEAR.sub("", first)):
        return any(_mostly(_has_digit(cell) for cell in below) for below in columns)
    return any(
        (_YEAR.fullmatch(name) or not FIGURE.fullmatch(name)) and _mostly(_is_amount(cell) for cell in below)
        for name, below in zip(names[1:], columns[1:], strict=False)
    )


def _mostly(found: Iterable[bool]) -> bool:
    every = list(found)
    return 2 * sum(every) > len(every)


def _has_digit(cell: str) -> bool:
    return any(map(str.isdigit, cell))


def _is_amount(cell: str) -> bool:
    return FIGURE.fullmatch(cell) is not None and not _YEAR.fullmatch(cell)


def _columns(rows: Sequence[Sequence[str]]) -> list[list[str]]:
    """Return what stands in each column, empty cells apart."""
    columns = zip_longest(*rows, fillvalue="")
    return [[cell.strip() for cell in column if not _NO_FIGURE.fullmatch(cell)] for column in columns]


def _flat(text: str) -> Iterator[Row]:
    """Yield the rows of tables whose cells each stand on a line, as web pages copied to text have them.

    Lines are such a table when short ones alternate with figures: names of rows, and as many figures after most.
    """
    if len(_FIGURES.findall(text)) < ROWS:
        return
    for is_cell, group in groupby(_lines(text), key=lambda line: line.is_cell):
        lines = list(group)
        if is_cell and len(lines) > 2 * ROWS:
            yield from _flat_rows(lines)


def _flat_rows(lines: Sequence[_Line]) -> Iterator[Row]:
    parts = [list(group) for _, group in groupby(lines, key=lambda line: line.is_figure)]
    if parts[0][0].is_figure:
        return
    names, figures = parts[0::2], parts[1::2]
    usual, times = Counter(map(len, figures)).most_common(1)[0] if figures else (0, 0)
    between = names[1 : len(figures)]
    if len(figures) < ROWS or times < USUAL * len(figures) or any(len(it) > NAMES for it in between):
        return
    grouped = max(map(len, between)) > 1
    own = min(len(names[0]), 2 if grouped else 1)
    above, first = names[0][: len(names[0]) - own], names[0][len(names[0]) - own :]
    head = above[-usual - 1 :] if len(above) >= usual else []
    under = (Span(head[0].span.start, head[-1].span.end),) if head else ()
    rows = [[*name, *values] for name, values in zip([first, *between], figures, strict=True)]
    starts = [place for place, name in enumerate([first, *between]) if not grouped or len(name) > 1 or not place]
    for start, end in pairwise([*starts, len(rows)]):
        whole = Span(rows[start][0].span.start, rows[end - 1][-1].span.end)
        if whole.end - whole.start <= GROUP:
            yield Row(span=whole, under=under)
        else:
            for row in rows[start:end]:
                yield Row(span=Span(row[0].span.start, row[-1].span.end), under=under)


def _spaced(text: str) -> Iterator[Row]:
    """Yield lines that are a name and figures behind it, under one that has years there: "I alt 2014 2015 2016"."""
    if not _YEARS.search(text):
        return
    for _, group in groupby(_lines(text), key=lambda line: len(_figures_behind(line.text))):
        head, *rows = group
        years = _figures_behind(head.text)
        if rows and years and all(map(_YEAR.fullmatch, years)):
            yield from (Row(span=row.span, under=(head.span,)) for row in rows)


def _figures_behind(line: str) -> list[str]:
    """Return the figures that a line ends with after a name, two or more of them; nothing where there are none."""
    row = _SPACED.fullmatch(line)
    return row["figures"].split() if row else []


def _lines(text: str) -> list[_Line]:
    spans = (trim(text, start=line.start(), end=line.end()) for line in _LINE.finditer(text))
    return [_Line(span=span, text=span.of(text)) for span in spans if span.start < span.end]
