"""The bundled model on a CPU: texts in, unit vectors out, through onnxruntime and without torch."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from onnxruntime.capi.onnxruntime_pybind11_state import (
    Fail,
    InvalidArgument,
    InvalidGraph,
    InvalidProtobuf,
    NoSuchFile,
)

from rag.embedding.tokens import PASSAGE_PROMPT, QUERY_PROMPT, Lexicon
from rag.errors import EmbeddingError

GRAPH_FILE, LEXICON_FILE = "model_int8.onnx", "pieces.npz"
ERRORS_ONLY = 3
UNREADABLE_GRAPH = (Fail, InvalidArgument, InvalidGraph, InvalidProtobuf, NoSuchFile)
UNREADABLE_LEXICON = (BadZipFile, EOFError, KeyError, OSError, ValueError)
TOKENIZED_TOGETHER = 64
"""Texts that share one tokenizer: enough to spread its making, few enough to keep its words small."""


class OnnxEmbedder:
    """An embedder that threads may share.

    Texts run one at a time: padding costs more than a batch saves, and a text always gets the same vector,
    while in a batch it would share the scales of its 8-bit inputs with its neighbours.
    """

    def __init__(self, *, session: onnxruntime.InferenceSession, lexicon: Lexicon, fingerprint: str) -> None:
        self._session = session
        self._lexicon = lexicon
        self._input = session.get_inputs()[0].name
        self._dimension = int(session.get_outputs()[0].shape[1])
        self._fingerprint = fingerprint

    @classmethod
    def open(cls, folder: Path, *, fingerprint: str) -> OnnxEmbedder:
        """Open an unpacked folder; raise EmbeddingError when its graph or its pieces cannot be read."""
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = _cores()
        options.log_severity_level = ERRORS_ONLY
        try:
            lexicon = Lexicon.shared(folder / LEXICON_FILE)
            session = onnxruntime.InferenceSession(folder / GRAPH_FILE, options, providers=["CPUExecutionProvider"])
        except (*UNREADABLE_GRAPH, *UNREADABLE_LEXICON) as error:
            raise EmbeddingError(
                f"The embedding model in {folder} is damaged; delete that folder and try again."
            ) from error
        return cls(session=session, lexicon=lexicon, fingerprint=fingerprint)

    @property
    def dimension(self) -> int:
        """Length of the vectors."""
        return self._dimension

    @property
    def fingerprint(self) -> str:
        """Name of the model and its prompts."""
        return self._fingerprint

    def embed_query(self, text: str) -> NDArray[np.float32]:
        """Return the vector of a question, shape (dimension,)."""
        vector: NDArray[np.float32] = self._embed([QUERY_PROMPT + text])[0]
        return vector

    def embed_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return the vectors of passages, shape (len(texts), dimension), in the given order."""
        return self._embed([PASSAGE_PROMPT + text for text in texts])

    def _embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        vectors = np.empty((len(texts), self._dimension), dtype=np.float32)
        for start in range(0, len(texts), TOKENIZED_TOGETHER):
            part = self._lexicon.encode(texts[start : start + TOKENIZED_TOGETHER])
            for row, ids in enumerate(part, start):
                feed = {self._input: np.array([ids], dtype=np.int64)}
                vectors[row] = self._session.run(None, feed)[0][0]
        return vectors


def _cores() -> int:
    """Return how many cores this process may use, which can be fewer than the machine has."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
