"""What the searches found, gathered to agenda items; pure functions of values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from rag.store.interface import DENSE, SPARSE, ScoredPoint, Space

RANK_CONSTANT = 20

Found = Mapping[Space, Sequence[ScoredPoint]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What the searches found of one item.

    `scores` holds its best score in every space: a cosine or BM25. `fused` is the best sum of 1 / (k + rank) of one
    of its chunks (reciprocal rank fusion, Cormack 2009), `chunk_ids` are its found chunks by that.
    """

    scores: Mapping[Space, float]
    fused: float
    chunk_ids: tuple[str, ...]

    def values(self, *, words: int) -> dict[str, float]:
        """Return the evidence by the names of the weights; BM25 counts by the word asked for."""
        per = {space: max(words, 1) if space in SPARSE else 1 for space in self.scores}
        return {"fused": self.fused} | {space.value: score / per[space] for space, score in self.scores.items()}


def gather(found: Found) -> dict[str, Evidence]:
    """Gather the points of all searches to items, each with its best scores.

    An item that a dense search did not bring gets the lowest cosine seen there, for its own is at most that.
    """
    lowest = {space: points[-1].score if points and space in DENSE else 0.0 for space, points in found.items()}
    best: dict[str, dict[Space, float]] = {}
    for space, points in found.items():
        for point in points:
            scores = best.setdefault(point.item_id, dict(lowest))
            scores[space] = max(scores[space], point.score)
    fused = fuse(found)
    chunks: dict[str, list[ScoredPoint]] = {}
    for chunk in fused:
        chunks.setdefault(chunk.item_id, []).append(chunk)
    return {
        item_id: Evidence(
            scores=scores,
            fused=chunks[item_id][0].score,
            chunk_ids=tuple(chunk.id for chunk in chunks[item_id]),
        )
        for item_id, scores in best.items()
    }


def fuse(found: Found) -> list[ScoredPoint]:
    """Return the points of several searches by the sum of 1 / (k + rank), best first."""
    points: dict[str, ScoredPoint] = {}
    sums: dict[str, float] = {}
    for searched in found.values():
        for rank, point in enumerate(searched, start=1):
            points[point.id] = point
            sums[point.id] = sums.get(point.id, 0.0) + 1 / (RANK_CONSTANT + rank)
    return list(_by_score(points, sums))


def _by_score(points: Mapping[str, ScoredPoint], sums: Mapping[str, float]) -> Iterator[ScoredPoint]:
    for id_ in sorted(sums, key=lambda id_: -sums[id_]):
        point = points[id_]
        yield ScoredPoint(id=id_, item_id=point.item_id, meeting_id=point.meeting_id, score=sums[id_])
