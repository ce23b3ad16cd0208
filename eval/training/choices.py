"""Questions of the training data, as what the weights of sentences are learnt from: an item and what answers in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from eval.answer_fitting import Choice, fold_of
from eval.training.chunks import KINDS, TrainingChunk, chunks_of
from eval.training.material import NEAR_MISS, Item, Material, Question
from rag.answering.draft import FOUND_WEIGHTS
from rag.answering.weighing import Found, Sentence, evidence_of
from rag.danish.analyse import analyse
from rag.domain import AgendaItem, ItemReading, ReadSentence, Section, SectionKind, Topic
from rag.embedding.interface import Embedder
from rag.reader.interface import Passage, Reader
from rag.reading import PASSAGES
from rag.retrieval.wording import terms_by_word
from rag.understanding import Query, understand
from rag.understanding.thesaurus import meanings_of

SECTIONS = {**KINDS, "Drøftelse": SectionKind.DISCUSSION, "Referat": SectionKind.DECISION}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shown:
    """A training item as an agenda item: its sentences, and its chunks with their vectors, one row for each."""

    item: AgendaItem
    sentences: tuple[Sentence, ...]
    chunks: tuple[TrainingChunk, ...]
    vectors: NDArray[np.float32]

    def found(self, chunk: TrainingChunk, weight: float) -> Found:
        """Return the stretch that a chunk covers."""
        first, last = self.sentences[chunk.first], self.sentences[chunk.first + len(chunk.sentences) - 1]
        return Found(section_id=first.section.id, start=first.start, end=last.end, weight=weight)


def choices(material: Material, *, embedder: Embedder, reader: Reader | None) -> Iterator[Choice]:
    """Yield a choice for each question of the dev split that has an answer; no reader was trained on those.

    As when an index is asked, the chunks nearest to the question are the ones found and read.
    """

    @cache
    def shown(item: str) -> _Shown:
        return _show(material.items[item], embedder)

    for question in material.of("dev"):
        if question.type != NEAR_MISS:
            yield _choice(question, shown(question.item), embedder=embedder, reader=reader)


def _choice(question: Question, shown: _Shown, *, embedder: Embedder, reader: Reader | None) -> Choice:
    query = understand(question.text)
    nearest = np.argsort(-(shown.vectors @ embedder.embed_query(query.search_text)))[:PASSAGES]
    chunks = [shown.chunks[place] for place in nearest]
    found = [shown.found(chunk, weight) for chunk, weight in zip(chunks, FOUND_WEIGHTS, strict=False)]
    reading = _read(query, shown, chunks, reader) if reader else None
    return Choice(
        evidence=evidence_of(query, shown.item, shown.sentences, topic=_topic(query), found=found, reading=reading),
        right=[place in question.evidence for place in range(len(shown.sentences))],
        fold=fold_of(question.item),
    )


def _topic(query: Query) -> Topic:
    """Return the words of a question and what they may mean, without a catalog to weigh them by."""
    instead = terms_by_word(meanings_of(query.search_text))
    return Topic(
        words=dict.fromkeys(query.topic, 1.0),
        instead={word: tuple((term, 1.0) for term in terms) for word, terms in instead.items()},
    )


def _read(query: Query, shown: _Shown, chunks: Sequence[TrainingChunk], reader: Reader) -> ItemReading:
    readings = reader.read(query.search_text, [Passage(header=c.header, sentences=c.sentences) for c in chunks])
    sentences: list[ReadSentence] = []
    for chunk, reading in zip(chunks, readings, strict=True):
        for place, probability in enumerate(reading.sentences, start=chunk.first):
            one = shown.sentences[place]
            sentences.append(
                ReadSentence(section_id=one.section.id, start=one.start, end=one.end, probability=probability)
            )
    return ItemReading(answers=max(reading.answers for reading in readings), sentences=tuple(sentences))


def _show(item: Item, embedder: Embedder) -> _Shown:
    sections: list[Section] = []
    sentences: list[Sentence] = []
    for heading, places in groupby(range(len(item.sentences)), key=item.headings.__getitem__):
        texts = [item.sentences[place] for place in places]
        section = Section(
            id=f"{item.id}-{len(sections)}",
            kind=SECTIONS.get(heading, SectionKind.CASE),
            heading=heading,
            text="\n".join(texts),
        )
        start = 0
        for position, text in enumerate(texts):
            end, words = start + len(text), frozenset(analyse(text))
            sentences.append(Sentence(section=section, position=position, start=start, end=end, words=words))
            start = end + 1
        sections.append(section)
    chunks = tuple(chunks_of(item))
    return _Shown(
        item=AgendaItem(id=item.id, number=item.number, ordinal=0, title=item.title, sections=tuple(sections)),
        sentences=tuple(sentences),
        chunks=chunks,
        vectors=embedder.embed_passages([chunk.embedded for chunk in chunks]),
    )
