"""The forums and places that a question names, by names made from those in the catalog."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from itertools import product

from rag.danish.normalise import fold
from rag.danish.spans import Span

_WORD = re.compile(r"[^\W_]+(?:-(?=[^\W_]))?")
_ENDING = re.compile(r"(?:ernes|erne|enes|ene|ens|en|ets|et|es|e|ne|s)$")
_SMALL = frozenset("for i og om af paa de den det til the of and in".split())
_HEADS = ("gruppen", "gruppe", "udvalget", "udvalg", "raadet", "raad", "klyngen", "forum", "naevnet")
_PARTS = re.compile(
    r"klynge|styre|fokus|arbejds|koordinations|implementerings|samarbejds|oekonomi|sundheds|gruppe|udvalg|raad|forum"
)
_CLUSTER = re.compile(r"(?P<place>.+?)klyngen?$")
_DIRECTIONS = {"vest": "west", "oest": "east", "syd": "south", "nord": "north"}
MIN_TYPO = 8
"""Letters a word must have for one wrong, missing or extra letter to be overlooked."""
LONGEST = 8


class Level(IntEnum):
    """How much of a forum is named."""

    PLACE = 1
    """A part that may as well be the topic: "Randers", "Greve Kommune", "fokusgruppen"."""
    WHOLE = 2
    """The cluster or the body, by its whole name: "Randersklyngen", "Fokusgruppen Sundhed for Voksne"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Naming:
    """A way to name forums: the part of their names that is meant, and how much of them that is."""

    part: str
    forums: tuple[str, ...]
    level: Level


@dataclass(frozen=True, slots=True, kw_only=True)
class ForumMention(Naming):
    """A naming and where it stands in the question."""

    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class ForumNames:
    """The ways to name the forums, by the roots of their words; `near` leads misspelt long words back."""

    namings: Mapping[tuple[str, ...], Naming]
    first: frozenset[str]
    near: Mapping[str, str]

    def find(self, text: str) -> list[ForumMention]:
        """Return the forums that are named, in reading order; of what overlaps the longest counts."""
        matches = list(_WORD.finditer(text))
        roots = [self._mended(root_of(match[0])) for match in matches]
        found, position = [], 0
        while position < len(matches):
            naming, length = self._at(roots[position : position + LONGEST])
            if naming:
                span = Span(matches[position].start(), matches[position + length - 1].end())
                found.append(ForumMention(part=naming.part, forums=naming.forums, level=naming.level, span=span))
            position += max(length, 1)
        return found

    def _at(self, roots: Sequence[str]) -> tuple[Naming | None, int]:
        for length in range(len(roots) if roots[0] in self.first else 0, 0, -1):
            if naming := self.namings.get(tuple(roots[:length])):
                return naming, length
        return None, 0

    def _mended(self, root: str) -> str:
        if len(root) < MIN_TYPO or root in self.first:
            return root
        return next((self.near[form] for form in _shortened(root) if form in self.near), root)


@lru_cache(maxsize=8)
def forum_names(forums: tuple[str, ...]) -> ForumNames:
    """Return the ways to name these forums; kept, for they change only when documents do."""
    namings: dict[tuple[str, ...], Naming] = {}
    for forum in filter(None, forums):
        for words, part, level in _ways(forum):
            key = tuple(root_of(word) for word in words)
            known = namings.get(key)
            if known is None or level > known.level:
                namings[key] = Naming(part=part, forums=(forum,), level=level)
            elif level == known.level and forum not in known.forums:
                namings[key] = Naming(part=known.part, forums=(*known.forums, forum), level=level)
    roots = {root for key in namings for root in key if len(root) >= MIN_TYPO}
    near = {form: root for root in sorted(roots) for form in _shortened(root)}
    return ForumNames(namings=namings, first=frozenset(key[0] for key in namings), near=near)


def split_forum(forum: str) -> tuple[str, str]:
    """Split the name of a forum into its body and its place, which may be empty."""
    body, comma, place = forum.rpartition(", ")
    if comma and (_CLUSTER.match(place.casefold()) or re.search(r"\b(?:kommune|region)\b", place, re.IGNORECASE)):
        return body, place
    return ("", forum) if _CLUSTER.match(forum.casefold()) else (forum, "")


def root_of(word: str) -> str:
    """Return a word in one spelling and without its ending: "Randersklyngens" and "randersklynge" are one."""
    word = fold(word).rstrip("- ")
    return _ENDING.sub("", word) if len(word) > 4 else word


def _ways(forum: str) -> Iterator[tuple[tuple[str, ...], str, Level]]:
    """Yield the words of each naming, the part it stands for, and its level."""
    body, place = split_forum(forum)
    yield from _ways_of_place(place)
    words = tuple(_WORD.findall(fold(body)))
    if not words:
        return
    yield words, body, Level.WHOLE
    content = tuple(word for word in words if word not in _SMALL)
    yield content, body, Level.WHOLE
    for last, small in product(content[1:], ((), ("for",), ("om",), ("i",))):
        yield (content[0], *small, last), body, Level.WHOLE
    for short in _initials(words):
        yield (short,), body, Level.WHOLE
    # "Fokusgruppen" and "styregruppen" alone may be any such body; "udvalget" alone is the one that is spoken of.
    ends = {word for word in (content[0], content[-1], *_ends(content[0]), *_parted(content)) if word.endswith(_HEADS)}
    heads = ends.difference(_HEADS)
    yield from (((head,), body, Level.PLACE) for head in sorted(heads) if (head,) != words)


def _parted(content: Sequence[str]) -> Iterator[str]:
    """Yield the names of a body by one of its fields: "sundhedsudvalget" for the Sundheds- og Omsorgsudvalg."""
    head = next((head for head in _HEADS if content[-1].endswith(head) and content[-1] != head), None)
    yield from (f"{field}{head}" for field in content[:-1] if head)


def _ways_of_place(place: str) -> Iterator[tuple[tuple[str, ...], str, Level]]:
    if not place:
        return
    words = tuple(_WORD.findall(fold(place)))
    if cluster := _CLUSTER.match("".join(words)):
        town = cluster["place"]
        # The linking s of "Horsensklyngen" is the town's own or not; its root is the same.
        # "the West focus group"
        abroad = _DIRECTIONS.get(town, town)
        for whole in (words, (town, "klyngen"), (town, "cluster"), ("klyngen", "i", town), ("cluster", "in", town)):
            yield whole, place, Level.WHOLE
        yield (abroad, "cluster"), place, Level.WHOLE
        yield from (((name,), place, Level.PLACE) for name in (town, abroad))
        return
    yield words, place, Level.PLACE
    if len(words) > 1:
        yield words[:-1], place, Level.PLACE


def _initials(words: Sequence[str]) -> Iterator[str]:
    """Yield the abbreviation that a body's name gives, as "ksg" of "Klyngestyregruppen", if it has three letters."""
    letters = "".join(_first_letters(word) for word in words if word not in _SMALL)
    if 3 <= len(letters) <= 6:
        yield letters


def _first_letters(word: str) -> str:
    return "".join(match[0][0] for match in _PARTS.finditer(word)) or word[0]


def _ends(word: str) -> Iterator[str]:
    """Yield the shorter names inside a compound: "styregruppen" of "klyngestyregruppen"."""
    for match in list(_PARTS.finditer(word))[1:]:
        if len(rest := word[match.start() :]) > MIN_TYPO and not rest.startswith("gruppe"):
            yield rest


def _shortened(root: str) -> Iterator[str]:
    """Yield the root and all it becomes with one letter left out; two words with one in common are a slip apart."""
    yield root
    for place in range(len(root)):
        yield root[:place] + root[place + 1 :]


def is_named(forum: str, words: str) -> bool:
    """Tell whether a forum's name holds all the words of a constraint."""
    return all(word.casefold() in forum.casefold() for word in words.replace(",", " ").split())
