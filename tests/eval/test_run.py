from __future__ import annotations

from eval.dataset import Question
from eval.metrics import Asked
from eval.run import ask_all
from rag.domain import Turn
from tests.fakes import FakeAssistant, an_answer


def test_every_question_is_asked_alone_with_its_history() -> None:
    """Questions go out in order, a history only with its own question, and each answer is announced."""
    history = (Turn(role="user", content="Hvad er planen?"),)
    questions = [
        Question(id="q1", question="Og hvem?", type="chat", answerable=False, history=history),
        Question(id="q2", question="Hvornår?", type="when", answerable=False),
    ]
    assistant = FakeAssistant(answers={"Hvornår?": an_answer()})
    announced: list[Asked] = []
    results = ask_all(assistant, questions, asked=announced.append)
    assert assistant.asked == [("Og hvem?", history), ("Hvornår?", ())]
    assert [one.answer.abstained for one in results] == [True, False]
    assert announced == results
    assert all(one.latency_ms >= 0 for one in results)
