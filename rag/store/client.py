"""Points kept in a collection on a Qdrant server (1.16 or newer)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http import HTTPStatus
from typing import Self

from qdrant_client import QdrantClient, models
from qdrant_client.common.client_exceptions import QdrantException
from qdrant_client.http.exceptions import ApiException, ResponseHandlingException, UnexpectedResponse

from rag.errors import StoreError
from rag.store.interface import DENSE, SPARSE, Point, PointFilter, ScoredPoint, Search, Space, SparseVector, Vector
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

BATCH = 200
"""Points per request: at 1,024 dimensions about 5 MB, where a server takes 32 MB."""
PAGE = 1000
TIMEOUT = 30
"""Seconds until a server that does not answer is given up."""


class ClientStore:
    """The vector store that several processes share; as safe for threads as its client."""

    def __init__(self, client: QdrantClient, *, collection: str, dimension: int) -> None:
        self._client = client
        self._collection = collection
        self._dimension = dimension

    @classmethod
    def connect(cls, url: str, *, api_key: str = "", collection: str, dimension: int, recreate: bool = False) -> Self:
        """Open a collection on the server at a URL.

        Raises StoreError when the server does not answer or the collection cannot be used.
        """
        try:
            # The check of versions would warn, not fail, when the server is away; opening tells it better.
            client = QdrantClient(url=url, api_key=api_key or None, timeout=TIMEOUT, check_compatibility=False)
        except ValueError as error:
            raise StoreError(f"The Qdrant server {url} cannot be reached: {error}.") from error
        return cls.open(client, collection=collection, dimension=dimension, recreate=recreate)

    @classmethod
    def open(cls, client: QdrantClient, *, collection: str, dimension: int, recreate: bool = False) -> Self:
        """Open a collection, made where it is missing; `recreate` removes the one that is there.

        Raises StoreError when it holds vectors of another kind.
        """
        with _told():
            if recreate:
                client.delete_collection(collection)
            if not client.collection_exists(collection):
                _create(client, collection, dimension)
            _check(client, collection, dimension)
        return cls(client, collection=collection, dimension=dimension)

    def upsert(self, points: Sequence[Point]) -> None:
        """Add or replace points, in several requests where there are many; applied when it returns."""
        stored = [self._stored(point) for point in points]
        with _told():
            for start in range(0, len(stored), BATCH):
                self._client.upsert(self._collection, stored[start : start + BATCH], wait=True)

    def delete_meeting(self, meeting_id: str) -> None:
        """Remove all points of a meeting."""
        self._delete(models.FieldCondition(key=MEETING, match=models.MatchValue(value=meeting_id)))

    def delete_points(self, ids: Sequence[str]) -> None:
        """Remove points by their ids."""
        with _told():
            self._client.delete(self._collection, models.PointIdsList(points=list(ids)), wait=True)

    def clear(self) -> None:
        """Remove all points."""
        self._delete()

    def optimize(self) -> None:
        """Leave the housekeeping to the server, which does it by itself."""

    def close(self) -> None:
        """Close the connections to the server."""
        self._client.close()

    def search(self, searches: Sequence[Search]) -> list[list[ScoredPoint]]:
        """Return what each search finds, best first, in one request."""
        requests = {
            place: models.QueryRequest(
                query=self._vector(search.vector),
                using=search.space.value,
                filter=_filter(search.filter),
                limit=search.limit,
                with_payload=list(SHOWN),
            )
            for place, search in enumerate(searches)
            if not matches_nothing(search.filter)
        }
        found: list[list[ScoredPoint]] = [[] for _ in searches]
        if requests:
            with _told():
                answers = self._client.query_batch_points(self._collection, list(requests.values()))
            for place, answer in zip(requests, answers, strict=True):
                found[place] = [_scored(point) for point in answer.points]
        return found

    def ids(self) -> Iterator[str]:
        """Yield the ids of all points, a page at a time."""
        offset: models.ExtendedPointId | None = None
        while True:
            with _told():
                records, offset = self._client.scroll(
                    self._collection, limit=PAGE, offset=offset, with_payload=False, with_vectors=False
                )
            yield from (str(record.id) for record in records)
            if offset is None:
                return

    def count(self) -> int:
        """Return the exact number of points."""
        with _told():
            return self._client.count(self._collection, exact=True).count

    def _delete(self, *conditions: models.Condition) -> None:
        selector = models.FilterSelector(filter=models.Filter(must=list(conditions)))
        with _told():
            self._client.delete(self._collection, selector, wait=True)

    def _stored(self, point: Point) -> models.PointStruct:
        vectors: dict[str, models.Vector] = {space.value: self._vector(v) for space, v in point.vectors.items()}
        return models.PointStruct(id=point.id, vector=vectors, payload=payload(point))

    def _vector(self, vector: Vector) -> list[float] | models.SparseVector:
        if isinstance(vector, SparseVector):
            return models.SparseVector(indices=list(vector.indices), values=list(vector.values))
        return components(vector, dimension=self._dimension)


def _filter(filter: PointFilter) -> models.Filter:
    conditions: list[models.Condition] = [
        models.FieldCondition(key=field, match=models.MatchAny(any=values)) for field, values in allowed(filter).items()
    ]
    first, last = days(filter)
    if first or last:
        conditions.append(models.FieldCondition(key=DATE, range=models.Range(gte=first, lte=last)))
    return models.Filter(must=conditions)


def _scored(point: models.ScoredPoint) -> ScoredPoint:
    fields = point.payload or {}
    return ScoredPoint(id=str(point.id), item_id=fields[ITEM], meeting_id=fields[MEETING], score=point.score)


def _create(client: QdrantClient, collection: str, dimension: int) -> None:
    size = models.VectorParams(size=dimension, distance=models.Distance.COSINE)
    words = models.SparseVectorParams(modifier=models.Modifier.IDF)
    client.create_collection(
        collection,
        vectors_config={space.value: size for space in DENSE},
        sparse_vectors_config={space.value: words for space in SPARSE},
        # On several shards the word statistics would be each shard's own.
        shard_number=1,
    )
    for field in KEYWORDS:
        client.create_payload_index(collection, field, models.PayloadSchemaType.KEYWORD)
    client.create_payload_index(collection, DATE, models.PayloadSchemaType.INTEGER)


def _check(client: QdrantClient, collection: str, dimension: int) -> None:
    params = client.get_collection(collection).config.params
    dense = params.vectors if isinstance(params.vectors, dict) else {}
    sizes = {space: dense[space].size for space in DENSE if space in dense}
    if len(sizes) < len(DENSE) or not set(SPARSE) <= set(params.sparse_vectors or {}):
        raise StoreError(
            f"The Qdrant collection {collection} was not made by this program or this version of it; "
            "name another one in REFERAT_QDRANT_COLLECTION, and fill it with `referat rebuild`."
        )
    if set(sizes.values()) != {dimension}:
        raise StoreError(
            f"The Qdrant collection {collection} was made for another embedding model "
            f"(vectors of size {sizes[Space.CHUNK]}, not {dimension}); `referat rebuild` makes a new one."
        )


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except UnexpectedResponse as error:
        if error.status_code in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
            raise StoreError("The Qdrant server refuses the key in REFERAT_QDRANT_API_KEY.") from error
        raise StoreError(f"The Qdrant server refuses the request: {_line(error)}.") from error
    except ResponseHandlingException as error:
        raise StoreError(f"The Qdrant server does not answer: {_line(error.source)}.") from error
    except (ApiException, QdrantException, RuntimeError) as error:
        raise StoreError(f"The Qdrant server cannot be used: {_line(error)}.") from error


def _line(error: Exception) -> str:
    return " ".join(str(error).split()).removesuffix(".")
