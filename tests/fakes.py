"""Small stand-ins and ready-made values that more than one room's tests use."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from rag.domain import (
    AgendaItem,
    Answer,
    Citation,
    ConstraintKind,
    DocumentType,
    Filters,
    Hit,
    Meeting,
    Section,
    SectionKind,
    Source,
    Turn,
)

STREAMING: Mapping[str, object] = MappingProxyType(
    {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": "POST",
        "path": "/api/ask/stream",
        "raw_path": b"/api/ask/stream",
        "query_string": b"",
        "headers": [(b"content-type", b"application/json")],
        "server": ("testserver", 80),
    }
)
"""An ASGI request for a streamed answer, for tests whose client leaves."""


def an_item(number: str = "1", text: str = "Gruppen godkendte planen.") -> AgendaItem:
    """Return an agenda item with one decision."""
    section = Section(id=f"section-{number}", kind=SectionKind.DECISION, heading="Referat", text=text)
    return AgendaItem(id=f"item-{number}", number=number, ordinal=1, title=f"Punkt {number}", sections=(section,))


def a_meeting(name: str = "a.txt", *items: AgendaItem) -> Meeting:
    """Return the minutes of a meeting in a file of that name."""
    return Meeting(
        id=f"meeting-{name}",
        source=Source(path=f"/minutes/{name}", name=name, content_hash="0"),
        document_type=DocumentType.MINUTES,
        forum="Styregruppen, Fjordklyngen",
        title="Referat",
        date=date(2023, 5, 4),
        items=items,
    )


def a_hit(name: str, number: str, *, rank: int = 1) -> Hit:
    """Return a ranked agenda item of a file."""
    item = an_item(number)
    return Hit(rank=rank, item=item, meeting=a_meeting(name, item), score=1 / rank, similarity=0.9, coverage=1.0)


def a_citation(name: str, number: str, *, quote: str = "Gruppen godkendte planen.") -> Citation:
    """Return a citation of an item whose decision is "Gruppen godkendte planen."."""
    item = an_item(number)
    return Citation(number=1, meeting=a_meeting(name, item), item=item, section=item.sections[0], quote=quote)


def an_answer(*citations: Citation, hits: Sequence[Hit] = (), text: str = "Svar [1]") -> Answer:
    """Return an answer with these citations and hits."""
    return Answer(text=text, abstained=False, confidence=0.9, citations=citations, hits=tuple(hits))


def silence(*, hits: Sequence[Hit] = (), text: str = "Det fremgår ikke af referaterne.") -> Answer:
    """Return an answer that abstains."""
    return Answer(text=text, abstained=True, confidence=0.1, citations=(), hits=tuple(hits))


@dataclass
class FakeAssistant:
    """Answers from a table of questions, abstains on all others, and remembers what it was asked."""

    answers: Mapping[str, Answer] = field(default_factory=dict)
    asked: list[tuple[str, tuple[Turn, ...]]] = field(default_factory=list)

    def ask(
        self,
        question: str,
        *,
        history: Sequence[Turn] = (),
        filters: Filters = Filters(),  # noqa: ARG002, B008  (the assistant's signature; frozen)
        limit: int = 10,  # noqa: ARG002
        mode: str = "auto",  # noqa: ARG002
        ignore: Collection[ConstraintKind] = (),  # noqa: ARG002
    ) -> Answer:
        """Return the answer of the table."""
        self.asked.append((question, tuple(history)))
        return self.answers.get(question, silence())


@dataclass(frozen=True, kw_only=True)
class FakeEmbedder:
    """Turns texts into unit vectors by counting letters: alike texts get alike vectors, without a model."""

    dimension: int = 32
    fingerprint: str = "letters"

    def embed_query(self, text: str) -> NDArray[np.float32]:
        """Return the vector of a question."""
        vector: NDArray[np.float32] = self.embed_passages([text])[0]
        return vector

    def embed_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return the vectors of passages."""
        counts = np.ones((len(texts), self.dimension), dtype=np.float32)
        for row, text in enumerate(texts):
            for letter in text.lower():
                counts[row, ord(letter) % self.dimension] += 1
        vectors: NDArray[np.float32] = counts / np.linalg.norm(counts, axis=1, keepdims=True)
        return vectors
