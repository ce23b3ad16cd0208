"""Points kept in a folder by Qdrant Edge, the Qdrant engine inside this process."""

from __future__ import annotations

import shutil
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Self

import qdrant_edge as edge
from qdrant_edge import Query

from rag.errors import StoreError, StoreLockedError
from rag.store.interface import DENSE, SPARSE, Point, PointFilter, ScoredPoint, Search, SparseVector, Vector
from rag.store.payload import (
    DATE,
    ITEM,
    KEYWORDS,
    MEETING,
    SHOWN,
    allowed,
    components,
    days,
    matches_nothing,
    payload,
)

BATCH = 500
PAGE = 1000
CONFIG_FILE = "edge_config.json"
"""Qdrant Edge writes it into every folder of its own."""

LIVE = edge.SearchParams(idf=edge.IdfParams(corpus=edge.Filter()))
"""Work out rarity over the points that are there; by itself the engine counts deleted ones until a reload."""


class EdgeStore:
    """The vector store of one process; safe to use from several threads.

    Searches run side by side, also while another thread writes; changes wait for each other.
    """

    def __init__(self, shard: edge.EdgeShard, *, dimension: int) -> None:
        self._shard = shard
        self._dimension = dimension
        self._changing = threading.Lock()

    @classmethod
    def open(cls, folder: Path, *, dimension: int, recreate: bool = False) -> Self:
        """Open the store in a folder, made where it is missing; `recreate` removes the one that is there.

        Raises StoreLockedError when another process holds it, StoreError when it cannot be opened
        or holds vectors of another size.
        """
        if recreate and _exists(folder):
            _remove(folder)
        if not _exists(folder):
            _create(folder, _config(dimension))
        return cls(_load(folder, config=_config(dimension)), dimension=dimension)

    def upsert(self, points: Sequence[Point]) -> None:
        """Add or replace points; they are on disk when it returns."""
        stored = [self._stored(point) for point in points]
        with self._changes():
            for start in range(0, len(stored), BATCH):
                self._shard.update(edge.UpdateOperation.upsert_points(stored[start : start + BATCH]))

    def delete_meeting(self, meeting_id: str) -> None:
        """Remove all points of a meeting."""
        condition = edge.FieldCondition(MEETING, match=edge.MatchValue(meeting_id))
        with self._changes():
            self._shard.update(edge.UpdateOperation.delete_points_by_filter(edge.Filter(must=[condition])))

    def delete_points(self, ids: Sequence[str]) -> None:
        """Remove points by their ids."""
        with self._changes():
            self._shard.update(edge.UpdateOperation.delete_points(list(ids)))

    def clear(self) -> None:
        """Remove all points."""
        with self._changes():
            self._shard.update(edge.UpdateOperation.delete_points_by_filter(edge.Filter()))

    def optimize(self) -> None:
        """Merge segments and build the graph index where there are enough points for one."""
        with self._changes():
            self._shard.optimize()

    def close(self) -> None:
        """Release the folder for other processes."""
        with self._changing, _told("closed"):
            self._shard.close()

    def search(self, searches: Sequence[Search]) -> list[list[ScoredPoint]]:
        """Return what each search finds, best first; in this process a call costs nothing."""
        return [self._search(search) for search in searches]

    def ids(self) -> Iterator[str]:
        """Yield the ids of all points, a page at a time."""
        offset: edge.PointId | None = None
        while True:
            page = edge.ScrollRequest(offset=offset, limit=PAGE, with_payload=False, with_vector=False)
            with _told("read"):
                records, offset = self._shard.scroll(page)
            yield from (str(record.id) for record in records)
            if offset is None:
                return

    def count(self) -> int:
        """Return the exact number of points."""
        with _told("read"):
            return self._shard.count(edge.CountRequest(exact=True))

    def _search(self, search: Search) -> list[ScoredPoint]:
        query = self._vector(search.vector)
        if matches_nothing(search.filter):
            return []
        request = edge.QueryRequest(
            limit=search.limit,
            query=Query.Nearest(query, using=search.space.value),
            filter=_filter(search.filter),
            params=LIVE if search.space in SPARSE else None,
            with_payload=list(SHOWN),
        )
        with _told("searched"):
            found = self._shard.query(request)
        return [_scored(point) for point in found]

    def _vector(self, vector: Vector) -> list[float] | edge.SparseVector:
        if isinstance(vector, SparseVector):
            return edge.SparseVector(indices=list(vector.indices), values=list(vector.values))
        return components(vector, dimension=self._dimension)

    def _stored(self, point: Point) -> edge.Point:
        vectors: dict[str, list[float] | edge.SparseVector | list[list[float]]] = {
            space.value: self._vector(vector) for space, vector in point.vectors.items()
        }
        return edge.Point(id=point.id, vector=vectors, payload=payload(point))

    @contextmanager
    def _changes(self) -> Iterator[None]:
        with self._changing, _told("changed"):
            yield
            # The log alone survives a killed process, but not a power cut.
            self._shard.flush()


def _filter(filter: PointFilter) -> edge.Filter:
    conditions: list[edge.ConditionType] = [
        edge.FieldCondition(field, match=edge.MatchAny(values)) for field, values in allowed(filter).items()
    ]
    first, last = days(filter)
    if first or last:
        conditions.append(edge.FieldCondition(DATE, range=edge.RangeFloat(gte=first, lte=last)))
    return edge.Filter(must=conditions)


def _scored(point: edge.ScoredPoint) -> ScoredPoint:
    fields = point.payload or {}
    return ScoredPoint(id=str(point.id), item_id=fields[ITEM], meeting_id=fields[MEETING], score=point.score)


def _config(dimension: int) -> edge.EdgeConfig:
    size = edge.EdgeVectorParams(size=dimension, distance=edge.Distance.Cosine)
    words = edge.EdgeSparseVectorParams(modifier=edge.Modifier.Idf)
    return edge.EdgeConfig(
        vectors={space.value: size for space in DENSE},
        sparse_vectors={space.value: words for space in SPARSE},
        wal_enabled=True,
    )


def _exists(folder: Path) -> bool:
    return (folder / CONFIG_FILE).exists()


def _create(folder: Path, config: edge.EdgeConfig) -> None:
    """Make the store beside its place and move it there: a killed process leaves none that is half made."""
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".new-") as workplace:
            made = Path(workplace, folder.name)
            made.mkdir()
            shard = edge.EdgeShard.create(str(made), config)
            for field in KEYWORDS:
                shard.update(edge.UpdateOperation.create_field_index(field, edge.PayloadSchemaType.Keyword))
            shard.update(edge.UpdateOperation.create_field_index(DATE, edge.PayloadSchemaType.Integer))
            shard.close()
            made.rename(folder)
    except OSError as error:
        if _exists(folder):
            # Another process was faster.
            return
        raise StoreError(f"The vector store cannot be made in {folder}: {error.strerror}.") from error


def _remove(folder: Path) -> None:
    try:
        _load(folder, config=None).close()
    except StoreLockedError:
        raise
    except StoreError:
        # What cannot be read is what one wants to be rid of.
        pass
    shutil.rmtree(folder)


def _load(folder: Path, *, config: edge.EdgeConfig | None) -> edge.EdgeShard:
    try:
        return edge.EdgeShard.load(str(folder), config)
    except Exception as error:
        # The engine raises nothing more specific, so the kind is read from its words.
        if "WouldBlock" in str(error):
            raise StoreLockedError(
                f"Another process, perhaps 'referat serve', is using the vector store in {folder}; "
                "stop it first, or set REFERAT_QDRANT_URL to share a Qdrant server."
            ) from error
        if "expected vector size" in str(error):
            raise StoreError(
                f"The vector store in {folder} was made for another embedding model "
                "(its vectors have another size); `referat rebuild` makes a new one."
            ) from error
        raise StoreError(f"The vector store in {folder} cannot be opened: {error}.") from error


@contextmanager
def _told(action: str) -> Iterator[None]:
    try:
        yield
    except Exception as error:
        # The engine raises nothing more specific.
        raise StoreError(f"The vector store cannot be {action}: {error}.") from error
