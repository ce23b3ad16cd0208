"""Questions with ranked items turned into ranking weights: softmax regression, chosen by cross-validation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from zlib import crc32

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize, minimize_scalar

from eval.dataset import Gold
from eval.metrics import Asked
from rag.retrieval.weights import LEARNT, RankingWeights

Floats = NDArray[np.float64]

FOLDS = 5
PENALTIES = (1e-3, 1e-2, 1e-1, 1.0, 10.0)
"""What is tried for the price of moving away from the present weights, on evidence scaled to unit variance."""
NOT_THERE = -1e9


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidates:
    """The items found for the questions that have a gold item among them, padded to the longest list.

    `evidence` has the shape (questions, items, kinds of evidence), `base` the scores of the evidence that is not
    fitted, `gold` 1 for gold items and `there` whether there is an item at all, all of (questions, items). `fold`
    numbers the fold of each question; questions with the same first gold item share one.
    """

    evidence: Floats
    base: Floats
    gold: Floats
    there: NDArray[np.bool_]
    fold: NDArray[np.int64]
    missed: int
    """Answerable questions without a gold item among those found: no weights can find them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """How often the first item is a gold item, and the mean reciprocal rank, over all answerable questions."""

    success: float
    mrr: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """Learnt weights with their figures on questions that they were not learnt from, and those of the old weights."""

    weights: dict[str, float]
    penalty: float
    questions: int
    held_out: Figures
    before: Figures


def collect(asked: Sequence[Asked], *, names: Sequence[str] = LEARNT) -> Candidates:
    """Return the candidates of the answerable questions; raise ValueError when there are fewer than folds."""
    answerable = [one for one in asked if one.question.answerable]
    found = [one for one in answerable if any(_golds(one))]
    if len(found) < FOLDS:
        raise ValueError(f"At least {FOLDS} answerable questions with a gold item found are needed.")
    most = max(len(one.answer.hits) for one in found)
    shape = (len(found), most)
    evidence, base = np.zeros((*shape, len(names))), np.zeros(shape)
    gold, there = np.zeros(shape), np.zeros(shape, dtype=bool)
    shipped = RankingWeights.learnt()
    for row, one in enumerate(found):
        for column, (hit, right) in enumerate(zip(one.answer.hits, _golds(one), strict=True)):
            evidence[row, column] = [hit.evidence.get(name, 0.0) for name in names]
            base[row, column] = shipped.score({n: v for n, v in hit.evidence.items() if n not in names})
            gold[row, column], there[row, column] = right, True
    folds = [crc32(f"{one.question.gold[0].source}#{one.question.gold[0].item}".encode()) % FOLDS for one in found]
    return Candidates(
        evidence=evidence,
        base=base,
        gold=gold,
        there=there,
        fold=np.array(folds),
        missed=len(answerable) - len(found),
    )


def fit(candidates: Candidates, *, names: Sequence[str] = LEARNT) -> Fit:
    """Learn weights of at least 0 from all questions, with the penalty that is best on held-out folds.

    The loss is that of softmax regression over each question's items (listwise cross entropy, Cao 2007), where all
    gold items of a question count as one, and a ridge around the present weights: few questions move them little.
    The weights come back on the scale of the present ones, which other parts of a score are set by.
    """
    shipped = RankingWeights.learnt()
    present = np.array([getattr(shipped, name) for name in names])
    held_out = {}
    for penalty in PENALTIES:
        scores = np.full(candidates.gold.shape, NOT_THERE)
        for fold in range(FOLDS):
            out = candidates.fold == fold
            scores[out] = _scores(candidates, _learn(candidates, ~out, present=present, penalty=penalty))[out]
        held_out[penalty] = _figures(candidates, scores)
    best = max(PENALTIES, key=lambda penalty: (held_out[penalty].mrr, penalty))
    weights = _learn(candidates, np.ones(len(candidates.fold), dtype=bool), present=present, penalty=best)
    return Fit(
        weights={name: round(float(weight), 3) for name, weight in zip(names, weights, strict=True)},
        penalty=best,
        questions=len(candidates.fold) + candidates.missed,
        held_out=held_out[best],
        before=_figures(candidates, _scores(candidates, present)),
    )


def _golds(one: Asked) -> list[bool]:
    return [Gold(source=hit.meeting.source.name, item=hit.item.number) in one.question.gold for hit in one.answer.hits]


def _learn(candidates: Candidates, chosen: NDArray[np.bool_], *, present: Floats, penalty: float) -> Floats:
    """Minimise the penalised loss over the chosen questions, first in the scale of the weights, then in each."""
    there = candidates.there[chosen]
    spread = candidates.evidence[chosen][there].std(axis=0)
    # Evidence that is the same for all items can tell nothing.
    spread[spread == 0] = np.inf
    evidence, gold, base = candidates.evidence[chosen] / spread, candidates.gold[chosen], candidates.base[chosen]
    start = np.where(np.isinf(spread), 0.0, present * np.where(np.isinf(spread), 1.0, spread))

    def loss(weights: Floats, scale: float) -> tuple[float, Floats]:
        scores = np.where(there, evidence @ weights + scale * base, NOT_THERE)
        likely = np.exp(scores - scores.max(axis=1, keepdims=True))
        likely /= likely.sum(axis=1, keepdims=True)
        right = likely * gold
        share = right.sum(axis=1, keepdims=True).clip(min=1e-300)
        return float(-np.log(share).mean()), np.einsum("qi,qik->k", likely - right / share, evidence) / len(share)

    # A ranking is the same at every scale, but the loss is not.
    scale = float(minimize_scalar(lambda factor: loss(factor * start, factor)[0], bounds=(0.1, 50), method="bounded").x)
    prior = scale * start

    def penalised(weights: Floats) -> tuple[float, Floats]:
        value, slope = loss(weights, scale)
        away = weights - prior
        return value + penalty * float(away @ away) / 2, slope + penalty * away

    learnt = minimize(penalised, prior, jac=True, method="L-BFGS-B", bounds=[(0, None)] * len(prior))
    weights: Floats = learnt.x / spread / scale
    return weights


def _scores(candidates: Candidates, weights: Floats) -> Floats:
    return np.where(candidates.there, candidates.evidence @ weights + candidates.base, NOT_THERE)


def _figures(candidates: Candidates, scores: Floats) -> Figures:
    order = np.argsort(-scores, axis=1, kind="stable")
    ranks = 1 + np.argmax(np.take_along_axis(candidates.gold, order, axis=1), axis=1)
    total = len(ranks) + candidates.missed
    return Figures(success=float((ranks == 1).sum() / total), mrr=float((1 / ranks).sum() / total))
