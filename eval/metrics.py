"""Questions with the answers they got, turned into figures by question type; pure functions of values."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from ir_measures import RR, Success, iter_calc

from eval.dataset import Gold, Question
from rag.danish.normalise import contains_verbatim
from rag.domain import AgendaItem, Answer, Meeting

SUCCESS_AT = (1, 3, 5, 10)
MEASURES = {f"success@{k}": Success @ k for k in SUCCESS_AT} | {"mrr": RR}
"""As ir-measures defines them: Success@k is 1 when a gold item is among the first k, RR is 1 / its rank."""
TOTAL = "total"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question, the answer it got, and how long that took."""

    question: Question
    answer: Answer
    latency_ms: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What is right and wrong about one answer; None where a question cannot tell."""

    asked: Asked
    retrieval: Mapping[str, float]
    """Success@k and RR by name; empty for a question without an answer."""
    gold_citations: int
    first_citation_gold: bool | None
    contains_all: bool | None
    violations: tuple[str, ...]
    unfound_quotes: tuple[str, ...]

    @property
    def type(self) -> str:
        """The type of the question."""
        return self.asked.question.type

    @property
    def answerable(self) -> bool:
        """Whether the minutes hold an answer."""
        return self.asked.question.answerable

    @property
    def answered(self) -> bool:
        """Whether an answer was given."""
        return not self.asked.answer.abstained


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """The figures of a group of questions; shares are 0 to 1, None where the group has nothing to count.

    Retrieval is the mean over answerable questions. Citations are judged over the answers given to answerable
    questions: `citation_correctness` is the share whose first citation is a gold item, `citation_precision`
    the share of all their citations that are. `must_contain` is the share of questions with patterns whose
    answer matches all of them; silence matches none.
    """

    questions: int
    retrieval: Mapping[str, float | None]
    citation_correctness: float | None
    citation_precision: float | None
    must_contain: float | None
    must_not_violations: int
    answerable_answered: float | None
    unanswerable_abstained: float | None
    quotes: int
    unfound_quotes: int
    latency_p50_ms: float
    latency_p95_ms: float


def judge(asked: Sequence[Asked]) -> list[Judgement]:
    """Judge every answer by its question."""
    retrieval = _retrieval(asked)
    return [_judge(one, retrieval.get(one.question.id, {})) for one in asked]


def by_type(judgements: Sequence[Judgement]) -> dict[str, Figures]:
    """Return the figures of every question type, in order of appearance, and of all questions together."""
    types = dict.fromkeys(judgement.type for judgement in judgements)
    groups = {name: [j for j in judgements if j.type == name] for name in types}
    return {name: summarise(group) for name, group in (groups | {TOTAL: list(judgements)}).items()}


def summarise(judgements: Sequence[Judgement]) -> Figures:
    """Return the figures of a group of at least one answer."""
    answerable = [j for j in judgements if j.answerable]
    given = [j for j in answerable if j.answered]
    latencies = [j.asked.latency_ms for j in judgements]
    citations = sum(len(j.asked.answer.citations) for j in given)
    return Figures(
        questions=len(judgements),
        retrieval={name: _mean(j.retrieval[name] for j in answerable) for name in MEASURES},
        citation_correctness=_mean(j.first_citation_gold for j in given),
        citation_precision=sum(j.gold_citations for j in given) / citations if citations else None,
        must_contain=_mean(j.contains_all for j in answerable),
        must_not_violations=sum(bool(j.violations) for j in judgements),
        answerable_answered=_mean(j.answered for j in answerable),
        unanswerable_abstained=_mean(not j.answered for j in judgements if not j.answerable),
        quotes=sum(len(j.asked.answer.citations) for j in judgements),
        unfound_quotes=sum(len(j.unfound_quotes) for j in judgements),
        latency_p50_ms=float(np.percentile(latencies, 50)),
        latency_p95_ms=float(np.percentile(latencies, 95)),
    )


def _retrieval(asked: Sequence[Asked]) -> dict[str, dict[str, float]]:
    """Return the retrieval measures of every answerable question by its id."""
    answerable = [one for one in asked if one.question.answerable]
    relevant = {one.question.id: {_key(gold): 1 for gold in one.question.gold} for one in answerable}
    ranked = {one.question.id: _ranking(one.answer) for one in answerable}
    values: dict[str, dict[str, float]] = {one.question.id: {} for one in answerable}
    names = {measure: name for name, measure in MEASURES.items()}
    for metric in iter_calc(list(names), relevant, ranked):
        values[metric.query_id][names[metric.measure]] = metric.value
    return values


def _ranking(answer: Answer) -> dict[str, float]:
    """Return the found items with descending scores; an item found twice counts where it comes first."""
    scores: dict[str, float] = {}
    for hit in answer.hits:
        scores.setdefault(_key(_place(hit.meeting, hit.item)), -float(hit.rank))
    return scores


def _judge(asked: Asked, retrieval: Mapping[str, float]) -> Judgement:
    question, answer = asked.question, asked.answer
    right = [_place(c.meeting, c.item) in question.gold for c in answer.citations]
    said = _in_one_line(answer)
    return Judgement(
        asked=asked,
        retrieval=retrieval,
        gold_citations=sum(right),
        first_citation_gold=None if answer.abstained else bool(right and right[0]),
        contains_all=_contains_all(question, said, abstained=answer.abstained),
        violations=()
        if answer.abstained
        else tuple(pattern.pattern for pattern in question.must_not_contain if pattern.search(said)),
        unfound_quotes=tuple(c.quote for c in answer.citations if not contains_verbatim(c.section.text, c.quote)),
    )


def _contains_all(question: Question, said: str, *, abstained: bool) -> bool | None:
    if not question.must_contain:
        return None
    return not abstained and all(pattern.search(said) for pattern in question.must_contain)


def _in_one_line(answer: Answer) -> str:
    """Return what the answer says and quotes, with single spaces: patterns need not think of line ends."""
    return re.sub(r"\s+", " ", " ".join([answer.text, *(c.quote for c in answer.citations)]))


def _place(meeting: Meeting, item: AgendaItem) -> Gold:
    return Gold(source=meeting.source.name, item=item.number)


def _key(gold: Gold) -> str:
    return f"{gold.source}#{gold.item}"


def _mean(values: Iterable[float | bool | None]) -> float | None:
    known = [float(value) for value in values if value is not None]
    return sum(known) / len(known) if known else None
