"""A raw document turned into a meeting with items and sections."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from index.parsing.assessment import assess
from index.parsing.details import with_details
from index.parsing.flow import Flow, FlowLine, Side, to_flow
from index.parsing.headings import is_attachment
from index.parsing.items import CASE_NUMBER, LABELLED_CASE, Candidate, find_items, is_case_line
from index.parsing.metadata import Metadata, read_metadata, with_place
from index.parsing.outcome import classify_outcome
from index.parsing.participants import read_participants
from index.parsing.sections import PARTICIPANT_TITLE, Part, Usage, split_sections, usage_of
from index.parsing.titles import SAYS_CLOSED, Title, read_title
from index.parsing.unnumbered import find_unnumbered
from index.reading.document import ItemMark, RawDocument
from rag.domain import (
    OUTSIDE,
    AgendaItem,
    Attendance,
    DocumentType,
    Meeting,
    Outcome,
    Participant,
    Section,
    SectionKind,
    Source,
    stable_id,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An item while the document is being read."""

    number: str
    title: Title
    case_number: str
    mark: ItemMark | None
    lines: tuple[FlowLine, ...]
    parts: list[Part]


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """A meeting, and how far to trust it (confidence 0 to 1, warnings)."""

    meeting: Meeting
    confidence: float
    warnings: tuple[str, ...]


def parse_document(document: RawDocument) -> Meeting:
    """Turn a document into a meeting; what fits nowhere is kept as `andet`."""
    return understand(document).meeting


def understand(document: RawDocument) -> Parsed:
    """Turn a document into a meeting, and say how far to trust it."""
    flow = to_flow(document)
    numbered = find_items(flow)
    meeting, dated_by_name = _meeting(document, flow, numbered or find_unnumbered(flow))
    confidence, warnings = assess(
        meeting,
        marked=any(line.mark for line in flow.lines),
        numbered=bool(numbered),
        dated_by_name=dated_by_name,
    )
    return Parsed(meeting=meeting, confidence=confidence, warnings=warnings)


def _meeting(document: RawDocument, flow: Flow, found: Sequence[Candidate]) -> tuple[Meeting, bool]:
    """Assemble the meeting; tell also whether its date stands only in the name of the file."""
    starts = _starts(flow.lines, found)
    front = flow.lines[: starts[0]] if starts else flow.lines
    spans = [flow.lines[a:b] for a, b in pairwise([*starts, len(flow.lines)])]
    usage = usage_of(spans)
    drafts = [_draft(candidate, span, flow, usage) for candidate, span in zip(found, spans, strict=True)]
    outside = _outside(front, flow, _cut_tail(drafts))
    metadata = _metadata(document, flow, front, drafts)
    path = str(document.path.resolve())
    assemble = _Assembly(meeting_id=stable_id("meeting", path), type=metadata.document_type, wrapped=flow.wrapped)
    items = [
        with_details(assemble.item(draft, ordinal=i), held=metadata.date) for i, draft in enumerate(drafts, start=1)
    ]
    if outside:
        blank = Title(text="", time_slot="", closed=False, lines=0)
        draft = Draft(number=OUTSIDE, title=blank, case_number="", mark=None, lines=(), parts=outside)
        items.insert(0, assemble.item(draft, ordinal=0))
    meeting = Meeting(
        id=assemble.meeting_id,
        source=Source(path=path, name=document.path.name, content_hash=document.content_hash),
        document_type=metadata.document_type,
        forum=metadata.forum,
        title=metadata.title,
        date=metadata.date,
        start=metadata.start,
        end=metadata.end,
        place=metadata.place,
        participants=document.hints.participants or _participants([*outside, *_participant_parts(drafts)]),
        items=tuple(items),
    )
    return meeting, metadata.dated_by_name


def _starts(lines: Sequence[FlowLine], found: Sequence[Candidate]) -> list[int]:
    """Return where the items begin: at the case number before the title, in documents that put it there."""
    at = [candidate.line for candidate in found]
    before = sum(i > 0 and is_case_line(lines[i - 1]) for i in at)
    after = sum(any(is_case_line(line) for line in lines[i + 1 : i + 3]) for i in at)
    if after > before:
        return at
    return [i - 1 if i and is_case_line(lines[i - 1]) else i for i in at]


def _draft(candidate: Candidate, span: Sequence[FlowLine], flow: Flow, usage: Usage) -> Draft:
    at = 1 if is_case_line(span[0]) and not span[0].mark and len(span) > 1 else 0
    case_line = span[0].text if at else ""
    title = read_title(candidate.title, span[at:], wrapped=flow.wrapped)
    body = list(span[at + title.lines :])
    while body and is_case_line(body[0]):
        case_line = case_line or body.pop(0).text
        body = body[1:] if body and body[0].text == case_line else body
    parts = split_sections(body, title=title.text, usage=usage)
    mark = span[at].mark
    if title.closed or (mark is not None and mark.closed):
        _take_as_decision(parts)
    return Draft(
        number=candidate.number,
        title=title,
        case_number=_case_number(case_line),
        mark=mark,
        lines=tuple(span),
        parts=parts,
    )


def _take_as_decision(parts: Sequence[Part]) -> None:
    """Of a closed item only the decision is published: text without heading, unless it just says "Lukket punkt"."""
    for part in parts:
        text = " ".join(line.text for line in part.lines)
        if part.kind is SectionKind.OTHER and not part.heading and not SAYS_CLOSED.fullmatch(text.rstrip(".")):
            part.kind = SectionKind.DECISION


def _case_number(line: str) -> str:
    match = LABELLED_CASE.fullmatch(line) or CASE_NUMBER.fullmatch(line)
    return match["case"] if match else ""


def _cut_tail(drafts: Sequence[Draft]) -> list[Part]:
    """Take the participants that end the document out of its last item."""
    if not drafts or PARTICIPANT_TITLE.match(drafts[-1].title.text):
        return []
    parts = drafts[-1].parts
    first = next((i for i, part in enumerate(parts) if part.kind is SectionKind.PARTICIPANTS), len(parts))
    tail = parts[first:]
    del parts[first:]
    return tail


def _outside(front: Sequence[FlowLine], flow: Flow, tail: list[Part]) -> list[Part]:
    """Return the parts outside the items: heading, participants, side boxes, running lines."""
    boxes = [line for line in flow.lines if line.side is Side.BOX]
    running = {line.text: line for line in flow.lines if line.side is Side.RUNNING and not line.text.isdigit()}
    sides = [Part(kind=SectionKind.OTHER, lines=lines) for lines in (boxes, list(running.values())) if lines]
    return [*split_sections(front, outside=True), *tail, *sides]


def _metadata(document: RawDocument, flow: Flow, front: Sequence[FlowLine], drafts: Sequence[Draft]) -> Metadata:
    """Read the metadata; what the source itself states goes before what its text suggests."""
    decisions = sum(any(part.kind is SectionKind.DECISION for part in draft.parts) for draft in drafts)
    read = read_metadata(
        front,
        flow.lines,
        stem=document.path.stem,
        decisions=decisions,
        items=len(drafts),
        wrapped=flow.wrapped,
    )
    hints = document.hints
    return Metadata(
        forum=with_place(hints.forum, "\n".join(line.text for line in flow.lines)) if hints.forum else read.forum,
        title=hints.title or read.title,
        date=hints.date or read.date,
        start=hints.start or read.start,
        end=hints.end or read.end,
        place=hints.place or read.place,
        document_type=hints.document_type or read.document_type,
        dated_by_name=read.dated_by_name and not hints.date,
    )


def _participant_parts(drafts: Sequence[Draft]) -> list[Part]:
    """Return the parts of the first items that may list who took part."""
    return [
        part
        for draft in drafts[:2]
        for part in draft.parts
        if part.kind is SectionKind.PARTICIPANTS or any(line.text.startswith("Mødeleder") for line in part.lines)
    ]


def _participants(parts: Sequence[Part]) -> tuple[Participant, ...]:
    listed = [part for part in parts if part.kind is SectionKind.PARTICIPANTS]
    people = [p for part in listed for p in read_participants(_texts(part.lines), heading=part.heading)]
    if not any(person.status is Attendance.PRESENT for person in people):
        people = [*_leaders([part for part in parts if part not in listed]), *people]
    return tuple(people)


def _leaders(parts: Sequence[Part]) -> list[Participant]:
    """Read who chaired, where minutes name only that and who was absent."""
    found: list[Participant] = []
    for part in parts:
        texts = _texts(part.lines)
        led = next((i for i, text in enumerate(texts) if text.startswith("Mødeleder:")), None)
        found += read_participants(texts[led : led + 2]) if led is not None else []
    return found


def _texts(lines: Sequence[FlowLine]) -> list[str]:
    return [line.text for line in lines]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Assembly:
    """Turns drafts into agenda items of one meeting."""

    meeting_id: str
    type: DocumentType
    wrapped: bool

    def item(self, draft: Draft, *, ordinal: int) -> AgendaItem:
        item_id = stable_id(self.meeting_id, draft.number, str(ordinal))
        sections = self._sections(draft, item_id)
        mark = draft.mark
        bare = not any(section.text for section in sections)
        return AgendaItem(
            id=item_id,
            number=draft.number,
            ordinal=ordinal,
            title=draft.title.text,
            time_slot=draft.title.time_slot,
            case_number=(mark.case_number if mark else "") or draft.case_number,
            closed=bool(mark and mark.closed) or (draft.title.closed and (bare or len(sections) < 2)),
            outcome=self._outcome(sections),
            responsible=_responsible(draft.lines),
            attachments=(mark.attachments if mark else ()) or _attachments(draft.parts, wrapped=self.wrapped),
            sections=sections,
        )

    def _sections(self, draft: Draft, item_id: str) -> tuple[Section, ...]:
        responsible = _responsible(draft.lines)
        texts = [(part, part.text(wrapped=self.wrapped)) for part in draft.parts]
        if responsible:
            texts.append((Part(kind=SectionKind.OTHER, heading="Ansvar"), "\n".join(responsible)))
        if not texts:
            texts.append((Part(kind=SectionKind.OTHER), ""))
        return tuple(
            Section(
                id=stable_id(item_id, str(i)),
                kind=part.kind,
                heading=part.heading,
                text=text,
                page=part.lines[0].page if part.lines else None,
            )
            for i, (part, text) in enumerate(texts)
        )

    def _outcome(self, sections: Sequence[Section]) -> Outcome:
        """Classify the outcome; an agenda or an annex decides nothing."""
        if self.type is not DocumentType.MINUTES:
            return Outcome.NOT_STATED
        decisions = [s for s in sections if s.kind is SectionKind.DECISION]
        headed = any(s.heading.lower().startswith("beslut") and "referat" not in s.heading.lower() for s in decisions)
        discussed = any(s.kind is SectionKind.DISCUSSION and s.text for s in sections)
        text = "\n".join(s.text for s in decisions)
        return classify_outcome(text, headed_decision=headed, discussed=discussed)


def _responsible(lines: Sequence[FlowLine]) -> tuple[str, ...]:
    """Join the words of an "Ansvar" column: a name may stand on two lines."""
    names: list[str] = []
    previous: FlowLine | None = None
    for line in lines:
        if line.side is Side.RESPONSIBLE:
            if previous is not None and previous.side is Side.RESPONSIBLE and not line.gap:
                names[-1] = f"{names[-1]} {line.text}"
            else:
                names.append(line.text)
        previous = line
    return tuple(dict.fromkeys(names))


def _attachments(parts: Sequence[Part], *, wrapped: bool) -> tuple[str, ...]:
    """Return the names of the attachments, without the links to them."""
    listed = [part for part in parts if part.kind is SectionKind.ATTACHMENTS]
    names = [
        text.strip("•·* ")
        for part in listed
        for text in part.text(wrapped=wrapped and any(is_attachment(line) for line in part.lines)).split("\n")
        if not any(line.side is Side.LINK for line in part.lines)
    ]
    return tuple(name for name in names if name)
