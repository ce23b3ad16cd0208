"""A compound's token, turned into the two tokens it is put together from."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from rag.danish.analyse import stems

MIN_WORD = 8
MIN_PART = 4
LINKING = ("s", "e")
SUFFIXES = frozenset(("ling", "ning", "ring", "skab", "tion"))
"""Endings of single words ("orientering") that are, or look like, words of their own."""


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
