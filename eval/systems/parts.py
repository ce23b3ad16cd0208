"""The full system, and what is taken out of it one at a time: a part that changes nothing has no place in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from functools import cache

from eval.systems.places import found_answer
from rag.assistant import danish_day
from rag.conversation import search_in_conversation
from rag.domain import Answer, Filters, Turn
from rag.embedding.interface import Embedder
from rag.retrieval import RankingWeights, Retriever
from rag.store.interface import DENSE, SPARSE, Space
from rag.understanding import Known

WEIGHTS = RankingWeights.learnt()
_PRESENT = tuple(field.name for field in fields(WEIGHTS) if getattr(WEIGHTS, field.name))


def _none_of(spaces: Sequence[Space]) -> dict[str, float]:
    """Return the change that leaves several spaces of the index out; each has the weight of its name."""
    return {space.value: 0.0 for space in spaces if space.value in _PRESENT}


ABLATIONS: Mapping[str, Mapping[str, float]] = {
    "without vectors": _none_of(DENSE),
    "without BM25": _none_of(SPARSE),
} | {f"without {name}": {name: 0.0} for name in _PRESENT}
"""What is taken out, as changes of the weights: parts that several of them make up, then each weight alone."""


class Remembering:
    """An embedder that makes a question's vector once for all ablations: they differ in what follows it."""

    def __init__(self, embedder: Embedder) -> None:
        self.dimension, self.fingerprint = embedder.dimension, embedder.fingerprint
        self.embed_query = cache(embedder.embed_query)
        self.embed_passages = embedder.embed_passages


class Searching:
    """The full system's retrieval, conversations included, without the writing of an answer."""

    def __init__(self, retriever: Retriever, *, known: Known) -> None:
        self._retriever, self._known = retriever, known

    def ask(self, question: str, *, history: Sequence[Turn], filters: Filters, limit: int, mode: str) -> Answer:  # noqa: ARG002
        """Return the items found, without words of its own."""
        _, hits = search_in_conversation(
            self._retriever,
            question,
            history,
            filters=filters,
            limit=limit,
            known=self._known,
            today=danish_day(),
        )
        return found_answer(hits)


def changed(name: str) -> RankingWeights:
    """Return the weights with the part taken out."""
    return replace(WEIGHTS, **ABLATIONS[name])
