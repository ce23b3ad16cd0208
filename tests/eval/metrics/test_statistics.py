from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest, ttest_1samp

from eval.metrics.statistics import mean, paired_p, separation


def test_the_interval_of_a_share_agrees_with_theory() -> None:
    """For 300 of 400 the bootstrap interval is the normal one, 0.75 ± 1.96 standard errors, within half a percent."""
    found = mean([1.0] * 300 + [0.0] * 100)
    assert found is not None
    half = 1.96 * math.sqrt(0.75 * 0.25 / 400)
    assert (found.value, found.n) == (0.75, 400)
    assert found.low == pytest.approx(0.75 - half, abs=0.005)
    assert found.high == pytest.approx(0.75 + half, abs=0.005)


def test_the_interval_covers_the_truth_as_often_as_it_says() -> None:
    """Of 100 samples drawn around a known mean, about 95 have it in their interval."""
    draw = np.random.default_rng(7)
    found = [mean(draw.normal(0.6, 0.2, size=60)) for _ in range(100)]
    covered = sum(one is not None and one.low <= 0.6 <= one.high for one in found)
    assert 88 <= covered <= 100


def test_the_same_scores_have_the_same_interval() -> None:
    """The seed is fixed: a run that is measured twice shows the same figures."""
    scores = [0.0, 1.0, 0.5, 1.0, 0.25]
    assert mean(scores) == mean(scores)


def test_scores_that_are_all_alike_have_a_closed_interval() -> None:
    """One question, or many with the same score, give the value itself; none gives nothing."""
    alone, alike = mean([0.5]), mean([1.0, 1.0, 1.0])
    assert alone is not None
    assert (alone.low, alone.value, alone.high) == (0.5, 0.5, 0.5)
    assert alike is not None
    assert (alike.low, alike.high) == (1, 1)
    assert mean([]) is None


@pytest.mark.parametrize(("won", "lost"), [(5, 0), (6, 1), (8, 2), (1, 0), (3, 3)])
def test_of_successes_it_is_the_sign_test(won: int, lost: int) -> None:
    """For scores of 0 and 1 the randomisation test is the exact binomial test on the pairs that differ."""
    differences = [1.0] * won + [-1.0] * lost + [0.0] * 50
    assert paired_p(differences) == pytest.approx(binomtest(won, won + lost).pvalue)
    assert paired_p(differences, alternative="less") == pytest.approx(
        binomtest(won, won + lost, alternative="less").pvalue
    )


@given(st.lists(st.integers(-4, 4).filter(bool), min_size=2, max_size=7))
def test_few_pairs_are_counted_out(differences: list[int]) -> None:
    """With few pairs the p-value is the share of all sign patterns at least as extreme."""
    values = np.array(differences) / 8
    signs = np.array(list(itertools.product([1, -1], repeat=len(values))))
    means = (signs * values).mean(axis=1)
    extreme = np.abs(means) >= abs(values.mean()) - 1e-12
    assert paired_p(list(values)) == pytest.approx(extreme.mean())


def test_many_pairs_are_drawn() -> None:
    """Where there are too many sign patterns to try, the p-value comes near the t-test's, and is the same each time."""
    differences = list(np.random.default_rng(3).normal(0.05, 0.3, size=120))
    assert paired_p(differences) == pytest.approx(ttest_1samp(differences, 0).pvalue, abs=0.015)
    assert paired_p(differences) == paired_p(differences)


def test_no_difference_is_no_evidence() -> None:
    """Runs that agree on every question have the p-value 1."""
    assert paired_p([0.0] * 20) == 1
    assert paired_p([]) == 1


@given(
    st.lists(st.integers(0, 5), min_size=1, max_size=20),
    st.lists(st.integers(0, 5), min_size=1, max_size=20),
)
def test_separation_is_the_area_under_the_roc_curve(higher: list[int], lower: list[int]) -> None:
    """Separation is the share of all pairs in which the first value is higher, ties counting half."""
    pairs = [(one > other) + (one == other) / 2 for one in higher for other in lower]
    found = separation(np.array(higher, dtype=float), np.array(lower, dtype=float))
    assert found == pytest.approx(sum(pairs) / len(pairs))
