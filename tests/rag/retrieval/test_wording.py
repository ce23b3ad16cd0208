"""A question is put into the words of the minutes."""

from __future__ import annotations

import pytest

from rag.assistant import Assistant
from rag.danish.sparse import index_of
from rag.retrieval.wording import MEANT_WEIGHT, Words
from rag.understanding import understand


def holds(indices: tuple[int, ...], *tokens: str) -> bool:
    """Tell whether all tokens are searched for."""
    return all(index_of(token) in indices for token in tokens)


def test_a_slip_is_mended(assistant: Assistant) -> None:
    """The word that was meant is searched for beside the one that was typed, and is the topic."""
    wording = Words(assistant.catalog).word(understand("Hvad er der med rehabilitrering?"))
    assert holds(wording.words.indices, "rehabilitering")
    assert wording.topic == ("rehabilitering",)
    assert wording.text == "Hvad er der med rehabilitrering? rehabilitering"


def test_words_written_apart_are_joined(assistant: Assistant) -> None:
    """A compound of the minutes is found by its parts, written one by one."""
    wording = Words(assistant.catalog).word(understand("Hvad siger man om kol rehabilitering?"))
    assert holds(wording.words.indices, "kol", "rehabilitering", "kolrehabilitering")


def test_the_words_of_the_minutes_stay(assistant: Assistant) -> None:
    """A question in the minutes' own words is searched for as it stands."""
    wording = Words(assistant.catalog).word(understand("Hvad blev besluttet om telemedicin?"))
    assert wording.text == "Hvad blev besluttet om telemedicin?"


def test_everyday_words_are_searched_for_in_the_minutes_words(assistant: Assistant) -> None:
    """What they mean is searched for beside them, for less, and is known for the topic; the text stays as it is."""
    wording = Words(assistant.catalog).word(understand("Hvem tager sig af lungepatienter?"))
    weights = dict(zip(wording.words.indices, wording.words.values, strict=True))
    assert 0 < weights[index_of("kol")] <= MEANT_WEIGHT < weights[index_of("lungepatient")]
    assert ("kol",) in wording.instead["lungepatient"]
    assert wording.text == "Hvem tager sig af lungepatienter?"


def test_how_much_a_word_counts_that_may_be_meant(assistant: Assistant, monkeypatch: pytest.MonkeyPatch) -> None:
    """The less, the more often the minutes use the question's word, and the more may be meant."""
    meanings = {("kommun",): (("aaa",),), ("plumless",): (("bbb",),), ("buckeroo",): (("ccc",), ("ddd",))}
    monkeypatch.setattr("rag.retrieval.wording.meanings_of", lambda _: meanings)
    wording = Words(assistant.catalog).word(understand("Hvad med det?"))
    weights = dict(zip(wording.words.indices, wording.words.values, strict=True))
    used, unknown, one_of_two = (weights[index_of(token)] for token in ("aaa", "bbb", "ccc"))
    assert unknown == pytest.approx(MEANT_WEIGHT)
    assert used < unknown / 2
    assert one_of_two == pytest.approx(MEANT_WEIGHT / 2**0.5)
