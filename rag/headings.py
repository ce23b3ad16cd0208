"""Headings of sections without a kind of their own under which these minutes decide nothing."""

from __future__ import annotations

import re

from rag.domain import Section, SectionKind

EARLIER = r"sagsforløb|sagens forløb|sagens tidligere behandling|tidligere beslutninger"
"""Headings over what other bodies, or this one at other meetings, said before."""
_EARLIER = re.compile(rf"(?:{EARLIER})\W*", re.IGNORECASE)
_MOTION = re.compile(r"\b(?:beslutnings|ændrings|medlems)?forslag\b", re.IGNORECASE)


def tells_earlier(section: Section) -> bool:
    """Tell whether a section tells what was said of the matter at other meetings."""
    return section.kind is SectionKind.OTHER and bool(_EARLIER.fullmatch(section.heading.strip()))


def is_motion(section: Section) -> bool:
    """Tell whether a section is what members put forward: "BESLUTNINGSFORSLAG FRA V"."""
    return section.kind is SectionKind.OTHER and bool(_MOTION.search(section.heading))
