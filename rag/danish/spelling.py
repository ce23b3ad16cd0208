"""A question's mistyped words, turned into the words of the minutes that were meant."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

from rag.danish.analyse import FUNCTION_WORDS, stems
from rag.danish.compounds import CompoundSplitter
from rag.danish.dictionary import is_danish
from rag.danish.normalise import letters, normalise, spell_out

MIN_WORD = 4
"""Letters below which a word is never corrected: too many others lie beside it."""
LONG = 8
"""Letters from which two slips are allowed instead of one."""
SUGGESTIONS = 3
CLEARLY = 10
"""How many times as often as the next a word must occur to be the one that was meant."""
SURE_LENGTHS = (4, 6, 10)
"""Letters that a word needs to be surely meant at no, one and two slips."""
ENDING = 6
"""Letters that a form may have beyond its stem."""

ENGLISH = frozenset(
    "about and are did do does has have how is of the their to was were what when which who why".split()
)
"""Two of these words make a text English: its short words are right, and only look like Danish ones."""

_WORD = re.compile(r"(?<![\w@./])[^\W\d_]+(?:-[^\W\d_]+)*(?![\w@/]|\.\w)")
_DIGRAPH = re.compile("aa|ae|oe")
_PLAIN = str.maketrans("åæø", "aao")


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A word of the minutes near a typed one: how many slips lie between them, and how many items hold it."""

    word: str
    distance: int
    frequency: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A typed word and those of the minutes that may be meant, the likeliest first; if sure, it is the first."""

    typed: str
    meant: tuple[str, ...]
    sure: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrected:
    """A text with what was surely meant in place of what was typed, and all changes in reading order."""

    original: str
    text: str
    changes: tuple[Change, ...] = ()

    @property
    def expanded(self) -> str:
        """The text as it was typed and after it what was surely meant: what is best embedded."""
        return " ".join([self.original, *(it.meant[0] for it in self.changes if it.sure)])

    @property
    def also(self) -> tuple[str, ...]:
        """The words to search for beside those that were typed: the one meant, or all that may be."""
        return tuple(dict.fromkeys(word for it in self.changes for word in it.meant[: 1 if it.sure else None]))


class Speller:
    """Finds the words of the minutes that a mistyped or foreign-keyboard spelling stands for.

    Letters are compared without å, æ and ø ("sårbare", "saarbare" and "sarbare" are one), and slips are counted as
    letters left out, put in, mistaken or swapped. It does not change, so threads may share it.
    """

    def __init__(
        self,
        vocabulary: Mapping[str, int],
        *,
        keep: Iterable[str] = (),
        is_word: Callable[[str], bool] = is_danish,
    ) -> None:
        """Take the minutes' words as written (see `analyse.forms`) with the number of items that hold each.

        The words of `keep` are left alone, and so are those that `is_word` tells to be right.
        """
        self._vocabulary, self._is_word = vocabulary, is_word
        self._keep = {_skeleton(word) for word in keep} | FUNCTION_WORDS
        self._spelled: dict[str, list[str]] = defaultdict(list)
        self._buckets: dict[tuple[str, int], list[str]] = defaultdict(list)
        for word in vocabulary:
            self._spelled[_skeleton(word)].append(word)
        for key in self._spelled:
            self._buckets[key[:1], len(key)].append(key)
        self._sorted = sorted({spell_out(word).replace("-", "") for word in vocabulary})
        self._splitter = CompoundSplitter(self._holds_stem)

    def suggest(self, word: str) -> tuple[Suggestion, ...]:
        """Return the words that may be meant by one that the minutes do not hold, the likeliest first.

        Short words, numbers and words that the minutes hold in any form get none.
        """
        typed = letters(normalise(word))
        key = _skeleton(typed)
        if len(key) < MIN_WORD or not key.isalpha() or key in self._keep or self._holds(typed):
            return ()
        if key in self._spelled:
            return tuple(self._gather({key: 0}, typed=typed)[:SUGGESTIONS])
        # A slip may have put an a before an e ("vedtaet"), which then is no æ.
        keys = dict.fromkeys((key, typed.translate(_PLAIN).replace("-", "")))
        allowed = 1 if self._is_compound(typed) else 2
        near = min((self._near(it, allowed=allowed) for it in keys), key=lambda found: min(found.values(), default=9))
        # Asked last, and only where it matters: the dictionary takes a second to load.
        if not near or self._is_word(typed):
            return ()
        return tuple(self._gather(near, typed=typed)[:SUGGESTIONS])

    def correct(self, text: str) -> Corrected:
        """Return the text with the sure changes made in it, and all changes.

        A capital inside the sentence marks a name and capitals throughout an acronym: a name is changed only where
        nothing but å, æ and ø is amiss, an acronym never.
        """
        shortest = LONG if is_english(text) else MIN_WORD
        changes: dict[str, Change] = {}
        for match in _WORD.finditer(text):
            typed, shouted = match[0], text.isupper()
            if typed in changes or len(typed) < shortest or (typed.isupper() and not shouted):
                continue
            is_name = match.start() > 0 and typed[0].isupper() and not shouted
            if change := self._change(typed, is_name=is_name):
                changes[typed] = change
        certain = {it.typed: _in_case_of(it.typed, it.meant[0]) for it in changes.values() if it.sure}
        mended = _WORD.sub(lambda match: certain.get(match[0], match[0]), text)
        return Corrected(original=text, text=mended, changes=tuple(changes.values()))

    def _change(self, typed: str, *, is_name: bool) -> Change | None:
        found = self.suggest(typed)
        if not found:
            return None
        doubtful = found[0].distance > 0 if is_name else self._is_word(letters(typed))
        return Change(typed=typed, meant=tuple(it.word for it in found), sure=_is_sure(found) and not doubtful)

    def _holds(self, typed: str) -> bool:
        """Tell whether the minutes hold the word, or another form of it."""
        return typed in self._vocabulary or all(map(self._holds_stem, stems(typed)))

    def _holds_stem(self, stem: str) -> bool:
        """Tell whether a word of the minutes has this stem; a stem begins the words that it stands for."""
        for place in range(bisect_left(self._sorted, stem), len(self._sorted)):
            word = self._sorted[place]
            if not word.startswith(stem):
                return False
            if len(word) <= len(stem) + ENDING and stem in stems(word):
                return True
        return False

    def _is_compound(self, typed: str) -> bool:
        return any(map(self._splitter.split, stems(typed)))

    def _near(self, key: str, *, allowed: int) -> dict[str, int]:
        """Return the nearest spellings and how many slips away they lie; the first letter is seldom wrong."""
        allowed = allowed if len(key) >= LONG else 1
        lengths = range(len(key) - allowed, len(key) + allowed + 1)
        found = _nearest(key, (self._buckets.get((key[0], length), ()) for length in lengths), allowed=allowed)
        if found or len(key) < LONG:
            return found
        lengths = range(len(key) - 1, len(key) + 2)
        others = (words for (first, length), words in self._buckets.items() if first != key[0] and length in lengths)
        return _nearest(key, others, allowed=1)

    def _gather(self, near: Mapping[str, int], *, typed: str) -> list[Suggestion]:
        """Return the near words, of those with one stem only the one most like the typed, the commonest first."""
        by_stem: dict[tuple[str, ...], list[str]] = defaultdict(list)
        for key in near:
            for word in self._spelled[key]:
                by_stem[stems(word.replace("-", ""))].append(word)
        found = [
            Suggestion(
                word=min(words, key=lambda word: (OSA.distance(typed, word), -self._vocabulary[word], word)),
                distance=min(near[_skeleton(word)] for word in words),
                frequency=sum(map(self._vocabulary.__getitem__, words)),
            )
            for words in by_stem.values()
        ]
        return sorted(found, key=lambda it: (-it.frequency, it.word))


def is_english(text: str) -> bool:
    """Tell whether a text is English rather than Danish."""
    return len(ENGLISH.intersection(text.casefold().split())) > 1


def _nearest(key: str, buckets: Iterable[Sequence[str]], *, allowed: int) -> dict[str, int]:
    """Return the words of the buckets at the least distance from the key, if that is allowed."""
    found: dict[str, int] = {}
    for words in buckets:
        for word, distance, _ in process.extract(key, words, scorer=OSA.distance, score_cutoff=allowed, limit=None):
            found[word] = int(distance)
    nearest = min(found.values(), default=0)
    return {word: distance for word, distance in found.items() if distance == nearest}


def _is_sure(found: Sequence[Suggestion]) -> bool:
    """Tell whether the first suggestion stands alone or clearly leads, and is long enough for its slips."""
    first, *others = found
    leads = not others or first.frequency >= CLEARLY * others[0].frequency
    return leads and len(first.word) >= SURE_LENGTHS[first.distance]


def _skeleton(word: str) -> str:
    """Return the word without what keyboards and spellings do differently: hyphens, and å, æ and ø as a and o."""
    return _DIGRAPH.sub(lambda match: match[0][0], spell_out(word)).replace("-", "")


def _in_case_of(typed: str, meant: str) -> str:
    if typed.isupper():
        return meant.upper()
    return meant.capitalize() if typed[0].isupper() else meant
