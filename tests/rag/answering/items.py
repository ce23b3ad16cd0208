"""Sections and hits that answers are made of in tests."""

from __future__ import annotations

from datetime import date

from rag.domain import (
    AgendaItem,
    DocumentType,
    Hit,
    Meeting,
    Outcome,
    Section,
    SectionKind,
    Source,
)
from rag.understanding import understand


def section(kind: SectionKind, text: str) -> Section:
    """Return a section."""
    return Section(id=f"s-{kind.value}", kind=kind, heading=kind.value.capitalize(), text=text)


def hit(*sections: Section, kind: DocumentType = DocumentType.MINUTES, outcome: Outcome = Outcome.DECIDED) -> Hit:
    """Return a hit on an item with these sections."""
    meeting = Meeting(
        id="m",
        source=Source(path="/a.txt", name="a.txt", content_hash="0"),
        document_type=kind,
        forum="Fokusgruppen Børn, Unge og Psykiatri, Fjordklyngen",
        title="Referat",
        date=date(2023, 5, 4),
    )
    item = AgendaItem(id="i", number="6", ordinal=1, title="Fælles indgang", outcome=outcome, sections=sections)
    return Hit(rank=1, item=item, meeting=meeting, score=1.0, similarity=0.9, coverage=1.0)


RECOMMENDATION = section(SectionKind.RECOMMENDATION, "At gruppen godkender en fælles indgang fra 1. oktober.")
DECISION = section(SectionKind.DECISION, "Gruppen besluttede at nedsætte en arbejdsgruppe. Den melder tilbage i maj.")
QUESTION = understand("Hvad blev besluttet om den fælles indgang?")
ADOPTING = (
    "Tilbagesendes afdelingen med bemærkning, at gruppen i sit møde den 4. maj har vedtaget afdelingens foranstående "
    "indstilling af 2. april. Havreholm Kommune og praksis kunne ikke tiltræde indstillingens andet punkt. Afdelingen "
    "udarbejder et notat til næste møde."
)
