"""How the evidence for an item adds up, read from the file in which `referat eval fit` stored what it learnt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from typing import Self

from rag.learnt import read_learnt


@dataclass(frozen=True, slots=True, kw_only=True)
class RankingWeights:
    """What each kind of evidence counts for in an item's score; 0 leaves it out.

    `chunk` weighs the cosine, `fused` the fused ranks of chunks, `words` BM25 for each word asked for, `coverage`
    the share of the topic that the item holds, `meant` the share that it holds in other words only, `period` and
    `forum` whether the meeting is of a time and a body that the question names, `answers` and `sentence` the log odds
    that the reader gives the item's best passage and best sentence. These are learnt; an item or a case that is
    `asked` for by its number comes first.
    """

    chunk: float = 0.0
    fused: float = 0.0
    words: float = 0.0
    coverage: float = 0.0
    meant: float = 0.0
    period: float = 0.0
    forum: float = 0.0
    answers: float = 0.0
    sentence: float = 0.0
    asked: float = 5.0

    def score(self, evidence: Mapping[str, float]) -> float:
        """Return the weighted sum of evidence, given by the names of the weights."""
        return sum((float(getattr(self, name)) * value for name, value in evidence.items()), start=0.0)

    @classmethod
    @cache
    def learnt(cls) -> Self:
        """Return the weights that are shipped."""
        return cls(**read_learnt("ranking")["weights"])


LEARNT = tuple(field.name for field in fields(RankingWeights) if field.name != "asked")
"""The names of the weights that a fit may change."""
