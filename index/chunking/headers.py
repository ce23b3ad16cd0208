"""Where a section stands, put into the line that is embedded with its text but never quoted."""

from __future__ import annotations

from rag.danish.dates import format_date
from rag.danish.normalise import fold
from rag.domain import OUTSIDE, AgendaItem, DocumentType, Meeting, Section, SectionKind

_TYPE_LABELS = {DocumentType.AGENDA: "Dagsorden", DocumentType.ANNEX: "Bilag"}
# A heading of these words alone says no more than the section's kind.
_PLAIN_WORDS = {fold(kind.value) for kind in SectionKind} | {"referat", "det", "indstilles", "at"}


def header_of(meeting: Meeting, *, item: AgendaItem, section: Section) -> str:
    """Return "Forum, 8. juni 2021. Punkt 6: Title. Beslutning"; an agenda or annex says so first."""
    day = format_date(meeting.date) if meeting.date else ""
    place = ", ".join(filter(None, (meeting.forum or meeting.title, day)))
    parts = (
        _TYPE_LABELS.get(meeting.document_type),
        place,
        _item_label(meeting, item=item),
        _section_label(section),
    )
    header = ". ".join(part.strip().rstrip(".:,") for part in parts if part)
    return header.replace("?.", "?").replace("!.", "!")


def _item_label(meeting: Meeting, *, item: AgendaItem) -> str:
    if item.number == OUTSIDE or meeting.document_type is DocumentType.ANNEX:
        return item.title
    return f"Punkt {item.number}: {item.title}"


def _section_label(section: Section) -> str:
    kind = "" if section.kind is SectionKind.OTHER else section.kind.value.capitalize()
    heading = section.heading.strip(" ,.:")
    if _PLAIN_WORDS.issuperset(fold(heading).split()):
        return kind
    return ". ".join(filter(None, (kind, heading)))
