"""Hits in order, with agendas lowered below the minutes of the same meeting; pure functions of values."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date

from rag.domain import DocumentType, Hit


def below_minutes(hits: Sequence[Hit], superseded: Collection[str]) -> list[Hit]:
    """Lower the items of superseded agendas until the best item of the same meeting's minutes stands above them."""
    best: dict[tuple[str, date | None], float] = {}
    for hit in hits:
        if hit.meeting.document_type is DocumentType.MINUTES:
            best[_key(hit)] = max(hit.score, best.get(_key(hit), -math.inf))
    return [
        replace(hit, score=min(hit.score, math.nextafter(best.get(_key(hit), math.inf), -math.inf)))
        if hit.meeting.id in superseded
        else hit
        for hit in hits
    ]


def _key(hit: Hit) -> tuple[str, date | None]:
    return hit.meeting.forum.casefold(), hit.meeting.date
