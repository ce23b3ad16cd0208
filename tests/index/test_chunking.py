from __future__ import annotations

import subprocess
import sys
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.chunking import HARD_MAX, TARGET, chunk_meeting
from index.chunking.cutting import cut
from index.chunking.headers import header_of
from rag.danish.sentences import split_sentences
from rag.domain import AgendaItem, Chunk, DocumentType, Meeting, Section, SectionKind, Source, stable_id

ROOT = Path(__file__).parents[2]
SENTENCE = "Klyngen følger op på indsatsen, og kommunerne melder tilbage inden næste møde i gruppen."
"""88 characters."""


def section(text: str, *, kind: SectionKind = SectionKind.DECISION, heading: str = "", key: str = "s") -> Section:
    """Make a section with the key as its id."""
    return Section(id=key, kind=kind, heading=heading, text=text)


def item(*sections: Section, number: str = "6", title: str = "KOL-rehabilitering", key: str = "i") -> AgendaItem:
    """Make an agenda item with the key as its id."""
    return AgendaItem(id=key, number=number, ordinal=0, title=title, sections=sections)


def meeting(
    *items: AgendaItem,
    document_type: DocumentType = DocumentType.MINUTES,
    forum: str = "Klyngestyregruppen",
    day: date | None = date(2021, 6, 8),
) -> Meeting:
    """Make a meeting."""
    return Meeting(
        id="m",
        source=Source(path="m.txt", name="m.txt", content_hash="0"),
        document_type=document_type,
        forum=forum,
        title="Referat af møde",
        date=day,
        items=items,
    )


def texts(text: str) -> list[str]:
    """Return the words of a section's chunks."""
    return [span.of(text) for span in cut(text)]


def without_space(text: str) -> str:
    """Return the text's characters but for white space."""
    return "".join(text.split())


PARTS = [
    SENTENCE,
    "Godkendt.",
    "Baggrund",
    "Opgaver:",
    "- Afsøge praksis",
    "1. At styrke indsatsen",
    "ord, " * 90,
    "x" * 1300,
]
SECTION_TEXTS = st.lists(
    st.tuples(st.sampled_from(PARTS) | st.text(max_size=40), st.sampled_from([" ", "\n", "\n\n", ""])),
    max_size=40,
).map(lambda parts: "".join(word + space for word, space in parts))


@settings(deadline=None)
@given(SECTION_TEXTS)
def test_chunks_of_a_section_join_back_to_its_text(text: str) -> None:
    """Nothing is lost, repeated or moved; only white space lies between two chunks."""
    end = 0
    for span in cut(text):
        assert text[end : span.start].strip() == ""
        assert span.of(text) == span.of(text).strip() != ""
        end = span.end
    assert text[end:].strip() == ""


@settings(deadline=None)
@given(SECTION_TEXTS)
def test_no_chunk_is_longer_than_the_model_reads(text: str) -> None:
    """The hard limit holds for every text, also for one without any space."""
    assert all(len(chunk) <= HARD_MAX for chunk in texts(text))


@settings(deadline=None)
@given(SECTION_TEXTS)
def test_a_chunk_ends_where_a_sentence_ends(text: str) -> None:
    """A sentence is broken only when it is longer than a chunk may be."""
    ends = {span.end for span in split_sentences(text)}
    long = [span for span in split_sentences(text) if span.end - span.start > HARD_MAX]
    for span in cut(text):
        assert span.end in ends or any(sentence.start < span.end < sentence.end for sentence in long)


@settings(max_examples=25, deadline=None)
@given(st.lists(SECTION_TEXTS, min_size=1, max_size=3))
def test_chunks_mark_their_place_in_their_section(section_texts: list[str]) -> None:
    """A chunk's words stand at its offsets in its own section, and chunking again gives the same chunks."""
    sections = tuple(section(text, key=f"s{number}") for number, text in enumerate(section_texts))
    chunks = chunk_meeting(meeting(item(*sections)))
    by_id = {one.id: one for one in sections}
    assert all(chunk.text == by_id[chunk.section_id].text[chunk.start : chunk.end] for chunk in chunks)
    assert len({chunk.id for chunk in chunks}) == len(chunks)
    assert chunk_meeting(meeting(item(*sections))) == chunks
    for one in sections:
        own = [chunk.text for chunk in chunks if chunk.section_id == one.id]
        assert without_space("".join(own)) == without_space(one.text)


def test_chunks_are_about_as_long_as_wanted() -> None:
    """A long section falls into chunks near the target, the last one included."""
    lengths = [len(chunk) for chunk in texts(" ".join([SENTENCE] * 43))]
    assert len(lengths) > 3
    assert all(0.75 * TARGET <= length <= 1.25 * TARGET for length in lengths)


def test_a_short_rest_is_shared_out() -> None:
    """A text just too long for one chunk gives two of like length, not a long one and a scrap."""
    first, second = texts(" ".join([SENTENCE] * 12))
    assert len(first) == len(second)


def test_a_text_that_fits_stays_in_one_piece() -> None:
    """A section a little above the target is not cut."""
    text = " ".join([SENTENCE] * 10)
    assert TARGET < len(text) < HARD_MAX
    assert texts(text) == [text]


@pytest.mark.parametrize("heading", ["Baggrund", "Det indstilles, at", "Arbejdsgruppen anbefaler følgende:"])
def test_a_heading_stays_with_what_follows(heading: str) -> None:
    """No chunk ends on a heading or a lead-in, wherever it stands."""
    for before in range(4, 12):
        paragraphs = [" ".join([SENTENCE] * before), heading, " ".join([SENTENCE] * 6)]
        assert not any(chunk.endswith(heading) for chunk in texts("\n".join(paragraphs)))


def test_a_list_of_names_is_not_taken_for_headings() -> None:
    """Short lines among their like are grouped by length as any other text."""
    lengths = [len(chunk) for chunk in texts("\n".join(["Leder, Randers Kommune"] * 90))]
    assert all(500 <= length <= 900 for length in lengths)


def test_an_overlong_sentence_is_broken_at_a_clause() -> None:
    """A sentence beyond the limit is cut after a comma, not inside a word."""
    pieces = texts(
        "Udvalget noterer sig, " + "at kommunerne melder tilbage om indsatsen i god tid, " * 30 + "og slutter."
    )
    assert len(pieces) > 1
    assert all(piece.endswith((",", ".")) for piece in pieces)


def test_repeated_words_keep_their_own_places() -> None:
    """A chunk whose words also stand earlier in the section points to itself."""
    chunks = chunk_meeting(meeting(item(section(" ".join([SENTENCE] * 30)))))
    assert chunks[1].text in {chunks[0].text, chunks[2].text}
    assert all(after.start == before.end + 1 for before, after in pairwise(chunks))


def test_chunk_names_its_section_item_and_meeting() -> None:
    """Ids lead from a chunk to its place, and its own id comes from section and position."""
    first, second = section(SENTENCE, key="a"), section(" ".join([SENTENCE] * 14), key="b")
    chunks = chunk_meeting(meeting(item(first, second, key="i6")))
    assert [(chunk.section_id, chunk.ordinal) for chunk in chunks] == [("a", 0), ("b", 0), ("b", 1)]
    assert {(chunk.meeting_id, chunk.item_id) for chunk in chunks} == {("m", "i6")}
    assert [chunk.id for chunk in chunks] == [stable_id("a", "0"), stable_id("b", "0"), stable_id("b", "1")]


def test_item_without_text_is_found_by_its_title() -> None:
    """A closed item gives one empty chunk whose header names it; filled ones give only their text."""
    closed = item(section("", kind=SectionKind.OTHER, key="a"), section(" \n", key="b"), title="Personalesag")
    half = item(section("", key="c"), section("Godkendt.", key="d"))
    chunks = chunk_meeting(meeting(closed, half))
    assert [(chunk.section_id, chunk.text) for chunk in chunks] == [("a", ""), ("d", "Godkendt.")]
    assert chunks[0].header == "Klyngestyregruppen, 8. juni 2021. Punkt 6: Personalesag"
    assert (chunks[0].start, chunks[0].end) == (0, 0)


def test_a_table_of_contents_gives_no_chunk() -> None:
    """Its titles stand over their items; a few dots elsewhere are no table of contents."""
    titles = [f"Sag nummer {number}{'.' * 40} {number}" for number in range(1, 5)]
    contents, heading = section("\n".join(titles), key="a"), section("Referat af mødet i Rådhuset.", key="b")
    chunks = chunk_meeting(meeting(item(contents, heading)))
    assert [chunk.section_id for chunk in chunks] == ["b"]
    dotted = section("\n".join(titles[:2]), key="c")
    assert [chunk.section_id for chunk in chunk_meeting(meeting(item(dotted)))] == ["c"]


def test_nothing_to_find_gives_no_chunk() -> None:
    """An item without title and text, or without any section, gives no chunk."""
    assert chunk_meeting(meeting(item(section(""), number="0", title=""), item())) == []
    assert chunk_meeting(meeting()) == []


@pytest.mark.parametrize(
    ("kind", "heading", "expected"),
    [
        (SectionKind.DECISION, "Referat:", "Punkt 6: KOL-rehabilitering. Beslutning"),
        (SectionKind.DECISION, "Beslutning Referat:", "Punkt 6: KOL-rehabilitering. Beslutning"),
        (SectionKind.DECISION, "", "Punkt 6: KOL-rehabilitering. Beslutning"),
        (SectionKind.RECOMMENDATION, "Det indstilles,", "Punkt 6: KOL-rehabilitering. Indstilling"),
        (SectionKind.DISCUSSION, "Drøftelse", "Punkt 6: KOL-rehabilitering. Drøftelse"),
        (SectionKind.CASE, "Økonomi", "Punkt 6: KOL-rehabilitering. Sagsfremstilling. Økonomi"),
        (SectionKind.PARTICIPANTS, "Afbud:", "Punkt 6: KOL-rehabilitering. Deltagere. Afbud"),
        (SectionKind.OTHER, "Baggrund", "Punkt 6: KOL-rehabilitering. Baggrund"),
        (SectionKind.OTHER, "", "Punkt 6: KOL-rehabilitering"),
    ],
)
def test_header_names_the_section(kind: SectionKind, heading: str, expected: str) -> None:
    """The header ends in the section's kind and in its own heading where that says more."""
    one = section("", kind=kind, heading=heading)
    assert header_of(meeting(), item=item(), section=one) == f"Klyngestyregruppen, 8. juni 2021. {expected}"


@pytest.mark.parametrize(
    ("one", "agenda_item", "expected"),
    [
        (
            meeting(document_type=DocumentType.AGENDA),
            item(),
            "Dagsorden. Klyngestyregruppen, 8. juni 2021. Punkt 6: KOL-rehabilitering",
        ),
        (
            meeting(document_type=DocumentType.ANNEX),
            item(title="Forslag"),
            "Bilag. Klyngestyregruppen, 8. juni 2021. Forslag",
        ),
        (meeting(), item(number="0", title="Deltagere"), "Klyngestyregruppen, 8. juni 2021. Deltagere"),
        (meeting(), item(number="0", title=""), "Klyngestyregruppen, 8. juni 2021"),
        (meeting(), item(title=""), "Klyngestyregruppen, 8. juni 2021. Punkt 6"),
        (meeting(day=None), item(title="Hvad gør vi?"), "Klyngestyregruppen. Punkt 6: Hvad gør vi?"),
        (meeting(forum=""), item(number="3a", title="Evt."), "Referat af møde, 8. juni 2021. Punkt 3a: Evt"),
    ],
)
def test_header_names_document_meeting_and_item(one: Meeting, agenda_item: AgendaItem, expected: str) -> None:
    """What is unknown is left out, and only minutes go without a word for their kind."""
    assert header_of(one, item=agenda_item, section=section("", kind=SectionKind.OTHER)) == expected


def test_a_question_in_the_title_ends_its_own_sentence() -> None:
    """No full stop follows a question mark."""
    header = header_of(meeting(), item=item(title="Hvad gør vi?"), section=section(""))
    assert header.endswith("Punkt 6: Hvad gør vi? Beslutning")


def test_llama_index_reads_the_same_chunks() -> None:
    """As nodes the chunks carry their header for embedding, without ids, and know their neighbours."""
    from llama_index.core.schema import MetadataMode

    from index.chunking.node_parser import AgendaNodeParser, to_chunk, to_documents

    one = meeting(item(section(" ".join([SENTENCE] * 14))))
    nodes = AgendaNodeParser().get_nodes_from_documents(to_documents(one))
    chunks: list[Chunk] = [to_chunk(node) for node in nodes]
    assert chunks == chunk_meeting(one)
    assert nodes[0].get_content(MetadataMode.EMBED) == f"{chunks[0].header}\n{chunks[0].text}"
    assert nodes[0].next_node is not None
    assert nodes[0].next_node.node_id == chunks[1].id


def test_a_foreign_node_is_refused() -> None:
    """A node that no agenda parser made has no place and cannot become a chunk."""
    from llama_index.core.schema import TextNode

    from index.chunking.node_parser import to_chunk

    with pytest.raises(TypeError, match="no node of the agenda parser"):
        to_chunk(TextNode(text="Godkendt."))


def test_nothing_slow_is_loaded_before_there_is_something_to_chunk() -> None:
    """Importing the chunker loads neither llama-index nor NLTK."""
    code = "import sys, index.chunking; print({'llama_index', 'nltk', 'numpy'} & set(sys.modules))"
    result = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "set()"
