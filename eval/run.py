"""Questions put to an assistant one after the other, with the time each answer takes."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from typing import Protocol

from eval.dataset import Question
from eval.metrics import Asked
from rag.domain import Answer, Filters, Turn


class Answering(Protocol):
    """Whatever answers questions; `rag.assistant.Assistant` does."""

    def ask(self, question: str, *, history: Sequence[Turn], filters: Filters, limit: int, mode: str) -> Answer:
        """Answer a question with at most `limit` ranked items."""


def ask_all(
    assistant: Answering,
    questions: Iterable[Question],
    *,
    limit: int = 10,
    mode: str = "auto",
    asked: Callable[[Asked], None] = lambda _: None,
) -> list[Asked]:
    """Ask every question on its own, with its history; `asked` is called after each."""
    results = []
    for question in questions:
        started = time.perf_counter()
        answer = assistant.ask(question.question, history=question.history, filters=Filters(), limit=limit, mode=mode)
        results.append(Asked(question=question, answer=answer, latency_ms=(time.perf_counter() - started) * 1000))
        asked(results[-1])
    return results
