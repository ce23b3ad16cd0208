"""Items on the same matter as another: what a question over time is about comes back at other meetings."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from rag.danish.analyse import analyse
from rag.domain import AgendaItem, Hit

KINDRED = 0.6
"""Share of the rarer half of two titles that both must hold to be on the same matter."""
TELLING = 3.0
"""Rarity of the words that both titles hold: those of "Orientering" or "Status" alone name no matter."""
KIN_GAP = 0.2
"""How far below the best hit those on its matter are ranked at the least."""


def is_kindred(item: AgendaItem, other: AgendaItem, *, rarity: Mapping[str, float]) -> bool:
    """Tell whether two items are on the same matter: by their titles, or by case number where these share a word.

    Some offices give one number to a whole agenda, so that it does not tell by itself. `rarity` is that of the
    analysed words of both titles.
    """
    words, others = set(analyse(item.title)), set(analyse(other.title))
    both = sum(rarity[word] for word in words & others)
    if item.case_number and item.case_number == other.case_number:
        return both > 0
    least = min(sum(rarity[word] for word in one) for one in (words, others))
    return both >= TELLING and both >= KINDRED * least


def lift(hits: Sequence[Hit], further: Sequence[Hit], kindred: Collection[str]) -> list[Hit]:
    """Return the hits with those `further` ones whose items are kindred of the best one's, all of these close below."""
    found = {hit.item.id: hit for hit in [*hits, *(hit for hit in further if hit.item.id in kindred)]}
    least = hits[0].score - KIN_GAP
    lifted = [replace(hit, score=max(hit.score, least)) if hit.item.id in kindred else hit for hit in found.values()]
    lifted.sort(key=lambda hit: -hit.score)
    return [replace(hit, rank=rank) for rank, hit in enumerate(lifted, start=1)]
