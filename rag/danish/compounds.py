"""A compound's token, turned into the two tokens it is put together from, and words written apart into compounds."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise

from rag.danish.analyse import stems
from rag.danish.normalise import letters, normalise

MIN_WORD = 8
MIN_PART = 4
LINKING = ("s", "e")
SUFFIXES = frozenset(("ling", "ning", "ring", "skab", "tion"))
"""Endings of single words ("orientering") that are, or look like, words of their own."""

_WORD_OR_GAP = re.compile(r"[^\W\d_]+|[^\w\s]+|\d+")


class CompoundSplitter:
    """Splits tokens of `analyse` where both parts are tokens of the corpus themselves.

    The rule: a word of 8 or more letters, parts of 4 or more; the left part may end in a linking -s or -e.
    """

    def __init__(self, vocabulary: Mapping[str, int] | Callable[[str], bool]) -> None:
        """Take the corpus' tokens, or a function that tells whether a token is one of them."""
        self._is_known = vocabulary if callable(vocabulary) else vocabulary.__contains__

    def split(self, token: str) -> tuple[str, ...]:
        """Return the two parts as tokens, or nothing; of several splits the most even one counts."""
        for lefts, right in _ways(token):
            if self._is_known(right):
                left = next(filter(self._is_known, lefts), None)
                if left is not None:
                    return left, right
        return ()


def possible_parts(token: str) -> set[str]:
    """Return all tokens that `split` may ask the vocabulary for, to look them up in one query."""
    return {part for lefts, right in _ways(token) for part in (*lefts, right)}


def possible_compounds(text: str) -> tuple[str, ...]:
    """Return the tokens that neighbouring words of a question make when written as one ("kol rehabilitering").

    They are looked up in the vocabulary: those that occur there are compounds the minutes write in one word.
    """
    found = _WORD_OR_GAP.findall(letters(normalise(text)))
    pairs = ((left, right) for left, right in pairwise(found) if left.isalpha() and right.isalpha())
    joined = (left + link + right for left, right in pairs if _may_join(left, right) for link in ("", *LINKING))
    return tuple(dict.fromkeys(token for word in joined for token in stems(word)))


def _may_join(left: str, right: str) -> bool:
    return len(left) > 1 and len(right) >= MIN_PART and bool(stems(left)) and bool(stems(right))


def _ways(token: str) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield each cut's left tokens and right token, the most even cut first."""
    if len(token) < MIN_WORD or not token.isalpha():
        return
    cuts = range(MIN_PART, len(token) - MIN_PART + 1)
    for cut in sorted(cuts, key=lambda cut: abs(2 * cut - len(token))):
        if token[cut:] not in SUFFIXES:
            yield _left_tokens(token[:cut]), token[cut:]


def _left_tokens(part: str) -> tuple[str, ...]:
    """Return what the left part can be as a token: as it stands, stemmed, or without its linking letter."""
    bare = part[:-1] if part.endswith(LINKING) and len(part) > MIN_PART else part
    return tuple(dict.fromkeys((part, *stems(part), bare, *stems(bare))))
