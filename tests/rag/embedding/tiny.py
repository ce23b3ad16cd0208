"""A model of a few kilobytes in the layout of the wheel's data file, with the values that went into it."""

from __future__ import annotations

import struct
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

HIDDEN, LAYERS, HEADS, WIDE, WORDS, POSITIONS, TYPES = 64, 1, 2, 96, 8, 16, 2
PIECES = ("<s>", "<pad>", "</s>", "<unk>", "▁mødet", "s", "▁", "<mask>")
SCORES = (0.0, 0.0, 0.0, 0.0, -2.5, -3.25, -4.0, 0.0)
NORMALISATION = struct.pack("<IBI", 9, 1, 32)


@dataclass(frozen=True, slots=True, kw_only=True)
class TinyModel:
    """The bytes of the file, and the tensors that a reader has to find in them."""

    content: bytes
    tensors: dict[str, NDArray[np.float32]]


def tiny_model(*, without: str = "", layers: int = LAYERS) -> TinyModel:
    """Return a model with random weights, on request without one of its tensors."""
    random = np.random.default_rng(7)
    shapes: dict[str, tuple[int, ...]] = {
        "emb.word": (WORDS, HIDDEN),
        "emb.pos": (POSITIONS * HIDDEN,),
        "emb.type": (TYPES * HIDDEN,),
        "emb.ln.w": (HIDDEN,),
        "emb.ln.b": (HIDDEN,),
    }
    for layer in range(layers):
        for part, (rows, columns) in {"fi": (WIDE, HIDDEN), "fo": (HIDDEN, WIDE)}.items():
            shapes |= {f"l{layer}.{part}.w": (rows, columns), f"l{layer}.{part}.b": (rows,)}
        for part in ("q", "k", "v", "ao"):
            shapes |= {f"l{layer}.{part}.w": (HIDDEN, HIDDEN), f"l{layer}.{part}.b": (HIDDEN,)}
        for part in ("aln", "oln"):
            shapes |= {f"l{layer}.{part}.w": (HIDDEN,), f"l{layer}.{part}.b": (HIDDEN,)}
    shapes.pop(without, None)
    encoded = {name: _encode(shape, random) for name, shape in shapes.items()}
    return TinyModel(
        content=_assemble({name: (dtype, raw) for name, (dtype, raw, _) in encoded.items()}, layers=layers),
        tensors={name: values for name, (_, _, values) in encoded.items()},
    )


def _encode(shape: tuple[int, ...], random: np.random.Generator) -> tuple[int, bytes, NDArray[np.float32]]:
    if len(shape) == 1:
        values = random.normal(size=shape).astype(np.float32)
        return 0, values.tobytes(), values
    nibbles = random.integers(0, 16, size=(shape[0], shape[1] // 32, 32), dtype=np.uint8)
    scales = random.uniform(0.01, 0.1, size=nibbles.shape[:2]).astype(np.float16)
    halves = nibbles[..., :16] | (nibbles[..., 16:] << np.uint8(4))
    raw = np.concatenate([scales[..., None].view(np.uint8), halves], axis=-1).tobytes()
    values = (nibbles.astype(np.float32) - 8) * scales[..., None].astype(np.float32)
    return 1, raw, values.reshape(shape)


def _assemble(tensors: dict[str, tuple[int, bytes]], *, layers: int) -> bytes:
    blob = [piece.encode() for piece in PIECES]
    ends = np.cumsum([0, *map(len, blob)]).astype("<u4")
    head = b"E5S1" + struct.pack("<I", 1)
    head += struct.pack("<7ifi", HIDDEN, layers, HEADS, WIDE, WORDS, POSITIONS, TYPES, 1e-12, 32)
    head += struct.pack("<5iQ", len(PIECES), 0, 2, 1, 3, sum(map(len, blob)))
    head += ends.tobytes() + np.array(SCORES, "<f4").tobytes() + b"".join(blob)
    head += struct.pack("<iI", 1, len(NORMALISATION)) + NORMALISATION + struct.pack("<i", len(tensors))
    offset = len(head) + sum(2 + len(name) + 21 for name in tensors)
    directory = b""
    for name, (dtype, raw) in tensors.items():
        count = len(raw) // 4 if dtype == 0 else len(raw) // 18 * 32
        directory += struct.pack("<H", len(name)) + name.encode()
        directory += struct.pack("<BIQQ", dtype, count, offset, len(raw))
        offset += len(raw)
    return head + directory + b"".join(raw for _, raw in tensors.values())
