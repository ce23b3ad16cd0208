"""What a reader does: given a question and passages, say which sentences answer it, and whether any does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """Consecutive sentences of a section, with the line that says where they stand."""

    header: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What the reader made of one passage; all figures are probabilities, 0 to 1."""

    sentences: tuple[float, ...]
    """That the passage answers and a sentence belongs to the answer; 0 for one beyond the token limit."""
    answers: float
    """That the passage answers the question at all."""
    span: tuple[int, int, int] | None
    """The core of the answer: a sentence's place, and start and end of the words in it."""


class Reader(Protocol):
    """A model that reads passages for a question; threads may share it."""

    def read(self, question: str, passages: Sequence[Passage]) -> list[Reading]:
        """Return a reading of each passage, in the given order."""
