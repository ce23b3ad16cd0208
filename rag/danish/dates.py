"""Dates and times as Danish minutes write them, turned into `date` and `time`, and a date back into words."""

from __future__ import annotations

import re
from datetime import date, time

from rag.danish.spans import Span

MONTH_NAMES = tuple("januar februar marts april maj juni juli august september oktober november december".split())
_SHORT = {"jan": 1, "feb": 2, "febr": 2, "mar": 3, "apr": 4, "jun": 6, "jul": 7, "aug": 8}
_SHORT |= {"sep": 9, "sept": 9, "okt": 10, "nov": 11, "dec": 12}
MONTHS = {name: number for number, name in enumerate(MONTH_NAMES, start=1)} | _SHORT
"""The months' full and short names with their numbers."""

PIVOT = 70
"""Two-digit years below it lie in the 2000s, the others in the 1900s."""

_ISO = re.compile(r"(?<![\w-])(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})(?![\d-])")
_NUMERIC = (
    re.compile(r"(?<![\w.,/])(?P<day>\d{1,2})\. ?(?P<month>\d{1,2})\. ?(?P<year>\d{4}|\d{2})(?!\d|[.,:/]\d)"),
    re.compile(r"(?<![\w.,/])(?P<day>\d{1,2})/(?P<month>\d{1,2})[-/ ] ?(?P<year>\d{4}|\d{2})(?!\d|[.,:/-]\d)"),
    re.compile(r"(?<![\w.,/-])(?P<day>\d{1,2})-(?P<month>\d{1,2})-(?P<year>\d{4})(?!\d|[.,:/-]\d)"),
)
_WRITTEN = re.compile(
    rf"""(?<![\w,/])(?P<day>\d{{1,2}})\.?[^\S\n]*
    (?P<month>{"|".join(sorted(MONTHS, key=len, reverse=True))})(?![^\W\d_])
    (?:[.,]{{0,2}}[^\S\n]*(?P<year>(?:19|20)\d{{2}}|['’]\d{{2}})(?!\d))?""",
    re.VERBOSE | re.IGNORECASE,
)
_CLOCK = r"(?P<{0}>\d{{1,2}})(?:[.:](?P<{0}_minute>\d{{2}}))?(?![\d]|[.,:]\d)"
_RANGE = rf"{_CLOCK.format('start')}(?:\s*(?:[-–—]|til)\s*(?:kl\.?\s*)?{_CLOCK.format('end')})?"
_AFTER_LABEL = re.compile(rf"\bkl(?:okken|\.)?\s*{_RANGE}", re.IGNORECASE)
_BARE = re.compile(rf"(?<![\w.,:/-]){_RANGE}", re.IGNORECASE)


def parse_date(text: str, *, default_year: int | None = None) -> date | None:
    """Return the first date in the text; a day and month without year count only with `default_year`."""
    return next((found for _, found in find_dates(text, default_year=default_year)), None)


def find_dates(text: str, *, default_year: int | None = None) -> list[tuple[Span, date]]:
    """Return all dates in the text with their places, in reading order; impossible dates are passed over."""
    found = [
        (Span(*match.span()), day)
        for pattern in (_ISO, *_NUMERIC, _WRITTEN)
        for match in pattern.finditer(text)
        if (day := _to_date(match, default_year=default_year)) is not None
    ]
    return sorted(found)


def format_date(day: date) -> str:
    """Return the date as it is written in running text: "8. juni 2021"."""
    return f"{day.day}. {MONTH_NAMES[day.month - 1]} {day.year}"


def parse_times(text: str) -> tuple[time, time | None] | None:
    """Return the first time in the text as start and end, the end None where only one time stands.

    Without "kl." before it, a time needs a colon or a range with minutes ("12:00", "13-13.45"), or stands
    alone.
    """
    for pattern in (_AFTER_LABEL, _BARE):
        for match in pattern.finditer(text):
            if pattern is _BARE and not _is_clock(match, text=text):
                continue
            if (start := _to_time(match, "start")) is not None:
                return start, _to_time(match, "end")
    return None


def _to_date(match: re.Match[str], *, default_year: int | None) -> date | None:
    month, year = match["month"].casefold(), _to_year(match["year"]) or default_year
    unlikely = month in _SHORT and match["month"][0].isupper() and not match["year"]  # "2. Jan Hansen"
    if year is None or unlikely:
        return None
    try:
        return date(year, int(MONTHS.get(month) or month), int(match["day"]))
    except ValueError:
        return None


def _to_year(printed: str | None) -> int | None:
    if printed is None:
        return None
    year = int(printed.lstrip("'’"))
    if year >= 100:
        return year
    return year + (2000 if year < PIVOT else 1900)


def _is_clock(match: re.Match[str], *, text: str) -> bool:
    has_minutes = match["start_minute"] is not None or match["end_minute"] is not None
    return ":" in match[0] or (has_minutes and (match["end"] is not None or match[0] == text.strip()))


def _to_time(match: re.Match[str], which: str) -> time | None:
    hour, minute = match[which], match[f"{which}_minute"]
    if hour is None:
        return None
    try:
        return time(int(hour), int(minute or 0))
    except ValueError:
        return None
