"""Tokens, turned into sparse vectors whose dot product is BM25 once the store has multiplied in the IDF."""

from __future__ import annotations

import zlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from rag.danish.compounds import CompoundSplitter
from rag.store.interface import SparseVector

NONE: Mapping[str, float] = MappingProxyType({})
K1 = 1.2
B = 0.75
AVERAGE_LENGTH = 70
"""Tokens in a typical chunk with its header. A constant, so that a vector depends on its own chunk only."""

PART_WEIGHT = 0.5
"""What a part of a compound counts for, beside 1 for the compound itself."""


def encode_document(tokens: Sequence[str], *, splitter: CompoundSplitter | None = None) -> SparseVector:
    """Return the BM25 term weights of a chunk (Robertson and Zaragoza 2009), without the IDF.

    A compound adds its parts to the frequencies but not to the length.
    """
    norm = K1 * (1 - B + B * len(tokens) / AVERAGE_LENGTH)
    frequencies = _frequencies(tokens, splitter=splitter)
    return _vector({token: count * (K1 + 1) / (count + norm) for token, count in frequencies.items()})


def encode_query(
    tokens: Sequence[str], *, meant: Mapping[str, float] = NONE, splitter: CompoundSplitter | None = None
) -> SparseVector:
    """Return how often each token stands in a question; the store multiplies in the other weights.

    Tokens that are only `meant` count for what is given with them.
    """
    return _vector({**meant, **_frequencies(tokens, splitter=splitter)})


def index_of(token: str) -> int:
    """Return the token's place in the vectors: its CRC-32, the same in every run and on every machine."""
    return zlib.crc32(token.encode())


def _frequencies(tokens: Sequence[str], *, splitter: CompoundSplitter | None) -> dict[str, float]:
    frequencies: dict[str, float] = defaultdict(float)
    for token in tokens:
        frequencies[token] += 1
        for part in splitter.split(token) if splitter else ():
            frequencies[part] += PART_WEIGHT
    return frequencies


def _vector(weights: Mapping[str, float]) -> SparseVector:
    """Return the weights in ascending order of index; tokens that share an index are summed."""
    values: dict[int, float] = defaultdict(float)
    for token, weight in weights.items():
        values[index_of(token)] += weight
    indices = tuple(sorted(values))
    return SparseVector(indices=indices, values=tuple(values[index] for index in indices))
