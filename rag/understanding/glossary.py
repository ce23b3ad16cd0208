"""Abbreviations that the minutes explain, turned into what a question is searched with, and into definitions."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Self

from rag.danish.normalise import fold
from rag.domain import Abbreviation

_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_SUFFIX = re.compile(r"(?:ernes|erne|enes|ene|ens|ets|ers|er|en|et|es|s|e)$")
SHORTEST_LOWER = 3
"""Letters that an abbreviation typed in lower case must have: "it" and "om" are words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Glossary:
    """All explained abbreviations, found by either form; built with `of`."""

    by_short: Mapping[str, tuple[Abbreviation, ...]] = field(default_factory=dict)
    by_long: Mapping[tuple[str, ...], tuple[Abbreviation, ...]] = field(default_factory=dict)
    longest: int = 0
    """Words of the longest long form."""

    @classmethod
    def of(cls, entries: Iterable[Abbreviation]) -> Self:
        """Return the glossary of the entries; what is explained most often comes first."""
        counts: Counter[tuple[str, tuple[str, ...]]] = Counter()
        first: dict[tuple[str, tuple[str, ...]], Abbreviation] = {}
        for entry in sorted(entries, key=lambda entry: (-entry.count, entry.long, entry.item_id)):
            key = (key_of(entry.short), _roots(entry.long))
            counts[key] += entry.count
            first.setdefault(key, entry)
        by_short: dict[str, tuple[Abbreviation, ...]] = {}
        by_long: dict[tuple[str, ...], tuple[Abbreviation, ...]] = {}
        for (short, long), count in counts.most_common():
            merged = replace(first[short, long], count=count)
            by_short[short] = (*by_short.get(short, ()), merged)
            by_long[long] = (*by_long.get(long, ()), merged)
        return cls(by_short=by_short, by_long=by_long, longest=max(map(len, by_long), default=0))

    def explain(self, short: str) -> tuple[Abbreviation, ...]:
        """Return what an abbreviation stands for, the most often explained first; nothing when unknown."""
        return self.by_short.get(key_of(short), ())

    def expansions(self, text: str) -> tuple[str, ...]:
        """Return the other form of each abbreviation and long form in a text, each once."""
        return tuple(dict.fromkeys([*self._long_forms(text), *self._short_forms(text)]))

    def mentioned(self, text: str) -> tuple[Abbreviation, ...]:
        """Return what the abbreviations and long forms in a text stand for."""
        found = [entry for word in _shorts(text) for entry in self.explain(word)]
        return tuple(dict.fromkeys([*found, *self._explained(text)]))

    def _long_forms(self, text: str) -> Iterator[str]:
        for word in _shorts(text):
            for entry in self.explain(word)[:1]:
                yield entry.long

    def _short_forms(self, text: str) -> Iterator[str]:
        for entry in self._explained(text):
            yield entry.short

    def _explained(self, text: str) -> Iterator[Abbreviation]:
        roots = _roots(text)
        for start in range(len(roots) if self.longest else 0):
            for length in range(self.longest, 0, -1):
                if found := self.by_long.get(roots[start : start + length]):
                    yield found[0]
                    break


def key_of(short: str) -> str:
    """Return an abbreviation as it is looked up: "GOP'er", "GOPs" and "gop" are one."""
    return fold(re.sub(r"(?<=[A-ZÆØÅ])(?:['’`-]?(?:erne|er|en|et|s))$", "", short)).replace(" ", "")


def _shorts(text: str) -> Iterator[str]:
    """Yield the words that may be abbreviations, capitals or not, and without an ending after an apostrophe."""
    for match in _WORD.finditer(text):
        word = match[0]
        if sum(letter.isupper() for letter in word) > 1 or len(word) >= SHORTEST_LOWER:
            yield word


def _roots(text: str) -> tuple[str, ...]:
    """Return the words without endings, so that "lærings- og kvalitetsteamet" is found too."""
    words = _WORD.findall(fold(text))
    return tuple(_SUFFIX.sub("", word) if len(word) > 4 else word for word in words)


EMPTY = Glossary()
