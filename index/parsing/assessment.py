"""A parsed meeting turned into how far it can be trusted: a confidence and warnings."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from rag.domain import OUTSIDE, AgendaItem, DocumentType, Meeting, SectionKind

LONG_FRONT = 400
"""Words before the first item, participants and lists of contents apart, that make it likely that an item is missed."""
LONG_SHARE = 0.7
"""Share of the words in one item of many that makes it likely that items are missed in it."""
MANY = 4
LONG_DOCUMENT = 1000

Warned = tuple[float, str]


def assess(meeting: Meeting, *, marked: bool, numbered: bool, dated_by_name: bool) -> tuple[float, tuple[str, ...]]:
    """Return the confidence (0 to 1) and the warnings about a meeting.

    `marked`: the source itself states its items. `numbered`: they were found by their numbers. `dated_by_name`: the
    date stands only in the name of the file. Every warning takes its share of the confidence, by how often it goes
    with mistakes: a judgement, not a measured probability.
    """
    found = [*_about_date(meeting, dated_by_name=dated_by_name), *_about_whole(meeting)]
    if not marked:
        found += [*_about_items(meeting, numbered=numbered), *_about_lengths(meeting)]
    confidence = 0.98
    for factor, _ in found:
        confidence *= factor
    return round(confidence, 2), tuple(warning for _, warning in found)


def _about_date(meeting: Meeting, *, dated_by_name: bool) -> Iterator[Warned]:
    if meeting.date is None:
        yield 0.8, "no date"
    elif dated_by_name:
        yield 0.9, "the date is taken from the file name"


def _about_whole(meeting: Meeting) -> Iterator[Warned]:
    if not meeting.forum:
        yield 0.9, "no forum"
    decides = any(item.decision is not None for item in meeting.numbered_items)
    if meeting.document_type is DocumentType.MINUTES and meeting.numbered_items and not decides:
        yield 0.6, "no decisions in a referat"


def _about_items(meeting: Meeting, *, numbered: bool) -> Iterator[Warned]:
    items = meeting.numbered_items
    if not items:
        yield 0.4, "no agenda items"
        return
    if not numbered:
        yield 0.7, "the items have no numbers: headings are taken for items"
    wholes = [int(match[0]) for item in items if (match := re.match(r"\d+", item.number))]
    for before, after in pairwise(wholes):
        if after > before + 1:
            yield 0.85, f"numbers skip from {before} to {after}"
    for number, times in Counter(item.number for item in items).items():
        if times > 1:
            yield 0.8, f"number {number} stands {times} times"
    for item in items:
        if not item.title:
            yield 0.9, f"item {item.number} has no title"


def _about_lengths(meeting: Meeting) -> Iterator[Warned]:
    outside = next((item for item in meeting.items if item.number == OUTSIDE), None)
    front = _words(outside) if outside is not None else 0
    lengths = {item.number: _words(item) for item in meeting.numbered_items}
    if front > LONG_FRONT and lengths:
        yield 0.7, f"text before the first item is long: {front} words"
    total = sum(lengths.values())
    for number, words in lengths.items():
        if len(lengths) >= MANY and total > LONG_DOCUMENT and words > LONG_SHARE * total:
            yield 0.8, f"item {number} holds most of the text: {words} of {total} words"


def _words(item: AgendaItem) -> int:
    """Count the words of an item that may hide another one."""
    plain = [s for s in item.sections if s.kind is not SectionKind.PARTICIPANTS and not s.heading.startswith("Indhold")]
    return sum(len(section.text.split()) for section in plain)
