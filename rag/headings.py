"""Sections without a kind of their own under which these minutes decide nothing, or say nothing at all."""

from __future__ import annotations

import re

from rag.domain import Section, SectionKind

EARLIER = r"sagsforløb|sagens forløb|sagens tidligere behandling|tidligere beslutninger"
"""Headings over what other bodies, or this one at other meetings, said before."""
_EARLIER = re.compile(rf"(?:{EARLIER})\W*", re.IGNORECASE)
_LEADERS = re.compile(r"\.{5,}\s*\d{1,3}(?!\d)")
CONTENTS = 3
"""Lines that lead to pages in a table of contents, at least."""
_MOTION = re.compile(r"\b(?:beslutnings|ændrings|medlems)?forslag\b", re.IGNORECASE)


def tells_earlier(section: Section) -> bool:
    """Tell whether a section tells what was said of the matter at other meetings."""
    return section.kind is SectionKind.OTHER and bool(_EARLIER.fullmatch(section.heading.strip()))


def is_motion(section: Section) -> bool:
    """Tell whether a section is what members put forward: "BESLUTNINGSFORSLAG FRA V"."""
    return section.kind is SectionKind.OTHER and bool(_MOTION.search(section.heading))


def is_contents(text: str) -> bool:
    """Tell whether a text is a table of contents: titles with dots that lead to the numbers of pages."""
    return len(_LEADERS.findall(text)) >= CONTENTS
