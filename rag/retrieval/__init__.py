"""A query turned into ranked agenda items: every space searched in one call, gathered to items and weighed."""

from __future__ import annotations

from rag.retrieval.retriever import Retriever
from rag.retrieval.weights import RankingWeights

__all__ = ["RankingWeights", "Retriever"]
