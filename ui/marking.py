"""A section's text with a quotation marked in it, as paragraphs of plain and marked runs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

SENTENCE_END = re.compile(r"(?<=[^\W\d][.!?])\s+(?=[A-ZÆØÅ»])|\n")
"""Good enough for where an excerpt begins; "1. april" and "ca. 20" are no ends."""


class Run(NamedTuple):
    """A piece of a paragraph."""

    text: str
    marked: bool
    core: bool = False


class Marked(NamedTuple):
    """The paragraphs of a text, and whether the quotation was found in it."""

    paragraphs: list[list[Run]]
    found: bool


class Excerpt(NamedTuple):
    """A part of a text, and whether the text goes on before and after it."""

    text: str
    cut_before: bool
    cut_after: bool


def find(text: str, quote: str) -> tuple[int, int] | None:
    """Return where the quotation begins and ends, whatever the white space between its words."""
    return next(occurrences(text, quote), None)


def occurrences(text: str, quote: str) -> Iterator[tuple[int, int]]:
    """Yield where the quotation begins and ends, each time it stands in the text."""
    if words := quote.split():
        yield from (match.span() for match in re.finditer(r"\s+".join(map(re.escape, words)), text))


def core_place(text: str, place: tuple[int, int], quote: str, core: Sequence[int] | None) -> tuple[int, int] | None:
    """Return where the core stands in a text that holds the quotation at a place; None for a core that cannot be.

    The core is given in characters of the quotation. Only letters are counted: white space may differ.
    """
    if core is None or not 0 <= core[0] < core[1] <= len(quote):
        return None
    before, inside = (len("".join(part.split())) for part in (quote[: core[0]], quote[core[0] : core[1]]))
    letters = [it for it in range(*place) if not text[it].isspace()]
    return (letters[before], letters[before + inside - 1] + 1) if inside else None


def mark(text: str, quote: str = "", core: Sequence[int] | None = None) -> Marked:
    """Split a text into paragraphs, one per line, and mark the first place of the quotation and its core."""
    place = find(text, quote)
    first, last = place or (0, 0)
    heart = (core_place(text, place, quote, core) if place else None) or (first, first)
    paragraphs = [_runs(text, start, end, (first, *heart, last)) for start, end in _lines(text)]
    return Marked(paragraphs=[runs for runs in paragraphs if runs], found=place is not None)


def excerpt(text: str, quote: str, *, around: int = 220) -> Excerpt:
    """Return the quotation with the whole sentences around it, up to so many characters on each side.

    When the text does not hold the quotation, it is returned alone.
    """
    place = find(text, quote)
    if place is None:
        return Excerpt(text=quote, cut_before=False, cut_after=False)
    start, end = place
    boundaries = [0, *(match.end() for match in SENTENCE_END.finditer(text)), len(text)]
    first = min((it for it in boundaries if start - around <= it <= start), default=start)
    last = max((it for it in boundaries if end <= it <= end + around), default=end)
    return Excerpt(text=text[first:last], cut_before=bool(text[:first].strip()), cut_after=bool(text[last:].strip()))


def _lines(text: str) -> Iterator[tuple[int, int]]:
    breaks = [-1, *(match.start() for match in re.finditer("\n", text)), len(text)]
    yield from ((start + 1, end) for start, end in pairwise(breaks))


def _runs(text: str, start: int, end: int, ends: Sequence[int]) -> list[Run]:
    """Cut one line at the ends of the marked place and of the core in it."""
    cuts = (start, *(min(max(it, start), end) for it in ends), end)
    pieces = [
        Run(text[begin:stop], marked=place in (1, 2, 3), core=place == 2)
        for place, (begin, stop) in enumerate(pairwise(cuts))
    ]
    runs = [run for run in pieces if run.text]
    return runs if any(run.text.strip() for run in runs) else []
