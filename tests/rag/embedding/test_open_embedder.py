from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from rag.config import Settings
from rag.embedding import open_embedder
from rag.embedding.bundled import FINGERPRINT, MODEL
from rag.embedding.onnx import OnnxEmbedder
from tests.rag.embedding.tiny_transformer import PROMPTS, save_tiny_model


@pytest.mark.parametrize("name", ["", MODEL])
def test_no_model_named_means_the_bundled_one(
    name: str, data_dir: Path, embedder: OnnxEmbedder, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without a setting, or by its name, the model in the data directory is opened, silently once it is unpacked."""
    opened = open_embedder(Settings(data_dir=data_dir, embedding_model=name))
    assert opened.fingerprint == FINGERPRINT
    np.testing.assert_array_equal(opened.embed_query("Hvad er TOBS?"), embedder.embed_query("Hvad er TOBS?"))
    assert capsys.readouterr() == ("", "")


def test_a_named_model_is_opened(tmp_path: Path) -> None:
    """A path in the settings is opened with sentence-transformers, and nothing is unpacked for it."""
    folder = save_tiny_model(tmp_path / "tiny", prompts=PROMPTS)
    opened = open_embedder(Settings(data_dir=tmp_path / "data", embedding_model=str(folder)))
    assert opened.fingerprint.startswith("tiny@")
    assert opened.embed_passages(["mødet"]).shape == (1, 32)
    assert not (tmp_path / "data").exists()
