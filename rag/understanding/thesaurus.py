"""Everyday words and the words that minutes write for them, found in a question."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Self, TypeVar

from rag.danish.analyse import analyse
from rag.danish.normalise import letters, spell_out
from rag.danish.spelling import is_english

Key = TypeVar("Key", str, tuple[str, ...])
Term = tuple[str, ...]
"""One or more tokens of `analyse` that stand side by side."""

BEGINNING, LONGER = 5, 2
"""Letters of the beginning that a compound is recognised by, and that it has beyond it: "sår" begins "sårbare", too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Thesaurus:
    """What people say and what minutes write for it; built with `of`."""

    terms: Mapping[Term, tuple[Term, ...]] = field(default_factory=dict)
    beginnings: Mapping[str, tuple[Term, ...]] = field(default_factory=dict)
    longest: int = 0
    """Tokens of the longest entry."""

    @classmethod
    def of(cls, lines: Iterable[str]) -> Self:
        """Return the thesaurus that the lines write: "said, said: written, written" or "one = another = a third".

        A hyphen stands for the rest of a compound ("lunge-"). Empty lines and those that begin with # are left out.
        Raises ValueError for a line that is neither, and for a beginning that is too short to tell compounds by.
        """
        terms: dict[Term, dict[Term, None]] = defaultdict(dict)
        beginnings: dict[str, dict[Term, None]] = defaultdict(dict)
        for line in lines:
            for said, written in _entries(line):
                new = dict.fromkeys(term for term in written if term != tuple(analyse(said)))
                if said.endswith("-"):
                    if len(said) <= BEGINNING:
                        raise ValueError(f"A beginning needs {BEGINNING} letters: {line}")
                    beginnings[spell_out(letters(said[:-1]))] |= new
                else:
                    terms[tuple(analyse(said))] |= new
        return cls(
            terms=_closed(terms),
            beginnings=_closed(beginnings),
            longest=max(map(len, terms), default=0),
        )

    def meanings(self, text: str) -> dict[Term, tuple[Term, ...]]:
        """Return for each term of a text that is known here those that minutes may write instead of it.

        Where one lies within another, both count; what the text itself says is left out.
        """
        tokens = analyse(text)
        found: dict[Term, dict[Term, None]] = defaultdict(dict)
        for said, written in self._found(tokens):
            found[said] |= dict.fromkeys(term for term in written if not set(term) <= set(tokens))
        return {said: tuple(written) for said, written in found.items() if written}

    def _found(self, tokens: Sequence[str]) -> Iterator[tuple[Term, tuple[Term, ...]]]:
        for start, token in enumerate(tokens):
            for length in range(1, self.longest + 1):
                said = tuple(tokens[start : start + length])
                if len(said) == length and said in self.terms:
                    yield said, self.terms[said]
            for part, written in self.beginnings.items():
                if token.startswith(part) and len(token) >= len(part) + LONGER:
                    yield (token,), written


@cache
def thesaurus_of(name: str) -> Thesaurus:
    """Return the thesaurus in `words`: "everyday" or "english"."""
    return Thesaurus.of(files(__package__).joinpath("words", f"{name}.txt").read_text("utf-8").splitlines())


def meanings_of(text: str) -> dict[Term, tuple[Term, ...]]:
    """Return what the terms of a question may mean in minutes; its English words too where it is in English."""
    found = thesaurus_of("everyday").meanings(text)
    return found | thesaurus_of("english").meanings(text) if is_english(text) else found


def _entries(line: str) -> Iterator[tuple[str, list[Term]]]:
    """Yield what is said with what is written for it."""
    line = line.strip()
    if not line or line.startswith("#"):
        return
    if "=" in line:
        same = [it.strip() for it in re.split("[=,]", line)]
        for it in same:
            yield it, [tuple(analyse(other)) for other in same if other != it]
        return
    said, colon, written = line.partition(":")
    if not (colon and said.strip() and written.strip()):
        raise ValueError(f"Neither 'said: written' nor 'one = another': {line}")
    for it in said.split(","):
        yield it.strip(), [tuple(analyse(term)) for term in written.split(",")]


def _closed(found: Mapping[Key, Mapping[Term, None]]) -> dict[Key, tuple[Term, ...]]:
    return {key: tuple(terms) for key, terms in found.items() if key}
