"""A section's text, cut into the spans of its chunks: runs of whole sentences near one length."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from math import inf

from rag.danish.sentences import split_sentences
from rag.danish.spans import Span, trim

TARGET = 700
"""Characters a chunk should have."""
HARD_MAX = 1000
"""Characters no chunk exceeds."""
CHUNKER_VERSION = f"sentences-{TARGET}-{HARD_MAX}-2"
"""Part of the index' fingerprint: raise the last number when the same meeting would give other chunks."""

HEADING_MAX = 80
"""A line longer than this is no heading."""

# Costs against ((length - TARGET) / TARGET) squared: a chunk of 700 costs nothing, one of 350 costs 0.25.
_ENDS_ON_HEADING = 1.0
_ENDS_INSIDE_PARAGRAPH = 0.02

_CLAUSE_END = re.compile(r"[,;:](?=\s)|\s(?=[–—-]\s)")
_WHITE_SPACE = re.compile(r"\s")


def cut(text: str) -> list[Span]:
    """Return the spans of a section's chunks: whole sentences, about TARGET and at most HARD_MAX characters.

    Of all groupings of the sentences it takes the one whose lengths are nearest to the target, so that no
    short rest is left at the end where that can be helped; a heading or a lead-in stays with what follows.
    """
    pieces = [piece for sentence in split_sentences(text) for piece in _divide(text, sentence=sentence)]
    groups = _group(pieces, costs=[_end_cost(text, pieces=pieces, last=i) for i in range(len(pieces))])
    return [Span(pieces[first].start, pieces[last].end) for first, last in groups]


def _divide(text: str, *, sentence: Span) -> Iterator[Span]:
    """Yield a sentence that fits, or the clauses of one that is longer than a chunk may be."""
    while sentence.end - sentence.start > HARD_MAX:
        middle = _breaking_point(text, start=sentence.start)
        yield trim(text, start=sentence.start, end=middle)
        sentence = trim(text, start=middle, end=sentence.end)
    yield sentence


def _breaking_point(text: str, *, start: int) -> int:
    """Return where the text is best broken: after the last clause, or else word, that ends before TARGET."""
    for pattern in (_CLAUSE_END, _WHITE_SPACE):
        ends = [match.end() for match in pattern.finditer(text, start + TARGET // 2, start + TARGET)]
        if ends:
            return ends[-1]
    return start + TARGET


def _end_cost(text: str, *, pieces: Sequence[Span], last: int) -> float:
    """Return what it costs to end a chunk with this piece, whatever its length."""
    if last == len(pieces) - 1:
        return 0.0
    piece, following = pieces[last], pieces[last + 1]
    if "\n" not in text[piece.end : following.start]:
        return _ENDS_INSIDE_PARAGRAPH
    return _ENDS_ON_HEADING if _leads_in(piece.of(text), following=following.of(text)) else 0.0


def _leads_in(line: str, *, following: str) -> bool:
    """Tell whether a line announces the next: "Det indstilles, at", or a short title before a sentence."""
    if line.endswith((":", ",", " at")):
        return True
    is_short = len(line) <= HEADING_MAX and line[-1] not in ".;!?…"
    return is_short and (following[-1] in ".:!?" or len(following) > HEADING_MAX)


def _group(pieces: Sequence[Span], *, costs: Sequence[float]) -> list[tuple[int, int]]:
    """Return first and last piece of each chunk in the cheapest grouping, found by dynamic programming."""
    best = [0.0] + [inf] * len(pieces)
    first_of = [0] * len(pieces)
    for last, piece in enumerate(pieces):
        for first in range(last, -1, -1):
            length = piece.end - pieces[first].start
            if length > HARD_MAX:
                break
            cost = best[first] + ((length - TARGET) / TARGET) ** 2 + costs[last]
            if cost < best[last + 1]:
                best[last + 1], first_of[last] = cost, first
    groups: list[tuple[int, int]] = []
    last = len(pieces) - 1
    while last >= 0:
        groups.append((first_of[last], last))
        last = first_of[last] - 1
    return groups[::-1]
