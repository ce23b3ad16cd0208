"""Meetings turned into their words: in which forms, and in how many items and cases each stands."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from eval.known.subjects import case_of
from rag.danish.analyse import analyse
from rag.danish.compounds import CompoundSplitter
from rag.domain import Meeting

WORD = re.compile(r"[^\W_]+(?:[-/][^\W_]+)*")
FREQUENT_SHARE = 0.1
"""A word in more of the items than this share says nothing about one of them."""
SEEN_OFTEN = 2
"""A form that stands fewer times may be a slip of the pen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """The words of a collection; `forms` and `cases` go by the stem that `analyse` gives."""

    forms: Mapping[str, Counter[str]]
    cases: Mapping[str, Collection[str]]
    item_counts: Mapping[str, int]
    items: int
    splitter: CompoundSplitter

    def another_form(self, word: str) -> str | None:
        """Return the most frequent other form of a word, or None where it stands in one form only."""
        stem = _stem(word)
        others = Counter({form: n for form, n in self.forms.get(stem, Counter()).items() if form != word.lower()})
        found = max(others.items(), key=lambda form: (form[1], form[0]), default=("", 0))
        return found[0] if found[1] >= SEEN_OFTEN else None

    def in_parts(self, word: str) -> str | None:
        """Return a compound as two words, or None where it is none."""
        return " ".join(self.splitter.split(word.lower())) or None

    def count(self, word: str) -> int:
        """Return how many items hold the word."""
        return self.item_counts.get(_stem(word), 0)

    def known_elsewhere(self, word: str, *, case: str) -> bool:
        """Tell whether a case other than the given one holds the word."""
        return any(other != case for other in self.cases.get(_stem(word), ()))

    def is_frequent(self, word: str) -> bool:
        """Tell whether the word stands in so many items that it says nothing."""
        return self.count(word) > FREQUENT_SHARE * self.items


def read_lexicon(meetings: Iterable[Meeting]) -> Lexicon:
    """Count the words of all numbered items."""
    forms: dict[str, Counter[str]] = defaultdict(Counter)
    cases: dict[str, set[str]] = defaultdict(set)
    item_counts: Counter[str] = Counter()
    items = 0
    for case, text in _texts(meetings):
        items += 1
        found = [word.lower() for word in WORD.findall(text)]
        for word in found:
            forms[_stem(word)][word] += 1
        stems = {_stem(word) for word in found}
        item_counts.update(stems)
        for stem in stems:
            cases[stem].add(case)
    surface = {form for counted in forms.values() for form, n in counted.items() if n >= SEEN_OFTEN}
    return Lexicon(
        forms=forms, cases=cases, item_counts=item_counts, items=items, splitter=CompoundSplitter(surface.__contains__)
    )


def _texts(meetings: Iterable[Meeting]) -> Iterator[tuple[str, str]]:
    for meeting in meetings:
        for item in meeting.numbered_items:
            yield case_of(item), "\n".join([item.title, *(section.text for section in item.sections)])


def _stem(word: str) -> str:
    """Return the word's tokens as one text; empty for a function word."""
    return " ".join(analyse(word))
