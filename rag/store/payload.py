"""What a point carries beside its vectors, and a filter as the values and the days that it lets through."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rag.domain import stable_id
from rag.errors import StoreError
from rag.store.interface import Point, PointFilter

MEETING = "meeting_id"
ITEM = "item_id"
DATE = "date"
KEYWORDS = ("forum", "document_type", "section", MEETING)
"""The fields that are indexed for equality; DATE is indexed for ranges."""
LAYOUT = 4
"""Counts the changes of what points carry; those of another layout have to be made anew."""
SHOWN = (ITEM, MEETING)
"""The fields that come back with a found point."""


def payload(point: Point) -> dict[str, Any]:
    """Return ids and filter fields of a point; a point without a date has no such field."""
    fields: dict[str, Any] = {
        MEETING: point.meeting_id,
        ITEM: point.item_id,
        "section": point.section.value,
        "document_type": point.document_type.value,
        "forum": forum_key(point.forum),
    }
    return fields if point.date is None else fields | {DATE: day_number(point.date)}


def forum_key(forum: str) -> str:
    """Return what stands for a forum in the store: no word of a document, for what is deleted stays readable there."""
    return stable_id("forum", forum)


def day_number(day: date) -> int:
    """Return a date as the integer yyyymmdd, which sorts like the date and indexes as a number."""
    return day.year * 10_000 + day.month * 100 + day.day


def allowed(filter: PointFilter) -> dict[str, list[str]]:
    """Return the values that the filter lets through, for each field it restricts."""
    values: dict[str, list[str]] = {}
    if filter.forums is not None:
        values["forum"] = sorted(map(forum_key, filter.forums))
    if filter.sections is not None:
        values["section"] = sorted(section.value for section in filter.sections)
    if filter.document_type is not None:
        values["document_type"] = [filter.document_type.value]
    if filter.meetings is not None:
        values[MEETING] = sorted(filter.meetings)
    return values


def days(filter: PointFilter) -> tuple[int | None, int | None]:
    """Return the first and the last day that the filter lets through; None where it is open."""
    first, last = filter.date_from, filter.date_to
    return (day_number(first) if first else None, day_number(last) if last else None)


def matches_nothing(filter: PointFilter) -> bool:
    """Tell whether the filter names an empty choice, which no point can meet."""
    return any(not values for values in allowed(filter).values())


def components(vector: NDArray[np.float32], *, dimension: int) -> list[float]:
    """Return the numbers of a vector; raise StoreError when the store keeps vectors of another size."""
    if vector.shape != (dimension,):
        raise StoreError(f"The vector store keeps vectors of size {dimension}, not of shape {vector.shape}.")
    numbers: list[float] = vector.tolist()
    return numbers
