"""A meeting's sections, turned into chunks: runs of whole sentences with a header that says where they stand.

- `cutting`      a section's text -> the spans of its chunks
- `headers`      where a section stands -> "Forum, 8. juni 2021. Punkt 6: Title. Beslutning"
- `node_parser`  both together as a llama-index node parser, the only module that knows llama-index
"""

from __future__ import annotations

from index.chunking.cutting import CHUNKER_VERSION, HARD_MAX, TARGET
from rag.domain import Chunk, Meeting

__all__ = ["CHUNKER_VERSION", "HARD_MAX", "TARGET", "chunk_meeting"]


def chunk_meeting(meeting: Meeting) -> list[Chunk]:
    """Return the chunks of all sections, in reading order.

    An item whose sections hold no text, such as a closed one, gives one chunk with empty text in its first
    section, so that its title can be found by the header. An item with neither title nor text, or without any
    section to belong to, gives none.
    """
    # Importing llama-index takes a second, which only a run that has something to chunk should pay.
    from index.chunking.node_parser import AgendaNodeParser, to_chunk, to_documents  # noqa: PLC0415

    nodes = AgendaNodeParser().get_nodes_from_documents(to_documents(meeting))
    return [to_chunk(node) for node in nodes]
