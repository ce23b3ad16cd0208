"""Ready-made questions and judged answers for the tests of figures, comparisons and reports."""

from __future__ import annotations

import re
from collections.abc import Sequence

from eval.dataset import Gold, Language, Question
from eval.metrics import Asked, Judgement, judge
from eval.results import Row, row
from rag.domain import Answer, Citation
from tests.fakes import a_citation, a_hit, an_answer, silence


def a_question(
    *gold: str,
    name: str = "q1",
    kind: str = "fact",
    must: tuple[str, ...] = (),
    must_not: tuple[str, ...] = (),
    language: Language = "da",
) -> Question:
    """Return a question with gold items of a.txt; without them it is unanswerable."""
    return Question(
        id=name,
        question="Hvad blev besluttet?",
        type=kind,
        answerable=bool(gold),
        gold=tuple(Gold(source="a.txt", item=number) for number in gold),
        must_contain=tuple(re.compile(pattern, re.IGNORECASE) for pattern in must),
        must_not_contain=tuple(re.compile(pattern, re.IGNORECASE) for pattern in must_not),
        language=language,
    )


def ask(answer: Answer, *gold: str, question: Question | None = None, latency: float = 1.0) -> Asked:
    """Return an answer to a question whose gold items of a.txt have these numbers."""
    return Asked(question=question or a_question(*gold), answer=answer, latency_ms=latency)


def judge_one(asked: Asked) -> Judgement:
    """Judge a single answer."""
    (judgement,) = judge([asked])
    return judgement


def found_at(rank: int, *citations: Citation) -> Answer:
    """Return an answer for which item 2 of a.txt, the gold item, came at this rank; 0 is nowhere."""
    hits = [a_hit("a.txt", "2" if place == rank else f"{place + 10}", rank=place) for place in range(1, 11)]
    return an_answer(*(citations or (a_citation("a.txt", "2"),)), hits=hits)


def rows_of(ranks: Sequence[int], *, file: str = "a.jsonl", silent: int = 0) -> list[Row]:
    """Return the rows of a run: a question for each rank of its gold item, and silent answers to unanswerable ones."""
    asked = [
        ask(found_at(rank), question=a_question("2", name=f"q{number:03}", must=("godkendte",)), latency=number)
        for number, rank in enumerate(ranks, start=1)
    ]
    unanswerable = (a_question(name=f"u{number:03}", kind="unanswerable") for number in range(silent))
    asked += [ask(silence(), question=question, latency=2.0) for question in unanswerable]
    return [row(judgement, file=file) for judgement in judge(asked)]
