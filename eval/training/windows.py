"""Training material, turned into what a reader is shown: a question, a window of sentences, and what is right."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from eval.training.chunks import TrainingChunk, sections_of
from eval.training.material import NEAR_MISS, External, Item, Material, Question

SHORTEST, LONGEST = 350, 800
"""Characters of a training window: about the chunks that are read at run time, and shorter ones."""
HEADER_SHARE = 0.85
"""Of the windows: so many show their context header, as at run time."""

SILENT_SHARE, ELSEWHERE_SHARE = 0.5, 0.35
"""Of our questions: so many are also asked of a window elsewhere in the item, and of a chunk of another item."""
CONTEST_SHARE = 0.5
"""Of our questions with an answer: so many are shown its window among rivals, of which it must answer most."""
RIVALS_ELSEWHERE = 2
"""Rivals in a contest that are of other items; one more is of the same item, where there is one without the answer."""
NEAR_MISS_WINDOWS = 2
"""Of every near miss: they are few, and the hardest to tell."""
OFF_SHARE = 0.25
"""Of the external questions: so many are asked of a window that may lie beside the answer."""

Neighbours = Mapping[str, Sequence[TrainingChunk]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A window with the places of the sentences that answer, and the core of the answer: sentence, start, end."""

    question: str
    header: str
    sentences: tuple[str, ...]
    evidence: frozenset[int]
    span: tuple[int, int, int] | None


Group = tuple[Example, ...]
"""One example, or a contest: the first is a window with the answer, the others are without it."""


def own_examples(material: Material, neighbours: Neighbours, *, chance: random.Random) -> Iterator[Group]:
    """Yield examples for ever, one by one or as a contest; a round asks every question of the train split."""
    questions = material.of("train")
    while True:
        for question in chance.sample(questions, len(questions)):
            item = material.items[question.item]
            if question.type == NEAR_MISS:
                yield from ((_near_miss(question, item, chance=chance),) for _ in range(NEAR_MISS_WINDOWS))
                continue
            if chance.random() < CONTEST_SHARE:
                yield _contest(question, item, neighbours[question.id], chance=chance)
                continue
            yield (_answering(question, item, chance=chance),)
            if chance.random() < SILENT_SHARE:
                yield (_silent(question, item, chance=chance),)
            if chance.random() < ELSEWHERE_SHARE:
                yield (_elsewhere(question, neighbours[question.id], chance=chance),)


def external_examples(external: Sequence[External], *, chance: random.Random) -> Iterator[Group]:
    """Yield examples for ever from what is not held out: windows with the answer, and without it."""
    kept = [question for question in external if question.paragraph.split == "train"]
    while True:
        for question in chance.sample(kept, len(kept)):
            # Norwegian is nearest to Danish, and English is asked; of the others some are enough.
            share = 1.0 if question.paragraph.source.startswith(("norquad", "xquad-en")) else 0.4
            if chance.random() < share:
                yield (_external(question, chance=chance),)


def window_around(sentences: Sequence[str], place: int, *, length: int, chance: random.Random) -> range:
    """Return consecutive places that hold a given one, grown at either end to about a length in characters."""
    first = last = place
    total = len(sentences[place])
    while total < length and (first > 0 or last < len(sentences) - 1):
        if first > 0 and (last == len(sentences) - 1 or chance.getrandbits(1)):
            first -= 1
            total += len(sentences[first])
        else:
            last += 1
            total += len(sentences[last])
    return range(first, last + 1)


def _answering(question: Question, item: Item, *, chance: random.Random) -> Example:
    """Show a window of the section that one of the answering sentences stands in."""
    return _window(question, item, place=chance.choice(question.evidence), chance=chance)


def _silent(question: Question, item: Item, *, chance: random.Random) -> Example:
    """Show a window of the item around a sentence that does not answer; the answer may still be near it."""
    others = [place for place in range(len(item.sentences)) if place not in question.evidence]
    place = chance.choice(others) if others else question.evidence[0]
    return _window(question, item, place=place, chance=chance)


def _contest(question: Question, item: Item, neighbours: Sequence[TrainingChunk], *, chance: random.Random) -> Group:
    """Show a window with the answer among rivals: chunks that rank high for the question, and one of its own item."""
    rivals = [_elsewhere(question, neighbours, chance=chance) for _ in range(RIVALS_ELSEWHERE)]
    own = _silent(question, item, chance=chance)
    return (_answering(question, item, chance=chance), *rivals, *([] if own.evidence else [own]))


def _near_miss(question: Question, item: Item, *, chance: random.Random) -> Example:
    """Show the windows of the item that share most words with the question, as the ranking would."""
    words = {word.strip(".,?") for word in question.text.casefold().split() if len(word) > 4}
    overlaps = [1 + 4 * sum(word[:6] in sentence.casefold() for word in words) for sentence in item.sentences]
    place = chance.choices(range(len(item.sentences)), weights=overlaps)[0]
    return _window(question, item, place=place, chance=chance)


def _elsewhere(question: Question, neighbours: Sequence[TrainingChunk], *, chance: random.Random) -> Example:
    """Show a chunk of another item that ranks high for the question."""
    chunk = chance.choice(neighbours)
    header = chunk.header if chance.random() < HEADER_SHARE else ""
    return Example(question=question.text, header=header, sentences=chunk.sentences, evidence=frozenset(), span=None)


def _window(question: Question, item: Item, *, place: int, chance: random.Random) -> Example:
    header, section = next((header, places) for header, places in sections_of(item) if place in places)
    sentences = [item.sentences[index] for index in section]
    length = chance.randint(SHORTEST, LONGEST)
    inside = window_around(sentences, place - section[0], length=length, chance=chance)
    kept = tuple(sentences[index] for index in inside)
    evidence = frozenset(index for index, inner in enumerate(inside) if section[0] + inner in question.evidence)
    return Example(
        question=question.text,
        header=header if chance.random() < HEADER_SHARE else "",
        sentences=kept,
        evidence=evidence,
        span=span_in(kept, evidence, question.span),
    )


def span_in(sentences: Sequence[str], evidence: frozenset[int], words: str) -> tuple[int, int, int] | None:
    """Return where the core of the answer stands in one of the answering sentences."""
    for index in sorted(evidence) if words else ():
        if (start := sentences[index].find(words)) >= 0:
            return index, start, start + len(words)
    return None


def _external(question: External, *, chance: random.Random) -> Example:
    sentences = question.paragraph.sentences
    place = chance.randrange(len(sentences)) if question.sentence is None else question.sentence
    if question.sentence is not None and chance.random() < OFF_SHARE:
        # A paragraph is on one subject throughout: elsewhere in it the answer is missing, yet seems near.
        place = chance.randrange(len(sentences))
    inside = window_around(sentences, place, length=chance.randint(SHORTEST, LONGEST), chance=chance)
    answered = question.sentence is not None and question.sentence in inside
    found = (question.sentence or 0) - inside[0]
    return Example(
        question=question.text,
        header="",
        sentences=tuple(sentences[index] for index in inside),
        evidence=frozenset({found} if answered else ()),
        span=(found, *question.span) if answered and question.span else None,
    )
