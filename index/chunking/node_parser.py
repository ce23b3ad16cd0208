"""A meeting as llama-index documents, and the node parser that turns them into nodes, one for each chunk."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from llama_index.core.node_parser import NodeParser
from llama_index.core.schema import BaseNode, Document, MetadataMode, NodeRelationship, TextNode

from index.chunking.cutting import cut
from index.chunking.headers import header_of
from rag.danish.spans import Span
from rag.domain import AgendaItem, Chunk, Meeting, Section, stable_id
from rag.headings import is_contents

_HEADER = "header"
_IDS = ["meeting_id", "item_id", "section_id", "ordinal"]


class AgendaNodeParser(NodeParser):
    """Cuts documents, each one section of an agenda item, into nodes of whole sentences.

    Node ids and offsets depend on the section alone, so parsing again gives the same nodes. As text for
    embedding (`MetadataMode.EMBED`) a node gives its header and its words; the ids stay out of it.
    """

    # The signature is the base class'.
    def _parse_nodes(
        self,
        nodes: Sequence[BaseNode],
        show_progress: bool = False,  # noqa: ARG002, FBT001, FBT002
        **_: Any,  # noqa: ANN401
    ) -> list[BaseNode]:
        return [chunk for section in nodes for chunk in _to_nodes(section)]

    def _postprocess_parsed_nodes(self, nodes: list[BaseNode], parent_doc_map: dict[str, Document]) -> list[BaseNode]:
        """Link the nodes as the base class does, but keep their offsets.

        The base class looks each text up again and finds an earlier place when a section says the same twice.
        """
        places = [(node, node.start_char_idx, node.end_char_idx) for node in nodes if isinstance(node, TextNode)]
        nodes = super()._postprocess_parsed_nodes(nodes, parent_doc_map)
        for node, start, end in places:
            node.start_char_idx, node.end_char_idx = start, end
        return nodes


def to_documents(meeting: Meeting) -> list[Document]:
    """Return one document for each section that gives chunks, with its header and ids as metadata."""
    return [
        Document(
            id_=section.id,
            text=section.text,
            metadata={
                _HEADER: header_of(meeting, item=item, section=section),
                "meeting_id": meeting.id,
                "item_id": item.id,
                "section_id": section.id,
            },
        )
        for item in meeting.items
        for section in _sections(item)
    ]


def to_chunk(node: BaseNode) -> Chunk:
    """Return the node as the chunk it stands for, free of llama-index."""
    if not isinstance(node, TextNode) or node.start_char_idx is None or node.end_char_idx is None:
        raise TypeError(f"{type(node).__name__} is no node of the agenda parser.")
    return Chunk(
        id=node.node_id,
        meeting_id=node.metadata["meeting_id"],
        item_id=node.metadata["item_id"],
        section_id=node.metadata["section_id"],
        ordinal=node.metadata["ordinal"],
        header=node.metadata[_HEADER],
        text=node.text,
        start=node.start_char_idx,
        end=node.end_char_idx,
    )


def _sections(item: AgendaItem) -> tuple[Section, ...]:
    """Return the item's sections that hold text, or its first one to carry the title alone.

    A table of contents is left out: each of its titles stands over its item.
    """
    filled = tuple(section for section in item.sections if section.text.strip() and not is_contents(section.text))
    return filled or (item.sections[:1] if item.title else ())


def _to_nodes(section: BaseNode) -> list[TextNode]:
    text = section.get_content(metadata_mode=MetadataMode.NONE)
    spans = cut(text) or [Span(0, 0)]
    return [_to_node(section, text=text, span=span, ordinal=ordinal) for ordinal, span in enumerate(spans)]


def _to_node(section: BaseNode, *, text: str, span: Span, ordinal: int) -> TextNode:
    return TextNode(
        id_=stable_id(section.node_id, str(ordinal)),
        text=span.of(text),
        start_char_idx=span.start,
        end_char_idx=span.end,
        metadata={**section.metadata, "ordinal": ordinal},
        excluded_embed_metadata_keys=_IDS,
        excluded_llm_metadata_keys=_IDS,
        metadata_template="{value}",
        text_template="{metadata_str}\n{content}",
        relationships={NodeRelationship.SOURCE: section.as_related_node_info()},
    )
