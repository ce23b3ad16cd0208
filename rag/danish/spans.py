"""A place in a text, as two offsets."""

from __future__ import annotations

from typing import NamedTuple


class Span(NamedTuple):
    """Offsets of a run of characters: `start` is its first, `end` the one after its last."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """Return the characters of the text that the span marks."""
        return text[self.start : self.end]


def trim(text: str, *, start: int, end: int) -> Span:
    """Return the span without the white space at its two ends."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)
