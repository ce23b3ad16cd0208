"""Judgements turned into figures, for all questions together and by type, language or file."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

import numpy as np

from eval.metrics.judging import RETRIEVAL
from eval.metrics.statistics import Estimate, mean

SCORES = (
    *RETRIEVAL,
    "citation_correctness",
    "citation_precision",
    "citation_recall",
    "cited_all",
    "must_contain",
    "right",
    "answered",
    "abstained",
    "verbatim",
)
TOTAL = "total"


class Outcome(Protocol):
    """What became of one question: a `Judgement` is one, and so is a row of a stored run."""

    @property
    def id(self) -> str:
        """The id of the question."""

    @property
    def type(self) -> str:
        """The type of the question."""

    @property
    def language(self) -> str:
        """The language of the question."""

    @property
    def answerable(self) -> bool:
        """Whether the minutes hold an answer."""

    @property
    def answered(self) -> bool:
        """Whether an answer was given."""

    @property
    def confidence(self) -> float:
        """How sure the program was that there is an answer (0 to 1)."""

    @property
    def latency_ms(self) -> float:
        """How long the answer took."""

    @property
    def scores(self) -> Mapping[str, float]:
        """What the question tells, from 0 to 1 by name."""

    @property
    def violations(self) -> Sequence[str]:
        """The forbidden patterns that the answer matches."""

    @property
    def quotes(self) -> int:
        """How many quotations the answer holds."""

    @property
    def unfound_quotes(self) -> Sequence[str]:
        """The quotations that do not stand in their section."""


AnOutcome = TypeVar("AnOutcome", bound=Outcome)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """The figures of a group of questions.

    `means` holds the mean of every score with its interval, over the questions that tell it; None where none does.
    """

    questions: int
    means: Mapping[str, Estimate | None]
    must_not_violations: int
    quotes: int
    unfound_quotes: int
    latency_p50_ms: float
    latency_p95_ms: float


def summarise(outcomes: Sequence[Outcome]) -> Figures:
    """Return the figures of a group of at least one answer."""
    latencies = [one.latency_ms for one in outcomes]
    return Figures(
        questions=len(outcomes),
        means={name: mean(one.scores[name] for one in outcomes if name in one.scores) for name in SCORES},
        must_not_violations=sum(bool(one.violations) for one in outcomes),
        quotes=sum(one.quotes for one in outcomes),
        unfound_quotes=sum(len(one.unfound_quotes) for one in outcomes),
        latency_p50_ms=float(np.percentile(latencies, 50)),
        latency_p95_ms=float(np.percentile(latencies, 95)),
    )


def groups(outcomes: Sequence[AnOutcome], key: Callable[[AnOutcome], str]) -> dict[str, list[AnOutcome]]:
    """Return the groups that the key makes, in order of appearance."""
    found: dict[str, list[AnOutcome]] = {}
    for one in outcomes:
        found.setdefault(key(one), []).append(one)
    return found


def by_type(outcomes: Sequence[Outcome]) -> dict[str, Figures]:
    """Return the figures of every question type, in order of appearance, and of all questions together."""
    types = {name: summarise(group) for name, group in groups(outcomes, lambda one: one.type).items()}
    return types | {TOTAL: summarise(outcomes)}
