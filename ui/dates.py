"""Dates as people in Denmark type them, turned into ISO dates."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date

from ui import text

DAY_FIRST = re.compile(r"(?P<day>\d{1,2})[./ -]+(?P<month>\d{1,2})[./ -]+(?P<year>\d{4})")
YEAR_FIRST = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})")
YEAR = re.compile(r"\d{4}")


def iso_date(typed: str | None, *, last: bool = False) -> str | None:
    """Return "8.6.2021", "08-06-2021", "2021-06-08" or a year as an ISO date; nothing typed is None.

    A year alone is its first day, or with `last` its last. Raises ValueError with a Danish sentence for what
    is no date.
    """
    typed = (typed or "").strip()
    if not typed:
        return None
    day = f"{typed}-12-31" if last else f"{typed}-01-01"
    written = day if YEAR.fullmatch(typed) else typed
    if match := DAY_FIRST.fullmatch(written) or YEAR_FIRST.fullmatch(written):
        with suppress(ValueError):
            return date(int(match["year"]), int(match["month"]), int(match["day"])).isoformat()
    raise ValueError(text.BAD_DATE.format(value=typed))
