"""The name of what an index was built with, so that vectors of two models never meet."""

from __future__ import annotations

from rag.catalog import Catalog
from rag.embedding.interface import Embedder
from rag.errors import FingerprintError
from rag.store.payload import LAYOUT

EMBEDDING, CHUNKER, STORE = "embedding", "chunker", "store"
"""Keys of the catalog's state."""


def check_embedding(catalog: Catalog, embedder: Embedder) -> None:
    """Raise FingerprintError when the index was built with another embedding model or for another store layout."""
    stored = catalog.state(EMBEDDING)
    if stored is None or not catalog.counts().meetings:
        return
    if stored != embedder.fingerprint:
        raise FingerprintError(mismatch(stored, embedder.fingerprint))
    if (layout := catalog.state(STORE)) != str(LAYOUT):
        raise FingerprintError(mismatch(f"store layout {layout or 'of before'}", f"layout {LAYOUT}"))


def mismatch(stored: str, present: str) -> str:
    """Say that an index belongs to something else, and what to do."""
    return (
        f"The index was built with {stored}, but the program now uses {present}: "
        "make it anew with `referat rebuild`, or set REFERAT_DATA_DIR to another folder."
    )
