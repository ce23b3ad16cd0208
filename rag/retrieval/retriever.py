"""A query turned into ranked agenda items: all spaces searched in one call, gathered to items and weighed."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from rag.catalog import Catalog
from rag.danish.analyse import analyse, words
from rag.danish.sparse import encode_query
from rag.domain import AgendaItem, DocumentType, Filters, Hit, Intent, Meeting, Topic
from rag.embedding.interface import Embedder
from rag.reranking import RERANKED, Reranker, rerank, text_of
from rag.retrieval.evidence import Evidence, gather
from rag.retrieval.kindred import is_kindred, lift
from rag.retrieval.matching import as_text, by_number, by_people, by_title, meant_share, of_forum, of_period, share
from rag.retrieval.spreading import parts_of, spread
from rag.retrieval.superseding import below_minutes
from rag.retrieval.weights import RankingWeights
from rag.retrieval.wording import Wording, Words
from rag.store.interface import DENSE, PointFilter, ScoredPoint, Search, Space, SparseVector, Vector, VectorStore
from rag.understanding import Query

POINTS = 60
"""How many points one search brings: enough for 20 items of three chunks."""
LOADED = 40
"""How many items are read from the catalog and weighed by their words."""
CACHED_ITEMS = 2000


class Retriever:
    """Finds agenda items; finished collaborators are handed in."""

    def __init__(
        self,
        *,
        catalog: Catalog,
        store: VectorStore,
        embedder: Embedder,
        weights: RankingWeights | None = None,
        reranker: Reranker | None = None,
    ) -> None:
        self._catalog, self._store, self._embedder, self._reranker = catalog, store, embedder, reranker
        self._language = Words(catalog)
        self._weights = weights or RankingWeights.learnt()
        self._words: OrderedDict[tuple[str, str], tuple[str, str]] = OrderedDict()
        self._lock = Lock()

    def search(self, query: Query, *, filters: Filters = Filters(), limit: int = 10) -> list[Hit]:  # noqa: B008  (frozen)
        """Return the items that answer a query, best first, each once.

        A question across several bodies or times it names ("i Randers og i Vest") is searched in each of them too.
        """
        wording = self._language.word(query)
        vector = self._embedder.embed_query(wording.text)
        hits = self._hits(query, wording, vector, filters=filters)
        if hits and query.intent is Intent.ACROSS:
            hits = self._with_kindred(query, wording, vector, hits, filters=filters)
        parts = [replace(query, constraints=(replace(it, hard=True),)).narrowed(filters) for it in parts_of(query)]
        hits = spread(hits, [self._hits(query, wording, vector, filters=part) for part in parts])
        if self._reranker:
            texts = [text_of(hit) for hit in hits[:RERANKED]]
            hits = rerank(hits, self._reranker.score(query.search_text, texts))
        return hits[:limit]

    def coverage(self, words: Sequence[str], hit: Hit, *, title: bool = False) -> float:
        """Return the share of analysed words, weighted by rarity, that an item or its title holds (0 to 1)."""
        body, heading = self._item_words(hit.meeting, hit.item)
        return share(Topic(words=self._language.rarity(words)), heading if title else body)

    def _with_kindred(
        self, query: Query, wording: Wording, vector: NDArray[np.float32], hits: Sequence[Hit], *, filters: Filters
    ) -> list[Hit]:
        """Return the hits with the items of other meetings on the same matter as the best one."""
        best = hits[0]
        search = Search(
            space=Space.WORDS,
            vector=encode_query(analyse(best.item.title)),
            filter=self._point_filter(filters),
            limit=POINTS,
        )
        near = dict.fromkeys(point.item_id for points in self._store.search([search]) for point in points)
        alike = self._catalog.items([*near, *self._catalog.items_of_case(best.item.case_number)])
        titles = "\n".join([best.item.title, *(item.title for _, item in alike.values())])
        rarity = self._language.rarity(sorted(words(titles)))
        left_out = {best.meeting.id, *self._catalog.superseded()}
        kindred = {
            item.id
            for meeting, item in alike.values()
            if meeting.id not in left_out and is_kindred(best.item, item, rarity=rarity)
        }
        missing = kindred - {hit.item.id for hit in hits}
        meetings = {alike[item_id][0].id for item_id in missing}
        further = self._hits(query, wording, vector, filters=filters, meetings=meetings) if meetings else []
        return lift(hits, further, kindred)

    def _hits(
        self,
        query: Query,
        wording: Wording,
        vector: NDArray[np.float32],
        *,
        filters: Filters,
        meetings: Collection[str] | None = None,
    ) -> list[Hit]:
        """Return all items found under the filters, or in some of the meetings alone, the best first."""
        allowed = replace(self._point_filter(filters), meetings=meetings)
        if allowed.forums is not None and not allowed.forums:
            return []
        found = self._search(vector, wording.words, allowed)
        # Who asks for agendas gets all of them alike; otherwise the minutes of the same meeting come first.
        asked = filters.document_type is DocumentType.AGENDA
        superseded = set() if asked else self._catalog.superseded()
        return self._rank(query, wording, gather(found), superseded=superseded)

    def _search(
        self, dense: NDArray[np.float32], sparse: SparseVector, allowed: PointFilter
    ) -> dict[Space, list[ScoredPoint]]:
        """Search every space in one call."""
        vectors: dict[Space, Vector] = {space: dense if space in DENSE else sparse for space in Space}
        searches = [
            Search(space=space, vector=vector, filter=allowed, limit=POINTS) for space, vector in vectors.items()
        ]
        return dict(zip(vectors, self._store.search(searches), strict=True))

    def _point_filter(self, filters: Filters) -> PointFilter:
        forums = None if filters.forum is None else self._catalog.matching_forums(filters.forum)
        return PointFilter(
            forums=forums,
            date_from=filters.date_from,
            date_to=filters.date_to,
            document_type=filters.document_type,
        )

    def _rank(
        self, query: Query, wording: Wording, gathered: Mapping[str, Evidence], *, superseded: Collection[str]
    ) -> list[Hit]:
        """Weigh the gathered items by all evidence and return them, the best first."""
        words = len(wording.topic)
        promising = sorted(gathered, key=lambda id_: -self._weights.score(gathered[id_].values(words=words)))
        found = self._catalog.items(promising[:LOADED])
        topic = self._topic(wording)
        weighed = [
            self._weigh(query, topic, meeting, item, gathered[item_id]) for item_id, (meeting, item) in found.items()
        ]
        weighed = below_minutes(weighed, superseded)
        weighed.sort(key=lambda hit: -hit.score)
        return [replace(hit, rank=rank) for rank, hit in enumerate(weighed, start=1)]

    def _weigh(self, query: Query, topic: Topic, meeting: Meeting, item: AgendaItem, found: Evidence) -> Hit:
        """Add up the evidence for one item; the rank is set when all are weighed."""
        body, _ = self._item_words(meeting, item)
        dated, bodied = of_period(query, meeting), of_forum(query, meeting)
        placed = dated or bodied
        asked = by_number(query, item, placed=placed) or by_title(query, item) or (placed and by_people(query, item))
        evidence = found.values(words=len(topic.words)) | {
            "coverage": share(topic, body),
            "meant": meant_share(topic, body),
            "period": float(dated),
            "forum": float(bodied),
            "asked": float(asked),
        }
        return Hit(
            rank=0,
            item=item,
            meeting=meeting,
            score=self._weights.score(evidence),
            similarity=found.scores[Space.CHUNK],
            coverage=evidence["coverage"] + evidence["meant"],
            topic=topic,
            chunk_ids=found.chunk_ids,
            evidence=evidence,
        )

    def _topic(self, wording: Wording) -> Topic:
        """Weigh the topic's words, and the terms that may stand for them, by how rare they are."""
        meant = (word for terms in wording.instead.values() for term in terms for word in term)
        rarity = self._language.rarity(list(dict.fromkeys([*wording.topic, *meant])))
        return Topic(
            text=wording.mended,
            words={word: rarity[word] for word in wording.topic},
            instead={
                word: tuple((term, min(rarity[word], max(map(rarity.__getitem__, term)))) for term in terms)
                for word, terms in wording.instead.items()
                if word in wording.topic
            },
        )

    def _item_words(self, meeting: Meeting, item: AgendaItem) -> tuple[str, str]:
        """Return the analysed words of an item and of its title, each as one text; kept for the next question."""
        key = (item.id, meeting.source.content_hash)
        with self._lock:
            if key in self._words:
                self._words.move_to_end(key)
                return self._words[key]
        text = "\n".join([item.title, *(section.text for section in item.sections)])
        found = (as_text(words(text)), as_text(words(item.title)))
        with self._lock:
            self._words[key] = found
            if len(self._words) > CACHED_ITEMS:
                self._words.popitem(last=False)
        return found
