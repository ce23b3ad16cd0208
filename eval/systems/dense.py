"""The nearest chunks, gathered to items: chunks of a fixed length, and ours with their headers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

import numpy as np
from llama_index.core.node_parser import SentenceSplitter
from llama_index.core.schema import Document, TextNode

from eval.systems.places import Place
from rag.embedding.interface import Embedder
from rag.store.interface import Search, Space, VectorStore

CHUNK = 900
OVERLAP = 200
"""Characters; the length of the overlap is the splitter's default, which counts tokens."""
CHUNKS = 100
"""How many of the nearest chunks are gathered to items."""


class FixedChunks:
    """What a default llama-index pipeline does: text of whole documents in chunks of a fixed length, no headers.

    A chunk that reaches over several items finds all of them, that with the longest part in it first.
    """

    def __init__(self, places: Sequence[Place], *, embedder: Embedder) -> None:
        """Cut and embed all documents."""
        chunks = [
            chunk for _, document in groupby(places, key=lambda place: place.meeting.id) for chunk in cut(document)
        ]
        self._embedder = embedder
        self._owners = [owners for _, owners in chunks]
        self._vectors = embedder.embed_passages([text for text, _ in chunks])

    def rank(self, text: str, *, limit: int) -> list[tuple[Place, float]]:
        """Return the items of the nearest chunks."""
        cosines = self._vectors @ self._embedder.embed_query(text)
        nearest = np.argsort(-cosines, kind="stable")[:CHUNKS]
        return _first(((owner, float(cosines[i])) for i in nearest for owner in self._owners[i]), limit=limit)


class OurChunks:
    """The nearest chunks of the index: whole sentences under a header with forum, date, title and section."""

    def __init__(self, places: Sequence[Place], *, store: VectorStore, embedder: Embedder) -> None:
        self._places = {place.item.id: place for place in places}
        self._store, self._embedder = store, embedder

    def rank(self, text: str, *, limit: int) -> list[tuple[Place, float]]:
        """Return the items of the nearest chunks."""
        question = self._embedder.embed_query(text)
        [points] = self._store.search([Search(space=Space.CHUNK, vector=question, limit=CHUNKS)])
        return _first(((self._places[point.item_id], point.score) for point in points), limit=limit)


def cut(document: Iterable[Place]) -> Iterator[tuple[str, list[Place]]]:
    """Yield the chunks of the items of one document, each with the items it reaches over, the longest part first."""
    places = list(document)
    text = "\n\n".join(place.text for place in places)
    # Characters for tokens: no tokeniser has to be fetched, and the length is the one that is compared.
    splitter = SentenceSplitter(chunk_size=CHUNK, chunk_overlap=OVERLAP, tokenizer=list)
    ends = np.cumsum([len(place.text) + 2 for place in places])
    for node in splitter.get_nodes_from_documents([Document(text=text)]):
        if isinstance(node, TextNode) and node.start_char_idx is not None and node.end_char_idx is not None:
            start, end = node.start_char_idx, node.end_char_idx
            shares = [
                min(end, last) - max(start, last - len(place.text) - 2)
                for place, last in zip(places, ends.tolist(), strict=True)
            ]
            owners = sorted((i for i, share in enumerate(shares) if share > 0), key=lambda i: -shares[i])
            yield node.text, [places[i] for i in owners]


def _first(found: Iterable[tuple[Place, float]], *, limit: int) -> list[tuple[Place, float]]:
    """Return the first items of a ranking of chunks, each with the score of its best one."""
    best: dict[str, tuple[Place, float]] = {}
    for place, score in found:
        best.setdefault(place.item.id, (place, score))
        if len(best) == limit:
            break
    return list(best.values())
