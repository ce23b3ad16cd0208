"""The unpacked model's table of word vectors, looked up on disk: two models share it, and only used pages are read."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

TABLE = "embeddings.word_embeddings.weight"
LENGTH_BYTES = 8
"""A safetensors file begins with the length of its directory, which is JSON."""


class WordTable:
    """The rows of the table by token id."""

    def __init__(self, rows: NDArray[np.float16]) -> None:
        self._rows = rows

    @classmethod
    def open(cls, path: Path) -> WordTable:
        """Map the table of a safetensors file; raise ValueError, KeyError or OSError for another kind of file."""
        with path.open("rb") as file:
            size = int.from_bytes(file.read(LENGTH_BYTES), "little")
            entry = json.loads(file.read(size))[TABLE]
        if entry["dtype"] != "F16":
            raise ValueError(f"{TABLE} is {entry['dtype']}")
        start = LENGTH_BYTES + size + entry["data_offsets"][0]
        return cls(np.memmap(path, dtype="<f2", mode="r", offset=start, shape=tuple(entry["shape"])))

    def look_up(self, ids: Sequence[int]) -> NDArray[np.float32]:
        """Return the vectors, shape (tokens, hidden)."""
        vectors: NDArray[np.float32] = self._rows[np.asarray(ids)].astype(np.float32)
        return vectors
