"""The time that a question names turned into days: what is named by itself, and the spans between, since and before."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from rag.danish.spans import Span
from rag.understanding.days import Days, Period, period_of
from rag.understanding.relative_days import relative_days
from rag.understanding.stated_days import stated_days

_FLAGS = re.IGNORECASE
_SINCE = re.compile(r"\b(?:siden|fra og med|lige siden|since)\s+(?:\w+\s+)??(?:den\s+|i\s+)?$", _FLAGS)
_FROM = re.compile(r"\b(?:fra|from|mellem|between)\s+(?:den\s+)?$", _FLAGS)
_BEFORE = re.compile(r"\b(?:før|foer|inden|forud for|before)\s+(?:den\s+)?$", _FLAGS)
_AFTER = re.compile(r"\b(?:efter|after)\s+(?:den\s+)?$", _FLAGS)
_UNTIL = re.compile(r"\b(?:indtil|til og med|frem til|op til|until)\s+(?:den\s+)?$", _FLAGS)
_TO = re.compile(
    r"\s*(?:,?\s*(?:og\s+)?(?:frem\s+)?(?:til|to|until)(?:\s+og med)?|–|-|og|and)\s*(?:den\s+|i\s+)?$", _FLAGS
)
_TO_NOW = re.compile(r"\s+(?:og\s+)?(?:frem\s+)?(?:til|to)\s+(?:nu|i dag|now|today)\b", _FLAGS)


def find_periods(text: str, *, today: date | None = None, held: Collection[date] = ()) -> list[Period]:
    """Return the periods in reading order; `held` are days of meetings, which a day without year is looked up in.

    Without `today`, words that count from it ("sidste år") name nothing.
    """
    stated = list(stated_days(text))
    relative = relative_days(text, today=today, held=held, year=_one_year(stated, today)) if today else ()
    points = _without_overlap([*stated, *relative])
    return list(_joined(text, points))


def _one_year(stated: Collection[Period], today: date) -> int | None:
    """Return the one year that the stated days lie in: "i august og den 1. oktober 2025" are both of 2025."""
    years = {day.year for it in stated for day in (it.date_from, it.date_to) if day}
    return years.pop() if len(years) == 1 and max(years) <= today.year else None


def _without_overlap(periods: Collection[Period]) -> list[Period]:
    """Return the periods in reading order; of two that overlap the one given first counts."""
    kept: list[Period] = []
    for period in periods:
        if all(period.span.end <= other.span.start or other.span.end <= period.span.start for other in kept):
            kept.append(period)
    return sorted(kept, key=lambda period: period.span)


def _joined(text: str, points: list[Period]) -> Iterator[Period]:
    """Join points with what stands before and between them: "siden 2022", "mellem 2019 og 2021"."""
    taken = _ranges(text, points)
    for index, point in enumerate(points):
        if index in taken.values():
            continue
        before = text[: point.span.start]
        if index in taken:
            yield _between(text, point, points[taken[index]], before)
        elif not point.words.casefold().startswith(("før", "foer", "inden", "efter")):
            yield _opened(text, point)
        else:
            yield point


def _ranges(text: str, points: list[Period]) -> dict[int, int]:
    """Return which point is the beginning of a span, and which its end."""
    found: dict[int, int] = {}
    for index, (first, second) in enumerate(pairwise(points)):
        between = text[first.span.end : second.span.start]
        joins = _TO.fullmatch(between)
        opened = _FROM.search(text[: first.span.start])
        dashed = joins and between.strip() in ("-", "–")
        if joins and (opened or dashed) and index not in found.values():
            found[index] = index + 1
    return found


def _between(text: str, first: Period, second: Period, before: str) -> Period:
    opening = _FROM.search(before)
    span = Span(opening.start() if opening else first.span.start, second.span.end)
    return period_of(text, span, (first.date_from, second.date_to), certain=first.certain and second.certain)


def _opened(text: str, point: Period) -> Period:
    before, after = text[: point.span.start], text[point.span.end :]
    day = timedelta(days=1)
    if (word := _FROM.search(before)) and (to := _TO_NOW.match(after)):
        return _spanned(text, point, (point.date_from, None), start=word.start(), end=point.span.end + to.end())
    if word := _SINCE.search(before):
        return _spanned(text, point, (point.date_from, None), start=word.start())
    if (word := _BEFORE.search(before)) and point.date_from:
        return _spanned(text, point, (None, point.date_from - day), start=word.start())
    if (word := _AFTER.search(before)) and point.date_to:
        return _spanned(text, point, (point.date_to + day, None), start=word.start())
    if word := _UNTIL.search(before):
        return _spanned(text, point, (None, point.date_to), start=word.start())
    return point


def _spanned(text: str, point: Period, days: Days, *, start: int, end: int | None = None) -> Period:
    span = Span(start, end or point.span.end)
    return replace(period_of(text, span, days), certain=point.certain)
