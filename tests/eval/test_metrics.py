from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.dataset import Gold, Question
from eval.metrics import TOTAL, Asked, Judgement, by_type, judge, summarise
from rag.domain import Answer
from tests.fakes import a_citation, a_hit, an_answer, silence


def ask(answer: Answer, *gold: str, question: Question | None = None, latency: float = 1.0) -> Asked:
    """Return an answer to a question whose gold items of a.txt have these numbers."""
    question = question or a_question(*gold)
    return Asked(question=question, answer=answer, latency_ms=latency)


def a_question(
    *gold: str,
    name: str = "q1",
    kind: str = "fact",
    must: tuple[str, ...] = (),
    must_not: tuple[str, ...] = (),
) -> Question:
    """Return a question; without gold items it is unanswerable."""
    return Question(
        id=name,
        question="Hvad blev besluttet?",
        type=kind,
        answerable=bool(gold),
        gold=tuple(Gold(source="a.txt", item=number) for number in gold),
        must_contain=tuple(re.compile(pattern, re.IGNORECASE) for pattern in must),
        must_not_contain=tuple(re.compile(pattern, re.IGNORECASE) for pattern in must_not),
    )


def judge_one(asked: Asked) -> Judgement:
    """Judge a single answer."""
    (judgement,) = judge([asked])
    return judgement


def test_success_and_rank_of_the_first_gold_item() -> None:
    """A gold item at rank 3 is a success at 3, 5 and 10 but not at 1, and its reciprocal rank is a third."""
    hits = [a_hit("a.txt", "7", rank=1), a_hit("b.txt", "2", rank=2), a_hit("a.txt", "2", rank=3)]
    retrieval = judge_one(ask(an_answer(hits=hits), "2", "9")).retrieval
    assert retrieval == {
        "success@1": 0,
        "success@3": 1,
        "success@5": 1,
        "success@10": 1,
        "mrr": pytest.approx(1 / 3),
    }


def test_nothing_found_is_no_success() -> None:
    """An answerable question without hits counts as zero, not as missing."""
    assert set(judge_one(ask(silence(), "2")).retrieval.values()) == {0}


@given(st.lists(st.integers(1, 9), min_size=1, max_size=10, unique=True), st.sets(st.integers(1, 9), min_size=1))
def test_measures_agree_with_their_definition(ranked: list[int], gold: set[int]) -> None:
    """Success@k and reciprocal rank follow from the rank of the first gold item, whatever the order."""
    hits = [a_hit("a.txt", str(number), rank=rank) for rank, number in enumerate(ranked, start=1)]
    retrieval = judge_one(ask(an_answer(hits=hits), *map(str, sorted(gold)))).retrieval
    first = next((rank for rank, number in enumerate(ranked, start=1) if number in gold), None)
    assert retrieval["mrr"] == pytest.approx(1 / first if first else 0)
    for k in (1, 3, 5, 10):
        assert retrieval[f"success@{k}"] == (first is not None and first <= k)


def test_first_citation_and_share_of_gold_citations() -> None:
    """Correctness looks at the first citation, precision at all citations of the group together."""
    right, wrong = a_citation("a.txt", "2"), a_citation("b.txt", "2")
    judgements = judge(
        [
            ask(an_answer(right, wrong, wrong), question=a_question("2", name="q1")),
            ask(an_answer(wrong), question=a_question("2", name="q2")),
        ]
    )
    figures = summarise(judgements)
    assert figures.citation_correctness == pytest.approx(1 / 2)
    assert figures.citation_precision == pytest.approx(1 / 4)


def test_an_answer_without_a_citation_is_wrong() -> None:
    """An answer that cites nothing counts against correctness."""
    assert judge_one(ask(an_answer(), "2")).first_citation_gold is False


def test_expected_words_stand_in_text_or_quotation() -> None:
    """All patterns must match what is said or quoted; case and line ends do not matter."""
    answer = an_answer(a_citation("a.txt", "2", quote="Gruppen\n  godkendte planen."), text="Ja [1]")
    assert judge_one(ask(answer, question=a_question("2", must=("gruppen godkendte", "^ja")))).contains_all
    assert judge_one(ask(answer, question=a_question("2", must=("planen", "aldrig")))).contains_all is False


def test_silence_contains_nothing_and_breaks_nothing() -> None:
    """The items named by an abstaining answer neither satisfy nor violate a pattern."""
    question = a_question("2", must=("planen",), must_not=("planen",))
    judgement = judge_one(ask(silence(text="Det fremgår ikke. Nærmest: planen."), question=question))
    assert judgement.contains_all is False
    assert judgement.violations == ()


def test_forbidden_words_are_counted_by_answer() -> None:
    """An answer with two forbidden patterns is one violation."""
    question = a_question("2", must_not=("svar", r"\[1\]", "aldrig"))
    judgement = judge_one(ask(an_answer(), question=question))
    assert judgement.violations == ("svar", r"\[1\]")
    assert summarise([judgement]).must_not_violations == 1


def test_a_quotation_that_is_not_in_its_section_is_found() -> None:
    """Each quotation is looked up in the section it cites."""
    answer = an_answer(a_citation("a.txt", "2"), a_citation("a.txt", "2", quote="Gruppen forkastede planen."))
    figures = summarise([judge_one(ask(answer, "2"))])
    assert (figures.quotes, figures.unfound_quotes) == (2, 1)


def test_abstaining_is_right_only_without_an_answer() -> None:
    """Answered and abstained shares are counted over the questions they belong to."""
    figures = summarise(
        judge(
            [
                ask(silence(), question=a_question("1", name="q1")),
                ask(an_answer(), question=a_question("1", name="q2")),
                ask(silence(), question=a_question(name="q3")),
                ask(silence(), question=a_question(name="q4")),
                ask(an_answer(), question=a_question(name="q5")),
            ]
        )
    )
    assert figures.answerable_answered == pytest.approx(1 / 2)
    assert figures.unanswerable_abstained == pytest.approx(2 / 3)


def test_types_and_total() -> None:
    """Figures come by type in order of appearance, with the total last and gaps where nothing counts."""
    figures = by_type(
        judge(
            [
                ask(an_answer(hits=[a_hit("a.txt", "1")]), question=a_question("1", name="q1", kind="who")),
                ask(silence(), question=a_question(name="q2", kind="unanswerable")),
                ask(silence(), question=a_question("1", name="q3", kind="who")),
            ]
        )
    )
    assert list(figures) == ["who", "unanswerable", TOTAL]
    assert figures["who"].retrieval["success@1"] == pytest.approx(1 / 2)
    assert figures["unanswerable"].retrieval["success@1"] is None
    assert figures["unanswerable"].citation_correctness is None
    assert figures["who"].unanswerable_abstained is None
    assert figures[TOTAL].questions == 3


def test_latencies() -> None:
    """The median and the 95th percentile are interpolated between answers."""
    asked = [ask(silence(), question=a_question("1", name=f"q{n}"), latency=float(n)) for n in range(1, 102)]
    figures = summarise(judge(asked))
    assert figures.latency_p50_ms == pytest.approx(51)
    assert figures.latency_p95_ms == pytest.approx(96)
