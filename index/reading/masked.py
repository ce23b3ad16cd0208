"""A document as it was read turned into one without CPR numbers, in its lines and in what its source states."""

from __future__ import annotations

import logging
from dataclasses import replace

from index.masking import count_and_mask, mask_cpr
from index.reading.document import Hints, ItemMark, RawDocument
from rag.domain import Participant

log = logging.getLogger(__name__)


def mask_document(document: RawDocument) -> RawDocument:
    """Mask the CPR numbers of a document, and log how many there were."""
    masked, numbers = count_and_mask("\n".join(line.text for line in document.lines))
    lines = tuple(
        replace(line, text=text, mark=line.mark and _mask_mark(line.mark))
        for line, text in zip(document.lines, masked.split("\n"), strict=True)
    )
    if numbers:
        log.warning("Masked %d CPR numbers in %s.", numbers, document.path.name)
    return replace(document, lines=lines, hints=_mask_hints(document.hints))


def _mask_mark(mark: ItemMark) -> ItemMark:
    return replace(
        mark,
        title=mask_cpr(mark.title),
        case_number=mask_cpr(mark.case_number),
        attachments=tuple(mask_cpr(name) for name in mark.attachments),
    )


def _mask_hints(hints: Hints) -> Hints:
    return replace(
        hints,
        forum=mask_cpr(hints.forum),
        title=mask_cpr(hints.title),
        place=mask_cpr(hints.place),
        participants=tuple(_mask_participant(person) for person in hints.participants),
    )


def _mask_participant(person: Participant) -> Participant:
    return replace(
        person,
        name=mask_cpr(person.name),
        role=mask_cpr(person.role),
        organisation=mask_cpr(person.organisation),
    )
