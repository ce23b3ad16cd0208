"""Questions with the answers they got, turned into scores between 0 and 1 by name."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ir_measures import RR, R, Success, iter_calc, nDCG

from eval.dataset import Gold, Language, Question
from rag.danish.normalise import contains_verbatim
from rag.domain import AgendaItem, Answer, Meeting

SUCCESS_AT = (1, 3, 5, 10)
RETRIEVAL = {f"success@{k}": Success @ k for k in SUCCESS_AT} | {"mrr": RR, "ndcg@10": nDCG @ 10, "recall@10": R @ 10}
"""As ir-measures defines them: Success@k is 1 when a gold item is among the first k, RR is 1 / the rank of the first
gold item, recall is the share of the gold items among the first ten."""
SEVERAL = "recall@10"
"""Told of questions with several gold items only: with one it is Success@10."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question, the answer it got, and how long that took."""

    question: Question
    answer: Answer
    latency_ms: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What is right and wrong about one answer.

    `scores` holds what the question can tell, from 0 (wrong) to 1 (right):
    - of answerable questions, the measures of RETRIEVAL, `answered`, and with patterns `must_contain`;
    - of those with several gold items, `cited_all`: every one of them is cited;
    - of unanswerable questions, `abstained`;
    - of answers given to answerable questions, `citation_correctness` (the first citation is a gold item),
      `citation_precision` (share of the cited items that are gold) and `citation_recall` (share of the gold items
      that are cited);
    - of answers given, `right`: the question has an answer, and the words quoted are the expected ones;
    - of answers with citations, `verbatim`: the share of the quotations that stand in their section.
    """

    asked: Asked
    scores: Mapping[str, float]
    missing: tuple[str, ...]
    """Expected patterns that the answer given does not match."""
    violations: tuple[str, ...]
    """Forbidden patterns that it matches."""
    unfound_quotes: tuple[str, ...]

    @property
    def id(self) -> str:
        """The id of the question."""
        return self.asked.question.id

    @property
    def type(self) -> str:
        """The type of the question."""
        return self.asked.question.type

    @property
    def language(self) -> Language:
        """The language of the question."""
        return self.asked.question.language

    @property
    def answerable(self) -> bool:
        """Whether the minutes hold an answer."""
        return self.asked.question.answerable

    @property
    def answered(self) -> bool:
        """Whether an answer was given."""
        return not self.asked.answer.abstained

    @property
    def confidence(self) -> float:
        """How sure the answer, or the silence, was that there is an answer (0 to 1)."""
        return self.asked.answer.confidence

    @property
    def quotes(self) -> int:
        """How many quotations the answer holds."""
        return len(self.asked.answer.citations)

    @property
    def latency_ms(self) -> float:
        """How long the answer took."""
        return self.asked.latency_ms


def judge(asked: Sequence[Asked]) -> list[Judgement]:
    """Judge every answer by its question; ids must be unique."""
    retrieval = _retrieval(asked)
    return [_judge(one, retrieval.get(one.question.id, {})) for one in asked]


def place(meeting: Meeting, item: AgendaItem) -> Gold:
    """Return the place of an item as question files name it."""
    return Gold(source=meeting.source.name, item=item.number)


def _retrieval(asked: Sequence[Asked]) -> dict[str, dict[str, float]]:
    """Return the retrieval measures of every answerable question by its id."""
    answerable = [one for one in asked if one.question.answerable]
    relevant = {one.question.id: {_key(gold): 1 for gold in one.question.gold} for one in answerable}
    ranked = {one.question.id: _ranking(one.answer) for one in answerable}
    values: dict[str, dict[str, float]] = {one.question.id: {} for one in answerable}
    names = {measure: name for name, measure in RETRIEVAL.items()}
    for metric in iter_calc(list(names), relevant, ranked):
        values[metric.query_id][names[metric.measure]] = metric.value
    for one in answerable:
        if len(set(one.question.gold)) < 2:
            values[one.question.id].pop(SEVERAL, None)
    return values


def _ranking(answer: Answer) -> dict[str, float]:
    """Return the found items with descending scores; an item found twice counts where it comes first."""
    scores: dict[str, float] = {}
    for hit in answer.hits:
        scores.setdefault(_key(place(hit.meeting, hit.item)), -float(hit.rank))
    return scores


def _judge(asked: Asked, retrieval: Mapping[str, float]) -> Judgement:
    question, answer = asked.question, asked.answer
    unfound = tuple(c.quote for c in answer.citations if not contains_verbatim(c.section.text, c.quote))
    # Silence names items too, but claims nothing: it neither holds expected words nor forbidden ones.
    said = "" if answer.abstained else _in_one_line(answer)
    missing = _patterns(question.must_contain, said, found=False)
    expected = "answered" if question.answerable else "abstained"
    scores = dict(retrieval) | {expected: float(question.answerable is not answer.abstained)}
    if question.must_contain:
        scores["must_contain"] = float(bool(said) and not missing)
    if question.answerable and len(question.gold) > 1:
        cited = () if answer.abstained else (place(c.meeting, c.item) for c in answer.citations)
        scores["cited_all"] = float(set(question.gold).issubset(cited))
    if not answer.abstained:
        scores |= _citing(question, answer)
        scores["right"] = scores.get("must_contain", scores.get("citation_correctness", 0.0))
    if answer.citations:
        scores["verbatim"] = 1 - len(unfound) / len(answer.citations)
    return Judgement(
        asked=asked,
        scores=scores,
        missing=() if answer.abstained else missing,
        violations=_patterns(question.must_not_contain, said, found=True),
        unfound_quotes=unfound,
    )


def _citing(question: Question, answer: Answer) -> dict[str, float]:
    """Return how well the citations of an answer match the gold items, each item counted once."""
    if not question.answerable:
        return {}
    gold, cited = set(question.gold), [place(c.meeting, c.item) for c in answer.citations]
    right = gold & set(cited)
    precision = {"citation_precision": len(right) / len(set(cited))} if cited else {}
    return {
        "citation_correctness": float(bool(cited) and cited[0] in gold),
        "citation_recall": len(right) / len(gold),
        **precision,
    }


def _patterns(patterns: Sequence[re.Pattern[str]], said: str, *, found: bool) -> tuple[str, ...]:
    return tuple(pattern.pattern for pattern in patterns if bool(said and pattern.search(said)) is found)


def _in_one_line(answer: Answer) -> str:
    """Return what the answer says and quotes, with single spaces: patterns need not think of line ends."""
    return re.sub(r"\s+", " ", " ".join([answer.text, *(c.quote for c in answer.citations)]))


def _key(gold: Gold) -> str:
    return f"{gold.source}#{gold.item}"
