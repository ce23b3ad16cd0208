from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from transformers import BertConfig, BertModel

from eval.training.adapt import write_model
from eval.training.body import load_body, load_tokenizer, unit_vectors
from eval.training.embedding import contrast, embed
from eval.training.pack import long_name, pack, short_name, unpack
from eval.training.pairs import Pair
from eval.training.reader_model import ReaderModel, encode, forward, loss_of, prepare
from eval.training.windows import Example
from rag.embedding.body import read_body
from rag.embedding.tokens import QUERY_PROMPT
from rag.embedding.transformer import TransformerEmbedder
from rag.reader.graph import HEADS_BIAS, HEADS_WEIGHT
from rag.reader.layout import ANSWERS, HEADS, SENTENCE, TOKENS

EXAMPLE = Example(
    question="Hvor lang bliver stien?",
    header="Udvalget. Punkt 4: Cykelsti",
    sentences=("Stien bliver 3 km lang.", "Den koster 1,2 mio. kr."),
    evidence=frozenset({0}),
    span=(0, 13, 17),
)
SILENT = Example(question="Hvem?", header="", sentences=("Godkendt.",), evidence=frozenset(), span=None)


@pytest.fixture(scope="module")
def tokenizer(bundled_model: Path) -> Tokenizer:
    """Return the tokenizer of the bundled model."""
    return prepare(load_tokenizer(bundled_model), tokens=TOKENS)


def tiny() -> BertModel:
    """Return an encoder of two small layers with the bundled model's words."""
    torch.manual_seed(0)
    return BertModel(
        BertConfig(
            vocab_size=250_037, hidden_size=32, num_hidden_layers=2, num_attention_heads=2, intermediate_size=64
        ),
        add_pooling_layer=False,
    )


def test_tokens_know_their_sentence_and_the_core(tokenizer: Tokenizer) -> None:
    """Each sentence's tokens spell it, the core's spell the core, and question and header belong to none."""
    (row,) = encode(tokenizer, [EXAMPLE])
    ids = np.array(row.ids)
    assert [spelt(tokenizer, ids[row.sentence == index]) for index in range(2)] == list(EXAMPLE.sentences)
    assert row.span is not None
    assert spelt(tokenizer, ids[row.span[0] : row.span[1] + 1]) == "3 km"


def spelt(tokenizer: Tokenizer, ids: NDArray[np.int64]) -> str:
    """Return the text of tokens, in which a low line marks a space."""
    return "".join(tokenizer.id_to_token(number) or "" for number in ids).replace("▁", " ").strip()


def test_the_loss_is_small_for_what_is_right(tokenizer: Tokenizer) -> None:
    """Numbers that say yes to the evidence cost less than numbers that say yes to the other sentence."""
    rows = encode(tokenizer, [EXAMPLE, SILENT])
    right, wrong = ([torch.zeros(len(row.ids), len(HEADS)) for row in rows] for _ in range(2))
    for numbers, sentence in ((right, 0), (wrong, 1)):
        numbers[0][:, SENTENCE] = torch.where(torch.from_numpy(rows[0].sentence == sentence), 5.0, -5.0)
        numbers[0][0, ANSWERS] = 5.0
        numbers[1][:, SENTENCE] = -5.0
        numbers[1][0, ANSWERS] = -5.0
    assert loss_of(rows, right) < 0.5 * loss_of(rows, wrong)


def test_a_lost_contest_costs_more_than_a_won_one(tokenizer: Tokenizer) -> None:
    """Beside the yes or no of each, it counts which passage of a contest answers most."""
    rows = encode(tokenizer, [EXAMPLE, SILENT])
    numbers = [torch.zeros(len(row.ids), len(HEADS)) for row in rows]
    numbers[1][0, ANSWERS] = 2.0
    apart, lost = loss_of(rows, numbers), loss_of(rows, numbers, [range(2)])
    assert lost > apart
    numbers[0][0, ANSWERS] = 8.0
    won = loss_of(rows, numbers, [range(2)]) - loss_of(rows, numbers)
    assert won < lost - apart


def test_a_few_steps_learn_an_example(tokenizer: Tokenizer) -> None:
    """The loss of two examples falls when their gradient is followed."""
    model = ReaderModel(tiny())
    rows = encode(tokenizer, [EXAMPLE, SILENT])
    optimizer = torch.optim.Adam(model.parameters(), lr=3e-3)
    losses = []
    for _ in range(8):
        optimizer.zero_grad()
        loss = loss_of(rows, forward(model, rows, padding=1))
        loss.backward()  # type: ignore[no-untyped-call]
        optimizer.step()
        losses.append(loss.item())
    assert losses[-1] < 0.7 * losses[0]


def test_the_contrast_is_small_for_what_is_near(tokenizer: Tokenizer) -> None:
    """A query whose passage has its words is found among others; one of the same item is no contest."""
    texts = ["Stien bliver 3 km lang.", "Budgettet vedtages.", "Skolen lukkes i maj."]
    near = [Pair(query=text, passage=text, hard=None, group=text) for text in texts]
    far = [
        Pair(query=text, passage=other, hard=text, group=text)
        for text, other in zip(texts, [*texts[1:], texts[0]], strict=True)
    ]
    body = tiny().train(mode=False)
    with torch.no_grad():
        assert contrast(body, tokenizer, near) < contrast(body, tokenizer, far)
        alike = [Pair(query=text, passage=text, hard=None, group="one") for text in texts]
        assert contrast(body, tokenizer, alike).item() == pytest.approx(0, abs=1e-5)


def test_vectors_come_in_the_given_order(tokenizer: Tokenizer) -> None:
    """Sorting by length does not show."""
    body = tiny().train(mode=False)
    texts = ["En lang tekst om mange forskellige ting i kommunen.", "Kort.", "Lidt længere tekst."]
    together = embed(body, tokenizer, texts)
    alone = torch.cat([embed(body, tokenizer, [text]) for text in texts])
    torch.testing.assert_close(together, alone, atol=0.03, rtol=0)


def test_frozen_layers_are_not_shipped(bundled_model: Path, tmp_path: Path) -> None:
    """What is packed are the trained layers and the heads, near enough to what they were."""
    model = ReaderModel(load_body(bundled_model, frozen=11, dropout=0.0))
    trained = {name: weight.detach() for name, weight in model.named_parameters() if weight.requires_grad}
    pack(trained, tmp_path / "reader.npz")
    body = read_body(tmp_path / "reader.npz")
    assert set(body.matrices) == {f"l11.{part}" for part in ("q", "k", "v", "ao", "fi", "fo")}
    assert {"l11.aln.w", "l11.fo.b", HEADS_WEIGHT, HEADS_BIAS} < set(body.vectors)
    exact = trained["body.encoder.layer.11.output.dense.weight"].numpy()
    assert np.corrcoef(body.matrices["l11.fo"].widen().ravel(), exact.ravel())[0, 1] > 0.999
    np.testing.assert_array_equal(body.vectors[HEADS_WEIGHT], model.heads.weight.detach().numpy())
    again = unpack(tmp_path / "reader.npz")
    assert again.keys() == trained.keys()
    for name, weight in again.items():
        torch.testing.assert_close(weight, trained[name], atol=0.01, rtol=0.01)


def test_a_trained_embedding_is_a_model_folder(bundled_model: Path, tmp_path: Path) -> None:
    """sentence-transformers opens what was written, and it gives the vectors of the trained body."""
    body, tokenizer = load_body(bundled_model, frozen=11, dropout=0.0), load_tokenizer(bundled_model)
    with torch.no_grad():
        body.get_parameter("encoder.layer.11.output.dense.weight").mul_(0.5)
    write_model(body, tmp_path / "model", model=bundled_model)
    opened = TransformerEmbedder.load(str(tmp_path / "model"))
    expected = embed(body, tokenizer, [QUERY_PROMPT + "Hvad blev besluttet?"]).numpy()[0]
    assert float(opened.embed_query("Hvad blev besluttet?") @ expected) > 0.999


def test_names_are_those_of_the_wheel() -> None:
    """A reader's weights and an embedding's have the same short names."""
    assert short_name("encoder.layer.6.attention.output.LayerNorm.bias") == "l6.aln.b"
    assert short_name("body.encoder.layer.10.intermediate.dense.weight") == "l10.fi.w"
    assert long_name("l10.fi.w") == "body.encoder.layer.10.intermediate.dense.weight"
    assert long_name(HEADS_BIAS) == "heads.bias"


def test_a_texts_vector_has_length_one(tokenizer: Tokenizer) -> None:
    """Padding does not count, and every vector has length 1."""
    ids = torch.tensor([tokenizer.encode("Godkendt.").ids])
    padded = torch.nn.functional.pad(ids, (0, 3), value=1)
    mask = (torch.arange(padded.shape[1]) < ids.shape[1]).long()[None]
    body = tiny().train(mode=False)
    with torch.no_grad():
        vector = unit_vectors(body, ids, torch.ones_like(ids))
        torch.testing.assert_close(unit_vectors(body, padded, mask), vector, atol=1e-5, rtol=0)
    assert vector.norm().item() == pytest.approx(1, abs=1e-5)
