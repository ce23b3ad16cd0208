"""Our retriever as a llama-index `BaseRetriever`: its query engines, agents and evaluators work on our index."""

from __future__ import annotations

from llama_index.core.retrievers import BaseRetriever
from llama_index.core.schema import NodeWithScore, QueryBundle, TextNode

from rag.assistant import Assistant
from rag.domain import Filters, Hit
from rag.privacy import Contacts


class MinutesRetriever(BaseRetriever):
    """Returns agenda items as nodes: the text of their sections, the place as metadata.

    Private contacts are masked as in answers, unless `show_contacts` is set.
    """

    def __init__(
        self, assistant: Assistant, *, filters: Filters | None = None, limit: int = 10, show_contacts: bool = False
    ) -> None:
        self._assistant, self._filters, self._limit = assistant, filters or Filters(), limit
        self._contacts = Contacts(shown=show_contacts)
        super().__init__()

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        hits = self._assistant.search(query_bundle.query_str, filters=self._filters, limit=self._limit)
        return [NodeWithScore(node=_to_node(hit), score=hit.score) for hit in self._contacts.in_hits(hits)]


def _to_node(hit: Hit) -> TextNode:
    text = "\n\n".join(f"{s.kind.value.capitalize()}:\n{s.text}" for s in hit.item.sections if s.text)
    return TextNode(
        id_=hit.item.id,
        text=text,
        metadata={
            "forum": hit.meeting.forum,
            "meeting_date": hit.meeting.date.isoformat() if hit.meeting.date else "",
            "document_type": hit.meeting.document_type.value,
            "item_number": hit.item.number,
            "item_title": hit.item.title,
            "source": hit.meeting.source.name,
        },
    )
