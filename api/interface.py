"""What the routes need of an assistant."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from contextlib import AbstractContextManager
from typing import Protocol

from rag.catalog import Catalog
from rag.config import Settings
from rag.domain import Answer, ConstraintKind, Filters, Hit, Turn


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

    def search(self, text: str, /, *, filters: Filters = ..., limit: int = ...) -> list[Hit]:
        """Return the agenda items nearest to a text, best first."""

    def ready(self) -> None:
        """Raise a ReferatError when an answer could not be given."""


OpenAssistant = Callable[[Settings], AbstractContextManager[Answers]]
"""Opens the assistant that the settings describe; leaving the context closes it."""
