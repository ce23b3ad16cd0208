"""Chunks of a meeting turned into points of the store."""

from __future__ import annotations

from collections.abc import Sequence

from rag.danish.analyse import analyse
from rag.danish.compounds import CompoundSplitter
from rag.danish.sparse import encode_document
from rag.domain import Chunk, Meeting
from rag.embedding.interface import Embedder
from rag.store.interface import Point, Space


def points_of(
    meeting: Meeting, chunks: Sequence[Chunk], *, embedder: Embedder, splitter: CompoundSplitter
) -> list[Point]:
    """Embed the chunks of a meeting and return their points, which have the chunks' ids."""
    vectors = embedder.embed_passages([passage(chunk) for chunk in chunks])
    kinds = {section.id: section.kind for item in meeting.items for section in item.sections}
    return [
        Point(
            id=chunk.id,
            vectors={Space.CHUNK: vector, Space.WORDS: encode_document(analyse(passage(chunk)), splitter=splitter)},
            meeting_id=meeting.id,
            item_id=chunk.item_id,
            section=kinds[chunk.section_id],
            document_type=meeting.document_type,
            forum=meeting.forum,
            date=meeting.date,
        )
        for chunk, vector in zip(chunks, vectors, strict=True)
    ]


def passage(chunk: Chunk) -> str:
    """Return what of a chunk is embedded: its header, then its words."""
    return f"{chunk.header}\n{chunk.text}".strip()
