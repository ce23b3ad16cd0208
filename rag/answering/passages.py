"""The best items turned into numbered passages for a language model: verbatim runs with what they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rag.answering import phrases
from rag.answering.choosing import Run
from rag.answering.draft import Draft
from rag.attendance import lists_absent
from rag.domain import Chunk, Citation, DocumentType, Hit, SectionKind
from rag.privacy import mask_contacts
from rag.understanding import Query

ITEMS, ITEM_BUDGET = 4, 900
"""How many items a language model is shown, and how many characters of each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A numbered run of the minutes' words, with its place."""

    number: int
    hit: Hit
    run: Run

    @property
    def decides(self) -> bool:
        """Whether the words stand in the decision of minutes."""
        minutes = self.hit.meeting.document_type is DocumentType.MINUTES
        return minutes and self.run.section.kind is SectionKind.DECISION

    @property
    def proposes(self) -> bool:
        """Whether the words are a recommendation, or stand in an agenda or an annex."""
        minutes = self.hit.meeting.document_type is DocumentType.MINUTES
        return not minutes or self.run.section.kind is SectionKind.RECOMMENDATION

    @property
    def lists_absent(self) -> bool:
        """Whether the words are a list of those who were not there."""
        return lists_absent(self.run.section)

    @property
    def label(self) -> str:
        """Place and kind: "Klyngestyregruppen …, punkt 6, »…« (beslutning)"."""
        kind = "afbud og fraværende" if self.lists_absent else self.run.section.kind.value
        if self.hit.meeting.document_type is not DocumentType.MINUTES:
            kind = f"{self.hit.meeting.document_type.value}: {kind}"
        return f"{phrases.place(self.hit.meeting, self.hit.item)} ({kind})"

    def cite(self, number: int) -> Citation:
        """Return the citation of the whole passage under a number."""
        return Citation(
            number=number,
            meeting=self.hit.meeting,
            item=self.hit.item,
            section=self.run.section,
            quote=self.run.quote.strip(),
        )


def choose_passages(query: Query, hits: Sequence[Hit], chunks: Mapping[str, Chunk]) -> list[Passage]:
    """Return the runs of the best items that bear on the question, numbered from 1."""
    draft = Draft(query=query, chunks=chunks)
    kinds = set(SectionKind) - {SectionKind.ATTACHMENTS}
    runs = [
        (hit, run)
        for hit in hits[:ITEMS]
        for run in sorted(draft.choose(hit, kinds, budget=ITEM_BUDGET), key=_decision_first)
    ]
    return [Passage(number=number, hit=hit, run=run) for number, (hit, run) in enumerate(runs, start=1)]


def in_prompt(question: str, passages: Sequence[Passage]) -> str:
    """Lay question and passages out for the model; each passage stands between marks of its own.

    Private addresses and telephone numbers are masked: a model has no use for them.
    """
    shown = [
        f'<uddrag nummer="{p.number}" sted="{p.label}">\n{_without_marks(mask_contacts(p.run.quote))}\n</uddrag>'
        for p in passages
    ]
    return "\n\n".join([*shown, f"Spørgsmål: {question}"])


def _decision_first(run: Run) -> bool:
    return run.section.kind is not SectionKind.DECISION


def _without_marks(text: str) -> str:
    """Keep minutes from closing their own passage."""
    return text.replace("<", "(").replace(">", ")")
