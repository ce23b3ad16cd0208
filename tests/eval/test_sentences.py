"""Sentences are chosen in several ways out of the same item, as long as allowed, and held against what is expected."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from eval.dataset import Gold, Question
from eval.report.reading import reading_plot
from eval.sentences import EMBEDDING, OURS, READER, WAYS, choose_all, shares
from rag.assistant import Assistant
from rag.danish.sentences import split_sentences
from rag.domain import Hit, ItemReading, ReadSentence
from rag.understanding import Query

KOL = "Hvad blev besluttet om KOL-rehabilitering?"
FACT = "1. januar 2026"


class Knowing:
    """A reader that is sure of the sentences with given words, in the item that ranks first."""

    def __init__(self, words: str) -> None:
        self.words = words

    def read(self, query: Query, hits: Sequence[Hit]) -> list[Hit]:  # noqa: ARG002  (the interface's)
        """Return the hits, the first with a reading."""
        first = hits[0]
        sentences = tuple(
            ReadSentence(
                section_id=section.id,
                start=span.start,
                end=span.end,
                probability=0.99 if self.words in span.of(section.text) else 0.01,
            )
            for section in first.item.sections
            for span in split_sentences(section.text)
        )
        return [replace(first, reading=ItemReading(answers=0.9, sentences=sentences)), *hits[1:]]


def question(expected: str, *, id_: str = "q", answerable: bool = True) -> Question:
    """Ask about the rehabilitation."""
    gold = (Gold(source="2025-05-21_klyngestyregruppen.txt", item="4"),)
    return Question(
        id=id_,
        question=KOL,
        type="decision",
        answerable=answerable,
        gold=gold if answerable else (),
        must_contain=(re.compile(re.escape(expected)),) if answerable else (),
    )


def test_a_reader_that_knows_finds_the_words_in_little_space(assistant: Assistant) -> None:
    """Its sentence comes first, whatever the length; the whole item holds it too."""
    (one,) = choose_all(assistant, Knowing(FACT), [question(FACT)], lengths=(10, 5000))
    assert set(one.holds) == {(way, length) for way in WAYS for length in (10, 5000)}
    assert one.holds[READER, 10]
    assert one.whole
    assert all(one.holds[way, 5000] for way in WAYS)
    assert one.reading_ms >= 0


def test_what_the_item_does_not_hold_is_not_found(assistant: Assistant) -> None:
    """However much is chosen, words that do not stand there are missed."""
    (one,) = choose_all(assistant, Knowing(FACT), [question("elefant")], lengths=(5000,))
    assert not any(one.holds.values())
    assert not one.whole


def test_questions_without_expected_words_are_not_chosen_for(assistant: Assistant) -> None:
    """An unanswerable question has no sentence to find, and is passed over; progress counts it."""
    counted = []
    asked = [question(FACT, answerable=False), question(FACT)]
    chosen = choose_all(assistant, Knowing(FACT), asked, lengths=(300,), asked=lambda: counted.append(1))
    assert len(chosen) == 1
    assert len(counted) == 2


def test_shares_are_told_by_way_and_length(assistant: Assistant) -> None:
    """The share is over all questions that were chosen for."""
    asked = [question(FACT, id_="a"), question("elefant", id_="b")]
    told = {
        (one.way, one.length): one.value for one in shares(choose_all(assistant, Knowing(FACT), asked, lengths=(5000,)))
    }
    assert told[OURS, 5000].value == told[EMBEDDING, 5000].value == 0.5
    assert told[OURS, 5000].n == 2


def test_the_plot_names_the_passages() -> None:
    """A line for each length, with the number of passages at each point, as a drawing that stands alone."""
    drawn = reading_plot({300: [(80.0, 0.5, 2), (290.0, 0.6, 8)], 500: [(80.0, 0.55, 2)]})
    assert "<svg" in drawn
    assert "300 characters" in drawn
    assert ">8<" in drawn
