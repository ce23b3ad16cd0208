from __future__ import annotations

from collections.abc import Sequence

import pytest

from eval.training.reading import area, skill
from rag.reader.interface import Passage, Reading
from tests.eval.training.made import material


def knowing(question: str, passages: Sequence[Passage]) -> list[Reading]:
    """Read as one who knows the answers."""
    words = {"Hvor lang": "3 km", "Hvad koster": "koster", "Hva?": "Setning 1 "}
    wanted = next((word for begin, word in words.items() if question.startswith(begin)), "\0")
    found = [tuple(float(wanted in sentence) for sentence in passage.sentences) for passage in passages]
    return [Reading(sentences=scores, answers=max(scores), span=None) for scores in found]


def guessing(question: str, passages: Sequence[Passage]) -> list[Reading]:
    """Read as one who takes the last sentence, whatever the question."""
    assert question
    return [
        Reading(sentences=(*[0.1] * (len(passage.sentences) - 1), 0.9), answers=0.5, span=None) for passage in passages
    ]


def test_a_reader_that_knows_has_all_right() -> None:
    """Evidence comes first in passage and item, and near misses have the lowest answers."""
    found = skill(material(), knowing, split="dev")
    assert (found.passage_first, found.item_first, found.item_three, found.near_miss) == (1, 1, 1, 1)
    assert (found.norwegian, found.questions) == (1, 2)


def test_a_reader_that_guesses_has_not() -> None:
    """Nothing is first, and near misses are told apart by chance alone."""
    found = skill(material(), guessing, split="dev")
    assert (found.passage_first, found.item_first, found.near_miss) == (0, 0, 0.5)


def test_the_area_counts_pairs() -> None:
    """One pair of four is the wrong way round, one is a tie."""
    assert area([3, 1], [1, 0]) == pytest.approx(3.5 / 4)
