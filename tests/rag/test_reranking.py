"""The best items are read again by a real, tiny cross-encoder, and come in the order of its scores."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from rag.config import Settings
from rag.domain import Section, SectionKind
from rag.errors import SettingsError
from rag.reranking import CrossEncoderReranker, open_reranker, rerank, text_of
from tests.fakes import a_hit, an_item
from tests.rag.embedding.tiny_transformer import PIECES, SPECIAL, save_tiny_model

ROOT = Path(__file__).parents[2]
TEXTS = ["gruppen besluttede det", "et helt andet punkt, som er meget længere", "ok"]


def save_cross_encoder(folder: Path, *, labels: int = 1) -> Path:
    """Save a real cross-encoder of a few kilobytes with random weights."""
    import torch
    from transformers import BertConfig, BertForSequenceClassification, PreTrainedTokenizerFast

    from rag.embedding.tokens import build_tokenizer

    torch.manual_seed(3)
    config = BertConfig(
        vocab_size=len(PIECES),
        hidden_size=32,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=32,
        max_position_embeddings=64,
        initializer_range=1.0,
    )
    config.num_labels = labels
    BertForSequenceClassification(config).save_pretrained(folder)
    tokenizer = build_tokenizer([(piece, -float(index)) for index, piece in enumerate(PIECES)])
    fast = PreTrainedTokenizerFast(tokenizer_object=tokenizer, model_max_length=64, **SPECIAL)  # type: ignore[no-untyped-call]
    fast.save_pretrained(folder)
    return folder


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a tiny cross-encoder."""
    return save_cross_encoder(tmp_path_factory.mktemp("cross"))


def test_every_text_gets_the_models_score(folder: Path) -> None:
    """A text's score is what the model says of question and text, whatever other texts are scored with it."""
    from sentence_transformers import CrossEncoder

    reranker = open_reranker(Settings(reranker=str(folder)))
    assert reranker is not None
    scores = reranker.score("hvad blev besluttet?", TEXTS)
    plain = CrossEncoder(str(folder), device="cpu")
    expected = [float(plain.predict(("hvad blev besluttet?", text), show_progress_bar=False)) for text in TEXTS]
    assert scores == pytest.approx(expected, abs=1e-5)
    assert len(set(scores)) == len(TEXTS)
    assert reranker.score("hvad blev besluttet?", TEXTS[::-1]) == pytest.approx(expected[::-1], abs=1e-5)


def test_no_text_has_no_score(folder: Path) -> None:
    """Where nothing was found, nothing is scored."""
    assert CrossEncoderReranker.load(str(folder)).score("hvad?", []) == []


def test_a_text_longer_than_the_model_is_cut(folder: Path) -> None:
    """A text of any length is scored by its beginning."""
    reranker = CrossEncoderReranker.load(str(folder))
    long, longer = reranker.score("hvad?", ["møde " * 100, "møde " * 100 + "slut"])
    assert long == pytest.approx(longer)


def test_without_the_setting_there_is_none_and_no_torch() -> None:
    """Who sets no reranker does not pay for the import of torch."""
    code = (
        "import sys; from rag.config import Settings; from rag.reranking import open_reranker; "
        "print(open_reranker(Settings()), 'torch' in sys.modules)"
    )
    result = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "None False"


def test_a_wrong_name_is_refused_in_one_sentence(tmp_path: Path) -> None:
    """A folder that is not there is named, with the setting to change."""
    missing = tmp_path / "missing"
    with pytest.raises(SettingsError, match=r"missing cannot be loaded .*REFERAT_RERANKER") as caught:
        open_reranker(Settings(reranker=str(missing)))
    assert "\n" not in str(caught.value)


def test_an_embedding_model_is_refused(tmp_path: Path) -> None:
    """A model without a trained score is refused: it would rank by random weights."""
    folder = save_tiny_model(tmp_path / "embedding", prompts={})
    with pytest.raises(SettingsError, match=r"is no cross-encoder"):
        CrossEncoderReranker.load(str(folder))


def test_a_classifier_is_refused(tmp_path: Path) -> None:
    """A model that tells one of three classes gives no single score."""
    folder = save_cross_encoder(tmp_path / "classes", labels=3)
    with pytest.raises(SettingsError, match=r"gives 3 figures"):
        CrossEncoderReranker.load(str(folder))


def test_hits_come_in_the_order_of_the_scores() -> None:
    """Scored hits are put in order, the others stay below, and rank and ranking score belong to the place."""
    hits = [a_hit("a.txt", str(number), rank=number) for number in (1, 2, 3, 4)]
    ranked = rerank(hits, [0.1, 0.9, 0.5])
    assert [hit.item.number for hit in ranked] == ["2", "3", "1", "4"]
    assert [(hit.rank, hit.score) for hit in ranked] == [(hit.rank, hit.score) for hit in hits]


def test_ties_keep_their_order() -> None:
    """Equal scores, or none, change nothing."""
    hits = [a_hit("a.txt", str(number), rank=number) for number in (1, 2, 3)]
    assert rerank(hits, [0.5, 0.5, 0.5]) == hits
    assert rerank(hits, []) == hits
    assert rerank([], []) == []


def test_the_decision_is_read_first() -> None:
    """What may not fit is the case's long text, not what was decided."""
    decision = an_item().sections[0]
    case = Section(id="case", kind=SectionKind.CASE, heading="Sagsfremstilling", text="En lang sag.")
    item = replace(an_item(), sections=(case, decision))
    assert text_of(replace(a_hit("a.txt", "1"), item=item)) == "Punkt 1\nGruppen godkendte planen.\nEn lang sag."
