"""BM25 over whole items: what a search without any embedding finds."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import bm25s
import numpy as np

from eval.systems.places import Place
from rag.danish.analyse import analyse
from rag.danish.compounds import CompoundSplitter


class Bm25:
    """BM25 with the library's own parameters (Lucene's formula) over the tokens of whole items."""

    def __init__(self, places: Sequence[Place], *, tokenise: Callable[[str], list[str]]) -> None:
        self._places, self._tokenise = places, tokenise
        self._index = bm25s.BM25()
        self._index.index([tokenise(place.text) for place in places], show_progress=False)

    def rank(self, text: str, *, limit: int) -> list[tuple[Place, float]]:
        """Return the items that share tokens with the text."""
        tokens = self._tokenise(text)
        if not tokens:
            return []
        scores = self._index.get_scores(tokens)
        best = np.argsort(-scores, kind="stable")[:limit]
        return [(self._places[place], float(scores[place])) for place in best if scores[place] > 0]


def as_it_stands(text: str) -> list[str]:
    """Return what stands between white space, in small letters."""
    return text.lower().split()


def danish(vocabulary: Mapping[str, int]) -> Callable[[str], list[str]]:
    """Return a tokeniser that gives stems, and beside each compound its parts."""
    splitter = CompoundSplitter(vocabulary)

    def tokenise(text: str) -> list[str]:
        return [part for token in analyse(text) for part in (token, *splitter.split(token))]

    return tokenise
