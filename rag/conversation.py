"""A question in a conversation turned into hits: read with what was asked before, unless it names a new subject."""

from __future__ import annotations

from collections.abc import Sequence

from rag.domain import Filters, Hit, Turn
from rag.retrieval import Retriever
from rag.understanding import Query, own_words, understand

CHANGE = 0.2
"""How much more of a question's own words (0 to 1) its own best item must hold than that of the conversation."""


def search_in_conversation(
    retriever: Retriever, question: str, history: Sequence[Turn], *, filters: Filters, limit: int
) -> tuple[Query, list[Hit]]:
    """Return the question as it was understood, and its hits.

    A question that leans on the one before it is searched both ways. "Hvad er status på telemedicin?" after a
    question on home visits names the subject in the title of its own best item, so it is a new one; "Hvem skriver
    for dem?" holds no word that titles are made of, so it goes on with the old one.
    """
    query = understand(question, history)
    hits = retriever.search(query, filters=filters, limit=limit)
    if query.search_text == question or not hits:
        return query, hits
    alone = understand(question)
    found = retriever.search(alone, filters=filters, limit=limit)
    own = own_words(question)
    named = bool(found) and retriever.coverage(own, found[0], title=True) > 0
    if named and retriever.coverage(own, found[0]) > retriever.coverage(own, hits[0]) + CHANGE:
        return alone, found
    return query, hits
