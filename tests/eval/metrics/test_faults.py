from __future__ import annotations

from eval.dataset import Question
from eval.metrics.faults import FaultKind, faults
from rag.domain import Answer
from tests.eval.asking import a_question, ask, found_at, judge_one
from tests.fakes import a_citation, an_answer, silence


def kinds(*, answer: Answer, question: Question) -> list[FaultKind]:
    """Return the kinds of faults of an answer."""
    return [fault.kind for fault in faults(judge_one(ask(answer, question=question)))]


def test_a_right_answer_has_no_fault() -> None:
    """Neither a right answer nor silence where the minutes do not tell has a fault."""
    assert kinds(answer=found_at(1), question=a_question("2", must=("planen",))) == []
    assert kinds(answer=silence(), question=a_question()) == []


def test_silence_and_talk_in_the_wrong_place() -> None:
    """Silence is a fault where there is an answer, an answer where there is none."""
    assert FaultKind.SILENT in kinds(answer=silence(), question=a_question("2"))
    assert kinds(answer=an_answer(), question=a_question()) == [FaultKind.TALKATIVE]


def test_a_low_rank_is_told_from_not_found() -> None:
    """An item at rank 4 was ranked low; one that is not among those found was not found."""
    assert kinds(answer=found_at(4), question=a_question("2")) == [FaultKind.RANKED_LOW]
    assert kinds(answer=found_at(0), question=a_question("2")) == [FaultKind.NOT_FOUND]


def test_what_is_wrong_with_the_words() -> None:
    """Citations, missing, forbidden and invented words are told with what they are."""
    invented = a_citation("b.txt", "2", quote="Noget andet.")
    question = a_question("2", must=("godkendte",), must_not=("svar",))
    found = faults(judge_one(ask(found_at(1, invented), question=question)))
    assert [(fault.kind, fault.text.rpartition(": ")[2]) for fault in found] == [
        (FaultKind.CITATION, "the first citation is not a gold item"),
        (FaultKind.WORDS, "godkendte"),
        (FaultKind.FORBIDDEN, "svar"),
        (FaultKind.QUOTATION, "Noget andet."),
    ]
