"""The words by which a reader is shown what a question is limited to."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from rag.danish.dates import MONTH_NAMES, format_date
from rag.domain import Constraint
from rag.understanding.days import whole_month


def limited_to(constraints: Iterable[Constraint]) -> list[str]:
    """Return the line that tells what alone was searched, if anything limited it."""
    labels = ", ".join(it.label for it in constraints if it.hard)
    return [f"Afgrænset til: {labels}"] if labels else []


def period_label(first: date | None, last: date | None) -> str:
    """Return days in words, as short as they can be said: "2013", "juni 2021", "1. marts – 31. maj 2024"."""
    if first is None:
        return f"til {format_date(last)}" if last else ""
    if last is None:
        return f"fra {format_date(first)}"
    if first == last:
        return format_date(first)
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
        return str(first.year) if first.year == last.year else f"{first.year}–{last.year}"
    if (first, last) == whole_month(first.year, first.month):
        return f"{MONTH_NAMES[first.month - 1]} {first.year}"
    return f"{format_date(first)} – {format_date(last)}"
