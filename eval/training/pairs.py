"""Training material, turned into batches of a question, the chunk that answers it and one that does not."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from eval.training.chunks import TrainingChunk
from eval.training.material import NEAR_MISS, External, Material, Question

Chunks = Mapping[str, Sequence[TrainingChunk]]
"""The chunks of every item, by its id."""
EXTERNAL_SHARE = 0.25
"""Of the batches: general language in the nearest tongues, so that it is not forgotten."""
TITLE_SHARE = 0.2
"""Of the queries among our own: an item's title, whose passage then shows no header."""
HARD_SHARE = 0.33
"""Of the questions: so many bring a passage that resembles the right one, which all in the batch must beat."""
NEIGHBOUR_SHARE = 0.3
"""Of the hard passages: chunks of the same item that do not answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A query, the passage it should find, and one it should not; `group` names what answers it too."""

    query: str
    passage: str
    hard: str | None
    group: str


def own_pairs(
    material: Material, chunks: Chunks, *, neighbours: Mapping[str, Sequence[TrainingChunk]], chance: random.Random
) -> Iterator[Pair]:
    """Yield pairs for ever: each question of the train split once a round, in a new order every time."""
    questions = [question for question in material.of("train") if question.type != NEAR_MISS]
    titles = [item for item in material.items.values() if item.split == "train" and len(item.title) > len("Eventuelt")]
    while True:
        for question in chance.sample(questions, len(questions)):
            if pair := _question_pair(question, chunks[question.item], neighbours[question.id], chance):
                yield pair
            if chance.random() < TITLE_SHARE / (1 - TITLE_SHARE):
                item = chance.choice(titles)
                passage = chance.choice(chunks[item.id]).text
                yield Pair(query=item.title, passage=passage, hard=None, group=item.id)


def external_pairs(external: Sequence[External], *, chance: random.Random) -> Iterator[Pair]:
    """Yield pairs of question and paragraph for ever, from what is not held out."""
    kept = [question for question in external if question.paragraph.split == "train" and question.sentence is not None]
    while True:
        for question in chance.sample(kept, len(kept)):
            window = _window(question, chance)
            yield Pair(query=question.text, passage=window, hard=None, group=question.paragraph.sentences[0])


def batches(own: Iterator[Pair], external: Iterator[Pair], *, size: int, chance: random.Random) -> Iterator[list[Pair]]:
    """Yield batches of one kind each, for ever: a passage in another language would be no contest."""
    while True:
        source = external if chance.random() < EXTERNAL_SHARE else own
        yield [next(source) for _ in range(size)]


def _question_pair(
    question: Question, own: Sequence[TrainingChunk], neighbours: Sequence[TrainingChunk], chance: random.Random
) -> Pair | None:
    """Pair a question with a chunk that holds evidence, more often with the one that holds more."""
    held = [sum(map(chunk.holds, question.evidence)) for chunk in own]
    if not any(held):
        return None
    positive = chance.choices(own, weights=held)[0]
    hard = None
    if chance.random() < HARD_SHARE:
        others = [chunk for chunk, count in zip(own, held, strict=True) if not count]
        from_item = others and chance.random() < NEIGHBOUR_SHARE
        hard = chance.choice(others if from_item else neighbours).embedded
    return Pair(query=question.text, passage=positive.embedded, hard=hard, group=question.item)


def _window(question: External, chance: random.Random, *, length: int = 500) -> str:
    """Return the sentences around the answer, of about a chunk's length."""
    sentences = question.paragraph.sentences
    first = last = question.sentence or 0
    while sum(map(len, sentences[first : last + 1])) < length and (first > 0 or last < len(sentences) - 1):
        if first > 0 and (last == len(sentences) - 1 or chance.getrandbits(1)):
            first -= 1
        else:
            last += 1
    return " ".join(sentences[first : last + 1])
