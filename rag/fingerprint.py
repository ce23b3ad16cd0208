"""The name of what an index was built with, so that vectors of two models never meet."""

from __future__ import annotations

from rag.catalog import Catalog
from rag.embedding.interface import Embedder
from rag.errors import FingerprintError

EMBEDDING, CHUNKER = "embedding", "chunker"
"""Keys of the catalog's state."""


def check_embedding(catalog: Catalog, embedder: Embedder) -> None:
    """Raise FingerprintError when the index was built with another embedding model."""
    stored = catalog.state(EMBEDDING)
    if stored is not None and stored != embedder.fingerprint and catalog.counts().meetings:
        raise FingerprintError(mismatch(stored, embedder.fingerprint))


def mismatch(stored: str, present: str) -> str:
    """Say that an index belongs to something else, and what to do."""
    return (
        f"The index was built with {stored}, but the program now uses {present}: "
        "make it anew with `referat rebuild`, or set REFERAT_DATA_DIR to another folder."
    )
