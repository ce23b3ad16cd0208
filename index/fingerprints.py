"""What an index was built with, compared with what the program uses now: one sentence for each difference."""

from __future__ import annotations

from index.chunking.cutting import CHUNKER_VERSION
from rag.catalog import Catalog
from rag.fingerprint import CHUNKER, EMBEDDING, STORE, mismatch
from rag.store.payload import LAYOUT


def wrong_fingerprint(catalog: Catalog, embedding: str) -> list[str]:
    """Return a sentence for each thing that the index was built with and that is another now."""
    found = ((key, catalog.state(key) or "of before", value) for key, value in _fingerprint(embedding).items())
    return [mismatch(f"{key} {stored}", f"{key} {present}") for key, stored, present in found if stored != present]


def adopt_fingerprint(catalog: Catalog, embedding: str) -> None:
    """Note what the index is built with from now on; `embedding` is the fingerprint of the model."""
    for key, present in _fingerprint(embedding).items():
        catalog.set_state(key, present)


def _fingerprint(embedding: str) -> dict[str, str]:
    return {EMBEDDING: embedding, CHUNKER: str(CHUNKER_VERSION), STORE: str(LAYOUT)}
