"""The catalog turned into agenda items with their text, and found items into an answer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from rag.catalog import Catalog
from rag.domain import AgendaItem, Answer, Filters, Hit, Meeting, Turn


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """An agenda item in its meeting, with all its text."""

    meeting: Meeting
    item: AgendaItem
    text: str


class Ranking(Protocol):
    """A search that takes a text and knows neither conversations nor answers."""

    def rank(self, text: str, *, limit: int) -> list[tuple[Place, float]]:
        """Return the best items with descending scores, each once."""


class Simple:
    """Answers with what a ranking finds; a follow-up question is searched together with the one before it.

    The other arguments of a question do not matter: in an evaluation nothing is filtered, and nothing is written.
    """

    def __init__(self, ranking: Ranking) -> None:
        self._ranking = ranking

    def ask(self, question: str, *, history: Sequence[Turn], filters: Filters, limit: int, mode: str) -> Answer:  # noqa: ARG002
        """Return the items found, without words of its own."""
        before = [turn.content for turn in history if turn.role == "user"][-1:]
        return found_answer(
            Hit(rank=rank, item=place.item, meeting=place.meeting, score=score, similarity=0.0, coverage=0.0)
            for rank, (place, score) in enumerate(
                self._ranking.rank(" ".join([*before, question]), limit=limit), start=1
            )
        )


def found_answer(hits: Iterable[Hit]) -> Answer:
    """Return an answer that holds nothing but what was found."""
    return Answer(text="", abstained=False, confidence=1.0, citations=(), hits=tuple(hits))


def read_places(catalog: Catalog) -> list[Place]:
    """Return all items of the catalog, meeting by meeting in printed order."""
    meetings = (catalog.meeting(meeting.id) for meeting in catalog.meetings())
    return [Place(meeting=meeting, item=item, text=_text(item)) for meeting in meetings for item in meeting.items]


def _text(item: AgendaItem) -> str:
    lines = [item.title, *(line for section in item.sections for line in (section.heading, section.text))]
    return "\n".join(filter(None, lines))
