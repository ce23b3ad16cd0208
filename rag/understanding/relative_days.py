"""Words that count from today, or leave out the year, turned into days: "sidste år", "i foråret", "den 8. juni"."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Collection, Iterator
from datetime import date, timedelta

from rag.danish.spans import Span
from rag.understanding.days import (
    ANY_MONTH,
    LONG_MONTHS,
    MONTH_NUMBERS,
    SEASON,
    Days,
    Period,
    around_summer,
    pattern,
    period_of,
    whole_month,
    whole_season,
)

_NUMBERS = {name: number for number, name in enumerate("et to tre fire fem seks syv otte ni ti elleve tolv".split(), 1)}
_NUMBERS |= {name: number for number, name in enumerate("one two three four five".split(), 1)}
_LATEST = r"(?:(?:de|det|den|the)\s+)?(?:seneste|sidste|last|past)"
YEARS_BACK = 5
"""How far back a day without year may lie."""


def relative_days(text: str, *, today: date, held: Collection[date], year: int | None = None) -> Iterator[Period]:
    """Yield what is named; `held` are days of meetings, which a day without year is looked up in first.

    What is named without a year is of the `year` that the rest of the text names, else the last such time.
    """
    last = date(year, 12, 31) if year else today
    for rules, day in ((_RULES, today), (_WITHOUT_YEAR, last)):
        for rule, days_of, certain in rules:
            for match in rule.finditer(text):
                yield period_of(text, Span(*match.span()), days_of(match, day), certain=certain)
    for match in _DAY.finditer(text):
        if found := _day_without_year(match, today=last, held=[it for it in held if year in (None, it.year)]):
            day, was_held = found
            yield period_of(text, Span(*match.span()), (day, day), certain=was_held)


def _latest(match: re.Match[str], today: date) -> Days:
    """Return the span that ends today: "de seneste to år", "det seneste år"."""
    written = match["count"].casefold()
    count = int(written) if written.isdigit() else _NUMBERS.get(written, 1)
    unit = match["unit"].casefold()
    if unit.startswith(("u", "w")):
        return today - timedelta(weeks=count), today
    months = count if unit.startswith("m") else 12 * count
    year, month = divmod(today.year * 12 + today.month - 1 - months, 12)
    return date(year, month + 1, min(today.day, monthrange(year, month + 1)[1])), today


def _year(match: re.Match[str], today: date) -> Days:
    words = match[0].casefold()
    year = today.year + (1 if words.startswith(("n", "coming")) else 0 if words.startswith(("i", "d", "t")) else -1)
    return date(year, 1, 1), date(year, 12, 31)


def _month(match: re.Match[str], today: date) -> Days:
    this = match[0].casefold().startswith(("denne", "this"))
    day = today if this else today.replace(day=1) - timedelta(days=1)
    return whole_month(day.year, day.month)


def _around_summer(match: re.Match[str], today: date) -> Days:
    return around_summer(match["side"], today.year)


def _recent_season(match: re.Match[str], today: date) -> Days:
    this = whole_season(match["season"], today.year)
    return this if this[0] <= today else whole_season(match["season"], today.year - 1)


def _recent_month(match: re.Match[str], today: date) -> Days:
    month = MONTH_NUMBERS[match["month"].casefold()]
    return whole_month(today.year - (month > today.month), month)


_RULES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], date], Days], bool], ...] = (
    (
        pattern(
            rf"{_LATEST}\s+(?P<count>\d{{1,2}}|{'|'.join(_NUMBERS)})\s+"
            r"(?P<unit>år|aar|måneder|uger|years|months|weeks)\b"
        ),
        _latest,
        True,
    ),
    (pattern(r"det\s+(?:seneste|sidste)\s+(?P<count>)(?P<unit>år|aar)\b"), _latest, True),
    (pattern(r"(?:(?:sidste|forrige|dette|næste|last|this)\s+|i\s+)(?:år|aar|year)\b"), _year, True),
    (pattern(r"(?:sidste|forrige|denne|last|this)\s+(?:måned|month)\b"), _month, True),
    (pattern(r"(?P<side>før|foer|inden|efter)\s+sommerferien\b"), _around_summer, False),
)
_WITHOUT_YEAR: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], date], Days], bool], ...] = (
    (pattern(rf"(?<=\bi ){SEASON}"), _recent_season, False),
    (pattern(rf"(?<=\bi )(?P<month>{LONG_MONTHS})\b"), _recent_month, False),
)
_DAY = pattern(rf"(?P<day>[1-9]|[12]\d|3[01])(?:\.\s*(?P<month>{ANY_MONTH})\b|/(?P<number>1[0-2]|0?[1-9])(?![\d/-]))")


def _day_without_year(match: re.Match[str], *, today: date, held: Collection[date]) -> tuple[date, bool] | None:
    """Return the one day of a meeting on such a date, else the last such date, and whether a meeting was held."""
    day, month = int(match["day"]), int(match["number"] or 0) or MONTH_NUMBERS[match["month"].casefold()]
    if on_it := {it for it in held if (it.day, it.month) == (day, month)}:
        return max(on_it), len(on_it) == 1
    for year in range(today.year, today.year - YEARS_BACK, -1):
        if day <= monthrange(year, month)[1] and date(year, month, day) <= today:
            return date(year, month, day), False
    return None
