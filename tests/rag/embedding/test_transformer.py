from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from numpy.typing import NDArray

from rag.errors import EmbeddingError
from tests.rag.embedding.tiny_transformer import PROMPTS, save_tiny_model

if TYPE_CHECKING:
    from rag.embedding.transformer import TransformerEmbedder

TEXTS = ["mødet sluttede", "et helt andet punkt, som er længere", "ok"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a tiny model with its own prompts."""
    return save_tiny_model(tmp_path_factory.mktemp("tiny"), prompts=PROMPTS)


@pytest.fixture(scope="module")
def tiny(folder: Path) -> TransformerEmbedder:
    """Return an embedder of the tiny model."""
    from rag.embedding.transformer import TransformerEmbedder

    return TransformerEmbedder.load(str(folder))


def unit(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """Scale vectors to length 1."""
    scaled: NDArray[np.float32] = vectors / np.linalg.norm(vectors, axis=-1, keepdims=True)
    return scaled


def test_the_models_own_prompts_are_used(folder: Path, tiny: TransformerEmbedder) -> None:
    """Questions and passages are read behind the prompts of the model, and scaled to length 1."""
    from sentence_transformers import SentenceTransformer

    plain = SentenceTransformer(str(folder), device="cpu", prompts={})
    passages = plain.encode([PROMPTS["document"] + text for text in TEXTS])
    np.testing.assert_allclose(tiny.embed_passages(TEXTS), unit(np.asarray(passages)), atol=1e-5)
    query = plain.encode(PROMPTS["query"] + TEXTS[0])
    np.testing.assert_allclose(tiny.embed_query(TEXTS[0]), unit(np.asarray(query)), atol=1e-5)


def test_shapes(tiny: TransformerEmbedder) -> None:
    """A question gives one vector, a list as many as it has texts, in its order."""
    assert tiny.dimension == 32
    assert tiny.embed_query("mødet").shape == (32,)
    assert tiny.embed_passages([]).shape == (0, 32)
    np.testing.assert_allclose(tiny.embed_passages(TEXTS[::-1]), tiny.embed_passages(TEXTS)[::-1], atol=1e-5)


def test_the_fingerprint_names_weights_and_prompts(folder: Path, tiny: TransformerEmbedder, tmp_path: Path) -> None:
    """A copy of a model is the same; other weights in a folder of that name, or other prompts, are not."""
    from rag.embedding.transformer import TransformerEmbedder

    def fingerprint(place: str, prompts: dict[str, str], seed: int) -> str:
        made = save_tiny_model(tmp_path / place / folder.name, prompts=prompts, seed=seed)
        return TransformerEmbedder.load(str(made)).fingerprint

    copy = shutil.copytree(folder, tmp_path / "copy" / folder.name)
    assert TransformerEmbedder.load(str(copy)).fingerprint == tiny.fingerprint
    assert fingerprint("trained", PROMPTS, 2) != tiny.fingerprint
    assert fingerprint("prompted", {**PROMPTS, "query": "sp: "}, 1) != tiny.fingerprint
    assert "query=spørgsmål: " in tiny.fingerprint


@pytest.mark.parametrize(
    ("name", "prompt"), [("multilingual-e5-base", "query: "), ("e5-instruct", ""), ("some-model", "")]
)
def test_models_of_the_e5_family_get_their_prompts(tmp_path: Path, name: str, prompt: str) -> None:
    """A model that was trained with prompts and does not say so is used with them."""
    from sentence_transformers import SentenceTransformer

    from rag.embedding.transformer import TransformerEmbedder

    folder = save_tiny_model(tmp_path / name, prompts={})
    expected = SentenceTransformer(str(folder), device="cpu").encode(prompt + "mødet", normalize_embeddings=True)
    np.testing.assert_allclose(TransformerEmbedder.load(str(folder)).embed_query("mødet"), expected, atol=1e-5)


def test_a_folder_that_is_missing_is_named(tmp_path: Path) -> None:
    """What cannot be loaded is an error of one sentence that says what to set."""
    from rag.embedding.transformer import TransformerEmbedder

    with pytest.raises(EmbeddingError, match=r"nothing-here cannot be loaded .*REFERAT_EMBEDDING_MODEL"):
        TransformerEmbedder.load(str(tmp_path / "nothing-here"))


def test_broken_weights_are_an_error(folder: Path, tmp_path: Path) -> None:
    """A weight file that is cut off is refused."""
    from rag.embedding.transformer import TransformerEmbedder

    broken = shutil.copytree(folder, tmp_path / "broken")
    (broken / "model.safetensors").write_bytes((folder / "model.safetensors").read_bytes()[:1000])
    with pytest.raises(EmbeddingError, match="broken cannot be loaded"):
        TransformerEmbedder.load(str(broken))
