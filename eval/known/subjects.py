"""Meetings turned into subjects: an item worth asking for, with the other items of the same case and subject."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from eval.dataset import Gold
from rag.danish.analyse import words
from rag.domain import AgendaItem, Meeting

# Titles that stand on every agenda: nobody can tell one such item from the next.
FORMAL = re.compile(
    r"""(?:lukket|lukkede?\ punkt|underskriftsark|eventuelt|spørgetid|meddelelser|huskeliste|velkomst|dagsorden
    | orientering(?:er)?\ ?(?:/.*|(?:fra|til)\b.*|og\ .*)?$ | gensidig | (?:næste|kommende)\ møde
    | godkendelse\ af\ (?:dagsorden|referat|protokol) | (?:.*\W)?mødekalender)""",
    re.IGNORECASE | re.VERBOSE,
)
# What an item is for stands before or after its subject: "Godkendelse af takster", "Takster - godkendelse".
_PURPOSE = "godkendelse|orientering|drøftelse|status|beslutning|høring|høringssvar|redegørelse|forslag|opfølgning"
_BEFORE = re.compile(rf"(?:{_PURPOSE})\s+(?:af|om|på|vedr\.|vedrørende)\s+", re.IGNORECASE)
_AFTER = re.compile(rf"(?:\s+[-–]\s+|,\s+)(?:{_PURPOSE})$", re.IGNORECASE)
SAME_SUBJECT = 0.5
"""Share (0 to 1) of the shorter title's words that two titles of one case have in common when they mean the same."""
FEWEST_WORDS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """An item with a title of its own; `gold` holds it and what else was written on the same subject."""

    item: AgendaItem
    case: str
    title: str
    """Without what the item is for."""
    gold: tuple[Gold, ...]


def find_subjects(meetings: Sequence[Meeting]) -> list[Subject]:
    """Return the items with a distinctive title, in reading order.

    Left out are closed items, formal ones, and titles that items of another case bear as well.
    """
    cases: dict[str, list[tuple[Meeting, AgendaItem]]] = defaultdict(list)
    for meeting, item in _items(meetings):
        cases[case_of(item)].append((meeting, item))
    bearers = Counter(title for case in cases.values() for title in {_title_words(item) for _, item in case})
    return [
        Subject(item=item, case=case_of(item), title=bare_title(item.title), gold=_gold(meeting, item, cases))
        for meeting, item in _items(meetings)
        if bearers[_title_words(item)] == 1 and len(_title_words(item)) >= FEWEST_WORDS
    ]


def case_of(item: AgendaItem) -> str:
    """Return the case number, or the item's id where it has none."""
    return item.case_number or item.id


def bare_title(title: str) -> str:
    """Return a title without what its item is for."""
    return _AFTER.sub("", _BEFORE.sub("", title, count=1)).strip(" .:-–")


def _items(meetings: Sequence[Meeting]) -> Iterator[tuple[Meeting, AgendaItem]]:
    for meeting in meetings:
        for item in meeting.numbered_items:
            if not item.closed and not FORMAL.match(item.title):
                yield meeting, item


def _title_words(item: AgendaItem) -> frozenset[str]:
    return words(bare_title(item.title))


def _gold(meeting: Meeting, item: AgendaItem, cases: dict[str, list[tuple[Meeting, AgendaItem]]]) -> tuple[Gold, ...]:
    """Return the item itself, then those of its case on the same subject.

    The number alone does not do: some offices give one to all that is on an agenda.
    """
    own = Gold(source=meeting.source.name, item=item.number)
    others = (
        Gold(source=other_meeting.source.name, item=other.number)
        for other_meeting, other in cases[case_of(item)]
        if _alike(_title_words(item), _title_words(other))
    )
    return tuple(dict.fromkeys((own, *others)))


def _alike(one: frozenset[str], other: frozenset[str]) -> bool:
    return len(one & other) >= SAME_SUBJECT * max(1, min(len(one), len(other)))
