"""A query turned into the text to embed and the words to look for, in the spelling of the minutes."""

from __future__ import annotations

from dataclasses import dataclass

from rag.catalog import Catalog
from rag.danish.analyse import analyse
from rag.danish.compounds import CompoundSplitter, possible_compounds, possible_parts
from rag.danish.sparse import encode_query
from rag.danish.spelling import Speller
from rag.store.interface import SparseVector
from rag.understanding import ASKING, GENERIC, Query, topic_words


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """What is searched for: a text for vectors, words by their weights, and the topic in the minutes' spelling."""

    text: str
    words: SparseVector
    topic: tuple[str, ...]


class Words:
    """Knows the words of the catalog; what it keeps is renewed when the documents are others."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._kept: tuple[str, Speller, int] | None = None

    def word(self, query: Query) -> Wording:
        """Put a query into the words of the minutes: slips mended, abbreviations spelled out, compounds joined."""
        speller, _ = self._known()
        corrected = speller.correct(query.search_text)
        meant = " ".join([*corrected.also, *query.expansions])
        joined = possible_compounds(query.search_text)
        written = self._catalog.word_frequencies(joined)
        topic = query.topic or tuple(analyse(query.search_text))
        tokens = dict.fromkeys([*topic, *analyse(meant), *(token for token in joined if token in written)])
        parts = {part for token in tokens for part in possible_parts(token)}
        return Wording(
            text=" ".join([corrected.expanded, *query.expansions]),
            words=encode_query(list(tokens), splitter=CompoundSplitter(self._catalog.word_frequencies(parts))),
            topic=topic_words(corrected.text),
        )

    def items(self) -> int:
        """Return how many items there were when a query was last worded: what the rarity of a word is measured by."""
        return self._kept[2] if self._kept else self._known()[1]

    def _known(self) -> tuple[Speller, int]:
        contents = self._catalog.contents()
        kept = self._kept
        if kept is None or kept[0] != contents:
            speller = Speller(self._catalog.forms(), keep=ASKING | GENERIC)
            self._kept = kept = (contents, speller, self._catalog.counts().items)
        return kept[1], kept[2]
