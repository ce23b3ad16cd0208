"""The numbers that the graph gives every token, turned into what a reader says of sentences and passage."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from rag.danish.spans import Span
from rag.reader.interface import Reading
from rag.reader.layout import ANSWERS, END, SENTENCE, START, Offsets, sentence_of

LONGEST_SPAN = 40
"""Tokens that the core of an answer has at most."""

Logits = NDArray[np.float32]


def reading_of(logits: Logits, *, offsets: Offsets, places: Sequence[Span], answers: float) -> Reading:
    """Return the reading of a passage, given the numbers and offsets of its own tokens and the passage's number."""
    sentence = sentence_of(offsets, places)
    answering = _probability(answers)
    scores = tuple(answering * _mean(logits[sentence == index, SENTENCE]) for index in range(len(places)))
    return Reading(sentences=scores, answers=answering, span=_span(logits, sentence, offsets, places))


def passage_number(logits: Logits) -> float:
    """Return what the first token says of the whole passage."""
    return float(logits[0, ANSWERS])


def _mean(numbers: Logits) -> float:
    return _probability(float(numbers.mean())) if len(numbers) else 0.0


def _probability(number: float) -> float:
    return float(1 / (1 + np.exp(-np.clip(number, -30, 30))))


def _span(
    logits: Logits, sentence: NDArray[np.int64], offsets: Offsets, places: Sequence[Span]
) -> tuple[int, int, int] | None:
    """Return the run of tokens within one sentence whose start and end are likeliest together."""
    tokens = np.flatnonzero(sentence >= 0)
    if not len(tokens):
        return None
    starts, ends = logits[tokens, START], logits[tokens, END]
    owner, number = sentence[tokens], np.arange(len(tokens))
    ahead = number[None] - number[:, None]
    allowed = (ahead >= 0) & (ahead < LONGEST_SPAN) & (owner[:, None] == owner[None])
    first, last = divmod(int(np.where(allowed, starts[:, None] + ends[None], -np.inf).argmax()), len(tokens))
    index = int(owner[first])
    place = places[index]
    # The first token may begin with the space before its word.
    start = max(offsets[tokens[first]][0], place.start)
    return index, start - place.start, min(offsets[tokens[last]][1], place.end) - place.start
