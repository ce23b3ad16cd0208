"""Scores of questions turned into means with intervals, and paired scores into differences with p-values."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from scipy.stats import bootstrap, permutation_test, rankdata

LEVEL = 0.95
SEED = 2026
RESAMPLES = 2_000
PERMUTATIONS = 9_999
"""Up to thirteen pairs that differ, all 2 ** n swaps are tried; the p-value is exact then."""

Alternative = Literal["two-sided", "less", "greater"]
Scores = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """A value with its 95 % bootstrap interval over `n` questions.

    The interval closes on the value where all questions score alike: more questions would open it.
    """

    value: float
    low: float
    high: float
    n: int


def mean(values: Iterable[float]) -> Estimate | None:
    """Return the mean with its interval; None without values."""
    scores = np.fromiter(values, dtype=np.float64)
    return estimate(np.mean, scores) if scores.size else None


def estimate(statistic: Callable[..., Any], *samples: Scores) -> Estimate:
    """Return a statistic of independent samples with its percentile bootstrap interval (Efron, 1979).

    The statistic takes the samples, and `axis` where it can do many resamples at once.
    """
    value, n = float(statistic(*samples)), sum(sample.size for sample in samples)
    if all(np.ptp(sample) == 0 for sample in samples) or min(sample.size for sample in samples) < 2:
        return Estimate(value=value, low=value, high=value, n=n)
    interval = bootstrap(
        samples,
        statistic,
        n_resamples=RESAMPLES,
        confidence_level=LEVEL,
        method="percentile",
        rng=np.random.default_rng(SEED),
    ).confidence_interval
    return Estimate(value=value, low=float(interval.low), high=float(interval.high), n=n)


def paired_p(differences: Sequence[float], *, alternative: Alternative = "two-sided") -> float:
    """Return the p-value of the paired randomisation test (Fisher): the sign of each difference is a coin.

    With "less" it tells how likely a mean this low is where nothing has changed for the worse.
    """
    # A pair without difference stays as it is under every swap: left out, the few others can all be tried.
    changed = np.array([difference for difference in differences if difference], dtype=np.float64)
    if not changed.size:
        return 1.0
    changed = np.append(changed, 0.0) if changed.size == 1 else changed  # the library wants two
    result = permutation_test(
        (changed,),
        np.mean,
        permutation_type="samples",
        vectorized=True,
        n_resamples=PERMUTATIONS,
        alternative=alternative,
        rng=np.random.default_rng(SEED),
    )
    return float(result.pvalue)


def separation(higher: Scores, lower: Scores) -> float:
    """Return the area under the ROC curve: how often a value of the first sample beats one of the second.

    Ties count half; this is the Mann-Whitney statistic divided by the number of pairs.
    """
    ranks = rankdata(np.concatenate([higher, lower]))[: higher.size].sum()
    return float((ranks - higher.size * (higher.size + 1) / 2) / (higher.size * lower.size))
