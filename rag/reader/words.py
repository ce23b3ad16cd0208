"""The unpacked model's table of word vectors, looked up on disk: two models share it, and only used rows are read."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from threading import Lock
from typing import BinaryIO

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

    def __init__(self, file: BinaryIO, *, start: int, rows: int, columns: int) -> None:
        self._file, self._start, self._rows = file, start, rows
        self._columns = columns
        self._turn = Lock()

    @classmethod
    def open(cls, path: Path) -> WordTable:
        """Open the table of a safetensors file; raise ValueError, KeyError or OSError for another kind of file."""
        file = path.open("rb", buffering=0)
        try:
            size = int.from_bytes(file.read(LENGTH_BYTES), "little")
            entry = json.loads(file.read(size))[TABLE]
            if entry["dtype"] != "F16":
                raise ValueError(f"{TABLE} is {entry['dtype']}")
            rows, columns = entry["shape"]
        except BaseException:
            file.close()
            raise
        return cls(file, start=LENGTH_BYTES + size + entry["data_offsets"][0], rows=rows, columns=columns)

    def look_up(self, ids: Sequence[int]) -> NDArray[np.float32]:
        """Return the vectors, shape (tokens, hidden); raise IndexError for an id that is not in the table."""
        wanted, places = np.unique(np.asarray(ids, dtype=np.int64), return_inverse=True)
        if len(wanted) and not 0 <= wanted[0] <= wanted[-1] < self._rows:
            raise IndexError(f"The table of words has {self._rows} rows.")
        length = self._columns * ROW_TYPE.itemsize
        with self._turn:
            rows = [self._read(self._start + row * length, length) for row in wanted.tolist()]
        vectors = np.frombuffer(b"".join(rows), dtype=ROW_TYPE).reshape(-1, self._columns).astype(np.float32)
        return vectors[places.reshape(-1)]

    def _read(self, place: int, length: int) -> bytes:
        self._file.seek(place)
        return self._file.read(length)
