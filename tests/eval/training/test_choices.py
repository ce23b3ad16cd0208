"""Training questions become choices among the sentences of their item, read as an index's would be."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from eval.training.choices import choices
from rag.reader.interface import Passage, Reading
from tests.eval.training.made import SENTENCES, material
from tests.fakes import FakeEmbedder


class PlacesReader:
    """Takes sentences with a figure for the answer."""

    def read(self, _question: str, passages: Sequence[Passage]) -> list[Reading]:
        """Return a high likelihood for sentences with "3 km"."""
        return [
            Reading(answers=0.5, sentences=tuple(0.9 if "3 km" in one else 0.1 for one in passage.sentences), span=None)
            for passage in passages
        ]


@pytest.mark.parametrize("reader", [PlacesReader(), None])
def test_each_answered_dev_question_is_a_choice(reader: PlacesReader | None) -> None:
    """Near misses and what is trained on are left out; the sentence that answers is marked, with what speaks for it."""
    found = list(choices(material(), embedder=FakeEmbedder(), reader=reader))
    assert [one.right.index(True) for one in found] == [2, 3]
    assert all(len(one.evidence) == len(one.right) == len(SENTENCES) for one in found)
    assert found[0].fold == found[1].fold
    likeliest = max(found[0].evidence, key=lambda each: each["read"])
    assert (likeliest is found[0].evidence[2]) == (reader is not None)
    assert found[0].evidence[0]["decision"] == 1.0
