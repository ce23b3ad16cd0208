from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from rag.danish.spans import Span
from rag.reader.scoring import LONGEST_SPAN, Logits, reading_of

PLACES = [Span(0, 7), Span(8, 16)]
OFFSETS = [(0, 2), (2, 7), (7, 12), (12, 16)]
"""Two words of "Ja, tak." and two of "Nej, nej", the second sentence's first one with the space before it."""


def logits(*, sentence: Sequence[float], start: Sequence[float], end: Sequence[float]) -> Logits:
    """Return the numbers of the tokens; that of the whole passage is given apart."""
    return np.array([sentence, start, end, [0.0] * len(sentence)], dtype=np.float32).T


def test_a_sentence_has_the_mean_of_its_tokens() -> None:
    """A sentence is as likely as the mean number of its tokens says, where its passage answers at all."""
    numbers = logits(sentence=[1, 3, -4, -2], start=[0] * 4, end=[0] * 4)
    reading = reading_of(numbers, offsets=OFFSETS, places=PLACES, answers=0.0)
    assert reading.sentences == pytest.approx((0.5 / (1 + np.exp(-2)), 0.5 / (1 + np.exp(3))))
    assert reading.answers == 0.5


def test_a_sentence_without_tokens_has_no_chance() -> None:
    """What the token limit cut off gets 0."""
    numbers = logits(sentence=[1, 3], start=[0, 0], end=[0, 0])
    assert reading_of(numbers, offsets=OFFSETS[:2], places=PLACES, answers=0.0).sentences[1] == 0.0


def test_the_span_lies_within_one_sentence() -> None:
    """A start in one sentence and an end in the next do not make a span, and the space before a word is left out."""
    numbers = logits(sentence=[0] * 4, start=[9, 0, 4, 0], end=[0, 0, 0, 9])
    reading = reading_of(numbers, offsets=OFFSETS, places=PLACES, answers=0.0)
    assert reading.span == (1, 0, 8)


def test_a_span_is_short() -> None:
    """A long sentence is no core of an answer."""
    count = LONGEST_SPAN + 20
    numbers = logits(sentence=[0] * count, start=[9] + [0] * (count - 1), end=[0] * (count - 1) + [5])
    offsets = [(place, place + 1) for place in range(count)]
    _, start, end = reading_of(numbers, offsets=offsets, places=[Span(0, count)], answers=0.0).span or (0, 0, 0)
    assert end - start <= LONGEST_SPAN


def test_nothing_visible_has_no_span() -> None:
    """A passage of which no token was read has neither sentences nor a span."""
    reading = reading_of(np.zeros((0, 4), dtype=np.float32), offsets=[], places=PLACES, answers=-100.0)
    assert (reading.sentences, reading.span) == ((0.0, 0.0), None)
    assert reading.answers < 1e-9
