"""Lines recognised as the headings of an item's sections, by the words that Danish minutes use."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rag.domain import SectionKind
from rag.headings import EARLIER

if TYPE_CHECKING:  # flow itself asks for headings
    from index.parsing.flow import FlowLine

_BODY = r"(?:[\w-]+(?:s|ets|ens|ernes|gens)\s+)?"
_WORDS: tuple[tuple[SectionKind, str], ...] = (
    (
        SectionKind.RECOMMENDATION,
        (
            rf"{_BODY}indstilling(?:er)?|det indstilles(?:,? at)?|[\w-]+(?: [\w-]+){{0,3}} indstiller(?:,? at)?"
            r"|forslag til beslutning|anbefaling til beslutning|beslutningspunkter|indstilling fra [^.:]{3,80}"
        ),
    ),
    (
        SectionKind.CASE,
        (
            r"(?:(?:supplerende|uddybende) )?(?:sags)?fremstilling|sagsprocedure|sagsgang|sagsbeskrivelse"
            r"|sagsresum[eé]|resum[eé]|sagens (?:indhold|baggrund)"
            r"|beskrivelse af sagen"
        ),
    ),
    (SectionKind.DISCUSSION, r"(?:kort )?(?:drøftelser?|debat|bemærkninger fra mødet)|drøftelse på mødet"),
    (
        SectionKind.DECISION,
        rf"{_BODY}(?:beslutning(?:er)?|konklusion(?:er)?|vedtagelse)(?: (?:for|den) [^:]{{1,60}})?|referat",
    ),
    (SectionKind.ATTACHMENTS, r"bilag|bilagsliste|vedlagte bilag|vedhæftede bilag|bilagsoversigt"),
    (
        SectionKind.PARTICIPANTS,
        (
            r"(?:møde)?deltagere|deltagerliste|i mødet deltog|(?:til ?stede|fremmødte)(?: på mødet)?|fraværende"
            r"|afbud(?: fra)?|inviterede"
            r"|ikke til ?stede|mødt|ikke mødt"
        ),
    ),
)
_EARLIER = (SectionKind.OTHER, EARLIER)
_ALONE = [(kind, re.compile(rf"(?:{words})\s*[,:.]?", re.IGNORECASE)) for kind, words in (*_WORDS, _EARLIER)]
_INLINE = [
    (kind, re.compile(rf"((?:{words})\s*:)\s*(\S.*)", re.IGNORECASE))
    for kind, words in _WORDS
    if kind is not SectionKind.ATTACHMENTS
]
ATTACHMENT_LINE = re.compile(r"bilag(?:\s+\d+[a-z]?)?\s*(?:[.:–-]|\s-)\s*\S.*", re.IGNORECASE)
"""A line that names one attachment: "Bilag 2. Samarbejdsaftale …"."""
BREAK = re.compile(r"(?:\w*pause|frokost|middag)\b.{0,30}", re.IGNORECASE)
_STARTS_SENTENCE = re.compile(r"[A-ZÆØÅ\d\"”»'’(•·–-]|at\b|[a-zæøå]\)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A section heading as printed, and the text that follows it on the same line."""

    kind: SectionKind
    printed: str
    rest: str = ""


def is_heading(text: str) -> bool:
    """Tell whether a text is nothing but a section heading."""
    return any(pattern.fullmatch(text) for _, pattern in _ALONE)


def match_heading(line: FlowLine) -> Heading | None:
    """Return the section heading that a line is or begins with, if any."""
    text = line.text.lstrip("*_# ").rstrip("*_ ")
    if not text[:1].isupper() and not line.level:
        return None
    for kind, pattern in _ALONE:
        if len(text) <= 80 and pattern.fullmatch(text):
            return Heading(kind=kind, printed=text)
    for kind, pattern in _INLINE:
        if (match := pattern.fullmatch(text)) and _STARTS_SENTENCE.match(match[2]):
            return Heading(kind=kind, printed=match[1], rest=match[2])
    return None


def is_attachment(line: FlowLine) -> bool:
    """Tell whether a line names an attachment."""
    return bool(ATTACHMENT_LINE.fullmatch(line.text))
