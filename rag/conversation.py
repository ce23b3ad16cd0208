"""A question in a conversation turned into hits: read with what was asked before, unless it names a new subject."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from rag.domain import ConstraintKind, Filters, Hit, Turn
from rag.retrieval import Retriever
from rag.understanding import NOTHING, Known, Query, understand

CHANGE = 0.2
"""How much more of a question's own words (0 to 1) its own best item must hold than that of the conversation."""


def search_in_conversation(
    retriever: Retriever,
    question: str,
    history: Sequence[Turn],
    *,
    filters: Filters,
    limit: int,
    known: Known = NOTHING,
    today: date | None = None,
    ignore: Collection[ConstraintKind] = (),
) -> tuple[Query, list[Hit]]:
    """Return the question as it was understood, and its hits; what it names for certain narrows the filters.

    A question that leans on the one before it is searched both ways. "Hvad er status på telemedicin?" after a
    question on home visits names the subject in the title of its own best item, so it is a new one; "Hvem skriver
    for dem?" holds no word that titles are made of, so it goes on with the old one.
    """
    query = understand(question, history, known=known, today=today, ignore=ignore)
    hits = retriever.search(query, filters=query.narrowed(filters), limit=limit)
    alone = understand(question, known=known, today=today, ignore=ignore)
    if query.search_text == alone.search_text or not alone.own or not hits:
        return query, hits
    found = retriever.search(alone, filters=alone.narrowed(filters), limit=limit)
    named = bool(found) and retriever.coverage(alone.own, found[0], title=True) > 0
    if named and retriever.coverage(alone.own, found[0]) > retriever.coverage(alone.own, hits[0]) + CHANGE:
        return alone, found
    return query, hits
