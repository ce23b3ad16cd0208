"""What every vector store can do: keep points of dense and sparse vectors, and search them in one call."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from rag.domain import DocumentType, SectionKind


@dataclass(frozen=True, slots=True, kw_only=True)
class SparseVector:
    """Token indices (unsigned 32 bit, ascending, unique) and their weights."""

    indices: tuple[int, ...]
    values: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One chunk's vectors with ids and filter fields; never any text (deleted payloads stay readable on disk)."""

    id: str
    dense: NDArray[np.float32]
    sparse: SparseVector
    meeting_id: str
    item_id: str
    section: SectionKind
    document_type: DocumentType
    forum: str
    date: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PointFilter:
    """What points must match; None means any, an empty collection matches nothing. Dates are inclusive."""

    forums: Collection[str] | None = None
    date_from: date | None = None
    date_to: date | None = None
    document_type: DocumentType | None = None
    sections: Collection[SectionKind] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoredPoint:
    """A found point; the scale of `score` is the search method's: cosine, BM25 or fused rank."""

    id: str
    item_id: str
    meeting_id: str
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class HybridWeights:
    """Weights of weighted reciprocal rank fusion: score = sum of weight / (k + rank), rank from 1 (Cormack 2009)."""

    dense: float = 1.0
    sparse: float = 1.0
    k: int = 60


ANY = PointFilter()


@dataclass(frozen=True, slots=True, kw_only=True)
class HybridQuery:
    """A question as vectors, how many candidates each side brings, and how they are fused."""

    dense: NDArray[np.float32]
    sparse: SparseVector
    filter: PointFilter = ANY
    limit: int = 20
    candidates: int = 60
    weights: HybridWeights = field(default_factory=HybridWeights)


class VectorStore(Protocol):
    """A store of points; every method raises StoreError when the store does not answer."""

    def upsert(self, points: Sequence[Point]) -> None:
        """Add or replace points; durable when it returns."""

    def delete_meeting(self, meeting_id: str) -> None:
        """Remove all points of a meeting; unknown ids are no error."""

    def delete_points(self, ids: Sequence[str]) -> None:
        """Remove points by their ids; unknown ids are no error."""

    def search_dense(
        self, vector: NDArray[np.float32], *, filter: PointFilter = ANY, limit: int = 20
    ) -> list[ScoredPoint]:
        """Return the nearest points, best first; score is the cosine (-1 to 1)."""

    def search_sparse(self, vector: SparseVector, *, filter: PointFilter = ANY, limit: int = 20) -> list[ScoredPoint]:
        """Return points sharing tokens, best first; score is sum of query weight x IDF x document weight."""

    def search_hybrid(self, query: HybridQuery) -> list[ScoredPoint]:
        """Return both searches fused by weighted reciprocal rank in one call, best first."""

    def ids(self) -> Iterator[str]:
        """Yield the ids of all points, in no particular order."""

    def count(self) -> int:
        """Return the exact number of points."""

    def clear(self) -> None:
        """Remove all points; the store stays usable."""

    def optimize(self) -> None:
        """Do the housekeeping that makes searches fast after many changes; a no-op where the server does it."""

    def close(self) -> None:
        """Release the store; a second close is no error."""
