"""Words that name days by themselves turned into those days: a date, a month of a year, a season, a year."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date

from rag.danish.dates import find_dates
from rag.danish.spans import Span
from rag.understanding.days import (
    ANY_MONTH,
    MONTH_NUMBERS,
    SEASON,
    YEAR,
    Days,
    Period,
    around_summer,
    pattern,
    period_of,
    whole_month,
    whole_season,
)

_NO_AMOUNT = r"(?!\s*(?:kr\b|kroner|borgere|patienter|mio|timer|%))"
_OF_YEAR = rf"(?:\s*,)?\s+(?:i\s+|in\s+|of\s+)?{YEAR}"
_ORDINALS = {"f": 1, "a": 2, "t": 3}


def stated_days(text: str) -> Iterator[Period]:
    """Yield what is named, the more exact first."""
    for span, day in find_dates(text):
        yield period_of(text, span, (day, day))
    for rule, days_of in _RULES:
        for match in rule.finditer(text):
            if days := days_of(match):
                yield period_of(text, Span(*match.span()), days)


def _month(match: re.Match[str]) -> Days:
    return whole_month(int(match["year"]), MONTH_NUMBERS[match["month"].casefold()])


def _years(match: re.Match[str]) -> Days | None:
    first, last = int(match["first"]), int(match["year"])
    return (date(first, 1, 1), date(last, 12, 31)) if first < last else None


def _around_summer(match: re.Match[str]) -> Days:
    return around_summer(match["side"], int(match["year"]))


def _season(match: re.Match[str]) -> Days:
    return whole_season(match["season"], int(match["year"]))


def _part(match: re.Match[str]) -> Days | None:
    """Return a half or a quarter of a year."""
    printed = match["part"][0].casefold()
    part, months = _ORDINALS.get(printed) or int(printed), 6 if match["length"].casefold() == "halvår" else 3
    if part * months > 12:
        return None
    year = int(match["year"])
    return date(year, part * months - months + 1, 1), whole_month(year, part * months)[1]


def _year(match: re.Match[str]) -> Days:
    return date(int(match["year"]), 1, 1), date(int(match["year"]), 12, 31)


_RULES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Days | None]], ...] = (
    (pattern(rf"(?P<month>{ANY_MONTH})\.?(?:\s+måned)?{_OF_YEAR}"), _month),
    (pattern(rf"(?P<first>(?:19[89]|20[0-4])\d)\s?[-–/]\s?{YEAR}"), _years),
    (pattern(rf"(?P<side>før|foer|inden|efter)\s+sommerferien{_OF_YEAR}"), _around_summer),
    (pattern(rf"{SEASON}{_OF_YEAR}"), _season),
    (pattern(rf"(?P<part>[1-4]\.|første|andet|tredje)\s+(?P<length>halvår|kvartal){_OF_YEAR}"), _part),
    (pattern(rf"{YEAR}{_NO_AMOUNT}"), _year),
)
