from __future__ import annotations

from eval.training.chunks import chunks_of, sections_of
from index.chunking.cutting import HARD_MAX
from tests.eval.training.made import SENTENCES, item


def test_chunks_hold_every_sentence_once() -> None:
    """In their order, the chunks of an item join back to its sentences, and none is longer than in the index."""
    chunks = list(chunks_of(item("a")))
    assert [sentence for chunk in chunks for sentence in chunk.sentences] == list(SENTENCES)
    assert all(SENTENCES[chunk.first] == chunk.sentences[0] for chunk in chunks)
    assert max(len(chunk.text) for chunk in chunks) <= HARD_MAX
    assert sum(chunk.holds(5) for chunk in chunks) == 1


def test_a_chunk_says_where_it_stands() -> None:
    """The header is that of the index: forum, date, item and section."""
    first = next(chunks_of(item("a")))
    assert first.embedded == (
        "Udvalget, 11. september 2023. Punkt 4: Cykelsti ved a. Beslutning\nUdvalget godkendte indstillingen."
    )


def test_a_section_is_a_run_of_one_heading() -> None:
    """Sections are found by where the heading changes."""
    assert [places for _, places in sections_of(item("a"))] == [range(1), range(1, 2), range(2, len(SENTENCES))]
