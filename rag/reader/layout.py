"""A passage, laid out as the text that the reader is shown, and its tokens, given back to their sentences."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from rag.danish.spans import Span

HEADS = ("sentence", "start", "end", "answers")
"""What the graph says of every token; `answers` counts for the first one alone."""
SENTENCE, START, END, ANSWERS = range(len(HEADS))
TOKENS = 256
"""Most tokens of a question with a passage."""
NONE = -1

Offsets = Sequence[tuple[int, int]]


def lay_out(header: str, sentences: Sequence[str]) -> tuple[str, list[Span]]:
    """Return header and sentences as one text, and where in it each sentence stands."""
    text = f"{header}\n" if header else ""
    places = []
    for sentence in sentences:
        places.append(Span(len(text), len(text) + len(sentence)))
        text += sentence + " "
    return text.rstrip(), places


def sentence_of(offsets: Offsets, places: Sequence[Span]) -> NDArray[np.int64]:
    """Return for each token of the laid-out text the sentence it ends in, NONE for the header's.

    A token's own offsets may begin with the space before it, so its last character decides.
    """
    starts = [place.start for place in places]
    ends = np.array([end for _, end in offsets], dtype=np.int64)
    found = np.searchsorted(starts, ends - 1, side="right") - 1
    empty = [start == end for start, end in offsets]
    found[empty] = NONE
    return found
