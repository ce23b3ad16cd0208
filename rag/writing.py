"""A question and its passages, turned into a language model's sentences as they pass the checks."""

from __future__ import annotations

import logging
import threading
from collections.abc import Generator, Sequence
from dataclasses import dataclass

from rag.answering.leash import Kept, Leash
from rag.answering.passages import Passage, in_prompt
from rag.domain import Answer, Citation, Hit
from rag.errors import LanguageModelError
from rag.language_model import LanguageModel
from rag.prompts import read_prompt

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What an answer is going to be made of, known before its words are.

    A language model's citations come with its sentences, so there are none yet where one writes.
    """

    citations: tuple[Citation, ...]
    hits: tuple[Hit, ...]

    def as_answer(self) -> Answer:
        """Return it as an answer without words, which passes the same border."""
        return Answer(text="", abstained=False, confidence=0.0, citations=self.citations, hits=self.hits)


def write(
    model: LanguageModel, question: str, passages: Sequence[Passage], *, stop: threading.Event
) -> Generator[str, None, Kept]:
    """Yield each sentence once the passages bear it out, and return what was kept.

    When the model breaks off, what has passed stays; an unfinished sentence is not shown.
    """
    leash = Leash(passages)
    try:
        for piece in model.stream(system=read_prompt("answer"), user=in_prompt(question, passages), stop=stop):
            yield from leash.feed(piece)
        if not stop.is_set():
            yield from leash.end()
    except LanguageModelError as error:
        log.warning("%s", error)
    kept = leash.kept()
    if kept.dropped:
        log.info("Dropped %d sentences of the language model that its passages do not bear out.", kept.dropped)
    return kept
