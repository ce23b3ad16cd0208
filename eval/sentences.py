"""Sentences of the item ranked first, chosen in several ways up to a length, and whether they hold the answer."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from eval.dataset import Question
from eval.metrics.statistics import Estimate, mean
from rag.answering.draft import Draft
from rag.answering.weighing import Sentence, sentences_of, weigh
from rag.assistant import Assistant
from rag.danish.analyse import analyse
from rag.domain import Hit, SectionKind
from rag.embedding.interface import Embedder
from rag.understanding import Query

EMBEDDING, READER, OURS = "embedding + overlap", "reader alone", "reader and words"
WAYS = (EMBEDDING, READER, OURS)


class Reading(Protocol):
    """Whatever reads hits; `rag.reading.HitReader` does."""

    def read(self, query: Query, hits: Sequence[Hit]) -> list[Hit]:
        """Return the hits in their new order, the best ones with their readings."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """Whether the sentences chosen for a question hold all expected words, by way and length in characters."""

    id: str
    holds: Mapping[tuple[str, int], bool]
    whole: bool
    """Whether the whole item does."""
    reading_ms: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """The share of the questions whose sentences hold the expected words."""

    way: str
    length: int
    value: Estimate


def choose_all(
    assistant: Assistant,
    reader: Reading,
    questions: Sequence[Question],
    *,
    lengths: Sequence[int],
    asked: Callable[[], None] = lambda: None,
) -> list[Chosen]:
    """Choose sentences for every answerable question with expected words, in each way, out of the same item."""
    chosen = []
    for question in questions:
        asked()
        if not (question.answerable and question.must_contain):
            continue
        query, found = assistant.find(question.question, history=question.history, read=False)
        started = time.perf_counter()
        hits = reader.read(query, found)
        elapsed = (time.perf_counter() - started) * 1000
        if hits:
            chosen.append(_choose(assistant, question, query, hits[0], lengths=lengths, reading_ms=elapsed))
    return chosen


def shares(chosen: Sequence[Chosen]) -> list[Share]:
    """Return the share of every way and length, with its interval."""
    keys = list(dict.fromkeys(key for one in chosen for key in one.holds))
    values = {key: mean([float(one.holds[key]) for one in chosen]) for key in keys}
    return [Share(way=way, length=length, value=value) for (way, length), value in values.items() if value]


def _choose(
    assistant: Assistant, question: Question, query: Query, hit: Hit, *, lengths: Sequence[int], reading_ms: float
) -> Chosen:
    sections = [one for one in hit.item.sections if one.text and one.kind is not SectionKind.ATTACHMENTS]
    sentences = [sentence for section in sections for sentence in sentences_of(section)]
    scores = _scores(assistant, query, hit, sentences)
    return Chosen(
        id=question.id,
        holds={
            (way, length): _holds(question, [sentences[place] for place in _taken(sentences, scores[way], length)])
            for way in scores
            for length in lengths
        },
        whole=_holds(question, sentences),
        reading_ms=reading_ms,
    )


def _scores(assistant: Assistant, query: Query, hit: Hit, sentences: Sequence[Sentence]) -> dict[str, Sequence[float]]:
    """Return the score of every sentence in each way."""
    reading = hit.reading
    likely = [(reading.likelihood(it.section.id, it.start, it.end) or 0.0) if reading else 0.0 for it in sentences]
    draft = Draft(query=query, chunks=assistant.chunks([hit]))
    weigh(query, hit.item, sentences, topic=hit.topic, found=draft.places(hit), reading=hit.reading)
    return {
        EMBEDDING: _by_embedding(assistant.embedder, query, sentences),
        READER: likely,
        OURS: [sentence.score for sentence in sentences],
    }


def _by_embedding(embedder: Embedder, query: Query, sentences: Sequence[Sentence]) -> list[float]:
    """Add the cosine of question and sentence, on the scale of its item, to the share of the words they have alike."""
    if not sentences:
        return []
    cosines = embedder.embed_passages([sentence.text for sentence in sentences]) @ embedder.embed_query(
        query.search_text
    )
    scaled = (cosines - cosines.mean()) / (np.std(cosines) + 1e-9)
    topic = set(analyse(query.search_text))
    overlaps = [len(topic & sentence.words) / max(len(topic), 1) for sentence in sentences]
    spread = np.std(overlaps) + 1e-9
    return [
        float(cosine + (overlap - np.mean(overlaps)) / spread) for cosine, overlap in zip(scaled, overlaps, strict=True)
    ]


def _taken(sentences: Sequence[Sentence], scores: Sequence[float], length: int) -> list[int]:
    """Return the places of the best sentences that fit in a length, in printed order; the best one is always taken."""
    taken: list[int] = []
    left = length
    for place in sorted(range(len(sentences)), key=lambda place: -scores[place]):
        size = len(sentences[place].text)
        if size <= left or not taken:
            taken.append(place)
            left -= size
    return sorted(taken)


def _holds(question: Question, sentences: Sequence[Sentence]) -> bool:
    text = " ".join(" ".join(sentence.text for sentence in sentences).split())
    return all(pattern.search(text) for pattern in question.must_contain)
