"""Questions with the items found for them, turned into the weights of sentences and of confidence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from zlib import crc32

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from eval.dataset import Question
from eval.fitting import FOLDS
from eval.metrics.judging import place
from eval.metrics.statistics import separation
from rag.answering.draft import Draft
from rag.answering.evidence import evidence_for
from rag.answering.weighing import evidence_of, sentences_of
from rag.domain import Chunk, Hit
from rag.understanding import Query

Floats = NDArray[np.float64]

RIDGE = 3.0
"""Price of a weight, on evidence scaled to unit variance."""
COVERAGE = 0.93
"""Share of the answerable questions that are to be answered."""
FIRST_THREE = 3
AGAINST = ("year", "year_near", "forum", "names", "closed", "absence", "reason")
"""Evidence that can only speak against an answer; all other can only speak for one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A question as it was understood, the items found for it, the best ones read, and the chunks that were found."""

    question: Question
    query: Query
    hits: Sequence[Hit]
    chunks: Mapping[str, Chunk]

    @property
    def right(self) -> bool:
        """Whether the first item is a gold item."""
        return bool(self.hits) and place(self.hits[0].meeting, self.hits[0].item) in self.question.gold

    @property
    def fold(self) -> int:
        """The fold of the question; questions with the same first gold item share one."""
        return fold_of(str(self.question.gold[0] if self.question.gold else self.question.id))


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """The sentences of an item with what speaks for each, and whether it answers; at least one does."""

    evidence: Sequence[Mapping[str, float]]
    right: Sequence[bool]
    fold: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SentenceFit:
    """Weights of sentences, and how often on held-out questions the first or one of the first three answers."""

    weights: dict[str, float]
    questions: int
    first: float
    first_three: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfidenceFit:
    """Weights of confidence, and on held-out questions their area under the curve and what the threshold does."""

    weights: dict[str, float]
    intercept: float
    threshold: float
    questions: int
    auc: float
    abstained: float
    """Share of the unanswerable questions below the threshold that COVERAGE of the answerable ones reach."""


def fold_of(key: str) -> int:
    """Return the fold of what must not be learnt from and judged on at once, such as an item."""
    return crc32(key.encode()) % FOLDS


def choices_of(found: Sequence[Found]) -> list[Choice]:
    """Return the choice among the sentences of each right item that holds the answer.

    A sentence is right when an expected pattern of the answer matches it.
    """
    choices = []
    for one in found:
        if not (one.right and one.question.must_contain):
            continue
        hit = one.hits[0]
        sentences = [sentence for section in hit.item.sections if section.text for sentence in sentences_of(section)]
        right = [
            any(pattern.search(" ".join(sentence.text.split())) for pattern in one.question.must_contain)
            for sentence in sentences
        ]
        if any(right):
            places = Draft(query=one.query, chunks=one.chunks).places(hit)
            evidence = evidence_of(one.query, hit.item, sentences, topic=hit.topic, found=places, reading=hit.reading)
            choices.append(Choice(evidence=evidence, right=right, fold=one.fold))
    return choices


def fit_sentences(choices: Sequence[Choice], *, further: Sequence[Choice] = ()) -> SentenceFit:
    """Learn which sentence of an item answers: softmax regression over its sentences, with a ridge.

    The weights are learnt from both, the figures are those of the `choices` alone, held out in folds. Raises
    ValueError when there are too few of them.
    """
    if len(choices) < FOLDS:
        raise ValueError(f"At least {FOLDS} questions with a sentence that answers are needed.")
    every = [*choices, *further]
    names = tuple(every[0].evidence[0])
    table = np.array([list(each.values()) for one in every for each in one.evidence])
    gold = np.array([right for one in every for right in one.right])
    owner = np.repeat(np.arange(len(every)), [len(one.right) for one in every])
    fold = np.array([one.fold for one in every])
    scores = np.zeros(len(table))
    for number in range(FOLDS):
        out = (fold == number)[owner]
        scores[out] = table[out] @ _learn_sentences(table[~out], gold[~out], owner[~out])
    ranked = [gold[owner == number][np.argsort(-scores[owner == number])] for number in range(len(choices))]
    return SentenceFit(
        weights=_named(names, _learn_sentences(table, gold, owner)),
        questions=len(every),
        first=float(np.mean([row[0] for row in ranked])),
        first_three=float(np.mean([row[:FIRST_THREE].any() for row in ranked])),
    )


def fit_confidence(found: Sequence[Found]) -> ConfidenceFit:
    """Learn whether there is an answer: logistic regression with a ridge, both kinds of question weighed alike.

    Raises ValueError where either kind is missing.
    """
    told = [one for one in found if one.hits]
    answerable = np.array([one.question.answerable for one in told])
    if not told or answerable.all() or not answerable.any():
        raise ValueError("Both answerable and unanswerable questions are needed.")
    evidence = [evidence_for(one.query, one.hits) for one in told]
    names = tuple(evidence[0])
    table = np.array([list(each.values()) for each in evidence])
    folds = np.array([one.fold for one in told])
    bounds = [(None, 0.0) if name in AGAINST else (0.0, None) for name in names]
    scores = np.zeros(len(table))
    for number in range(FOLDS):
        out = folds == number
        weights, intercept = _learn_confidence(table[~out], answerable[~out], bounds=bounds)
        scores[out] = table[out] @ weights + intercept
    weights, intercept = _learn_confidence(table, answerable, bounds=bounds)
    final = table @ weights + intercept
    return ConfidenceFit(
        weights=_named(names, weights),
        intercept=round(float(intercept), 4),
        threshold=round(float(1 / (1 + np.exp(-np.quantile(final[answerable], 1 - COVERAGE)))), 4),
        questions=len(told),
        auc=separation(scores[answerable], scores[~answerable]),
        abstained=float((scores[~answerable] < np.quantile(scores[answerable], 1 - COVERAGE)).mean()),
    )


def _learn_sentences(table: Floats, gold: NDArray[np.bool_], owner: NDArray[np.int64]) -> Floats:
    """Minimise the listwise cross entropy, where all right sentences of a question count as one."""
    spread = table.std(axis=0) + 1e-9
    scaled = table / spread
    _, groups = np.unique(owner, return_inverse=True)
    count = int(groups.max()) + 1

    def loss(weights: Floats) -> tuple[float, Floats]:
        scores = scaled @ weights
        highest = np.full(count, -np.inf)
        np.maximum.at(highest, groups, scores)
        likely = np.exp(scores - highest[groups])
        likely /= np.bincount(groups, likely, count)[groups]
        share = np.bincount(groups, likely * gold, count).clip(min=1e-300)
        slope = scaled.T @ (likely - likely * gold / share[groups])
        return float(-np.log(share).sum() + RIDGE * weights @ weights / 2), slope + RIDGE * weights

    learnt = minimize(loss, np.zeros(table.shape[1]), jac=True, method="L-BFGS-B")
    weights: Floats = learnt.x / spread
    return weights


def _learn_confidence(
    table: Floats, answerable: NDArray[np.bool_], *, bounds: Sequence[tuple[float | None, float | None]]
) -> tuple[Floats, float]:
    """Minimise the logistic loss; the intercept is free."""
    centre, spread = table.mean(axis=0), table.std(axis=0) + 1e-9
    scaled = (table - centre) / spread
    sign = np.where(answerable, 1.0, -1.0)
    price = np.where(answerable, 0.5 / answerable.sum(), 0.5 / (~answerable).sum()) * len(answerable)

    def loss(values: Floats) -> tuple[float, Floats]:
        margin = sign * (scaled @ values[:-1] + values[-1])
        slope = -sign * price / (1 + np.exp(margin))
        total = float((np.logaddexp(0, -margin) * price).sum() + RIDGE * values[:-1] @ values[:-1] / 2)
        return total, np.append(scaled.T @ slope + RIDGE * values[:-1], slope.sum())

    start = np.zeros(table.shape[1] + 1)
    learnt = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=[*bounds, (None, None)])
    weights: Floats = learnt.x[:-1] / spread
    return weights, float(learnt.x[-1] - centre @ weights)


def _named(names: Sequence[str], weights: Floats) -> dict[str, float]:
    return {name: round(float(weight), 4) for name, weight in zip(names, weights, strict=True)}
