"""The best items' chunks, read for a question: which sentences answer it, and a new order of the items."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from rag.answering.decided import BARE_LENGTH
from rag.catalog import Catalog
from rag.danish.sentences import split_sentences
from rag.domain import Chunk, Hit, Intent, ItemReading, ReadSentence, SectionKind
from rag.numbers import log_odds
from rag.reader.interface import Passage, Reader, Reading
from rag.retrieval import RankingWeights
from rag.understanding import PRESENCE, Query

PASSAGES = 12
"""How many chunks are read for a question: about 190 ms on two cores."""
RIVALS = 3
"""How many items are read before the best one is settled."""
FIRST_LOOK = (3, 3, 2)
"""Chunks of the best item, the second and the third that are read to settle which is the best."""
SURE_LEAD = 1.2
"""Of the ranking score: an item that leads by more is the best without a reading, and gets all passages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    chunk: Chunk
    sentences: tuple[ReadSentence, ...]
    reading: Reading

    @property
    def core(self) -> ReadSentence | None:
        """The words at the heart of the answer, with the probability of the sentence they stand in."""
        if self.reading.span is None:
            return None
        index, start, end = self.reading.span
        sentence = self.sentences[index]
        return replace(sentence, start=sentence.start + start, end=sentence.start + end)


class HitReader:
    """Reads the best hits; finished collaborators are handed in, threads may share it."""

    def __init__(
        self, *, reader: Reader, catalog: Catalog, weights: RankingWeights | None = None, passages: int = PASSAGES
    ) -> None:
        self._reader, self._catalog, self._passages = reader, catalog, passages
        self._weights = weights or RankingWeights.learnt()

    def read(self, query: Query, hits: Sequence[Hit]) -> list[Hit]:
        """Return the hits with the readings of the best ones, in the order that these suggest.

        At most so many chunks are read. A question across meetings has the best chunk of many items read, any other
        those of the few that may be the best, and then more of the one that is. Nothing is read where the answer is
        certain without: a bare decision or a list of participants of an item that leads by far.
        """
        if not hits or _is_certain(query, hits):
            return list(hits)
        question = hits[0].topic.text or query.search_text
        if query.intent is Intent.ACROSS:
            return self._ranked(hits, self._look(question, hits, [1] * self._passages))
        rivals = [hit for hit in hits[:RIVALS] if hit.score >= hits[0].score - SURE_LEAD]
        looks = FIRST_LOOK if sum(FIRST_LOOK) < self._passages else [1] * min(self._passages - 1, RIVALS)
        read = self._look(question, rivals, looks) if len(rivals) > 1 else {}
        ranked = self._ranked(hits, read)
        spent = sum(map(len, read.values()))
        return self._ranked(hits, self._rest(question, ranked[0], read, self._passages - spent))

    def _look(self, question: str, hits: Sequence[Hit], counts: Sequence[int]) -> dict[str, list[_Read]]:
        """Read so many chunks of each hit, those first that the search found best."""
        wanted = [id_ for hit, count in zip(hits, counts, strict=False) for id_ in hit.chunk_ids[:count]]
        chunks = self._catalog.chunks(wanted)
        return self._add({}, question, [chunks[id_] for id_ in wanted if id_ in chunks])

    def _rest(
        self, question: str, best: Hit, read: Mapping[str, Sequence[_Read]], count: int
    ) -> dict[str, list[_Read]]:
        """Read so many more chunks of the best hit: those that the search found, then the others as they stand."""
        done = {one.chunk.id for one in read.get(best.item.id, ())}
        places = {id_: place for place, id_ in enumerate(best.chunk_ids)}
        others = [chunk for chunk in self._catalog.chunks_of_item(best.item.id) if chunk.id not in done]
        others.sort(key=lambda chunk: places.get(chunk.id, len(places)))
        return self._add(read, question, others[:count])

    def _add(
        self, read: Mapping[str, Sequence[_Read]], question: str, chunks: Sequence[Chunk]
    ) -> dict[str, list[_Read]]:
        """Return what was read, and the readings of these chunks, by item."""
        found = {item_id: list(readings) for item_id, readings in read.items()}
        spans = [split_sentences(chunk.text) for chunk in chunks]
        passages = [
            Passage(header=chunk.header, sentences=tuple(span.of(chunk.text) for span in inside))
            for chunk, inside in zip(chunks, spans, strict=True)
        ]
        readings = self._reader.read(question, passages) if passages else []
        for chunk, inside, reading in zip(chunks, spans, readings, strict=True):
            sentences = tuple(
                ReadSentence(
                    section_id=chunk.section_id,
                    start=chunk.start + span.start,
                    end=chunk.start + span.end,
                    probability=probability,
                )
                for span, probability in zip(inside, reading.sentences, strict=True)
            )
            found.setdefault(chunk.item_id, []).append(_Read(chunk=chunk, sentences=sentences, reading=reading))
        return found

    def _ranked(self, hits: Sequence[Hit], read: Mapping[str, Sequence[_Read]]) -> list[Hit]:
        """Return the hits with their readings, in the order of their scores with these.

        An item that was not read is taken to answer as little as the one that answers least among those read.
        """
        readings = {item_id: reading_of(found) for item_id, found in read.items()}
        least = {
            "answers": min((log_odds(one.answers) for one in readings.values()), default=0.0),
            "sentence": min((log_odds(one.best) for one in readings.values()), default=0.0),
        }
        judged = []
        for hit in hits:
            reading = readings.get(hit.item.id)
            found = {"answers": log_odds(reading.answers), "sentence": log_odds(reading.best)} if reading else least
            evidence = {**hit.evidence, **found}
            judged.append(
                replace(hit, reading=reading, evidence=evidence, score=hit.score + self._weights.score(found))
            )
        judged.sort(key=lambda hit: -hit.score)
        return [replace(hit, rank=rank) for rank, hit in enumerate(judged, start=1)]


def _is_certain(query: Query, hits: Sequence[Hit]) -> bool:
    """Tell whether the best item leads by far, and holds nothing to choose from for what is asked."""
    best = hits[0]
    if len(hits) > 1 and best.score < hits[1].score + SURE_LEAD:
        return False
    if query.meeting_fact in PRESENCE:
        return any(section.kind is SectionKind.PARTICIPANTS and section.text for section in best.item.sections)
    decided = [len(section.text) for section in best.item.sections if section.kind is SectionKind.DECISION]
    return query.intent is Intent.DECISION and bool(decided) and sum(decided) <= BARE_LENGTH


def reading_of(read: Sequence[_Read]) -> ItemReading:
    """Gather the readings of an item's chunks; a sentence of two chunks counts as where it is likelier."""
    best: dict[tuple[str, int], ReadSentence] = {}
    for sentence in (sentence for one in read for sentence in one.sentences):
        key = (sentence.section_id, sentence.start)
        if key not in best or sentence.probability > best[key].probability:
            best[key] = sentence
    cores = [core for one in read if (core := one.core)]
    return ItemReading(
        answers=max(one.reading.answers for one in read),
        sentences=tuple(best.values()),
        core=max(cores, key=lambda core: core.probability, default=None),
    )
