"""The unpacked model's table of word vectors, looked up on disk: two models share it, and only used rows are read."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

TABLE = "embeddings.word_embeddings.weight"
ROW_TYPE = np.dtype("<f2")
LENGTH_BYTES = 8
"""A safetensors file begins with the length of its directory, which is JSON."""


class WordTable:
    """The rows of the table by token id; threads may share it.

    Rows are read, not mapped: the pages that a map touches count as this process's memory, many for each row.
    """

    def __init__(self, path: Path, *, start: int, rows: int, columns: int) -> None:
        self._path, self._start, self._rows, self._columns = path, start, rows, columns

    @classmethod
    def open(cls, path: Path) -> WordTable:
        """Find the table in a safetensors file; raise ValueError, KeyError or OSError for another kind of file."""
        with path.open("rb") as file:
            size = int.from_bytes(file.read(LENGTH_BYTES), "little")
            entry = json.loads(file.read(size))[TABLE]
        if entry["dtype"] != "F16":
            raise ValueError(f"{TABLE} is {entry['dtype']}")
        rows, columns = entry["shape"]
        return cls(path, start=LENGTH_BYTES + size + entry["data_offsets"][0], rows=rows, columns=columns)

    def look_up(self, ids: Sequence[int]) -> NDArray[np.float32]:
        """Return the vectors, shape (tokens, hidden); raise IndexError for an id that is not in the table."""
        wanted, places = np.unique(np.asarray(ids, dtype=np.int64), return_inverse=True)
        if len(wanted) and not 0 <= wanted[0] <= wanted[-1] < self._rows:
            raise IndexError(f"The table of words has {self._rows} rows.")
        length = self._columns * ROW_TYPE.itemsize
        rows = []
        with self._path.open("rb", buffering=0) as file:
            for row in wanted.tolist():
                file.seek(self._start + row * length)
                rows.append(file.read(length))
        vectors = np.frombuffer(b"".join(rows), dtype=ROW_TYPE).reshape(-1, self._columns).astype(np.float32)
        return vectors[places.reshape(-1)]
