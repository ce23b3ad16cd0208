"""What the routes need of an assistant."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Protocol

from rag.catalog import Catalog
from rag.config import Settings
from rag.domain import Answer, ConstraintKind, Filters, Hit, Turn
from rag.writing import Found


class Answers(Protocol):
    """An open assistant; its methods may be called from several threads at a time."""

    @property
    def catalog(self) -> Catalog:
        """The meetings and their text."""

    def ask(
        self,
        question: str,
        *,
        history: Sequence[Turn] = ...,
        filters: Filters = ...,
        limit: int = ...,
        mode: str = ...,
        ignore: Collection[ConstraintKind] = ...,
    ) -> Answer:
        """Answer a question from the minutes; raise QuestionError for one that cannot be used."""

    def stream(
        self,
        question: str,
        *,
        history: Sequence[Turn] = ...,
        filters: Filters = ...,
        limit: int = ...,
        mode: str = ...,
        ignore: Collection[ConstraintKind] = ...,
        stop: threading.Event | None = ...,
    ) -> Iterator[Found | str | Answer]:
        """Yield what the answer is made of, its sentences as they are written, and the answer; `stop` ends it."""

    def search(self, text: str, /, *, filters: Filters = ..., limit: int = ...) -> list[Hit]:
        """Return the agenda items nearest to a text, best first."""

    def ready(self) -> None:
        """Raise a ReferatError when an answer could not be given."""


OpenAssistant = Callable[[Settings], AbstractContextManager[Answers]]
"""Opens the assistant that the settings describe; leaving the context closes it."""
