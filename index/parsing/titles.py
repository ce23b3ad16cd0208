"""The first lines of an item turned into its title, time slot and the rest."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.parsing.flow import FlowLine
from index.parsing.headings import match_heading
from index.parsing.items import TIME_SLOT, is_case_line
from index.parsing.paragraphs import continues, join_words

TITLE_FILL = 0.88
"""Titles are often set bold, so fewer characters fill the column than in the body."""
MAX_TITLE_LINES = 4
ABBREVIATION = re.compile(r"\b(?:evt|m\.m|mm|mv|m\.v|osv|o\.lign|pkt|afd)\.$", re.IGNORECASE)
"""A last word whose full stop belongs to it."""
BROKEN_NUMBER = re.compile(r"(?<=\d)- (?!og\b|eller\b|til\b|samt\b)(?=[a-zæøå]{3})")
"""The hyphen of "2030-fremskrivning" where the line broke after it."""
DANGLING = re.compile(r"\b(?:i|og|af|for|til|med|på|om|ved|samt|eller|fra|mellem|en|et|den|det|de)$")
"""Words that no title ends with."""
SENTENCE = re.compile(
    r"[A-ZÆØÅ][\w-]+ (?:[a-zæøå]+ )?(?:blev|bliver|er|har|anbefaler|indstiller|tiltræder|tiltrådte|godkend(?:er|te)"
    r"|besluttede|vedtog|drøftede|tog|udsatte|afviste)\b"
)
"""A line that opens with subject and verb: no title goes on so, even where its line was full."""
LIST_POINT = re.compile(r"(?:\d{1,2}[a-z]?[.)]|[a-z]\)|[•·*–-])\s+[A-ZÆØÅ]")
CLOSED = re.compile(r"\(?\b(lukket (?:punkt|sag|dagsordenspunkt)|lukket|fortroligt?)\b\)?\s*[:–-]?\s*", re.IGNORECASE)
SAYS_CLOSED = re.compile(
    rf"{CLOSED.pattern}|(?:\w+ ){{1,4}}(?:behandle\w*|behandling) (?:for lukkede døre|som lukket punkt)", re.IGNORECASE
)
"""Words that tell of a closed item only that it is closed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Title:
    """An item's title without time slot, and how many lines it took."""

    text: str
    time_slot: str
    closed: bool
    lines: int


def read_title(first: str, lines: Sequence[FlowLine], *, wrapped: bool) -> Title:
    """Read the title that begins with `first` and may go on over the lines after it (`lines[0]` is its own line)."""
    text, used = first, 1
    while used < min(len(lines), MAX_TITLE_LINES) and _goes_on(text, lines[used - 1 : used + 2], wrapped=wrapped):
        text, used = join_words(text, lines[used].text), used + 1
    if used < len(lines) and not TIME_SLOT.search(text) and TIME_SLOT.fullmatch(lines[used].text):
        text, used = f"{text} {lines[used].text}", used + 1
    slot = TIME_SLOT.search(text)
    title = (text[: slot.start()] + text[slot.end() :]) if slot else text
    closed = bool(CLOSED.search(title))
    return Title(
        text=_tidy(title),
        time_slot=re.sub(r"^\(|\)$", "", slot[0]).strip() if slot else "",
        closed=closed,
        lines=used,
    )


def _goes_on(text: str, lines: Sequence[FlowLine], *, wrapped: bool) -> bool:
    """Tell whether the second of the lines belongs to the title that ends with the first.

    It does where the first was full, a bracket is open, both are marked as headings of the same level, or it is a
    few words right before a section heading.
    """
    before, line = lines[:2]
    if not wrapped or line.gap or line.page_start or line.side or match_heading(line) or is_case_line(line):
        return False
    if text.count("(") > text.count(")") or DANGLING.search(text) or (line.level and line.level == before.level):
        return True
    if SENTENCE.match(line.text) or LIST_POINT.match(line.text):
        return False
    squeezed = (
        len(lines) > 2 and match_heading(lines[2]) and len(line.text.split()) <= 3 and not line.text.endswith(".")
    )
    return bool(squeezed) or continues(before, line, fill=TITLE_FILL)


def _tidy(title: str) -> str:
    title = re.sub(r"\s+", " ", title).strip(" \t–-:;,")
    title = BROKEN_NUMBER.sub("-", title)
    return title if ABBREVIATION.search(title) else title.rstrip(".:").strip() or title
