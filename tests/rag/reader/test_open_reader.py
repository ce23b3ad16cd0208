from __future__ import annotations

from pathlib import Path

import pytest

from rag.config import Settings
from rag.errors import EmbeddingError
from rag.reader import open_reader
from rag.reader.onnx import OnnxReader


def test_it_can_be_turned_off(tmp_path: Path) -> None:
    """Off means no reader, and nothing unpacked for it."""
    assert open_reader(Settings(data_dir=tmp_path / "data", reader="off")) is None
    assert not (tmp_path / "data").exists()


def test_it_is_unpacked_once(reader_data: Path, reader_weights: Path, reader: OnnxReader) -> None:
    """A second start finds it unpacked and says nothing."""
    assert reader is not None
    said: list[str] = []
    open_reader(Settings(data_dir=reader_data), progress=said.append, weights=reader_weights)
    assert said == []


def test_unreadable_weights_are_an_error(reader_data: Path, tmp_path: Path) -> None:
    """A file that is no archive of weights is named."""
    broken = tmp_path / "broken.npz"
    broken.write_bytes(b"PK")
    with pytest.raises(EmbeddingError, match=r"broken\.npz cannot be read"):
        open_reader(Settings(data_dir=reader_data), progress=lambda _: None, weights=broken)
