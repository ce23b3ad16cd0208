"""The lines of an item split into sections by their headings."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise, zip_longest

from index.parsing.flow import FlowLine, Side
from index.parsing.headings import BREAK, Heading, is_attachment, match_heading
from index.parsing.items import TIME_SLOT
from index.parsing.paragraphs import join_paragraphs
from index.parsing.participants import join_entries, names_person
from rag.domain import SectionKind

CONTENTS = re.compile(r"(?:dagsorden|indhold(?:sfortegnelse)?|punkter(?: på dagsordenen)?)\s*[:.]?", re.IGNORECASE)
PARTICIPANT_TITLE = re.compile(r"(møde)?deltagere|fremmøde|navneopråb|fravær|afbud|til ?stedeværende", re.IGNORECASE)
LONGEST_HEADING = 60
SEVERAL = 3
"""Items that must be written alike for that to be the way of the document."""
ENDED_BY_HEADING = (SectionKind.RECOMMENDATION, SectionKind.DECISION, SectionKind.ATTACHMENTS)


@dataclass(slots=True, kw_only=True)
class Part:
    """A heading with the lines under it, while an item is being read."""

    kind: SectionKind
    heading: str = ""
    lines: list[FlowLine] = field(default_factory=list)
    level: int = 0
    """Level of the heading, where the source marks it."""
    note: bool = False
    """A note on attendance within other text: "Fraværende: …"."""

    def text(self, *, wrapped: bool) -> str:
        """Return the text of the lines, one paragraph per line."""
        if self.kind is SectionKind.PARTICIPANTS:
            return "\n".join(join_entries([line.text for line in self.lines]))
        return join_paragraphs(self.lines, wrapped=wrapped)


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """What the items of a document have in common."""

    headings: frozenset[str] = frozenset()
    """Headings of unknown words under which several items hold text."""
    decisions: frozenset[str] = frozenset()
    """The words that head the decision in many items."""
    introduced: bool = False
    """Between decision and case, every item introduces the case without a heading: exports print that field so."""


def usage_of(spans: Sequence[Sequence[FlowLine]]) -> Usage:
    """Read from the lines of all items how the document is written."""
    used: Counter[str] = Counter()
    for span in spans:
        headings = [heading for line in span if line.side is None and (heading := match_heading(line))]
        used.update({_heading_words(h) for h in headings if h.kind is SectionKind.DECISION})
    often = max(2, len(spans) // 4)
    decisions = frozenset(words for words, items in used.items() if items >= often)
    return Usage(headings=_recurring_headings(spans), decisions=decisions, introduced=_is_introduced(spans))


def _heading_words(heading: Heading) -> str:
    return heading.printed.lower().rstrip(",:. ")


def _is_introduced(spans: Sequence[Sequence[FlowLine]]) -> bool:
    """Tell whether all decisions right before a heading of the case, and some, consist of two texts set apart."""
    gaps = [
        sum(line.gap > 0 for line in between[1:])
        for span in spans
        for between in _between_decision_and_case([line for line in span if line.side is None])
    ]
    return len(gaps) >= SEVERAL and set(gaps) == {1}


def _between_decision_and_case(lines: Sequence[FlowLine]) -> Iterator[Sequence[FlowLine]]:
    """Yield the lines from each heading of a decision to the one that comes next, where that is one of the case."""
    headings = [(i, heading.kind) for i, line in enumerate(lines) if (heading := match_heading(line))]
    for (start, kind), (end, after) in pairwise(headings):
        if kind is SectionKind.DECISION and after is SectionKind.CASE and end > start + 1:
            yield lines[start + 1 : end]


def _recurring_headings(spans: Sequence[Sequence[FlowLine]]) -> frozenset[str]:
    """Return the lines that head text in several items though their words are unknown ("Økonomi", "Tidsplan").

    A heading has text after it wherever it stands: a short decision such as "Godkendt" recurs too, but it ends its
    item or stands right before the next heading.
    """
    seen: Counter[str] = Counter()
    never: set[str] = set()
    for span in spans:
        plain = [line for line in span if line.side is None]
        heads = {line.text for line in plain[1:] if _looks_like_heading(line)}
        seen.update(heads)
        for line, after in zip_longest(plain[1:], plain[2:]):
            if line.text in heads and (after is None or match_heading(after) or after.text[:1].islower()):
                never.add(line.text)
        never.update(after.text for line, after in pairwise(plain) if match_heading(line) and not after.gap)
    return frozenset(text for text, items in seen.items() if items > 1) - never


def _looks_like_heading(line: FlowLine) -> bool:
    text = line.text.rstrip(":")
    return (
        text[:1].isupper()
        and len(text) <= LONGEST_HEADING
        and not text.endswith((".", ",", ";", "-"))
        and not any(character.isdigit() for character in text)
        and not line.row
        and not names_person(text)
        and match_heading(line) is None
    )


NO_USAGE = Usage()


def split_sections(
    lines: Sequence[FlowLine], *, title: str = "", outside: bool = False, usage: Usage = NO_USAGE
) -> list[Part]:
    """Split the lines of an item after its title into parts, in printed order.

    Text before the first heading is `andet`. A participants heading counts only where names follow. A heading
    directly under another of the same kind ("Beslutning", "Referat:") belongs to it. Links and the names of an
    "Ansvar" column, which stand beside the text, come last. A heading that recurs in the document (`usage`) ends a
    recommendation or decision; under it stands more of the case. Where the item has a decision under the usual words,
    other words ("Undersøgelsens konklusioner") head none. Outside the items (`outside`) only participants and
    the list of contents are told apart.
    """
    parts = [Part(kind=SectionKind.OTHER)]
    introductions = _introductions(lines) if usage.introduced and not outside else ()
    decided = usage.decisions if not outside and _holds_usual_decision(lines, usage) else frozenset()
    for i, line in enumerate(lines):
        if line.side is not None:
            continue
        heading = _outside_heading(lines, i) if outside else _heading(lines, i)
        if heading is not None and (_is_quoted(heading, decided) or _groups_attachments(parts[-1], lines, i)):
            heading = None
        begun = None if outside or heading else _begin_part(parts, line, usage)
        if any(line is introduction for introduction in introductions):
            begun = Part(kind=SectionKind.CASE, lines=[line])
        if heading is not None:
            _open(parts, heading, line)
        elif begun is not None:
            parts.append(begun)
        else:
            parts[-1].lines.append(line)
    kept = [part for part in [*parts, *_side_parts(lines)] if part.heading or _holds_words(part.lines)]
    if PARTICIPANT_TITLE.match(title):
        for part in kept:
            if part.kind in (SectionKind.OTHER, SectionKind.CASE):
                part.kind = SectionKind.PARTICIPANTS
    return kept


def _introductions(lines: Sequence[FlowLine]) -> list[FlowLine]:
    """Return the lines that introduce the case right after the decision, without a heading of their own."""
    plain = [line for line in lines if line.side is None]
    return [line for between in _between_decision_and_case(plain) for line in between[1:] if line.gap]


def _holds_words(lines: Sequence[FlowLine]) -> bool:
    """Tell whether lines hold a letter or figure: an empty field is printed as a full stop."""
    return any(character.isalnum() for line in lines for character in line.text)


def _begin_part(parts: Sequence[Part], line: FlowLine, usage: Usage) -> Part | None:
    """Return the part that a line without a known heading begins, if any."""
    last = parts[-1]
    if last.kind is SectionKind.DECISION and last.lines and _ends_decision(line):
        return _after_decision(line)
    if last.kind in ENDED_BY_HEADING and last.lines and _ends_by_heading(last, line, usage):
        return Part(kind=SectionKind.CASE, heading=line.text)
    if BREAK.fullmatch(line.text) and TIME_SLOT.search(line.text):
        return Part(kind=SectionKind.OTHER, heading=line.text)
    if is_attachment(line) and _starts_attachments(last, line):
        return Part(kind=SectionKind.ATTACHMENTS, lines=[line])
    if _ends_attachments(last, line) or (last.note and not _names_on(line)):
        return Part(kind=parts[-2].kind if len(parts) > 1 else SectionKind.OTHER, lines=[line])
    return None


def _names_on(line: FlowLine) -> bool:
    """Tell whether a line goes on naming people, be it with the rest of a name from the line before."""
    rest = not line.gap and not line.text.endswith(".") and line.text.replace(",", "").istitle()
    return rest or names_person(line.text)


def _holds_usual_decision(lines: Sequence[FlowLine], usage: Usage) -> bool:
    headings = (match_heading(line) for line in lines if line.side is None)
    return any(heading and _heading_words(heading) in usage.decisions for heading in headings)


def _is_quoted(heading: Heading, decided: frozenset[str]) -> bool:
    """Tell whether the words of a decision heading are not the ones that head this item's decision."""
    return bool(decided) and heading.kind is SectionKind.DECISION and _heading_words(heading) not in decided


def _groups_attachments(last: Part, lines: Sequence[FlowLine], i: int) -> bool:
    """Tell whether a heading right under "Bilag" just names a group of the attachments that follow."""
    if last.kind is not SectionKind.ATTACHMENTS or not last.heading or last.lines:
        return False
    after = [line for line in lines[i + 1 : i + 2] if line.side is None]
    return all(is_attachment(line) for line in after)


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
        parts.append(Part(kind=heading.kind, heading=heading.printed, level=line.level))
    if heading.rest:
        parts[-1].note = heading.kind is SectionKind.PARTICIPANTS
        parts[-1].lines.append(replace(line, text=heading.rest, gap=0))


def _ends_by_heading(last: Part, line: FlowLine, usage: Usage) -> bool:
    """Tell whether a heading of unknown words ends a recommendation or decision: it recurs, or ranks as high."""
    ranks = last.kind is SectionKind.RECOMMENDATION and 0 < line.level <= last.level
    return ranks or line.text in usage.headings


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
