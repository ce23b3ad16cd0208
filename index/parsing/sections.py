"""The lines of an item split into sections by their headings."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from index.parsing.flow import FlowLine, Side
from index.parsing.headings import BREAK, Heading, is_attachment, match_heading
from index.parsing.items import TIME_SLOT
from index.parsing.paragraphs import join_paragraphs
from index.parsing.participants import join_entries, names_person
from rag.domain import SectionKind

CONTENTS = re.compile(r"(?:dagsorden|indhold(?:sfortegnelse)?|punkter(?: på dagsordenen)?)\s*[:.]?", re.IGNORECASE)
PARTICIPANT_TITLE = re.compile(r"(møde)?deltagere|fremmøde|navneopråb|fravær|afbud|til ?stedeværende", re.IGNORECASE)


@dataclass(slots=True, kw_only=True)
class Part:
    """A heading with the lines under it, while an item is being read."""

    kind: SectionKind
    heading: str = ""
    lines: list[FlowLine] = field(default_factory=list)

    def text(self, *, wrapped: bool) -> str:
        """Return the text of the lines, one paragraph per line."""
        if self.kind is SectionKind.PARTICIPANTS:
            return "\n".join(join_entries([line.text for line in self.lines]))
        return join_paragraphs(self.lines, wrapped=wrapped)


def split_sections(lines: Sequence[FlowLine], *, title: str = "", outside: bool = False) -> list[Part]:
    """Split the lines of an item after its title into parts, in printed order.

    Text before the first heading is `andet`. A participants heading counts only where names follow. A heading
    directly under another of the same kind ("Beslutning", "Referat:") belongs to it. Links and the names of an
    "Ansvar" column, which stand beside the text, come last. Outside the items (`outside`) only participants and
    the list of contents are told apart.
    """
    parts = [Part(kind=SectionKind.OTHER)]
    for i, line in enumerate(lines):
        if line.side is not None:
            continue
        heading = _outside_heading(lines, i) if outside else _heading(lines, i)
        begun = None if outside or heading else _begin_part(parts, line)
        if heading is not None:
            _open(parts, heading, line)
        elif begun is not None:
            parts.append(begun)
        else:
            parts[-1].lines.append(line)
    kept = [part for part in [*parts, *_side_parts(lines)] if part.lines or part.heading]
    if PARTICIPANT_TITLE.match(title):
        for part in kept:
            if part.kind in (SectionKind.OTHER, SectionKind.CASE):
                part.kind = SectionKind.PARTICIPANTS
    return kept


def _begin_part(parts: Sequence[Part], line: FlowLine) -> Part | None:
    """Return the part that a line without a known heading begins, if any."""
    last = parts[-1]
    if last.kind is SectionKind.DECISION and last.lines and _ends_decision(line):
        return _after_decision(line)
    if BREAK.fullmatch(line.text) and TIME_SLOT.search(line.text):
        return Part(kind=SectionKind.OTHER, heading=line.text)
    if is_attachment(line) and _starts_attachments(last, line):
        return Part(kind=SectionKind.ATTACHMENTS, lines=[line])
    if _ends_attachments(last, line):
        return Part(kind=parts[-2].kind if len(parts) > 1 else SectionKind.OTHER, lines=[line])
    return None


def _heading(lines: Sequence[FlowLine], i: int) -> Heading | None:
    heading = match_heading(lines[i])
    if heading is None or heading.kind is not SectionKind.PARTICIPANTS:
        return heading
    following = [heading.rest, *(line.text for line in lines[i + 1 : i + 5])]
    return heading if any(names_person(text) for text in following) else None


def _outside_heading(lines: Sequence[FlowLine], i: int) -> Heading | None:
    if CONTENTS.fullmatch(lines[i].text):
        return Heading(kind=SectionKind.OTHER, printed=lines[i].text)
    heading = _heading(lines, i)
    return heading if heading is not None and heading.kind is SectionKind.PARTICIPANTS else None


def _open(parts: list[Part], heading: Heading, line: FlowLine) -> None:
    """Begin a part; an empty one of the same kind just takes the words of the heading."""
    last = parts[-1]
    if last.kind is heading.kind and not last.lines and last.heading:
        last.heading = f"{last.heading} {heading.printed}"
    else:
        parts.append(Part(kind=heading.kind, heading=heading.printed))
    if heading.rest:
        parts[-1].lines.append(replace(line, text=heading.rest, gap=0))


def _ends_decision(line: FlowLine) -> bool:
    """Tell whether an unknown heading ends the decision: what follows it is a proposal, a debate or the case."""
    shouts = line.text.isupper() and len(line.text) > 12 and " " in line.text
    return line.headed or line.level > 0 or shouts


def _after_decision(line: FlowLine) -> Part:
    if line.headed and not line.level:
        return Part(kind=SectionKind.CASE, lines=[line])
    return Part(kind=SectionKind.OTHER, heading=line.text)


def _starts_attachments(last: Part, line: FlowLine) -> bool:
    return last.kind is not SectionKind.ATTACHMENTS and (
        line.gap > 0 or not last.lines or last.lines[-1].text.endswith((".", ":", "?"))
    )


def _ends_attachments(last: Part, line: FlowLine) -> bool:
    """Tell whether a list of attachments without a heading of its own ends before this line."""
    return last.kind is SectionKind.ATTACHMENTS and not last.heading and not is_attachment(line) and line.gap > 0


def _side_parts(lines: Sequence[FlowLine]) -> list[Part]:
    links = [line for line in lines if line.side is Side.LINK]
    return [Part(kind=SectionKind.ATTACHMENTS, lines=links)] if links else []
