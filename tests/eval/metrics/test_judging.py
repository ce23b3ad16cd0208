from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.metrics import judge
from tests.eval.asking import a_question, ask, found_at, judge_one
from tests.fakes import a_citation, a_hit, an_answer, silence


def test_success_and_rank_of_the_first_gold_item() -> None:
    """A gold item at rank 3 is a success at 3, 5 and 10 but not at 1, and its reciprocal rank is a third."""
    scores = judge_one(ask(found_at(3), "2")).scores
    assert [scores[f"success@{k}"] for k in (1, 3, 5, 10)] == [0, 1, 1, 1]
    assert scores["mrr"] == pytest.approx(1 / 3)


def test_discounted_gain_of_the_first_ten() -> None:
    """With gold items at the ranks 1 and 3 and a third not found, nDCG is the discounted gain over the ideal one."""
    hits = [a_hit("a.txt", number, rank=rank) for rank, number in enumerate(["2", "7", "4"], start=1)]
    gain, ideal = 1 + 1 / math.log2(4), 1 + 1 / math.log2(3) + 1 / math.log2(4)
    assert judge_one(ask(an_answer(hits=hits), "2", "4", "9")).scores["ndcg@10"] == pytest.approx(gain / ideal)


def test_recall_is_told_where_there_are_several_gold_items() -> None:
    """Two of three gold items among the first ten are two thirds; one gold item has no recall of its own."""
    hits = [a_hit("a.txt", number, rank=rank) for rank, number in enumerate(["2", "7", "4"], start=1)]
    assert judge_one(ask(an_answer(hits=hits), "2", "4", "9")).scores["recall@10"] == pytest.approx(2 / 3)
    assert "recall@10" not in judge_one(ask(an_answer(hits=hits), "2")).scores


def test_nothing_found_is_no_success() -> None:
    """An answerable question without hits counts as zero, not as missing."""
    scores = judge_one(ask(silence(), "2", "3")).scores
    assert {scores[name] for name in ("success@1", "success@10", "mrr", "ndcg@10", "recall@10")} == {0}


@given(st.lists(st.integers(1, 9), min_size=1, max_size=10, unique=True), st.sets(st.integers(1, 9), min_size=1))
def test_measures_agree_with_their_definition(ranked: list[int], gold: set[int]) -> None:
    """Success@k, reciprocal rank and recall follow from the ranks of the gold items, whatever the order."""
    hits = [a_hit("a.txt", str(number), rank=rank) for rank, number in enumerate(ranked, start=1)]
    scores = judge_one(ask(an_answer(hits=hits), *map(str, sorted(gold)))).scores
    first = next((rank for rank, number in enumerate(ranked, start=1) if number in gold), None)
    assert scores["mrr"] == pytest.approx(1 / first if first else 0)
    for k in (1, 3, 5, 10):
        assert scores[f"success@{k}"] == (first is not None and first <= k)
    if len(gold) > 1:
        assert scores["recall@10"] == pytest.approx(len(gold & set(ranked)) / len(gold))


def test_citations_are_judged_item_by_item() -> None:
    """An item cited twice counts once: one of two cited items is gold, and one of three gold items is cited."""
    right, wrong = a_citation("a.txt", "2"), a_citation("b.txt", "2")
    scores = judge_one(ask(an_answer(wrong, right, right), "2", "3", "4")).scores
    assert scores["citation_correctness"] == 0
    assert scores["citation_precision"] == pytest.approx(1 / 2)
    assert scores["citation_recall"] == pytest.approx(1 / 3)


def test_all_of_several_gold_items_are_cited_or_not() -> None:
    """One missing is not all, silence cites none, and with one gold item there is nothing to tell."""
    both = [a_citation("a.txt", "2"), a_citation("a.txt", "3")]
    assert judge_one(ask(an_answer(*both), "2", "3")).scores["cited_all"] == 1
    assert judge_one(ask(an_answer(*both), "2", "3", "4")).scores["cited_all"] == 0
    assert judge_one(ask(silence(), "2", "3")).scores["cited_all"] == 0
    assert "cited_all" not in judge_one(ask(an_answer(*both), "2")).scores


def test_an_answer_without_a_citation_is_wrong() -> None:
    """An answer that cites nothing counts against correctness and recall, and has no precision."""
    scores = judge_one(ask(an_answer(), "2")).scores
    assert (scores["citation_correctness"], scores["citation_recall"]) == (0, 0)
    assert "citation_precision" not in scores


def test_expected_words_stand_in_text_or_quotation() -> None:
    """All patterns must match what is said or quoted; case and line ends do not matter."""
    answer = an_answer(a_citation("a.txt", "2", quote="Gruppen\n  godkendte planen."), text="Ja [1]")
    said = judge_one(ask(answer, question=a_question("2", must=("gruppen godkendte", "^ja"))))
    unsaid = judge_one(ask(answer, question=a_question("2", must=("planen", "aldrig"))))
    assert (said.scores["must_contain"], said.missing) == (1, ())
    assert (unsaid.scores["must_contain"], unsaid.missing) == (0, ("aldrig",))


def test_silence_contains_nothing_and_breaks_nothing() -> None:
    """The items named by an abstaining answer neither satisfy nor violate a pattern."""
    question = a_question("2", must=("planen",), must_not=("planen",))
    judgement = judge_one(ask(silence(text="Det fremgår ikke. Nærmest: planen."), question=question))
    assert judgement.scores["must_contain"] == 0
    assert (judgement.missing, judgement.violations) == ((), ())


def test_forbidden_words_are_named() -> None:
    """The forbidden patterns that match an answer are returned."""
    question = a_question("2", must_not=("svar", r"\[1\]", "aldrig"))
    assert judge_one(ask(an_answer(), question=question)).violations == ("svar", r"\[1\]")


def test_a_quotation_that_is_not_in_its_section_is_found() -> None:
    """Each quotation is looked up in the section it cites."""
    invented = a_citation("a.txt", "2", quote="Gruppen forkastede planen.")
    judgement = judge_one(ask(an_answer(a_citation("a.txt", "2"), invented), "2"))
    assert judgement.unfound_quotes == ("Gruppen forkastede planen.",)
    assert judgement.scores["verbatim"] == pytest.approx(1 / 2)


def test_abstaining_is_right_only_without_an_answer() -> None:
    """Answerable questions are to be answered, unanswerable ones not; each kind tells its own score."""
    answers = [silence(), an_answer()]
    answerable = judge([ask(a, question=a_question("1", name=f"q{n}")) for n, a in enumerate(answers)])
    unanswerable = judge([ask(a, question=a_question(name=f"q{n}")) for n, a in enumerate(answers)])
    assert [j.scores["answered"] for j in answerable] == [0, 1]
    assert [j.scores["abstained"] for j in unanswerable] == [1, 0]
    assert "abstained" not in answerable[0].scores


def test_an_answer_is_right_or_wrong_and_silence_neither() -> None:
    """Right is an answer with the expected words, wrong one without them or to a question that has no answer."""
    expecting = a_question("2", must=("godkendte",))
    assert judge_one(ask(found_at(1), question=expecting)).scores["right"] == 1
    assert judge_one(ask(an_answer(), question=expecting)).scores["right"] == 0
    assert judge_one(ask(an_answer(), question=a_question())).scores["right"] == 0
    assert "right" not in judge_one(ask(silence(), question=expecting)).scores
