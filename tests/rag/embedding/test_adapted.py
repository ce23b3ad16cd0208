from __future__ import annotations

from pathlib import Path

import numpy as np

from rag.config import Settings
from rag.embedding import open_embedder
from rag.embedding.bundled import ADAPTED, ADAPTED_WEIGHTS, FINGERPRINT
from rag.embedding.onnx import OnnxEmbedder

SHIPPED_BYTES = 25_000_000
QUESTION = "Hvornår bliver cykelstien langs åen færdig?"
PASSAGES = (
    "Teknik- og Miljøudvalget. Punkt 4: Ny cykelsti. Fremstilling\nAnlægsarbejdet ved åen ventes afsluttet i maj.",
    "Teknik- og Miljøudvalget. Punkt 4: Ny cykelsti. Fremstilling\nUdgiften afholdes af puljen til trafiksikkerhed.",
    "Kulturudvalget. Punkt 2: Biblioteket. Beslutning\nUdvalget godkendte de nye åbningstider.",
)


def test_the_adapted_model_is_opened_by_its_name(tmp_path: Path, embedder: OnnxEmbedder) -> None:
    """Its vectors have a name and a spread of their own, and still find the passage that answers."""
    adapted = open_embedder(Settings(data_dir=tmp_path, embedding_model=ADAPTED), progress=lambda _: None)
    assert adapted.fingerprint != FINGERPRINT
    assert adapted.fingerprint.startswith(ADAPTED)
    cosines = adapted.embed_passages(PASSAGES) @ adapted.embed_query(QUESTION)
    assert int(np.argmax(cosines)) == 0
    original = embedder.embed_passages(PASSAGES) @ embedder.embed_query(QUESTION)
    assert cosines[0] - cosines[2] > 2 * (original[0] - original[2])


def test_its_weights_are_small_and_come_with_a_card() -> None:
    """What is shipped keeps to its size, and the card beside it names data and licences."""
    assert ADAPTED_WEIGHTS.stat().st_size < SHIPPED_BYTES
    card = (ADAPTED_WEIGHTS.parent / "README.md").read_text(encoding="utf-8")
    assert [name for name in ("NorQuAD", "XQuAD", "SQuAD 2.0", "CC BY-SA 4.0") if name not in card] == []


def test_the_original_has_a_name_too(data_dir: Path, embedder: OnnxEmbedder) -> None:
    """Whatever the default is, the original can be chosen."""
    opened = open_embedder(Settings(data_dir=data_dir, embedding_model="multilingual-e5-small"))
    assert opened.fingerprint == FINGERPRINT
    np.testing.assert_array_equal(opened.embed_query(QUESTION), embedder.embed_query(QUESTION))
