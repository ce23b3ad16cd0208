"""Flow lines turned into paragraphs: wrapped lines joined, words broken at the line end mended."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.parsing.flow import FlowLine

BULLET = re.compile(r"(?:[•·▪◦‣●○■□➢✓*]|[-–—](?=\s))\s*")
DASH, INNER_DASH = re.compile(r"(?<=\w)\s[–-]\s(?=\w)"), re.compile(r"[–-]\s[a-zæøå]")
LABEL = re.compile(r"[A-ZÆØÅ][\wæøå/-]*(?: [\wæøå/-]+){0,2}\s?:(?:\s|$)")
"""The name of a field before its value: "Sted: Rådhuset"."""
NUMBERED = re.compile(
    r"(?:\d{1,2}[.)]|[a-zæøå]\))\s+(?!(?:januar|februar|marts|april|maj|juni|juli|august|september|oktober|november"
    r"|december|halvår|kvartal|møde)\b)\S"
)
SUSPENDED = re.compile(r"(og|eller|samt|til|/)\b")
"""Words after a hyphen that stands for a left-out part: "sundheds- og ældreområdet"."""
URL_END = re.compile(r"(https?://|www\.)\S*-$")


MIN_COLUMN = 40
"""Where no line is longer, nothing was wrapped."""


def join_paragraphs(lines: Sequence[FlowLine], *, wrapped: bool) -> str:
    """Return the text of the lines, one paragraph per line."""
    if not lines:
        return ""
    pieces = [lines[0].text]
    for i in range(1, len(lines)):
        before, line = lines[i - 1], lines[i]
        if not wrapped or LABEL.match(line.text) or not continues(before, line):
            pieces += ["\n", line.text]
        elif pieces[-1].endswith("-"):
            pieces[-1] = join_words(pieces[-1], line.text)
        else:
            pieces += [" ", line.text]
    return "".join(pieces)


def continues(before: FlowLine, line: FlowLine, *, fill: float = 0.95) -> bool:
    """Tell whether a line goes on where the one before it was full.

    A line was broken because the next word did not fit, so a next word that would have fitted starts a paragraph.
    `fill` is the share of the column's width that a full line takes.
    """
    if line.gap or line.level or line.row or before.level or before.row:
        return False
    if starts_list(line.text):
        return _closes_dash(before.text, line.text)
    if before.width < MIN_COLUMN:
        return False
    if before.text.endswith("-") or line.text[:1].islower():
        return True
    first = line.text.split(" ", 1)[0]
    return len(before.text) + 1 + len(first) > fill * before.width


def _closes_dash(before: str, text: str) -> bool:
    """Tell whether a line begins with the second of two dashes: "at der ikke – som ellers aftalt" "– skulle …"."""
    opened = len(DASH.findall(before)) % 2 == 1
    return opened and not before.endswith((".", ":", ";", "!", "?")) and bool(INNER_DASH.match(text))


def starts_list(text: str) -> bool:
    """Tell whether a line begins a list point."""
    return bool(BULLET.match(text) or NUMBERED.match(text))


def join_words(before: str, after: str) -> str:
    """Join two lines of a paragraph; a hyphen at the line end goes where it only broke the word.

    It stays before a capital ("Ikast-Brande"), before a conjunction ("sundheds- og") and inside an address.
    """
    if not before.endswith("-") or before.endswith(" -"):
        return f"{before} {after}"
    if URL_END.search(before) or after[:1].isupper() or after[:1].isdigit():
        return before + after
    if SUSPENDED.match(after):
        return f"{before} {after}"
    return before[:-1] + after
