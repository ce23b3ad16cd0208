from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.danish.compounds import CompoundSplitter
from rag.danish.sparse import AVERAGE_LENGTH, K1, PART_WEIGHT, B, encode_document, encode_query, index_of
from rag.store.interface import SparseVector

TOKENS = st.lists(st.text(alphabet="abcæøå123", min_size=1, max_size=6))


def weight(vector: SparseVector, token: str) -> float:
    """Return the weight of a token in a vector."""
    return dict(zip(vector.indices, vector.values, strict=True)).get(index_of(token), 0.0)


@settings(deadline=None)
@given(TOKENS)
def test_indices_are_ascending_unique_and_unsigned(tokens: list[str]) -> None:
    """A vector has one positive weight for each token, in the order that the stores ask for."""
    for vector in (encode_document(tokens), encode_query(tokens)):
        assert list(vector.indices) == sorted(set(vector.indices))
        assert set(vector.indices) == {index_of(token) for token in tokens}
        assert all(0 <= index < 2**32 for index in vector.indices)
        assert all(value > 0 for value in vector.values)


def test_document_weight_is_bm25() -> None:
    """The weight of a term that stands three times in a text of twice the usual length is Robertson's."""
    tokens = ["kol"] * 3 + ["fyld"] * (2 * AVERAGE_LENGTH - 3)
    expected = 3 * (K1 + 1) / (3 + K1 * (1 - B + B * 2))
    assert weight(encode_document(tokens), "kol") == pytest.approx(expected)


def test_repetition_and_brevity_raise_the_weight() -> None:
    """A term weighs more in a text that repeats it, and less in a longer text."""
    once, twice = encode_document(["kol", "x"]), encode_document(["kol", "kol"])
    longer = encode_document(["kol"] + ["x"] * 50)
    assert weight(twice, "kol") > weight(once, "kol") > weight(longer, "kol")


def test_query_counts_its_tokens() -> None:
    """A question's weights are plain counts; IDF and length belong to the other side."""
    query = encode_query(["kol", "kol", "aftal"])
    assert (weight(query, "kol"), weight(query, "aftal")) == (2.0, 1.0)


def test_compound_brings_its_parts_at_a_lower_weight() -> None:
    """A part is found, but counts less than the word itself and does not make the text longer."""
    splitter = CompoundSplitter({"hjem": 1, "besoeg": 1})
    tokens = ["hjemmebesoeg", "kol"]
    with_parts, without = encode_document(tokens, splitter=splitter), encode_document(tokens)
    assert 0 < weight(with_parts, "besoeg") < weight(with_parts, "hjemmebesoeg")
    assert weight(with_parts, "kol") == weight(without, "kol")
    assert weight(encode_query(tokens, splitter=splitter), "hjem") == PART_WEIGHT


def test_tokens_that_share_an_index_are_summed() -> None:
    """The words "plumless" and "buckeroo" have the same CRC-32 and cannot be told apart."""
    assert index_of("plumless") == index_of("buckeroo")
    assert encode_query(["plumless", "buckeroo"]).values == (2.0,)


def test_index_is_the_same_everywhere() -> None:
    """The index of a token is fixed, so that a stored vector stays readable."""
    assert index_of("behandling") == 1320235502
    assert index_of("aarsplan") != index_of("årsplan")


def test_empty_text_gives_an_empty_vector() -> None:
    """No tokens, no weights."""
    assert encode_document([]) == encode_query([]) == SparseVector(indices=(), values=())
