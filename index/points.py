"""A meeting and its chunks turned into points of the store: one for every chunk and one for every item."""

from __future__ import annotations

from collections.abc import Sequence

from rag.danish.analyse import analyse
from rag.danish.compounds import CompoundSplitter
from rag.danish.sparse import ITEM_LENGTH, encode_document
from rag.domain import AgendaItem, Chunk, Meeting, SectionKind
from rag.embedding.interface import Embedder
from rag.store.interface import Point, Space, SparseVector, Vector

LONGEST = 2200
"""Characters of an item that a model of 512 tokens can take in."""


def points_of(
    meeting: Meeting, chunks: Sequence[Chunk], *, embedder: Embedder, splitter: CompoundSplitter
) -> list[Point]:
    """Embed a meeting and return its points; a point has the id of its chunk or item."""
    return [
        *_chunk_points(meeting, chunks, embedder=embedder, splitter=splitter),
        *_item_points(meeting, embedder=embedder, splitter=splitter),
    ]


def passage(chunk: Chunk) -> str:
    """Return what of a chunk is embedded: its header, then its words."""
    return f"{chunk.header}\n{chunk.text}".strip()


def whole(meeting: Meeting, item: AgendaItem) -> str:
    """Return an item with its forum, as much of it as a model takes in."""
    words = " ".join(" ".join(section.text for section in item.sections).split())
    return f"{meeting.forum or meeting.title}. {item.title}. {words}"[:LONGEST]


def _chunk_points(
    meeting: Meeting, chunks: Sequence[Chunk], *, embedder: Embedder, splitter: CompoundSplitter
) -> list[Point]:
    vectors = embedder.embed_passages([passage(chunk) for chunk in chunks])
    kinds = {section.id: section.kind for item in meeting.items for section in item.sections}
    return [
        _point(
            chunk.id,
            {Space.CHUNK: vector, Space.WORDS: encode_document(analyse(passage(chunk)), splitter=splitter)},
            meeting=meeting,
            item_id=chunk.item_id,
            section=kinds[chunk.section_id],
        )
        for chunk, vector in zip(chunks, vectors, strict=True)
    ]


def _item_points(meeting: Meeting, *, embedder: Embedder, splitter: CompoundSplitter) -> list[Point]:
    vectors = embedder.embed_passages([whole(meeting, item) for item in meeting.items])
    return [
        _point(
            item.id,
            {Space.ITEM: vector, Space.ITEM_WORDS: _item_words(item, splitter=splitter)},
            meeting=meeting,
            item_id=item.id,
            section=None,
        )
        for item, vector in zip(meeting.items, vectors, strict=True)
    ]


def _item_words(item: AgendaItem, *, splitter: CompoundSplitter) -> SparseVector:
    """Return the words of an item; those of its title count twice."""
    text = "\n".join([item.title, item.title, *(section.text for section in item.sections)])
    return encode_document(analyse(text), splitter=splitter, typical=ITEM_LENGTH)


def _point(
    id_: str, vectors: dict[Space, Vector], *, meeting: Meeting, item_id: str, section: SectionKind | None
) -> Point:
    return Point(
        id=id_,
        vectors=vectors,
        meeting_id=meeting.id,
        item_id=item_id,
        section=section,
        document_type=meeting.document_type,
        forum=meeting.forum,
        date=meeting.date,
    )
