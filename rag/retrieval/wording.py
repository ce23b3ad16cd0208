"""A query turned into the text to embed and the words to look for, in the spelling of the minutes."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rag.catalog import Catalog
from rag.danish.analyse import analyse
from rag.danish.compounds import CompoundSplitter, possible_compounds, possible_parts
from rag.danish.sparse import encode_query
from rag.danish.spelling import Speller
from rag.store.interface import SparseVector
from rag.understanding import ASKING, GENERIC, Query, topic_words
from rag.understanding.thesaurus import Term, meanings_of

MEANT_WEIGHT = 0.7
"""What a word counts for that may be meant, where the minutes do not use the question's; beside 1 for that."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """What is searched for: a text for vectors, words by their weights, and the topic in the minutes' spelling.

    `mended` is the question in that spelling, `instead` holds for words of the topic the terms that minutes may write
    in their place.
    """

    text: str
    mended: str
    words: SparseVector
    topic: tuple[str, ...]
    instead: Mapping[str, tuple[Term, ...]]


class Words:
    """Knows the words of the catalog; what it keeps is renewed when the documents are others."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._kept: tuple[str, Speller, int] | None = None

    def word(self, query: Query) -> Wording:
        """Put a query into the words of the minutes: slips mended, abbreviations spelled out, compounds joined."""
        speller, _ = self._known()
        corrected = speller.correct(query.search_text)
        also = " ".join([*corrected.also, *query.expansions])
        joined = possible_compounds(query.search_text)
        written = self._catalog.word_frequencies(joined)
        topic = query.topic or tuple(analyse(query.search_text))
        tokens = dict.fromkeys([*topic, *analyse(also), *(token for token in joined if token in written)])
        meanings = meanings_of(corrected.text)
        parts = {part for token in tokens for part in possible_parts(token)}
        return Wording(
            text=" ".join([corrected.expanded, *query.expansions]),
            mended=corrected.text,
            words=encode_query(
                list(tokens),
                meant=self._meant(meanings),
                splitter=CompoundSplitter(self._catalog.word_frequencies(parts)),
            ),
            topic=topic_words(corrected.text),
            instead=terms_by_word(meanings),
        )

    def rarity(self, tokens: Sequence[str]) -> dict[str, float]:
        """Return how rare tokens are among the items: log(1 + N / (1 + n))."""
        frequencies, items = self._catalog.word_frequencies(tokens), self.items()
        return {token: math.log1p(items / (1 + frequencies.get(token, 0))) for token in tokens}

    def _meant(self, meanings: Mapping[Term, Sequence[Term]]) -> dict[str, float]:
        """Return what each token that may be meant counts for in word search.

        The less, the more may be meant, and the more often the minutes use the question's own word (measured on the
        questions in `eval/training`).
        """
        rarity = self.rarity(list(dict.fromkeys(word for said in meanings for word in said)))
        found: dict[str, float] = defaultdict(float)
        for said, terms in meanings.items():
            rare = max(map(rarity.__getitem__, said)) / math.log1p(max(self.items(), 1))
            for token in dict.fromkeys(token for term in terms for token in term):
                found[token] = max(found[token], MEANT_WEIGHT * rare**2 / math.sqrt(len(terms)))
        return found

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


def terms_by_word(meanings: Mapping[Term, Sequence[Term]]) -> dict[str, tuple[Term, ...]]:
    """Return what each word of a question may mean, by itself or with those beside it."""
    found: dict[str, dict[Term, None]] = defaultdict(dict)
    for said, terms in meanings.items():
        for word in said:
            found[word] |= dict.fromkeys(terms)
    return {word: tuple(terms) for word, terms in found.items()}
