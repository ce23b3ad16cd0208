"""A decision that names points ("1.-2. godkendt") turned into the points of the recommendation that it names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import zip_longest

from rag.answering.choosing import Run
from rag.domain import AgendaItem, Section, SectionKind

NAMED = re.compile(r"(?<![\d.,])(?P<first>\d{1,2})\.?(?:\s?[-–]\s?(?P<last>\d{1,2})\.)?(?=[\s:)]|$)")
"""A number with its full stop, or two of them with what lies between."""
POINT = re.compile(r"^[^\S\n]*(?:ad\s?)?(?P<number>\d{1,2})[.)](?=\s)", re.IGNORECASE | re.MULTILINE)
MOST = 30


def points_named(item: AgendaItem, decision: str) -> list[Run]:
    """Return the points of the recommendation whose numbers a decision names, in printed order; else nothing.

    A decision that names none, or numbers that are no points, refers to the whole.
    """
    numbers = set(_numbers(decision))
    runs = [
        (number, run)
        for section in item.sections
        if section.kind is SectionKind.RECOMMENDATION
        for number, run in _points(section)
    ]
    return [run for number, run in runs if number in numbers]


def _numbers(decision: str) -> Iterator[int]:
    for match in NAMED.finditer(decision):
        if match["last"] is None and not match[0].endswith("."):
            continue
        first, last = int(match["first"]), int(match["last"] or match["first"])
        if first <= last <= MOST:
            yield from range(first, last + 1)


def _points(section: Section) -> Iterator[tuple[int, Run]]:
    """Yield each numbered point of a section up to where the next begins, and a last one up to the end of its line."""
    found = list(POINT.finditer(section.text))
    for match, after in zip_longest(found, found[1:]):
        line = section.text.find("\n", match.end())
        end = after.start() if after else (line if line >= 0 else len(section.text))
        while end > match.end() and section.text[end - 1].isspace():
            end -= 1
        start = match.start() + len(match[0]) - len(match[0].lstrip())
        yield int(match["number"]), Run(section=section, start=start, end=end, score=0.0)
