"""Lines recognised as the beginnings of agenda items: the numbered sequence that the whole document bears out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from index.parsing.flow import Flow, FlowLine
from index.parsing.headings import match_heading

CANDIDATE = re.compile(
    r"(?P<prefix>(?:ad|punkt|pkt|dagsordenspunkt|sag)\.?\s*)?"
    r"(?P<number>\d{1,3})(?P<sub>[a-zæøå]|(?:\.\d{1,2}){1,2})?"
    r"\s*(?P<separator>[.):]|[–-](?=\s)|$|(?=\s))\s*[:.]?\s*(?P<title>.*)",
    re.IGNORECASE,
)
CASE_NUMBER = re.compile(
    r"(?:(?:sags?|j(?:ournal)?)\.?\s?-?n(?:umme)?r\.?\s*:?\s*)?"
    r"(?P<case>\d{1,2}-\d{2}-\d{1,3}(?:-\d{1,4}){1,3}|\d-\d\d-\d{1,3}-\d\d|\d\d[-/]\d{4,6}|EMN-\d{4}-\d{4,6})",
    re.IGNORECASE,
)
LABELLED_CASE = re.compile(r"(?:sags?|j(?:ournal)?)\.?\s?-?n(?:umme)?r\.?\s*:?\s*(?P<case>[\w./-]+)", re.IGNORECASE)
TIME_SLOT = re.compile(
    r"\(?\bkl\.?\s*\d{1,2}(?:[.:]\d{2})?(?:\s*[–-]\s*(?:kl\.?\s*)?\d{1,2}(?:[.:]\d{2})?)?\)?"
    r"|\(\d{1,2}[.:]\d{2}\s*[–-]\s*\d{1,2}[.:]\d{2}\)",
    re.IGNORECASE,
)
DOT_LEADER = re.compile(r"(?<!\.)(?<!\.\s)(?:\.\s?){4,}\s*\d*\s*$|(?<!…)…{2,}\s*\d*\s*$")
"""Looked for from the beginning of the dots alone: a line of thousands of them would else take seconds."""
BARE_TITLE = re.compile(r"[A-ZÆØÅÉ§\"'”’»«(]|\d{1,2}\. [a-zæøå]{3}")
"""How a title begins where only a space parts it from its number; also with an ordinal: "2. udkast til budget"."""
TIGHT = re.compile(r"\d{1,3}\.[A-ZÆØÅ]")
SPACED = re.compile(r"\d{1,3}\. [A-ZÆØÅ]")
MIN_TIGHT = 2
MAX_LISTS = 3
"""How many times as often as the items' numbers those with a space may stand: in the agenda and in lists."""
TIGHT_ORDINAL = re.compile(
    r"(?P<prefix>)(?P<number>\d{1,3})(?P<sub>)(?P<separator>\.)(?P<title>\d{1,2}\. [a-zæøå]{3}.*)"
)
"""A title that begins with an ordinal, right after its number: "3.2. udkast til budget"."""
CLOSED_TITLE = re.compile(r"\(?lukket\b", re.IGNORECASE)
LONG_ABBREVIATION = 6
LOOK_AHEAD = 7
LISTED = 3.0
REPEATED = 1.5
"""For a title that stands twice under its number: in the agenda, and over the item."""
LISTED_LETTERS = 30
GAP_COST = 2.5
LINK_GAIN = 1.0
MAX_GAP = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A line that may begin an item, with the evidence for it; `key` orders the numbers (6, 6a, 6.1, 7)."""

    line: int
    number: str
    key: tuple[int, ...]
    prefix: bool
    title: str
    score: float
    style: str = ""
    """What stands around the number: "punkt:", "."."""


def find_items(flow: Flow) -> list[Candidate]:
    """Return the items of a document in order.

    What the source states (marks) decides. Otherwise every numbered line is weighed by its own features, and the
    chain of rising numbers with the greatest sum of evidence is chosen, so that numbered lists inside an item and
    a list of contents lose against the items themselves.
    """
    marked = [
        Candidate(line=i, number=line.mark.number, key=(0,), prefix=False, title=line.mark.title, score=0)
        for i, line in enumerate(flow.lines)
        if line.mark is not None
    ]
    return marked or _best_chain(_candidates(flow.lines))


def _candidates(lines: Sequence[FlowLine]) -> list[Candidate]:
    """Read every numbered line as a candidate and weigh it."""
    tight = _is_tight(lines)
    read = [(i, _read(line, tight=tight)) for i, line in enumerate(lines) if line.side is None]
    found = [(i, match) for i, match in read if match is not None]
    numbers = {i: int(match["number"]) for i, match in found}
    listed = _listed_titles(lines)
    repeated = Counter((match["number"], _plain(match["title"])) for _, match in found)
    said = Counter(title for _, title in {(match["number"], _plain(match["title"])) for _, match in found})
    return [
        Candidate(
            line=i,
            number=match["number"] + (match["sub"] or ""),
            key=_key(match),
            prefix=bool(match["prefix"]),
            title=match["title"].strip(),
            score=_weigh(lines, i, match)
            + _crowding(lines, i, numbers)
            + LISTED * (_plain(match["title"]) in listed)
            + REPEATED * (repeated[match["number"], _plain(match["title"])] > 1)
            - 1.0 * (said[_plain(match["title"])] > 1 and not CLOSED_TITLE.match(match["title"])),
            style=f"{(match['prefix'] or '').strip().lower()}{match['separator']}",
        )
        for i, match in found
    ]


def _listed_titles(lines: Sequence[FlowLine]) -> frozenset[str]:
    """Return the titles that a list of contents with dot leaders names."""
    entries = (DOT_LEADER.sub("", line.text) for line in lines if DOT_LEADER.search(line.text))
    matches = ((CANDIDATE.fullmatch(entry.strip()), entry) for entry in entries)
    return frozenset(_plain(match["title"] if match else entry) for match, entry in matches) - {""}


def _plain(title: str) -> str:
    """Return the letters that a title and its entry in a list of contents share, for they are cut differently."""
    return "".join(character for character in title.lower() if character.isalnum())[:LISTED_LETTERS]


def _is_tight(lines: Sequence[FlowLine]) -> bool:
    """Tell whether the document leaves out the space after numbers, so that "3.2. udkast" is the third item."""
    tight = sum(bool(TIGHT.match(line.text)) for line in lines)
    spaced = sum(bool(SPACED.match(line.text)) for line in lines)
    return tight >= MIN_TIGHT and tight * MAX_LISTS >= spaced


def _read(line: FlowLine, *, tight: bool) -> re.Match[str] | None:
    match = (TIGHT_ORDINAL.fullmatch(line.text) if tight else None) or CANDIDATE.fullmatch(line.text)
    if match is None or line.row or DOT_LEADER.search(line.text):
        return None
    if len(re.findall(r"[^\W\d_]", match["title"])) < 3:
        return None
    if _is_bare(match) and not line.level and not (BARE_TITLE.match(match["title"]) and _stands_off(line)):
        return None
    return None if re.match(r"[.\d/-]+\d", match["title"]) and not match["prefix"] else match


def _is_bare(match: re.Match[str]) -> bool:
    """Tell whether nothing but a space parts number and title."""
    return not match["prefix"] and not match["separator"]


def _stands_off(line: FlowLine) -> bool:
    return line.gap > 0 or line.page_start


def _key(match: re.Match[str]) -> tuple[int, ...]:
    sub = match["sub"] or ""
    parts = [int(part) for part in sub.split(".") if part] if sub.startswith(".") else [ord(c) - 96 for c in sub]
    return (int(match["number"]), *parts)


def _weigh(lines: Sequence[FlowLine], i: int, match: re.Match[str]) -> float:
    """Return the evidence that one line begins an item, from the line and its surroundings."""
    line, title = lines[i], match["title"]
    ahead = lines[i + 1 : i + 1 + LOOK_AHEAD]
    score = 0.0
    score += 3 * any(match_heading(after) for after in ahead)
    score += 2 * any(is_case_line(before) for before in lines[max(0, i - 2) : i])
    score += 2 * bool(match["prefix"]) + 2 * bool(line.level)
    score += 2 * bool(TIME_SLOT.search(title) or (ahead and TIME_SLOT.fullmatch(ahead[0].text)))
    score += 1.0 * (line.gap > 0 or line.page_start or i == 0)
    score += 0.5 * bool(ahead and (ahead[0].gap > 0 or match_heading(ahead[0])))
    score += 2 * any(is_case_line(after) for after in ahead[:2]) - 1.0 * (_is_bare(match) and not line.level)
    score += 1.5 * bool(CLOSED_TITLE.match(title)) - 0.75 * (title.endswith(".") and len(title) > LONG_ABBREVIATION)
    score -= 3 * (line.indent >= 2)
    score -= 2 * (title[:1].islower() and not match["prefix"])
    score -= 1.5 * (title.endswith((".", ";", ",")) and len(title.split()) > 8) + (len(title) > 160)
    score -= 1.5 * (i > 0 and lines[i - 1].text.endswith((":", "herunder", "følgende")))
    return score


def _crowding(lines: Sequence[FlowLine], i: int, numbers: dict[int, int]) -> float:
    """Return the cost of standing right beside the numbers before and after, as in a list of contents."""
    before = any(
        numbers.get(j) == numbers[i] - 1 and not any(match_heading(line) for line in lines[j + 1 : i])
        for j in range(max(0, i - 3), i)
    )
    after = any(numbers.get(j) == numbers[i] + 1 for j in range(i + 1, min(len(lines), i + 4)))
    headed = any(match_heading(line) for line in lines[i + 1 : i + 3])
    return -1.25 * (before + (after and not headed))


def is_case_line(line: FlowLine) -> bool:
    """Tell whether a line holds nothing but a case number."""
    return bool(CASE_NUMBER.fullmatch(line.text) or LABELLED_CASE.fullmatch(line.text))


def _best_chain(candidates: list[Candidate]) -> list[Candidate]:
    """Return the chain of rising numbers with the greatest sum of scores (dynamic programming over the lines).

    Of the candidates before a line only the best of each number and style can be the one before it, so that a document
    of many numbered lines takes time in proportion to them.
    """
    best: list[float] = []
    back: list[int | None] = []
    ahead: dict[int, dict[tuple[object, ...], int]] = {}
    for j, candidate in enumerate(candidates):
        start = candidate.score + LINK_GAIN - 0.25 * min(candidate.key[0] - 1, 8)
        value, link = start, None
        number = candidate.key[0]
        reach = range(number - 1 - MAX_GAP, number + 1)
        for i in sorted(i for before in reach for i in ahead.get(before, {}).values()):
            step = _step(candidates[i], candidate)
            if step is not None and best[i] + step + candidate.score > value:
                value, link = best[i] + step + candidate.score, i
        best.append(value)
        back.append(link)
        looks = (candidate.key, candidate.prefix, candidate.style, candidate.number[-1:].isalpha())
        known = ahead.setdefault(number, {}).get(looks)
        if known is None or value > best[known]:
            ahead[number][looks] = j
    if not best or max(best) <= LINK_GAIN:
        return []
    chain: list[Candidate] = []
    at: int | None = best.index(max(best))
    while at is not None:
        chain.append(candidates[at])
        at = back[at]
    return chain[::-1]


def _step(before: Candidate, after: Candidate) -> float | None:
    """Return the gain of letting one number follow another; None where it cannot."""
    same_style = 0.5 * (before.prefix == after.prefix) + 0.5 * (before.style == after.style)
    if len(after.key) > 1:
        parent = after.key[:-1] == before.key[: len(after.key) - 1] and len(before.key) <= len(after.key)
        follows = after.key[-1] == (before.key[-1] + 1 if len(before.key) == len(after.key) else 1)
        lettered = before.number[-1:].isalpha() or after.number[-1:].isalpha()
        return same_style - (0.5 if lettered else 1.5) if parent and (follows or after.key[-1] == 1) else None
    gap = after.key[0] - before.key[0] - 1
    return None if gap < 0 or gap > MAX_GAP else LINK_GAIN + same_style - GAP_COST * gap
