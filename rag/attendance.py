"""Which lists of people at a meeting are lists of those who were not there."""

from __future__ import annotations

import re

from rag.domain import Section, SectionKind

ABSENT_HEADING = re.compile(r"\b(?:afbud|fraværende|ikke (?:til ?stede|mødt))", re.IGNORECASE)
"""Words of a heading whose list was not there."""


def lists_absent(section: Section) -> bool:
    """Tell whether a section is a list of people who were not there."""
    return section.kind is SectionKind.PARTICIPANTS and bool(ABSENT_HEADING.search(section.heading))
