"""The abbreviations that a meeting's text explains: "Lærings- og kvalitetsteam (LKT)", "TOBS står for …".

Conservative: every letter of the abbreviation must begin a word of the long form or a part of a compound, in order,
and every word of weight must give one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from rag.danish.analyse import analyse
from rag.danish.compounds import CompoundSplitter
from rag.danish.normalise import letters
from rag.domain import Abbreviation, AgendaItem, Meeting

SMALL = frozenset("og i for af til med på om den det de ved under fra et en der the of and for in".split())
LETTERS = range(2, 9)
"""How many letters an abbreviation may have; with two, only words in lower case are no name's initials."""
MIN_REST = 3
"""Letters that follow where a compound is cut by guess."""

_SHORT = r"(?P<short>[A-ZÆØÅ](?:[A-ZÆØÅa-zæøå0-9]*[A-ZÆØÅ])[a-zæøå]?)"
_INFLECTED = r"(?:['’](?:erne|er|en|et|s))?"
_IN_BRACKETS = re.compile(rf"\(\s*{_SHORT}{_INFLECTED}\s*\)")
_SHORTENED = re.compile(rf",?\s+(?:forkortet|også kaldet|i daglig tale)\s+(?:til\s+)?{_SHORT}\b")
_STANDS_FOR = re.compile(
    rf"\b{_SHORT}\b,?\s+(?:som\s+|der\s+)?(?:står\s+for|er\s+(?:en\s+)?forkortelse\s+for|betyder)\s+[\"»”]?"
)
_EXPLAINED = (
    re.compile(rf"\b{_SHORT}{_INFLECTED}\s*\(\s*(?P<long>[^()]{{5,120}}?)\s*\)"),
    re.compile(rf"\(\s*{_SHORT}\s*[:=]\s*(?P<long>[^()]{{5,120}}?)\s*\)"),
)
_END = re.compile(r"[.;:!?()\[\]»«]")
REACH = 160
"""Characters beside an abbreviation in which its long form is looked for."""
_WORD = re.compile(r"[^\W\d_][^\s,/]*")
_EDGES = "\"'“”»«,.-–"


def find_abbreviations(meeting: Meeting, *, splitter: CompoundSplitter) -> list[Abbreviation]:
    """Return what the items explain, each once an item, with how often it does."""
    names = {word.casefold() for person in meeting.participants for word in person.name.split()}
    return [found for item in meeting.items for found in _of_item(item, splitter=splitter, names=names)]


def _of_item(item: AgendaItem, *, splitter: CompoundSplitter, names: set[str]) -> Iterator[Abbreviation]:
    counts: Counter[tuple[str, str]] = Counter()
    for text in (item.title, *(section.text for section in item.sections)):
        counts.update(_pairs(" ".join(text.split()), splitter))
    for (short, long), count in counts.items():
        if not all(word.casefold() in names for word in long.split()):
            yield Abbreviation(short=short, long=long, item_id=item.id, count=count)


def _pairs(text: str, splitter: CompoundSplitter) -> Iterator[tuple[str, str]]:
    """Yield each abbreviation with its long form."""
    for match, runs in _candidates(text):
        short = match["short"]
        if sum(letter.isalpha() for letter in short) in LETTERS:
            long = next((run for run in runs if spells(short, run, splitter)), None)
            if long:
                yield short, " ".join(long).strip(_EDGES + " ")


def _candidates(text: str) -> Iterator[tuple[re.Match[str], list[list[str]]]]:
    """Yield each abbreviation with the runs of words beside it that may be its long form, the shortest first."""
    for pattern in (_IN_BRACKETS, _SHORTENED):
        for match in pattern.finditer(text):
            words = _WORD.findall(_END.split(text[max(0, match.start() - REACH) : match.start()])[-1])
            yield match, [words[-count:] for count in _counts(match, words)]
    for match in _STANDS_FOR.finditer(text):
        words = _WORD.findall(_END.split(text[match.end() : match.end() + REACH])[0])
        yield match, [words[:count] for count in _counts(match, words)]
    for pattern in _EXPLAINED:
        for match in pattern.finditer(text):
            yield match, [_WORD.findall(match["long"])]


def _counts(match: re.Match[str], words: Sequence[str]) -> range:
    return range(1, min(len(words), 2 * len(match["short"]) + 2) + 1)


def spells(short: str, words: Sequence[str], splitter: CompoundSplitter) -> bool:
    """Tell whether the words spell the abbreviation by their first letters and those of their parts."""
    wanted = [letter for letter in letters(short) if letter.isalpha()]
    if not words or not wanted or letters(words[0][0]) != wanted[0]:
        return False
    if words[0].casefold() in SMALL or words[-1].casefold() in SMALL:
        return False
    if len(wanted) == LETTERS[0] and all(word[0].isupper() for word in words):
        return False
    if any(word.strip(_EDGES) == short for word in words):
        return False
    named = [word for word in words if word[0].isupper()]
    required = [words[0], *(w for w in words if w.casefold() not in SMALL and (w in named or len(named) < 2))]
    return _spell(wanted, list(words), required, splitter, guessed=len(words) == 1)


def _spell(
    wanted: Sequence[str], words: list[str], required: Sequence[str], splitter: CompoundSplitter, *, guessed: bool
) -> bool:
    """Take letters word by word; `guessed` tells that no further cut of a compound may be guessed."""
    if not words:
        return not wanted
    word, rest = words[0], words[1:]
    if not wanted or letters(word[0]) != wanted[0]:
        return word not in required and _spell(wanted, rest, required, splitter, guessed=guessed)
    for taken, by_guess in _takes(wanted, word, splitter):
        if not (by_guess and guessed) and _spell(wanted[taken:], rest, required, splitter, guessed=guessed or by_guess):
            return True
    return word not in required and _spell(wanted, rest, required, splitter, guessed=guessed)


def _takes(wanted: Sequence[str], word: str, splitter: CompoundSplitter) -> Iterator[tuple[int, bool]]:
    """Yield how many letters a word may give, and whether that takes a guess at where it is put together."""
    yield 1, False
    initials = _initials(word, splitter)
    for taken in range(2, len(initials) + 1):
        if list(initials[:taken]) == list(wanted[:taken]):
            yield taken, False
    plain = letters(word)
    if len(wanted) > 1 and len(initials) < 2:
        inside = plain.find(wanted[1], MIN_REST)
        if MIN_REST <= inside <= len(plain) - MIN_REST or plain[1:2] == wanted[1]:
            yield 2, True


def _initials(word: str, splitter: CompoundSplitter) -> str:
    """Return the first letters of a word's parts, by its capitals, its hyphens or the words it is made of."""
    if "-" in word.strip("-") or any(letter.isupper() for letter in word[1:]):
        cut = re.findall(r"(?<=-)\w|^\w|[A-ZÆØÅ](?=[a-zæøå])", word)
        return letters("".join(cut))
    tokens = analyse(word)
    return "".join(part[0] for part in _parts(tokens[0], splitter)) if tokens else ""


def _parts(token: str, splitter: CompoundSplitter) -> list[str]:
    split = splitter.split(token)
    return [part for half in split for part in _parts(half, splitter)] if split else [token]
