"""The words for months, seasons and parts of a year, and the days they stand for."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from rag.danish.dates import MONTH_NAMES, MONTHS
from rag.danish.spans import Span

_ENGLISH = "january february march april may june july august september october november december".split()
MONTH_NUMBERS = MONTHS | {name: number for number, name in enumerate(_ENGLISH, start=1)}
LONG_MONTHS = "|".join(sorted({*MONTH_NAMES, *_ENGLISH}, key=len, reverse=True))
ANY_MONTH = "|".join(sorted(MONTH_NUMBERS, key=len, reverse=True))
_SEASONS = {"forår": (3, 5), "sommer": (6, 8), "efterår": (9, 11), "vinter": (12, 2), "foraar": (3, 5)}
_SEASONS |= {"efteraar": (9, 11), "spring": (3, 5), "summer": (6, 8), "autumn": (9, 11)}
SEASON = rf"(?P<season>{'|'.join(_SEASONS)})(?:en|et|mer)?\b"
YEAR = r"(?P<year>(?:19[89]|20[0-4])\d)(?![\d/]|[.,-]\d)"

Days = tuple[date | None, date | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """Days that a question names, both inclusive and None where it is open; `words` are the question's own.

    `certain` tells that the words leave no doubt which days are meant: "i foråret" without a year does.
    """

    date_from: date | None
    date_to: date | None
    certain: bool
    words: str
    span: Span

    @property
    def year(self) -> int | None:
        """The year, when the period lies in one."""
        if self.date_from and self.date_to and self.date_from.year == self.date_to.year:
            return self.date_from.year
        return None

    @property
    def is_day(self) -> bool:
        """Whether it is a single day."""
        return self.date_from is not None and self.date_from == self.date_to

    @property
    def is_open(self) -> bool:
        """Whether it goes on without end on one side."""
        return self.date_from is None or self.date_to is None


def period_of(text: str, span: Span, days: Days, *, certain: bool = True) -> Period:
    """Return days as the period that stands there in a text."""
    return Period(date_from=days[0], date_to=days[1], certain=certain, words=text[span.start : span.end], span=span)


def pattern(words: str) -> re.Pattern[str]:
    """Return the pattern of words that begin where no number goes on."""
    return re.compile(rf"(?<![\w.,/-]){words}", re.IGNORECASE)


def whole_month(year: int, month: int) -> tuple[date, date]:
    """Return the first and the last day of a month."""
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def whole_season(name: str, year: int) -> tuple[date, date]:
    """Return the first and the last day of a season; a winter has its year from its end."""
    first, last = _SEASONS[name.casefold()]
    return date(year - (first > last), first, 1), whole_month(year, last)[1]


def around_summer(side: str, year: int) -> tuple[date, date]:
    """Return the part of a year before or after the holidays in July."""
    if side.casefold() == "efter":
        return date(year, 8, 1), date(year, 12, 31)
    return date(year, 1, 1), date(year, 6, 30)
