"""Confidences, and whether the answers they stand for would be wrong, turned into a risk–coverage curve."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from eval.metrics.figures import Outcome
from eval.metrics.statistics import Estimate, Scores, estimate, separation


@dataclass(frozen=True, slots=True, kw_only=True)
class Abstention:
    """How well the confidence tells right from wrong and answerable from not.

    `risk[i]` is the share of wrong answers (0 to 1) when the `i + 1` questions of greatest confidence are answered.
    Wrong is every answer to an unanswerable question, and one whose first item found is not a gold item: that can be
    told at every threshold, also where the answer given was silence. `aurc` is the mean of the risk over all
    coverages (Geifman and El-Yaniv, 2017), `best` what a perfect order of the same answers would have. `auc` is how
    often an answerable question has a greater confidence than an unanswerable one; None where one kind is missing.
    """

    risk: tuple[float, ...]
    coverage: float
    """Share of the questions that were answered."""
    aurc: Estimate
    best: float
    auc: Estimate | None


def abstention(outcomes: Sequence[Outcome]) -> Abstention:
    """Return how well the confidences of at least one answer tell when to be silent."""
    confidence, wrong = doubts(outcomes)
    answerable = np.array([one.answerable for one in outcomes])
    return Abstention(
        risk=tuple(risk_by_coverage(confidence, wrong).tolist()),
        coverage=coverage(outcomes),
        aurc=estimate_area(confidence, wrong),
        best=area(-wrong, wrong),
        auc=estimate(separation, confidence[answerable], confidence[~answerable])
        if answerable.any() and not answerable.all()
        else None,
    )


def doubts(outcomes: Sequence[Outcome]) -> tuple[Scores, Scores]:
    """Return how sure the program was of each question, and whether an answer would be wrong (1) or right (0)."""
    confidence = np.array([one.confidence for one in outcomes])
    return confidence, np.array([1 - one.scores.get("success@1", 0.0) for one in outcomes])


def coverage(outcomes: Sequence[Outcome]) -> float:
    """Return the share of the questions that were answered."""
    return sum(one.answered for one in outcomes) / len(outcomes)


def risk_by_coverage(confidence: Scores, wrong: Scores) -> Scores:
    """Return the risk at every coverage from 1 / n to 1; answers of equal confidence are taken in mean order."""
    levels, members = np.unique(-confidence, return_inverse=True)
    share = np.bincount(members, weights=wrong, minlength=levels.size) / np.bincount(members, minlength=levels.size)
    risk: Scores = np.cumsum(share[np.sort(members)]) / np.arange(1, wrong.size + 1)
    return risk


def area(confidence: Scores, wrong: Scores) -> float:
    """Return the area under the risk–coverage curve: the mean risk, so less is better."""
    return float(risk_by_coverage(confidence, wrong).mean())


def estimate_area(confidence: Scores, wrong: Scores) -> Estimate:
    """Return the area with its interval, questions drawn with their confidence and outcome together."""

    def of(drawn: Scores) -> float:
        numbers = drawn.astype(int)
        return area(confidence[numbers], wrong[numbers])

    return estimate(of, np.arange(wrong.size, dtype=np.float64))
