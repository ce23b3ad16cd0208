"""What a reader should get right: the evidence first in its passage and its item, near misses told apart."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass

import numpy as np

from eval.training.chunks import chunks_of
from eval.training.material import NEAR_MISS, External, Material
from eval.training.windows import window_around
from rag.reader.interface import Passage, Reading

Read = Callable[[str, Sequence[Passage]], list[Reading]]
EXTERNAL_LENGTH = 700
"""Characters of the window of an external paragraph that is read."""
FIRST_THREE = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Skill:
    """Shares of questions, 0 to 1, and over how many they were taken."""

    passage_first: float
    """The highest sentence of a passage that holds evidence is evidence."""
    item_first: float
    """The highest sentence of the whole item is evidence."""
    item_three: float
    """One of the three highest of the whole item is."""
    near_miss: float
    """Area under the curve: the item's best passage answers more for a real question than for a near miss."""
    norwegian: float
    """The answering sentence of NorQuAD's held-out fifth is first in its window."""
    questions: int

    def document(self) -> dict[str, float]:
        """Return the figures by name."""
        return asdict(self)

    def __str__(self) -> str:
        return (
            f"passage first {self.passage_first:.3f}, item first {self.item_first:.3f}, "
            f"item three {self.item_three:.3f}, near-miss AUC {self.near_miss:.3f}, "
            f"NorQuAD first {self.norwegian:.3f} ({self.questions} questions)"
        )


def skill(material: Material, read: Read, *, split: str, limit: int | None = None) -> Skill:
    """Read the items of a split's questions, and windows of NorQuAD's held-out fifth; a limit takes some of each."""
    firsts, item_firsts, threes = [], [], []
    answered, missed = [], []
    asked = [question for question in material.questions if question.split == split]
    for question in random.Random(0).sample(asked, len(asked))[:limit]:  # noqa: S311  (the same ones every time)
        chunks = list(chunks_of(material.items[question.item]))
        readings = read(question.text, [Passage(header=c.header, sentences=c.sentences) for c in chunks])
        best = max(reading.answers for reading in readings)
        if question.type == NEAR_MISS:
            missed.append(best)
            continue
        answered.append(best)
        scored = [
            (score, chunk.first + place)
            for chunk, reading in zip(chunks, readings, strict=True)
            for place, score in enumerate(reading.sentences)
        ]
        ranked = [place for _, place in sorted(scored, reverse=True)]
        item_firsts.append(ranked[0] in question.evidence)
        threes.append(any(place in question.evidence for place in ranked[:FIRST_THREE]))
        for chunk, reading in zip(chunks, readings, strict=True):
            if any(map(chunk.holds, question.evidence)):
                firsts.append(chunk.first + int(np.argmax(reading.sentences)) in question.evidence)
    return Skill(
        passage_first=_share(firsts),
        item_first=_share(item_firsts),
        item_three=_share(threes),
        near_miss=area(answered, missed),
        norwegian=_share(_norwegian(material.external, read, limit=limit)),
        questions=len(answered),
    )


def area(higher: Sequence[float], lower: Sequence[float]) -> float:
    """Return how often one of the first is above one of the second, ties counted half."""
    first, second = np.array(higher)[:, None], np.array(lower)[None]
    return float(((first > second) + 0.5 * (first == second)).mean()) if higher and lower else float("nan")


def _norwegian(external: Sequence[External], read: Read, *, limit: int | None) -> list[bool]:
    held = [
        question
        for question in external
        if question.paragraph.source.startswith("norquad")
        and question.paragraph.split == "test"
        and question.sentence is not None
    ]
    chance = random.Random(0)  # noqa: S311  (windows, the same every time)
    found = []
    for question in chance.sample(held, len(held))[:limit]:
        sentences, place = question.paragraph.sentences, question.sentence or 0
        inside = window_around(sentences, place, length=EXTERNAL_LENGTH, chance=chance)
        passage = Passage(header="", sentences=tuple(sentences[index] for index in inside))
        (reading,) = read(question.text, [passage])
        found.append(inside[0] + int(np.argmax(reading.sentences)) == place)
    return found


def _share(found: Sequence[bool]) -> float:
    return float(np.mean(found)) if found else float("nan")
