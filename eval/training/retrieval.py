"""Questions against the chunks of all items: how often the right item is first, among three and five."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
DEPTHS = (1, 3, 5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Retrieval:
    """Success@1, 3 and 5 and mean reciprocal rank, each 0 to 1, over a number of questions."""

    success: Mapping[int, float]
    reciprocal: float
    questions: int

    def __str__(self) -> str:
        successes = " ".join(f"S@{depth} {share:.3f}" for depth, share in self.success.items())
        return f"{successes} MRR {self.reciprocal:.3f} ({self.questions})"


def retrieval(queries: Vectors, passages: Vectors, *, wanted: Sequence[str], owners: Sequence[str]) -> Retrieval:
    """Rank the owners of the passages by their best passage, and find the wanted one."""
    names = sorted(set(owners))
    member = np.array([[owner == name for owner in owners] for name in names])
    ranks = np.array(
        [_rank(scores, member, names.index(name)) for scores, name in zip(queries @ passages.T, wanted, strict=True)]
    )
    return Retrieval(
        success={depth: float((ranks <= depth).mean()) for depth in DEPTHS},
        reciprocal=float((1 / ranks).mean()),
        questions=len(ranks),
    )


def _rank(scores: Vectors, member: NDArray[np.bool_], wanted: int) -> int:
    best = np.where(member, scores[None], -np.inf).max(axis=1)
    return int((best > best[wanted]).sum()) + 1
