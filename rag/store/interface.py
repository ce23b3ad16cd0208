"""What every vector store can do: keep points of dense and sparse vectors, and search many spaces in one call."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from rag.domain import DocumentType, SectionKind


@dataclass(frozen=True, slots=True, kw_only=True)
class SparseVector:
    """Token indices (unsigned 32 bit, ascending, unique) and their weights."""

    indices: tuple[int, ...]
    values: tuple[float, ...]


Vector = NDArray[np.float32] | SparseVector


class Space(StrEnum):
    """What a vector stands for. Each space is searched by itself, and rarity in it is that of its own vectors."""

    CHUNK = "chunk"
    """A run of sentences under its header."""
    WORDS = "words"
    """The tokens of a chunk."""


DENSE = (Space.CHUNK,)
SPARSE = (Space.WORDS,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A chunk: its vectors by space, ids and filter fields; never any text (deleted payloads stay readable on disk)."""

    id: str
    vectors: Mapping[Space, Vector]
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
    meetings: Collection[str] | None = None
    """By their ids."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoredPoint:
    """A found point; the scale of `score` is the space's: cosine or BM25."""

    id: str
    item_id: str
    meeting_id: str
    score: float


ANY = PointFilter()


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """A question as a vector of one space, what may be found, and how much of it."""

    space: Space
    vector: Vector
    filter: PointFilter = ANY
    limit: int = 20


class VectorStore(Protocol):
    """A store of points; every method raises StoreError when the store does not answer."""

    def upsert(self, points: Sequence[Point]) -> None:
        """Add or replace points; durable when it returns."""

    def delete_meeting(self, meeting_id: str) -> None:
        """Remove all points of a meeting; unknown ids are no error."""

    def delete_points(self, ids: Sequence[str]) -> None:
        """Remove points by their ids; unknown ids are no error."""

    def search(self, searches: Sequence[Search]) -> list[list[ScoredPoint]]:
        """Return what each search finds, best first, all in one call.

        The score is the cosine (-1 to 1) in a dense space; in a sparse one it is the sum of query weight x IDF x
        document weight over the tokens that both share.
        """

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
