"""Meetings turned into search queries made by rule, each with the items that it should find.

- `subjects`  meetings -> items worth asking for, with all items of the same case and subject
- `lexicon`   meetings -> their words: in which forms, and in how many cases each stands
- `rules`     a subject -> a query: its title in other words, or a sentence without the words that give it away
- `everyday`  administrative words -> what people say instead

A query out of an item's own words finds that item in any word search, which tells nothing. So each rule changes or
takes away words, and each kind has its own figures.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from eval.dataset import Gold, Split
from eval.known.lexicon import read_lexicon
from eval.known.rules import RULES
from eval.known.subjects import Subject, find_subjects
from rag.domain import Meeting


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownItem:
    """A query with the items it should find, as a line of a file of questions."""

    id: str
    question: str
    type: str
    gold: tuple[Gold, ...]
    split: Split
    answerable: bool = True


def make_queries(meetings: Iterable[Meeting]) -> list[KnownItem]:
    """Return the queries of all kinds that can be made for the items of meetings; the same ones in every run."""
    meetings = list(meetings)
    lexicon = read_lexicon(meetings)
    made: dict[str, KnownItem] = {}
    for subject in find_subjects(meetings):
        for kind, rule in RULES.items():
            if query := rule(subject, lexicon):
                # Two meetings may hold the same words on the same case: one query is enough.
                made.setdefault(query.casefold(), _known(subject, kind=kind, query=query))
    return list(made.values())


def _known(subject: Subject, *, kind: str, query: str) -> KnownItem:
    name = sha256(f"{subject.gold[0].source}#{subject.gold[0].item} {kind}".encode()).hexdigest()[:10]
    return KnownItem(id=f"n-{name}", question=query, type=kind, gold=subject.gold, split=_split(subject.case))


def _split(case: str) -> Split:
    """Put all queries of a case into the same half."""
    return "dev" if sha256(case.encode()).digest()[0] % 2 else "test"
