"""A query turned into ranked agenda items: one hybrid search over chunks, gathered to items and weighed."""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from threading import Lock

from rag.catalog import Catalog
from rag.danish.analyse import analyse, words
from rag.danish.compounds import MIN_PART, CompoundSplitter, possible_parts
from rag.danish.sparse import encode_query
from rag.domain import OUTSIDE, AgendaItem, DocumentType, Filters, Hit, Intent, Meeting
from rag.embedding.interface import Embedder
from rag.store.interface import HybridQuery, HybridWeights, PointFilter, ScoredPoint, VectorStore
from rag.understanding import Query

CHUNKS = 60
"""How many chunks one search brings: enough for 20 items of three chunks."""
CACHED_ITEMS = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class RankingWeights:
    """How the evidence for an item adds up.

    The first five were learnt by softmax regression over the candidates of 700 questions on the minutes of a
    municipality that is in none of the question sets; the others are set by hand and only break near ties.
    """

    fusion: HybridWeights = field(default_factory=lambda: HybridWeights(dense=1.0, sparse=1.0, k=20))
    similarity: float = 11.5
    fused: float = 3.75
    coverage: float = 0.26
    title: float = 0.07
    lexical: float = 0.009
    year: float = 0.1
    forum: float = 0.1
    agenda: float = -0.1
    outside: float = -0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What the searches found of one item: its best cosine, fused score and BM25 score, and the chunks they found."""

    similarity: float
    fused: float
    lexical: float
    chunk_ids: tuple[str, ...]


class Retriever:
    """Finds agenda items; finished collaborators are handed in."""

    def __init__(
        self,
        *,
        catalog: Catalog,
        store: VectorStore,
        embedder: Embedder,
        weights: RankingWeights | None = None,
    ) -> None:
        self._catalog, self._store, self._embedder = catalog, store, embedder
        self._weights = weights or RankingWeights()
        self._words: OrderedDict[tuple[str, str], tuple[str, str]] = OrderedDict()
        self._lock = Lock()

    def search(self, query: Query, *, filters: Filters = Filters(), limit: int = 10) -> list[Hit]:  # noqa: B008  (frozen)
        """Return the items that answer a query, best first, each once."""
        allowed = self._point_filter(filters)
        if allowed.forums is not None and not allowed.forums:
            return []
        dense = self._embedder.embed_query(query.search_text)
        tokens = query.topic or tuple(analyse(query.search_text))
        parts = {part for token in tokens for part in possible_parts(token)}
        sparse = encode_query(tokens, splitter=CompoundSplitter(self._catalog.word_frequencies(parts)))
        fused = self._store.search_hybrid(
            HybridQuery(
                dense=dense,
                sparse=sparse,
                filter=allowed,
                limit=CHUNKS,
                candidates=CHUNKS,
                weights=self._weights.fusion,
            )
        )
        cosines = self._store.search_dense(dense, filter=allowed, limit=CHUNKS)
        lexical = self._store.search_sparse(sparse, filter=allowed, limit=CHUNKS)
        # Who asks for agendas gets all of them alike; otherwise the minutes of the same meeting come first.
        asked = filters.document_type is DocumentType.AGENDA
        superseded = set() if asked else self._catalog.superseded()
        return self._rank(query, gather(fused, cosines, lexical), superseded=superseded, limit=limit)

    def coverage(self, words: Sequence[str], hit: Hit, *, title: bool = False) -> float:
        """Return the share of analysed words, weighted by rarity, that an item or its title holds (0 to 1)."""
        body, heading = self._item_words(hit.meeting, hit.item)
        return share(words, heading if title else body, self._rarity(words))

    def _point_filter(self, filters: Filters) -> PointFilter:
        forums = None if filters.forum is None else self._catalog.matching_forums(filters.forum)
        return PointFilter(
            forums=forums,
            date_from=filters.date_from,
            date_to=filters.date_to,
            document_type=filters.document_type,
        )

    def _rank(
        self, query: Query, gathered: Mapping[str, Evidence], *, superseded: Collection[str], limit: int
    ) -> list[Hit]:
        """Weigh the gathered items by all evidence and return the best."""
        found = self._catalog.items(gathered.keys())
        rarity = self._rarity(query.topic)
        weighed = [
            self._weigh(query, meeting, item, gathered[item_id], rarity=rarity)
            for item_id, (meeting, item) in found.items()
        ]
        weighed = below_minutes(weighed, superseded)
        weighed.sort(key=lambda hit: -hit.score)
        return [replace(hit, rank=rank) for rank, hit in enumerate(weighed[:limit], start=1)]

    def _weigh(
        self,
        query: Query,
        meeting: Meeting,
        item: AgendaItem,
        found: Evidence,
        *,
        rarity: Mapping[str, float],
    ) -> Hit:
        """Add up the evidence for one item; the rank is set when all are weighed."""
        w = self._weights
        body, title = self._item_words(meeting, item)
        coverage = share(query.topic, body, rarity)
        score = w.similarity * found.similarity + w.fused * found.fused + w.lexical * found.lexical
        score += w.coverage * coverage + w.title * share(query.topic, title, rarity)
        score += w.year * bool(meeting.date and meeting.date.year in query.years)
        score += w.forum * names_forum(query.search_text, meeting.forum)
        score += w.agenda * (meeting.document_type is DocumentType.AGENDA)
        asks_people = query.intent in (Intent.WHO, Intent.WHEN)
        score += w.outside * (item.number == OUTSIDE and not asks_people)
        return Hit(
            rank=0,
            item=item,
            meeting=meeting,
            score=score,
            similarity=found.similarity,
            coverage=coverage,
            chunk_ids=found.chunk_ids,
        )

    def _rarity(self, topic: Sequence[str]) -> dict[str, float]:
        """Weigh each topic word by how few items hold it: log(1 + N / (1 + n))."""
        counts = self._catalog.counts().items
        frequencies = self._catalog.word_frequencies(topic)
        return {word: math.log1p(counts / (1 + frequencies.get(word, 0))) for word in topic}

    def _item_words(self, meeting: Meeting, item: AgendaItem) -> tuple[str, str]:
        """Return the analysed words of an item and of its title, each as one text; kept for the next question."""
        key = (item.id, meeting.source.content_hash)
        with self._lock:
            if key in self._words:
                self._words.move_to_end(key)
                return self._words[key]
        text = "\n".join([item.title, *(section.text for section in item.sections)])
        found = (_as_text(words(text)), _as_text(words(item.title)))
        with self._lock:
            self._words[key] = found
            if len(self._words) > CACHED_ITEMS:
                self._words.popitem(last=False)
        return found


def _as_text(tokens: Collection[str]) -> str:
    """Join tokens so that a word is found with a space before or after it: alone, or beginning or ending a compound."""
    return f" {' '.join(sorted(tokens))} "


def below_minutes(hits: Sequence[Hit], superseded: Collection[str]) -> list[Hit]:
    """Lower the items of superseded agendas until the best item of the same meeting's minutes stands above them."""
    best: dict[tuple[str, date | None], float] = {}
    for hit in hits:
        if hit.meeting.document_type is DocumentType.MINUTES:
            best[_key(hit)] = max(hit.score, best.get(_key(hit), -math.inf))
    return [
        replace(hit, score=min(hit.score, math.nextafter(best.get(_key(hit), math.inf), -math.inf)))
        if hit.meeting.id in superseded
        else hit
        for hit in hits
    ]


def _key(hit: Hit) -> tuple[str, date | None]:
    return hit.meeting.forum.casefold(), hit.meeting.date


def gather(
    fused: Sequence[ScoredPoint], cosines: Sequence[ScoredPoint], lexical: Sequence[ScoredPoint]
) -> dict[str, Evidence]:
    """Gather the chunks of the three searches to items, each with its best chunk's scores.

    An item that only word search found gets the lowest cosine seen, for its own is at most that.
    """
    lowest = cosines[-1].score if cosines else 0.0
    chunks: dict[str, list[str]] = {}
    for point in fused:
        chunks.setdefault(point.item_id, []).append(point.id)
    best = [_best_scores(points) for points in (cosines, fused, lexical)]
    return {
        item_id: Evidence(
            similarity=best[0].get(item_id, lowest),
            fused=best[1].get(item_id, 0.0),
            lexical=best[2].get(item_id, 0.0),
            chunk_ids=tuple(ids),
        )
        for item_id, ids in chunks.items()
    }


def _best_scores(points: Sequence[ScoredPoint]) -> dict[str, float]:
    best: dict[str, float] = {}
    for point in points:
        best.setdefault(point.item_id, point.score)
    return best


def share(topic: Sequence[str], tokens: str, rarity: Mapping[str, float]) -> float:
    """Return the share of the topic, weighted by rarity, that the words hold (0 to 1); 0 without a topic.

    A word of four or more letters also counts as a part of a compound ("rehabiliter" in "kolrehabiliter").
    """
    total = sum(rarity[word] for word in topic)
    held = (word for word in topic if _holds(tokens, word))
    return sum(rarity[word] for word in held) / total if total else 0.0


def _holds(tokens: str, word: str) -> bool:
    if len(word) < MIN_PART:
        return f" {word} " in tokens
    return f" {word}" in tokens or f"{word} " in tokens


def names_forum(text: str, forum: str) -> bool:
    """Tell whether a question names the cluster, the municipality or the whole body of a forum."""
    asked = set(analyse(text))
    parts = [set(analyse(part.removesuffix(" Kommune"))) for part in forum.split(",")]
    return any(part and part <= asked for part in parts)
