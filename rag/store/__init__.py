"""The vector store: points of dense and sparse vectors, in this process or on a Qdrant server."""

from __future__ import annotations

from rag.config import Settings
from rag.store.interface import (
    ANY,
    Point,
    PointFilter,
    ScoredPoint,
    Search,
    Space,
    SparseVector,
    VectorStore,
)

__all__ = [
    "ANY",
    "Point",
    "PointFilter",
    "ScoredPoint",
    "Search",
    "Space",
    "SparseVector",
    "VectorStore",
    "open_store",
]

FOLDER = "vectors"
"""Where the embedded store lies in the data directory."""


def open_store(settings: Settings, dimension: int, *, recreate: bool = False) -> VectorStore:
    """Open the store that the settings name; `recreate` makes a new one in place of the one that is there.

    Raises StoreLockedError when another process holds the embedded store, StoreError when it cannot
    be opened.
    """
    if settings.qdrant_url:
        # Imported only where it is used: the client takes most of a second.
        from rag.store.client import ClientStore  # noqa: PLC0415

        return ClientStore.connect(
            settings.qdrant_url,
            api_key=settings.qdrant_api_key,
            collection=settings.qdrant_collection,
            dimension=dimension,
            recreate=recreate,
        )
    from rag.store.edge import EdgeStore  # noqa: PLC0415 - a machine that uses a server need not have it

    return EdgeStore.open(settings.data_dir / FOLDER, dimension=dimension, recreate=recreate)
