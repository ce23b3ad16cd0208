"""Whether a sentence says what another says: clause by clause, the same words in the same order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from itertools import pairwise

from rag.danish.analyse import analyse

OPENING = "og|eller|men|at|som|der|når|hvis|om|fordi|idet|da|så|mens|hvor\\w*|svarende|dog|hvorefter"
BREAK = re.compile(rf",\s+(?=(?:{OPENING})\b)|\s+(?=(?:og|eller|men)\s+at\b)", re.IGNORECASE)
RELATIVE = re.compile(r"(?:som|der)\b", re.IGNORECASE)
CONDITION = re.compile(r"(?:og\s+|men\s+|eller\s+)?(om|hvis|når|fordi|idet|da|mens)\b", re.IGNORECASE)
"""How a clause opens that is no fact by itself; it says the same only where it opens alike."""
TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[^\W_]+(?:-[^\W_]+)*")
YEAR = re.compile(r"(?:19|20)\d\d")
PREPOSITIONS = frozenset("i på til fra af for med om ved hos".split())
LIGHT = frozenset(analyse("er var blev bliver blevet og eller men også samt desuden"))
LONGEST_FRONT = 5
QUALIFIERS = PREPOSITIONS | frozenset(
    analyse(
        "ikke ingen aldrig uden kun kan kunne skal skulle bør burde må måtte vil ville mindst højst senest tidligst "
        "op under over før efter inden mellem alle begge cirka ca"
    )
)
"""Words that change the one that follows them: they are kept where it is."""
REPORTING = frozenset(
    analyse(
        "besluttede besluttet beslutning beslutningen godkendte godkendt vedtog vedtaget tiltrådte tiltrådt blev "
        "bliver ifølge fremgår står ordlyden referat referatet uddrag uddraget foreslår foreslået foreslås forslag "
        "indstillet indstilles indstillingen anbefales også samt desuden dette disse mødet punktet"
    )
)
"""Words that say how something is told; whether a decision may be spoken of is checked apart."""


def says_the_same(sentence: str, source: str, *, place: str = "") -> bool:
    """Tell whether each clause of a sentence stands in a clause of the source, the clauses in one unbroken run.

    What a clause has must stand there in the same order, so no name, number or verb changes its part; it may leave
    out what the source has besides. A clause that only tells how something is told may speak of the place instead.
    """
    clauses, found = _clauses(sentence), _clauses(source)
    there = [number for number in range(len(found)) if _run(clauses, found[number:], frozenset(analyse(place)))]
    return bool(there)


def _run(clauses: Sequence[str], found: Sequence[str], place: AbstractSet[str]) -> bool:
    """Tell whether the clauses stand in the first clauses of the source, one after another."""
    matched = 0
    for clause in clauses:
        if matched < len(found) and _stands_in(clause, found[matched]):
            matched += 1
        elif not _only_tells(clause, place):
            return False
    return matched > 0


def _clauses(text: str) -> list[str]:
    """Split into clauses; one that opens with "som" gets the word before it, which it is about, in front."""
    parts = [part.strip() for part in BREAK.split(text)]
    about = [""] + [TOKEN.findall(before)[-1] if TOKEN.search(before) else "" for before, _ in pairwise(parts)]
    return [f"{word} {part}" if RELATIVE.match(part) else part for word, part in zip(about, parts, strict=True)]


def _tokens(clause: str) -> list[str]:
    """Return the stems in reading order, with the prepositions, without the words that carry nothing."""
    words = [word.casefold() for word in TOKEN.findall(clause)]
    stems = [word if word in PREPOSITIONS else (analyse(word) or [""])[-1] for word in words]
    return [stem for stem in stems if stem and stem not in LIGHT]


def _only_tells(clause: str, place: AbstractSet[str]) -> bool:
    tokens = set(_tokens(clause)) - PREPOSITIONS
    return tokens <= REPORTING | place


def _stands_in(clause: str, found: str) -> bool:
    if _condition(clause) != _condition(found):
        return False
    tokens, there = _tokens(clause), _tokens(found)
    told = _without_report(tokens)
    if any(_in_order(order, there) for order in (tokens, told, [*told[1::-1], *told[2:]] if told != tokens else [])):
        return True
    return any(_fronted(tokens[:at], tokens[at:], there) for at in range(1, min(len(tokens), LONGEST_FRONT + 1)))


def _fronted(front: Sequence[str], rest: Sequence[str], there: Sequence[str]) -> bool:
    """Tell whether a date or a phrase with its preposition was moved to the front: verb and subject change places."""
    if not (front[0].isdigit() or front[0] in PREPOSITIONS):
        return False
    starts = [at for at in range(len(there)) if list(there[at : at + len(front)]) == list(front)]
    others = [[*there[:at], *there[at + len(front) :]] for at in starts]
    return any(_in_order(order, other) for other in others for order in (rest, [*rest[1::-1], *rest[2:]]))


def _condition(clause: str) -> str:
    opened = CONDITION.match(clause)
    return opened[1].casefold() if opened else ""


def _without_report(tokens: Sequence[str]) -> list[str]:
    """Leave out the words in front that only say how the rest is told."""
    at = next((at for at, token in enumerate(tokens) if token not in REPORTING), len(tokens))
    return list(tokens[at + (0 < at < len(tokens) and tokens[at] in PREPOSITIONS) :])


def _in_order(tokens: Sequence[str], there: Sequence[str]) -> bool:
    """Tell whether the tokens stand there in this order, each with its qualifiers and each number with its unit."""
    places: list[int] = []
    for token in tokens:
        at = next((at for at in range(places[-1] + 1 if places else 0, len(there)) if there[at] == token), None)
        if at is None:
            return False
        places.append(at)
    kept = set(places)
    qualified = all(at - 1 in kept for at in places if at and there[at - 1] in QUALIFIERS)
    united = all(b == a + 1 for a, b in pairwise(places) if there[a].isdigit() and not YEAR.fullmatch(there[a]))
    return bool(set(tokens) - QUALIFIERS) and qualified and united
